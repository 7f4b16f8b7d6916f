"""Readings to a comparison: what the articles agree on, who alone says what, where they differ."""

from __future__ import annotations

from stemma.comparing.weighing import compare

__all__ = ["compare"]
