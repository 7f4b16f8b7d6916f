"""The cross encoder of compare: both clauses in one pass, same / differs / unrelated; trained and shipped."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from stemma.compare import cross
from training.bert import WIDTH, Bert
from training.graph import EMBEDDED, MASK, Graph, encoder
from training.sentences import Watch

INNER = 128
FROZEN = 1  # lowest layers that are not trained
BATCH = 24
CALIBRATION = 1200  # pairs


@dataclass(frozen=True, slots=True)
class Example:
    """Two clauses, what they are to each other, and how often the judge took them for one fact."""

    story: str
    one: str
    other: str
    label: int
    likely: float


class Cross(nn.Module):
    """Scores of three kinds for pairs of clauses."""

    def __init__(self, weights: dict[str, Tensor], dropout: float = 0.1) -> None:
        super().__init__()
        self.bert = Bert(dropout)
        self.bert.load_base(weights)
        kinds = weights["embeddings.token_type_embeddings.weight"]
        self.second = nn.Parameter((kinds[1] - kinds[0]).clone())
        self.pool = nn.Linear(2 * WIDTH, INNER)
        self.head = nn.Linear(INNER, 3)
        self.dropout = dropout

    def forward(self, packed: cross.Packed) -> Tensor:
        embedded, mask, second = (
            torch.from_numpy(part) for part in (packed.embedded, packed.mask, packed.second)
        )
        states = self.bert(embedded + second[..., None] * self.second, mask > 0)
        first = (mask * (1 - second))[..., None]
        last = (mask * second)[..., None]
        mean = ((states * part).sum(1) / part.sum(1) for part in (first, last))
        one, other = mean
        pooled = torch.cat([states[:, 0], one * other * cross.SHARPEN], dim=-1)
        inner = functional.dropout(torch.tanh(self.pool(pooled)), self.dropout, self.training)
        scores: Tensor = self.head(inner)
        return scores


def train(
    examples: Sequence[Example],
    weights: dict[str, Tensor],
    epochs: int,
    *,
    seed: int = 0,
    rate: float = 1.2e-4,
) -> Cross:
    """Train on all positive and differing pairs and on the unrelated ones that the judge found hardest."""
    rng = random.Random(seed)
    torch.manual_seed(seed)
    model = Cross(weights)
    for frozen in (model.bert.positions, *model.bert.layers[:FROZEN]):
        frozen.requires_grad_(False)
    optimizer = torch.optim.AdamW(_groups(model, rate))
    steps = epochs * -(-len(_chosen(examples, rng)) // BATCH)
    step, start = 0, time.monotonic()
    for epoch in range(epochs):
        model.train()
        for some in _batches(_chosen(examples, rng), rng):
            share = min(1.0, (step + 1) / (0.1 * steps)) * max(0.03, 1 - step / steps)
            for group in optimizer.param_groups:
                group["lr"] = group["base"] * share
            swapped = [(e.one, e.other) if rng.random() < 0.5 else (e.other, e.one) for e in some]
            with torch.autocast("cpu", dtype=torch.bfloat16):
                scores = model(cross.pack(swapped))
            target = torch.tensor([example.label for example in some])
            loss = functional.cross_entropy(scores.float(), target, label_smoothing=0.05)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            step += 1
        print(f"epoch {epoch}: loss {loss.item():.3f}, {time.monotonic() - start:.0f} s", flush=True)
    return model.eval()


def _groups(model: Cross, rate: float) -> list[dict[str, object]]:
    groups: list[dict[str, object]] = []
    for name, parameter in model.named_parameters():
        if not parameter.requires_grad:
            continue
        layer = name.split(".")[2] if name.startswith("bert.layers") else ""
        factor = 0.85 ** (5 - int(layer)) if layer else 0.4 if name.startswith("bert") else 3.0
        groups.append(
            {"params": [parameter], "lr": rate * factor, "base": rate * factor, "weight_decay": 0.01}
        )
    return groups


def _chosen(examples: Sequence[Example], rng: random.Random) -> list[Example]:
    """One and a half unrelated pairs for each positive one, drawn by how likely they seemed."""
    positive = [e for e in examples if e.label == 0 and rng.random() < 0.85]
    differing = [e for e in examples if e.label == 1]
    rest = [e for e in examples if e.label == 2]
    keyed = sorted((rng.random() ** (1 / max(e.likely, 0.002) ** 0.7), k) for k, e in enumerate(rest))
    return positive + differing + [rest[k] for _, k in keyed[-len(positive) * 3 // 2 :]]


def _batches(examples: list[Example], rng: random.Random) -> list[list[Example]]:
    """Batches of pairs of like length, in random order."""
    rng.shuffle(examples)
    found = []
    for start in range(0, len(examples), 20 * BATCH):
        some = sorted(examples[start : start + 20 * BATCH], key=lambda e: len(e.one) + len(e.other))
        found += [some[k : k + BATCH] for k in range(0, len(some), BATCH)]
    rng.shuffle(found)
    return found


def predict(model: Cross, texts: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
    """(pairs, 3) scores, in float32."""
    result = np.zeros((len(texts), 3), np.float32)
    order = sorted(range(len(texts)), key=lambda k: len(texts[k][0]) + len(texts[k][1]))
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        for start in range(0, len(order), 64):
            chosen = order[start : start + 64]
            result[chosen] = model(cross.pack([texts[k] for k in chosen])).float().numpy()
    return result


def export(
    model: Cross, texts: Sequence[tuple[str, str]], folder: Path, keep: Callable[..., None] = np.savez
) -> None:
    """Write pairs.onnx and its head, pairs.npz.  texts: pairs to calibrate on."""
    watch = Watch(model.bert)
    for start in range(0, min(len(texts), CALIBRATION), 32):
        packed = cross.pack(sorted(texts[start : start + 32], key=lambda both: len(both[0]) + len(both[1])))
        watch.mask = torch.from_numpy(packed.mask) > 0
        with torch.no_grad():
            model(packed)
    graph = Graph()
    states = encoder(graph, model.bert, "embedded", "mask", watch.ranges())
    graph.save(folder / "pairs.onnx", {"embedded": EMBEDDED, "mask": MASK}, {states: 1})
    head = {
        "second": model.second, "pool": model.pool.weight.T, "pool_bias": model.pool.bias,
        "head": model.head.weight.T, "head_bias": model.head.bias,
    }  # fmt: skip
    keep(folder / "pairs.npz", **{name: part.detach().float().numpy() for name, part in head.items()})


def load(path: Path, weights: dict[str, Tensor]) -> Cross:
    """A checkpoint."""
    model = Cross(weights)
    model.load_state_dict(torch.load(path))
    return model.eval()
