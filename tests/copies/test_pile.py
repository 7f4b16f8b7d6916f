"""Exact runs in a pile, against the plainest way to find them."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from stemma.copies import runs
from stemma.types import Article
from tests.copies.written import article

_TEXT = st.lists(st.sampled_from(["ash", "Ash", "bay", "cod", '"dab"', "eel"]), max_size=25).map(" ".join)


def found(articles: list[Article], shortest: int, many: int = 99) -> set[tuple[int, int, str, str]]:
    result = runs(articles, shortest, many)
    return {
        (int(a), int(b), articles[a].text[s[0] : s[1]], articles[b].text[t[0] : t[1]])
        for a, b, s, t in zip(result.first, result.second, result.first_span, result.second_span, strict=True)
    }


def plainly(articles: list[Article], shortest: int) -> set[tuple[int, int, str, str]]:
    """Every maximal run, word by word; "dab" is the quotation that breaks runs."""
    rows = [each.text.split() for each in articles]
    result = set()
    for a, first in enumerate(rows):
        for b in range(a + 1, len(rows)):
            second = rows[b]
            for i in range(len(first)):
                for j in range(len(second)):
                    if _same(first, second, i - 1, j - 1) or not _same(first, second, i, j):
                        continue
                    size = 0
                    while _same(first, second, i + size, j + size):
                        size += 1
                    if size >= shortest:
                        result.add((a, b, " ".join(first[i : i + size]), " ".join(second[j : j + size])))
    return result


def _same(first: list[str], second: list[str], i: int, j: int) -> bool:
    inside = 0 <= i < len(first) and 0 <= j < len(second)
    return inside and first[i].lower() == second[j].lower() and first[i] != '"dab"'


@settings(max_examples=150, deadline=None)
@given(st.lists(_TEXT, min_size=2, max_size=4), st.integers(1, 5))
def test_every_maximal_run_is_found_and_nothing_else(texts: list[str], shortest: int) -> None:
    articles = [article(f"a{number}", text) for number, text in enumerate(texts)]
    assert found(articles, shortest) == plainly(articles, shortest)


def test_what_many_articles_of_one_outlet_carry_is_listed_apart() -> None:
    line = "get the morning letter of the tern in your inbox before the first boat leaves"
    same = [article(f"t{n}", f"Of story {n}: {line}", outlet="Tern") for n in range(5)]
    other = article("g", f"Gulls tell it their way. {line}", outlet="Gull")
    result = runs([*same, other])
    assert len(result.words) == 0
    [boilerplate] = result.boilerplate
    assert boilerplate.outlet == "Tern"
    assert boilerplate.words == len(line.split())
    assert boilerplate.articles == ("t0", "t1", "t2", "t3", "t4", "g")


def test_a_run_ends_where_the_part_of_the_page_does() -> None:
    words = [f"word{number}" for number in range(12)]
    split = article("a", " ".join(words[6:]), headline=" ".join(words[:6]))
    whole = article("b", " ".join(words))
    assert not found([split, whole], 12)
    assert len(found([split, whole], 6)) == 2


def test_no_articles_no_runs() -> None:
    assert len(runs([]).words) == 0
    assert len(runs([article("a", "..."), article("b", "")]).words) == 0
