"""Fits the judge: `python -m training.pairs --stories FOLDER`; see training/README.md.

A small net over the features of a pair of clauses, fitted on the train stories.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional

from evaluation.stories import readings
from stemma.comparing.judge import Judge
from training import gold
from training.gold import SAME, Story

COMPARE = Path(__file__).parent.parent / "src/stemma/comparing"
FOLDS = 6
HIDDEN = 24
NETS = 2  # nets whose scores are averaged
EPOCHS, BATCH = 60, 1024

Floats = NDArray[np.float32]


def main() -> None:
    """Fit the judge and write it where it is read from."""
    parser = argparse.ArgumentParser(prog="python -m training.pairs", description=__doc__)
    parser.add_argument("--stories", type=Path, required=True, help="folder with the stories and split.json")
    options = parser.parse_args()
    torch.set_num_threads(int(os.environ.get("THREADS", "2")))
    names = json.loads((options.stories / "split.json").read_text(encoding="utf-8"))["train"]
    stories = [gold.story(options.stories / name, tuple(readings(options.stories / name))) for name in names]
    features = np.concatenate([one.features for one in stories])
    mean, scale = features.mean(axis=0), features.std(axis=0) + 1e-6
    first = unseen(stories, mean, scale)
    report("judge", stories, first)
    write(fit_judge(stories, mean, scale), mean, scale)


# --- the judge -------------------------------------------------------------------------------------


def unseen(stories: Sequence[Story], mean: Floats, scale: Floats) -> list[Floats]:
    """(pairs, 3) of each story, from a judge fitted on the others."""
    found: list[Floats] = [np.zeros(0, np.float32)] * len(stories)
    for fold in range(FOLDS):
        judge = as_judge(fit_judge([s for k, s in enumerate(stories) if k % FOLDS != fold], mean, scale), mean, scale)
        for k in range(fold, len(stories), FOLDS):
            found[k] = judge(stories[k].features)
    return found


def fit_judge(stories: Sequence[Story], mean: Floats, scale: Floats) -> list[nn.Sequential]:
    """Nets from standardised features to scores of the three kinds."""
    x = torch.from_numpy(np.clip((np.concatenate([s.features for s in stories]) - mean) / scale, -5, 5))
    y = torch.from_numpy(np.concatenate([s.labels for s in stories]))
    return [fit_net(x, y, seed) for seed in range(NETS)]


def fit_net(x: torch.Tensor, y: torch.Tensor, seed: int) -> nn.Sequential:
    """One net of one hidden layer."""
    torch.manual_seed(seed)
    net = nn.Sequential(nn.Linear(x.shape[1], HIDDEN), nn.Tanh(), nn.Dropout(0.1), nn.Linear(HIDDEN, 3))
    optimizer = torch.optim.AdamW(net.parameters(), lr=3e-3, weight_decay=0.02)
    steps = len(x) // BATCH
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 5e-3, total_steps=EPOCHS * steps + 1)
    for _ in range(EPOCHS):
        order = torch.randperm(len(x))
        for k in range(steps):
            some = order[k * BATCH : (k + 1) * BATCH]
            loss = functional.cross_entropy(net(x[some]), y[some])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    return net.eval()


def layer(linear: nn.Module) -> Floats:
    """Weights of a linear layer, (in + 1, out), the bias last."""
    assert isinstance(linear, nn.Linear)
    rows: Floats = np.concatenate([linear.weight.detach().numpy().T, linear.bias.detach().numpy()[None]])
    return rows


def as_judge(nets: Sequence[nn.Sequential], mean: Floats, scale: Floats) -> Judge:
    """The nets as they run."""
    return Judge(mean, scale, tuple(layer(net[0]) for net in nets), tuple(layer(net[3]) for net in nets))


def write(nets: Sequence[nn.Sequential], mean: Floats, scale: Floats) -> None:
    """Write judge.json."""
    kept = {
        "mean": mean.round(6).tolist(),
        "scale": scale.round(6).tolist(),
        "hidden": [layer(net[0]).round(5).tolist() for net in nets],
        "out": [layer(net[3]).round(5).tolist() for net in nets],
    }
    (COMPARE / "judge.json").write_text(json.dumps(kept), encoding="utf-8")


def report(name: str, stories: Sequence[Story], likely: Sequence[Floats]) -> None:
    """Print precision and recall of pairs taken for one fact, and the average precision."""
    right = np.concatenate([one.labels == SAME for one in stories])
    score = np.concatenate([each[:, SAME] for each in likely])
    order = np.argsort(-score)
    hits = right[order]
    precision = np.cumsum(hits) / np.arange(1, len(hits) + 1)
    figures = [f"average precision {(precision * hits).sum() / hits.sum():.3f}"]
    for floor in (0.4, 0.5, 0.6):
        taken = score >= floor
        figures.append(f"at {floor}: P {right[taken].mean():.3f} R {right[taken].sum() / right.sum():.3f}")
    print(name, "; ".join(figures), flush=True)


if __name__ == "__main__":
    main()
