"""The report in a real browser: quiet, usable by hand, by keyboard and on a phone, and open to everyone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from stemma.show.html import page as report
from tests.browsing import PHONE, WIDE, Watched, barriers, launched
from tests.show import example, hostile
from tests.show.story import CLIP


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with launched(chromium) as opened:
        yield opened


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("reports")
    addresses = {}
    for name, comparison in (("plain", example.comparison()), ("hostile", hostile.hostile())):
        target: Path = folder / f"{name}.html"
        target.write_text(report(comparison), encoding="utf-8")
        addresses[name] = target.as_uri()
    return addresses


@pytest.mark.parametrize("name", ["plain", "hostile"])
def test_it_complains_of_nothing_and_asks_nobody(browser: Browser, files: dict[str, str], name: str) -> None:
    with Watched(browser, files[name], **WIDE) as seen:
        seen.page.hover(".claim[data-show=c2] .lead")
        seen.page.wait_for_selector(".near")
        assert seen.complaints == []
        assert seen.requests == [files[name]]


def test_hovering_a_claim_marks_its_passages_in_every_article(browser: Browser, files: dict[str, str]) -> None:
    with Watched(browser, files["plain"], **WIDE) as seen:
        seen.page.hover(".claim[data-show=c2] .lead")
        seen.page.wait_for_selector(".near")
        lit = seen.page.eval_on_selector_all(
            ".near", "marks => marks.map(m => [m.closest('article').id, m.textContent])"
        )
        assert {article for article, _ in lit} == {"a1", "a2", "a3"}
        assert "".join(text for article, text in lit if article == "a2") == example.HUNG


def test_a_line_of_the_tree_shows_what_was_taken(browser: Browser, files: dict[str, str]) -> None:
    with Watched(browser, files["plain"], **WIDE) as seen:
        seen.page.click(".tree summary")
        seen.page.hover(".tree li >> text=copied")
        seen.page.wait_for_selector(".near")
        lit = seen.page.eval_on_selector_all(
            ".near", "marks => marks.map(m => m.closest('article').id + m.textContent)"
        )
        assert "".join(words.removeprefix("a3") for words in lit).startswith(example.HUNG)
        assert all(words.startswith("a3") for words in lit)


def test_an_article_that_is_out_of_sight_is_brought_into_view(browser: Browser, files: dict[str, str]) -> None:
    with Watched(browser, files["plain"], viewport={"width": 1100, "height": 800}, reduced_motion="reduce") as seen:
        seen.page.locator(".voice a", has_text="3f2a9c.html").last.focus()
        seen.page.wait_for_selector("#a4 .lit")
        edges = seen.page.evaluate(
            "['.columns', '#a4'].map(s => document.querySelector(s).getBoundingClientRect().right)"
        )
        assert edges[1] <= edges[0] + 9


def test_a_marked_passage_tells_all_that_it_belongs_to(browser: Browser, files: dict[str, str]) -> None:
    with Watched(browser, files["plain"], **WIDE) as seen:
        seen.page.click("#a2 [data-in~=c4]")
        told = seen.page.locator(".belongs li b").all_text_contents()
        assert {"Fact, 2 origins", "Fact, 1 origin", "Copied from Northgate Wire"} <= set(told)
        seen.page.click(".belongs a:has-text('Copied')")
        assert not seen.page.locator(".belongs").is_visible()
        assert seen.page.locator(".copy[data-show=k1]").is_visible()
        assert seen.page.locator("#a3 .lit").count() > 0


def test_a_passage_that_only_one_has_leads_into_the_fold_it_is_in(browser: Browser, files: dict[str, str]) -> None:
    with Watched(browser, files["plain"], **WIDE) as seen:
        seen.page.click("#a2 [data-in~=c5]")
        seen.page.click(".belongs a")
        assert seen.page.locator("[data-show=c5]").is_visible()
        assert seen.page.locator("#a2 .lit").count() > 0


def test_what_is_chosen_stands_in_the_address(browser: Browser, files: dict[str, str]) -> None:
    with Watched(browser, files["plain"], **WIDE) as seen:
        seen.page.click(".claim[data-show=c3] .lead a")
        address = seen.page.url
        assert "#fact-a2-" in address
        with Watched(browser, address, **WIDE) as sent:
            assert sent.page.locator(".claim.chosen").get_attribute("data-show") == "c3"
            assert sent.page.locator("#a4 .lit").count() > 0
            assert sent.page.locator(".claim.chosen").evaluate("it => it.getBoundingClientRect().top") < 900


def test_a_claim_that_is_no_more_is_addressed_by_its_passage(browser: Browser, files: dict[str, str]) -> None:
    with Watched(browser, f"{files['plain']}#fact-a2-40-50", **WIDE) as seen:
        lit = seen.page.locator("#a2 .lit").first
        assert int((lit.get_attribute("id") or "").removeprefix("a2-")) <= 40
        assert lit.is_visible()


def test_from_passage_to_passage_by_keyboard(browser: Browser, files: dict[str, str]) -> None:
    with Watched(browser, files["plain"], **WIDE) as seen:
        marks = seen.page.locator("#a1 [data-in]")
        seen.page.locator("#a1").focus()
        seen.page.keyboard.press("Tab")
        seen.page.keyboard.press("ArrowRight")
        assert seen.page.evaluate("document.activeElement.id") == marks.nth(1).get_attribute("id")
        seen.page.keyboard.press("Enter")
        assert seen.page.locator(".belongs li").count() > 0
        seen.page.keyboard.press("Escape")
        assert seen.page.evaluate("document.activeElement.id") == marks.nth(1).get_attribute("id")
        seen.page.keyboard.press("Tab")
        assert seen.page.evaluate("document.activeElement.id") == "a2"


def test_by_keyboard_alone(browser: Browser, files: dict[str, str]) -> None:
    with Watched(browser, files["plain"], **WIDE) as seen:
        seen.page.keyboard.press("Tab")
        assert seen.page.evaluate("document.activeElement.className") == "skip"
        seen.page.keyboard.press("Enter")
        seen.page.keyboard.press("Tab")
        assert seen.page.evaluate("document.activeElement.closest('.claim').dataset.show == 'c1'")
        assert seen.page.locator("#a4 .lit").count() > 0
        outline = seen.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid"


def test_without_javascript_all_can_be_read_and_reached(browser: Browser, files: dict[str, str]) -> None:
    with Watched(browser, files["plain"], java_script_enabled=False, **WIDE) as seen:
        assert seen.page.get_by_role("heading", name="Where they conflict").is_visible()
        seen.page.click(".claim[data-show=c2] summary")
        assert seen.page.get_by_text("The same duration (more than five hours)").is_visible()
        seen.page.click(".claim[data-show=c1] .groups a >> nth=1")
        target = seen.page.locator(f"#{seen.page.url.split('#')[1]}")
        assert target.is_visible()
        assert (target.text_content() or "?") in CLIP
        target.click()
        assert seen.page.locator(":target").get_attribute("data-show") == "c1"


@pytest.mark.parametrize("name", ["plain", "hostile"])
def test_a_phone_never_scrolls_sideways(browser: Browser, files: dict[str, str], name: str) -> None:
    with Watched(browser, files[name], **PHONE) as seen:
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("options", [WIDE, PHONE], ids=["wide", "phone"])
def test_axe_finds_nothing_serious(
    browser: Browser, files: dict[str, str], axe: str, scheme: str, options: dict[str, Any]
) -> None:
    with Watched(browser, files["plain"], color_scheme=scheme, **options) as seen:
        seen.page.hover(".claim[data-show=c2] .lead")
        assert barriers(seen.page, axe) == []
