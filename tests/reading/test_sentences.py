"""Sentences as a reader would count them, and nothing lost on any text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemma.reading.sentences import LONGEST, split
from stemma.types import Article, Part, PartKind, Span


def article(*parts: tuple[PartKind, str]) -> Article:
    """An article whose text is the parts, with a line between them."""
    text, made = "", []
    for kind, words in parts:
        made.append(Part(kind, Span("a", len(text), len(text) + len(words))))
        text += words + "\n"
    return Article("a", text, "", "a.txt", "a.txt", tuple(made))


def sentences(text: str) -> list[str]:
    report = article(("body", text))
    return [report.words(sentence.span) for sentence in split(report)]


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Brandt met Lt. J. R. Holm Jr. of the U.S. Army on Jan. 5 at 6.25am.",
        "Shares of Kestrel Inc. rose 2.5 percent to $4.10, vs. No. 3 in the list, St. Ives Ltd.",
        "“Why now?” Holm asked, and nobody at www.kestrel.example/a.b?c=d answered.",
        "“Leave!” Mr Brandt shouted at them.",
        "They met at 5 p.m. Friday in Tarn, i.e. after dark.",
        "The company—called Yonder!—said no.",
        "He waited… and waited.",
    ],
)
def test_one_sentence_stays_one(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "He left the U.S. | The rest stayed.",
        "“We looked. | We found nothing,” she said. | “It is over.” | It ended at 6 p.m. | It resumes.",
        "\"One came.\" | 'Two came.' | (Nobody stayed.) | Three left!",
        "It cost 5. | 12 people paid. | Is that much? | Yes...",
        "first it rained. | then it froze.",
        "雨が降った。| 川があふれた。",
    ],
)
def test_sentences_are_parted(text: str) -> None:
    wanted = [piece.strip() for piece in text.split("|")]
    assert sentences(text.replace("|", " ").replace("  ", " ")) == wanted


def test_wrapped_lines_are_one_paragraph_and_other_lines_are_their_own() -> None:
    wrapped = (
        "The harbour was closed for most of the morning after a barge broke\n"
        "loose from its moorings and drifted across the main channel, where\n"
        "it came to rest against the old fish pier.\n\nNobody was hurt."
    )
    assert len(sentences(wrapped)) == 2
    assert sentences("HOLM: We looked for it\nBRANDT: We did not") == [
        "HOLM: We looked for it",
        "BRANDT: We did not",
    ]


def test_parts_keep_their_kind_and_boilerplate_gives_nothing() -> None:
    report = article(("headline", "Barge adrift"), ("body", "It drifted. It sank."), ("boilerplate", "Sign up."))
    found = [(sentence.part, sentence.paragraph, report.words(sentence.span)) for sentence in split(report)]
    assert found == [("headline", 0, "Barge adrift"), ("body", 1, "It drifted."), ("body", 1, "It sank.")]


def test_a_text_without_ends_is_cut_at_words() -> None:
    pieces = sentences("and then the river rose " * 400)
    assert all(len(piece) <= LONGEST for piece in pieces)
    assert all(set(piece.split()) <= {"and", "then", "the", "river", "rose"} for piece in pieces)


hostile = st.text(st.sampled_from("ab A.!?…\"'“”‘’()[] \n\r\t\u2028。12-•") | st.characters(), max_size=400)


@given(hostile, hostile)
def test_nothing_is_lost_nor_counted_twice(first: str, second: str) -> None:
    report = article(("headline", first), ("body", second * 5))
    spans = [sentence.span for sentence in split(report)]
    for one, two in pairwise(spans):
        assert one.end <= two.start
    for part in report.parts:
        inside = [span for span in spans if part.span.start <= span.start and span.end <= part.span.end]
        kept = "".join(report.words(span) for span in inside)
        assert "".join(kept.split()) == "".join(report.words(part.span).split())
    assert all(0 < len(span) <= LONGEST and report.words(span).strip() == report.words(span) for span in spans)
    assert len(spans) == sum(p.span.start <= s.start and s.end <= p.span.end for s in spans for p in report.parts)
