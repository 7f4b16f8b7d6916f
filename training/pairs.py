"""Fits what compare decides by: `python -m training.pairs --stories FOLDER`; see training/README.md.

Three things from the train stories: the judge (a small net over the features of a pair of clauses), the cross
encoder that looks again where the judge is in doubt, and the weights of values that may fill one slot.  Whatever is
fitted on the answers of another is fitted on answers for stories that the other has not seen.
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
from stemma.compare import values
from stemma.compare.judge import Judge
from training import base, cross, gold
from training.gold import SAME, UNRELATED, Story

COMPARE = Path(__file__).parent.parent / "src/stemma/compare"
WEIGHTS = Path(__file__).parent.parent / "src/stemma/reading/weights"
FOLDS = 6
HIDDEN = 24
NETS = 2  # nets whose scores are averaged
EPOCHS, BATCH = 60, 1024
CROSS_EPOCHS = 3
CROSS_FOLDS = 3  # one of which is held out, to fit how the two are mixed
DOUBT = 0.03  # chance of not being unrelated from which the cross encoder learns a pair

Floats = NDArray[np.float32]


def main() -> None:
    """Fit everything and write it where it is read from."""
    parser = argparse.ArgumentParser(prog="python -m training.pairs", description=__doc__)
    parser.add_argument("--stories", type=Path, required=True, help="folder with the stories and split.json")
    parser.add_argument("--work", type=Path, default=Path("build/training"), help="checkpoints")
    parser.add_argument("--keep-cross", action="store_true", help="use the cross encoders in the work folder")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(int(os.environ.get("THREADS", "2")))
    names = json.loads((options.stories / "split.json").read_text(encoding="utf-8"))["train"]
    stories = [gold.story(options.stories / name, tuple(readings(options.stories / name))) for name in names]
    features = np.concatenate([one.features for one in stories])
    mean, scale = features.mean(axis=0), features.std(axis=0) + 1e-6
    first = unseen(stories, mean, scale)
    report("judge", stories, first)
    held, model = crossed(stories, first, options.work, keep=options.keep_cross)
    mix = mixed(stories, first, held)
    cross.export(model, texts(stories, first), WEIGHTS)
    write(fit_judge(stories, mean, scale), mean, scale, mix)
    write_values(stories, first)


# --- the judge -------------------------------------------------------------------------------------


def unseen(stories: Sequence[Story], mean: Floats, scale: Floats) -> list[Floats]:
    """(pairs, 3) of each story, from a judge fitted on the others."""
    found: list[Floats] = [np.zeros(0, np.float32)] * len(stories)
    for fold in range(FOLDS):
        judge = as_judge(
            fit_judge([s for k, s in enumerate(stories) if k % FOLDS != fold], mean, scale), mean, scale
        )
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
    return Judge(
        mean, scale, tuple(layer(net[0]) for net in nets), tuple(layer(net[3]) for net in nets), None
    )


def write(nets: Sequence[nn.Sequential], mean: Floats, scale: Floats, mix: Floats) -> None:
    """Write judge.json."""
    kept = {
        "mean": mean.round(6).tolist(),
        "scale": scale.round(6).tolist(),
        "hidden": [layer(net[0]).round(5).tolist() for net in nets],
        "out": [layer(net[3]).round(5).tolist() for net in nets],
        "mix": mix.round(5).tolist(),
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


# --- the cross encoder -----------------------------------------------------------------------------


def in_doubt(likely: Floats) -> NDArray[np.int64]:
    """The pairs that are worth a second look."""
    rows: NDArray[np.int64] = np.flatnonzero(likely[:, UNRELATED] <= 1 - DOUBT)
    return rows


def examples(stories: Sequence[Story], likely: Sequence[Floats]) -> list[cross.Example]:
    """All pairs of all stories."""
    return [
        cross.Example(one.name, one.text(a, i), one.text(b, j), int(label), float(1 - each[k, UNRELATED]))
        for one, each in zip(stories, likely, strict=True)
        for k, ((a, i, b, j), label) in enumerate(zip(one.places.tolist(), one.labels, strict=True))
    ]


def texts(stories: Sequence[Story], likely: Sequence[Floats]) -> list[tuple[str, str]]:
    """Pairs in doubt of some stories, to calibrate on."""
    return [
        (one.text(a, i), one.text(b, j))
        for one, each in zip(stories, likely, strict=True)
        for a, i, b, j in one.places[in_doubt(each)[::4]].tolist()
    ]


def crossed(
    stories: Sequence[Story], likely: Sequence[Floats], work: Path, *, keep: bool
) -> tuple[dict[str, Floats], cross.Cross]:
    """Scores of the held-out stories by a cross encoder that has not seen them, and one trained on all."""
    weights, _ = base.fetch()
    held = {one.name for one in stories[::CROSS_FOLDS]}
    found = examples(stories, likely)
    models = []
    for path, some in (
        (work / "cross-held.pt", [e for e in found if e.story not in held]),
        (work / "cross.pt", found),
    ):
        if keep:
            models.append(cross.load(path, weights))
        else:
            models.append(cross.train(some, weights, CROSS_EPOCHS))
            torch.save(models[-1].state_dict(), path)
    scores = {}
    for one, each in zip(stories, likely, strict=True):
        if one.name in held:
            rows = one.places[in_doubt(each)].tolist()
            scores[one.name] = cross.predict(
                models[0], [(one.text(a, i), one.text(b, j)) for a, i, b, j in rows]
            )
    return scores, models[1]


def mixed(stories: Sequence[Story], likely: Sequence[Floats], held: dict[str, Floats]) -> Floats:
    """How the judge's word and the second look are weighed: (7, 3), the bias last."""
    known = [
        (one, each, in_doubt(each)) for one, each in zip(stories, likely, strict=True) if one.name in held
    ]
    x = np.concatenate(
        [np.concatenate([np.log(each[rows] + 1e-6), held[one.name]], axis=1) for one, each, rows in known]
    )
    y = torch.from_numpy(np.concatenate([one.labels[rows] for one, _, rows in known]))
    net = nn.Linear(6, 3)
    with torch.no_grad():
        net.weight.copy_(torch.cat([torch.eye(3), 0.5 * torch.eye(3)], dim=1))
        net.bias.zero_()
    optimizer = torch.optim.LBFGS(net.parameters(), max_iter=200)

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        value = functional.cross_entropy(net(torch.from_numpy(x)), y) + 1e-3 * net.weight.pow(2).sum()
        value.backward()
        return value

    optimizer.step(loss)
    with torch.no_grad():
        after = torch.softmax(net(torch.from_numpy(x)), dim=1).numpy()
    looked = [one for one, *_ in known]
    split = np.cumsum([len(rows) for *_, rows in known])[:-1]
    final = []
    for (_, each, rows), some in zip(known, np.split(after, split), strict=True):
        final.append(each.copy())
        final[-1][rows] = some
    report("judge, held-out stories", looked, [each for _, each, _ in known])
    report("with a second look", looked, final)
    return layer(net)


# --- values ----------------------------------------------------------------------------------------


def write_values(stories: Sequence[Story], likely: Sequence[Floats]) -> None:
    """Fit by logistic regression which values fill one slot, and write values.json."""
    found = [list(gold.value_pairs(one, each)) for one, each in zip(stories, likely, strict=True)]
    x = np.array([row for some in found for row, _, _ in some], np.float32)
    y = torch.tensor([float(known) for some in found for _, known, _ in some])
    mean, scale = x.mean(axis=0), x.std(axis=0) + 1e-6
    inputs = torch.from_numpy(np.clip((x - mean) / scale, -4, 4))
    fold = np.array([k % FOLDS for k, some in enumerate(found) for _ in some])
    score = np.zeros(len(x))
    for k in range(FOLDS):
        net = fit_slots(inputs[fold != k], y[fold != k])
        score[fold == k] = torch.sigmoid(net(inputs[fold == k])[:, 0]).detach().numpy()
    for floor in (0.5, 0.6, 0.7):
        taken = score >= floor
        right = y.numpy()[taken].sum()
        print(f"values at {floor}: P {right / max(1, taken.sum()):.3f} R {right / y.sum():.3f}", flush=True)
    kept = {"mean": mean, "scale": scale, "weights": layer(fit_slots(inputs, y))[:, 0]}
    assert len(mean) == len(values.FEATURES)
    rounded = {name: each.round(5).tolist() for name, each in kept.items()}
    (COMPARE / "values.json").write_text(json.dumps(rounded), encoding="utf-8")


def fit_slots(x: torch.Tensor, y: torch.Tensor) -> nn.Linear:
    """Logistic regression with a penalty on large weights."""
    net = nn.Linear(x.shape[1], 1)
    nn.init.zeros_(net.weight)
    nn.init.zeros_(net.bias)
    optimizer = torch.optim.LBFGS(net.parameters(), max_iter=300)

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        value = functional.binary_cross_entropy_with_logits(net(x)[:, 0], y) + 5e-3 * net.weight.pow(2).sum()
        value.backward()
        return value

    optimizer.step(loss)
    return net


if __name__ == "__main__":
    main()
