"""Quantities: the number, what it counts, how exactly, and what is no quantity."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemma.reading import quantities, times
from stemma.reading.quantities import numbers
from stemma.types import Quantity, Words
from tests.reading.written import written

_NONE = np.zeros(0, np.int32)
UNREAD = Words(_NONE, _NONE, _NONE, (), _NONE, ())


def found(text: str, words: Words = UNREAD) -> list[Quantity]:
    article, sentences = written(text, "2026-01-06")
    return list(quantities.find(article, sentences, words, times.find(article, sentences)))


def one(text: str, words: Words = UNREAD) -> Quantity:
    (quantity,) = found(text, words)
    return quantity


@pytest.mark.parametrize(
    ("text", "low", "high", "modifier", "thing"),
    [
        ("They saw 12 boats.", 12, 12, "exact", "boats"),
        ("They saw 1,200 fishing boats.", 1200, 1200, "exact", "fishing boats"),
        ("Thirty-one people were hurt.", 31, 31, "exact", "people"),
        ("They saw a dozen boats.", 12, 12, "exact", "boats"),
        ("They sent half a million troops.", 5e5, 5e5, "exact", "troops"),
        ("They sent one hundred and twelve boats.", 112, 112, "exact", "boats"),
        ("They feed 2.3 million people.", 2.3e6, 2.3e6, "exact", "people"),
        ("They feed two and a half million people.", 2.5e6, 2.5e6, "exact", "people"),
        ("They feed 1.2 lakh people.", 1.2e5, 1.2e5, "exact", "people"),
        ("They feed 3 crore people.", 3e7, 3e7, "exact", "people"),
        ("They feed 1,20,000 people.", 1.2e5, 1.2e5, "exact", "people"),
        ("They feed 2m people.", 2e6, 2e6, "exact", "people"),
        ("They saw 12-15 boats.", 12, 15, "exact", "boats"),
        ("They saw ten to fifteen boats.", 10, 15, "exact", "boats"),
        ("They saw between 10 and 15 boats.", 10, 15, "exact", "boats"),
        ("About 200 people came.", 200, 200, "about", "people"),
        ("Nearly 200 people came.", 200, 200, "about", "people"),
        ("At least 200 people came.", 200, 200, "at least", "people"),
        ("Up to 200 people came.", 200, 200, "at most", "people"),
        ("More than 200 people came.", 200, 200, "more than", "people"),
        ("Fewer than 200 people came.", 200, 200, "less than", "people"),
        ("200 people or more came.", 200, 200, "at least", "people"),
        ("It has a crew of 16.", 16, 16, "exact", "crew"),
        ("Two of its seven gates jammed.", 2, 2, "exact", "gates"),
        ("The death toll rose to 112.", 112, 112, "exact", "death toll"),
        ("The number of people killed rose to 112.", 112, 112, "exact", "people"),
        ("A 168-seat jet landed.", 168, 168, "exact", "seat"),
    ],
)
def test_count(text: str, low: float, high: float, modifier: str, thing: str) -> None:
    quantity = found(text)[0]
    assert (quantity.kind, quantity.low, quantity.high) == ("count", low, high)
    assert (quantity.modifier, quantity.thing) == (modifier, thing)


@pytest.mark.parametrize(
    ("text", "kind", "low", "unit", "normal", "normal_unit"),
    [
        ("It is 3 km long.", "length", 3, "km", 3000, "m"),
        ("It is 10 feet long.", "length", 10, "foot", 3.048, "m"),
        ("It is a 94-metre dam.", "length", 94, "m", 94, "m"),
        ("It covers 20 square kilometres.", "area", 20, "km2", 2e7, "m2"),
        ("It covers 5 hectares.", "area", 5, "hectare", 5e4, "m2"),
        ("It holds 40 litres.", "volume", 40, "litre", 0.04, "m3"),
        ("It weighs 214 grams.", "mass", 214, "g", 0.214, "kg"),
        ("Winds reached 90 km/h.", "speed", 90, "km/h", 25, "m/s"),
        ("It let out 1,000 cusecs.", "flow", 1000, "cusec", 28.316846592, "m3/s"),
        ("It let out 40 cubic metres of water a second.", "flow", 40, "m3/s", 40, "m3/s"),
        ("It was 100F.", "temperature", 100, "Fahrenheit", 37.7777778, "Celsius"),
        ("It was minus 5 degrees Celsius.", "temperature", -5, "Celsius", -5, "Celsius"),
        ("It makes 6,480 megawatts.", "power", 6480, "MW", 6.48e9, "W"),
        ("It uses 3 kWh.", "energy", 3, "kWh", 1.08e7, "J"),
        ("The air was at 990 hPa.", "pressure", 990, "hPa", 99000, "Pa"),
        ("A quake of magnitude 6.4 struck.", "magnitude", 6.4, "magnitude", 6.4, "magnitude"),
        ("It rose 17.4%.", "percent", 17.4, "percent", 17.4, "percent"),
        ("It rose 17 per cent.", "percent", 17, "percent", 17, "percent"),
        ("It rose two percentage points.", "percent", 2, "percentage point", 2, "percentage point"),
        ("It rose 50 basis points.", "percent", 50, "basis point", 0.5, "percentage point"),
        ("It cost $3.5bn.", "money", 3.5e9, "$", 3.5e9, "$"),
        ("It cost US$40.", "money", 40, "USD", 40, "USD"),
        ("It cost £4m.", "money", 4e6, "GBP", 4e6, "GBP"),
        ("It cost EUR 2.6m.", "money", 2.6e6, "EUR", 2.6e6, "EUR"),
        ("It cost 80 euros.", "money", 80, "EUR", 80, "EUR"),
        ("It cost 4m crowns.", "money", 4e6, "crown", 4e6, "crown"),
        ("It cost Sh400m.", "money", 4e8, "KES", 4e8, "KES"),
        ("It cost Rs 20 lakh.", "money", 2e6, "INR", 2e6, "INR"),
        ("It cost 75 cents.", "money", 75, "$", 0.75, "$"),
        ("It was a ninety-minute summit.", "duration", 90, "minute", 5400, "s"),
        ("One in four was ill.", "ratio", 0.25, "", 0.25, ""),
        ("Nine out of ten were ill.", "ratio", 0.9, "", 0.9, ""),
        ("Three quarters of them were ill.", "ratio", 0.75, "", 0.75, ""),
    ],
)
def test_measure(text: str, kind: str, low: float, unit: str, normal: float, normal_unit: str) -> None:
    quantity = one(text)
    assert (quantity.kind, quantity.unit, quantity.normal_unit) == (kind, unit, normal_unit)
    assert quantity.low == pytest.approx(low)
    assert quantity.normal_low == pytest.approx(normal)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("It cost between Sh400m and Sh600m.", 4e8, 6e8),
        ("It cost £4-5m.", 4e6, 5e6),
        ("It cost $1.5bn-$2bn.", 1.5e9, 2e9),
        ("It cost 2 to 3 million euros.", 2e6, 3e6),
    ],
)
def test_range_of_money(text: str, low: float, high: float) -> None:
    assert (one(text).low, one(text).high) == (low, high)


def test_from_and_to_are_two_numbers() -> None:
    assert [q.low for q in found("It rose from 10 to 12 percent.")] == [10, 12]


@pytest.mark.parametrize(
    "text", ["Ann Roe, 44, sang.", "Twins aged 44 sang.", "A 44-year-old sang.", "A man of 44 sang."]
)
def test_age(text: str) -> None:
    age = one(text)
    assert (age.kind, age.unit, age.thing, age.low) == ("duration", "year", "age", 44)


@pytest.mark.parametrize(
    "text",
    [
        "The tug Fair Wind 16 sank at Pier 2.",
        "A Boeing 737 and a Tu-154 left.",
        "The G7 spoke of Covid-19.",
        "See page 4 and section 12 of the act.",
        "They won 2-1 and lost 5-4.",
        "Call 0800 555 0147 or 555-2019.",
        "It was 9/11 and she works 24/7.",
        "They met on 5 June 2019 at 10:30.",
        "He lives at No. 10, in room 12.",
        "The Group of Seven met.",
    ],
)
def test_not_a_quantity(text: str) -> None:
    assert found(text) == []


def test_spans_are_the_words_as_printed() -> None:
    article, sentences = written("Police said about 200 angry people came.")
    (quantity,) = quantities.find(article, sentences, UNREAD, ())
    assert article.words(quantity.span) == "about 200 angry people"
    assert article.words(quantity.number) == "200"


def test_what_is_counted_is_carried_on_within_a_sentence() -> None:
    assert [q.thing for q in found("31 people were hurt and 11 more were unaccounted for.")] == [
        "people",
        "people",
    ]


def test_syntax_tells_what_is_counted_where_form_does_not() -> None:
    text = "They sank 3 dhow."
    words = Words(
        start=np.array([0, 5, 10, 12, 16], np.int32),
        end=np.array([4, 9, 11, 16, 17], np.int32),
        sentence=np.zeros(5, np.int32),
        upos=("PRON", "VERB", "NUM", "NOUN", "PUNCT"),
        head=np.array([1, -1, 3, 1, 1], np.int32),
        rel=("nsubj", "root", "nummod", "obj", "punct"),
    )
    assert one(text).thing == ""
    assert one(text, words).thing == "dhow"


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("31", 31), ("1,200", 1200), ("1.200", 1.2), ("1.200.000", 1.2e6), ("1.200,50", 1200.5),
        ("12½", 12.5), ("thirty-one", 31), ("Twenty-five thousand five hundred", 25500),
        ("two thousand and six", 2006),
        ("half a dozen", 6), ("a couple of dozen", 24), ("two and a half", 2.5), ("£4m", 4e6),
        ("2.3 million", 2.3e6), ("three hundred thousand", 3e5), ("20 lakh crore", 2e13),
    ],
)  # fmt: skip
def test_parse(words: str, value: float) -> None:
    assert numbers.parse(words) == pytest.approx(value)


def test_parse_says_no_to_words() -> None:
    with pytest.raises(ValueError, match="no number"):
        numbers.parse("several")


@settings(deadline=None)  # the machine may be busy
@given(st.integers(0, 999_999_999))
def test_digits_with_commas_are_read_back(number: int) -> None:
    assert numbers.parse(f"{number:,}") == number


ONES = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen",
]  # fmt: skip
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def spelled(number: int) -> str:
    if number < 17:
        return ONES[number]
    if number < 20:
        return {17: "seventeen", 18: "eighteen", 19: "nineteen"}[number]
    if number < 100:
        return TENS[number // 10 - 2] + (f"-{ONES[number % 10]}" if number % 10 else "")
    size, word = (
        (1_000_000, "million") if number >= 1_000_000 else (1000, "thousand") if number >= 1000 else (100, "hundred")
    )
    rest = number % size
    joint = " and " if size == 100 or rest < 100 else " "
    return f"{spelled(number // size)} {word}" + (f"{joint}{spelled(rest)}" if rest else "")


@settings(deadline=None)  # the machine may be busy
@given(st.integers(2, 99_999_999))
def test_spelled_numbers_are_read_back(number: int) -> None:
    assert numbers.parse(spelled(number)) == number
    assert one(f"They counted {spelled(number)} boats.").low == number


@settings(deadline=None)  # the machine may be busy
@given(st.text(alphabet=st.sampled_from("0123456789 ,.-–/%$£m:onetwfivshudra\n\u202e\U0001f600½"), max_size=200))
def test_any_text_gives_quantities_in_order_inside_it(text: str) -> None:
    start = 0
    for quantity in found(text):
        assert start <= quantity.number.start < quantity.number.end <= len(text)
        assert quantity.span.start <= quantity.number.start <= quantity.number.end <= quantity.span.end <= len(text)
        assert quantity.low <= quantity.high
        start = quantity.number.end
