"""The family tree: every way from an origin to an article is drawn once, and no box lies on another."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from stemma.show.tree import WIDTH, Box, Tree, draw, wrapped
from stemma.show.view import View
from stemma.types import Comparison, Origin, Tie
from tests.show import example


def drawn(comparison: Comparison) -> Tree:
    return draw(View(comparison))


def test_every_tie_and_what_is_an_articles_own() -> None:
    found = {(edge.origin, edge.article, edge.how) for edge in drawn(example.comparison()).edges}
    assert found == {
        ("Orrin Herald", "Orrin Herald", "own"),
        ("Northgate Wire", "Northgate Wire", "own"),
        ("Northgate Wire", "Valley Sun", "copied"),
        ("Orrin Herald", "Valley Sun", "relayed"),
        ("Northgate Wire", "3f2a9c.html", "inferred"),
        ("3f2a9c.html", "3f2a9c.html", "own"),
    }


def test_an_origin_behind_nothing_shared_is_drawn_only_where_something_hangs_on_it() -> None:
    plain = example.comparison()
    assert "Valley Sun" not in [box.name for box in drawn(plain).origins]
    relayed = Tie("a4", "o3", "a3", "relayed", 0, (), "named")
    faint = [box.name for box in drawn(replace(plain, ties=(*plain.ties, relayed))).origins if box.faint]
    assert "Valley Sun" in faint


def test_an_article_that_shares_nothing_stays_tied_to_its_own_newsroom() -> None:
    plain = example.comparison()
    alone = replace(plain, ties=(), claims=plain.claims[:1])
    assert {box.name for box in drawn(alone).articles} == {edge.article for edge in drawn(alone).edges}


def test_a_circle_is_said() -> None:
    plain = example.comparison()
    circular = replace(plain, ties=tuple(replace(tie, circular=True) for tie in plain.ties))
    assert all(edge.label.startswith("↻") for edge in drawn(circular).edges if edge.how != "own")


ties = st.builds(
    lambda to, origin, how: Tie(f"a{to}", f"o{origin}", None, how, 10, (), "so"),
    st.integers(1, 4),
    st.integers(1, 9),
    st.sampled_from(["copied", "credited", "relayed", "inferred"]),
)


@given(st.lists(ties, max_size=20))
def test_no_box_lies_on_another_and_all_is_inside(found: list[Tie]) -> None:
    origins = tuple(Origin(f"o{n}", f"Origin number {n}", "agency") for n in range(1, 10))
    tree = drawn(replace(example.comparison(), origins=origins, ties=tuple(found), provenance=()))
    for column in (tree.origins, tree.articles):
        assert_apart(sorted(column, key=lambda box: box.y), tree.height)
    assert len(tree.edges) == len(found)


def assert_apart(boxes: list[Box], height: float) -> None:
    for above, below in pairwise(boxes):
        assert above.y + above.height < below.y + 0.1
    for box in boxes:
        assert box.y >= 0
        assert box.y + box.height <= height + 0.1
        assert box.x >= 0
        assert box.x + box.width <= WIDTH


@given(st.text(max_size=80))
def test_a_name_takes_at_most_two_lines(name: str) -> None:
    assert len(wrapped(name, 108)) <= 2
    assert max(map(len, wrapped(name, 108))) <= 108 / 5
