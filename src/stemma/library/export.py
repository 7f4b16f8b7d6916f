"""The library for other programs: JSON Lines, Parquet, W3C Web Annotations, Markdown.

Everything goes in the order in which it came in, so that the same library gives the same bytes.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from stemma.errors import LibraryError
from stemma.library import articles
from stemma.library.search import Filters, where
from stemma.library.store import Store
from stemma.show.citing import address, escaped, selected, selectors
from stemma.show.corrections import document, sentence
from stemma.show.text import written
from stemma.types import Article, Quotation, Reading, Span

if TYPE_CHECKING:
    from stemma.library.corrections import Listed

ROWS = 500
"""Articles of a Parquet row group: what is in memory at a time."""

Record = dict[str, object]


def keys(store: Store, filters: Filters) -> list[int]:
    """Keys of the articles to export: the latest revisions that the filters leave.

    Raises LibraryError where no outlet has the name asked for.
    """
    conditions, values = where(store, filters)
    rows = store.db.execute(
        "SELECT articles.key FROM articles LEFT JOIN outlets ON outlets.key = outlet"
        f" WHERE {' AND '.join(conditions)} ORDER BY articles.key",
        values,
    )
    return [key for (key,) in rows]


def json_lines(store: Store, chosen: Iterable[int], said: Sequence[Listed] = ()) -> Iterator[str]:
    """One line an article, with the keys it came with; `stemma add` reads it again.

    What Stemma knows besides stands under "stemma"; so do corrections, each on a line of its own after the articles.
    """
    for article in articles.load(store, chosen):
        came_with = json.loads(article.record) if article.record else {}
        yield written({**came_with, **_record(article), "stemma": _known(article)}, indent=None)
    for one in said:
        yield written({"stemma": {"correction": document(one)}}, indent=None)


def parquet(store: Store, chosen: Iterable[int], target: Path, said: Sequence[Listed] = ()) -> int:
    """Write a Parquet file, which appears when it is whole, and say how many articles it holds.

    Corrections are in its metadata, under "stemma".

    Raises LibraryError where pyarrow is not installed or the file cannot be written.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise LibraryError(
            "Parquet needs pyarrow, which is not installed. Install it with `pip install 'stemma-news[parquet]'`, "
            "or export JSON Lines."
        ) from error
    names = ("id", "url", "outlet", "title", "published", "updated", "text", "family", "syndicated_from", "source")
    told = written({"corrections": [document(one) for one in said]}, indent=None)
    schema = pa.schema([(name, pa.string()) for name in (*names, "sha256", "record")], metadata={"stemma": told})
    rest = articles.load(store, chosen)
    count = 0
    partial = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        with pq.ParquetWriter(partial, schema) as writer:
            while some := list(islice(rest, ROWS)):
                rows = [{**_record(article), **_known(article), "record": article.record or None} for article in some]
                writer.write_table(pa.Table.from_pylist(rows, schema=schema))
                count += len(some)
        partial.replace(target)
    except OSError as error:
        raise LibraryError(f"{target}: could not be written ({error}). Give a file in a folder that exists.") from error
    finally:
        partial.unlink(missing_ok=True)
    return count


def web_annotations(store: Store, chosen: Iterable[int], said: Sequence[Listed] = ()) -> Iterator[str]:
    """One W3C Web Annotation page as JSON-LD, in pieces: who is quoted with what, labels put on people, corrections.

    Positions count the characters of the text in the library, quotes hold on the page itself.
    """
    about = '"id": "urn:stemma:annotations", "type": "AnnotationPage"'  # a page has to have an IRI
    yield f'{{"@context": "http://www.w3.org/ns/anno.jsonld", {about}, "items": ['
    before = "\n"
    for reading in articles.load_readings(store, chosen):
        for item in _annotations(reading):
            yield before + written(item, indent=None)
            before = ",\n"
    for one in said:
        yield before + written(_editing(store, one), indent=None)
        before = ",\n"
    yield "\n]}\n"


def markdown(store: Store, chosen: Iterable[int], said: Sequence[Listed] = ()) -> Iterator[str]:
    """For people: each article with outlet, date, address, who is named and who is quoted; then the corrections."""
    for reading in articles.load_readings(store, chosen):
        article = reading.article
        headline = article.first("headline")
        title = article.words(headline.span) if headline else article.file
        outlet = article.outlet.value if article.outlet else "outlet not stated"
        published = article.published.value if article.published else "not dated"
        yield f"## {escaped(title)}\n\n{escaped(outlet)} · {escaped(published)}"
        yield f" · <{address(article)}>\n\n" if article.url else f" · {escaped(article.source)}\n\n"
        people = [entity.name for entity in reading.entities if entity.kind == "person" and entity.named]
        if people:
            yield f"Named: {escaped(', '.join(people))}\n\n"
        for quotation in reading.quotations:
            words = " … ".join(article.words(span) for span in quotation.content)
            yield f"> {escaped(words)}\n>\n> — {escaped(_attribution(quotation))}\n\n"
    if said:
        yield "## Corrections\n\n" + "".join(f"- {escaped(sentence(one))}\n" for one in said)


def _record(article: Article) -> Record:
    headline = article.first("headline")
    return {
        "url": article.url,
        "outlet": article.outlet.value if article.outlet else None,
        "title": article.words(headline.span) if headline else None,
        "published": article.published.value if article.published else None,
        "updated": article.updated.value if article.updated else None,
        "text": article.text,
    }


def _known(article: Article) -> Record:
    return {
        "id": article.id,
        "source": article.source,
        "sha256": article.sha256,
        "family": article.family.value if article.family else None,
        "syndicated_from": article.syndicated_from.value if article.syndicated_from else None,
    }


def _annotations(reading: Reading) -> Iterator[Record]:
    article = reading.article
    names = {entity.id: entity.name for entity in reading.entities}
    for quotation in reading.quotations:
        said_by = _attribution(quotation)
        yield _annotation(article, quotation.id, quotation.content, "quotation", said_by)
    for number, label in enumerate(reading.labels, 1):
        yield _annotation(article, f"label-{number}", (label.words,), "label", names[label.entity])


def _annotation(article: Article, name: str, spans: tuple[Span, ...], kind: str, who: str) -> Record:
    return {
        "id": f"urn:stemma:{article.id}:{name}",
        "type": "Annotation",
        "motivation": "identifying",
        "body": [
            {"type": "TextualBody", "purpose": "classifying", "value": kind},
            {"type": "TextualBody", "purpose": "identifying", "value": who},
        ],
        "target": [selected(article, span) for span in spans],
    }


def _editing(store: Store, one: Listed) -> Record:
    """A correction as an annotation: of the passages that it speaks of and that are there, else of its outlet."""
    targets: list[Record] = []
    for quoted in (*one.first, *one.second):
        if quoted.article is not None:
            (article,) = articles.load(store, [articles.key_of(store, quoted.article)])
            target: Record = {"source": article.url or f"urn:stemma:{article.id}"}
            if quoted.end:
                target["selector"] = selectors(article, Span(article.id, quoted.start, quoted.end))
            targets.append(target)
    return {
        "id": f"urn:stemma:correction:{one.id}",
        "type": "Annotation",
        "motivation": "editing",
        "created": one.made_at,
        "body": [
            {"type": "TextualBody", "purpose": "classifying", "value": one.kind},
            {"type": "TextualBody", "purpose": "describing", "value": sentence(one)},
        ],
        "target": targets or [{"source": f"urn:stemma:outlet:{quote(one.outlet or '', safe='')}"}],
    }


def _attribution(quotation: Quotation) -> str:
    speaker = quotation.speaker or "speaker not named"
    relayed = f", as {quotation.relayed_from} has it" if quotation.relayed_from else ""
    return f"{speaker}{relayed}"
