"""What "he" and "she" are said to be: "She is a fighter", in the outlet's words or in somebody's who is quoted."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from stemma.reading.lexicon import words
from stemma.reading.names.descriptions import Description
from stemma.reading.names.following import is_predicate
from stemma.reading.names.grid import Grid
from stemma.types import Entity, Quotation

_HE = frozenset(("he", "him", "his", "himself"))
_SHE = frozenset(("she", "her", "hers", "herself"))
_REACH = 3  # sentences before a quotation in which whom it speaks of is looked for


def find(grid: Grid, people: Sequence[Entity], quotations: Sequence[Quotation]) -> Iterator[tuple[str, Description]]:
    """The person and what is said of them, in the order of the text.

    A pronoun that names nobody else stands for whom the reading of names gave it to; one in a quotation for the
    person whom the sentences before speak of most, never for the speaker.
    """
    owners = {m.span.start: entity.id for entity in people for m in entity.mentions if m.form == "pronoun"}
    quoted = sorted((span.start, span.end, q.entity) for q in quotations for span in q.content)
    starts = [start for start, _, _ in quoted]
    for i, low in enumerate(grid.low):
        if low not in ("he", "she") or (said := is_predicate(grid, i, person=True)) is None:
            continue
        if grid.low[said.base] in words("things"):
            continue
        whom = owners.get(grid.start[i])
        at = bisect_right(starts, grid.start[i]) - 1
        if whom is None and at >= 0 and grid.start[i] < quoted[at][1] and (speaker := quoted[at][2]) is not None:
            whom = _spoken_of(grid, i, people, speaker)
        if whom is not None:
            yield whom, said


def _spoken_of(grid: Grid, i: int, people: Sequence[Entity], speaker: str) -> str | None:
    """Whom a pronoun in a quotation most likely stands for; None where two are as likely."""
    here = grid.sentence[i]
    scores: dict[str, float] = {}
    for entity in people:
        if entity.id == speaker or not _suits(grid.text, entity, grid.low[i] == "he"):
            continue
        at = [grid.sentence[grid.first_at(m.span.start)] for m in entity.mentions if m.span.start < grid.start[i]]
        near = [here - sentence for sentence in at if here - sentence <= _REACH]
        if near:
            scores[entity.id] = 1 / (1 + min(near)) + len(at) / 10
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


def _suits(text: str, entity: Entity, male: bool) -> bool:
    """Whether no more pronouns for a person are of the other gender."""
    said = Counter(text[m.span.start : m.span.end].casefold() for m in entity.mentions if m.form == "pronoun")
    he, she = sum(said[word] for word in _HE), sum(said[word] for word in _SHE)
    return he >= she if male else she >= he
