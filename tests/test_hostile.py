"""Whatever comes in, Stemma answers within bounds: an article or a clear no, and the same each time."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stemma.errors import InputError
from stemma.ingest import articles, from_text
from stemma.types import Article, Failure

BODY = "The tram stopped short of the depot on Tuesday evening, and forty passengers walked on."

HOSTILE = {
    "a million quotation marks": '"' * 1_000_000,
    "a report and a million quotation marks": f"Tram stops short\n\n{BODY}\n\n" + '"' * 1_000_000,
    "curly marks that never close": f"Tram stops short\n\n{BODY} " + "“" * 500_000,
    "one line of two million characters": "The tram stopped. " * 110_000,
    "a hundred thousand lines": "The tram stopped short.\n" * 80_000,
    "blanks without end": f"{BODY}{' ' * 1_900_000}.",
    "dates without end": f"{BODY}\n\n" + "3 March 2026, " * 100_000,
    "figures and points": f"{BODY}\n\n" + "1." * 900_000,
    "capitals before a dash": "A" * 1_000_000 + f" — {BODY}",
    "separators": f"{BODY}\n" + "| , · — / " * 150_000,
    "brackets": f"{BODY}\n" + "(" * 900_000 + "/A" + ")" * 900_000,
    "labels": "Read more: " * 150_000 + BODY,
    "names": f"Tram stops short\nBy {'Ida Brekke and ' * 100_000}\n\n{BODY}\n\n{BODY}",
    "escape codes and bidi controls": f"Tram \x1b[31mstops\x1b[0m short\n\n\u202e{BODY}\u2066 \u200b",
    "combining marks": f"Tram stops short\n\n{BODY} " + "e" + "\u0301" * 500_000,
    "script": f"<script>alert(1)</script>\n\n{BODY}\n\n<img src=x onerror=alert(1)> {BODY}",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_is_read_or_refused(tmp_path: Path, name: str) -> None:
    file = tmp_path / "hostile.txt"
    file.write_text(HOSTILE[name], encoding="utf-8", newline="")
    first, second = list(articles([str(file)])), list(articles([str(file)]))
    assert first == second
    (found,) = first
    if isinstance(found, Failure):
        assert found.source == str(file)
        assert re.search(r"[.…]$", found.reason)
    else:
        assert found.text == HOSTILE[name]


def test_controls_in_a_text_stay_characters_of_it() -> None:
    article = from_text(HOSTILE["escape codes and bidi controls"], name="1.txt")
    assert "\x1b[31m" in article.words(article.parts[0].span)
    assert article.words(article.parts[1].span).startswith("\u202e")


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 50_000 + BODY,
        "<a href=x>" * 50_000,
        f"<p {'a=b ' * 500_000}>{BODY}</p>",
        "<p>" + "&amp;" * 500_000,
        f"<!--{'-' * 1_000_000}",
        f"<script type='application/ld+json'>{'[' * 200_000}</script><p>{BODY}</p>",
        '<meta charset="' + "x" * 100_000,
        "<html>" + "<" * 50_000,
        f"<article>{f'<p>{BODY}</p>' * 15_000}</article>",
        "<?xml version='1.0' encoding='utf-16'?><html><p>" + BODY * 3,
        "<html><head><base href='file:///etc/'></head><iframe src='file:///etc/passwd'></iframe>"
        + f"<p>{BODY}</p>" * 3,
    ],
)
def test_hostile_markup_is_read_or_refused(tmp_path: Path, page: str) -> None:
    file = tmp_path / "hostile.html"
    file.write_text(page, encoding="utf-8")
    (found,) = articles([str(file)])
    assert isinstance(found, Article | Failure)
    assert "root:" not in getattr(found, "text", "")


def test_nested_json_is_read_or_refused(tmp_path: Path) -> None:
    file = tmp_path / "deep.json"
    for text in ("[" * 500_000, '{"a":' * 100_000, json.dumps([[[[[[[[{"text": BODY}]]]]]]]])):
        file.write_text(text, encoding="utf-8")
        (found,) = articles([str(file)])
        assert isinstance(found, Failure)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(data=st.binary(max_size=600), suffix=st.sampled_from([".txt", ".html", ".json", ".jsonl", ""]))
def test_any_file_is_read_or_refused(tmp_path: Path, data: bytes, suffix: str) -> None:
    file = tmp_path / f"any{suffix}"
    file.write_bytes(data)
    for found in articles([str(file)]):
        assert isinstance(found, Article | Failure)
        if isinstance(found, Failure):
            assert found.reason


@settings(deadline=None)
@given(st.text(max_size=500), st.text(max_size=30))
def test_any_text_with_a_sentence_keeps_its_offsets(text: str, name: str) -> None:
    with suppress(InputError):
        article = from_text(f"{text}\n{BODY}\n{text}", name=name or "x")
        for part in article.parts:
            assert 0 <= part.span.start < part.span.end <= len(article.text)
        for stated in (article.outlet, article.published, article.updated):
            assert stated is None or stated.span is None or article.words(stated.span)
