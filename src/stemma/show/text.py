"""Words from outside, made safe to look at: they steer no terminal, no browser and no order of letters."""

from __future__ import annotations

import json
import re

UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f"  # C0 and C1 controls: terminal escapes, null bytes
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidi controls: they reorder what is read
    "\u2028\u2029\u2060-\u2064\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"  # separators, fillers, tags
    "\ud800-\udfff]"  # half a character: cannot be written out as UTF-8
)
LAYOUT = re.compile(r"\s+")


def visible(text: str, *, lines: bool = False) -> str:
    """The text with every control character as a visible sign: ␛ for escape, ⟨U+202E⟩ for a bidi override.

    lines: keep line feeds and tabs as they are, and make every line ending a line feed.
    """
    if lines:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return UNSEEN.sub(lambda found: found[0] if lines and found[0] in "\n\t" else sign(found[0]), text)


def sign(control: str) -> str:
    """The visible sign of one control character."""
    code = ord(control)
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"⟨U+{code:04X}⟩"


def written(value: dict[str, object], indent: int | None) -> str:
    """JSON text that cannot steer a terminal: what is unseen is escaped, as JSON allows."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return UNSEEN.sub(lambda found: found[0] if found[0] == "\n" else _escaped(found[0]), text)


def _escaped(control: str) -> str:
    return json.dumps(control)[1:-1]


def line(text: str) -> str:
    """The text on one line: runs of white space become one space, control characters are made visible."""
    return visible(LAYOUT.sub(" ", text).strip())


def shorten(text: str, limit: int) -> str:
    """The text on one line, cut at a word with "…" so that it has at most `limit` characters."""
    flat = line(text)
    if len(flat) <= limit:
        return flat
    cut = flat[: limit - 1]
    return (cut[: cut.rfind(" ")] if " " in cut[limit // 2 :] else cut).rstrip(" ,;:–—-") + "…"


def number(count: int, one: str, many: str | None = None) -> str:
    """A count with its noun: "1 origin", "2 origins"."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def series(names: list[str] | tuple[str, ...]) -> str:
    """Names as said: "a", "a and b", "a, b and c"."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
