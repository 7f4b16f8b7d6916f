"""The measures themselves, on invented spans; and that floors only rise."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evaluation import __main__ as command
from evaluation import polnear, quotations, stories
from stemma.reading.model.tagging import Attribution
from training.corpora import Said, attributions, detokenized

TEXT = "“The dam will hold,” Ana Bell said. “It always has.”"


def test_a_floor_rises_and_never_falls(capsys: pytest.CaptureFixture[str]) -> None:
    floors: dict[str, float | str] = {"data": "x", "names": 0.8}
    command.pin({"names": 0.85551, "new": 0.5}, floors)
    assert floors == {"data": "x", "names": 0.8555, "new": 0.5}
    command.pin({"names": 0.7}, floors)
    assert floors["names"] == 0.8555
    assert list(command.compare({"names": 0.7, "new": 0.5}, floors)) == [True, False]
    assert "BELOW" in capsys.readouterr().out


def test_other_data_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = tmp_path / "corpora/polnear/dev"
    data.mkdir(parents=True)
    (data / "a.txt").write_text("one", encoding="utf-8")
    before = command.fingerprint(tmp_path / "corpora", ("polnear/dev",))
    floors = tmp_path / "floors.json"
    floors.write_text(json.dumps({"polnear": {"data": before}}), encoding="utf-8")
    (data / "a.txt").write_text("two", encoding="utf-8")
    monkeypatch.setattr(command, "FLOORS", floors)
    monkeypatch.setenv("STEMMA_TESTDATA", str(tmp_path))
    monkeypatch.setattr("sys.argv", ["evaluation", "--only", "polnear"])
    with pytest.raises(SystemExit, match="not what its floors were pinned on"):
        command.main()


def test_outer_punctuation_does_not_count() -> None:
    start, end = polnear.trim(TEXT, 0, 20)
    assert TEXT[start:end] == "The dam will hold"
    assert polnear.trim(TEXT, 18, 20)[0] >= polnear.trim(TEXT, 18, 20)[1]


def test_an_attribution_counts_with_its_source_and_most_of_its_content() -> None:
    gold = [Said(source=((21, 29),), cue=((30, 34),), content=((0, 20), (36, 52)))]
    good = Attribution(((25, 29),), ((30, 34),), ((0, 20), (36, 44)), 1.0)
    wrong_source = Attribution(((1, 4),), (), ((0, 20), (36, 52)), 1.0)
    too_little = Attribution(((21, 29),), (), ((36, 52),), 1.0)
    assert list(polnear.pairs(gold, [wrong_source, too_little, good])) == [(gold[0], good)]
    assert list(polnear.pairs(gold, [wrong_source, too_little])) == []


def test_attributions_of_a_stand_off_file() -> None:
    lines = (
        "T1\tSource 21 29\tAna Bell",
        "T2\tCue 30 34\tsaid",
        "T3\tContent 0 20;36 52\t…",
        "T4\tAttribution 30 34\tsaid",
        "broken line",
        "E1\tAttribution:T4 Content:T3 Cue:T2 Source:T1",
    )
    assert list(attributions("\n".join(lines))) == [Said(((21, 29),), ((30, 34),), ((0, 20), (36, 52)))]


def test_words_are_put_together_as_in_print() -> None:
    text, places = detokenized(["She", "said", ":", "``", "I", "do", "n't", "(", "know", ")", ".", "''"])
    assert text == 'She said: "I don\'t (know)."'
    assert text[slice(*places[6])] == "n't"


def test_a_measure_that_is_better_the_lower_has_a_floor_that_rises() -> None:
    rows = {"agree.F1": 0.7, "false.corrob": 0.08, "traps": 0.003, "quote.F1": 0.9}
    assert stories.rising(rows) == {"agree.F1": 0.7, "no false.corrob": 0.92, "no traps": 0.997}


def test_every_part_of_the_evaluation_has_floors_and_the_data_they_hold_for() -> None:
    floors = json.loads(command.FLOORS.read_text(encoding="utf-8"))
    assert set(floors) == set(command.PARTS)
    assert all(len(one) > 1 and len(one["data"]) == 64 for one in floors.values())


STORIES = """
def norm(words): return words
class Story:
    def __init__(self, folder, out): self.right = out["claims"]
def score(story, counts):
    counts["right"] = [counts.get("right", [0])[0] + len(story.right)]
def report(counts): return {"agree.F1": counts["right"][0] / 4, "traps": 0.25}
"""


def test_stories_are_scored_by_the_measures_that_lie_with_them(tmp_path: Path) -> None:
    folder, out = tmp_path / "stories", tmp_path / "out"
    for path in (folder, out):
        path.mkdir()
    (folder / "score.py").write_text(STORIES, encoding="utf-8")
    for name, claims in (("one", [1]), ("two", [1, 2])):
        (out / f"{name}.json").write_text(json.dumps({"claims": claims}), encoding="utf-8")
    assert stories.rates(quotations.scorer(folder), folder, ["one", "two"], out) == {"agree.F1": 0.75, "traps": 0.25}
    with pytest.raises(SystemExit, match="has no score"):
        quotations.scorer(out / "none")
