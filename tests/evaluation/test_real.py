"""Labels on what is shown of events: drawn, judged, taken back and found again; on invented reports."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from evaluation import labelled, real, sheets
from evaluation.labelled import Label
from evaluation.shown import Event, Item, drawn, event, events
from evaluation.stories import ROOT
from stemma.types import Span

STORIES = sorted(path.parent for path in (ROOT / "tests/stories").glob("*/gold.json"))


@pytest.fixture(scope="module")
def corpora(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented stories as events, with one that is too small and one that does not count."""
    folder = tmp_path_factory.mktemp("corpora")
    records = [
        {"id": f"{story.name}/{file.stem}", "event": number, "counts": True, "text": file.read_text(encoding="utf-8")}
        for number, story in enumerate(STORIES, 1)
        for file in sorted(story.glob("*.txt"))
    ]
    extra = [{**records[k], "id": f"x{k}", "event": 90, "text": f"{records[k]['text']} Again."} for k in (0, 1)]
    extra += [{**one, "id": f"n{k}", "event": 91, "counts": False, "text": f"{one['text']} No."}
              for k, one in enumerate(records[:3])]  # fmt: skip
    (folder / "events").mkdir()
    lines = "".join(json.dumps(record) + "\n" for record in [*records, *extra])
    (folder / "events/dev.jsonl").write_text(lines, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def found(corpora: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Event]]:
    """The events, compared."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STEMMA_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield list(events(corpora))


def told(path: Path) -> list[dict[str, Any]]:
    """The lines of a file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def answer(path: Path, verdicts: dict[int, str]) -> Path:
    """A judge's answers."""
    lines = [json.dumps({"number": number, "verdict": verdict}) + "\n" for number, verdict in verdicts.items()]
    path.write_text("".join(lines), encoding="utf-8")
    return path


def passages(line: dict[str, Any]) -> tuple[str, str]:
    """Both passages of a line of a sheet."""
    return line["first"]["passage"], line["second"]["passage"]


# --- what is shown ---------------------------------------------------------------------------------


def test_events_that_count_and_have_three_articles_are_compared(found: list[Event]) -> None:
    assert [each.number for each in found] == list(range(1, len(STORIES) + 1))
    items = [item for each in found for item in each.items]
    assert {item.kind for item in items} >= {"claims", "copies"}
    assert len(set(items)) == len(items)
    for item in items:
        assert item.first.article < item.second.article or item.kind == "conflicts"


def test_passages_point_into_the_text_of_the_record(found: list[Event]) -> None:
    for each in found:
        for item in each.items:
            for span in (item.first, item.second):
                assert each.readings[span.article].article.text[span.start : span.end].strip()


def test_the_sample_keeps_what_it_holds_when_more_is_shown(found: list[Event], monkeypatch: pytest.MonkeyPatch) -> None:
    claims = [item for each in found for item in each.items if item.kind == "claims"]
    monkeypatch.setattr("evaluation.shown.SAMPLE", len(claims) // 2)
    before = {item for item in drawn(found) if item.kind == "claims"}
    assert len(before) == len(claims) // 2
    gone = sorted(before)[0]
    fewer = [replace(each, items=tuple(item for item in each.items if item != gone)) for each in found]
    after = {item for item in drawn(fewer) if item.kind == "claims"}
    assert before - {gone} < after
    assert len(after) == len(before)


def test_conflicts_and_copies_are_all_drawn(found: list[Event], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evaluation.shown.SAMPLE", 1)
    kinds = [item.kind for item in drawn(found)]
    assert kinds.count("claims") == 1
    every = [item.kind for each in found for item in each.items]
    for kind in ("conflicts", "copies"):
        assert kinds.count(kind) == every.count(kind)


# --- labels ----------------------------------------------------------------------------------------

ITEM = Item("claims", 7, Span("aa", 100, 200), Span("bb", 0, 80))


def test_a_label_holds_while_both_passages_overlap_by_half() -> None:
    label = Label(ITEM, ("right", "right"))
    assert labelled.matched(replace(ITEM, first=Span("aa", 100, 160)), [label]) is label
    assert labelled.matched(replace(ITEM, first=Span("aa", 100, 149)), [label]) is None
    assert labelled.matched(replace(ITEM, second=Span("bb", 60, 140)), [label]) is None
    assert labelled.matched(replace(ITEM, second=Span("cc", 0, 80)), [label]) is None
    assert labelled.matched(replace(ITEM, event=8), [label]) is None
    assert labelled.matched(replace(ITEM, kind="copies"), [label]) is None


def test_the_nearest_of_several_labels_holds() -> None:
    near, far = Label(ITEM, ("wrong", "right")), Label(replace(ITEM, first=Span("aa", 100, 170)), ("right", "right"))
    assert labelled.matched(ITEM, [far, near]) is near
    assert labelled.matched(ITEM, [near, far]) is near


def test_an_update_is_no_conflict() -> None:
    conflict = replace(ITEM, kind="conflicts", status="conflict", about="number")
    label = Label(conflict, ("right", "right"))
    assert labelled.matched(conflict, [label]) is label
    assert labelled.matched(replace(conflict, status="update"), [label]) is None


def test_only_two_verdicts_of_right_are_right() -> None:
    other, third = replace(ITEM, event=8), replace(ITEM, event=9)
    labels = [Label(ITEM, ("right", "right")), Label(other, ("right", "wrong"))]
    figure = labelled.figure("claims", [ITEM, other, third], labels)
    assert (figure.shown, figure.labelled, figure.right) == (3, 2, 1)
    assert figure.precision == 0.5
    assert figure.share == pytest.approx(2 / 3)


def test_labels_are_kept_in_order_and_a_later_one_replaces(tmp_path: Path) -> None:
    conflict = replace(ITEM, kind="conflicts", status="update", about="number")
    labels = [Label(replace(ITEM, event=9), ("right", "right")), Label(ITEM, ("wrong", "wrong"))]
    labels += [Label(conflict, ("right", "wrong")), Label(ITEM, ("right", "right"))]
    labelled.save(tmp_path, labels)
    assert labelled.load(tmp_path) == [Label(ITEM, ("right", "right")), labels[0], labels[2]]
    assert (tmp_path / "copies.jsonl").read_text(encoding="utf-8") == ""


def test_a_damaged_label_is_named(tmp_path: Path) -> None:
    labelled.save(tmp_path, [Label(ITEM, ("right", "right"))])
    path = tmp_path / "claims.jsonl"
    path.write_text(path.read_text(encoding="utf-8") + '{"event": 3}\n', encoding="utf-8")
    with pytest.raises(SystemExit, match=r"claims\.jsonl:2: not a label"):
        labelled.load(tmp_path)


def test_the_labels_in_the_repository_hold_no_text() -> None:
    labelled.load(labelled.FOLDER)
    for path in labelled.FOLDER.glob("*.jsonl"):
        for line in told(path):
            assert set(line) <= {"event", "first", "second", "status", "about", "verdicts"}
            assert [type(value) for value in line["first"] + line["second"]] == [str, int, int] * 2


# --- sheets ----------------------------------------------------------------------------------------


def test_a_sheet_shows_passages_in_context_and_tells_no_decoys(found: list[Event], tmp_path: Path) -> None:
    lines = sheets.asked(found, [])
    sheets.write(tmp_path / "sheet.jsonl", lines, found, 1)
    shown = {line["number"]: line for line in told(tmp_path / "sheet.jsonl")}
    assert set(shown) == {each.number for each in lines}
    texts = {name: reading.article.text for each in found for name, reading in each.readings.items()}
    for each in lines:
        for side, span in (("first", each.item.first), ("second", each.item.second)):
            part, text = shown[each.number][side], texts[span.article]
            assert part["passage"] == text[span.start : span.end]
            assert part["before"] + part["passage"] + part["after"] in text
    shapes = {
        decoy: {frozenset(shown[each.number]) for each in lines if each.decoy is decoy} for decoy in (True, False)
    }
    assert shapes[True] == shapes[False]


def test_a_sheet_is_the_same_for_one_seed_and_another_order_for_another(found: list[Event], tmp_path: Path) -> None:
    lines = sheets.asked(found, [])
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        sheets.write(tmp_path / name, lines, found, seed)
    a, b, c = ((tmp_path / name).read_text(encoding="utf-8") for name in "abc")
    assert a == b
    assert a != c
    assert sorted(a.splitlines()) == sorted(c.splitlines())


def test_one_in_five_is_a_decoy_never_shown_together(found: list[Event]) -> None:
    lines = sheets.asked(found, [])
    for kind in ("claims", "copies"):
        items = [each for each in lines if each.item.kind == kind]
        assert 0.1 < sum(each.decoy for each in items) / len(items) <= 0.25
    of = {name: each.number for each in found for name in each.readings}
    everything = [item for each in found for item in each.items]
    false = [each.item for each in lines if each.decoy]
    assert len({(item.kind, item.first, item.second) for item in false}) == len(false)
    assert len({of[item.first.article] == of[item.second.article] for item in false}) == 2
    for item in false:
        assert item.first.article != item.second.article
        assert not any(labelled.nearness(replace(item, status="", about=""), other) for other in everything)


def test_a_sheet_is_never_written_into_the_repository(found: list[Event]) -> None:
    with pytest.raises(SystemExit, match="lies in the repository"):
        sheets.write(ROOT / "evaluation/labels/sheet.jsonl", sheets.asked(found, []), found, 1)
    assert not (ROOT / "evaluation/labels/sheet.jsonl").exists()


def test_what_has_a_label_is_not_asked_again(found: list[Event]) -> None:
    items = drawn(found)
    labels = [Label(item, ("right", "wrong")) for item in items[1:]]
    assert [each.item for each in sheets.asked(found, labels) if not each.decoy] == items[:1]
    assert sheets.asked(found, [Label(item, ("right", "right")) for item in items]) == []


# --- the way round ---------------------------------------------------------------------------------


def test_from_sheet_to_figure(found: list[Event], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    keys, labels = tmp_path / "keys", tmp_path / "labels"
    assert real.measured(found, labels) == {}
    assert "STALE" in capsys.readouterr().out
    for name, seed in (("a", 1), ("b", 2)):
        real.ask(tmp_path / name, seed, found, keys, labels)
    lines = sheets.asked(found, [])
    claims = [each.number for each in lines if each.item.kind == "claims" and not each.decoy]
    one = {each.number: "no" if each.decoy else "yes" for each in lines}
    other = {**one, claims[0]: "no"}
    real.take(answer(tmp_path / "1", one), answer(tmp_path / "2", other), keys, labels)
    out = capsys.readouterr().out
    assert f"claims: {len(claims)} judged, agreement {1 - 1 / len(claims):.3f}" in out
    figures = real.measured(found, labels)
    assert figures["real.claims"] == pytest.approx(1 - 1 / len(claims))
    assert figures["real.copies"] == 1.0
    assert "STALE" not in capsys.readouterr().out
    for path in labels.glob("*.jsonl"):
        assert set().union(*(line for line in told(path))) <= {
            "event",
            "first",
            "second",
            "status",
            "about",
            "verdicts",
        }


def test_decoys_taken_for_the_real_thing_are_counted_and_make_no_label(found: list[Event], tmp_path: Path) -> None:
    lines = sheets.asked(found, [])
    yes = {each.number: "right" for each in lines}
    no = {each.number: "wrong" if each.decoy else "right" for each in lines}
    false = sum(each.decoy and each.item.kind == "claims" for each in lines)
    assert any(f"decoys seen through: 0 and {false} of {false}" in line for line in sheets.told(lines, yes, no))
    assert len(sheets.judged(lines, yes, no)) == sum(not each.decoy for each in lines)


def test_missing_answers_are_refused_and_nothing_is_kept(found: list[Event], tmp_path: Path) -> None:
    keys, labels = tmp_path / "keys", tmp_path / "labels"
    real.ask(tmp_path / "sheet", 1, found, keys, labels)
    whole = {each.number: "yes" for each in sheets.asked(found, [])}
    gap = dict(list(whole.items())[1:])
    with pytest.raises(
        SystemExit, match=rf"second judge left 1 of {len(whole)} numbers unanswered: {next(iter(whole))}"
    ):
        real.take(answer(tmp_path / "1", whole), answer(tmp_path / "2", gap), keys, labels)
    assert not labels.exists()


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ('{"number": 5, "verdict": "perhaps"}\n', "a:1: not"),
        ('{"number": 5, "verdict": "yes"}\n\n{"number": 5, "verdict": "no"}\n', "a:3: number 5 is answered a second"),
        ("yes\n", "a:1: not"),
    ],
)
def test_an_answer_that_is_none_is_named(lines: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "a").write_text(lines, encoding="utf-8")
    with pytest.raises(SystemExit, match=message):
        sheets.answers(tmp_path / "a")


def test_numbers_of_no_sheet_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="No sheet whose key"):
        sheets.key(tmp_path, {1, 2})


def test_a_label_holds_when_the_articles_are_read_in_another_order(found: list[Event]) -> None:
    first = found[0]
    again = event(first.number, dict(reversed(first.readings.items())))
    copies = [item for item in first.items if item.kind == "copies"]
    labels = [Label(item, ("right", "right")) for item in copies]
    assert copies
    assert all(labelled.matched(item, labels) for item in again.items if item.kind == "copies")
