"""Marked-up training stories, on one that is invented here: what stands in the file is what training sees."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from training import marked

STORY = """event: a pier breaks
=== gull | The Gull | 2031-03-04
Pier breaks in storm

[c1|The pier broke at dawn], and [x1=3|three [n1|anglers] were hurt]. Nobody drowned.
=== tern | Daily Tern | 2031-03-05
Anglers hurt

[x1=4|Four people were hurt] when [c1|the pier gave way]. [u1=shut|The road is shut]. Nobody drowned in [n1|the bay].
"""


@pytest.fixture
def story(tmp_path: Path) -> marked.Marked:
    (tmp_path / "pier.txt").write_text(STORY, encoding="utf-8")
    (one,) = marked.stories(tmp_path)
    return one


def test_reports_are_read_without_their_marks(story: marked.Marked) -> None:
    assert (story.name, story.event) == ("pier", "a pier breaks")
    assert [(r.name, r.outlet, r.published) for r in story.reports] == [
        ("gull", "The Gull", "2031-03-04"),
        ("tern", "Daily Tern", "2031-03-05"),
    ]
    assert story.reports[0].text == (
        "Pier breaks in storm\n\nThe pier broke at dawn, and three anglers were hurt. Nobody drowned.\n"
    )


def test_marks_have_their_words_their_value_and_their_report(story: marked.Marked) -> None:
    texts = {report.name: report.text for report in story.reports}
    assert {(m.id, m.value, m.report, texts[m.report][m.start : m.end]) for m in story.marks} == {
        ("c1", "", "gull", "The pier broke at dawn"),
        ("x1", "3", "gull", "three anglers were hurt"),
        ("n1", "", "gull", "anglers"),
        ("x1", "4", "tern", "Four people were hurt"),
        ("c1", "", "tern", "the pier gave way"),
        ("u1", "shut", "tern", "The road is shut"),
        ("n1", "", "tern", "the bay"),
    }


def test_a_story_is_written_in_the_shape_of_the_gold_ones(story: marked.Marked, tmp_path: Path) -> None:
    out = tmp_path / "out"
    marked.write(story, out)
    gold = json.loads((out / "gold.json").read_text(encoding="utf-8"))
    (claim,) = gold["claims"]
    assert claim["evidence"] == {"gull": "The pier broke at dawn", "tern": "the pier gave way"}
    (conflict,) = gold["conflicts"]
    assert [(r["value"], list(r["evidence"])) for r in conflict["readings"]] == [("3", ["gull"]), ("4", ["tern"])]
    for item in [claim, *gold["not_conflicts"], *conflict["readings"]]:
        for report, words in item["evidence"].items():
            assert (out / f"{report}.txt").read_text(encoding="utf-8").count(words) == 1


def test_evidence_that_stands_twice_takes_in_what_is_beside_it(tmp_path: Path) -> None:
    text = "event: x\n=== a | A | 2031-03-04\nHead\n\nThen it rained. So [c1|it rained] again, and it rained on.\n"
    (tmp_path / "rain.txt").write_text(text, encoding="utf-8")
    (story,) = marked.stories(tmp_path)
    marked.write(story, tmp_path / "out")
    gold = json.loads((tmp_path / "out/gold.json").read_text(encoding="utf-8"))
    assert gold["claims"][0]["evidence"] == {"a": "So it rained"}


@pytest.mark.parametrize(
    ("body", "complaint"), [("[c1|It rained.", "c1 is not closed"), ("It rained].", "a bracket closes none")]
)
def test_brackets_that_do_not_match_are_told_with_the_file(tmp_path: Path, body: str, complaint: str) -> None:
    (tmp_path / "rain.txt").write_text(f"event: x\n=== a | A | 2031-03-04\n{body}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=complaint) as told:
        marked.stories(tmp_path)
    assert "rain.txt, a" in str(told.value)
