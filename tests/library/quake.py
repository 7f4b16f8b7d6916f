"""A library of three reports of an invented earthquake, one of them of a page, and what is shown of it."""

from __future__ import annotations

from stemma.ingest import build
from stemma.ingest.build import Known
from stemma.library import Store, corrections, grouping
from stemma.library.corrections import TwoEntities, anchors
from stemma.types import Article, Claim, Comparison, Entity
from tests.stories_grouping.written import VARDE

PAGE = "https://lomna.example/quake"
THIRD = "Lomna Day"


def at_page(report: tuple[str, str, str], url: str = PAGE, outlet: str = THIRD) -> Article:
    headline, text, when = report
    return build.article(f"{headline}\n\n{text}\n", url, Known(outlet=outlet, published=when, title=headline, url=url))


def quake(library: Store) -> str:
    """The id of the story of the earthquake in Varde."""
    (name,) = library.db.execute("SELECT id FROM stories WHERE headline = ?", (VARDE[0][0],)).fetchone()
    return str(name)


def shown(library: Store) -> Comparison:
    return grouping.comparison(library, quake(library))


def entity(seen: Comparison, name: str) -> Entity:
    return next(one for one in seen.entities if one.name == name)


def people(seen: Comparison, name: str) -> list[set[str | None]]:
    """The outlets that name somebody, for each entity of this name."""
    outlets_of = {r.article.id: r.article.outlet.value if r.article.outlet else None for r in seen.readings}
    return [{outlets_of[m.span.article] for m in one.mentions} for one in seen.entities if one.name == name]


def claim(seen: Comparison, *words: str) -> Claim:
    """The claim that has each of the words in its evidence."""
    return next(
        one for one in seen.claims if all(any(word in seen.words(e.span) for e in one.evidence) for word in words)
    )


def together(seen: Comparison, one: str, other: str) -> bool:
    """Does a claim or a conflict hold passages with both words?"""
    held = [[e.span for e in c.evidence] for c in seen.claims]
    held += [[e.span for reading in c.readings for e in reading.evidence] for c in seen.conflicts]
    return any(
        any(one in seen.words(a) and other in seen.words(b) for a in spans for b in spans if a.article != b.article)
        for spans in held
    )


def split(library: Store) -> int:
    """Say that the mayor of one outlet is another than that of the two others."""
    seen = shown(library)
    mayor = entity(seen, "Ilka Morvan")
    third = next(r.article.id for r in seen.readings if r.article.url == PAGE)
    others = [r.article.id for r in seen.readings if r.article.id != third]
    return corrections.make(library, TwoEntities(anchors(seen, mayor.id, [third]), anchors(seen, mayor.id, others)))
