"""Makes all weights anew: `python -m training --corpora FOLDER`; see training/README.md."""

from __future__ import annotations

import argparse
import dataclasses
from pathlib import Path

import torch

from training import base, corpora, sentences, shipping, train
from training.reader import Reader

WEIGHTS = Path(__file__).parent.parent / "src/stemma/reading/weights"
PLAN = train.Plan(epochs={"polnear": 10, "ewt": 5, "gum": 5, "wikigold": 5, "wnut17": 2, "redocred": 2})


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True, help="folder with polnear/, ewt/, gum/, …")
    parser.add_argument("--without", nargs="+", choices=PLAN.epochs, default=[], help="corpora to leave out")
    parser.add_argument("--minutes", type=float, default=PLAN.minutes, help="when training must be done")
    parser.add_argument("--work", type=Path, default=Path("build/training"), help="checkpoints and log")
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="where the weights go")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    options.out.mkdir(parents=True, exist_ok=True)

    weights, tokenizer = base.fetch()
    sentences.export(weights, tokenizer, treebank(options.corpora), options.out)

    epochs = {name: count for name, count in PLAN.epochs.items() if name not in options.without}
    plan = dataclasses.replace(PLAN, epochs=epochs, minutes=options.minutes)
    examples = train.load(options.corpora, tuple(epochs))
    torch.manual_seed(plan.seed)
    model = Reader(plan.dropout)
    model.bert.load_base(weights)
    checkpoint = options.work / "reader.pt"
    train.run(examples, plan, model, checkpoint, options.work / "reader.log")

    model.load_state_dict(torch.load(checkpoint))
    model.eval()
    seen = shipping.ranges(model, [one for some in examples.values() for one in some], plan.length)
    shipping.export(model, seen, options.out / "reader.onnx")


def treebank(folder: Path) -> list[str]:
    """Sentences to calibrate the sentence encoder on."""
    texts = [s.text for some in corpora.conllu(folder / "ewt/train.conllu") for s in some]
    return texts[: 3 * sentences.CALIBRATION : 3]


if __name__ == "__main__":
    main()
