"""What pages make of values: passages in runs, names of different people, from when to when."""

from __future__ import annotations

import pytest

from stemma.types import Span
from stemma.web.rendering import address, apart, link, runs, since


def test_a_passage_in_runs_is_printable_and_whole() -> None:
    words = "The 🚢 Sula ran\n\naground\u202e."
    found = runs(words, 100, [Span("a", 106, 110), Span("a", 116, 123)])
    assert found == [("The 🚢 ", False), ("Sula", True), (" ran ", False), ("aground", True), ("⟨U+202E⟩.", False)]


def test_one_person_in_two_spellings_is_named_once() -> None:
    names = ["Eddery", "Tom Eddery", "Agnieszka Dolega", "Agnieszka Dołęga", "Ada Lorne"]
    assert apart(names, 5) == ["Tom Eddery", "Agnieszka Dolega", "Ada Lorne"]


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        ("2031-03-04", "2031-03-06T10:00", "4 to 6 March 2031"),
        ("2031-02-27", "2031-03-01", "27 February 2031 to 1 March 2031"),
        ("2031-03-04T08:00", "2031-03-04T18:10+01:00", "18:10"),
        ("2031-03-04", "2031-03-04", ""),
        (None, None, ""),
        ("2031", "2031-03-04", "2031 to 4 March 2031"),
    ],
)
def test_from_when_to_when(first: str | None, last: str | None, told: str) -> None:
    assert since(first, last) == told


@pytest.mark.parametrize("url", ["javascript:alert(1)", " javascript:x", "data:text/html,x", "//x.example", None])
def test_only_addresses_of_the_web_are_links(url: str | None) -> None:
    assert link(url) == ""


def test_an_address_keeps_what_is_given() -> None:
    assert address("/stories/a b", {"q": "a&b", "after": None}) == "/stories/a%20b?q=a%26b"
