"""One article from its text and what is known of it: parts, outlet, dates, what is missing."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from stemma.errors import InputError
from stemma.ingest import cut, language, layout, outlets, stated
from stemma.ingest.limits import ARTICLE_CHARACTERS
from stemma.ingest.lines import Run
from stemma.types import Article, Part, PartKind, Span, Stated

_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Known:
    """What is said of an article outside its text, each "" where it is not.

    title: its headline, which then opens the text.  published, updated: ISO 8601.
    free: False behind a paywall.  record: the keys it came with, a JSON object.
    """

    title: str = ""
    outlet: str = ""
    published: str = ""
    updated: str = ""
    family: str = ""
    syndicated_from: str = ""
    url: str = ""
    free: bool = True
    summary_only: bool = False
    notes: tuple[str, ...] = ()
    record: str = ""


NOTHING = Known()


def article(text: str, source: str, known: Known = NOTHING, *, outlet: str = "", pile: str = "") -> Article:
    """The article a text is.

    source: as the user gave it.  outlet: an option that names the outlet, over what the page says.
    pile: the name of the file that holds it among others, and so says nothing of its outlet.
    Raises InputError where the text is too long, holds no sentence, or is in another language.
    """
    if len(text) > ARTICLE_CHARACTERS:
        raise InputError(
            f"holds {len(text):,} characters, and one article may hold {ARTICLE_CHARACTERS:,}. "
            "Split it into one file for each article."
        )
    if not text.strip():
        raise InputError("is empty. Give a file that holds the text of an article.")
    _require_sentence(text)
    notes = [*known.notes, *language.check(text)]
    lines, head = layout.split(text, known.title)
    file = file_name(source)
    from_file = "" if known.url or pile or source == "-" else outlets.from_file(file)
    named = (outlet, "option", 0, 0) if outlet else _outlet(lines, head, text, known, from_file)
    page = layout.lay(lines, head, named[0] if named else "")
    times = stated.times(page)
    identity = _identity(named[0] if named else "", known.url or pile or file, text)

    def spanned(value: str, how: str, start: int, end: int) -> Stated:
        return Stated(value, how, Span(identity, start, end) if end else None)

    published = Stated(known.published, "metadata") if known.published else None
    updated = Stated(known.updated, "metadata") if known.updated else None
    if not published and times.published:
        published = spanned(*times.published)
    if not published and (day := stated.day_in(known.url)):
        published = Stated(day, "url")
    if not published:
        notes.extend(times.notes)
    if not updated and times.updated:
        updated = spanned(*times.updated)
    return Article(
        id=identity,
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        source=source,
        file=file,
        parts=_parts(page, identity),
        outlet=spanned(*named) if named else None,
        published=published,
        updated=updated if updated != published else None,
        family=Stated(known.family, "metadata") if known.family else None,
        syndicated_from=Stated(known.syndicated_from, "metadata") if known.syndicated_from else None,
        url=known.url or None,
        incomplete=_incomplete(page, known),
        notes=tuple(notes),
        record=known.record,
    )


def file_name(source: str) -> str:
    """The last part of a path or URL, for display."""
    if source == "-":
        return "standard input"
    if "://" in source:
        return source.split("?")[0].rstrip("/").rsplit("/", 1)[-1] or source
    return PurePath(source).name or source


def _identity(outlet: str, name: str, text: str) -> str:
    return hashlib.sha256("\0".join((outlet, name, text)).encode("utf-8", "replace")).hexdigest()[:12]


def _parts(page: layout.Page, identity: str) -> tuple[Part, ...]:
    pairs = zip(page.runs, page.kinds, strict=True)
    return tuple(Part(kind, Span(identity, run.start, run.end)) for run, kind in pairs)


def _outlet(
    lines: Sequence[Run], head: Sequence[PartKind], text: str, known: Known, from_file: str
) -> tuple[str, str, int, int] | None:
    """The outlet as (name, how it is known, start, end), the surest first; None if not stated."""
    if known.outlet:
        return known.outlet, "metadata", 0, 0
    credits = [run for run, kind in zip(lines, head, strict=False) if kind in ("byline", "dateline")]
    suggested = [name for name in (from_file, outlets.site_words(known.url)) if name]
    named = (
        outlets.from_header(credits, suggested, lines[len(head) :])
        or outlets.from_place_line(lines[len(head) : len(head) + 1], suggested)
        or outlets.from_copyright(lines[-4:])
    )
    if named:
        return _spelling(named, from_file, text), "byline", named.start, named.end
    if site := outlets.from_url(known.url):
        return site, "url", 0, 0
    if not from_file:
        return None
    printed = outlets.in_text(text, from_file)
    return printed.value if printed else from_file, "file name", 0, 0


def _spelling(named: outlets.Named, from_file: str, text: str) -> str:
    """The page's spelling, unless it is set in capitals and the page or the file has it in plain letters."""
    if not named.value.isupper() or len(named.value.split()) < 2:
        return named.value
    printed = outlets.in_text(text[named.end :], named.value)
    return printed.value if printed else from_file or named.value


def _incomplete(page: layout.Page, known: Known) -> tuple[str, ...]:
    found = list(cut.reasons(page))
    if not known.free:
        found.append("its page says that it is not free to read")
    if known.summary_only:
        found.append("only its summary was given")
    return tuple(found)


def _require_sentence(text: str) -> None:
    """Refuse what holds no words: figures, marks, a lone heading."""
    letters = 0
    for words, match in enumerate(_LETTERS.finditer(text), 1):
        letters += len(match[0])
        if letters >= 20 and (words >= 5 or letters >= 60):
            return
    raise InputError("holds no sentence to read. Give the text of an article.")
