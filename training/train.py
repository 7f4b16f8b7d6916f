"""Trains the reader, one process on each of two cores."""

from __future__ import annotations

import copy
import random
import re
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import torch
from torch import Tensor, distributed, multiprocessing, nn

from stemma.reading.model import pieces
from training import corpora
from training.bert import LAYERS
from training.examples import Batch, Example, Window, batch, example, windows
from training.reader import Reader, losses

CORES = 2
SAVE_EVERY = 300  # seconds
WEIGHTS = {"roles": 1.0, "links": 0.3, "owners": 0.3, "names": 1.0, "upos": 0.3, "root": 0.3, "arc": 0.4, "rel": 0.4}


@dataclass(frozen=True, slots=True)
class Plan:
    """epochs: how often each corpus is read.  minutes: when to be done, with fewer epochs if need be.

    rate: learning rate of the heads; that of the top layer is half of it, and each layer down has `decay` of
    the one above.  length: pieces in a window.  average: what the mean of the weights keeps at each step.
    """

    epochs: dict[str, int]
    minutes: float = 1e9
    rate: float = 1e-3
    decay: float = 0.9
    dropout: float = 0.1
    masked: float = 0.0
    length: int = 192
    slots: int = 4400  # pieces in a batch, padding included
    warmup: float = 0.06
    peak: float = 1.0
    average: float = 0.999
    seed: int = 1


def load(folder: Path, names: Sequence[str]) -> dict[str, list[Example]]:
    """The training parts of the named corpora; of GUM all but its dev part."""
    held_out = set(re.findall(r"GUM_\w+", (folder / "gum/splits.md").read_text().split("##")[1]))
    gum = [path for path in sorted((folder / "gum/dep").glob("*.conllu")) if path.stem not in held_out]
    sources: dict[str, Iterable[corpora.Document]] = {
        "polnear": corpora.polnear(folder / "polnear/train"),
        "ewt": corpora.ewt(folder / "ewt/train.conllu", folder / "uner-ewt/train.iob2"),
        "gum": chain.from_iterable(map(corpora.gum, gum)),
        "wikigold": corpora.wikigold(folder / "wikigold/wikigold.conll"),
        "wnut17": corpora.wnut17(folder / "wnut17/train.conll"),
        "redocred": chain.from_iterable(corpora.redocred(folder / f"redocred/{part}.json") for part in ("dev", "test")),
    }
    return {name: [example(document) for document in sources[name]] for name in names}


def schedule(examples: dict[str, list[Example]], plan: Plan) -> list[list[Window]]:
    """All batches of a training run in order: corpora mixed evenly, each cut anew in every epoch."""
    rng = random.Random(plan.seed)
    placed: list[tuple[float, Window]] = []
    for name, epochs in plan.epochs.items():
        for epoch in range(epochs):
            cut = [w for one in examples[name] for w in windows(one, plan.length, rng)]
            rng.shuffle(cut)
            placed += [((epoch + (i + rng.random()) / len(cut)) / epochs, w) for i, w in enumerate(cut)]
    placed.sort(key=lambda pair: pair[0])
    order = [window for _, window in placed]
    return [some for i in range(0, len(order), 256) for some in _alike(order[i : i + 256], plan.slots, rng)]


def _alike(order: list[Window], slots: int, rng: random.Random) -> list[list[Window]]:
    """Batches of windows of like length, so that little is padded, in an order by chance."""
    found: list[list[Window]] = [[]]
    for window in sorted(order, key=lambda w: -w.size):
        if (len(found[-1]) + 1) * (found[-1] or [window])[0].size > slots:
            found.append([])
        found[-1].append(window)
    rng.shuffle(found)
    return [some for some in found if len(some) >= CORES]


def groups(model: Reader, plan: Plan) -> list[dict[str, object]]:
    """Parameters with their learning rates: lower layers learn slower, biases and norms do not decay."""
    found = []
    for name, parameter in model.named_parameters():
        depth = 0
        if name.startswith("bert."):
            layer = int(name.split(".")[2]) if name.startswith("bert.layers.") else -1
            depth = LAYERS - layer
        factor = plan.decay**depth * (0.5 if depth else 1.0)
        decay = 0.01 if parameter.dim() > 1 else 0.0
        found.append({"params": [parameter], "lr": plan.rate * factor, "weight_decay": decay})
    return found


class Average:
    """An exponential moving average of the weights: steadier than the last ones."""

    def __init__(self, model: nn.Module, keep: float) -> None:
        self.keep = keep
        self.values = {name: value.detach().clone() for name, value in model.state_dict().items()}
        self.step = 0

    @torch.no_grad()
    def update(self, model: nn.Module) -> None:
        self.step += 1
        keep = min(self.keep, (1 + self.step) / (10 + self.step))
        for name, value in model.state_dict().items():
            self.values[name].lerp_(value, 1 - keep)


def run(examples: dict[str, list[Example]], plan: Plan, model: Reader, save: Path, log: Path) -> None:
    """Train a copy of `model`, one process a core; the mean weights go to `save`, anew every five minutes."""
    Path(f"{save}.rendezvous").unlink(missing_ok=True)
    multiprocessing.spawn(_work, (examples, plan, model, save, log), CORES)


def _work(rank: int, examples: dict[str, list[Example]], plan: Plan, model: Reader, save: Path, log: Path) -> None:
    """What each process does: its share of every batch, then one step on the mean gradient of all."""
    torch.set_num_threads(1)
    model = copy.deepcopy(model)  # what a process is handed is in memory shared with the other
    distributed.init_process_group("gloo", f"file://{save.absolute()}.rendezvous", rank=rank, world_size=CORES)
    torch.manual_seed(plan.seed + rank)
    rng = random.Random(plan.seed + rank)
    batches = schedule(examples, plan)
    optimizer = torch.optim.AdamW(groups(model, plan), betas=(0.9, 0.98), foreach=True)
    rates = [group["lr"] for group in optimizer.param_groups]
    average = Average(model, plan.average)
    journal = Journal(log, len(batches))
    model.train()
    began = saved = time.time()
    step, share = 0, 0.0
    while step < len(batches) and share < 1:
        speed = min(1.0, (step + 1) / (plan.warmup * len(batches)), 0.02 + (1 - share)) * plan.peak
        for group, rate in zip(optimizer.param_groups, rates, strict=True):
            group["lr"] = rate * speed
        tensors = as_tensors(batch(batches[step][rank::CORES], rng))
        tensors["ids"] = hidden(tensors["ids"], plan.masked)
        parts = losses(model, forward(model, tensors), tensors)
        sum(WEIGHTS[name] * value for name, value in parts.items()).backward()  # type: ignore[union-attr]
        step += 1
        share = max(step / len(batches), (time.time() - began) / 60 / plan.minutes)
        share = mean_gradients(model, share)
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        average.update(model)
        if rank == 0:
            journal.note(step, int((tensors["ids"] > 0).sum()), parts)
            if time.time() - saved > SAVE_EVERY:
                saved = time.time()
                torch.save(average.values, save)
    if rank == 0:
        torch.save(average.values, save)


def mean_gradients(model: nn.Module, number: float) -> float:
    """Give every process the mean of all gradients; returns the mean of `number`."""
    parameters = list(model.parameters())
    flat = [torch.zeros_like(p) if p.grad is None else p.grad for p in parameters]
    joined = torch.cat([*(grad.flatten() for grad in flat), torch.tensor([number])])
    distributed.all_reduce(joined)
    joined /= CORES
    parts = joined[:-1].split([p.numel() for p in parameters])
    for parameter, part in zip(parameters, parts, strict=True):
        parameter.grad = part.view_as(parameter)
    return float(joined[-1])


class Journal:
    """A line in the log every 20 steps: speed of one process, mean losses."""

    def __init__(self, path: Path, steps: int) -> None:
        self.path, self.steps = path, steps
        self.began = time.time()
        self.pieces = 0
        self.sums: dict[str, list[float]] = {}

    def note(self, step: int, pieces: int, parts: dict[str, Tensor]) -> None:
        self.pieces += pieces
        for name, value in parts.items():
            self.sums.setdefault(name, []).append(float(value.detach()))
        if step % 20 == 0:
            means = " ".join(f"{name} {sum(v) / len(v):.3f}" for name, v in self.sums.items())
            seconds = time.time() - self.began
            with self.path.open("a") as file:
                file.write(f"{step}/{self.steps} {seconds:.0f}s {self.pieces / seconds:.0f} pieces/s {means}\n")
            self.sums = {}


def as_tensors(arrays: Batch) -> dict[str, Tensor]:
    """The arrays of a batch, as torch has them."""
    return {name: torch.from_numpy(array) for name, array in arrays.items()}


def hidden(ids: Tensor, share: float) -> Tensor:
    """Word pieces with some, by chance, behind [MASK]: so that names are told by what stands around."""
    marked = (torch.rand(ids.shape) < share) & (ids > pieces.SEP)
    return ids.masked_fill(marked, pieces.MASK)


def forward(model: Reader, tensors: dict[str, Tensor]) -> Tensor:
    """States of the words, float32, computed in bfloat16."""
    ids = tensors["ids"]
    embedded = torch.from_numpy(pieces.embed(ids.numpy()))
    with torch.autocast("cpu", torch.bfloat16):
        states = model.states(embedded, tensors["shape"], ids > 0, tensors["first"])
    return states.float()
