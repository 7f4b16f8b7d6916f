"""Units of measure and currencies as news prints them, each with its factor to SI, Celsius or whole currency.

A table of our own: a library of units reads formulas, not what papers print ("cusecs", "Sh400m", "degrees").
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from stemma.types import QuantityKind


@dataclass(frozen=True, slots=True)
class Unit:
    """name: singular.  A value of v units is v * factor + offset of `normal`."""

    name: str
    kind: QuantityKind
    factor: float
    normal: str
    offset: float = 0.0


_HOUR, _DAY, _YEAR = 3600.0, 86400.0, 31556952.0  # a year of the Gregorian calendar, 365.2425 days

# name: kind, normal unit, factor, then the words for it.  Short words and those of one letter are matched as
# they stand, the others in any case.
_MEASURES: tuple[tuple[str, QuantityKind, str, float, str], ...] = (
    ("km", "length", "m", 1e3, "km kms kilometre kilometres kilometer kilometers"),
    ("m", "length", "m", 1.0, "m metre metres meter meters"),
    ("cm", "length", "m", 0.01, "cm centimetre centimetres centimeter centimeters"),
    ("mm", "length", "m", 0.001, "mm millimetre millimetres millimeter millimeters"),
    ("nautical mile", "length", "m", 1852.0, "nautical_mile nautical_miles"),
    ("mile", "length", "m", 1609.344, "mile miles"),
    ("yard", "length", "m", 0.9144, "yard yards yd yds"),
    ("foot", "length", "m", 0.3048, "foot feet ft"),
    ("inch", "length", "m", 0.0254, "inch inches"),
    ("hectare", "area", "m2", 1e4, "hectare hectares ha"),
    ("acre", "area", "m2", 4046.8564224, "acre acres"),
    ("km2", "area", "m2", 1e6, "km2 km² sq_km sq_kms square_km square_kilometres square_kilometers"
     " square_kilometre square_kilometer"),
    ("m2", "area", "m2", 1.0, "m2 m² sq_m square_metres square_meters square_metre square_meter"),
    ("square mile", "area", "m2", 2589988.110336, "square_miles square_mile sq_miles"),
    ("square foot", "area", "m2", 0.09290304, "square_feet square_foot sq_ft"),
    ("litre", "volume", "m3", 0.001, "litre litres liter liters"),
    ("gallon", "volume", "m3", 0.003785411784, "gallon gallons"),
    ("barrel", "volume", "m3", 0.158987294928, "barrel barrels"),
    ("m3", "volume", "m3", 1.0, "m3 m³ cubic_metres cubic_meters cubic_metre cubic_meter"),
    ("cubic foot", "volume", "m3", 0.028316846592, "cubic_feet cubic_foot"),
    ("acre-foot", "volume", "m3", 1233.48183754752, "acre-feet acre-foot"),
    ("kg", "mass", "kg", 1.0, "kg kgs kilo kilos kilogram kilograms kilogramme kilogrammes"),
    ("g", "mass", "kg", 0.001, "gram grams gramme grammes"),
    ("tonne", "mass", "kg", 1000.0, "tonne tonnes metric_tons metric_ton"),
    # A ton is 907 (American), 1,000 or 1,016 kg (British): the middle one.
    ("ton", "mass", "kg", 1000.0, "ton tons"),
    ("pound", "mass", "kg", 0.45359237, "pound pounds lb lbs"),
    ("ounce", "mass", "kg", 0.028349523125, "ounce ounces"),
    ("km/h", "speed", "m/s", 1 / 3.6, "km/h kph kmh kmph kilometres_per_hour kilometers_per_hour"
     " kilometres_an_hour kilometers_an_hour km_per_hour km_an_hour"),
    ("mph", "speed", "m/s", 0.44704, "mph miles_per_hour miles_an_hour"),
    ("knot", "speed", "m/s", 1852 / 3600, "knot knots"),
    ("m/s", "speed", "m/s", 1.0, "m/s metres_per_second meters_per_second metres_a_second meters_a_second"),
    ("cusec", "flow", "m3/s", 0.028316846592, "cusec cusecs cubic_feet_per_second cubic_feet_a_second"),
    ("m3/s", "flow", "m3/s", 1.0, "cumec cumecs m3/s m³/s cubic_metres_per_second cubic_meters_per_second"
     " cubic_metres_a_second cubic_meters_a_second cubic_metres_of_water_a_second"
     " cubic_meters_of_water_a_second cubic_metres_of_water_per_second cubic_meters_of_water_per_second"),
    ("litre/s", "flow", "m3/s", 0.001, "litres_per_second litres_a_second liters_per_second liters_a_second"),
    ("barrel/day", "flow", "m3/s", 0.158987294928 / _DAY, "barrels_per_day barrels_a_day bpd"),
    ("kWh", "energy", "J", 3.6e6, "kWh kilowatt-hours kilowatt_hours"),
    ("MWh", "energy", "J", 3.6e9, "MWh megawatt-hours megawatt_hours"),
    ("GWh", "energy", "J", 3.6e12, "GWh gigawatt-hours gigawatt_hours"),
    ("TWh", "energy", "J", 3.6e15, "TWh terawatt-hours terawatt_hours"),
    ("kW", "power", "W", 1e3, "kW kilowatt kilowatts"),
    ("MW", "power", "W", 1e6, "MW megawatt megawatts"),
    ("GW", "power", "W", 1e9, "GW gigawatt gigawatts"),
    ("horsepower", "power", "W", 745.6998715822702, "horsepower bhp"),
    ("hPa", "pressure", "Pa", 100.0, "hPa hectopascals millibar millibars mbar"),
    ("psi", "pressure", "Pa", 6894.757293168, "psi"),
    ("bar", "pressure", "Pa", 1e5, "bar"),
    ("second", "duration", "s", 1.0, "second seconds secs"),
    ("minute", "duration", "s", 60.0, "minute minutes min mins"),
    ("hour", "duration", "s", _HOUR, "hour hours hr hrs"),
    ("day", "duration", "s", _DAY, "day days"),
    ("night", "duration", "s", _DAY, "night nights"),
    ("week", "duration", "s", 7 * _DAY, "week weeks"),
    ("month", "duration", "s", _YEAR / 12, "month months"),
    ("year", "duration", "s", _YEAR, "year years"),
    ("decade", "duration", "s", 10 * _YEAR, "decade decades"),
    ("percent", "percent", "percent", 1.0, "% percent per_cent pc pct"),
    ("percentage point", "percent", "percentage point", 1.0, "percentage_points percentage_point"),
    ("basis point", "percent", "percentage point", 0.01, "basis_points basis_point"),
    ("degree", "temperature", "degree", 1.0, "degrees degree °"),
    ("Celsius", "temperature", "Celsius", 1.0, "°C ºC C celsius degrees_Celsius degrees_C"
     " degrees_centigrade"),
)  # fmt: skip
_FAHRENHEIT = Unit("Fahrenheit", "temperature", 5 / 9, "Celsius", -160 / 9)

# A dollar, a crown, a rupee of a country not named is kept as what it is: "$", "crown", "rupee".
_BEFORE = {
    "US$": "USD", "USD": "USD", "A$": "AUD", "AU$": "AUD", "AUD": "AUD", "C$": "CAD", "CA$": "CAD",
    "CAD": "CAD", "NZ$": "NZD", "HK$": "HKD", "S$": "SGD", "R$": "BRL", "$": "$", "£": "GBP", "GBP": "GBP",
    "€": "EUR", "EUR": "EUR", "¥": "¥", "JPY": "JPY", "CNY": "CNY", "RMB": "CNY", "₹": "INR", "Rs.": "INR",
    "Rs": "INR", "INR": "INR", "KSh": "KES", "Ksh": "KES", "KES": "KES", "Sh": "KES", "Sh.": "KES",
    "₽": "RUB", "₩": "KRW", "₺": "TRY", "₴": "UAH", "₦": "NGN", "CHF": "CHF", "SFr": "CHF", "₪": "ILS",
    "₱": "PHP", "฿": "THB", "₫": "VND", "kr": "crown",
}  # fmt: skip
_AFTER = {
    "USD": "US_dollars US_dollar U.S._dollars U.S._dollar American_dollars USD",
    "AUD": "Australian_dollars AUD", "CAD": "Canadian_dollars CAD", "SGD": "Singapore_dollars",
    "HKD": "Hong_Kong_dollars", "NZD": "New_Zealand_dollars", "$": "dollars dollar bucks",
    "GBP": "pounds_sterling British_pounds quid GBP", "EUR": "euros euro EUR €", "JPY": "yen JPY",
    "CNY": "yuan renminbi CNY RMB", "INR": "Indian_rupees INR", "PKR": "Pakistani_rupees",
    "rupee": "rupees rupee", "RUB": "roubles rouble rubles ruble", "KRW": "won",
    "crown": "crowns crown kronor kroner krona krone koruna", "CHF": "Swiss_francs",
    "franc": "francs franc", "TRY": "lira liras", "peso": "pesos peso", "KES": "Kenyan_shillings",
    "shilling": "shillings shilling", "ZAR": "rand", "NGN": "naira", "AED": "dirhams dirham",
    "SAR": "riyals riyal", "ILS": "shekels shekel", "THB": "baht", "IDR": "rupiah", "MYR": "ringgit",
    "BRL": "reais", "UAH": "hryvnia hryvnias", "PLN": "zloty zlotys", "HUF": "forints forint",
    "PHP": "Philippine_pesos", "VND": "dong",
}  # fmt: skip
_CENTS = {"cents": "$", "cent": "$", "pence": "GBP", "p": "GBP"}


def _table() -> dict[str, Unit]:
    units = {
        word.replace("_", " "): Unit(name, kind, factor, normal)
        for name, kind, normal, factor, words in _MEASURES
        for word in words.split()
    }
    for word in ("°F", "ºF", "F", "degrees Fahrenheit", "degrees F", "fahrenheit"):
        units[word] = _FAHRENHEIT
    for code, words in _AFTER.items():
        units |= {word.replace("_", " "): Unit(code, "money", 1.0, code) for word in words.split()}
    units |= {word: Unit(code, "money", 0.01, code) for word, code in _CENTS.items()}
    return units


_UNITS = _table()
_LOWER = {word.lower(): unit for word, unit in _UNITS.items() if len(word) > 2 or word in ("km", "kg", "ft")}


def _pattern(words: list[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"[\s-]") for word in sorted(words, key=lambda w: (-len(w), w)))


_EXACT = _pattern([word for word in _UNITS if word.lower() not in _LOWER])
AFTER = re.compile(rf"[\s-]?(?P<unit>(?i:{_pattern(list(_LOWER))})|{_EXACT})(?![\w])(?!-year)")
CURRENCY = "(?:" + "|".join(re.escape(sign) for sign in sorted(_BEFORE, key=lambda s: (-len(s), s))) + ")"


def named(words: str) -> Unit:
    """The unit that a match of `AFTER` names.  Raises KeyError for other words."""
    plain = re.sub(r"[\s-]+", " ", words)
    for key in (plain, plain.lower(), words.lower()):
        if key in _UNITS:
            return _UNITS[key]
    return _LOWER[words.lower() if words.lower() in _LOWER else plain.lower()]


def currency(sign: str) -> Unit:
    """The currency of a sign before a number: "£", "US$", "Sh"; "$" alone stays "$".  Raises KeyError."""
    code = _BEFORE[sign]
    return Unit(code, "money", 1.0, code)


DURATIONS = {unit.name: unit for unit in _UNITS.values() if unit.kind == "duration"}
