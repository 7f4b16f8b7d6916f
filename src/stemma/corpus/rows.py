"""Articles and readings to rows of the tables that come out; `docs/corpus.md` tells what each column holds."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa

from stemma.corpus import values
from stemma.corpus.parts import Part
from stemma.corpus.together import CONFLICT, EVIDENCE, headline
from stemma.library import readings
from stemma.types import Article, Reading, Span, Stated

Row = dict[str, object]
Tables = dict[str, pa.Table]

_STRINGS = pa.list_(pa.string())
_PLACE = [("start", pa.int32()), ("end", pa.int32())]
_SPANS = pa.list_(pa.struct(_PLACE))
STATED = ("outlet", "published", "updated", "family", "syndicated_from")


def _schema(*columns: str | tuple[str, pa.DataType]) -> pa.Schema:
    """Columns in order; a name alone is a string."""
    return pa.schema([(each, pa.string()) if isinstance(each, str) else each for each in columns])


def _named(*names: str, kind: pa.DataType) -> list[tuple[str, pa.DataType]]:
    return [(name, kind) for name in names]


SCHEMAS: Mapping[str, pa.Schema] = {
    "articles": _schema(
        "id", "url", *STATED, "headline", "text", "sha256", "source", "file", ("incomplete", _STRINGS),
        ("notes", _STRINGS), ("parts", pa.list_(pa.struct([("kind", pa.string()), *_PLACE]))), "stated", "record",
        ("read", pa.bool_()),
    ),
    "readings": _schema("article", ("format", pa.int32()), ("findings", pa.binary())),
    "sentences": _schema(
        "article", ("sentence", pa.int32()), *_PLACE, ("paragraph", pa.int32()), "part", "words",
        ("vector", pa.list_(pa.float32(), readings.WIDTH)),
    ),
    "entities": _schema("article", "entity", "name", "kind", ("named", pa.bool_()), ("offices", _STRINGS)),
    "mentions": _schema("article", "entity", *_PLACE, "form", "words"),
    "quotations": _schema(
        "article", "quotation", *_PLACE, "type", "speaker", "entity", ("unnamed", pa.bool_()), "channel",
        "relayed_from", "words", "cue", "source", ("pieces", _SPANS),
    ),
    "times": _schema("article", *_PLACE, "type", "value", "mod", "zone", "zone_from", "words"),
    "quantities": _schema(
        "article", *_PLACE, "kind", *_named("low", "high", kind=pa.float64()), "modifier", "unit", "thing",
        *_named("normal_low", "normal_high", kind=pa.float64()), "normal_unit", "words",
    ),
    "labels": _schema("article", *_PLACE, "entity", "quotation", "words"),
    "comparisons": _schema("story", ("compared", _STRINGS), *_named("claims", "conflicts", kind=pa.int32())),
    "claims": _schema(
        "story", "claim", "status", ("origins", pa.int32()), ("speakers", _STRINGS), "one_speaker",
        ("weight", pa.float64()), "reason", "article", *_PLACE, "words",
    ),
    "claim_evidence": _schema("story", "claim", *((field.name, field.type) for field in EVIDENCE)),
    "conflicts": _schema("story", *((field.name, field.type) for field in CONFLICT if field.name != "values")),
    "conflict_values": _schema("story", "conflict", "value", *((field.name, field.type) for field in EVIDENCE)),
}  # fmt: skip
"""The tables that are made here; those of copies, origins and stories come as their stages make them."""


def of_articles(group: Sequence[Part]) -> Tables:
    """A part of articles and the part of their readings to rows."""
    articles, read = group
    found: dict[str, list[Row]] = {name: [] for name in list(SCHEMAS)[:9]}
    vectors = [np.zeros((0, readings.WIDTH), np.float32)]
    stored = {row["id"]: row["reading"] for row in read.table(["id", "reading"]).to_pylist()}
    for data in articles.table(["article"]).column(0).to_pylist():
        article = values.article(data)
        packed = stored.get(article.id)
        found["articles"].append(_article(article, packed is not None))
        if packed is not None:
            findings = readings.findings(packed)
            found["readings"].append({"article": article.id, "format": readings.FORMAT, "findings": findings})
            reading = readings.unpack(packed, article)
            vectors.append(reading.vectors)
            _reading(reading, found)
    tables = {name: _table(rows, SCHEMAS[name]) for name, rows in found.items() if name != "sentences"}
    return {**tables, "sentences": _sentences(found["sentences"], np.concatenate(vectors))}


def _table(rows: Sequence[Row], schema: pa.Schema) -> pa.Table:
    return pa.Table.from_pylist(rows, schema)


def _sentences(rows: Sequence[Row], vectors: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> pa.Table:
    schema = SCHEMAS["sentences"]
    plain = pa.Table.from_pylist(rows, pa.schema(list(schema)[:-1]))
    column = pa.FixedSizeListArray.from_arrays(pa.array(vectors.ravel()), readings.WIDTH)
    return plain.append_column(schema.field("vector"), column)


def _article(article: Article, read: bool) -> Row:
    stated: dict[str, Stated | None] = {name: getattr(article, name) for name in STATED}
    kept = {name: _stated(each) for name, each in stated.items() if each is not None}
    return {
        "id": article.id,
        "url": article.url,
        **{name: each.value if each else None for name, each in stated.items()},
        "headline": headline(article),
        "text": article.text,
        "sha256": article.sha256,
        "source": article.source,
        "file": article.file,
        "incomplete": list(article.incomplete),
        "notes": list(article.notes),
        "parts": [{"kind": part.kind, **_place(part.span)} for part in article.parts],
        "stated": json.dumps(kept, ensure_ascii=False),
        "record": article.record or None,
        "read": read,
    }


def _stated(stated: Stated) -> list[object]:
    span = [stated.span.start, stated.span.end] if stated.span else [None, None]
    return [stated.value, stated.how, *span]


def _place(span: Span) -> Row:
    return {"start": span.start, "end": span.end}


def _reading(reading: Reading, found: dict[str, list[Row]]) -> None:
    """The rows of one reading, put to those before."""
    article = reading.article

    def at(span: Span) -> Row:
        return {"article": article.id, **_place(span), "words": article.words(span)}

    for number, sentence in enumerate(reading.sentences):
        more = {"sentence": number, "paragraph": sentence.paragraph, "part": sentence.part}
        found["sentences"].append({**at(sentence.span), **more})
    for entity in reading.entities:
        row = {"article": article.id, "entity": entity.id, "name": entity.name, "kind": entity.kind}
        found["entities"].append({**row, "named": entity.named, "offices": list(entity.offices)})
        found["mentions"] += [
            {**at(mention.span), "entity": entity.id, "form": mention.form} for mention in entity.mentions
        ]
    found["quotations"] += _quotations(reading)
    for time in reading.times:
        more = {name: getattr(time, name) for name in ("type", "value", "mod", "zone", "zone_from")}
        found["times"].append({**at(time.span), **more})
    names = [name for name in SCHEMAS["quantities"].names if name not in ("article", "start", "end", "words")]
    for quantity in reading.quantities:
        found["quantities"].append({**at(quantity.span), **{name: getattr(quantity, name) for name in names}})
    for label in reading.labels:
        found["labels"].append({**at(label.words), "entity": label.entity, "quotation": label.quotation})


def _quotations(reading: Reading) -> Iterable[Row]:
    article = reading.article

    def said(spans: Sequence[Span]) -> str | None:
        return " … ".join(article.words(span) for span in spans) or None

    for one in reading.quotations:
        whole = replace(one.content[0], end=one.content[-1].end)
        yield {
            "article": article.id,
            "quotation": one.id,
            **_place(whole),
            **{
                name: getattr(one, name) for name in ("type", "speaker", "entity", "unnamed", "channel", "relayed_from")
            },
            "words": said(one.content),
            "cue": said(one.cue),
            "source": said(one.source),
            "pieces": [_place(span) for span in one.content],
        }


def of_comparisons(group: Sequence[Part]) -> Tables:
    """A part of comparisons to rows."""
    found: dict[str, list[Row]] = {name: [] for name in list(SCHEMAS)[9:]}
    for row in group[0].table().to_pylist():
        story, claims, conflicts = row["story"], row["claims"], row["conflicts"]
        counts = {"claims": len(claims), "conflicts": len(conflicts)}
        found["comparisons"].append({"story": story, "compared": row["compared"], **counts})
        for claim in claims:
            evidence = claim.pop("evidence")
            found["claims"].append({"story": story, **claim})
            found["claim_evidence"] += [{"story": story, "claim": claim["claim"], **each} for each in evidence]
        for conflict in conflicts:
            told = conflict.pop("values")
            found["conflicts"].append({"story": story, **conflict})
            at = {"story": story, "conflict": conflict["conflict"]}
            found["conflict_values"] += [
                {**at, "value": one["value"], **each} for one in told for each in one["evidence"]
            ]
    return {name: _table(rows, SCHEMAS[name]) for name, rows in found.items()}
