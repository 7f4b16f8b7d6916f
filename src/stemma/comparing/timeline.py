"""The timeline: what happened when, and when each article was published."""

from __future__ import annotations

import re
from collections.abc import Sequence

from stemma.comparing.evidence import Bench
from stemma.comparing.units import inside
from stemma.types import Claim, Moment, Time

_FULL = re.compile(r"\d{4}-\d\d-\d\d")


def find(bench: Bench, claims: Sequence[Claim]) -> tuple[Moment, ...]:
    """Moments in order of time; those that no article fixes to a day are left out."""
    found: list[Moment] = []
    for reading in bench.readings:
        stated = reading.article.published
        if stated is not None:
            span = () if stated.span is None else (stated.span,)
            found.append(Moment(stated.value, "published", span))
    for claim in claims:
        times = [
            time
            for reading in bench.readings
            for time in reading.times
            for one in claim.evidence
            if one.span.article == reading.article.id and inside(time.span, one.span) and _fixed(time)
        ]
        if times:
            value = min((time.value for time in times), key=lambda v: (-len(v), v))
            found.append(Moment(value, "happened", tuple(one.span for one in claim.evidence), claim.id))
    return tuple(sorted(found, key=lambda moment: (moment.value, moment.kind, moment.claim or "")))


def _fixed(time: Time) -> bool:
    return time.type in ("DATE", "TIME") and _FULL.match(time.value) is not None
