"""Words put on people."""

from __future__ import annotations

import pytest

from stemma.reading import labels, names
from stemma.types import Quotation, Span
from tests.reading.tagged import tagged


def found(marked: str, *, verbs: str = "", adjectives: str = "", headline: bool = False) -> list[tuple[str, str]]:
    """The person and the words of each label."""
    article, sentences, tagging = tagged(marked, verbs=verbs, adjectives=adjectives, headline=headline)
    entities = names.resolve(article, sentences, tagging)
    by_id = {e.id: e.name for e in entities}
    return [(by_id[one.entity], article.words(one.words)) for one in labels.find(article, tagging.words, entities, ())]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("{Ana Roos}, a retired boxer from Lund, met us.", "a retired boxer from Lund"),
        ("{Ana Roos}, 41, a baker, met us.", "a baker"),
        ("We met delivery driver {Ana Roos}.", "delivery driver"),
        ("The darling of the docks, {Ana Roos}, met us.", "The darling of the docks"),
        ("{Ana Roos} is a former champion.", "a former champion"),
        ("We met brave {Ana Roos}.", "brave"),
    ],
)
def test_descriptions_beside_a_name(text: str, label: str) -> None:
    assert found(text, adjectives="retired former brave") == [("Ana Roos", label)]


def test_an_office_is_a_label_only_with_a_judgement() -> None:
    assert found("{Ana Roos}, the mayor, met us.") == []
    assert found("Mayor {Ana Roos} met us.") == []
    assert found("{Ana Roos}, the embattled mayor, met us.", adjectives="embattled") == [
        ("Ana Roos", "the embattled mayor")
    ]


def test_a_description_that_stands_for_the_name() -> None:
    text = "{Ana Roos} was jailed. The disgraced tycoon wept."
    assert found(text, adjectives="disgraced", verbs="jailed") == [("Ana Roos", "The disgraced tycoon")]


def test_an_age_tells_who_is_meant() -> None:
    text = "{Ana Roos}, 41, met {Ben Hale}, 58. The 58-year-old builder left."
    assert ("Ben Hale", "The 58-year-old builder") in found(text)


def test_a_bare_noun_said_again_is_no_label() -> None:
    text = "{Ana Roos}, a singer from Lund, met us. The singer left."
    assert [words for _, words in found(text)] == ["a singer from Lund"]


def test_bylines_and_organisations_have_no_labels() -> None:
    assert found("By star reporter {Ben Hale}\n{{Harbour Board}}, a busy office, left.") == []


def test_a_label_knows_the_quotation_it_stands_in() -> None:
    article, sentences, tagging = tagged("“{Ana Roos} is a crook,” Mr {Ben Hale} said.")
    entities = names.resolve(article, sentences, tagging)
    content = Span(article.id, 0, article.text.index("”") + 1)
    quotation = Quotation("q1", (content,), (), (), "direct")
    (label,) = labels.find(article, tagging.words, entities, (quotation,))
    assert (article.words(label.words), label.quotation) == ("a crook", "q1")


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("{Ana Roos}, dubbed the Owl by rivals, met us.", "the Owl"),
        ("Mr {Ben Hale} met {Ana Roos} and called her a coward.", "a coward"),
        ("{Ana Roos} was known as the iron baker.", "the iron baker"),
    ],
)
def test_what_somebody_is_called_in_so_many_words(text: str, label: str) -> None:
    assert (label in [words for _, words in found(text, verbs="dubbed called known")]) is True
