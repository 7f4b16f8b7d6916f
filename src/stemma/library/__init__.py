"""The library: one SQLite file that keeps articles, their readings, and the stories they belong to.

`store.open_library` opens one; the other modules take a `Store` and hold one concern each.  docs/library.md
documents the tables, so that any SQLite tool can query them.
"""

from __future__ import annotations

from stemma.library.store import Store, default_path, open_library

__all__ = ["Store", "default_path", "open_library"]
