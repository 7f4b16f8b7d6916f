"""The words of Stemma as values: frozen, slotted, and all there is between two stages.

Offsets are Unicode code points in `Article.text`, start inclusive, end exclusive.  A tuple of spans
stands for something that can be split ("…," she said, "…"); it is never empty unless said so.
`docs/design.md` tells what each word means.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from stemma.span import Span as Span  # noqa: PLC0414 - a word like the others, all of which are imported from here

if TYPE_CHECKING:
    from numpy import float32, int32
    from numpy.typing import NDArray


# --- article ---------------------------------------------------------------------------------------

PartKind = Literal[
    "headline",
    "standfirst",  # a subtitle or summary set under the headline: read, but repeats the body
    "byline",
    "dateline",  # date line or place line that stands apart from the body
    "body",
    "subhead",
    "caption",  # of a picture, with its credit
    "correction",  # a correction or clarification note
    "boilerplate",  # newsletter, related links, copyright: takes no part in anything
]


@dataclass(frozen=True, slots=True)
class Part:
    """A run of text with one function on the page; parts are in order and do not overlap."""

    kind: PartKind
    span: Span


@dataclass(frozen=True, slots=True)
class Stated:
    """Something the page says of itself, and where it says so.

    how: "option", "metadata", "byline", "dateline", "url" or "file name".
    span: the characters that say it, where they are in the text.
    """

    value: str
    how: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One published report as text.

    text: for a text file the decoded file without its byte-order mark, newlines untouched; else the
        extracted text.  sha256 is that of its UTF-8 bytes.
    source: the path, URL or "-" it was read from, as given; file: the last part of it, for display.
    outlet, published, updated: None where not stated.  Times are ISO 8601, as exact as the page is
        ("2026-01-06", "2026-03-10T19:40", "2026-03-10T19:40+08:00").
    family: the publisher family its metadata names.
    syndicated_from: the publisher its metadata says it was taken from (a feed's <source>, isBasedOn).
    incomplete: why it is known or suspected to be cut short; empty when whole.
    record: the other keys of the record it came as, a JSON object ("{"id": 17, "section": "City"}"); "" for none.
    """

    id: str
    text: str
    sha256: str
    source: str
    file: str
    parts: tuple[Part, ...]
    outlet: Stated | None = None
    published: Stated | None = None
    updated: Stated | None = None
    family: Stated | None = None
    syndicated_from: Stated | None = None
    url: str | None = None
    incomplete: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    record: str = ""

    def words(self, span: Span) -> str:
        """The characters of a span."""
        return self.text[span.start : span.end]

    def first(self, kind: PartKind) -> Part | None:
        """The first part of a kind."""
        return next((part for part in self.parts if part.kind == kind), None)


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that could not be read: by name, with the reason and what to do.

    skipped: left out on purpose (an article given twice, a file that is none), which is no fault of the input.
    """

    source: str
    reason: str
    skipped: bool = False


# --- reading ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence.  paragraph counts from 0; part is what it was printed as."""

    span: Span
    paragraph: int
    part: PartKind


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The words of an article in columns, with Universal Dependencies syntax; all of one length.

    start, end: offsets.  sentence: the index of the sentence.  upos: universal part-of-speech tags.
    head: index of the head word, -1 for the root of a sentence.  rel: universal relation to it.
    """

    start: NDArray[int32]
    end: NDArray[int32]
    sentence: NDArray[int32]
    upos: tuple[str, ...]
    head: NDArray[int32]
    rel: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a sentence that states one thing: a predicate with what belongs to it.

    span: the contiguous characters that state it.  sentence: its index.  root: word index of the predicate.
    """

    span: Span
    sentence: int
    root: int


EntityKind = Literal["person", "organisation", "place", "group", "event", "work", "other"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A name, description or pronoun in place.

    form: "name" (Lee Jae-Myung), "title" (the South Korean President), "description" or "pronoun".
    """

    span: Span
    form: Literal["name", "title", "description", "pronoun"]


@dataclass(frozen=True, slots=True)
class Entity:
    """The person, organisation or place that mentions stand for; in one article or across several.

    name: its fullest name as printed.  offices: titles and offices said of it, as printed ("President").
    named: False for an unnamed speaker ("analysts", "one user").
    """

    id: str
    name: str
    kind: EntityKind
    mentions: tuple[Mention, ...]
    offices: tuple[str, ...] = ()
    named: bool = True


@dataclass(frozen=True, slots=True)
class Quotation:
    """Who said what: one utterance.

    content, cue, source: spans in order; cue and source may be empty.  content holds the quotation marks.
    type: "direct" (all in quotation marks), "indirect" (none) or "mixed".
    speaker: the name it resolves to, or the words of the source; None when nobody is named.
    entity: id of an entity of the reading (of the comparison, in a comparison).
    channel: "on X", "in a statement"; relayed_from: the publisher the article has it from.
    unnamed: the speaker is there but without a name ("analysts", "a police source").
    """

    id: str
    content: tuple[Span, ...]
    cue: tuple[Span, ...]
    source: tuple[Span, ...]
    type: Literal["direct", "indirect", "mixed"]
    speaker: str | None = None
    entity: str | None = None
    channel: str | None = None
    relayed_from: str | None = None
    unnamed: bool = False


@dataclass(frozen=True, slots=True)
class Time:
    """A time expression with its TIMEX3 type and value.

    value: "2026-01-05", "2026-01-05T05:52", "2025", "P2D", "XXXX-01-05" where the article cannot fix it.
    mod: TIMEX3 mod ("APPROX", "BEFORE", "AFTER", "START", "MID", "END") or None.
    zone: "+08:00" or an IANA name, or None; zone_from: "stated", "dateline" or "unknown".
    """

    span: Span
    type: Literal["DATE", "TIME", "DURATION", "SET"]
    value: str
    mod: str | None = None
    zone: str | None = None
    zone_from: Literal["stated", "dateline", "unknown"] = "unknown"


QuantityKind = Literal[
    "count", "money", "percent", "length", "area", "volume", "mass", "speed", "flow", "temperature", "energy",
    "power", "pressure", "magnitude", "duration", "ratio", "ordinal",
]  # fmt: skip
Modifier = Literal["exact", "about", "at least", "at most", "more than", "less than"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with what it counts or measures.

    span: the whole expression ("about 200 people"); number: the digits or number words alone.
    low, high: the value or range as printed; unit: "people", "km", "USD", "percent" (singular where a unit).
    thing: the words that name what is counted, as printed ("fishing boats"); "" when none are.
    normal_low, normal_high, normal_unit: the same in SI base units, degrees Celsius, or whole currency.
    """

    span: Span
    number: Span
    kind: QuantityKind
    low: float
    high: float
    modifier: Modifier
    unit: str
    thing: str
    normal_low: float
    normal_high: float
    normal_unit: str


@dataclass(frozen=True, slots=True)
class Label:
    """Words put on a person: a description or an epithet, by the outlet or by somebody it quotes.

    entity: id of an entity.  quotation: id of the quotation it stands in, or None: the outlet's own words.
    """

    words: Span
    entity: str
    quotation: str | None = None


@dataclass(frozen=True, slots=True)
class Loaded:
    """Words of strong sentiment or intensity outside quotations, or a reporting verb beyond "said".

    kind: "intense" or "cue".  Marked, not judged.
    """

    words: Span
    kind: Literal["intense", "cue"]
    quotation: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What is found in one article, whatever other articles are read.

    vectors: one row of 384 for each of its first sentences, as many as were asked for (reading.Vectored), of length 1.
    """

    article: Article
    sentences: tuple[Sentence, ...]
    words: Words
    clauses: tuple[Clause, ...]
    entities: tuple[Entity, ...]
    quotations: tuple[Quotation, ...]
    times: tuple[Time, ...]
    quantities: tuple[Quantity, ...]
    labels: tuple[Label, ...]
    loaded: tuple[Loaded, ...]
    vectors: NDArray[float32]


# --- comparison ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Copy:
    """Passages that articles share because one text lies behind all of them.

    passages: one or more for each article, in order.  origin: id of the origin they share.
    characters: length of the longest passage.  score: share of words that are the same, 0 to 1.
    """

    id: str
    passages: tuple[Span, ...]
    origin: str
    characters: int
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Origin:
    """The newsroom, agency or publisher whose own reporting lies behind passages."""

    id: str
    name: str
    kind: Literal["outlet", "agency", "publisher", "unknown"]


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a run of an article comes from, and how that is known.

    span: the characters it holds for.  how: "own", "copied", "credited", "relayed" or "inferred".
    evidence: the credit line, the relay words, or the passage it was copied from.
    """

    span: Span
    origin: str
    how: Literal["own", "copied", "credited", "relayed", "inferred"]
    evidence: tuple[Span, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Tie:
    """An edge of the family tree: the article `to` has text or facts from `origin`.

    from_article: the article that stands for the origin, where it is among those compared.
    circular: the two credit each other, or the credit leads back to where it came from.
    """

    to: str
    origin: str
    from_article: str | None
    how: Literal["copied", "credited", "relayed", "inferred"]
    characters: int
    evidence: tuple[Span, ...]
    reason: str
    circular: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage that states a claim.

    asserted: the outlet says it itself; else `speaker` (a name, or the words of the source) said it.
    borrowed: what was taken from the other articles to match it ("the year, from a2"), or "".
    """

    span: Span
    origin: str
    asserted: bool
    speaker: str | None
    quotation: str | None
    score: float
    borrowed: str = ""


Status = Literal["corroborated", "repeated", "single"]


@dataclass(frozen=True, slots=True)
class Claim:
    """One fact with its evidence.

    status: "corroborated" (two or more independent origins), "repeated" (two or more articles, one origin),
    "single" (one article).  origins: how many.  speakers: whom the evidence is attributed to, in order.
    one_speaker: every passage rests on this one speaker, however many origins there are.
    text: the passage that states it best.  weight: the order of the claims, highest first.
    """

    id: str
    text: Span
    status: Status
    origins: int
    evidence: tuple[Evidence, ...]
    speakers: tuple[str, ...]
    one_speaker: str | None
    weight: float
    reason: str


@dataclass(frozen=True, slots=True)
class SlotReading:
    """One value of a slot, with who gives it."""

    value: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """One slot whose readings differ.

    status: "conflict" (cannot both be true of the same moment), "update" (differ because time passed;
    readings then stand in order), or "view" (an assertion against somebody's view: disputed, no conflict).
    """

    id: str
    kind: Literal["number", "date", "time", "name", "place", "polarity"]
    status: Literal["conflict", "update", "view"]
    slot: str
    readings: tuple[SlotReading, ...]
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Variant:
    """The same words told in two or more ways: ids of the quotations."""

    quotations: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Omission:
    """What an article leaves out that several others have: ids of claims."""

    article: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """An entry of the timeline: what happened, or when an article was published."""

    value: str
    kind: Literal["happened", "published"]
    evidence: tuple[Span, ...]
    claim: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """All findings over a set of articles of one event.  Ids and order are stable for the same input.

    Entities, quotations and labels carry the ids of this comparison's entities, not of a reading's.
    independent: ids of the independent origins behind whole articles, each taken by where most of it is from.
    """

    readings: tuple[Reading, ...]
    entities: tuple[Entity, ...]
    quotations: tuple[Quotation, ...]
    variants: tuple[Variant, ...]
    labels: tuple[Label, ...]
    copies: tuple[Copy, ...]
    origins: tuple[Origin, ...]
    provenance: tuple[Provenance, ...]
    ties: tuple[Tie, ...]
    claims: tuple[Claim, ...]
    conflicts: tuple[Conflict, ...]
    omissions: tuple[Omission, ...]
    timeline: tuple[Moment, ...]
    failures: tuple[Failure, ...] = ()
    notes: tuple[str, ...] = ()
    independent: tuple[str, ...] = ()

    def article(self, name: str) -> Article:
        """The article with this id.  Raises KeyError when there is none."""
        for reading in self.readings:
            if reading.article.id == name:
                return reading.article
        raise KeyError(name)

    def words(self, span: Span) -> str:
        """The characters of a span."""
        return self.article(span.article).words(span)
