"""Places in a listing, as text that fits an address: what a page ends with, and the next begins after."""

from __future__ import annotations

import base64
import json
from typing import Any

from stemma.errors import QueryError

MOST = 1 << 62
"""Keys and counts of a place are below: what SQLite can hold."""


def encoded(place: tuple[str | int | None, ...]) -> str:
    """The cursor of a place in a listing."""
    plain = json.dumps(place, ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def decoded(cursor: str, *kinds: type | tuple[type, ...]) -> tuple[Any, ...]:
    """The place that a cursor names.  kinds: of its parts.  Raises QueryError where it is none."""
    try:
        plain = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        place = json.loads(plain)
        encoded(place)  # half a character can be written in JSON, and nowhere else
        if len(place) == len(kinds) and all(map(_is_one, place, kinds)):
            return tuple(place)
    except (ValueError, TypeError, RecursionError):
        pass
    raise QueryError("the cursor is none that this library gave. Start again from the first page.")


def _is_one(part: object, kind: type | tuple[type, ...]) -> bool:
    return isinstance(part, kind) and not isinstance(part, bool) and (not isinstance(part, int) or 0 <= part < MOST)
