"""What the reader finds, on invented text; and that it holds on any text."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemma.reading.model import decode, tagging
from stemma.reading.model.tagging import Tagging, tag

LINES = (
    "VELSEN — The ferry to Port Amaro will sail again on Friday, harbour master Ines Corvo said.",
    "“We have tested every engine,” Corvo told reporters on Tuesday. “Nobody needs to worry.”",
    "The union disagreed. According to its chairman, Pavel Dorn, two of the four engines still leak oil.",
    "Dorn said that the Brightwater Shipping had ignored three warnings from French inspectors.",
    "A spokesman for the company denied that it had received any.",
)
ARTICLE = "\n".join(LINES)


def lines(text: str) -> list[tuple[int, int]]:
    """Each line as one sentence."""
    found, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            found.append((start, start + len(line)))
        start += len(line) + 1
    return found


def words(text: str, spans: tuple[tuple[int, int], ...]) -> list[str]:
    return [text[start:end].strip(' ,.“”"') for start, end in spans]


def test_names_have_their_kinds() -> None:
    found = {ARTICLE[name.start : name.end]: name.kind for name in tag(ARTICLE, lines(ARTICLE)).names}
    assert found["Ines Corvo"] == "person"
    assert found["Pavel Dorn"] == "person"
    assert found["Port Amaro"] == "place"
    assert found["Brightwater Shipping"] == "organisation"
    assert found["French"] == "group"


def test_who_said_what_in_a_quotation_cut_in_two() -> None:
    found = tag(ARTICLE, lines(ARTICLE)).attributions
    split = next(one for one in found if "tested" in ARTICLE[slice(*one.content[0])])
    assert words(ARTICLE, split.source) == ["Corvo"]
    assert "told" in words(ARTICLE, split.cue)[0]
    assert words(ARTICLE, split.content)[0] == "We have tested every engine"


def test_who_said_what_without_quotation_marks() -> None:
    found = tag(ARTICLE, lines(ARTICLE)).attributions
    for said, source, cue in (
        ("ignored three warnings", "Dorn", "said"),
        ("still leak oil", "its chairman, Pavel Dorn", "According to"),
        ("had received any", "A spokesman for the company", "denied"),
    ):
        one = next(o for o in found if any(said in part for part in words(ARTICLE, o.content)))
        assert words(ARTICLE, one.source) == [source]
        assert words(ARTICLE, one.cue) == [cue]


def test_two_statements_of_one_source() -> None:
    text = "Dorn said the cranes were safe, but he warned that the cables would not last another winter."
    found = tag(text, [(0, len(text))]).attributions
    assert [words(text, one.cue) for one in found] == [["said"], ["warned"]]
    text = "Dorn said the cranes were safe and warned that the cables would not last another winter."
    found = tag(text, [(0, len(text))]).attributions
    assert [words(text, one.source) for one in found] == [["Dorn"], ["Dorn"]]


def outputs(text: str, windows: list[tuple[int, int]], roles: str, link: tuple[int, int]) -> list[tagging._Output]:
    """What the model would say of windows of `text`: a letter of source, cue, content or "-" a word, capital
    where a span begins; link: the word at which a content begins, and the cue that it fits."""
    found = []
    for a, b in windows:
        tags = np.zeros((b - a, 9 + 13 + 17 + 1), np.float32)
        links, owners = np.full((2, b - a, b - a), -9, np.float32)
        for k, letter in enumerate(roles[a:b]):
            for role, name in enumerate("suc"):
                tags[k, 3 * role + (0 if letter.lower() != name else 1 if letter.isupper() else 2)] = 20
            tags[k, 9] = 20
        if a <= link[0] < b and a <= link[1] < b:
            links[link[0] - a, link[1] - a] = 9
        found.append(tagging._Output(tags, np.zeros_like(links), np.zeros(b - a, np.int64), links, owners))
    return found


@pytest.mark.parametrize(
    ("roles", "link"),
    [
        ("UCcccCccccCccc", (1, 0)),  # said first, and on through two windows more
        ("CccccCccccCccU", (10, 13)),  # said last
    ],
)
def test_a_content_that_goes_on_in_the_next_windows_is_one(roles: str, link: tuple[int, int]) -> None:
    text = "a b c d e f g h i j k l m n"
    read, windows = tagging._words(text, [(0, len(text))]), [(0, 5), (5, 10), (10, 14)]
    found = tagging._Found([], [], [], [], [])
    tagging._decode(read, windows, outputs(text, windows, roles, link), found)
    whole = text.replace(text[2 * link[1]], "").strip()
    assert [text[a:b] for one in found.attributions for a, b in one.content] == [whole]


def test_syntax_of_a_plain_sentence() -> None:
    text = "The old mayor did not open the bridge."
    columns = tag(text, [(0, len(text))]).words
    forms = [text[a:b] for a, b in zip(columns.start, columns.end, strict=True)]
    head = {form: forms[columns.head[i]] if columns.head[i] >= 0 else "" for i, form in enumerate(forms)}
    rel = dict(zip(forms, columns.rel, strict=True))
    assert (rel["open"], head["open"]) == ("root", "")
    assert (rel["mayor"], head["mayor"]) == ("nsubj", "open")
    assert (rel["bridge"], head["bridge"]) == ("obj", "open")
    assert (rel["not"], head["not"]) == ("advmod", "open")


def test_nothing_to_read() -> None:
    for text, sentences in (("", []), ("   ", [(0, 3)]), ("text outside", [])):
        found = tag(text, sentences)
        assert len(found.words.start) == 0
        assert not found.names
        assert not found.attributions


def test_alone_or_after_fifty_others_the_same_to_the_byte() -> None:
    alone = tag(ARTICLE, lines(ARTICLE))
    for k in range(50):
        other = f"Report {k}: the council of Ostrel voted {k} to 3. “So be it,” mayor Ana Bell said.\n" * (1 + k % 7)
        tag(other, lines(other))
    again = tag(ARTICLE, lines(ARTICLE))
    assert (again.names, again.attributions) == (alone.names, alone.attributions)
    for column in ("start", "end", "sentence", "head"):
        assert getattr(again.words, column).tobytes() == getattr(alone.words, column).tobytes()
    assert (again.words.upos, again.words.rel) == (alone.words.upos, alone.words.rel)


def test_a_sentence_longer_than_a_window_keeps_one_root() -> None:
    text = "the mayor said that " + "the bridge is closed and " * 120 + "nobody knows why"
    columns = tag(text, [(0, len(text))]).words
    assert (columns.head == -1).sum() == 1
    sound(text, [(0, len(text))], tag(text, [(0, len(text))]))


HOSTILE = (
    "MAYOR SAYS BRIDGE IS SAFE, UNION SAYS IT IS NOT",
    "“‘«\"'“‘«\"'",
    "he said \"she said 'they said “nothing",
    "REPORTER: Is it safe?\nMAYOR: It is.\nREPORTER: Who says so?",
    'קצין אמר כי "הגשר סגור" ‏ ו־🙂👩‍👩‍👧 said',
    "a" * 5000,
    "!?" * 2000,
    "\u0000\ud800\ufeff\u200b\u202e said \u0301\u0301",
    "1|2|3\t4\t5\n---|---\n6|7",
)


def test_hostile_text_gives_sound_spans() -> None:
    for text in HOSTILE:
        sound(text, lines(text), tag(text, lines(text)))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=60) | st.sampled_from(LINES), max_size=12).map("\n".join))
def test_any_text_gives_sound_spans(text: str) -> None:
    sound(text, lines(text), tag(text, lines(text)))


def sound(text: str, sentences: list[tuple[int, int]], found: Tagging) -> None:
    """Spans lie in the text and on words; neither contents nor names overlap; every sentence is one tree."""
    columns = found.words
    starts, ends = set(columns.start.tolist()), set(columns.end.tolist())
    contents = [span for one in found.attributions for span in one.content]
    named = [(name.start, name.end) for name in found.names]
    others = [span for one in found.attributions for span in (*one.source, *one.cue)]
    for start, end in (*contents, *named, *others):
        assert 0 <= start < end <= len(text)
        assert start in starts
        assert end in ends
    for spans in (contents, named):
        ordered = sorted(spans)
        assert all(a[1] <= b[0] for a, b in pairwise(ordered))
    assert all(one.content for one in found.attributions)
    for number, (a, b) in enumerate(sentences):
        inside = np.flatnonzero(columns.sentence == number)
        assert ((columns.start[inside] >= a) & (columns.end[inside] <= b)).all()
        if len(inside):
            assert (columns.head[inside] == -1).sum() == 1
            for word in inside.tolist():
                steps = 0
                while word >= 0:
                    assert columns.sentence[word] == number
                    word, steps = int(columns.head[word]), steps + 1
                    assert steps <= len(inside)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 12), st.integers(0, 2**32 - 1))
def test_any_scores_give_a_tree(size: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    heads = decode.tree(
        rng.standard_normal((size, size)).astype(np.float32), rng.standard_normal(size).astype(np.float32)
    )
    assert (heads == -1).sum() == 1
    for word in range(size):
        seen = set()
        while word >= 0:
            assert word not in seen
            seen.add(word)
            word = int(heads[word])


def test_windows_hold_every_word_once() -> None:
    text = "\n".join(f"Sentence {k} has {'very ' * (k % 40)}many words." for k in range(80))
    found = tagging._words(text, lines(text))
    windows = list(tagging._windows(found))
    assert [start for start, _ in windows] == [0, *(end for _, end in windows[:-1])]
    assert windows[-1][1] == len(found.start)
    assert all(sum(map(len, found.pieces[a:b])) + 2 <= tagging.LENGTH for a, b in windows)
