"""From reports to findings, all the way down: what is agreed, what differs, what only one has."""

from __future__ import annotations

from pathlib import Path

import pytest

from stemma import ingest
from stemma.comparing import compare
from stemma.reading import read
from stemma.show.json import dumps
from stemma.types import Article, Comparison

GAZETTE = """Tanker runs aground off Merrin Point
By Ada Finch
Merrin Gazette, 4 March 2026

The tanker Orla Bay ran aground off Merrin Point at 5.20 am on Tuesday with 23 people on board.

The coastguard lifted all of the crew to safety by helicopter. "Nobody so much as wet a boot," said its
commander, Tomas Reil.

About 400 tonnes of oil have leaked into the bay, the harbour office said.

The Orla Bay belongs to Castell Lines, a family firm in Port Hale.
"""

TIMES = """Oil spreads after tanker grounding
Lena Oduya
Port Hale Times
4 March 2026

A tanker with 23 people aboard ran aground off Merrin Point early on Tuesday, and helicopters of the
coastguard took the whole crew to safety.

By the reckoning of the harbour office some 410 tonnes of oil have leaked into the bay.

The owner of the ship, Castell Lines, did not answer calls. Two fishing grounds have been closed.
"""


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    folder = tmp_path_factory.mktemp("tanker")
    for name, text in (("merrin-gazette", GAZETTE), ("port-hale-times", TIMES)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return compared(folder)


def compared(folder: Path) -> Comparison:
    found = ingest.articles(sorted(str(path) for path in folder.glob("*.txt")))
    return compare([read(article) for article in found if isinstance(article, Article)])


def agreed(seen: Comparison, *words: str) -> bool:
    """Is there a shared claim with each of the words in a passage of its own article?"""
    return any(
        len(claim.evidence) == 2
        and all(word in seen.words(one.span) for word, one in zip(words, claim.evidence, strict=True))
        for claim in seen.claims
    )


def test_what_both_say_is_agreed(seen: Comparison) -> None:
    assert agreed(seen, "ran aground", "ran aground")
    assert agreed(seen, "lifted all of the crew", "took the whole crew")


def test_two_newsrooms_are_two_origins(seen: Comparison) -> None:
    claim = next(claim for claim in seen.claims if "aground" in seen.words(claim.text))
    assert (claim.status, claim.origins) == ("corroborated", 2)
    assert len({one.origin for one in claim.evidence}) == 2


def test_rounded_numbers_are_no_conflict(seen: Comparison) -> None:
    assert not any("tonnes" in reading.value for conflict in seen.conflicts for reading in conflict.readings)


def test_what_one_alone_says_is_listed_as_such(seen: Comparison) -> None:
    alone = [seen.words(claim.evidence[0].span) for claim in seen.claims if claim.status == "single"]
    assert any("fishing grounds" in words for words in alone)


def test_every_passage_lies_in_its_article(seen: Comparison) -> None:
    for claim in seen.claims:
        assert seen.words(claim.text)
        for one in claim.evidence:
            assert 0 <= one.span.start < one.span.end <= len(seen.article(one.span.article).text)


def test_the_same_reports_give_the_same_comparison(seen: Comparison) -> None:
    assert dumps(compare(seen.readings)) == dumps(compare(seen.readings))


def test_values_that_cannot_both_be_true_are_a_conflict(tmp_path: Path) -> None:
    (tmp_path / "a-post.txt").write_text(
        "Fire at mill\nBy A. Roe\nA Post, 4 March 2026\n\nSix workers were hurt in a fire at the Holm paper"
        " mill on Tuesday.\n\nThe mill has 340 employees.\n",
        encoding="utf-8",
    )
    (tmp_path / "b-mail.txt").write_text(
        "Mill burns\nBy B. Oe\nB Mail, 4 March 2026\n\nEleven workers were hurt in a fire at the Holm paper"
        " mill on Tuesday.\n\nThe mill stands on the river Tarn.\n",
        encoding="utf-8",
    )
    seen = compared(tmp_path)
    assert [conflict.status for conflict in seen.conflicts] == ["conflict"]
    told = {reading.value.split()[0] for reading in seen.conflicts[0].readings}
    assert told == {"Six", "Eleven"}


def test_one_utterance_told_in_two_ways_is_one_claim_that_says_so(tmp_path: Path) -> None:
    reports = {
        "merrin-gazette": 'Giant eel\n\nAna Roos came home with an eel.\nRoos called it "the catch of a lifetime."\n',
        "port-hale-times": 'Crowds see eel\n\n"I made the haul of a lifetime," skipper Ana Roos said.\nIt rained.\n',
    }
    for name, text in reports.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    (claim,) = [claim for claim in compared(tmp_path).claims if claim.status != "single"]
    assert claim.reason.startswith("2 articles tell one utterance in two ways; independent origins:")
