"""Loaded wording."""

from __future__ import annotations

import pytest

from stemma.reading import wording
from stemma.reading.lexicon import is_intense
from stemma.types import Quotation, Span
from tests.reading.tagged import tagged


def marked(text: str, quotations: tuple[Quotation, ...] = ()) -> list[tuple[str, str]]:
    article, sentences, tagging = tagged(text)
    return [(article.words(one.words), one.kind) for one in wording.find(article, sentences, tagging, quotations)]


def test_strong_words_outside_quotations_are_marked() -> None:
    text = "The savage cuts were brutally felt. He called them “a savage blow”."
    inside = Span("a1", text.index("“"), text.index("”") + 1)
    quotation = Quotation("q1", (inside,), (), (), "direct")
    assert marked(text, (quotation,)) == [("savage", "intense"), ("brutally", "intense")]


@pytest.mark.parametrize(("cue", "kinds"), [("begged", ["cue"]), ("has claimed", ["cue"]), ("said", []), ("told", [])])
def test_cues_beyond_said(cue: str, kinds: list[str]) -> None:
    text = f"She {cue} that the pier was shut."
    said = Quotation(
        "q1", (Span("a1", text.index("that"), len(text) - 1),), (Span("a1", 4, 4 + len(cue)),), (), "indirect"
    )
    assert [kind for _, kind in marked(text, (said,))] == kinds


@pytest.mark.parametrize("word", ["horrifying", "disastrously", "recklessness", "catastrophes", "plummeted"])
def test_forms_are_found_by_their_endings(word: str) -> None:
    assert is_intense(word)


@pytest.mark.parametrize("word", ["said", "table", "madrigal", "wildlife", "gravely", "epicentre"])
def test_other_words_are_not(word: str) -> None:
    assert not is_intense(word)
