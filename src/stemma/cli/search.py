"""`stemma search`: articles of the library by words, person, outlet, speaker and date."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stemma.cli.common import listed
from stemma.cli.stored import AS_JSON, LIBRARY, emit, filters, opened

if TYPE_CHECKING:
    from stemma.library.search import Hit
    from stemma.show.styled import Run


@click.command("search")
@click.argument("words", nargs=-1)
@filters
@click.option("--limit", type=click.IntRange(1, 10_000), default=20, show_default=True, help="Articles at most.")
@LIBRARY
@AS_JSON
def command(
    words: tuple[str, ...],
    person: str | None,
    outlet: str | None,
    speaker: str | None,
    since: str | None,
    until: str | None,
    limit: int,
    library: Path | None,
    as_json: bool,
) -> None:
    """Find articles that hold all of the WORDS.

    A phrase in quotation marks stands together; a star ends the start of a word (evacuat*).  The best come first, by
    how well they fit and what their outlet weighs; without words, all that the options leave, the newest first.
    """
    from stemma.library.search import Filters, search

    chosen = Filters(person=person, outlet=outlet, speaker=speaker, since=since, until=until)
    with opened(library) as store:
        hits = search(store, " ".join(map(quoted, words)), chosen, limit)
    if as_json:
        for hit in hits:
            emit(document(hit))
        return
    if not hits:
        click.echo("no article found")
    listed(map(sheet, hits))


def quoted(word: str) -> str:
    """An argument of several words as a phrase: the shell took its quotation marks."""
    return f'"{word}"' if len(word.split()) > 1 and '"' not in word else word


def document(hit: Hit) -> dict[str, object]:
    """A hit as plain values."""
    span = hit.passage
    return {
        "id": hit.id,
        "headline": hit.headline,
        "outlet": hit.outlet,
        "published": hit.published,
        "url": hit.url,
        "source": hit.source,
        "record": json.loads(hit.record) if hit.record else None,
        "passage": {"article": span.article, "start": span.start, "end": span.end, "words": hit.words},
        "matches": [{"article": one.article, "start": one.start, "end": one.end} for one in hit.matches],
        "quotations": [
            {
                "article": said.span.article,
                "start": said.span.start,
                "end": said.span.end,
                "words": said.words,
                "speaker": said.speaker,
            }
            for said in hit.said
        ],
    }


def sheet(hit: Hit) -> list[Run]:
    """A hit for the terminal: headline, where and when, the passage with its matches in bold."""
    from stemma.show.text import line

    about = " · ".join(line(part) for part in (hit.outlet, hit.published, hit.id) if part)
    out: list[Run] = [(line(hit.headline) or "(no headline)", "bold"), (f"\n{about}\n", "dim")]
    if hit.said:
        return [*out, *((f"  {line(said.words)} — {line(said.speaker)}\n", "") for said in hit.said)]
    first = at = hit.passage.start
    out.append(("  ", ""))
    for one in hit.matches:
        out.append((line_kept(hit.words, at - first, one.start - first), ""))
        out.append((line_kept(hit.words, one.start - first, one.end - first), "match"))
        at = one.end
    return [*out, (line_kept(hit.words, at - first, len(hit.words)) + "\n", "")]


def line_kept(words: str, start: int, end: int) -> str:
    """A piece of a passage on one line, with the spaces at its ends."""
    from stemma.show.text import LAYOUT, visible

    return visible(LAYOUT.sub(" ", words[start:end]))
