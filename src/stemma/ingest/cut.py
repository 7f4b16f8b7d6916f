"""Whether an article is known or suspected to be cut short, and why."""

from __future__ import annotations

import re

from stemma.ingest.layout import Page
from stemma.ingest.lines import either

_ENDS = re.compile(r"[.!?…。:;]['\"”’»)\]]*$|[)\]\"”’»]$")
_DOTS = re.compile(r"(?:…|\.\.\.|\[(?:…|\.\.\.)\])['\"”’»)\]]*$")
_ACCOUNT = r"(?:subscribe|sign in|log ?in|register|become a (?:subscriber|member)|start your (?:free )?trial)"
_WALL = either(
    rf"\b{_ACCOUNT}\b[^.]{{0,40}}\bto (?:read|continue|keep reading|unlock|access|view)\b",
    rf"\bto (?:read|continue reading|unlock) (?:the (?:full|rest)|this|more)\b[^.]{{0,40}}\b{_ACCOUNT}",
    r"\b(?:this|the full) (?:article|story|content) is (?:only |reserved )?(?:available )?(?:for|to) "
    r"(?:our |paying )?(?:subscribers|members)",
    r"\balready a subscriber\b|\byou have (?:reached|used)\b[^.]{0,40}\b(?:free articles|limit)\b",
    r"\bpremium (?:content|article)\b",
)
_MORE = either(
    r"^\W*(?:continue reading|read more|read the (?:full|rest of the) (?:story|article)"
    r"|full story|keep reading)\W*$",
    r"\bcontinue reading\b[^.]{0,60}$",
    r"\bthe post .{1,200} appeared first on\b",
)


def reasons(page: Page) -> tuple[str, ...]:
    """Why an article is held to be incomplete, in words a user reads; empty when nothing speaks for it."""
    found: list[str] = []
    body = page.of("body")
    if body:
        found.extend(_at_the_end(body[-1].text))
    for run in page.of("boilerplate", "body")[-8:]:
        if len(run.text) <= 300 and _WALL.search(run.text):
            found.append("a line asks to pay or sign in to read on")
        elif len(run.text) <= 300 and _MORE.search(run.text):
            found.append("a link leads to the rest of the article")
    return tuple(dict.fromkeys(found))


def _at_the_end(last: str) -> list[str]:
    if last.endswith(":"):
        return ["a list announced at the end is missing"]
    if _DOTS.search(last):
        return ["the last sentence breaks off"]
    if not _ENDS.search(last) and len(last.split()) > 5 and last[0] not in "-•*–—":
        return ["the last sentence has no end"]
    return []
