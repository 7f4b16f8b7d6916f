"""What an article leaves out that several others have."""

from __future__ import annotations

from collections.abc import Sequence

from stemma.types import Claim, Omission, Reading

ORIGINS = 2
"""Independent origins that have a fact, from which an article without it is said to leave it out."""


def find(readings: Sequence[Reading], claims: Sequence[Claim]) -> tuple[Omission, ...]:
    """For each whole article the claims of two or more other origins that it lacks.

    An article that is known to be cut short, or was published before every other that has the fact, leaves
    nothing out.
    """
    published = {reading.article.id: _published(reading) for reading in readings}
    found = []
    for reading in readings:
        article = reading.article
        if article.incomplete:
            continue
        missing = tuple(
            claim.id
            for claim in claims
            if claim.origins >= ORIGINS
            and all(one.span.article != article.id for one in claim.evidence)
            and _known_by(published[article.id], [published[one.span.article] for one in claim.evidence])
        )
        if missing:
            found.append(Omission(article.id, missing))
    return tuple(found)


def _published(reading: Reading) -> str:
    return "" if reading.article.published is None else reading.article.published.value


def _known_by(mine: str, theirs: Sequence[str]) -> bool:
    """Was the fact in print on the day of the article or before?  Where a date is missing, it may not have
    been.
    """
    return bool(mine) and any(other and other[:10] <= mine[:10] for other in theirs)
