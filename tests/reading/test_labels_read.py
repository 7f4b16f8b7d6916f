"""Labels of articles as the shipped weights read them: kinds that rest on syntax."""

from __future__ import annotations

import pytest

from stemma.reading import read
from tests.reading.written import written


def labels(text: str) -> list[tuple[str, str]]:
    """The person and the words of each label."""
    reading = read(written(text)[0])
    by_id = {entity.id: entity.name for entity in reading.entities}
    return [(by_id[label.entity], reading.article.words(label.words)) for label in reading.labels]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        # what syntax sets beside a name, whatever the noun
        ("“The planks were rotten,” said Ivo Marek, a cooper.", ("Ivo Marek", "a cooper")),
        (
            "Police are looking for Ana Lund, a retired restorer aged 78, whom they suspect.",
            ("Ana Lund", "a retired restorer aged 78"),
        ),
        ("Ana Lund of Westhaven, once a swimming champion, said no.", ("Ana Lund", "once a swimming champion")),
        (
            "Ben Ruhl, one of the four members who walked out, asked for a new vote.",
            ("Ben Ruhl", "one of the four members who walked out"),
        ),
        ("Ana Lund, the harbour's mayor, is “a woman who never sleeps”.", ("Ana Lund", "a woman who never sleeps")),
        # a clause after another description
        (
            "Ana Lund, the district engineer, who keeps bees on the roof, signed the order.",
            ("Ana Lund", "who keeps bees on the roof"),
        ),
        # an office with a clause of its own
        (
            "Ben Ruhl, the finance minister who resigned on Monday, has been asked to give evidence.",
            ("Ben Ruhl", "the finance minister who resigned on Monday"),
        ),
    ],
)
def test_what_follows_a_name(text: str, label: tuple[str, str]) -> None:
    assert label in labels(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ana Lund, the head of research, declined to comment.",
        "General Ben Ruhl, the chief of staff, met reporters.",
        "Ana Lund, who is 61, lives in Westhaven.",
        "Ana Lund, who has insisted that the gate was open, was suspended.",
        "Dana Holt told the council that Ben Ruhl, whose office is closed, had left.",
        "On Tuesday afternoon Ana Lund left the building.",
        "In a letter to staff Ruhl writes that he will give nothing back. Ben Ruhl left on Monday.",
    ],
)
def test_what_only_says_an_office_an_age_or_an_event_is_no_label(text: str) -> None:
    assert labels(text) == []


def test_a_noun_that_blames_or_praises_another_noun_is_a_judgement() -> None:
    assert ("Ana Lund", "the hero engineer") in labels("Ana Lund, the hero engineer, was given a medal.")
    assert labels("Ana Lund, the engineer, was given a medal.") == []


def test_companies_ships_and_countries_have_no_labels() -> None:
    text = "The oil firm Norvik fell by two per cent. Norvik said it would appeal. The troubled Norvik has no chief."
    assert labels(text) == []


@pytest.mark.parametrize(
    ("text", "label"),
    [
        (
            "Ben Ruhl, once the fund's bookkeeper and now the villain of the docks, was heard first.",
            ("Ben Ruhl", "now the villain of the docks"),
        ),
        (
            "They sat with Ben Ruhl, whom the whole town knows as the Ferryman, until noon.",
            ("Ben Ruhl", "the Ferryman"),
        ),
        ('"I looked away," rebel Ana Lund told the paper.', ("Ana Lund", "rebel")),
    ],
)
def test_second_descriptions_bynames_and_nouns_before_a_name(text: str, label: tuple[str, str]) -> None:
    assert label in labels(text)


def test_a_third_man_is_nobody_who_is_named_next() -> None:
    text = "A third man refused treatment. “It began in the cellar,” said Ben Ruhl. Ana Lund, a nurse, agreed."
    assert labels(text) == [("Ana Lund", "a nurse")]
