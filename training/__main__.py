"""Makes all weights anew: `python -m training --corpora FOLDER`; see training/README.md."""

from __future__ import annotations

import argparse
import dataclasses
from pathlib import Path

import torch

from training import base, corpora, sentences, shipping, train
from training.reader import Reader

WEIGHTS = Path(__file__).parent.parent / "src/stemma/reading/weights"
FIRST = train.Plan(epochs={"polnear": 10, "ewt": 6, "gum": 5, "wikigold": 6, "wnut17": 2, "redocred": 2})
AGAIN = train.Plan(  # from where the first ends, at half the rate and with more left out by chance
    epochs={"polnear": 5, "ewt": 4, "gum": 2, "wikigold": 3, "wnut17": 1, "redocred": 1},
    peak=0.5,
    seed=3,
    dropout=0.15,
    masked=0.06,
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True, help="folder with polnear/, ewt/, gum/, …")
    parser.add_argument("--without", nargs="+", choices=FIRST.epochs, default=[], help="corpora to leave out")
    parser.add_argument("--minutes", type=float, default=1e9, help="when training must be done")
    parser.add_argument("--work", type=Path, default=Path("build/training"), help="checkpoints and log")
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="where the weights go")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    options.out.mkdir(parents=True, exist_ok=True)

    weights, tokenizer = base.fetch()
    sentences.export(weights, tokenizer, treebank(options.corpora), options.out)

    names = tuple(name for name in FIRST.epochs if name not in options.without)
    examples = train.load(options.corpora, names)
    model = Reader(FIRST.dropout)
    model.bert.load_base(weights)
    runs = [model.state_dict()]
    for plan, share in ((FIRST, 2 / 3), (AGAIN, 1 / 3)):
        epochs = {name: plan.epochs[name] for name in names}
        plan = dataclasses.replace(plan, epochs=epochs, minutes=options.minutes * share)
        checkpoint = options.work / f"reader-{len(runs)}.pt"
        model = Reader(plan.dropout)
        model.load_state_dict(runs[-1])
        train.run(examples, plan, model, checkpoint, checkpoint.with_suffix(".log"))
        runs.append(torch.load(checkpoint))
    model.load_state_dict({name: (value + runs[2][name]) / 2 for name, value in runs[1].items()})
    model.eval()
    seen = shipping.ranges(model, [one for some in examples.values() for one in some], FIRST.length)
    shipping.export(model, seen, options.out / "reader.onnx")


def treebank(folder: Path) -> list[str]:
    """Sentences to calibrate the sentence encoder on."""
    texts = [s.text for some in corpora.conllu(folder / "ewt/train.conllu") for s in some]
    return texts[: 3 * sentences.CALIBRATION : 3]


if __name__ == "__main__":
    main()
