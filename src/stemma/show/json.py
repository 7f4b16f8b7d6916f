"""A comparison or a reading as JSON.  `docs/json.md` tells what each key holds; a test keeps both true.

Two shapes stand for characters of an article: SPAN is {article, start, end}, PASSAGE the same with `words`.
Everything is in the order of the comparison, so that the same input gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from math import isfinite

from stemma.show.text import written
from stemma.types import (
    Article,
    Claim,
    Comparison,
    Conflict,
    Copy,
    Entity,
    Evidence,
    Label,
    Loaded,
    Moment,
    PartKind,
    Provenance,
    Quantity,
    Quotation,
    Reading,
    Span,
    Stated,
    Tie,
    Time,
)

COMPARISON = "stemma.comparison/1"
READING = "stemma.reading/1"

Object = dict[str, object]


def dumps(comparison: Comparison) -> str:
    """The comparison as JSON text, indented."""
    return written(document(comparison), indent=1)


def dumps_reading(reading: Reading) -> str:
    """The reading as one line of JSON."""
    return written(reading_document(reading), indent=None)


def document(comparison: Comparison) -> Object:
    """The comparison as plain values."""
    return _Page(reading.article for reading in comparison.readings).comparison(comparison)


def reading_document(reading: Reading) -> Object:
    """What one article says by itself, as plain values."""
    return _Page([reading.article]).reading(reading)


class _Page:
    """The articles at hand, to put words to spans."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self.articles = {article.id: article for article in articles}

    # --- spans ---

    def passage(self, span: Span) -> Object:
        return {**_span(span), "words": self.articles[span.article].words(span)}

    def passages(self, spans: Iterable[Span]) -> list[Object]:
        return [self.passage(span) for span in spans]

    def said(self, spans: Iterable[Span]) -> str | None:
        """Split words as one string: "said … earlier"; None where there are none."""
        return " … ".join(self.articles[span.article].words(span) for span in spans) or None

    # --- the two documents ---

    def comparison(self, comparison: Comparison) -> Object:
        return {
            "schema": COMPARISON,
            "articles": [self.article(reading.article) for reading in comparison.readings],
            "claims": [self.claim(claim) for claim in comparison.claims],
            "conflicts": [self.conflict(conflict) for conflict in comparison.conflicts],
            "quotations": [piece for quotation in comparison.quotations for piece in self.pieces(quotation)],
            "variants": [
                {"utterances": list(variant.quotations), "reason": variant.reason} for variant in comparison.variants
            ],
            "entities": [self.entity(entity) for entity in comparison.entities],
            "labels": [self.label(label) for label in comparison.labels],
            "loaded": [self.loaded(item) for item in loaded(comparison)],
            "origins": [{"id": one.id, "name": one.name, "kind": one.kind} for one in comparison.origins],
            "copies": [self.copy(copy) for copy in comparison.copies],
            "provenance": [self.provenance(run) for run in comparison.provenance],
            "ties": [self.tie(tie) for tie in comparison.ties],
            "omissions": [
                {"article": omission.article, "claims": list(omission.claims)} for omission in comparison.omissions
            ],
            "timeline": [self.moment(moment) for moment in comparison.timeline],
            "failures": [
                {"source": failure.source, "reason": failure.reason, "skipped": failure.skipped}
                for failure in comparison.failures
            ],
            "notes": list(comparison.notes),
        }

    def reading(self, reading: Reading) -> Object:
        return {
            "schema": READING,
            "article": self.article(reading.article),
            "taken": self.taken(reading.article),
            "sentences": [
                {**self.passage(sentence.span), "paragraph": sentence.paragraph, "part": sentence.part}
                for sentence in reading.sentences
            ],
            "entities": [self.entity(entity) for entity in reading.entities],
            "mentions": [
                {**self.passage(mention.span), "entity": entity.id, "kind": entity.kind, "form": mention.form}
                for entity in reading.entities
                for mention in entity.mentions
            ],
            "quotations": [self.quotation(quotation) for quotation in reading.quotations],
            "times": [self.time(time) for time in reading.times],
            "quantities": [self.quantity(quantity) for quantity in reading.quantities],
            "labels": [self.label(label) for label in reading.labels],
            "loaded": [self.loaded(item) for item in reading.loaded],
        }

    # --- an article and what its page says of itself ---

    def article(self, article: Article) -> Object:
        headline = article.first("headline")
        return {
            "id": article.id,
            "file": article.file,
            "source": article.source,
            "url": article.url,
            "headline": article.words(headline.span) if headline else None,
            "outlet": article.outlet.value if article.outlet else None,
            "published": article.published.value if article.published else None,
            "updated": article.updated.value if article.updated else None,
            "family": article.family.value if article.family else None,
            "syndicated_from": article.syndicated_from.value if article.syndicated_from else None,
            "stated": self.stated(article),
            "incomplete": list(article.incomplete),
            "notes": list(article.notes),
            "sha256": article.sha256,
            "parts": [{"kind": part.kind, **_span(part.span)} for part in article.parts],
            "text": article.text,
        }

    def stated(self, article: Article) -> Object:
        """How each thing that the page says of itself was known, and where it says so."""
        things: list[tuple[str, Stated | None]] = [
            ("outlet", article.outlet),
            ("published", article.published),
            ("updated", article.updated),
            ("family", article.family),
            ("syndicated_from", article.syndicated_from),
        ]
        return {
            key: {"how": thing.how, "passage": self.passage(thing.span) if thing.span else None}
            for key, thing in things
            if thing
        }

    def taken(self, article: Article) -> Object:
        """What was taken for headline, byline, date, caption and so on."""
        kinds: tuple[PartKind, ...] = (
            "headline", "standfirst", "byline", "dateline", "subhead", "caption", "correction", "boilerplate",
        )  # fmt: skip
        return {kind: self.passages(part.span for part in article.parts if part.kind == kind) for kind in kinds} | {
            "date": self.passages(_where(article.published))
        }

    # --- findings ---

    def claim(self, claim: Claim) -> Object:
        return {
            "id": claim.id,
            "text": self.passage(claim.text),
            "status": claim.status,
            "origins": claim.origins,
            "one_speaker": claim.one_speaker,
            "speakers": list(claim.speakers),
            "evidence": [self.evidence(evidence) for evidence in claim.evidence],
            "weight": _rounded(claim.weight),
            "reason": claim.reason,
        }

    def evidence(self, evidence: Evidence) -> Object:
        return {
            **self.passage(evidence.span),
            "origin": evidence.origin,
            "asserted": evidence.asserted,
            "speaker": evidence.speaker,
            "utterance": evidence.quotation,
            "borrowed": evidence.borrowed or None,
            "score": _rounded(evidence.score),
        }

    def conflict(self, conflict: Conflict) -> Object:
        return {
            "id": conflict.id,
            "kind": conflict.kind,
            "status": conflict.status,
            "slot": conflict.slot,
            "readings": [
                {
                    "value": reading.value,
                    "evidence": [self.evidence(evidence) for evidence in reading.evidence],
                }
                for reading in conflict.readings
            ],
            "score": _rounded(conflict.score),
            "reason": conflict.reason,
        }

    def pieces(self, quotation: Quotation) -> list[Object]:
        """One entry for each contiguous piece of an utterance."""
        return [
            {
                "id": f"{quotation.id}.{number}",
                "utterance": quotation.id,
                "content": self.passage(span),
                "speaker": quotation.speaker,
                "entity": quotation.entity,
                "unnamed": quotation.unnamed,
                "cue": self.said(quotation.cue),
                "type": quotation.type,
                "channel": quotation.channel,
                "relayed_from": quotation.relayed_from,
                "source_spans": self.passages(quotation.source),
                "cue_spans": self.passages(quotation.cue),
            }
            for number, span in enumerate(quotation.content, start=1)
        ]

    def quotation(self, quotation: Quotation) -> Object:
        """An utterance in one entry, as its article has it."""
        return {
            "id": quotation.id,
            "source": self.passages(quotation.source),
            "cue": self.passages(quotation.cue),
            "content": self.passages(quotation.content),
            "type": quotation.type,
            "speaker": quotation.speaker,
            "entity": quotation.entity,
            "unnamed": quotation.unnamed,
            "channel": quotation.channel,
            "relayed_from": quotation.relayed_from,
        }

    def entity(self, entity: Entity) -> Object:
        return {
            "id": entity.id,
            "name": entity.name,
            "kind": entity.kind,
            "named": entity.named,
            "offices": list(entity.offices),
            "mentions": [{**self.passage(mention.span), "form": mention.form} for mention in entity.mentions],
        }

    def label(self, label: Label) -> Object:
        return {
            "entity": label.entity,
            "words": self.passage(label.words),
            "utterance": label.quotation,
        }

    def loaded(self, loaded: Loaded) -> Object:
        return {"kind": loaded.kind, "words": self.passage(loaded.words), "utterance": loaded.quotation}

    def time(self, time: Time) -> Object:
        return {
            **self.passage(time.span),
            "type": time.type,
            "value": time.value,
            "mod": time.mod,
            "zone": time.zone,
            "zone_from": time.zone_from,
        }

    def quantity(self, quantity: Quantity) -> Object:
        return {
            **self.passage(quantity.span),
            "number": _span(quantity.number),
            "kind": quantity.kind,
            "low": _finite(quantity.low),
            "high": _finite(quantity.high),
            "modifier": quantity.modifier,
            "unit": quantity.unit,
            "thing": quantity.thing,
            "normal": {
                "low": _finite(quantity.normal_low),
                "high": _finite(quantity.normal_high),
                "unit": quantity.normal_unit,
            },
        }

    # --- descent ---

    def copy(self, copy: Copy) -> Object:
        return {
            "id": copy.id,
            "articles": list(dict.fromkeys(span.article for span in copy.passages)),
            "passages": [_span(span) for span in copy.passages],
            "origin": copy.origin,
            "characters": copy.characters,
            "score": _rounded(copy.score),
            "reason": copy.reason,
        }

    def provenance(self, run: Provenance) -> Object:
        return {
            **_span(run.span),
            "origin": run.origin,
            "how": run.how,
            "evidence": self.passages(run.evidence),
            "reason": run.reason,
        }

    def tie(self, tie: Tie) -> Object:
        return {
            "to": tie.to,
            "origin": tie.origin,
            "from_article": tie.from_article,
            "how": tie.how,
            "characters": tie.characters,
            "circular": tie.circular,
            "evidence": self.passages(tie.evidence),
            "reason": tie.reason,
        }

    def moment(self, moment: Moment) -> Object:
        return {
            "value": moment.value,
            "kind": moment.kind,
            "claim": moment.claim,
            "evidence": self.passages(moment.evidence),
        }


def loaded(comparison: Comparison) -> Iterator[Loaded]:
    """The loaded words of every article, with the ids that their quotations have in the comparison."""
    ids = {quotation.content: quotation.id for quotation in comparison.quotations}
    for reading in comparison.readings:
        here = {quotation.id: ids.get(quotation.content) for quotation in reading.quotations}
        for item in reading.loaded:
            yield replace(item, quotation=here.get(item.quotation) if item.quotation else None)


def _span(span: Span) -> Object:
    return {"article": span.article, "start": span.start, "end": span.end}


def _where(stated: Stated | None) -> list[Span]:
    return [stated.span] if stated and stated.span else []


def _finite(value: float) -> float | None:
    return value if isfinite(value) else None


def _rounded(score: float) -> float:
    """Four digits are all a score means; more would differ between processors."""
    return round(float(score), 4)
