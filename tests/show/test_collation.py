"""Tellings of one thing laid over each other: what all have stands once, what differs stands by teller."""

from __future__ import annotations

import pytest

from stemma.show.collation import Place, collate
from stemma.show.view import Telling


def telling(words: str) -> Telling:
    return Telling(((words, True),), ())


def collated(*tellings: str) -> list[str | tuple[tuple[str, tuple[int, ...]], ...]]:
    return [place.readings or place.words for place in collate([telling(words) for words in tellings])]


def test_words_put_in_left_out_and_changed() -> None:
    assert collated("We sang, badly, for hours", "We just sang for hours", "we sang badly for days") == [
        "We",
        (("", (0, 2)), ("just", (1,))),
        "sang,",
        (("badly,", (0, 2)), ("", (1,))),
        "for",
        (("hours", (0, 1)), ("days", (2,))),
    ]


def test_case_and_punctuation_do_not_differ() -> None:
    assert collate([telling("“Nobody screamed.”"), telling("nobody screamed,")]) == (Place("“Nobody screamed.”"),)


@pytest.mark.parametrize(
    "tellings",
    [["one telling alone"], ["quite other words here", "nothing of it the same"], ["a " * 400, "a " * 400]],
    ids=["one", "too different", "too long"],
)
def test_what_is_better_read_side_by_side(tellings: list[str]) -> None:
    assert collate([telling(words) for words in tellings]) == ()
