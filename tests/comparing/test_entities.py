"""Who in one report is whom in another."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from stemma import naming
from stemma.comparing import entities
from stemma.types import Article, Entity, EntityKind, Mention, Part, Reading, Span, Words

_NONE = np.zeros(0, np.int32)
_NO_WORDS = Words(_NONE, _NONE, _NONE, (), _NONE, ())


def reading(id: str, *found: str | tuple[str, ...], kind: EntityKind = "person") -> Reading:
    """An article that names these; ("Ana Roos", "mayor") has an office, ("", "the mayor") is unnamed."""
    text, listed = "", []
    for number, one in enumerate(found, 1):
        name, *offices = (one,) if isinstance(one, str) else one
        words = name or offices[0]
        title = words.split()[0] in ("Mr", "Mrs", "Ms", "General")
        bare = words.split(maxsplit=1)[1] if title else words
        start = len(text) + len(words) - len(bare)
        mentions = [Mention(Span(id, start, start + len(bare)), "name" if name else "title")]
        if title:
            mentions.insert(0, Mention(Span(id, len(text), start + len(bare)), "title"))
        text += words + ". "
        listed.append(Entity(f"n{number}", bare, kind, tuple(mentions), tuple(offices), bool(name)))
    article = Article(id, text, "0" * 64, id, id, (Part("body", Span(id, 0, len(text))),))
    vectors = np.zeros((0, 384), np.float32)
    return Reading(article, (), _NO_WORDS, (), tuple(listed), (), (), (), (), (), vectors)


def together(*readings: Reading) -> set[frozenset[tuple[str, str]]]:
    """Which (article, entity) are one."""
    of = entities.match(readings).of
    return {frozenset(key for key in of if of[key] == id) for id in of.values()}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Park Jae-Min", "Park Jae Min"),
        ("Yussuf Farah", "Yusuf Farah"),
        ("Wu Jianguo", "Woo Jian Guo"),
        ("Zoë Abad-Luna", "Zoe Abad Luna"),
        ("N. A. Farah", "Nura Amal Farah"),
        ("Nura Amal Farah", "Nura Farah"),
        ("Toby Hahn", "Tobias Hahn"),
        ("Sergei Volkov", "Sergey Wolkow"),
        ("Jae Min Park", "Park Jae-Min"),
        ("Ana Roos", "Roos"),
    ],
)
def test_spellings_of_one_person(one: str, other: str) -> None:
    assert len(together(reading("a", one), reading("b", other))) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ana Roos", "Peter Roos"),
        ("Mario Conti", "Maria Conti"),
        ("Daniel Haas", "Daniela Haas"),
        ("Ana Roos", "Ana Lind"),
        ("J. Roos", "Peter Roos"),
        ("Mr Roos", "Ms Roos"),
    ],
)
def test_two_people(one: str, other: str) -> None:
    assert len(together(reading("a", one), reading("b", other))) == 2


def test_a_surname_that_fits_two_people_is_left_alone() -> None:
    found = together(reading("a", "Ana Roos", "Peter Roos"), reading("b", "Roos"))
    assert frozenset({("b", "n1")}) in found


def test_an_office_settles_whose_surname_it_is() -> None:
    found = together(reading("a", ("Ana Roos", "mayor"), "Peter Roos"), reading("b", ("Roos", "mayor")))
    assert frozenset({("a", "n1"), ("b", "n1")}) in found


def test_two_people_of_one_article_never_meet_through_another() -> None:
    found = together(reading("a", "Ana Roos", "A. Roos"), reading("b", "Ana Roos"))
    assert all(len({article for article, _ in group}) == len(group) for group in found)


def test_an_unnamed_office_is_joined_to_its_bearer() -> None:
    found = together(reading("a", ("Ana Roos", "harbour master")), reading("b", ("", "harbour master")))
    assert len(found) == 1


def test_another_office_is_not() -> None:
    found = together(reading("a", ("Ana Roos", "finance minister")), reading("b", ("", "foreign minister")))
    assert len(found) == 2


def test_organisations_by_acronym_and_short_form() -> None:
    one = reading("a", "Coastal Rescue Authority", "Dale Courier", kind="organisation")
    assert len(together(one, reading("b", "CRA", "Courier", kind="organisation"))) == 2


def test_the_order_of_the_articles_changes_nothing_but_numbers() -> None:
    articles = [
        reading("a", "Ana Roos", "Peter Roos", "Sergei Volkov"),
        reading("b", "A. Roos", "Volkov", ("", "mayor")),
        reading("c", ("Ana Roos", "mayor"), "Sergey Wolkow"),
    ]
    assert len({frozenset(together(*order)) for order in permutations(articles)}) == 1


def test_the_entity_has_the_fullest_name_and_all_mentions_in_order() -> None:
    matched = entities.match([reading("a", "Farah"), reading("b", ("Nura Farah", "mayor"))])
    (farah,) = matched.entities
    assert (farah.id, farah.name, farah.offices) == ("e1", "Nura Farah", ("mayor",))
    assert [m.span.article for m in farah.mentions] == ["a", "b"]


def test_entities_in_more_articles_come_first() -> None:
    matched = entities.match([reading("a", "Ben Hale", "Ana Roos"), reading("b", "Ana Roos")])
    assert [e.name for e in matched.entities] == ["Ana Roos", "Ben Hale"]


@pytest.mark.parametrize(
    ("a", "b", "how"),
    [
        ("Ana Maria Roos", "Ana Roos", "same"),
        ("A. M. Roos", "Ana Maria Roos", "initial"),
        ("Bob Hale", "Robert Hale", "short"),
        ("Khaled Nasser", "Khalid Nasser", "variant"),
        ("Ana Roos", "Eva Roos", "no"),
        ("Maria Roos", "Roos", "no"),
    ],
)
def test_how_names_fit(a: str, b: str, how: str) -> None:
    assert naming.fit(naming.parts(a), naming.parts(b)) == how
    assert naming.fit(naming.parts(b), naming.parts(a)) == how


@pytest.mark.parametrize(
    ("printed", "folded"), [("Łukasz Wójcik", "lukasz wojcik"), ("O’Brien", "obrien"), ("Aït-Ali", "ait ali")]
)
def test_folding(printed: str, folded: str) -> None:
    assert naming.fold(printed) == folded
