"""Words from outside, made safe to look at."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from stemma.show.text import line, series, shorten, visible

STEERING = ("Cc", "Cs")
BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@given(st.text(st.characters(exclude_categories=[]), max_size=60))
def test_nothing_that_steers_is_left(text: str) -> None:
    shown = line(text)
    assert not any(unicodedata.category(letter) in STEERING or letter in BIDI for letter in shown)
    shown.encode("utf-8")


def test_controls_become_signs_and_words_stay() -> None:
    assert visible("a\x1b[31mb\x00") == "a␛[31mb␀"
    assert visible("txt\u202egpj") == "txt⟨U+202E⟩gpj"
    assert visible("naïve 東京 👩\u200d🚒") == "naïve 東京 👩\u200d🚒"


def test_line_endings_are_kept_only_where_asked_for() -> None:
    assert visible("one\r\ntwo\rthree\tx", lines=True) == "one\ntwo\nthree\tx"
    assert "\n" not in visible("one\ntwo")


@given(st.text(max_size=200), st.integers(2, 80))
def test_shortened_words_fit(text: str, limit: int) -> None:
    assert len(shorten(text, limit)) <= limit


def test_series() -> None:
    assert [series(names) for names in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
