"""Readings to copies and origins: which passages have one text behind them, and whose it is."""

from __future__ import annotations

from stemma.copies.passages import Shared, shared

__all__ = ["Shared", "shared"]
