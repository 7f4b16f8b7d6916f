"""Readings to copies and origins: which passages have one text behind them, and whose it is."""

from __future__ import annotations

from stemma.copies.descent import Descent, behind, families, independent
from stemma.copies.origins import trace
from stemma.copies.passages import Shared, shared
from stemma.copies.pile import Runs, runs

__all__ = ["Descent", "Runs", "Shared", "behind", "families", "independent", "runs", "shared", "trace"]
