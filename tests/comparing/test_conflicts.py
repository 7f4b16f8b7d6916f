"""Conflicts and updates, from reports to what is shown: one slot, one moment, or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from stemma import ingest
from stemma.comparing import compare
from stemma.reading import read
from stemma.types import Article, Comparison, Conflict

HERALD = """Ferry strikes pier at Quenby
By Ines Aldous
Quenby Herald, 4 March 2026

The ferry Star of Quenby struck the north pier of the harbour on Tuesday evening.

There were 212 passengers on board the ferry, the harbour police said.

The ferry was built in 1987.

By Tuesday night 31 people had been treated at the town's hospital.

Two sailors were killed.
"""

WIRE = """Quenby ferry accident: what is known
By Piet Rohan
Coastal Wire, 5 March 2026

A ferry hit a pier in the harbour of Quenby on Tuesday evening.

There were 187 passengers on board the ferry, according to the harbour police.

The Star of Quenby was built in 1978 by a yard in Lorne.

The number of people treated at the hospital has risen to 46 since Tuesday night.

Five lorries on the car deck were damaged.
"""


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    folder = tmp_path_factory.mktemp("ferry")
    for name, text in (("quenby-herald", HERALD), ("coastal-wire", WIRE)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return compared(folder)


def compared(folder: Path) -> Comparison:
    found = ingest.articles(sorted(str(path) for path in folder.glob("*.txt")))
    return compare([read(article) for article in found if isinstance(article, Article)])


def with_words(seen: Comparison, *words: str) -> Iterator[Conflict]:
    """What is shown with each of the words in a passage of a reading of its own."""
    for conflict in seen.conflicts:
        texts = [" ".join(seen.words(one.span) for one in reading.evidence) for reading in conflict.readings]
        if any(
            a != b and words[0] in texts[a] and words[1] in texts[b]
            for a in range(len(texts))
            for b in range(len(texts))
        ):
            yield conflict


def test_two_counts_of_one_thing_at_one_moment_conflict(seen: Comparison) -> None:
    found = list(with_words(seen, "212 passengers", "187 passengers"))
    assert [one.status for one in found] == ["conflict"]
    assert found[0].kind == "number"
    assert "212 passengers" in found[0].reason
    assert "187 passengers" in found[0].reason


def test_a_count_that_rose_is_an_update_in_order(seen: Comparison) -> None:
    found = list(with_words(seen, "31 people", "risen to 46"))
    assert [one.status for one in found] == ["update"]
    assert ["31" in reading.value for reading in found[0].readings] == [True, False]


def test_another_thing_is_no_conflict(seen: Comparison) -> None:
    assert not list(with_words(seen, "Two sailors", "Five lorries"))
    assert not list(with_words(seen, "212 passengers", "risen to 46"))
    assert not list(with_words(seen, "187 passengers", "31 people"))


def test_the_same_words_read_on_two_days_are_no_conflict(tmp_path: Path) -> None:
    for name, day in (("quenby-herald", 4), ("coastal-wire", 11)):
        text = (
            f"Truce for the harbour\nBy Ines Aldous\nThe Paper, {day} March 2026\n\n"
            "The strike at the harbour of Quenby is to end at midnight on Friday, the union of dockers said.\n\n"
            "The dockers had stopped work over the pay of their night shifts, which the company wants to cut.\n"
        )
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    assert not compared(tmp_path).conflicts


def test_the_same_reports_give_the_same_findings(seen: Comparison, tmp_path: Path) -> None:
    for name, text in (("quenby-herald", HERALD), ("coastal-wire", WIRE)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    assert [(one.status, one.score, one.reason) for one in compared(tmp_path).conflicts] == [
        (one.status, one.score, one.reason) for one in seen.conflicts
    ]


def told(folder: Path, first: str, second: str, days: tuple[int, int] = (8, 8)) -> Comparison:
    """Two reports of a fire, with a sentence or two of each."""
    common = (
        "Fire tore through a bakery in the old town of Lorne before dawn, and the roof fell in.\n\n"
        "Neighbours carried furniture into the street while the hoses were being laid.\n\n"
    )
    for name, title, text, day in (
        ("lorne-echo", "Lorne Echo", first, days[0]),
        ("vale-post", "Vale Post", second, days[1]),
    ):
        body = f"Bakery burns down\nBy Ines Aldous\n{title}, {day} April 2026\n\n{common}{text}\n"
        (folder / f"{name}.txt").write_text(body, encoding="utf-8")
    return compared(folder)


def test_two_ages_of_one_person_conflict_whenever_they_are_told(tmp_path: Path) -> None:
    seen = told(
        tmp_path, "Tomas Weil, 61, had owned the bakery.", "The owner, Tomas Weil, 64, watched it burn.", (8, 9)
    )
    found = [one for one in seen.conflicts if {"61", "64"} == {reading.value for reading in one.readings}]
    assert [one.status for one in found] == ["conflict"]


def test_ages_of_two_people_are_no_conflict(tmp_path: Path) -> None:
    seen = told(
        tmp_path,
        "Tomas Weil, 61, who owned the bakery, watched it burn.",
        "Greta Holm, 34, who lives above the bakery, watched it burn.",
    )
    assert not seen.conflicts


def test_readings_of_a_slot_differ_from_each_other(seen: Comparison) -> None:
    assert all(len(one.readings) > 1 for one in seen.conflicts)


def test_a_number_that_the_other_outlet_gives_too_is_another_number_to_it(tmp_path: Path) -> None:
    both = (
        WIRE
        + "\nWith the crew there were 212 passengers and sailors who left the pier on foot, the harbour police said.\n"
    )
    for name, text in (("quenby-herald", HERALD), ("coastal-wire", both)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    assert not list(with_words(compared(tmp_path), "212 passengers", "187 passengers"))
