"""A comparison as one HTML page: no request to anywhere, everything from outside escaped.

The templates are those of a served page too; only `report.html` embeds style and script, whose hashes
stand in its Content-Security-Policy.
"""

from __future__ import annotations

from base64 import b64encode
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

from stemma.show import tree, view
from stemma.show.collation import collate
from stemma.show.marks import Block, Mark, blocks
from stemma.show.text import line, number, series, shorten, visible
from stemma.show.view import View
from stemma.types import Comparison, Span

if TYPE_CHECKING:
    from jinja2 import Environment


STYLES = ("base.css", "story.css")
SCRIPTS = ("story.js", "belongs.js")
"""What a page of a comparison needs, in this order."""


def page(comparison: Comparison, origins: int | None = None) -> str:
    """The stand-alone report: one file that works without a network and without JavaScript.

    origins: as for `View`.
    """
    style, scripts = "".join(map(asset, STYLES)), [asset(name) for name in SCRIPTS]
    policy = (
        f"default-src 'none'; style-src {digest(style)}; script-src {' '.join(map(digest, scripts))}; "
        "base-uri 'none'; form-action 'none'"
    )
    return environment().get_template("report.html").render(
        **context(comparison, origins), policy=policy, style=_trusted(style), scripts=list(map(_trusted, scripts))
    )  # fmt: skip


def context(comparison: Comparison, origins: int | None = None) -> dict[str, object]:
    """What the templates of a comparison are rendered with; `room` is for a served page.

    origins: as for `View`.
    """
    arranged = View(comparison, origins)
    marks = _marks(arranged)
    marked = {article.id: blocks(article, marks[article.id]) for article in arranged.articles}
    drawn = tree.draw(arranged)
    return {
        "view": arranged,
        "blocks": marked,
        "anchor": _Anchors(marked),
        "at": _addresses(arranged, drawn).get,
        "tree": drawn,
        "room": None,
    }


@cache
def environment() -> Environment:
    """Templates that escape everything and make control characters visible in whatever they print."""
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    def shown(value: object) -> object:
        return visible(value, lines=True) if isinstance(value, str) and not isinstance(value, Markup) else value

    made = Environment(
        loader=PackageLoader("stemma.show"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=shown,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # or each template would be looked at on the disk wherever it is included
    )
    made.filters |= {
        "line": line,
        "when": view.when,
        "way": view.way,
        "series": series,
        "shorten": shorten,
    }
    made.globals |= {
        "number": number,
        "articles_of": view.articles_of,
        "known_from": view.known_from,
        "collate": collate,
    }
    return made


def asset(name: str) -> str:
    """The text of a style or script of ours."""
    return files("stemma.show").joinpath("static", name).read_text(encoding="utf-8")


def digest(text: str) -> str:
    """The source expression of a Content-Security-Policy that allows exactly this text."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _trusted(own: str) -> str:
    """Our own style or script, which the template must not escape."""
    from markupsafe import Markup

    return Markup(own)


class _Anchors:
    """The fragment that a passage's first marked piece has in the page."""

    def __init__(self, marked: dict[str, list[Block]]) -> None:
        self.starts = {key: [piece.start for block in found for piece in block.pieces] for key, found in marked.items()}

    def __call__(self, span: Span) -> str:
        starts = self.starts[span.article]
        place = bisect_left(starts, span.start)
        return f"{span.article}-{starts[place]}" if place < len(starts) else span.article


def _addresses(view: View, drawn: tree.Tree) -> dict[str, str]:
    """The fragment of each finding.

    A claim, a conflict and whatever else has a number that may change when an article is added, is addressed by
    its passage, so that what was sent to a colleague stays what it was.
    """
    comparison = view.comparison
    named = [("fact", claim.id, claim.text) for claim in comparison.claims]
    named += [("differ", one.id, one.readings[0].evidence[0].span) for one in comparison.conflicts]
    named += [("said", one.id, one.content[0]) for one in comparison.quotations]
    named += [("copy", one.id, one.passages[0]) for one in comparison.copies]
    found: dict[str, str] = {}
    seen: Counter[str] = Counter()
    for kind, key, span in named:
        address = f"{kind}-{span.article}-{span.start}-{span.end}"
        seen[address] += 1
        found[key] = address if seen[address] == 1 else f"{address}-{seen[address]}"
    found |= {edge.key: f"why-{place}" for place, edge in enumerate(drawn.edges, 1) if edge.key and edge.how != "own"}
    for kind, entries in (("label", comparison.labels), ("loaded", view.loaded), ("moment", comparison.timeline)):
        found |= {f"{kind}-{place}": f"{kind}-{place}" for place in range(len(entries))}
    return found


def _marks(view: View) -> dict[str, list[Mark]]:
    """Everything that is marked, by article."""
    found: dict[str, list[Mark]] = {article.id: [] for article in view.articles}
    for mark in _all_marks(view):
        found[mark.span.article].append(mark)
    return found


def _all_marks(view: View) -> Iterator[Mark]:
    comparison = view.comparison
    for claim in comparison.claims:
        kind = "single" if claim.status == "single" else "shared"
        yield from (Mark(evidence.span, kind, claim.id) for evidence in claim.evidence)
    for conflict in comparison.conflicts:
        for reading in conflict.readings:
            yield from (Mark(evidence.span, conflict.status, conflict.id) for evidence in reading.evidence)
    for quotation in comparison.quotations:
        yield from (Mark(span, "said", quotation.id) for span in quotation.content)
    for copy in comparison.copies:
        yield from (Mark(span, f"copied {view.tint(copy.origin)}", copy.id) for span in copy.passages)
    for place, tie in enumerate(comparison.ties):
        runs = (run.span for run in comparison.provenance if (run.span.article, run.origin) == (tie.to, tie.origin))
        yield from (Mark(span, "taken", f"tie-{place}") for span in runs)
    for place, label in enumerate(comparison.labels):
        yield Mark(label.words, "called", f"label-{place}")
    for place, loaded in enumerate(view.loaded):
        yield Mark(loaded.words, "loaded", f"loaded-{place}")
    for place, moment in enumerate(comparison.timeline):
        yield from (Mark(span, "moment", f"moment-{place}") for span in moment.evidence)
