"""Copies found in parts, against what one process finds at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemma.copies import runs
from stemma.corpus import sharing
from stemma.corpus.flow import Flow
from stemma.corpus.parts import Option, Part, Stage
from stemma.corpus.schemas import COPIES
from stemma.types import Article
from tests.copies.written import article
from tests.corpus.parts import Here
from tests.corpus.parts import articles as written

_TEXT = st.lists(st.sampled_from(["ash", "Ash", "bay", "cod", '"dab"', "eel"]), max_size=25).map(" ".join)
Row = tuple[str, int, int, str, int, int, int]


def shared(
    folder: Path, articles: Sequence[Article], *, shortest: int = 12, crowd: int = 32, homes: int = 1, part: int = 3
) -> list[Row]:
    """The copies, in the order in which they come out."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sharing, "HOUSED", max(1, len(articles) // homes))
        patch.setattr(sharing, "GATHERED", part)
        patch.setattr("os.fsync", lambda file: None)  # thousands of small files: nothing here is to outlive a power cut
        found = sharing.copies(Flow(Here(), folder), written(folder, articles, part), shortest, crowd)
    return [tuple(row.values()) for one in found.copies for row in one.table().to_pylist()]


def at_once(articles: Sequence[Article], shortest: int) -> list[Row]:
    """The same, by `stemma.copies.runs`."""
    found = runs(articles, shortest)
    rows = []
    for n, words in enumerate(found.words.tolist()):
        ends = [
            (articles[found.first[n]].id, *found.first_span[n].tolist()),
            (articles[found.second[n]].id, *found.second_span[n].tolist()),
        ]
        rows.append((*min(ends), *max(ends), words))
    return sorted(rows)


@settings(max_examples=30, deadline=None)
@given(st.lists(_TEXT, min_size=2, max_size=6), st.integers(1, 6), st.integers(1, 4), st.integers(1, 4))
def test_every_run_that_one_process_finds_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], shortest: int, homes: int, part: int
) -> None:
    articles = [article(f"a{number}", text, outlet=f"o{number % 3}") for number, text in enumerate(texts)]
    folder = tmp_path_factory.mktemp("corpus")
    assert sorted(shared(folder, articles, shortest=shortest, homes=homes, part=part)) == at_once(articles, shortest)


@settings(max_examples=30, deadline=None)
@given(st.lists(_TEXT, min_size=4, max_size=8), st.integers(2, 6), st.integers(1, 4))
def test_of_a_crowd_every_two_meet_at_the_article_that_stands_for_the_text(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], shortest: int, homes: int
) -> None:
    articles = [article(f"a{number}", text) for number, text in enumerate(texts)]
    found = shared(tmp_path_factory.mktemp("corpus"), articles, shortest=shortest, crowd=2, homes=homes)
    every = at_once(articles, shortest)
    assert set(found) <= set(every)
    covered = {
        (name, other, place)
        for row in found
        for name, other, start in ((row[0], row[3], row[1]), (row[3], row[0], row[4]))
        for place in _windows(articles, name, start, row[6], shortest)
    }
    for first, start, _, second, there, _, words in every:
        of_first, of_second = (
            list(_windows(articles, *place, words, shortest)) for place in ((first, start), (second, there))
        )
        for one, other in zip(of_first, of_second, strict=True):
            met = {name for id, name, at in covered if (id, at) == (first, one)}
            assert second in met or met & {name for id, name, at in covered if (id, at) == (second, other)}


def _windows(articles: Sequence[Article], name: str, start: int, words: int, size: int) -> Iterator[int]:
    """Offsets at which the rows of `size` words in a run of `words` begin."""
    text = next(each.text for each in articles if each.id == name)
    for _ in range(words - size + 1):
        yield start
        start = text.index(" ", start) + 1 if " " in text[start:] else len(text)


def test_what_an_outlet_prints_again_and_again_is_boilerplate_and_no_copy(tmp_path: Path) -> None:
    line = "get the morning letter of the tern in your inbox before the first boat leaves"
    report = "a lock keeper at the old weir shut both of the gates on tuesday because the river rose by two feet"
    same = [article(f"t{n}", f"Of story {n}: {line}", outlet="Tern") for n in range(5)]
    two = [article("g", f"Gulls tell it: {line}. {report}", outlet="Gull"), article("k", report, outlet="Kite")]
    found = sharing.copies(Flow(Here(), tmp_path), written(tmp_path, [*same, *two], 2))
    [copy] = [row for part in found.copies for row in part.table().to_pylist()]
    assert (copy["first"], copy["second"], copy["words"]) == ("g", "k", len(report.split()))
    lines = [row for part in found.boilerplate for row in part.table().to_pylist()]
    assert {(row["article"], row["outlet"]) for row in lines} == {(f"t{n}", "Tern") for n in range(5)} | {("g", "")}
    texts = {each.id: each.text for each in (*same, *two)}
    assert {texts[row["article"]][row["start"] : row["end"]] for row in lines} == {line}


def test_a_report_of_an_agency_is_no_boilerplate_though_one_outlet_printed_it_often(tmp_path: Path) -> None:
    report = "a lock keeper at the old weir shut both of the gates on tuesday because the river rose by two feet"
    outlets = [*(f"Outlet {n}" for n in range(40)), *["Tern"] * 5]
    articles = [article(f"a{n:02}", f"Told by number {n}. {report}", outlet=name) for n, name in enumerate(outlets)]
    articles.append(article("w", f"VELSK (AP) — {report}", outlet="Wire", day="2026-01-05"))
    found = shared(tmp_path, articles, homes=3)
    assert sum("w" in (row[0], row[3]) for row in found) == 45  # the one that credits an agency stands for the text
    assert len(found) < 100  # where every two of them are 1,035


def test_homes_and_parts_change_neither_what_is_found_nor_its_order(tmp_path: Path) -> None:
    report = [f"word{n}" for n in range(60)]
    articles = [article(f"a{n}", " ".join([f"own{n}", *report[n : n + 40]]), outlet=f"o{n}") for n in range(20)]
    once = shared(tmp_path / "1", articles, crowd=8)
    assert len(once) > 30
    assert shared(tmp_path / "2", articles, crowd=8, homes=7, part=2) == once
    assert shared(tmp_path / "3", articles[::-1], crowd=8, homes=4, part=5) == once


def test_one_text_of_thousands_makes_as_many_pairs_and_not_their_square(tmp_path: Path) -> None:
    report = " ".join(f"word{n}" for n in range(30))
    articles = [article(f"a{n:04}", f"own{n} {report}", outlet=f"o{n}") for n in range(600)]
    found = shared(tmp_path, articles, homes=2, part=200)
    assert len({name for row in found for name in (row[0], row[3])}) == 600
    assert len(found) < 1200  # where every two of them are 179,700


def test_a_pattern_that_an_article_repeats_costs_no_square_of_its_length(tmp_path: Path) -> None:
    pattern = " ".join(["cod"] * 5000)
    assert shared(tmp_path, [article("a", pattern), article("b", pattern)]) == []


def test_a_stage_that_yields_nothing_leaves_a_part_without_rows(tmp_path: Path) -> None:
    [part] = Flow(Here(), tmp_path).map(Stage("nothing", 1, _nothing, COPIES), [()])
    assert part.table().schema == COPIES
    assert len(part.table(["words"])) == 0


def _nothing(inputs: Sequence[Part], options: Mapping[str, Option]) -> Iterator[pa.Table]:
    yield from ()
