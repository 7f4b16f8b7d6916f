"""Findings nest and overlap; the pieces of an article show each on exactly its characters."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from stemma.show.marks import Mark, blocks
from stemma.types import Article, Part, Span

TEXT = "Head line\r\n\r\nFirst one. Second one,\nthen more.\n \nCaption here\n\nLast words\n"


def article(*parts: Part, text: str = TEXT) -> Article:
    return Article("a1", text, "", "a.txt", "a.txt", parts)


offsets = st.integers(0, len(TEXT))
spans = st.tuples(offsets, offsets).map(lambda pair: Span("a1", min(pair), max(pair)))


@given(st.lists(spans, max_size=8), st.lists(offsets, max_size=4))
def test_each_character_has_the_marks_that_cover_it(found: list[Span], cuts: list[int]) -> None:
    edges = sorted({0, *cuts})
    parts = [Part("caption" if n % 2 else "body", Span("a1", a, b)) for n, (a, b) in enumerate(pairwise(edges))]
    marks = [Mark(span, "shared", f"c{number}") for number, span in enumerate(found)]
    at = 0
    for block in blocks(article(*parts), marks):
        for piece in block.pieces:
            assert TEXT[at : piece.start].strip() == ""
            assert TEXT[piece.start : piece.start + len(piece.text)] == piece.text
            for offset in range(piece.start, piece.start + len(piece.text)):
                assert {mark.key for mark in piece.marks} == {
                    mark.key for mark in marks if mark.span.start <= offset < mark.span.end
                }
            at = piece.start + len(piece.text)
    assert TEXT[at:].strip() == ""


def test_paragraphs_end_at_blank_lines_and_parts_keep_their_kind() -> None:
    start = TEXT.index("Caption")
    found = blocks(article(Part("caption", Span("a1", start, start + 12))), [])
    assert [(block.kind, "".join(piece.text for piece in block.pieces)) for block in found] == [
        ("body", "Head line"),
        ("body", "First one. Second one,\nthen more."),
        ("caption", "Caption here"),
        ("body", "Last words"),
    ]


def test_without_blank_lines_every_line_is_a_paragraph() -> None:
    found = blocks(article(text="one\r\ntwo\nthree"), [])
    assert ["".join(piece.text for piece in block.pieces) for block in found] == ["one", "two", "three"]


def test_many_nested_marks_are_cut_in_one_sweep() -> None:
    text = "x" * 20_000
    marks = [Mark(Span("a1", start, start + 3), "said", f"q{start}") for start in range(0, 19_000)]
    (block,) = blocks(article(text=text), marks)
    assert max(len(piece.marks) for piece in block.pieces) == 3
    assert "".join(piece.text for piece in block.pieces) == text
