"""The report as a file: it asks nobody, runs nothing but its own script, and each link leads somewhere."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest
from lxml import html

from stemma.show.html import SCRIPTS, page
from stemma.types import Comparison, Span
from tests.show import example, hostile

MAKERS = {"plain": example.comparison, "hostile": hostile.hostile}


@cache
def source(name: str) -> str:
    return page(MAKERS[name]())


def tree(name: str) -> html.HtmlElement:
    return html.document_fromstring(source(name))


def words(comparison: Comparison) -> str:
    return " ".join(html.document_fromstring(page(comparison)).text_content().split())


@pytest.mark.parametrize("name", MAKERS)
def test_only_our_own_style_and_script_are_allowed_by_their_hashes(name: str) -> None:
    document = tree(name)
    (policy,) = document.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; ")
    for kind in ("script", "style"):
        (allowed,) = [entry for entry in policy.split("; ") if entry.startswith(f"{kind}-src ")]
        texts = [element.text.encode() for element in document.xpath(f"//{kind}")]
        hashes = [f"'sha256-{base64.b64encode(hashlib.sha256(text).digest()).decode()}'" for text in texts]
        assert allowed.split(" ")[1:] == hashes
    assert "unsafe" not in policy


@pytest.mark.parametrize("name", MAKERS)
def test_nothing_is_fetched_and_no_attribute_runs(name: str) -> None:
    document = tree(name)
    assert document.xpath("//@src | //link | //iframe | //object | //embed | //form | //base | //img") == []
    for element in document.iter(html.etree.Element):
        for attribute, value in element.attrib.items():
            assert not attribute.startswith("on")
            assert attribute != "style"
            assert attribute != "href" or value.startswith("#")
    assert "url(http" not in source(name)
    assert "@import" not in source(name)


@pytest.mark.parametrize("name", MAKERS)
def test_ids_are_unique_and_every_link_leads_somewhere(name: str) -> None:
    document = tree(name)
    ids = Counter(document.xpath("//@id"))
    assert [key for key, count in ids.items() if count > 1] == []
    links = document.xpath("//a/@href")
    assert len(links) > 30
    assert {link for link in links if link[1:] not in ids} == set()


def findings() -> list[tuple[str, list[Span]]]:
    """Claims and conflicts by id, with their passages."""
    comparison = example.comparison()
    claims = [(claim.id, [one.span for one in claim.evidence]) for claim in comparison.claims]
    return claims + [
        (conflict.id, [one.span for reading in conflict.readings for one in reading.evidence])
        for conflict in comparison.conflicts
    ]


@pytest.mark.parametrize(("key", "spans"), findings())
def test_each_finding_marks_exactly_its_passages(key: str, spans: list[Span]) -> None:
    document = tree("plain")
    assert document.xpath(f"//*[@data-show='{key}']")
    for article in {span.article for span in spans}:
        inside = f"//article[@id='{article}']//*[contains(concat(' ', @data-in, ' '), ' {key} ')]"
        marked = "".join(piece.text_content() for piece in document.xpath(inside))
        here = sorted(span for span in spans if span.article == article)
        assert marked == "".join(example.comparison().words(span) for span in here)


def test_articles_are_shown_whole() -> None:
    document = tree("plain")
    for reading in example.comparison().readings:
        (column,) = document.xpath(f"//article[@id='{reading.article.id}']")
        shown = " ".join(column.text_content().split())
        for sentence in reading.sentences:
            assert reading.article.words(sentence.span) in shown


def test_hostile_words_are_words() -> None:
    document = tree("hostile")
    assert len(document.xpath("//script")) == len(SCRIPTS)
    text = document.text_content()
    assert text.count(hostile.SCRIPT) > 10
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", source("hostile"))
    assert "␛[31mred" in text
    assert "⟨U+202E⟩" in text


def test_headings_go_down_one_step_at_a_time() -> None:
    levels = [int(one.tag[1]) for one in tree("plain").xpath("//h1|//h2|//h3|//h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))


def test_what_was_not_stated_is_said() -> None:
    (column,) = tree("plain").xpath("//article[@id='a4']/header")
    text = column.text_content()
    assert "Outlet not stated" in text
    assert "Date not stated" in text
    assert "Incomplete" in text
    assert "from the file name" in tree("plain").xpath("//article[@id='a3']/header")[0].text_content()


def test_one_speaker_is_said_and_never_called_independent() -> None:
    plain = example.comparison()
    only = html.document_fromstring(page(replace(plain, claims=plain.claims[:1])))
    assert "2 origins, one speaker: police" in only.xpath("//figcaption")[0].text_content()
    (claim,) = only.xpath("//li[@data-show='c1'][@data-what]")
    assert "2 origins" in claim.text_content()
    assert "one speaker: police" in claim.text_content()
    assert "independent" not in only.text_content()


def test_an_incomplete_article_is_not_said_to_leave_out() -> None:
    assert "3f2a9c.html is incomplete, and so not said to leave anything out." in words(example.comparison())


def test_a_comparison_without_findings_is_a_page_too() -> None:
    assert "No fact was found in two articles." in words(example.without_findings())


def test_the_same_bytes_every_time() -> None:
    assert page(example.comparison()) == page(example.comparison())
