"""The sheet on the terminal: it fits, it is plain in a pipe, and nothing from outside steers it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from rich.cells import cell_len
from rich.console import Console, RenderableType
from syrupy.assertion import SnapshotAssertion

from stemma.show.terminal import marked, sheet
from tests.show import example, hostile


def printed(what: RenderableType, width: int = 80, *, colour: bool = False) -> str:
    console = Console(width=width, force_terminal=colour, color_system="standard" if colour else None, highlight=False)
    with console.capture() as capture:
        console.print(what)
    return capture.get()


def test_the_sheet(snapshot: SnapshotAssertion) -> None:
    assert printed(sheet(example.comparison())) == snapshot


def test_the_sheet_with_details(snapshot: SnapshotAssertion) -> None:
    assert printed(sheet(example.comparison(), verbose=True), 120) == snapshot


def test_a_reading(snapshot: SnapshotAssertion) -> None:
    assert printed(marked(example.comparison().readings[2])) == snapshot


@pytest.mark.parametrize("width", [80, 100, 120])
@pytest.mark.parametrize("harmful", [False, True])
def test_no_line_is_wider_than_the_terminal_or_ends_in_spaces(width: int, harmful: bool) -> None:
    comparison = hostile.hostile() if harmful else example.comparison()
    lines = printed(sheet(comparison, verbose=True), width).splitlines()
    assert max(cell_len(line) for line in lines) <= width
    assert not [line for line in lines if line != line.rstrip()]


def test_nothing_from_outside_steers_the_terminal() -> None:
    for text in (
        printed(sheet(hostile.hostile(), verbose=True)),
        printed(marked(hostile.hostile().readings[3])),
    ):
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
        assert "<script>" in text
        assert "␛[31m" in re.sub(r"\s+", "", text)


def test_square_brackets_are_words_not_markup() -> None:
    comparison = replace(example.comparison(), notes=("[bold red]closed[/] and [/nonsense]",))
    assert "[bold red]closed[/] and [/nonsense]" in printed(sheet(comparison))


def test_styles_only_where_the_console_has_them() -> None:
    assert "\x1b[" in printed(sheet(example.comparison()), colour=True)
    assert "\x1b" not in printed(sheet(example.comparison()))


def test_what_a_reader_must_not_miss() -> None:
    text = " ".join(printed(sheet(example.comparison())).split())
    assert "4 articles from 3 outlets · 2 independent origins" in text
    assert "one speaker: police" in text
    assert "outlet not stated; incomplete: the last sentence is cut" in text
    assert "Northgate Wire → Valley Sun" in text
    assert "Valley Sun (citing Piet Hallam)" in text
    assert "Not read: in/broken.bin: this is no text" in text


def test_one_speaker_behind_everything_is_never_called_independent() -> None:
    plain = example.comparison()
    only = replace(plain, claims=plain.claims[:1])
    text = printed(sheet(only))
    assert "2 origins, one speaker: police" in text
    assert "independent" not in text


def test_a_long_story_is_cut_and_says_so() -> None:
    plain = example.comparison()
    many = replace(plain, claims=tuple(replace(plain.claims[1], id=f"c{n}") for n in range(30)))
    short, whole = printed(sheet(many)), printed(sheet(many, verbose=True))
    assert "and 22 more" in short
    assert short.count("Fourteen people") < whole.count("Fourteen people")
    assert "more:" not in whole


def test_a_comparison_without_findings() -> None:
    text = printed(sheet(example.without_findings(), verbose=True))
    assert "No article was found to have text or facts from another." in text
