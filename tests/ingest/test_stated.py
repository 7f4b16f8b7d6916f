"""Outlet and dates: what the page says, where, and what stays open."""

from __future__ import annotations

import pytest

from stemma.ingest import from_text, outlets
from stemma.types import Article

BODY = "The tram stopped short of the depot on Tuesday evening, and forty passengers walked on."


def page(header: str, *, name: str = "0001.txt", body: str = BODY, **more: str) -> Article:
    return from_text(
        f"Tram stops short of its depot\n{header}\n\n{body}\n\nNobody was hurt, police said.",
        name=name,
        **more,
    )


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("By Ida Brekke, March 3, 2026", "2026-03-03"),
        ("3 March 2026", "2026-03-03"),
        ("Tuesday, 3rd March 2026", "2026-03-03"),
        ("Tue 3 Mar 2026", "2026-03-03"),
        ("Sept. 4, 2026 - 1 p.m.", "2026-09-04T13:00"),
        ("Tramway Echo, 3 March 2026, 7.20 p.m.", "2026-03-03T19:20"),
        ("March 3, 2026 at 22:40", "2026-03-03T22:40"),
        ("3 March 2026, 12 a.m.", "2026-03-03T00:00"),
        ("3 March 2026, 12:30 pm", "2026-03-03T12:30"),
        ("3 March 2026, 15:20 GMT", "2026-03-03T15:20+00:00"),
        ("3 March 2026, 15:20 CET", "2026-03-03T15:20+01:00"),
        ("3 March 2026, 15:20 GMT+8", "2026-03-03T15:20+08:00"),
        ("3 March 2026, 10:32 IST", "2026-03-03T10:32"),  # Indian, Irish or Israeli: no zone is named
        ("6:05 PM, March 3, 2026", "2026-03-03T18:05"),
        ("2026-03-03T19:40+08:00", "2026-03-03T19:40+08:00"),
        ("03.05.2026 23:41", "2026-05-03T23:41"),
        ("Weekend edition, 6-7 December 2025", "2025-12-06"),
        ("13/03/2026", "2026-03-13"),
        ("03/13/2026", "2026-03-13"),
        ("Tuesday 03/02/2026", "2026-02-03"),
    ],
)
def test_published_is_as_exact_as_the_page(line: str, value: str) -> None:
    article = page(line)
    assert article.published is not None
    assert article.published.value == value
    assert article.published.span is not None
    assert article.words(article.published.span) in line


def test_a_date_with_two_readings_is_left_open_with_a_note() -> None:
    article = page("Tramway Echo | 03/04/2026")
    assert article.published is None
    assert any("03/04/2026" in note for note in article.notes)


def test_a_day_named_in_the_text_decides_between_two_readings() -> None:
    article = page("Tramway Echo | 03/04/2026", body=BODY.replace("Tuesday", "2 April"))
    assert article.published is not None
    assert article.published.value == "2026-04-03"


def test_a_day_without_a_year_is_not_given_one() -> None:
    assert page("Tramway Echo, 3 March").published is None
    assert page("Monday, March 3").published is None


def test_a_weekday_and_a_year_on_the_page_give_the_year() -> None:
    article = page("Tuesday, March 3", body=BODY + " The line, opened in 2019, was to be rebuilt in 2026.")
    assert article.published is not None
    assert article.published.value == "2026-03-03"


def test_impossible_dates_are_no_dates() -> None:
    assert page("31 February 2026").published is None
    assert page("99/99/2026").published is None


def test_updated_is_kept_apart() -> None:
    article = page("Tramway Echo, 3 March 2026 (updated 8.45 pm)")
    assert article.published is not None
    assert article.published.value == "2026-03-03"
    assert article.updated is not None
    assert article.updated.value == "2026-03-03T20:45"
    assert article.updated.span is not None
    assert article.words(article.updated.span) == "8.45 pm"


def test_an_update_alone_is_no_publication() -> None:
    article = page("By Ida Brekke\nUpdated 7:40 PM GMT, March 3, 2026")
    assert article.published is None
    assert article.updated is not None
    assert article.updated.value == "2026-03-03T19:40+00:00"


def test_the_place_line_of_the_body_gives_the_date_and_stays_body() -> None:
    article = page("By Ida Brekke", body=f"NORVIK, March 3, 2026 (CNA) - {BODY}")
    assert article.published is not None
    assert article.published.value == "2026-03-03"
    assert article.published.how == "dateline"
    body = article.first("body")
    assert body is not None
    assert article.words(body.span).startswith("NORVIK")


@pytest.mark.parametrize(
    ("header", "outlet"),
    [
        ("by NorvikTribune Staff, January 6, 2026 Straight News", "NorvikTribune"),
        ("Tramway Echo, 3 March 2026", "Tramway Echo"),
        ("By Ida Brekke, The Daily Tram, March 3, 2026", "The Daily Tram"),
        ("The Norvik Post | Ida Brekke | 3 March 2026", "The Norvik Post"),
        ("Radio Norvik newsroom, 3 March 2026", "Radio Norvik"),
        ("By Ida Brekke\nHill & Coast Gazette (Norvik), 3 March 2026", "Hill & Coast Gazette"),
    ],
)
def test_the_byline_names_the_outlet(header: str, outlet: str) -> None:
    article = page(header)
    assert article.outlet is not None
    assert (article.outlet.value, article.outlet.how) == (outlet, "byline")
    assert article.outlet.span is not None
    assert article.words(article.outlet.span) == outlet


@pytest.mark.parametrize(
    "header",
    [
        "By Ida Brekke",
        "Ida Brekke, 3 March 2026",
        "Port Norvik, Tuesday 3 March 2026, 7 p.m.",
        "By Ida Brekke and CNA",
    ],
)
def test_people_places_and_agencies_are_no_outlet(header: str) -> None:
    assert page(header).outlet is None


def test_the_file_name_is_taken_last_and_said_to_be_one() -> None:
    article = page("By Ida Brekke", name="harbour-post.txt")
    assert article.outlet is not None
    assert (article.outlet.value, article.outlet.how, article.outlet.span) == (
        "Harbour Post",
        "file name",
        None,
    )
    assert page("Tramway Echo, 3 March 2026", name="harbour-post.txt").outlet != article.outlet


def test_the_page_spells_the_outlet_better_than_its_file() -> None:
    article = page("The Harbour-Post | 3 March 2026", name="harbour-post.txt")
    assert article.outlet is not None
    assert article.outlet.value == "The Harbour-Post"


def test_an_option_stands_over_everything() -> None:
    article = page("Tramway Echo, 3 March 2026", outlet="My Paper")
    assert article.outlet is not None
    assert (article.outlet.value, article.outlet.how) == ("My Paper", "option")


@pytest.mark.parametrize(
    "name",
    [
        *("000_98f3575854c7aa93.txt", "20260303.txt", "003.txt", "deadbeef01.txt", "9f8e7d6c5b4a.html"),
        *("article1.txt", "index.html", "report-2.txt", "story.md", "a.txt", "final_version_3.txt", ".txt"),
    ],
)
def test_numbers_hashes_and_generic_names_are_no_outlet(name: str) -> None:
    assert outlets.from_file(name) == ""


@pytest.mark.parametrize(
    ("name", "outlet"),
    [
        ("harbour-post.txt", "Harbour Post"),
        ("the_coast_of_norvik.html", "The Coast of Norvik"),
        ("AFP.txt", "AFP"),
        ("radio-24.txt", "Radio 24"),
        ("Daily Tram.txt", "Daily Tram"),
    ],
)
def test_a_file_name_reads_as_a_name(name: str, outlet: str) -> None:
    assert outlets.from_file(name) == outlet


def test_a_closing_copyright_line_names_the_outlet() -> None:
    article = from_text(
        f"Tram stops short\n\n{BODY}\n\n{BODY}\n\n© 2026 Norvik Press Group. All rights reserved.",
        name="1.txt",
    )
    assert article.outlet is not None
    assert article.outlet.value == "Norvik Press Group"


def test_the_address_may_state_the_day() -> None:
    article = page("By Ida Brekke", url="https://echo.example/2026/3/3/tram-stops")
    assert article.published is not None
    assert (article.published.value, article.published.how) == ("2026-03-03", "url")
    assert page("By Ida Brekke", url="https://echo.example/2026/13/3/tram").published is None
    assert page("By Ida Brekke", url="https://echo.example/20260303/tram").published is None


def test_the_site_of_the_address_is_the_outlet_in_the_spelling_of_the_page() -> None:
    named = page("Tramway-Echo, 3 March 2026", url="https://www.tramwayecho.example/a").outlet
    assert named is not None
    assert (named.value, named.how) == ("Tramway-Echo", "byline")
    site = page("By Ida Brekke", url="https://www.tramwayecho.example/a").outlet
    assert site is not None
    assert (site.value, site.how) == ("tramwayecho.example", "url")
