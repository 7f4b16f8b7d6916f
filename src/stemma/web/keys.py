"""Who may come in: a link that works once, the cookie it is exchanged for, and a key for programs.

Only digests are kept, and they are compared in constant time.
"""

from __future__ import annotations

import hmac
import secrets
from collections import deque
from collections.abc import Callable
from hashlib import sha256

SESSIONS = 64
"""Browsers that may be in at a time; the oldest goes first."""

SHORTEST_KEY = 20
"""Characters of a key for programs that a person sets."""


class Keys:
    """The keys of one server, for as long as it runs.

    program: the key that programs send as `Authorization: Bearer`.
    used: called when the link was used, after a new one was made.
    """

    def __init__(self, program: str, used: Callable[[], object] = lambda: None) -> None:
        self._program = _digest(program)
        self._used = used
        self._sessions: deque[bytes] = deque(maxlen=SESSIONS)
        self._signer = secrets.token_bytes(32)
        self.link = secrets.token_urlsafe(32)

    def exchange(self, token: str) -> str | None:
        """The value of a cookie for the token of the link, which then holds no longer; None where it is another."""
        if not hmac.compare_digest(_digest(token), _digest(self.link)):
            return None
        self.link = secrets.token_urlsafe(32)
        session = secrets.token_urlsafe(32)
        self._sessions.append(_digest(session))
        self._used()
        return session

    def admits(self, session: str) -> bool:
        """Whether this is the cookie of somebody who came in."""
        asked = _digest(session)
        return sum(hmac.compare_digest(asked, known) for known in self._sessions) > 0  # all are looked at

    def admits_program(self, key: str) -> bool:
        """Whether this is the key for programs."""
        return hmac.compare_digest(_digest(key), self._program)

    def form_token(self, session: str) -> str:
        """What a writing call has to carry besides the cookie: another site cannot read it."""
        return hmac.new(self._signer, session.encode(), sha256).hexdigest()


def _digest(secret: str) -> bytes:
    return sha256(secret.encode("utf-8", "surrogateescape")).digest()
