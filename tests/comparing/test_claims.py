"""Groups of clauses that state one fact."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from stemma.comparing.claims import Group, Place, groups, sure

A, B, C = (0, 0), (1, 0), (2, 0)


def test_likely_pairs_become_one_group() -> None:
    found = groups({(A, B): 0.9, (A, C): 0.8, (B, C): 0.8})
    assert [group.places for group in found] == [(A, B, C)]


def test_a_clause_of_two_facts_is_in_two_claims() -> None:
    found = groups({(A, B): 0.95, (B, C): 0.7, (A, C): 0.1})
    assert [group.places for group in found] == [(A, B), (B, C)]


def test_a_passage_that_fits_a_claim_a_little_less_joins_it() -> None:
    found = groups({(A, B): 0.95, (A, C): 0.9, (B, C): 0.4})
    assert [group.places for group in found] == [(A, B, C)]


def test_a_fact_that_an_article_repeats_is_one_claim() -> None:
    again = (1, 7)
    found = groups({(A, B): 0.9, (A, C): 0.9, (B, C): 0.9, (A, again): 0.8, (again, C): 0.8})
    assert [group.places for group in found] == [(A, B, C)]


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
def test_whatever_the_pairs_a_claim_has_one_passage_an_article(likely: dict[tuple[Place, Place], float]) -> None:
    found = groups(likely)
    for group in found:
        articles = [article for article, _ in group.places]
        assert len(articles) == len(set(articles)) > 1
    assert len({group.places for group in found}) == len(found)
    assert found == groups(dict(reversed(likely.items())))
