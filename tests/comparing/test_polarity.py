"""Whether something is so or not: found where one report negates another, not where both say the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from stemma import ingest
from stemma.comparing import compare
from stemma.comparing.negation import negations
from stemma.comparing.units import sides
from stemma.reading import read
from stemma.types import Article, Comparison, Reading


def compared(folder: Path, first: str, second: str, day: int = 8) -> Comparison:
    for name, title, text, of in (("mast-courier", "Mast Courier", first, 8), ("tide-post", "Tide Post", second, day)):
        body = f"Unrest at Ollen harbour\nBy Una Brandt\n{title}, {of} April 2026\n\n{text}\n"
        (folder / f"{name}.txt").write_text(body, encoding="utf-8")
    found = ingest.articles(sorted(str(path) for path in folder.glob("*.txt")))
    return compare([read(article) for article in found if isinstance(article, Article)])


def polarity(seen: Comparison) -> list[list[str]]:
    """The values of each yes-or-no conflict."""
    return [[one.value for one in each.readings] for each in seen.conflicts if each.kind == "polarity"]


MORE = (
    "The dockers of Ollen had walked out at dawn over a cut in their night pay, and some had blocked the gate.\n\n"
    "The harbour company wants to bring in cranes that need one driver instead of three.\n\n"
)


def test_what_one_denies_and_the_other_asserts_conflicts(tmp_path: Path) -> None:
    seen = compared(
        tmp_path,
        MORE + "Police fired tear gas at the dockers on Tuesday afternoon, witnesses said.",
        MORE + "No tear gas was fired at the dockers on Tuesday, a police spokeswoman said.",
    )
    values = polarity(seen)
    assert len(values) == 1
    assert sorted("No tear gas" in value for value in values[0]) == [False, True]
    found = next(one for one in seen.conflicts if one.kind == "polarity")
    assert found.status == "conflict"
    assert found.slot.startswith("whether or not: ")


def test_one_denial_told_twice_is_no_conflict(tmp_path: Path) -> None:
    seen = compared(
        tmp_path,
        MORE + "Not a single canister of tear gas was fired at the dockers on Tuesday, the police said.",
        MORE + "No tear gas was fired at the dockers on Tuesday, a police spokeswoman said.",
    )
    assert not polarity(seen)


def test_a_denial_of_another_thing_is_no_conflict(tmp_path: Path) -> None:
    seen = compared(
        tmp_path,
        MORE + "The harbour master said that no ship had been turned away from the northern quay.",
        MORE + "A lorry with frozen fish was turned away at the customs gate in the evening.",
    )
    assert not polarity(seen)


def test_one_utterance_in_two_translations_is_no_conflict(tmp_path: Path) -> None:
    seen = compared(
        tmp_path,
        MORE + '"We shall not leave one family without pay," Una Reis, the mayor, said.',
        MORE + '"No family will be left without its pay," Una Reis, the mayor, said in Portuguese.',
    )
    assert not polarity(seen)


def negated(tmp_path: Path, sentence: str) -> set[str]:
    """The words of a sentence that stand under a negation."""
    path = tmp_path / "one.txt"
    path.write_text(f"News from Ollen\nBy Una Brandt\n8 April 2026\n\n{sentence}\n", encoding="utf-8")
    article = next(iter(ingest.articles([str(path)])))
    assert isinstance(article, Article)
    reading: Reading = read(article)
    (side,), _ = sides([reading], {})
    said = negations(reading, side)
    return {said.low[k] for k in said.focus if said.negated[k]}


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("The mayor has not resigned.", {"resigned"}),
        ("The mayor never resigned.", {"resigned"}),
        ("No arrests were made.", {"arrests"}),
        ("Nobody was arrested.", {"arrested"}),
        ("The crew refused to sail.", {"sail"}),
        ("The company denied that it had paid a bribe.", {"paid"}),
        ("The ship left without a pilot.", {"pilot"}),
        ("Not a single shot was fired.", {"shot", "fired"}),
        ("Not only the mayor resigned.", set()),
        ("The mayor resigned.", set()),
    ],
)
def test_what_a_negation_is_of(tmp_path: Path, sentence: str, words: set[str]) -> None:
    found = negated(tmp_path, sentence)
    assert words <= found if words else not found
