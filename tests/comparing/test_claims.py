"""Groups of clauses that state one fact."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from stemma.comparing.claims import Group, Place, groups, sure

A, B, C, D = (0, 0), (1, 0), (2, 0), (3, 0)


def test_likely_pairs_become_one_group() -> None:
    found = groups({(A, B): 0.9, (A, C): 0.8, (B, C): 0.8})
    assert [group.places for group in found] == [(A, B, C)]


def test_a_chain_does_not_glue_different_facts() -> None:
    found = groups({(A, B): 0.95, (B, C): 0.6, (C, D): 0.95})
    assert [group.places for group in found] == [(A, B), (C, D)]


def test_an_article_states_a_fact_once() -> None:
    again = (1, 7)
    found = groups({(A, B): 0.9, (A, again): 0.8})
    assert [group.places for group in found] == [(A, B)]


def test_unlikely_pairs_are_no_claim() -> None:
    assert groups({(A, B): 0.2}) == []


def test_a_passage_in_doubt_adds_no_origin() -> None:
    likely = {(A, B): 0.9, (A, C): 0.5, (B, C): 0.45}
    origins = {A: "o1", B: "o2", C: "o3"}
    assert sure(Group((A, B, C), 0.6), likely, origins) == [A, B]
    assert sure(Group((A, C), 0.5), likely, origins) == [A]


PLACES = st.tuples(st.integers(0, 4), st.integers(0, 6))
LIKELY = st.dictionaries(
    st.tuples(PLACES, PLACES).filter(lambda pair: pair[0][0] < pair[1][0]), st.floats(0, 1), max_size=40
)


@given(LIKELY)
def test_whatever_the_pairs_no_place_is_in_two_groups(likely: dict[tuple[Place, Place], float]) -> None:
    found = groups(likely)
    places = [place for group in found for place in group.places]
    assert len(places) == len(set(places))
    for group in found:
        articles = [article for article, _ in group.places]
        assert len(articles) == len(set(articles)) > 1
    assert found == groups(dict(reversed(likely.items())))
