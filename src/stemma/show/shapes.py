"""What a sheet on the terminal is made of: styled words, headings, and rows in columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from stemma.show.text import line

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
    from rich.text import Text


def styled(words: str, style: str = "") -> Text:
    """Words in one style, never read as markup."""
    from rich.text import Text

    return Text(words, style=style)


def run(*runs: tuple[str, str]) -> Text:
    """Words of several styles in a row."""
    from rich.text import Text

    return Text.assemble(*runs)


def heading(title: str) -> Text:
    """A title with an empty line before it."""
    return run(("\n", ""), (title, "bold underline"))


def quoted(words: Iterable[str]) -> str:
    """Words in quotation marks, one after the other."""
    return ", ".join(f"“{line(one)}”" for one in words)


def grid(rows: Iterable[Sequence[Text]], widths: Sequence[int | None]) -> RenderableType:
    """Rows in columns of these widths, indented by two; None shares what is left."""
    return Grid(tuple(rows), tuple(widths), indent=2)


def trimmed(part: RenderableType) -> RenderableType:
    """Text whose lines end without spaces."""
    from rich.text import Text

    return Grid(((part,),), (None,), indent=0) if isinstance(part, Text) else part


class Grid:
    """A table without rules; lines end without spaces, unlike rich's own."""

    def __init__(self, rows: tuple[Sequence[Text], ...], widths: tuple[int | None, ...], indent: int) -> None:
        self.indent = indent
        self.rows = rows
        self.widths = widths

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        free = options.max_width - self.indent - sum(width or 0 for width in self.widths) - 2 * (len(self.widths) - 1)
        share = max(10, free // max(1, self.widths.count(None)))
        widths = [width or share for width in self.widths]
        for row in self.rows:
            cells = [text.wrap(console, width) for text, width in zip(row, widths, strict=True)]
            for row_line in range(max(len(cell) for cell in cells)):
                joined = styled(" " * self.indent)
                for cell, width in zip(cells, widths, strict=True):
                    words = cell[row_line] if row_line < len(cell) else styled("")
                    words.rstrip()
                    words.pad_right(max(0, width + 2 - words.cell_len))
                    joined.append_text(words)
                joined.rstrip()
                yield joined
