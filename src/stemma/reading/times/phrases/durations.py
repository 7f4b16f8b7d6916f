"""Lengths of time and what comes round: "three years", "two days ago", "every Monday", "daily"."""

from __future__ import annotations

import re

from stemma.reading.quantities import numbers
from stemma.reading.times import dates
from stemma.reading.times.phrases.phrase import (
    COUNT,
    MONTH_FULL,
    PART_CODES,
    SEASON,
    UNIT,
    WEEKDAY,
    Match,
    Phrase,
    Scene,
    read_as,
    rule,
)

_UNIT_CODES = {
    "second": "TS", "minute": "TM", "min": "TM", "hour": "TH", "hr": "TH", "day": "D", "night": "D",
    "week": "W", "fortnight": "W", "month": "M", "quarter": "Q", "year": "Y", "decade": "DE", "century": "CE",
    "centurie": "CE", "weekend": "WE",
}  # fmt: skip


def _amount(words: str) -> float | None:
    """The count of a duration; None for "several", which stays X."""
    plain = " ".join(words.lower().split())
    if plain in ("several", "many", "a few"):
        return None
    if plain in ("a", "an", "another"):
        return 1.0
    if plain.startswith("a couple"):
        return 2.0
    if plain.startswith("half"):
        return numbers.parse(plain) if len(plain) > 7 else 0.5
    return numbers.parse(plain)


def _write_duration(amount: float | None, unit: str) -> str:
    singular = unit.lower().removesuffix("s")
    if amount is not None and singular == "fortnight":
        amount *= 2
    if amount is not None and singular == "decade":
        amount, singular = amount * 10, "year"
    code = _UNIT_CODES[singular]
    if amount is not None and amount != int(amount) and code in ("TH", "TM"):
        amount, code = round(amount * 60), {"TH": "TM", "TM": "TS"}[code]
    time, code = ("T", code[1:]) if code.startswith("T") else ("", code)
    number = "X" if amount is None else str(int(amount)) if amount == int(amount) else f"{amount:.10g}"
    return f"P{time}{number}{code}"


def duration_of(match: Match, amount: float | None, unit: str, end: int | None = None) -> Phrase | None:
    return read_as(match, "DURATION", _write_duration(amount, unit), "span", end)


_RATE_BEFORE = re.compile(
    r"(?:\d[\w.,]*|%"
    r"|\b(?:once|twice|times|percent|per cent|[mb]illion|thousand|hundred|dollars|euros|pounds))\s\Z",
    re.IGNORECASE,
)


def _duration(match: Match, scene: Scene) -> Phrase | None:
    count, unit = match["count"], match["unit"]
    try:
        amount = _amount(count)
    except ValueError:
        return None
    lower = unit.lower()
    if lower.startswith("quarter") and count.lower() in ("a", "an", "one", "three"):
        return None  # a share of something
    if lower == "second" and (count.lower() in ("a", "an", "another") or not match["hyphen"]):
        return None
    if scene.text[match.start("count") : match.end("count")][:1].isdigit() and _is_measure_of_age(match, scene):
        return None
    bare_article = count.lower() in ("a", "an")
    if bare_article and not match["which"] and not match["how"]:
        before = scene.text[max(0, match.start() - 16) : match.start()]
        if _RATE_BEFORE.search(before):
            return read_as(match, "SET", _write_duration(amount, unit), "span", match.end("unit"))
    return _shifted(match, scene, amount, lower) or duration_of(match, amount, unit, _duration_end(match))


def _duration_end(match: Match) -> int:
    return match.end("half") if match["half"] else match.end("long") if match["long"] else match.end("unit")


def _is_measure_of_age(match: Match, scene: Scene) -> bool:
    return bool(re.match(r"[-\s]olds?\b", scene.text[match.end("unit") : match.end("unit") + 5], re.IGNORECASE))


def _shifted(match: Match, scene: Scene, amount: float | None, unit: str) -> Phrase | None:
    """ "two days ago", "a week later": a date, where the text says from what."""
    how = match["how"] or ("hence" if match["hence"] else None)
    if how is None or match["which"]:
        return None
    how = " ".join(how.lower().split())
    back = how in ("ago", "earlier", "before", "previously")
    from_today = how in ("ago", "from now", "hence") or how.startswith("in ")
    base = scene.today if from_today or (back and not scene.fresh) else scene.told[:10]
    singular = {"centuries": "century"}.get(unit, unit.removesuffix("s"))
    singular = {"night": "day"}.get(singular, singular)
    if singular in ("hour", "hr", "minute", "min", "second"):
        return None
    if amount is None or amount != int(amount):
        ref = "PAST_REF" if back and from_today else "FUTURE_REF" if from_today else dates.OPEN.get(singular, "XXXX")
        return read_as(match, "DATE", ref, "day")
    count = int(amount) * (2 if singular == "fortnight" else 1)
    singular = {"fortnight": "week"}.get(singular, singular)
    if singular in ("decade", "century"):  # "a decade ago" names a year, roughly
        count, singular = count * (10 if singular == "decade" else 100), "year"
    if abs(count) > 10_000:
        return None
    return read_as(match, "DATE", dates.shift(base, singular, -count if back else count), "day")


def _bare_units(match: Match, scene: Scene) -> Phrase | None:
    """ "for years", "within hours", "months-long", "decades ago"."""
    unit = match["unit"].lower()
    before = scene.text[max(0, match.start() - 10) : match.start()].lower()
    if not match["long"] and not match["ago"] and not before.endswith(
        ("for ", "within ", "after ", "over ", "over the ", "in ", "of ")
    ):  # fmt: skip
        return None
    if match["ago"]:
        return read_as(match, "DATE", "PAST_REF", "day")
    return read_as(match, "DURATION", _write_duration(None, unit), "span")


SET_WORDS = {
    "daily": "P1D", "nightly": "P1D", "weekly": "P1W", "monthly": "P1M", "quarterly": "P1Q", "yearly": "P1Y",
    "annual": "P1Y", "annually": "P1Y", "hourly": "PT1H", "biweekly": "P2W", "fortnightly": "P2W",
}  # fmt: skip


def _set_word(match: Match, scene: Scene) -> Phrase | None:
    word = match["word"]
    return read_as(match, "SET", SET_WORDS[word], "span") if word in SET_WORDS else None


def _every(match: Match, scene: Scene) -> Phrase | None:
    what = match["what"].lower()
    if re.fullmatch(WEEKDAY, what):
        return read_as(match, "SET", f"XXXX-WXX-{dates.weekday_number(what) + 1}", "span")
    if what in PART_CODES:
        return read_as(match, "SET", "XXXX-XX-XX" + PART_CODES[what], "span")
    if re.fullmatch(MONTH_FULL, what):
        if not match["what"][0].isupper():
            return None
        return read_as(match, "SET", f"XXXX-{dates.month_number(what):02d}", "span")
    if what in dates.SEASONS:
        return read_as(match, "SET", f"XXXX-{dates.SEASONS[what]}", "span")
    other = match["count"]
    amount = 1.0 if not other else 2.0 if other.lower().strip() == "other" else _amount(other)
    return read_as(match, "SET", _write_duration(amount, what), "span")


DURATION = rule(
    rf"(?:the\s)?(?:(?P<which>last|past|next|coming|following|first|previous|final|opening)\s)?"
    rf"(?P<count>{COUNT})(?P<hyphen>[\s-]|\s-\s)(?:more\s)?(?P<unit>{UNIT})(?P<half>\sand\sa\shalf)?(?P<long>-long)?"
    r"(?:\s(?P<how>ago|earlier|later|from\snow|hence|previously|(?:before|after)(?=\s?[.,;:)]|\s?\Z))"
    r"|(?P<hence>['’]s?\stime))?",
    _duration,
)
BARE_UNITS = rule(
    r"(?P<unit>hours|days|weeks|months|years|decades|centuries|minutes|decade|month|week|year|day)"
    r"(?:(?P<long>-long)|\s(?P<ago>ago))?",
    _bare_units,
)
EVERY = rule(
    rf"(?:every|each)\s(?P<count>other\s|{COUNT}\s)?"
    rf"(?P<what>{UNIT}|{WEEKDAY}|{MONTH_FULL}|{SEASON}|morning|afternoon|evening|night)",
    _every,
)
PER = rule(r"per\s(?P<count>)?(?P<what>day|week|month|year|quarter)(?![a-z])", _every)
SET = rule(rf"(?P<word>{'|'.join(SET_WORDS)})", _set_word)
