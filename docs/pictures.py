"""Remakes the two pictures of the README from the example story: docs/report.png and docs/terminal.svg.

    .venv/bin/python docs/pictures.py

Needs Chromium (apt install chromium) for the first.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from playwright.sync_api import ViewportSize, sync_playwright
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

import stemma
from stemma.show.html import page
from stemma.show.terminal import sheet
from stemma.types import Comparison

DOCS = Path(__file__).parent
STORY = DOCS.parent / "examples/brandmoor-lock"
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


def report(comparison: Comparison) -> None:
    """The report with its second claim under the pointer."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
        )
        tab = browser.new_page(viewport=SIZE, color_scheme="light", reduced_motion="reduce")
        tab.set_content(page(comparison))
        tab.hover(".claims > li:nth-child(2) .lead")
        tab.wait_for_timeout(400)
        tab.screenshot(path=DOCS / "report.png")
        browser.close()


if __name__ == "__main__":
    found = stemma.compare(sorted(STORY.glob("*.txt")))
    terminal(found)
    report(found)
