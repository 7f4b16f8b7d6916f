"""Who said what: the shapes in which newspapers print speech, and any text at all."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemma.ingest import from_text
from stemma.reading import names, quotations, sentences
from stemma.reading.model import pieces
from stemma.reading.model.tagging import Tagging, tag
from stemma.reading.quotations import quotes
from stemma.types import Article, Part, Quotation, Sentence, Span, Words


@dataclass(frozen=True, slots=True)
class Said:
    """A quotation as words."""

    content: list[str]
    cue: str
    speaker: str | None
    type: str
    channel: str | None
    relayed_from: str | None
    unnamed: bool


def read(text: str, outlet: str = "") -> list[Said]:
    """The quotations of an article with this body."""
    article = from_text(f"Storm closes the harbour of Tarn\n\n{text}\n", outlet=outlet)
    split = sentences.split(article)
    tagging = tag(article.text, [(one.span.start, one.span.end) for one in split])
    entities = names.resolve(article, split, tagging)
    return [_said(article, one) for one in quotations.find(article, split, tagging, entities)]


def _said(article: Article, one: Quotation) -> Said:
    content = [article.words(span) for span in one.content]
    cue = " ".join(article.words(span) for span in one.cue)
    return Said(content, cue, one.speaker, one.type, one.channel, one.relayed_from, one.unnamed)


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("“The pier is gone,” Ann Holm said.", ["“The pier is gone,”"]),
        ('"The pier is gone," said Ann Holm, who runs the café.', ['"The pier is gone,"']),
        ("‘It’s the boats’ owners who pay,’ Ann Holm said.", ["‘It’s the boats’ owners who pay,’"]),
        ("Ann Holm said: “The pier is gone. We saw it go.”", ["“The pier is gone. We saw it go.”"]),
        ("“He shouted ‘run’ to all of us,” Ann Holm said.", ["“He shouted ‘run’ to all of us,”"]),
        ("“The pier,” Ann Holm said, “is gone.”", ["“The pier,”", "“is gone.”"]),
        ("''The pier is gone,'' Ann Holm said.", ["''The pier is gone,''"]),
    ],
)
def test_words_in_quotation_marks_are_direct(text: str, content: list[str]) -> None:
    (said,) = read(text)
    assert (said.content, said.cue, said.speaker, said.type) == (content, "said", "Ann Holm", "direct")


@pytest.mark.parametrize(
    ("text", "content", "cue", "speaker"),
    [
        ("Ann Holm said the harbour would stay closed until Friday.",
         "the harbour would stay closed until Friday", "said", "Ann Holm"),
        ("The harbour would stay closed until Friday, Ann Holm said on Monday.",
         "The harbour would stay closed until Friday", "said", "Ann Holm"),
        ("Ann Holm, the harbour master, told reporters that the pier had collapsed.",
         "the pier had collapsed", "told", "Ann Holm"),
        ("Four boats have sunk, according to Ann Holm.", "Four boats have sunk", "according to", "Ann Holm"),
        ("Police said that nobody was hurt.", "nobody was hurt", "said", "Police"),
        ("Two officials close to the talks, speaking on condition of anonymity, said the deal was dead.",
         "the deal was dead", "said", "Two officials"),
    ],
)  # fmt: skip
def test_reported_clauses_are_indirect(text: str, content: str, cue: str, speaker: str) -> None:
    (said,) = read(text)
    assert (said.content, said.cue, said.type) == ([content], cue, "indirect")
    assert (said.speaker or "").startswith(speaker)


def test_a_clause_with_quoted_words_is_mixed() -> None:
    (said,) = read("Ann Holm said it was “highly unlikely” that the pier would open again.")
    assert said.type == "mixed"
    assert said.content == ["it was “highly unlikely” that the pier would open again"]


def test_scare_quotes_and_titles_are_no_quotations() -> None:
    assert (
        read("The so-called “storm of the century” blew down a shed near the film club showing “Gulls at Sea”.") == []
    )


def test_what_nobody_said_is_no_quotation() -> None:
    assert read("Ann Holm would not say whether the pier was safe. She was told that it had been closed.") == []


def test_a_sentence_in_quotation_marks_goes_on_with_the_speaker_before() -> None:
    first, second = read("“The pier is gone,” Ann Holm told reporters on Monday. “We saw it go.”")
    assert second.content == ["“We saw it go.”"]
    assert (second.speaker, second.cue) == (first.speaker, first.cue) == ("Ann Holm", "told")


def test_a_quotation_over_paragraphs_has_one_speaker() -> None:
    said = read("“The pier is gone,” said Ann Holm. “We saw it go.\n\n“Then the sheds went.”\n\nNobody was hurt.")
    assert [one.speaker for one in said] == ["Ann Holm"] * 3


def test_a_pronoun_is_whoever_spoke_before() -> None:
    said = read("Ann Holm said the pier was gone. “We saw it go,” she said. Her café is closed.")
    assert [one.speaker for one in said] == ["Ann Holm", "Ann Holm"]


def test_speakers_without_a_name_are_marked() -> None:
    (said,) = read("“The pier was rotten,” one diver said.")
    assert (said.speaker, said.unnamed) == ("one diver", True)


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("“The pier is gone,” Ann Holm wrote on X.", "on X"),
        ("Ann Holm said in a statement that the pier was gone.", "in a statement"),
        ("“The pier is gone,” Ann Holm said at a news conference on Monday.", "at a news conference"),
        ("“The pier is gone,” Ann Holm said by telephone.", "by telephone"),
        ("“The pier is gone,” Ann Holm said on Monday.", None),
    ],
)
def test_the_channel_is_told_as_printed(text: str, channel: str | None) -> None:
    assert [one.channel for one in read(text)] == [channel]


@pytest.mark.parametrize(
    ("text", "relay"),
    [
        ("“The pier is gone,” Ann Holm told the Tarn Gazette.", "Tarn Gazette"),
        ("“The pier is gone,” Ann Holm told the Harbour Post.", None),
        ("“The pier is gone,” Ann Holm told the Post.", None),
        ("“The pier is gone,” Ann Holm told us.", None),
        ("“The pier is gone,” Ann Holm told the council.", None),
        ("Ann Holm said the pier was gone, the Tarn Gazette reported.", "Tarn Gazette"),
    ],
)
def test_another_publisher_passes_it_on(text: str, relay: str | None) -> None:
    assert [one.relayed_from for one in read(text, outlet="Harbour Post")] == [relay]


def test_credited_wire_copy_is_relayed_until_the_outlet_speaks_of_itself() -> None:
    said = read(
        "TARN (KPA) — The pier is gone, the coast guard said.\n\n"
        "“We saw it go,” said Ann Holm.\n\n"
        "Jonas Brandt told the Harbour Post that his boat had sunk.\n\n"
        "“It was a good boat,” he said.\n",
        outlet="Harbour Post",
    )
    assert [one.relayed_from for one in said] == ["KPA", "KPA", None, None]


def test_a_headline_takes_its_speaker_from_the_text() -> None:
    article = from_text("“We saw it go”: a pier is lost in the night\n\n“We saw it go,” Ann Holm said on Monday.\n")
    split = sentences.split(article)
    tagging = tag(article.text, [(one.span.start, one.span.end) for one in split])
    found = quotations.find(article, split, tagging, names.resolve(article, split, tagging))
    assert [one.speaker for one in found] == ["Ann Holm", "Ann Holm"]
    assert found[0].cue == ()


def test_the_turns_of_a_transcript_are_quotations() -> None:
    said = read(
        "Ann Holm spoke to Jonas Brandt on the radio.\n\n"
        "BRANDT: Is the pier gone?\n\nHOLM: It is. We saw it go.\n\n"
        "Then the sheds went.\n\nBRANDT: Thank you.\n"
    )
    assert [one.content for one in said] == [
        ["Is the pier gone?"],
        ["It is. We saw it go.", "Then the sheds went."],
        ["Thank you."],
    ]
    assert [one.speaker for one in said] == ["Jonas Brandt", "Ann Holm", "Jonas Brandt"]


def test_a_line_with_a_heading_is_no_transcript() -> None:
    assert read("VOTE: Who should pay for the pier?\n\nThe pier was old.") == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("He paid for a 12\" board and said \"fine\" to it", ['"fine"']),
        ("the boats’ owners, the ’90s and rock ’n’ roll", []),
        ("„Ja,“ sagt er. «Oui,» dit-il.", ["„Ja,“", "«Oui,»"]),
        ("“We went. “We came back,” he said.", ["“We came back,”"]),
        ("a ‘war on gulls’ was called, then ‘no’", ["‘war on gulls’", "‘no’"]),
        ("“We left,\" he said. “We said \"no\" twice.”", ["“We left,\"", "“We said \"no\" twice.”"]),
    ],
)  # fmt: skip
def test_quotation_marks_are_told_from_apostrophes_and_inches(text: str, wanted: list[str]) -> None:
    assert [text[one.start : one.end] for one in quotes.find(text, [(0, len(text))])] == wanted


# --- any text --------------------------------------------------------------------------------------

_WORDS = [
    "said",
    "told",
    "Ann",
    "Holm",
    "the",
    "pier",
    "was",
    "gone",
    "that",
    "she",
    "and",
    "who",
    "according",
    "to",
    "called",
    "it",
    "in",
    "a",
    "statement",
    "Gazette",
    "reported",
    "adding",
    "X",
]
_MARKS = ["“", "”", '"', "‘", "’", "'", ",", ".", ":", ";", "?", "(", ")", "—", "🙂", "مرحبا", "\n\n"]
_TAGS = [
    "NOUN",
    "VERB",
    "PROPN",
    "PRON",
    "DET",
    "ADP",
    "AUX",
    "PUNCT",
    "SCONJ",
    "CCONJ",
    "ADV",
    "ADJ",
    "NUM",
    "X",
]


def random_tagging(text: str, split: tuple[Sentence, ...], tags: list[str]) -> Tagging:
    """Words of the text with arbitrary parts of speech."""
    found = [(a, b, n) for n, one in enumerate(split) for a, b in pieces.words(text, one.span.start, one.span.end)]
    start, end, sentence = (np.array([row[k] for row in found], np.int32) for k in range(3))
    upos = tuple(tags[i % len(tags)] for i in range(len(found)))
    words = Words(start, end, sentence, upos, np.full(len(found), -1, np.int32), ("dep",) * len(found))
    return Tagging(words, (), ())


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from(_WORDS + _MARKS), max_size=80),
    st.lists(st.sampled_from(_TAGS), min_size=1, max_size=17),
    st.sampled_from([" ", ""]),
)
def test_any_text_gives_sound_quotations(listed: list[str], tags: list[str], space: str) -> None:
    text = space.join(listed)
    article = Article("a", text, "", "", "", (Part("body", Span("a", 0, len(text))),))
    split = sentences.split(article)
    found = quotations.find(article, split, random_tagging(text, split, tags), ())
    for one in found:
        assert one.content
        for span in (*one.content, *one.cue, *one.source):
            assert 0 <= span.start < span.end <= len(text)
            assert not text[span.start].isspace()
            assert not text[span.end - 1].isspace()
    for kind in ("direct", "indirect", "mixed"):
        spans = sorted(span for one in found if one.type == kind for span in one.content)
        assert all(a.end <= b.start for a, b in pairwise(spans))


def test_a_million_quotation_marks_are_read() -> None:
    text = "“a” said b. " * 5_000 + '"' * 990_000
    article = Article("a", text, "", "", "", (Part("body", Span("a", 0, len(text))),))
    split = sentences.split(article)
    found = quotations.find(article, split, random_tagging(text, split, ["PUNCT", "VERB", "NOUN"]), ())
    spans = [span for one in found for span in one.content]
    assert all(a.end <= b.start for a, b in pairwise(spans))
