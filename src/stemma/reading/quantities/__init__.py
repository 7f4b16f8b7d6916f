"""Quantities of an article: numbers with what they count or measure, and how exact they are."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from stemma.reading.quantities import number_names, numbers, things, units
from stemma.reading.quantities.units import Unit
from stemma.types import Article, Modifier, Quantity, Sentence, Span, Time, Words

_NUMBER = re.compile(
    rf"(?<![\w.,:/#@&])(?<!\w[-‑])(?:(?P<sign>minus\s|[-−])(?=\d))?(?P<currency>{units.CURRENCY})?\s?"
    rf"(?P<number>(?i:{numbers.NUMBER}))(?P<short>\s?(?:bn|mn|trn|tn|k|m)(?![\w’']))?(?P<plus>\+)?",
)
_LINK = re.compile(
    rf"(?P<link>\s?[-–—]\s?|\s(?:to|or|and)\s)(?P<currency>{units.CURRENCY})?\s?(?P<number>(?i:{numbers.NUMBER}))"
    r"(?P<short>\s?(?:bn|mn|trn|tn|k|m)(?![\w’']))?"
)
_MODIFIERS: tuple[tuple[Modifier, str], ...] = (
    ("at least", r"at\sleast|no\sfewer\sthan|no\sless\sthan|not\sless\sthan|a\sminimum\sof"),
    ("at most", r"up\sto|at\smost|no\smore\sthan|as\s(?:many|much)\sas|a\smaximum\sof|not\smore\sthan"),
    ("more than", r"more\sthan|over|above|upwards?\sof|in\sexcess\sof|exceed(?:ed|ing|s)?"),
    ("less than", r"less\sthan|fewer\sthan|under|below|short\sof"),
    (
        "about",
        r"about|some|around|nearly|almost|roughly|approximately|close\sto|an?\sestimated|estimated|circa|near",
    ),
)
_BEFORE = re.compile(
    r"\b(?:" + "|".join(f"(?P<m{i}>{words})" for i, (_, words) in enumerate(_MODIFIERS)) + r")\s(?:the\s|a\s|an\s)?\Z",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\bbetween\s\Z", re.IGNORECASE)
# "rose 6 to 71", "from 10 to 12": two numbers, before and after, and no range.
_FROM = re.compile(
    r"\b(?:from|rose|risen|fell|fallen|jumped|climbed|dropped|slid|slipped|gained|lost|up|down|cut|raised|increased)\s"
    r"(?:(?:about|some|around|nearly|just|by)\s)?\Z",
    re.IGNORECASE,
)
_RAISED = re.compile(
    r"\b(?:went|goes|go|gone|shot|jacked|pushed|hiked|moved|driven|added|adds|back|taken|raised|put)\s\Z"
)
_OR_SO = re.compile(r"\s(?:or\s(?:(?P<so>so)|(?P<more>more)|(?P<fewer>fewer|less)))\b")
_SCORE = re.compile(
    r"[\s-](?:win|victory|defeat|draw|loss|lead|score|ruling|decision|majority|vote|record|split|deficit|thrashing)\b"
)
_RATIO = re.compile(
    r"(?P<noun>\s[a-z]{3,15})?\s(?:in|out\sof)\s(?:every\s)?(?P<of>(?i:"
    + numbers.NUMBER
    + r"))(?![\w,.]*\d|\s(?:\w+ed\b|the\b))"
)
_FRACTION = re.compile(
    rf"(?<![\w-])(?:(?P<top>(?i:{numbers.SMALL}|a|an))[\s-](?P<bottom>third|quarter|fifth|sixth|seventh|eighth|ninth|tenth)"
    r"s?|(?<!first )(?<!second )(?P<half>half))(?=\sof\b)"
)
_MAGNITUDE_BEFORE = re.compile(r"\bmagnitude(?:\sof|-|\s)\s?(?:a\s)?\Z", re.IGNORECASE)
_MAGNITUDE_AFTER = re.compile(r"[\s-]magnitude\b|\son\sthe\sRichter", re.IGNORECASE)
_AGE_AFTER = re.compile(r"[-\s]year[-\s]olds?\b|\syears?\sold\b|\syears?\sof\sage\b", re.IGNORECASE)
_AGE_BEFORE = re.compile(
    r"\b(?:aged|ages(?:\sof)?|at\s(?:the\s)?age(?:\sof)?|age|(?:boy|girl|child|man|woman|baby|toddler|teenager)\sof)\s(?:between\s)?\Z",
    re.IGNORECASE,
)
_NAMED_AGE = re.compile(r"[A-Za-z][\w’'-]{0,30}\s?,\s\Z")
_FULL_NAME = re.compile(r"[A-Z][\w’'-]{0,30}\s[A-Z][\w’'-]{0,30}\s?,\s\Z")
_ORDINAL = re.compile(
    r"(?<![\w-])(?P<nth>\d{1,3}(?:st|nd|rd|th)|(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-)?"
    r"(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth))"
    r"(?:\s(?:straight|consecutive|successive|such|confirmed|fatal))?\s"
    r"(?P<thing>death|fatality|victim|person|man|woman|child|arrest|attack|strike|title|win|victory|defeat|loss|goal|day"
    r"|time|week|month|year|case|attempt|election|term|visit|aftershock|shock|quake|body|suspect|shooting|night|round"
    r"|recall|launch|test|explosion|blast|incident|accident|meeting|summit|vote|rise|cut|increase|hike)\b"
)


@dataclass(frozen=True, slots=True)
class _Number:
    """A number, or a range of two, with the unit printed at it.  end: of number, scale and unit."""

    start: int
    end: int
    number_start: int
    number_end: int
    low: float
    high: float
    unit: Unit | None
    scaled: bool = False


@dataclass(frozen=True, slots=True)
class _Scene:
    text: str
    start: int
    end: int
    busy: list[tuple[int, int, bool]]  # start, end, whether a duration
    syntax: things.Syntax
    title: bool  # a headline in which most words have a capital


def find(article: Article, sentences: Sequence[Sentence], words: Words, times: Sequence[Time]) -> tuple[Quantity, ...]:
    """All quantities of an article in order, without overlap; boilerplate is passed over.

    Dates and clock times are none; a duration ("a ninety-minute summit") is one of kind duration.
    words: may be empty, then what is counted is told from the text alone.
    """
    busy = sorted((time.span.start, time.span.end, time.type == "DURATION") for time in times)
    syntax = things.Syntax(words)
    found: list[Quantity] = []
    for sentence in sentences:
        if sentence.part != "boilerplate":
            span = sentence.span
            title = number_names.is_title(article.text[span.start : min(span.end, span.start + 400)])
            found += _in_sentence(article.id, _Scene(article.text, span.start, span.end, busy, syntax, title))
    return tuple(found)


def _in_sentence(article: str, scene: _Scene) -> list[Quantity]:
    found: list[Quantity] = []
    at = scene.start
    while match := _NUMBER.search(scene.text, at, scene.end):
        busy = _busy_until(scene, match.start("number"))
        at = max(busy, match.end())
        if busy:
            continue
        number = _read(scene, match)
        if number is None:
            continue
        quantity = _quantity(article, scene, number, found)
        if quantity:
            found.append(quantity)
            at = max(at, quantity.number.end, number.end)
    rest = [*_fractions(article, scene), *_ordinals(article, scene)]
    if not rest:
        return found
    taken = [(q.number.start, q.number.end) for q in found]
    rest = [q for q in rest if all(q.number.end <= a or b <= q.number.start for a, b in taken)]
    return sorted([*found, *rest], key=lambda q: q.number.start)


def _busy_until(scene: _Scene, at: int) -> int:
    """The end of the time expression, not a duration, that holds this offset; 0 where none does."""
    i = bisect_left(scene.busy, (at + 1,)) - 1
    if i >= 0 and scene.busy[i][0] <= at < scene.busy[i][1] and not scene.busy[i][2]:
        return scene.busy[i][1]
    return 0


# --- the number and its unit -----------------------------------------------------------------------


def _read(scene: _Scene, match: re.Match[str]) -> _Number | None:
    """The number, or the range that begins with it, with its unit; None in a name or a score."""
    text = scene.text
    first = _one(scene, match)
    if first is None or number_names.part_of_more(text, first.start, first.number_end):
        return None
    bare = not (first.unit or match["sign"])
    if bare and number_names.named(text, (scene.start, scene.end), first.number_start, first.number_end, scene.title):
        return None
    if match["sign"]:
        unit = first.unit or units.named("degrees")
        begin = match.start("sign")
        return replace(first, low=-first.low, high=-first.high, start=begin, number_start=begin, unit=unit)
    link = _LINK.match(text, first.end, scene.end) or _LINK.match(text, first.number_end, scene.end)
    if link is None or _busy_until(scene, link.start("number")):
        return first
    before = text[max(0, match.start() - 20) : match.start()]
    word = link["link"].strip()
    if (word == "and" and not _BETWEEN.search(before)) or (word == "to" and _FROM.search(before)):
        return first
    if link["link"] != word and word in "-–—":
        return first
    second = _one(scene, link, first.unit if match["currency"] else None)
    if second is None:
        return first
    return _range(scene, first, second, word)


def _range(scene: _Scene, first: _Number, second: _Number, word: str) -> _Number | None:
    dash = word in "-–—"
    low = first.low
    if second.scaled and not first.scaled and first.unit in (None, second.unit):
        factor = second.high / numbers.parse(
            scene.text[second.number_start : second.number_end].split()[0].rstrip("bmntrk") or "1"
        )
        low = low * factor if low * factor <= second.high else low
    if dash and (low >= second.high or _SCORE.match(scene.text, second.end, scene.end)):
        return None
    if low >= second.high or (first.unit and second.unit and first.unit.name != second.unit.name):
        return first
    return replace(
        first,
        end=second.end,
        number_end=second.number_end,
        low=low,
        high=second.high,
        unit=second.unit or first.unit,
    )


def _one(scene: _Scene, match: re.Match[str], shared: Unit | None = None) -> _Number | None:
    """One number with its scale and unit.  shared: the currency before the first number of a range."""
    text = scene.text
    start, end = match.span("number")
    try:
        value = numbers.parse(match["number"])
    except ValueError:
        return None
    scaled = any(
        word in match["number"].lower() for word in ("illion", "hundred", "thousand", "lakh", "crore", "dozen")
    )
    currency = units.currency(match["currency"]) if match["currency"] else shared
    short = (match["short"] or "").strip()
    if short and match["number"][-1:].isdigit() and _is_scale(scene, short, match.end("short"), currency):
        value, end, scaled = value * numbers.SHORT_SCALES[short], match.end("short"), True
    unit, unit_end = (currency, end) if currency else _unit(scene, end, value, scaled)
    if unit is None and end < scene.end and text[end].isalnum():
        return None  # 220s, 3D, 16th
    begin = match.start("currency") if match["currency"] else start
    return _Number(begin, unit_end, start, end, value, value, unit, scaled)


def _is_scale(scene: _Scene, short: str, end: int, currency: Unit | None) -> bool:
    """Whether "m" is million and not metres: after a currency, or before what is counted by the million."""
    if short not in ("m", "k") or currency:
        return True
    if short == "k":
        return scene.text[end - 2 : end - 1].isdigit()
    if scene.text[end - 2 : end - 1] == " ":
        return False
    after = units.AFTER.match(scene.text, end, scene.end)
    return bool(after and units.named(after["unit"]).kind == "money") or bool(
        things.counted(scene.text, end, scene.end, one=False)
    )


def _unit(scene: _Scene, end: int, value: float, scaled: bool) -> tuple[Unit | None, int]:
    match = units.AFTER.match(scene.text, end, scene.end)
    if match is None:
        return None, end
    unit, word, gap = units.named(match["unit"]), match["unit"], match.start("unit") - end
    bound = gap == 0 or scene.text[end] == "-"
    if unit.kind == "duration" and not bound and value != 1 and not word.endswith("s"):
        return None, end
    if word in ("C", "F", "m", "g", "p", "ha") and not scene.text[end - 1].isdigit():
        return None, end
    if word == "p" and gap:
        return None, end
    if word.lower() in ("won", "dong", "rand") and not scaled:
        return None, end  # "the 216 won"
    if word.lower() in ("pound", "pounds") and scaled:
        unit = units.named("pounds sterling")
    return unit, match.end()


# --- what it counts, and how exactly ---------------------------------------------------------------


def _quantity(article: str, scene: _Scene, number: _Number, earlier: list[Quantity]) -> Quantity | None:
    text = scene.text
    before = text[max(scene.start, number.start - 30) : number.start]
    if _is_age(scene, number, before):
        end = match.end() if (match := _AGE_AFTER.match(text, number.number_end, scene.end)) else number.number_end
        age = replace(number, unit=units.DURATIONS["year"], end=end)
        return _build(article, age, number.start, end, "exact", "age")
    if _MAGNITUDE_BEFORE.search(before) or _MAGNITUDE_AFTER.match(text, number.number_end, scene.end):
        return _build(
            article,
            replace(number, unit=_MAGNITUDE),
            number.start,
            number.number_end,
            _modifier(before)[0],
            "",
        )
    ratio = _RATIO.match(text, number.number_end, scene.end) if number.unit is None else None
    if ratio and (quantity := _ratio(article, scene, number, ratio, before)):
        return quantity
    modifier, lead = _modifier(before)
    start, end = number.start - lead, number.end
    thing = _thing(scene, number)
    word = text[number.number_start : number.number_end].lower()
    if word == "one" and number.unit is None and (thing is None or modifier in ("about", "less than")):
        return None  # "no one", "some one"
    if number.unit is None and thing and not _NUMBER.search(text, number.number_end, thing[0]):
        end = max(end, thing[1])
    words = text[thing[0] : thing[1]] if thing else _told_before(scene, number) or _same_again(scene, number, earlier)
    if number.unit is None and not words and number.low != int(number.low) and _is_quake(scene, number):
        number = replace(number, unit=_MAGNITUDE)
    modifier, end = _suffix(text, modifier, number, end)
    return _build(article, number, start, end, modifier, words)


def _is_age(scene: _Scene, number: _Number, before: str) -> bool:
    if number.high > 120 or (number.unit and number.unit.kind != "duration"):
        return False
    if _AGE_AFTER.match(scene.text, number.number_end, scene.end) or _AGE_BEFORE.search(before):
        return True
    follow = scene.text[number.number_end : number.number_end + 1]
    alone = number.unit is None and number.low == number.high and scene.text[number.number_start].isdigit()
    if not alone or follow not in (",", ".", ";", ")"):
        return False
    return bool((_NAMED_AGE if follow == "," else _FULL_NAME).search(before))


def _modifier(before: str) -> tuple[Modifier, int]:
    """The modifier that ends just before the number, and how many characters it takes."""
    match = _BEFORE.search(before)
    if match is None or match.lastgroup is None:
        return "exact", 0
    if match[0].startswith("up") and _RAISED.search(before, 0, match.start()):
        return "exact", 0
    return _MODIFIERS[int(match.lastgroup[1:])][0], len(before) - match.start()


def _suffix(text: str, modifier: Modifier, number: _Number, end: int) -> tuple[Modifier, int]:
    """ "12 or more", "a dozen or so", "10,000+"."""
    if text[number.number_end : number.number_end + 1] == "+":
        return "at least", max(end, number.number_end + 1)
    match = _OR_SO.match(text, number.end) or _OR_SO.match(text, end)
    if match is None:
        return modifier, end
    kind: Modifier = "about" if match["so"] else "at least" if match["more"] else "at most"
    return kind, max(end, match.end())


def _thing(scene: _Scene, number: _Number) -> tuple[int, int] | None:
    text, end = scene.text, number.number_end
    if number.unit:
        of = number.unit.kind == "percent" and text.startswith(" of ", number.end)
        return things.counted(text, number.end, scene.end, one=False) if of else None
    noun = scene.syntax.noun(number.number_start, end)
    form = things.counted(text, end, scene.end, one=number.high == 1)
    if form and noun and noun[0] <= form[0] and form[1] < noun[1]:
        return form[0], noun[1]  # "sales" by form, "sales managers" by syntax
    return form or noun or things.hyphened(text, end, scene.end) or things.group(text, number.start)


_QUAKE = re.compile(r"quake|tremor|shock|seism|Richter", re.IGNORECASE)
_HEDGE = r"(?:about\s|at\sleast\s|some\s|more\sthan\s|nearly\s|over\s)?"
_NUMBER_OF = re.compile(
    rf"\b(?:number|total|count)\sof\s(?:the\s|its\s|those\s)?(?P<of>[a-z]+)\b[^.;\n]{{0,80}}\s(?:to|at|was|is|were|hit|hits"
    rf"|reached|reaches|of|as)\s{_HEDGE}\Z"
    rf"|(?P<toll>\b(?:[Dd]eath\s)?[Tt]oll)\b[^.;\n]{{0,60}}\s(?:to|at|was|is|hit|hits|reached|reaches|of|as|passes|passed)\s"
    rf"{_HEDGE}\Z"
)


def _is_quake(scene: _Scene, number: _Number) -> bool:
    """A decimal below ten with nothing counted, near the word of a quake, is its magnitude."""
    around = max(scene.start, number.start - 200), min(scene.end, number.end + 200)
    return number.high < 10 and bool(_QUAKE.search(scene.text, *around))


def _told_before(scene: _Scene, number: _Number) -> str:
    """ "the number of people killed rose to 112", "the toll stood at 19": what is counted stands before."""
    if number.unit:
        return ""
    match = _NUMBER_OF.search(scene.text, max(scene.start, number.start - 130), number.start)
    return (match["of"] or match["toll"]) if match else ""


_AGAIN = re.compile(
    r"\s(?:more|others?|of\sthem|were|was|are|had|have|has|remain|remained|still|in\s[a-z]+\scondition)\b"
)


def _same_again(scene: _Scene, number: _Number, earlier: list[Quantity]) -> str:
    """ "31 people were hurt and 11 more were missing": the 11 are people too."""
    if number.unit is None and _AGAIN.match(scene.text, number.number_end, scene.end):
        return next((q.thing for q in reversed(earlier) if q.kind == "count" and q.thing), "")
    return ""


_MAGNITUDE = Unit("magnitude", "magnitude", 1.0, "magnitude")
_SHARE = Unit("", "ratio", 1.0, "")


def _ratio(article: str, scene: _Scene, number: _Number, match: re.Match[str], before: str) -> Quantity | None:
    """ "one in twelve", "nine out of 10": the share as a number."""
    try:
        whole = numbers.parse(match["of"])
    except ValueError:
        return None
    if not 0 < number.low < whole or _busy_until(scene, match.start("of")):
        return None
    if number.low != 1 and "out" not in match[0] and whole not in (5, 10, 20, 100, 1000):
        return None
    if match["noun"] and things.counted(scene.text, match.end("of"), scene.end, one=False):
        return None  # "three people in ten attacks"
    share = replace(
        number,
        low=number.low / whole,
        high=number.high / whole,
        unit=_SHARE,
        number_end=match.end("of"),
        end=match.end("of"),
    )
    thing = things.counted(scene.text, match.end("of"), scene.end, one=False)
    modifier, lead = _modifier(before)
    words = scene.text[thing[0] : thing[1]] if thing else (match["noun"] or "").strip()
    return _build(article, share, number.start - lead, thing[1] if thing else share.end, modifier, words)


def _build(article: str, number: _Number, start: int, end: int, modifier: Modifier, thing: str) -> Quantity:
    unit = number.unit
    if unit is None:
        name = thing.rsplit(maxsplit=1)[-1].lower() if thing else ""
        unit = Unit(name, "count", 1.0, name)
    return Quantity(
        Span(article, start, max(end, number.number_end)),
        Span(article, number.number_start, number.number_end),
        unit.kind, number.low, number.high, modifier, unit.name, thing,
        number.low * unit.factor + unit.offset, number.high * unit.factor + unit.offset, unit.normal,
    )  # fmt: skip


def _fractions(article: str, scene: _Scene) -> Iterator[Quantity]:
    """ "two thirds of the fleet", "half of them"."""
    for match in _FRACTION.finditer(scene.text, scene.start, scene.end):
        if match["half"]:
            value = 0.5
        else:
            bottom = 4 if match["bottom"] == "quarter" else numbers.ordinal(match["bottom"])
            top = 1.0 if match["top"].lower() in ("a", "an") else numbers.parse(match["top"])
            value = top / bottom
        modifier, lead = _modifier(scene.text[max(scene.start, match.start() - 30) : match.start()])
        thing = things.counted(scene.text, match.end(), scene.end, one=False)
        words = scene.text[thing[0] : thing[1]] if thing else ""
        number = _Number(match.start(), match.end(), match.start(), match.end(), value, value, _SHARE)
        yield _build(article, number, match.start() - lead, thing[1] if thing else match.end(), modifier, words)


def _ordinals(article: str, scene: _Scene) -> Iterator[Quantity]:
    """ "the third death": an ordinal that tells how many there have been."""
    for match in _ORDINAL.finditer(scene.text, scene.start, scene.end):
        every = scene.text[max(0, match.start() - 6) : match.start()].lower() == "every "
        if every or _busy_until(scene, match.start()):
            continue
        nth = float(numbers.ordinal(match["nth"]))
        unit = Unit(match["thing"], "ordinal", 1.0, match["thing"])
        number = _Number(match.start(), match.end(), *match.span("nth"), nth, nth, unit)
        yield _build(article, number, match.start(), match.end(), "exact", match["thing"])
