"""A comparison arranged to be read, for the faces that people see.  It finds nothing: it sorts and names."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from stemma.show.json import loaded
from stemma.show.text import line, number, series, shorten
from stemma.types import (
    Article,
    Claim,
    Comparison,
    Conflict,
    Entity,
    Evidence,
    Label,
    Loaded,
    Origin,
    Part,
    Quotation,
    Span,
    Stated,
)

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
TOP = 600
"""Characters of an article that hold its headline and first sentences."""
CONTEXT = 90
"""Characters of the rest of a sentence that are shown on each side of a passage."""
ALIGNED = 300
"""Words of a telling beyond which it is not aligned: the time grows with the square."""
TINTS = 6
"""Colours for copied passages; more could not be told apart."""
DATE = re.compile(r"(\d{4}|XXXX)(?:-(\d\d))?(?:-(\d\d))?(?:T(\d\d:\d\d)(?::\d\d)?([+-]\d\d:\d\d|Z)?)?")


@dataclass(frozen=True, slots=True)
class Group:
    """Evidence of one claim that has one origin behind it."""

    origin: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Telling:
    """One wording of something said, with the quotations that have it word for word.

    runs: its words in runs, each with whether the other tellings have them too.
    """

    runs: tuple[tuple[str, bool], ...]
    quotations: tuple[Quotation, ...]

    @property
    def words(self) -> str:
        return " ".join(words for words, _ in self.runs)


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker and what is quoted; an entry with two or more tellings is told in two or more ways."""

    name: str
    named: bool
    said: tuple[tuple[Telling, ...], ...]


@dataclass(frozen=True, slots=True)
class Called:
    """A person and the words put on that person, article by article."""

    name: str
    cells: tuple[tuple[tuple[int, Label], ...], ...]


class View:
    """A comparison with what a page or a sheet asks of it.

    origins: how many independent ones there are, where a library has counted them with all it knows; else they
    are counted from the comparison.
    """

    def __init__(self, comparison: Comparison, origins: int | None = None) -> None:
        self.comparison = comparison
        self._counted = origins
        self.articles: tuple[Article, ...] = tuple(reading.article for reading in comparison.readings)
        self._article = {article.id: article for article in self.articles}
        self._origin = {origin.id: origin for origin in comparison.origins}
        self._claim = {claim.id: claim for claim in comparison.claims}
        self._quotation = {quotation.id: quotation for quotation in comparison.quotations}
        self._sentences = {reading.article.id: reading.sentences for reading in comparison.readings}
        self.names = _names(self.articles)

    # --- looking up ---

    def article(self, key: str) -> Article:
        return self._article[key]

    def claim(self, key: str) -> Claim | None:
        return self._claim.get(key)

    def origin(self, key: str) -> str:
        """The name of an origin; an unnamed one goes by its article."""
        return self._origin[key].name if key in self._origin else key

    def words(self, span: Span) -> str:
        return self._article[span.article].words(span)

    def joined(self, spans: Iterable[Span]) -> str:
        return " … ".join(self.words(span) for span in spans)

    def context(self, span: Span) -> tuple[str, str]:
        """What stands before and after a passage in its sentence, shortened; empty where it is all."""
        sentences = self._sentences[span.article]
        place = bisect_right(sentences, span.start, key=lambda sentence: sentence.span.start) - 1
        if place < 0 or span.end > sentences[place].span.end:
            return "", ""
        whole = sentences[place].span
        text = self._article[span.article].text
        before, after = line(text[whole.start : span.start]), line(text[span.end : whole.end])
        return shorten(before[::-1], CONTEXT)[::-1], shorten(after, CONTEXT)

    # --- the head of the page ---

    @cached_property
    def title(self) -> tuple[str, str]:
        """What names the event, and whose words they are: a headline, else the first claim.

        Of the headlines, one of a whole article, plainly worded, whose words the other articles use too.
        """
        headlines = [(article, part) for article in self.articles if (part := article.first("headline"))]
        if headlines:
            article, part = min(headlines, key=lambda entry: self._title_rank(*entry))
            return article.words(part.span), self.names[article.id]
        if self.comparison.claims:
            best = self.comparison.claims[0].text
            return self.words(best), self.names[best.article]
        return number(len(self.articles), "article"), ""

    def _title_rank(self, article: Article, headline: Part) -> tuple[bool, int, float]:
        words = article.words(headline.span)
        cries = sum(words.count(mark) for mark in "!?") + self._loaded_in(headline.span)
        said = _long_words(words)
        others = [used for key, used in self._vocabulary.items() if key != article.id]
        shared = sum(len(said & used) for used in others) / max(1, len(said))
        return bool(article.incomplete), cries, -shared

    @cached_property
    def _vocabulary(self) -> dict[str, set[str]]:
        """Words of the top of each article, where news says what happened."""
        return {article.id: _long_words(article.text[:TOP]) for article in self.articles}

    def _loaded_in(self, span: Span) -> int:
        return sum(
            one.words.article == span.article and span.start <= one.words.start < span.end for one in self.loaded
        )

    @cached_property
    def weighed(self) -> tuple[Origin, ...]:
        """The independent origins: each article is taken by where most of it is from, and in doubt two are one."""
        used = set(self.comparison.independent)
        return tuple(origin for origin in self.comparison.origins if origin.id in used)

    @cached_property
    def shared_origins(self) -> frozenset[str]:
        """Ids of the origins behind what two or more articles share; behind all that is said where nothing is."""
        claims = self.shared or self.comparison.claims
        return frozenset(origin for claim in claims for origin in origins_of(claim.evidence)[: claim.origins])

    @property
    def independent(self) -> int:
        """How many independent origins there are: as many as any one fact has, and one where there is an article."""
        claimed = max((claim.origins for claim in self.shared), default=0)
        return max(self._counted or len(self.weighed), claimed, min(1, len(self.articles)))

    @property
    def origins_line(self) -> str:
        """The second number with its noun; "independent" only where not all rests on one speaker."""
        count = number(self.independent, "origin")
        speakers = {claim.one_speaker for claim in self.shared}
        if len(speakers) == 1 and (speaker := speakers.pop()):
            return f"{count}, one speaker: {speaker}"
        return count.replace(" ", " independent ", 1)

    @property
    def outlets(self) -> int:
        return len({article.outlet.value for article in self.articles if article.outlet})

    @property
    def outlets_line(self) -> str:
        """How many outlets; how many articles too where that is another number, or no outlet is stated."""
        if not self.outlets:
            return number(len(self.articles), "article")
        line = number(self.outlets, "outlet")
        return line if self.outlets == len(self.articles) else f"{line}, {number(len(self.articles), 'article')}"

    @property
    def days(self) -> str:
        """The first and the last day on which the articles were published; "" where none is dated."""
        dated = sorted(article.published.value[:10] for article in self.articles if article.published)
        return period(dated[0], dated[-1]) if dated else ""

    # --- copies ---

    @cached_property
    def tinted(self) -> tuple[str, ...]:
        """The origins that passages were copied from: each has a colour."""
        used = {copy.origin for copy in self.comparison.copies}
        return tuple(origin.id for origin in self.comparison.origins if origin.id in used)

    def tint(self, origin: str) -> str:
        """The class of what was copied from an origin; beyond the sixth, all share one."""
        if origin not in self.tinted:
            return ""
        place = self.tinted.index(origin) + 1
        return f"from-{place if place <= TINTS else 0}"

    def firsts(self, spans: Iterable[Span]) -> tuple[Span, ...]:
        """The first passage of each article."""
        found: dict[str, Span] = {}
        for span in spans:
            found.setdefault(span.article, span)
        return tuple(found.values())

    # --- claims ---

    @cached_property
    def shared(self) -> tuple[Claim, ...]:
        return tuple(claim for claim in self.comparison.claims if claim.status != "single")

    @cached_property
    def single(self) -> tuple[tuple[str, tuple[Claim, ...]], ...]:
        """What only one article says, by article in order; claims keep theirs."""
        alone = [claim for claim in self.comparison.claims if claim.status == "single"]
        by_article = ((a.id, tuple(claim for claim in alone if claim.text.article == a.id)) for a in self.articles)
        return tuple((key, claims) for key, claims in by_article if claims)

    def outlets_in(self, evidence: Iterable[Evidence]) -> int:
        """How many outlets evidence comes from; an article without one counts for itself."""
        articles = [self._article[key] for key in articles_of(evidence)]
        return len({article.outlet.value if article.outlet else article.id for article in articles})

    def first_to_report(self, article: str) -> tuple[Span, ...]:
        """Where this article says what others say after it, as far as dates are exact enough to tell."""
        mine = self._article[article].published
        if not mine:
            return ()
        others = {a.id: a.published for a in self.articles if a.id != article}
        found = []
        for claim in self.shared:
            own = [one.span for one in claim.evidence if one.span.article == article]
            rest = (others[key] for key in articles_of(claim.evidence) if key != article)
            if own and all(_before(mine, other) for other in rest):
                found.append(own[0])
        return tuple(dict.fromkeys(found))

    def groups(self, evidence: Sequence[Evidence]) -> tuple[Group, ...]:
        """Evidence by origin, each in the order in which it first appears."""
        return tuple(Group(key, tuple(one for one in evidence if one.origin == key)) for key in origins_of(evidence))

    def is_own(self, article: str, origin: str) -> bool:
        """Is the origin this article's own newsroom?"""
        return (article, origin) in self._owned

    @cached_property
    def _owned(self) -> set[tuple[str, str]]:
        owned = {(run.span.article, run.origin) for run in self.comparison.provenance if run.how == "own"}
        return owned | {
            (article.id, origin.id)
            for article in self.articles
            for origin in self.comparison.origins
            if article.outlet and article.outlet.value.casefold() == origin.name.casefold()
        }

    def own(self, group: Group) -> Evidence | None:
        """The evidence of the origin's own article, where it is among those compared."""
        return next((one for one in group.evidence if self.is_own(one.span.article, group.origin)), None)

    def others(self, group: Group) -> tuple[Evidence, ...]:
        """The first evidence of every other article of the group."""
        own = self.own(group)
        first = {one.span.article: one for one in reversed(group.evidence)}
        articles = articles_of(group.evidence)
        return tuple(first[key] for key in articles if own is None or key != own.span.article)

    def outlets_of(self, evidence: Iterable[Evidence]) -> str:
        return series([self.names[key] for key in articles_of(evidence)])

    # --- conflicts ---

    def differing(self, status: str) -> tuple[Conflict, ...]:
        return tuple(conflict for conflict in self.comparison.conflicts if conflict.status == status)

    # --- who said what ---

    @cached_property
    def voices(self) -> tuple[Voice, ...]:
        """Speakers, most quoted first, those without a name last."""
        entities = {entity.id: entity for entity in self.comparison.entities}
        speaking: dict[str, list[Quotation]] = {}
        for quotation in self.comparison.quotations:
            speaking.setdefault(_speaker_key(quotation), []).append(quotation)
        voices = [
            Voice(_speaker_name(said[0], entities), _is_named(said[0], entities), self._tellings(said))
            for said in speaking.values()
        ]
        return tuple(sorted(voices, key=lambda voice: (not voice.named, -len(voice.said))))

    def _tellings(self, said: Sequence[Quotation]) -> tuple[tuple[Telling, ...], ...]:
        """Quotations with the same words as one telling; tellings that are variants together."""
        family = {key: place for place, variant in enumerate(self.comparison.variants) for key in variant.quotations}
        groups: dict[str, dict[str, list[Quotation]]] = {}
        for quotation in said:
            words = bare(self.joined(quotation.content)) or quotation.id
            together = f"variant {family[quotation.id]}" if quotation.id in family else words
            groups.setdefault(together, {}).setdefault(words, []).append(quotation)
        return tuple(self._aligned(list(group.values())) for group in groups.values())

    def _aligned(self, family: Sequence[Sequence[Quotation]]) -> tuple[Telling, ...]:
        """The tellings of one thing said, with what each has that the first has not, or it has not."""
        worded = [line(self.joined(same[0].content)).split(" ") for same in family]
        others = [worded[0] if place else worded[1] if len(worded) > 1 else words for place, words in enumerate(worded)]
        return tuple(
            Telling(tuple(_runs(words, other)), tuple(same))
            for words, other, same in zip(worded, others, family, strict=True)
        )

    # --- words put on people, loaded words ---

    @cached_property
    def called(self) -> tuple[Called, ...]:
        """Rows of the table of labels: a person each, a cell for each article."""
        names = {entity.id: entity.name for entity in self.comparison.entities}
        rows: dict[str, list[tuple[int, Label]]] = {}
        for place, label in enumerate(self.comparison.labels):
            rows.setdefault(label.entity, []).append((place, label))
        return tuple(
            Called(
                names.get(entity, entity),
                tuple(tuple(one for one in row if one[1].words.article == a.id) for a in self.articles),
            )
            for entity, row in rows.items()
        )

    @cached_property
    def loaded(self) -> tuple[Loaded, ...]:
        return tuple(loaded(self.comparison))

    @cached_property
    def loaded_by_article(self) -> tuple[tuple[str, tuple[tuple[int, Loaded], ...]], ...]:
        """Loaded words with their place in `loaded`, by article."""
        numbered = list(enumerate(self.loaded))
        by_article = ((a.id, tuple(one for one in numbered if one[1].words.article == a.id)) for a in self.articles)
        return tuple((key, words) for key, words in by_article if words)


def articles_of(evidence: Iterable[Evidence]) -> tuple[str, ...]:
    """The articles of evidence, each once, in order."""
    return tuple(dict.fromkeys(one.span.article for one in evidence))


def origins_of(evidence: Iterable[Evidence]) -> tuple[str, ...]:
    """The origins of evidence, each once, in order.  A claim may count fewer: in doubt two are one."""
    return tuple(dict.fromkeys(one.origin for one in evidence))


def way(quotation: Quotation) -> str:
    """Through what and whom it was said: "on X", "to the Herald", "reported by Chosun"."""
    ways = [quotation.channel] if quotation.channel else []
    if quotation.relayed_from and quotation.relayed_from.lower() not in (quotation.channel or "").lower():
        ways.append(f"reported by {quotation.relayed_from}")
    return ", ".join(ways)


def when(value: str) -> str:
    """An ISO time as read: "5 January 2026, 19:20 (UTC+08:00)"; a missing year is said; all else as it is."""
    found = DATE.fullmatch(value)
    if not found:
        return value
    year, month, day, clock, zone = found.groups()
    if month and not 1 <= int(month) <= 12:
        return value
    date = [str(int(day))] if day else []
    date += [MONTHS[int(month) - 1]] if month else []
    date += [year] if year != "XXXX" else []
    text = " ".join(date) + (f", {clock}" if clock else "")
    text += "" if not zone else " UTC" if zone in ("Z", "+00:00") else f" (UTC{zone})"
    return text if year != "XXXX" else f"{text}, year not stated".lstrip(", ")


def period(first: str, last: str) -> str:
    """From one day to another: "9 to 11 November 2026"."""
    if first == last:
        return when(first)
    month = first[:7] == last[:7] and first[8:].isdecimal()
    return f"{int(first[8:]) if month else when(first)} to {when(last)}"


def _before(one: Stated, other: Stated | None) -> bool:
    """Whether one time is surely before another: by the minute where both have it in the same way, else by the day."""
    if not other:
        return False
    a, b = DATE.fullmatch(one.value), DATE.fullmatch(other.value)
    if not a or not b or "XXXX" in (a[1], b[1]):
        return False
    if a[4] and b[4] and a[5] == b[5]:
        return one.value < other.value
    return bool(a[3] and b[3]) and one.value[:10] < other.value[:10]


def known_from(stated: Stated) -> str:
    """How something stated was known, where that is worth saying: not for what the page itself shows."""
    return "" if stated.how in ("metadata", "byline", "dateline") else f"from the {stated.how}"


def _names(articles: Sequence[Article]) -> dict[str, str]:
    """A name for each article: its outlet, else its file; a number is added where two have the same."""
    plain = {a.id: line(a.outlet.value if a.outlet else a.file) for a in articles}
    often = Counter(plain.values())
    seen: Counter[str] = Counter()
    names = {}
    for key, name in plain.items():
        seen[name] += 1
        names[key] = f"{name} ({seen[name]})" if often[name] > 1 else name
    return names


def _speaker_key(quotation: Quotation) -> str:
    return quotation.entity or f"said by {(quotation.speaker or '').casefold()}"


def _speaker_name(quotation: Quotation, entities: dict[str, Entity]) -> str:
    entity = entities.get(quotation.entity or "")
    return entity.name if entity else quotation.speaker or "Speaker not stated"


def _is_named(quotation: Quotation, entities: dict[str, Entity]) -> bool:
    entity = entities.get(quotation.entity or "")
    return bool(quotation.speaker) and not quotation.unnamed and (entity is None or entity.named)


def _runs(words: list[str], other: list[str]) -> Iterator[tuple[str, bool]]:
    """Words in runs that the other telling has too, or has not; punctuation and case do not count."""
    if max(len(words), len(other)) > ALIGNED:
        yield " ".join(words), True
        return
    matcher = SequenceMatcher(None, [bare(word) for word in words], [bare(word) for word in other], autojunk=False)
    for edit, start, end, _, _ in matcher.get_opcodes():
        if start < end:
            run = " ".join(words[start:end])
            yield run, edit == "equal" or not bare(run)


def _long_words(text: str) -> set[str]:
    return set(re.findall(r"\w{4,}", text.casefold()))


def bare(words: str) -> str:
    return "".join(letter for letter in words.casefold() if letter.isalnum())
