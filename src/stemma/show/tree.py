"""The family tree: origins on the left, articles on the right, a line for each way from one to the other.

Only places and shapes are worked out here, in units of the drawing; `tree.html` draws them.
"""

from __future__ import annotations

from dataclasses import dataclass
from unicodedata import east_asian_width

from stemma.show.text import line, number
from stemma.show.view import View
from stemma.types import Tie

WIDTH = 344
LEFT, RIGHT = 108, 122  # widths of the two columns of boxes
ROW, PORT, PAD, GAP = 15, 19, 7, 10  # a line of text, the room of a line's end, inside and between boxes
LETTER = 6.6  # a letter of the drawing's type, on average


@dataclass(frozen=True, slots=True)
class Box:
    """An origin or an article.  faint: an origin that adds none to the independent ones; tint: of what is copied."""

    x: float
    y: float
    width: float
    height: float
    name: str
    lines: tuple[str, ...]
    note: str
    faint: bool = False
    tint: str = ""

    @property
    def rows(self) -> list[tuple[float, str]]:
        """The baseline of each line, with its words."""
        top = self.y + (self.height - ROW * len(self.lines)) / 2 + ROW * 0.75
        return [(round(top + ROW * place, 1), words) for place, words in enumerate(self.lines)]


@dataclass(frozen=True, slots=True)
class Edge:
    """A line from an origin to an article.  how: "own", "copied", "credited", "relayed" or "inferred"."""

    path: str
    how: str
    circular: bool
    label: str
    label_x: float
    label_y: float
    origin: str
    article: str
    reason: str
    key: str


@dataclass(frozen=True, slots=True)
class Tree:
    height: float
    origins: tuple[Box, ...]
    articles: tuple[Box, ...]
    edges: tuple[Edge, ...]
    width: int = WIDTH


@dataclass(frozen=True, slots=True)
class Link:
    """An edge before it is drawn.  key: of its tie in the page; empty for what is an article's own."""

    article: str
    origin: str
    how: str
    reason: str
    circular: bool
    key: str = ""


def links(view: View) -> list[Link]:
    """Every way from an origin to an article, each once: the ties, and what is an article's own."""
    found = [
        Link(tie.to, tie.origin, tie.how, tie_reason(tie), tie.circular, f"tie-{place}")
        for place, tie in enumerate(view.comparison.ties)
    ]
    tied = {(link.article, link.origin) for link in found}
    for run in view.comparison.provenance:
        pair = (run.span.article, run.origin)
        if pair not in tied:
            tied.add(pair)
            how = "own" if view.is_own(*pair) else run.how
            found.append(Link(*pair, how, run.reason, False))
    return found


def _telling(found: list[Link], shared: frozenset[str]) -> list[Link]:
    """The links without an outlet's own on its own article, where that is behind nothing shared.

    It stays where the article or the origin would otherwise stand alone.
    """
    own = {link.origin: link.article for link in found if link.how == "own"}
    lent = {link.origin for link in found if own.get(link.origin) != link.article}
    taken = {link.article for link in found if link.how != "own"}
    return [link for link in found if link.how != "own" or link.origin in shared | lent or link.article not in taken]


def tie_reason(tie: Tie) -> str:
    """Why a tie is drawn, with its extent where text was copied."""
    extent = f"{number(tie.characters, 'character')}. " if tie.characters else ""
    circle = "The credit leads back to where it came from. " if tie.circular else ""
    return f"{extent}{circle}{tie.reason}"


def draw(view: View) -> Tree:
    """The family tree of a comparison; its height grows with its articles and origins."""
    found = _telling(links(view), view.shared_origins)
    first = {link.article: view_place(view, link.origin) for link in reversed(found)}
    articles = sorted(view.articles, key=lambda article: first.get(article.id, len(view.comparison.origins)))
    ports: dict[Link, float] = {}
    boxes = {}
    y = 1.0
    for article in articles:
        mine = sorted(
            (link for link in found if link.article == article.id),
            key=lambda link: view_place(view, link.origin),
        )
        lines = wrapped(view.names[article.id], RIGHT)
        height = max(len(lines) * ROW + 2 * PAD, len(mine) * PORT + PAD)
        boxes[article.id] = Box(WIDTH - RIGHT - 1, y, RIGHT, height, view.names[article.id], lines, "")
        for place, link in enumerate(mine):
            ports[link] = y + height * (place + 1) / (len(mine) + 1)
        y += height + GAP
    sources, bottom = _sources(view, found, ports)
    edges = tuple(_edge(view, link, sources[link.origin], ports[link]) for link in found)
    return Tree(max(y - GAP, bottom) + 1, tuple(sources.values()), tuple(boxes.values()), edges)


def _sources(view: View, found: list[Link], ports: dict[Link, float]) -> tuple[dict[str, Box], float]:
    """Boxes of the origins, level with the middle of what they lead to, pushed down where they overlap."""
    weighed = {origin.id for origin in view.weighed}
    middles: dict[str, float] = {}
    for origin in view.comparison.origins:
        ends = [ports[link] for link in found if link.origin == origin.id]
        if ends:
            middles[origin.id] = sum(ends) / len(ends)
    kinds = {origin.id: origin.kind for origin in view.comparison.origins}
    boxes = {}
    y = 1.0
    for key, middle in sorted(middles.items(), key=lambda entry: entry[1]):
        lines = wrapped(view.origin(key), LEFT)
        note = kinds[key] if kinds[key] in ("agency", "publisher") else ""
        height = len(lines) * ROW + 2 * PAD
        top = max(y, middle - height / 2)
        boxes[key] = Box(
            1, round(top, 1), LEFT, height, view.origin(key), lines, note, key not in weighed, view.tint(key)
        )
        y = top + height + GAP
    return boxes, y - GAP


def _edge(view: View, link: Link, source: Box, port: float) -> Edge:
    x1, y1 = source.x + source.width, source.y + source.height / 2
    x2 = WIDTH - RIGHT - 1
    bend = x2 - 62  # from here on the line is level, so that its label can stand on it
    middle = (x1 + bend) / 2
    path = f"M{x1:g} {y1:.1f}C{middle:g} {y1:.1f} {middle:g} {port:.1f} {bend:g} {port:.1f}H{x2 - 5:g}"
    label = "" if link.how == "own" else ("↻ " if link.circular else "") + link.how
    names = view.origin(link.origin), view.names[link.article]
    return Edge(path, link.how, link.circular, label, bend + 27, port - 5.5, *names, link.reason, link.key)


def view_place(view: View, origin: str) -> int:
    """The place of an origin in the comparison's order."""
    keys = [one.id for one in view.comparison.origins]
    return keys.index(origin) if origin in keys else len(keys)


def wrapped(name: str, width: float) -> tuple[str, ...]:
    """A name on at most two lines that fit a box of this width."""
    room = int((width - 2 * PAD) / LETTER)
    lines = [""]
    for word in line(name).split(" "):
        if lines[-1] and _wide(lines[-1]) + 1 + _wide(word) > room:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    kept = [_fitted(words, room) for words in lines[:2]]
    if len(lines) > 2:
        kept[1] = _fitted(kept[1], room - 2).rstrip("…") + "…"
    return tuple(kept)


def _wide(words: str) -> int:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in words)


def _fitted(words: str, room: int) -> str:
    if _wide(words) <= room:
        return words
    while _wide(words) > room - 1:
        words = words[:-1]
    return words + "…"
