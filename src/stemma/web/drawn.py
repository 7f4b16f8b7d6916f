"""Story pages as they were drawn last: drawing one takes a tenth of a second, and it changes seldom."""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable

PAGES = 24
"""Pages that are remembered; that which was longest not asked for goes first."""


class Drawn:
    """Pages by what they were drawn from.

    mark: stands in them for the token of who asks; nobody is ever shown it, so that no text can hold it.
    """

    def __init__(self) -> None:
        self.mark = secrets.token_hex(32)
        self._pages: OrderedDict[bytes, str] = OrderedDict()
        self._lock = threading.Lock()

    def page(self, key: bytes, token: str, draw: Callable[[], str]) -> str:
        """The page that was drawn from this, or is drawn now, with the token of who asks."""
        with self._lock:
            found = self._pages.get(key)
            if found is not None:
                self._pages.move_to_end(key)
        if found is None:
            found = draw()
            with self._lock:
                self._pages[key] = found
                if len(self._pages) > PAGES:
                    self._pages.popitem(last=False)
        return found.replace(self.mark, token)
