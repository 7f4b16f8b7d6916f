"""Corrections as a comparison takes them: they hold over what is found, and change nothing else."""

from __future__ import annotations

from itertools import permutations

from stemma.comparing import entities
from stemma.comparing.corrected import Identity, stated_apart, without
from stemma.types import Reading, Span
from tests.comparing.test_entities import reading

Key = tuple[str, str]


def named(one: Reading, *numbers: int) -> tuple[Span, ...]:
    """Where an article names the entities of these numbers."""
    return tuple(one.entities[number - 1].mentions[0].span for number in numbers)


def one(first: tuple[Span, ...], second: tuple[Span, ...]) -> Identity:
    return Identity(first, second, one=True)


def two(first: tuple[Span, ...], second: tuple[Span, ...]) -> Identity:
    return Identity(first, second, one=False)


def together(readings: tuple[Reading, ...], *said: Identity) -> set[frozenset[Key]]:
    """Which (article, entity) are one, in every order of the articles alike."""
    found = set()
    for some in permutations(readings):
        of = entities.match(some, said).of
        found.add(frozenset(frozenset(key for key in of if of[key] == id) for id in of.values()))
    (only,) = found
    return set(only)


def test_who_fits_both_of_two_that_are_kept_apart_is_left_by_itself() -> None:
    a, b, c = (reading(name, "Ana Roos") for name in "abc")
    assert together((a, b, c)) == {frozenset({("a", "n1"), ("b", "n1"), ("c", "n1")})}
    apart = together((a, b, c), two(named(a, 1), named(b, 1)))
    assert apart == {frozenset({(name, "n1")}) for name in "abc"}


def test_others_of_a_side_stay_with_it() -> None:
    a, b, c, d = (reading(name, "Ana Roos") for name in "abcd")
    said = two((*named(a, 1), *named(b, 1)), (*named(c, 1), *named(d, 1)))
    assert together((a, b, c, d), said) == {
        frozenset({("a", "n1"), ("b", "n1")}),
        frozenset({("c", "n1"), ("d", "n1")}),
    }


def test_two_surnames_that_are_kept_apart_are_not_joined_by_a_full_name() -> None:
    a, b, c = reading("a", "Ana Roos"), reading("b", "Roos"), reading("c", "Roos")
    assert together((a, b, c), two(named(b, 1), named(c, 1))) == {frozenset({(name, "n1")}) for name in "abc"}
    joined = together((a, b, c), two(named(b, 1), named(a, 1)))
    assert frozenset({("b", "n1"), ("a", "n1")}) not in joined


def test_one_joins_all_that_either_was_found_to_be() -> None:
    a, b = reading("a", "Ana Roos", "Peter Lind"), reading("b", "Ana Roos")
    c, d = reading("c", "Mirela Toth"), reading("d", "Mirela Toth", "Ana Roos")
    found = together((a, b, c, d), one(named(b, 1), named(c, 1)))
    assert found == {
        frozenset({("a", "n1"), ("b", "n1"), ("c", "n1"), ("d", "n1"), ("d", "n2")}),
        frozenset({("a", "n2")}),
    }


def test_one_holds_across_kinds() -> None:
    a, b = reading("a", "Sula"), reading("b", "Sula", kind="organisation")
    assert len(together((a, b))) == 2
    assert len(together((a, b), one(named(a, 1), named(b, 1)))) == 1


def test_of_two_that_contradict_each_other_the_later_holds() -> None:
    a, b = reading("a", "Ana Roos"), reading("b", "Mirela Toth")
    join, part = one(named(a, 1), named(b, 1)), two(named(b, 1), named(a, 1))
    assert len(together((a, b), join)) == 1
    assert len(together((a, b), join, part)) == 2
    assert len(together((a, b), join, part, join)) == 1


def test_what_is_said_of_nobody_named_changes_nothing() -> None:
    a, b = reading("a", "Ana Roos"), reading("b", "Ana Roos")
    nowhere = Span("a", 8, 9)
    assert together((a, b), two((nowhere,), named(b, 1))) == together((a, b))


def test_what_is_said_of_a_passage_holds_for_its_parts_and_what_it_is_part_of() -> None:
    apart = ((Span("a", 10, 50), Span("b", 0, 30)),)
    assert stated_apart(apart, Span("b", 5, 9), Span("a", 10, 20))
    assert stated_apart(apart, Span("a", 0, 60), Span("b", 0, 30))
    assert not stated_apart(apart, Span("a", 45, 60), Span("b", 0, 30))
    assert not stated_apart(apart, Span("a", 10, 50), Span("c", 0, 30))
    spans = [Span("c", 0, 9), Span("b", 0, 30), Span("a", 10, 50), Span("d", 0, 9)]
    assert without(apart, spans) == [0, 1, 3]
