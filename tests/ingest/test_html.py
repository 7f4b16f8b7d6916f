"""HTML pages."""

from __future__ import annotations

import pytest

from stemma.errors import InputError
from stemma.ingest import html

PARAGRAPHS = (
    "<p>The tram stopped short of the depot on Tuesday evening, and forty passengers walked on.</p>"
    "<h2>What the drivers say</h2>"
    "<p>Ida Brekke, who was driving, said that the brakes had failed twice in the spring.</p>"
    "<p>The operator said in a statement that nobody was hurt and the line would reopen on Thursday.</p>"
)


def page(body: str = PARAGRAPHS, head: str = "", h1: str = "Tram stops short of its depot") -> bytes:
    return (
        f"<!doctype html><html><head><meta charset=utf-8>{head}</head>"
        "<body><nav><a href=/>Home</a> <a href=/n>News</a>"
        f"</nav><article><h1>{h1}</h1>{body}</article><footer>About us</footer></body></html>"
    ).encode()


def test_headline_first_then_the_main_text() -> None:
    found = html.read(page())
    assert found.text.startswith("Tram stops short of its depot\n\nThe tram stopped short")
    assert found.text.count("Tram stops short of its depot") == 1
    assert "Home" not in found.text
    assert found.known.published == ""
    assert found.known.outlet == ""


def test_json_ld_is_taken_before_meta_elements() -> None:
    head = """<title>Tram stops - Tramway Echo</title><meta property="og:site_name" content="echo.example">
      <meta property="article:published_time" content="2026-03-04">
      <script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle",
      "headline": "Tram stops short", "datePublished": "2026-03-03T10:00:00+01:00",
      "dateModified": "2026-03-03T11:30:00+01:00",
      "publisher": {"@type": "Organization", "name": "Tramway Echo"},
      "author": {"name": "Ida Brekke"}}</script>"""
    known = html.read(page(head=head)).known
    assert (known.title, known.outlet) == ("Tram stops short", "Tramway Echo")
    assert (known.published, known.updated) == ("2026-03-03T10:00+01:00", "2026-03-03T11:30+01:00")


def test_open_graph_and_time_elements() -> None:
    head = (
        '<meta property="og:title" content="Tram stops short | Tramway Echo">'
        '<meta property="og:site_name" content="Tramway Echo">'
    )
    known = html.read(page('<time datetime="2026-03-03T10:00Z">today</time>' + PARAGRAPHS, head)).known
    assert (known.title, known.outlet, known.published) == (
        "Tram stops short",
        "Tramway Echo",
        "2026-03-03T10:00+00:00",
    )


def test_the_byline_is_kept_for_its_credits() -> None:
    body = '<p class="byline">By Ida Brekke and Coast News Agency</p>' + PARAGRAPHS
    assert html.read(page(body)).text.split("\n\n")[1] == "By Ida Brekke and Coast News Agency"


def test_a_blog_page_without_metadata() -> None:
    meta = (
        '<div class="entry-meta">by <a href="/staff">Norvik Tribune Staff</a>, '
        '<span class="date">March 3, 2026</span> <a href=/c>City News</a></div>'
    )
    data = (
        "<html><head><title>Tram stops short of its depot – Norvik Tribune</title>"
        '<meta name=author content=admin><link rel=canonical href="https://norviktribune.example/tram"></head>'
        "<body><div id=main><div class=post>"
        f'<h2 class="entry-title">Tram stops short of its depot</h2>{meta}{PARAGRAPHS}</div></div>'
        "<div id=side><p class=date>March 1, 2026</p></div></body></html>"
    ).encode()
    found = html.read(data)
    assert found.text.split("\n\n")[:2] == [
        "Tram stops short of its depot",
        "by Norvik Tribune Staff, March 3, 2026 City News",
    ]
    assert found.known.outlet == "Norvik Tribune"
    assert "March 1" not in found.text


def test_scripts_and_styles_are_never_text() -> None:
    found = html.read(
        page(PARAGRAPHS + "<script>alert('tram')</script><style>p{}</style><noscript>enable it</noscript>")
    )
    assert "alert" not in found.text
    assert "p{}" not in found.text


def test_a_broken_json_ld_block_is_passed_over() -> None:
    for block in ("{broken", "[" * 100_000, "", "null", '"text"', "[[[]]]"):
        found = html.read(page(head=f'<script type="application/ld+json">{block}</script>'))
        assert found.text.startswith("Tram stops short")


def test_the_declared_encoding_counts_unless_it_lies() -> None:
    cafe = PARAGRAPHS.replace("depot", "café")
    latin = page(cafe).replace(b"charset=utf-8", b"charset=iso-8859-1").decode().encode("cp1252")
    assert "café" in html.read(latin).text
    assert "café" in html.read(page(cafe).replace(b"charset=utf-8", b"charset=iso-8859-1")).text
    assert "café" in html.read(page(cafe), charset="shift_jis").text


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<p>Please enable JavaScript.</p>", "no article"),
        ("<form><input name=user><input name=password></form>", "no article"),
        (
            "".join(f"<p><a href=/{n}>Tram {n} stops short of depot</a></p>" for n in range(60)),
            "not an article|no article",
        ),
        ("<div>" * 30_000, "markup|no article"),
        ("<p>x</p>" * 40_000, "markup"),
    ],
)
def test_what_is_no_article_is_refused_with_the_reason(body: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        html.read(page(body))


@pytest.mark.parametrize(
    "data", [b"", b"   ", b"<", b"<!--", b"<html></html>", b"plain words alone", b"<?xml version='1.0'?>"]
)
def test_hardly_any_html_is_refused(data: bytes) -> None:
    with pytest.raises(InputError):
        html.read(data)
