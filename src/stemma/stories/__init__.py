"""Readings to stories: which articles, as they arrive, report one event.

A pure stage over values.  `traits_of` reduces a reading to what the grouping keeps of it; a `Grouping` places one
after another.  Where they are kept is the library's business.
"""

from __future__ import annotations

from stemma.stories.grouping import Grouping, Placed, group
from stemma.stories.traits import Traits, traits_of

__all__ = ["Grouping", "Placed", "Traits", "group", "traits_of"]
