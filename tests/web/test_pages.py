"""The reading room in a real browser: read, follow, filter, search, add, correct; by hand, by keyboard, on a phone."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browsing import PHONE, WIDE, Watched, barriers, launched
from tests.web.serving import Server, start

expect.set_options(timeout=60_000)

NOTE = (
    "Harbour wall gives way at Pell\n\n"
    "The harbour wall at Pell gave way on Tuesday night and 40 boats were lost, the harbour office said.\n\n"
    "“We heard it go,” said Ada Lorne, who keeps the light.\n"
)


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with launched(chromium) as opened:
        yield opened


@pytest.fixture(scope="module")
def desk(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over a library that the tests of this module change."""
    running = start(Path(shutil.copy(made, tmp_path_factory.mktemp("desk"))))
    yield running
    running.stop()


Kept = dict[str, Any]


def entered(browser: Browser, server: Server) -> Kept:
    """What a browser keeps once it has used the link."""
    context = browser.new_context()
    context.new_page().goto(server.link())
    kept = context.storage_state()
    context.close()
    return {"storage_state": kept}


@pytest.fixture(scope="module")
def reader(browser: Browser, server: Server) -> Kept:
    return entered(browser, server)


@pytest.fixture(scope="module")
def editor(browser: Browser, desk: Server) -> Kept:
    return entered(browser, desk)


@pytest.fixture(scope="module")
def story(server: Server) -> str:
    """The path of a story of three articles."""
    return largest(server)


def largest(server: Server) -> str:
    with server.program() as program:
        stories = program.get("/api/v1/stories").json()["items"]
        name = max(stories, key=lambda one: one["articles"])["id"]
        program.get(f"/api/v1/stories/{name}")  # compared before the browser waits for it
    return f"/stories/{name}"


@pytest.fixture(scope="module")
def article(server: Server) -> str:
    """The path of the hostile article."""
    with server.program() as program:
        return f"/articles/{program.get('/api/v1/search', params={'q': 'Sula'}).json()['items'][0]['id']}"


@pytest.fixture(scope="module")
def paths(story: str, article: str) -> dict[str, str]:
    """Every page that is read."""
    return {
        "stories": "/",
        "nothing": "/?q=nosuchword",
        "story": story,
        "people": f"{story}/people",
        "article": f"{article}?at=0-20",
        "search": "/search?q=ferry",
        "add": "/add",
        "outlets": "/outlets",
        "corrections": "/corrections",
        "failures": "/failures",
        "problem": "/stories/nosuch",
    }


PAGES = [
    "stories", "nothing", "story", "people", "article", "search", "add", "outlets", "corrections", "failures",
    "problem",
]  # fmt: skip


# --- every page ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
def test_a_page_complains_of_nothing_asks_no_other_host_and_keeps_its_width(
    browser: Browser, server: Server, reader: Kept, paths: dict[str, str], name: str
) -> None:
    with Watched(browser, server.base + paths[name], **reader, **PHONE) as seen:
        for width in (360, 2560):
            seen.page.set_viewport_size({"width": width, "height": 800})
            assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
        assert [text for text in seen.complaints if "404" not in text] == []
        assert {address.startswith(f"{server.base}/") for address in seen.requests} == {True}
        assert seen.page.locator("h1").count() == 1
        assert seen.page.locator("[style], [onclick], [onerror], [onload]").count() == 0
        assert seen.page.locator("a[href^='javascript:' i]").count() == 0


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_serious(
    browser: Browser, server: Server, reader: Kept, paths: dict[str, str], axe: str, name: str
) -> None:
    with Watched(browser, server.base + paths[name], **reader, **WIDE) as seen:
        assert barriers(seen.page, axe) == []


@pytest.mark.parametrize("name", ["stories", "search", "add", "problem"])  # a story is that of the report
def test_axe_finds_nothing_serious_in_the_dark_on_a_phone(
    browser: Browser, server: Server, reader: Kept, paths: dict[str, str], axe: str, name: str
) -> None:
    with Watched(browser, server.base + paths[name], **reader, **PHONE, color_scheme="dark") as seen:
        assert barriers(seen.page, axe) == []


def test_hostile_words_are_words(browser: Browser, server: Server, reader: Kept, article: str) -> None:
    with Watched(browser, f"{server.base}/", **reader, **WIDE) as seen:
        assert "<script>alert(1)</script>" in seen.page.inner_text("main")
        assert "⟨U+202E⟩" in seen.page.inner_text("main")
        seen.page.goto(server.base + article)
        assert seen.page.locator("main script, main svg, main img").count() == 0
        for source in ("/", article, "/search?q=ferry", "/outlets"):
            seen.page.goto(server.base + source)
            assert not re.search("[\x00-\x08\u202a-\u202e\u2066-\u2069]", seen.page.content())
        assert seen.complaints == []


# --- reading ---------------------------------------------------------------------------------------


def test_from_the_list_to_a_claim_to_its_passages_and_to_a_colleague(
    browser: Browser, server: Server, reader: Kept, story: str
) -> None:
    with Watched(browser, f"{server.base}/?articles=3", **reader, **WIDE) as seen:
        page = seen.page
        card = page.locator(f".story:has(a[href='{story}'])")
        assert re.fullmatch(r"3 outlets\s+[23] origins", card.locator(".two").inner_text().replace("\n", " ").strip())
        card.locator("h3 a").click()
        claim = page.locator(".claim").first
        claim.locator(".lead a").click()
        lit = page.locator(".text .lit")
        articles = set(lit.evaluate_all("marks => marks.map(mark => mark.closest('article').id)"))
        assert len(articles) >= 2
        for name in articles:
            assert page.locator(f"[id='{name}'] .lit").first.is_visible()
        words = claim.locator(".lead").inner_text()
        with Watched(browser, page.url, **reader, **WIDE) as colleague:
            assert colleague.page.locator(".claim.chosen .lead").inner_text() == words
            assert colleague.page.locator(".text .lit").count() == lit.count()
        assert seen.complaints == []


def test_a_claim_is_copied_with_its_citations(browser: Browser, server: Server, reader: Kept, story: str) -> None:
    options = {**reader, **WIDE, "permissions": ["clipboard-read", "clipboard-write"]}
    with Watched(browser, server.base + story, **options) as seen:
        claim = seen.page.locator(".claim").first
        claim.locator(".cite summary").click()
        for form, sign in (("Text", "1. "), ("Markdown", "> "), ("Web Annotation", '"@context"')):
            claim.get_by_role("link", name=form, exact=True).click()
            claim.get_by_text("Copied").wait_for()
            copied = seen.page.evaluate("navigator.clipboard.readText()")
            assert sign in copied
            claim.get_by_role("link", name=form, exact=True).wait_for()


def test_filters_work_without_javascript(browser: Browser, server: Server, reader: Kept) -> None:
    options = {**reader, **WIDE, "java_script_enabled": False}
    with Watched(browser, f"{server.base}/", **options) as seen:
        page, cards = seen.page, seen.page.locator(".story")
        every = cards.count()
        page.fill("#f-outlet", "Orrin Gazette")
        page.click("#filters button")
        assert 0 < cards.count() < every
        assert page.input_value("#f-outlet") == "Orrin Gazette"
        page.get_by_role("link", name="Show all").click()
        assert cards.count() == every
        page.fill("#f-origins", "50")
        page.click("#filters button")
        assert "No story is like that" in page.inner_text("main")
        page.goto(f"{server.base}/?outlet=Nosuch+Post&path=x")
        assert "Nosuch Post: the library has no outlet of this name" in page.inner_text("main")
        assert page.input_value("#f-outlet") == "Nosuch Post"
        page.goto(f"{server.base}/?conflicts=1&since=2000-01-01&person=nobody")
        assert cards.count() == 0


def test_search_answers_while_one_types_and_leads_to_the_passage(
    browser: Browser, server: Server, reader: Kept
) -> None:
    with Watched(browser, f"{server.base}/", **reader, **WIDE) as seen:
        page = seen.page
        page.locator("#find").press_sequentially("coast guar")
        page.locator("#find").fill("ferry agro")
        page.locator(".offers mark").first.wait_for()
        page.keyboard.press("ArrowDown")
        passage = page.locator(".offers a[href^='/articles/']").first
        for _ in range(12):
            if passage.evaluate("link => link === document.activeElement"):
                break
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url("**/articles/**")
        marked = page.locator(".asked")
        assert {words.lower() for words in marked.all_text_contents()} == {"ferry", "aground"}
        assert marked.first.is_visible()
        assert seen.complaints == []


def test_search_without_javascript(browser: Browser, server: Server, reader: Kept) -> None:
    options = {**reader, **WIDE, "java_script_enabled": False}
    with Watched(browser, f"{server.base}/", **options) as seen:
        seen.page.fill("#find", "aground")
        seen.page.press("#find", "Enter")
        seen.page.locator(".hits mark").first.click()
        assert seen.page.locator(":target.asked").inner_text().lower() == "aground"


def test_by_keyboard_alone(browser: Browser, server: Server, reader: Kept, story: str) -> None:
    with Watched(browser, server.base + story, **reader, **WIDE, reduced_motion="reduce") as seen:
        page = seen.page
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        assert page.locator(".skip").bounding_box()["x"] >= 0  # type: ignore[index]
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("!!document.activeElement.closest('.claim')")
        assert page.locator(".text .lit").count() > 0
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        mark = page.locator(".column a.lit").first
        mark.focus()
        page.keyboard.press("Enter")
        page.locator(".belongs a").first.wait_for()
        page.keyboard.press("Enter")
        assert page.evaluate("!!document.activeElement.closest('[data-what]')")


def test_a_phone_shows_everything_in_one_column(browser: Browser, server: Server, reader: Kept, story: str) -> None:
    with Watched(browser, server.base + story, **reader, **PHONE, reduced_motion="reduce") as seen:
        seen.page.locator(".claim .groups a").first.tap()
        mark = seen.page.locator(".text :target, .text .lit").first
        expect(mark).to_be_in_viewport()
        mark.tap()
        expect(seen.page.locator(".belongs")).to_be_in_viewport(ratio=1)
        seen.page.locator(".belongs a").first.tap()
        expect(seen.page.locator(".chosen")).to_be_in_viewport()


# --- writing ---------------------------------------------------------------------------------------


def arrive(page: Page, address: str) -> None:
    """Go to a story, and wait while it is compared."""
    page.goto(address)
    page.locator(".jump").wait_for(timeout=60_000)


def finished(page: Page) -> str:
    """What the page of a job says in the end."""
    page.locator("[data-state=done], [data-state=failed]").wait_for(timeout=60_000)
    return page.inner_text("main")


def test_paste_a_text(browser: Browser, desk: Server, editor: Kept) -> None:
    with Watched(browser, f"{desk.base}/add", **editor, **WIDE) as seen:
        page = seen.page
        page.fill("#a-text", NOTE)
        page.fill("#a-outlet", "Pell Courier")
        page.fill("#a-published", "2031-03-05")
        page.get_by_role("button", name="Add text").click()
        assert "1 added" in finished(page)
        page.goto(f"{desk.base}/?outlet=Pell+Courier")
        assert "Harbour wall gives way at Pell" in page.inner_text(".list")
        assert seen.complaints == []


def test_give_files_of_which_one_fails(browser: Browser, desk: Server, editor: Kept, tmp_path: Path) -> None:
    good, bad = tmp_path / "<img src=x onerror=alert(1)>\u202e.txt", tmp_path / "broken.bin"
    good.write_text(NOTE.replace("Pell", "Orrin"), encoding="utf-8")
    bad.write_bytes(b"\x00\x01\x02" * 400)
    options = {**editor, **WIDE, "java_script_enabled": False}
    with Watched(browser, f"{desk.base}/add", **options) as seen:
        seen.page.set_input_files("#a-files", [good, bad])
        seen.page.get_by_role("button", name="Add files").click()
        text = finished(seen.page)  # without JavaScript the page loads itself again
        assert "1 added" in text
        assert "broken.bin" in text
        assert seen.page.locator("main img").count() == 0
        seen.page.goto(f"{desk.base}/failures")
        assert "broken.bin" in seen.page.inner_text("main")


def test_files_may_be_dropped(browser: Browser, desk: Server, editor: Kept) -> None:
    with Watched(browser, f"{desk.base}/add", **editor, **WIDE) as seen:
        seen.page.locator("[data-drop]").evaluate(
            """place => {
              const carried = new DataTransfer();
              carried.items.add(new File(["Harbour wall gives way"], "wall.txt"));
              place.dispatchEvent(new DragEvent("drop", { dataTransfer: carried, bubbles: true, cancelable: true }));
            }"""
        )
        assert seen.page.locator("#a-files").evaluate("field => field.files[0].name") == "wall.txt"


def test_an_address_that_is_none_is_told(browser: Browser, desk: Server, editor: Kept) -> None:
    with Watched(browser, f"{desk.base}/add", **editor, **WIDE) as seen:
        seen.page.fill("#a-urls", "javascript:alert(1)")
        seen.page.get_by_role("button", name="Fetch").click()
        assert "An address begins with https://" in seen.page.inner_text("main")


def test_two_passages_do_not_state_the_same_fact_and_undo(browser: Browser, desk: Server, editor: Kept) -> None:
    with Watched(browser, desk.base + largest(desk), **editor, **WIDE) as seen:
        page = seen.page
        claims = page.locator(".claim .lead")
        before = claims.all_inner_texts()
        claim = page.locator(".claim:has(.apart-form)").first
        claim.locator("summary").first.click()
        boxes = claim.locator(".apart-form input[type=checkbox]")
        for place in range(boxes.count()):
            boxes.nth(place).set_checked(place < 2)
        claim.get_by_role("button", name="Say so").click()
        expect(page.locator(".notice")).to_contain_text("The correction is kept")
        assert claims.all_inner_texts() != before
        assert "kept" not in page.url
        page.locator(".notice").get_by_role("button", name="Undo").click()
        assert "Nothing was corrected yet" in page.inner_text("main")
        arrive(page, desk.base + largest(desk))
        assert claims.all_inner_texts() == before


def test_an_article_is_not_part_of_a_story_and_undo(browser: Browser, desk: Server, editor: Kept) -> None:
    with Watched(browser, desk.base + largest(desk), **editor, **WIDE) as seen:
        page = seen.page
        columns = page.locator(".column")
        before = columns.count()
        page.get_by_role("button", name="is not part of this story").first.click()
        expect(page.locator(".notice")).to_be_visible()
        assert columns.count() == before - 1
        page.goto(f"{desk.base}/corrections")
        assert "is not part of" in page.inner_text(".corrections")
        page.get_by_role("button", name="Undo").click()
        arrive(page, desk.base + largest(desk))
        assert columns.count() == before


def test_two_are_one_one_is_two_and_an_outlet_has_a_family(browser: Browser, desk: Server, editor: Kept) -> None:
    with Watched(browser, f"{desk.base}{largest(desk)}/people", **editor, **WIDE) as seen:
        page = seen.page
        page.get_by_role("button", name="They are one").click()
        assert "0 were chosen. Choose two." in page.inner_text("main")
        page.go_back()
        people = page.locator("fieldset", has_text="People").get_by_role("checkbox")
        every = page.locator("#one + p ~ fieldset input[type=checkbox]").count()
        people.nth(0).check()
        people.nth(1).check()
        page.get_by_role("button", name="They are one").click()
        expect(page.locator(".notice")).to_be_visible()
        assert page.locator("#one + p ~ fieldset input[type=checkbox]").count() == every - 1
        page.locator("#two ~ details summary").first.click()
        apart = page.locator("#two ~ details form").first
        apart.get_by_role("checkbox").first.check()
        apart.get_by_role("button").click()
        expect(page.locator(".notice")).to_be_visible()
        assert page.locator("#one + p ~ fieldset input[type=checkbox]").count() == every
        page.goto(f"{desk.base}/outlets")
        family = page.get_by_label("Family of Orrin Gazette")
        family.fill("Orrin Media")
        family.press("Enter")
        expect(page.locator(".notice")).to_be_visible()
        page.goto(f"{desk.base}/corrections")
        text = page.inner_text(".corrections")
        assert "is the same as" in text
        assert "is somebody else than" in text
        assert "Orrin Gazette belongs to Orrin Media" in text
        for _ in range(3):
            page.get_by_role("button", name="Undo").first.click()
        assert "Nothing was corrected yet" in page.inner_text("main")
