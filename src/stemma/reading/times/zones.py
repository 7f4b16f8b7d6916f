"""Time zones: the ones a text states by name, and the ones of big cities that have only one."""

from __future__ import annotations

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

# Abbreviations with one meaning in English news.  IST, CST and AST have several and are left out; BST is
# taken for British Summer Time.
NAMED = {
    "GMT": "+00:00", "UTC": "+00:00", "UT": "+00:00", "BST": "+01:00", "CET": "+01:00", "CEST": "+02:00",
    "EET": "+02:00", "EEST": "+03:00", "MSK": "+03:00", "EST": "-05:00", "EDT": "-04:00", "CDT": "-05:00",
    "MST": "-07:00", "MDT": "-06:00", "PST": "-08:00", "PDT": "-07:00", "JST": "+09:00", "KST": "+09:00",
    "HKT": "+08:00", "SGT": "+08:00", "WIB": "+07:00", "AEST": "+10:00", "AEDT": "+11:00", "NZST": "+12:00",
    "NZDT": "+13:00", "SAST": "+02:00", "EAT": "+03:00", "WAT": "+01:00", "PKT": "+05:00",
    "ET": "America/New_York", "PT": "America/Los_Angeles",
}  # fmt: skip
CITIES = {
    "abu dhabi": "Asia/Dubai", "abuja": "Africa/Lagos", "accra": "Africa/Accra",
    "addis ababa": "Africa/Addis_Ababa", "amsterdam": "Europe/Amsterdam", "ankara": "Europe/Istanbul",
    "athens": "Europe/Athens", "baghdad": "Asia/Baghdad", "bangkok": "Asia/Bangkok",
    "beijing": "Asia/Shanghai", "beirut": "Asia/Beirut", "berlin": "Europe/Berlin",
    "brussels": "Europe/Brussels", "bucharest": "Europe/Bucharest", "budapest": "Europe/Budapest",
    "buenos aires": "America/Argentina/Buenos_Aires", "cairo": "Africa/Cairo", "chicago": "America/Chicago",
    "copenhagen": "Europe/Copenhagen", "damascus": "Asia/Damascus", "delhi": "Asia/Kolkata",
    "new delhi": "Asia/Kolkata", "dhaka": "Asia/Dhaka", "doha": "Asia/Qatar", "dubai": "Asia/Dubai",
    "dublin": "Europe/Dublin", "geneva": "Europe/Zurich", "hanoi": "Asia/Bangkok",
    "helsinki": "Europe/Helsinki", "hong kong": "Asia/Hong_Kong", "islamabad": "Asia/Karachi",
    "istanbul": "Europe/Istanbul", "jakarta": "Asia/Jakarta", "jerusalem": "Asia/Jerusalem",
    "johannesburg": "Africa/Johannesburg", "kabul": "Asia/Kabul", "karachi": "Asia/Karachi",
    "kathmandu": "Asia/Kathmandu", "kuala lumpur": "Asia/Kuala_Lumpur", "kyiv": "Europe/Kyiv",
    "lagos": "Africa/Lagos", "lima": "America/Lima", "lisbon": "Europe/Lisbon", "london": "Europe/London",
    "los angeles": "America/Los_Angeles", "madrid": "Europe/Madrid", "manila": "Asia/Manila",
    "mexico city": "America/Mexico_City", "moscow": "Europe/Moscow", "mumbai": "Asia/Kolkata",
    "nairobi": "Africa/Nairobi", "new york": "America/New_York", "oslo": "Europe/Oslo",
    "paris": "Europe/Paris", "prague": "Europe/Prague", "riyadh": "Asia/Riyadh", "rome": "Europe/Rome",
    "seoul": "Asia/Seoul", "shanghai": "Asia/Shanghai", "singapore": "Asia/Singapore",
    "stockholm": "Europe/Stockholm", "sydney": "Australia/Sydney", "taipei": "Asia/Taipei",
    "tehran": "Asia/Tehran", "tel aviv": "Asia/Jerusalem", "tokyo": "Asia/Tokyo",
    "toronto": "America/Toronto", "vienna": "Europe/Vienna", "warsaw": "Europe/Warsaw",
    "washington": "America/New_York", "wellington": "Pacific/Auckland", "zurich": "Europe/Zurich",
}  # fmt: skip

_NAMES = "|".join(sorted(NAMED, key=lambda name: (-len(name), name)))
_CITY_NAMES = "|".join(sorted(CITIES, key=lambda name: (-len(name), name)))
# What may follow a clock time: " GMT", " (GMT +8)", " local time", " Moscow time".
AFTER = re.compile(
    rf"\s?\(?\s?(?:(?P<name>{_NAMES})\b(?:\s?(?P<sign>[+-−–])\s?(?P<hours>\d{{1,2}})(?::?(?P<minutes>\d\d))?)?"
    rf"|(?P<local>[Ll]ocal\stime)|(?P<city>(?i:{_CITY_NAMES}))\stime)(?P<close>\s?\))?"
)
_OFFSET = re.compile(r"([+-])(\d\d):(\d\d)")
_CITY = re.compile(rf"(?i:\b(?:{_CITY_NAMES})\b)")


def stated(match: re.Match[str]) -> str | None:
    """The zone of a match of `AFTER`: an offset or an IANA name; None for "local time"."""
    if match["local"]:
        return None
    if match["city"]:
        return CITIES[match["city"].lower()]
    zone = NAMED[match["name"]]
    if match["sign"] and zone == "+00:00":
        sign = "+" if match["sign"] == "+" else "-"
        return f"{sign}{int(match['hours']):02d}:{match['minutes'] or '00'}"
    return zone


def of_place(words: str) -> str | None:
    """The zone of the only known city in the words of a dateline; None where none is known or they differ."""
    zones = {CITIES[city.lower()] for city in _CITY.findall(words[:200])}
    return zones.pop() if len(zones) == 1 else None


def offset(zone: str, day: date) -> int | None:
    """Minutes east of Greenwich of an offset ("+08:00") or an IANA name on a day; None where not known."""
    if match := _OFFSET.fullmatch(zone):
        return (int(match[2]) * 60 + int(match[3])) * (-1 if match[1] == "-" else 1)
    try:
        delta = ZoneInfo(zone).utcoffset(datetime(day.year, day.month, day.day, 12))
    except (ZoneInfoNotFoundError, ValueError, OverflowError):
        return None
    return None if delta is None else int(delta.total_seconds()) // 60
