"""Remakes the pictures of the README from invented stories: docs/room.png, docs/report.png, docs/terminal.svg.

    .venv/bin/python docs/pictures.py

Needs Chromium (apt install chromium) for the first two.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, sync_playwright
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

import stemma
from stemma.show.html import page
from stemma.show.terminal import sheet
from stemma.types import Comparison

DOCS = Path(__file__).parent
STORY = DOCS.parent / "examples/brandmoor-lock"
STORIES = DOCS.parent / "tests/stories"
ROWS = 44
SIZE = ViewportSize(width=1440, height=1080)

BLACK, RED, GREEN, OCHRE = (29, 28, 26), (156, 42, 28), (64, 110, 50), (130, 98, 10)
BLUE, PLUM, GREY, PAPER = (29, 92, 122), (110, 60, 110), (95, 91, 84), (252, 251, 248)
THEME = TerminalTheme(PAPER, BLACK, [BLACK, RED, GREEN, OCHRE, BLUE, PLUM, BLUE, GREY])
FONTS = re.compile(r"@font-face \{.*?\}", re.DOTALL)


def terminal(comparison: Comparison) -> None:
    """The top of the sheet, as a picture without fonts from elsewhere."""
    with Path("/dev/null").open("w") as nowhere:
        console = Console(record=True, width=100, file=nowhere, force_terminal=True)
        for row in console.render_lines(sheet(comparison), pad=False)[:ROWS]:
            console.print(Text.assemble(*((part.text, part.style or "") for part in row)))
        drawn = console.export_svg(title="stemma compare examples/brandmoor-lock/*.txt", theme=THEME)
    (DOCS / "terminal.svg").write_text(FONTS.sub("", drawn), encoding="utf-8")


@contextmanager
def tab() -> Iterator[Page]:
    """A page of a browser, still and light."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
        )
        yield browser.new_page(viewport=SIZE, color_scheme="light", reduced_motion="reduce")
        browser.close()


def report(comparison: Comparison) -> None:
    """The report with its second claim chosen."""
    with tab() as view:
        view.set_content(page(comparison))
        view.click(".claims > li:nth-child(2) .lead a")
        view.evaluate("scrollTo(0, 0)")
        view.mouse.move(0, 0)
        view.wait_for_timeout(400)
        view.screenshot(path=DOCS / "report.png")


def room() -> None:
    """The stories of a library, and what is found of them while somebody types."""
    with tempfile.TemporaryDirectory() as folder, tab() as view:
        stemma_, library = [sys.executable, "-u", "-m", "stemma"], ["--library", f"{folder}/news.stemma"]
        texts = [str(path) for path in sorted([*STORIES.glob("*/*.txt"), *STORY.glob("*.txt")])]
        subprocess.run([*stemma_, "add", *texts, *library], check=True)
        serve = [*stemma_, "serve", "--port", "0", *library]
        with subprocess.Popen(serve, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout is not None
            link = re.search(r"http://\S+", server.stdout.readline())
            assert link
            view.goto(link[0])
            for story in view.locator(".story h3 a").evaluate_all("links => links.map(link => link.href)"):
                view.goto(story, timeout=120_000)  # is compared, so that the list tells its conflicts
            view.goto(link[0].split("?")[0])
            view.locator("#find").press_sequentially("lock gate")
            view.locator(".offers mark").first.wait_for()
            view.screenshot(path=DOCS / "room.png")
            server.terminate()


if __name__ == "__main__":
    found = stemma.compare(sorted(STORY.glob("*.txt")))
    terminal(found)
    report(found)
    room()
