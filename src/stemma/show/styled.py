"""A few styled words for the terminal: what a listing needs of rich, which takes longer to load than a search."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Sequence

from rich.cells import cell_len, chop_cells

Run = tuple[str, str]
"""Words with their style: "", "bold", "dim" or "match"."""

_WORD = re.compile(r"\s*\S+\s*")
_CODES = {"bold": "1", "dim": "2", "match": "1;33"}


def room() -> tuple[int, bool]:
    """How wide to write on standard output, and whether with styles.

    A terminal is written to as wide as it is, but 80 to 120; all else 100 wide and plain, as long as FORCE_COLOR does
    not ask to treat it as one.
    """
    forced = os.environ.get("FORCE_COLOR")
    if not (sys.stdout.isatty() if forced is None else forced):
        return 100, False
    if os.environ.get("TERM", "").lower() in ("dumb", "unknown"):
        return 80, False
    try:
        wide = int(os.environ.get("COLUMNS") or os.get_terminal_size(sys.stdout.fileno()).columns)
    except (ValueError, OSError):
        wide = 80
    return max(80, min(120, wide)), True


def laid(runs: Sequence[Run], width: int, *, styled: bool) -> str:
    """The words of some runs in lines of at most `width` cells, broken between words where they can be.

    Only bold is left of the matches with NO_COLOR.
    """
    text = "".join(words for words, _ in runs)
    styles = list(_placed(runs)) if styled else []
    out: list[str] = []
    start = 0
    for whole in text.split("\n"):
        cuts = [*_cuts(whole, width), len(whole)]
        for begin, end in zip([0, *cuts], cuts, strict=False):
            kept = _cropped(whole[begin:end], width)
            out.append(_coloured(kept, start + begin, styles) + "\n")
        start += len(whole) + 1
    return "".join(out)


def _placed(runs: Sequence[Run]) -> Iterator[tuple[int, int, str]]:
    """Where each style begins and ends, as the codes of a terminal."""
    plain = os.environ.get("NO_COLOR", "") != ""
    at = 0
    for words, style in runs:
        code = _CODES.get(style, "")
        yield at, at + len(words), code.partition(";")[0] if plain else code
        at += len(words)


def _coloured(line: str, start: int, styles: Sequence[tuple[int, int, str]]) -> str:
    """A line that begins at this place of the text, with its styles."""
    if not styles:
        return line
    pieces: list[str] = []
    for begin, end, code in styles:
        if piece := line[max(0, begin - start) : max(0, end - start)]:
            pieces.append(f"\x1b[{code}m{piece}\x1b[0m" if code else piece)
    return "".join(pieces)


def _cuts(line: str, width: int) -> Iterator[int]:
    """Where a line is broken: before words that do not fit on it, within those that fit on none."""
    if cell_len(line) <= width:
        return
    used = 0
    for found in _WORD.finditer(line):
        at, word = found.start(), found[0]
        length = cell_len(word.rstrip())
        if used + length <= width:
            used += cell_len(word)
        elif length <= width:
            yield at
            used = cell_len(word)
        else:
            for piece in chop_cells(word, width):
                if at:
                    yield at
                at += len(piece)
                used = cell_len(piece)


def _cropped(line: str, width: int) -> str:
    """A line without the white space at its end that would stand beyond the width."""
    beyond = max(len(line), cell_len(line)) - width
    return line[: max(len(line.rstrip()), len(line) - beyond)] if beyond > 0 else line
