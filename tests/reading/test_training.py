"""What the reader is trained on, on invented text: it must be what the reader sees at run time."""

from __future__ import annotations

import random

import numpy as np
import pytest
from numpy.typing import NDArray

from training.corpora import Document, Said, split
from training.examples import NONE, UNKNOWN, Example, Window, batch, example

FIRST = "“The pumps are old,” Ana Bell said."
LAST = "Bell also warned that the cellar floods."
TEXT = f"{FIRST} {LAST}"


def place(part: str) -> tuple[tuple[int, int], ...]:
    return ((TEXT.index(part), TEXT.index(part) + len(part)),)


@pytest.fixture
def read() -> Example:
    said = (
        Said(place("Ana Bell"), place("said"), place("“The pumps are old,”")),
        Said((), place("warned"), place("that the cellar floods")),
    )
    return example(Document("invented", TEXT, split(TEXT), said=(said,)))


def columns(one: Example, start: int, end: int) -> dict[str, NDArray[np.generic]]:
    return {name: array[0] for name, array in batch([Window(one, start, end)], random.Random(0)).items()}


def test_contents_point_at_their_cue_and_cues_at_their_source(read: Example) -> None:
    # “ The pumps are old , ” Ana Bell said . | Bell also warned that the cellar floods .
    found = columns(read, 0, len(read.pieces))
    assert found["roles"][:10, 2].tolist() == [1, 2, 2, 2, 2, 2, 2, 0, 0, 0]
    assert found["links"][0] == 9
    assert found["links"][14] == 13
    assert (found["links"][[1, 7, 9]] == UNKNOWN).all()
    assert found["owners"][9] == 7
    assert found["owners"][13] == NONE


def test_a_window_opens_no_span_inside(read: Example) -> None:
    found = columns(read, 2, len(read.pieces))
    assert found["roles"][:3, 2].tolist() == [1, 2, 2]
    assert found["links"][0] == 7


def test_a_cue_in_another_window_is_none(read: Example) -> None:
    found = columns(read, 0, 8)
    assert found["links"][0] == NONE
    assert found["owners"][:8].max() == UNKNOWN
