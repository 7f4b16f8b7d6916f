"""The Python interface as a program uses it."""

from __future__ import annotations

from pathlib import Path

import pytest

import stemma

EXAMPLE = sorted(Path("examples/brandmoor-lock").glob("*.txt"))


def test_compare_gives_claims_whose_spans_are_words_of_the_articles() -> None:
    comparison = stemma.compare(EXAMPLE)
    assert comparison.claims
    for claim in comparison.claims:
        for evidence in claim.evidence:
            assert comparison.words(evidence.span).strip()


def test_compare_can_be_called_again() -> None:
    assert stemma.compare(EXAMPLE[:2]).claims == stemma.compare(EXAMPLE[:2]).claims


def test_read_takes_one_article() -> None:
    reading = stemma.read(EXAMPLE[0])
    assert reading.article.outlet is not None
    assert reading.article.outlet.value == "Calder Evening Post"
    assert reading.vectors.shape == (len(reading.sentences), 384)


def test_an_article_read_before_can_be_compared() -> None:
    comparison = stemma.compare([stemma.read(EXAMPLE[0]), *stemma.articles(EXAMPLE[1]), EXAMPLE[2]])
    assert [reading.article.file for reading in comparison.readings] == [path.name for path in EXAMPLE[:3]]


def test_one_article_given_twice_is_compared_once() -> None:
    comparison = stemma.compare([EXAMPLE[0], EXAMPLE[1], EXAMPLE[0]])
    assert len(comparison.readings) == 2
    assert [failure.skipped for failure in comparison.failures] == [True]


def test_fewer_than_two_articles_is_a_usage_error_that_says_why() -> None:
    with pytest.raises(stemma.UsageError, match=r"nowhere\.txt"):
        stemma.compare([EXAMPLE[0], "nowhere.txt"])


def test_a_source_that_is_not_there_is_an_input_error() -> None:
    with pytest.raises(stemma.InputError, match=r"nowhere\.txt"):
        stemma.read("nowhere.txt")
