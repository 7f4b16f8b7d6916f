"""Article to entities: names, what they are called instead, and the pronouns that stand for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stemma.naming import fold
from stemma.reading.names import groups, mentions, people
from stemma.reading.names.bodies import link as link_bodies
from stemma.reading.names.cast import Cast, Role
from stemma.reading.names.grid import Grid
from stemma.reading.names.pronouns import foresee
from stemma.reading.names.pronouns import link as link_pronouns
from stemma.reading.names.stand_ins import link as link_descriptions
from stemma.types import Article, Entity, Mention, Sentence, Span

if TYPE_CHECKING:
    from stemma.reading.model.tagging import Tagging


def resolve(article: Article, sentences: tuple[Sentence, ...], tagging: Tagging) -> tuple[Entity, ...]:
    """Everybody and everything named in an article, with every place that names, describes or stands for it.

    Entities are numbered in the order in which they are first mentioned ("n1", "n2", …), mentions are in the
    order of the text.  A title before a name makes a mention of its own around both ("General Roos" around
    "Roos").  Names in bylines and boilerplate are left out.  Unnamed people are entities where a definite
    title stands for them ("the harbour master"), with named=False.
    """
    grid = Grid.of(article.text, tagging.words)
    names = mentions.find(article, sentences, tagging, grid)
    cast = Cast(grid, sentences, people.gather(article.text, names), groups.gather(article.text, names))
    foresee(cast)
    link_descriptions(cast)
    link_pronouns(cast)
    link_bodies(cast)
    roles = sorted(cast.roles, key=lambda role: min(m[0] for m in role.mentions))
    return tuple(_entity(article, role, f"n{i}") for i, role in enumerate(roles, 1))


def _entity(article: Article, role: Role, id: str) -> Entity:
    placed = sorted(dict.fromkeys(role.mentions), key=lambda m: (m[0], -m[1]))
    return Entity(
        id=id,
        name=_name(article.text, role),
        kind=role.kind,
        mentions=tuple(Mention(Span(article.id, start, end), form) for start, end, form in placed),
        offices=tuple(role.offices),
        named=role.named,
    )


def _name(text: str, role: Role) -> str:
    """The fullest name as printed, one with small letters before one in capitals; else the first mention."""
    printed = [text[name.start : name.end] for name in role.names]
    if not printed:
        start, end, _ = min(role.mentions)
        return " ".join(text[start:end].split())
    return " ".join(max(printed, key=_fullness).split())


def _fullness(name: str) -> tuple[int, bool, int]:
    words = fold(name).split()
    return sum(len(word) > 1 for word in words), not name.isupper(), len(name)
