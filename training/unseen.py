"""How claims do on stories that the judge has not seen: `python -m training.unseen --stories FOLDER [SURE …]`.

The scores of the train stories, each compared with a judge fitted on the others (six folds), for each value of
`claims.SURE` given: what SAME and SURE were set by.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from evaluation.stories import readings
from stemma.comparing import claims, weighing
from stemma.show.json import dumps
from training import gold, pairs


def main() -> None:
    """Fit the judges, compare every story once a value, and print the scores of claims."""
    parser = argparse.ArgumentParser(prog="python -m training.unseen", description=__doc__)
    parser.add_argument("--stories", type=Path, required=True, help="folder with the stories and split.json")
    parser.add_argument("sure", type=float, nargs="*", default=[claims.SURE])
    options = parser.parse_args()
    names = json.loads((options.stories / "split.json").read_text(encoding="utf-8"))["train"]
    read = [tuple(readings(options.stories / name)) for name in names]
    stories = [gold.story(options.stories / name, some) for name, some in zip(names, read, strict=True)]
    features = np.concatenate([one.features for one in stories])
    mean, scale = features.mean(axis=0), features.std(axis=0) + 1e-6
    folds = [[s for k, s in enumerate(stories) if k % pairs.FOLDS != fold] for fold in range(pairs.FOLDS)]
    judges = [pairs.as_judge(pairs.fit_judge(some, mean, scale), mean, scale) for some in folds]
    for sure in options.sure:
        claims.SURE = sure
        with tempfile.TemporaryDirectory() as out:
            for k, name in enumerate(names):
                weighing.judge = lambda k=k: judges[k % pairs.FOLDS]
                (Path(out) / f"{name}.json").write_text(dumps(weighing.compare(read[k])), encoding="utf-8")
            command = [sys.executable, str(options.stories / "score.py"), "--read", out]
            command += [str(options.stories / name) for name in names]
            told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        print(f"SURE {sure}:", *(" ".join(line.split()) for line in told.splitlines() if line.startswith(WANTED)))


WANTED = ("agree", "origins", "false")

if __name__ == "__main__":
    main()
