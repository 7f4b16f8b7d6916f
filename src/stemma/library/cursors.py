"""Places in a listing, as text that fits an address: what a page ends with, and the next begins after."""

from __future__ import annotations

import base64
from typing import Annotated, Any

import msgspec

from stemma.errors import QueryError

Number = Annotated[int, msgspec.Meta(ge=0, lt=1 << 62)]
"""A key or a count: what SQLite can hold."""


def encoded(place: object) -> str:
    """The cursor of a place in a listing."""
    return base64.urlsafe_b64encode(msgspec.json.encode(place)).decode().rstrip("=")


def decoded(cursor: str, form: Any) -> Any:
    """The place that a cursor names.  form: its type.  Raises QueryError where it is none."""
    try:
        plain = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        return msgspec.json.decode(plain, type=form)
    except (ValueError, msgspec.DecodeError):
        raise QueryError("the cursor is none that this library gave. Start again from the first page.") from None
