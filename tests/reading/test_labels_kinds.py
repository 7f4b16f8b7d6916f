"""Labels on invented reports of many kinds of outlet, against marks made by hand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from stemma import ingest
from stemma.reading import read
from stemma.types import Article, Reading
from tests.reading.labelled import TEXTS
from tests.reading.test_labels_read import labels

_MARK = re.compile(r"\[([^\[\]|]+)\|([^\[\]|]*)\]")
_WRAPPED = re.compile(r"(?<=[^\n]{70})\n(?=[^\n])")

Place = tuple[int, int, str]


def test_most_labels_of_every_kind_of_outlet_are_found_and_few_others(tmp_path: Path) -> None:
    right = wanted = shown = 0
    for marked in TEXTS.values():
        text, gold = unmarked(_WRAPPED.sub(" ", marked))
        found = seen(text, tmp_path / "report.txt")
        right += sum(any(same(place, one) for place in found) for one in gold)
        wanted += len(gold)
        shown += len(found)
    assert wanted > 50
    assert right / wanted >= 0.75
    assert right / shown >= 0.65


def unmarked(marked: str) -> tuple[str, list[Place]]:
    """The text without its marks, and what was marked: offsets, and a name of whom it is put on."""
    text, gold, at = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()]
        if match[2]:
            gold.append((len(text), len(text) + len(match[1]), match[2]))
        text += match[1]
        at = match.end()
    return text + marked[at:], gold


def seen(text: str, file: Path) -> list[Place]:
    """The labels found, with every name of whom they are put on."""
    file.write_text(text, encoding="utf-8")
    (article,) = ingest.articles([str(file)])
    assert isinstance(article, Article)
    reading: Reading = read(article)
    called = {e.id: " / ".join(article.words(m.span) for m in e.mentions) for e in reading.entities}
    return [(label.words.start, label.words.end, called[label.entity]) for label in reading.labels]


def same(found: Place, gold: Place) -> bool:
    """Whether a label shares half of the shorter one with a mark, and is put on the same person."""
    shared = min(found[1], gold[1]) - max(found[0], gold[0])
    return shared * 2 >= min(found[1] - found[0], gold[1] - gold[0]) and gold[2] in found[2]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        # in a quotation, of somebody who does not speak
        ("Carl Lorne closed the mill.\n\n“He is a coward,” said Ana Reyes.", ("Carl Lorne", "a coward")),
        # whom the sentence before quotes, however the verb is called
        (
            "Joan Abel left. “I am cold,” wailed nurse Ana Reyes. The 34-year-old mother of two said so twice.",
            ("Ana Reyes", "The 34-year-old mother of two"),
        ),
        # named only later
        (
            "A young man was shot dead on Monday. Police came late.\n\nHis family named him as Omar Bell, 22.",
            ("Omar Bell", "A young man"),
        ),
        ("Weeks later Ana Reyes, who speaks four languages, came home.", ("Ana Reyes", "who speaks four languages")),
    ],
)
def test_whom_a_description_away_from_a_name_means(text: str, label: tuple[str, str]) -> None:
    assert label in labels(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ana Reyes, no relation of the mayor, came home.",
        "Ana Reyes, who is not related to the mayor, came home.",
        "His director, Ana Reyes, came home.",
        "Ana Reyes, a spokeswoman for the port, came home.",
        "According to Thurman, Ana Reyes came home.",
        "It is clear Reyes will come home. Ana Reyes said so.",
        "The special envoy of the Republic of Senna, Ana Reyes, came home.",
    ],
)
def test_what_is_no_label(text: str) -> None:
    assert labels(text) == []
