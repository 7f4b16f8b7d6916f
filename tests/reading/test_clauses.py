"""Clauses: what parts of a sentence state one thing."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from stemma.reading.clauses import LONGEST, split
from stemma.types import Sentence, Span, Words


def parsed(text: str, tree: str) -> tuple[tuple[Sentence, ...], Words]:
    """A sentence with its tree: a word, its tag, head (from 1) and relation, one a token."""
    rows = [row.split("/") for row in tree.split()]
    starts, at = [], 0
    for word, *_ in rows:
        at = text.index(word, at)
        starts.append(at)
        at += len(word)
    words = Words(
        np.array(starts, np.int32),
        np.array([start + len(row[0]) for start, row in zip(starts, rows, strict=True)], np.int32),
        np.zeros(len(rows), np.int32),
        tuple(row[1] for row in rows),
        np.array([int(row[2]) - 1 for row in rows], np.int32),
        tuple(row[3] for row in rows),
    )
    return (Sentence(Span("a", 0, len(text)), 0, "body"),), words


def test_a_subordinate_clause_is_one_of_its_own() -> None:
    text = "The ferry turned back after water entered its engine room."
    tree = (
        "The/DET/2/det ferry/NOUN/3/nsubj turned/VERB/0/root back/ADV/3/advmod after/SCONJ/7/mark"
        " water/NOUN/7/nsubj"
        " entered/VERB/3/advcl its/PRON/10/nmod:poss engine/NOUN/10/compound room/NOUN/7/obj ./PUNCT/3/punct"
    )
    sentences, words = parsed(text, tree)
    found = [text[clause.span.start : clause.span.end] for clause in split(sentences, words, text)]
    assert found == ["The ferry turned back", "after water entered its engine room."]


def test_who_speaks_is_no_clause() -> None:
    text = "The ferry turned back, police said."
    tree = (
        "The/DET/2/det ferry/NOUN/3/nsubj turned/VERB/7/ccomp back/ADV/3/advmod ,/PUNCT/3/punct"
        " police/NOUN/7/nsubj said/VERB/0/root ./PUNCT/7/punct"
    )
    sentences, words = parsed(text, tree)
    found = [text[clause.span.start : clause.span.end] for clause in split(sentences, words, text)]
    assert found == ["The ferry turned back"]


def test_a_sentence_without_words_is_a_clause() -> None:
    none = np.zeros(0, np.int32)
    found = split((Sentence(Span("a", 0, 3), 0, "body"),), Words(none, none, none, (), none, ()), "***")
    assert [clause.span for clause in found] == [Span("a", 0, 3)]


@given(st.lists(st.tuples(st.sampled_from(["VERB", "NOUN", "PUNCT"]), st.integers(0, 12)), min_size=1, max_size=12))
def test_whatever_the_tree_clauses_lie_in_the_sentence(rows: list[tuple[str, int]]) -> None:
    text = " ".join("w" * 5 for _ in rows)
    tree = " ".join(f"wwwww/{tag}/{min(head, len(rows))}/{'root' if not head else 'conj'}" for tag, head in rows)
    sentences, words = parsed(text, tree)
    found = split(sentences, words, text)
    assert found
    assert all(0 <= c.span.start < c.span.end <= len(text) and len(c.span) <= LONGEST for c in found)
    assert len({c.span for c in found}) == len(found)
