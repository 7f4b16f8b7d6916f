"""A claim with its citations, to be pasted elsewhere: as text, as Markdown, as a W3C Web Annotation.

Every passage keeps its outlet, day, address and offsets, so that whoever reads it can go back to the source.
"""

from __future__ import annotations

import re
from html import escape
from typing import Literal

from stemma.errors import MissingError
from stemma.show.text import line, number, written
from stemma.show.view import View, articles_of, when
from stemma.types import Article, Claim, Comparison, Evidence, Span

Form = Literal["text", "markdown", "annotation"]

MEDIA: dict[Form, str] = {
    "text": "text/plain",
    "markdown": "text/markdown",
    "annotation": "application/ld+json",
}
"""The content type of each form."""

CONTEXT = 32
"""Characters before and after a passage, by which others find it again where offsets have moved."""

_MARKDOWN = re.compile(r"([\\`*_{}\[\]#|~])")

Record = dict[str, object]


def cite(comparison: Comparison, claim: str, form: Form) -> str:
    """A claim of a comparison with its citations.  Raises MissingError where it has no claim of this id."""
    view = View(comparison)
    found = view.claim(claim)
    if found is None:
        raise MissingError(f"{claim}: the story has no claim of this id. It may have changed; look again.")
    if form == "annotation":
        return written(annotation(view, found), indent=1) + "\n"
    return markdown(view, found) if form == "markdown" else plain(view, found)


def plain(view: View, claim: Claim) -> str:
    """A claim as plain text: its words, what stands behind it, and each passage with where it is from."""
    lines = [f"“{line(view.words(claim.text))}”", standing(claim)]
    for place, one in enumerate(claim.evidence, 1):
        article = view.article(one.span.article)
        lines.append(f"{place}. {_source(view, article)}: “{line(view.words(one.span))}”{_behind(view, one)}")
        lines.append(f"   {line(article.url or article.source)}, {_offsets(one.span)}")
    return "\n".join(lines) + "\n"


def markdown(view: View, claim: Claim) -> str:
    """The same as Markdown, with links; nothing in it acts as markup but what is ours."""
    lines = [f"> {escaped(view.words(claim.text))}", "", standing(claim), ""]
    for place, one in enumerate(claim.evidence, 1):
        article = view.article(one.span.article)
        where = f"<{address(article)}>" if article.url else escaped(article.source)
        said = f"{escaped(_source(view, article))}: “{escaped(view.words(one.span))}”"
        said += f" {escaped(behind)}" if (behind := _behind(view, one)) else ""
        lines.append(f"{place}. {said}  \n   {where}, {_offsets(one.span)}")
    return "\n".join(lines) + "\n"


def annotation(view: View, claim: Claim) -> Record:
    """The same as a W3C Web Annotation: the claim about each of its passages.

    Positions count characters of the text in the library; quotes hold on the page itself.
    """
    text = claim.text
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": f"urn:stemma:{text.article}:{text.start}-{text.end}:claim",
        "type": "Annotation",
        "motivation": "assessing",
        "body": [
            {"type": "TextualBody", "purpose": "describing", "value": line(view.words(text))},
            {"type": "TextualBody", "purpose": "assessing", "value": standing(claim)},
        ],
        "target": [selected(view.article(one.span.article), one.span) for one in claim.evidence],
    }


def selected(article: Article, span: Span) -> Record:
    """A passage as the target of a Web Annotation."""
    return {"source": article.url or f"urn:stemma:{article.id}", "selector": selectors(article, span)}


def selectors(article: Article, span: Span) -> list[Record]:
    """A passage as a Web Annotation selects it: by position and by quote."""
    return [
        {"type": "TextPositionSelector", "start": span.start, "end": span.end},
        {
            "type": "TextQuoteSelector",
            "exact": article.words(span),
            "prefix": article.text[max(0, span.start - CONTEXT) : span.start],
            "suffix": article.text[span.end : span.end + CONTEXT],
        },
    ]


def standing(claim: Claim) -> str:
    """What stands behind a claim, in words."""
    counts = [number(len(articles_of(claim.evidence)), "article"), number(claim.origins, "independent origin")]
    if claim.one_speaker:
        counts[1] = f"{number(claim.origins, 'origin')}, all resting on {line(claim.one_speaker)}"
    return f"{claim.status.capitalize()}: {', '.join(counts)}."


def escaped(words: str) -> str:
    """Words from outside on one line, with nothing in them that Markdown or HTML would act on."""
    return _MARKDOWN.sub(r"\\\1", escape(line(words), quote=False))


def address(article: Article) -> str:
    """A URL that stays within its angle brackets."""
    return re.sub(r"[<>\s]", lambda found: f"%{ord(found[0]):02X}", line(article.url or ""))


def _source(view: View, article: Article) -> str:
    day = when(article.published.value) if article.published else "not dated"
    return f"{view.names[article.id]}, {line(day)}"


def _behind(view: View, one: Evidence) -> str:
    """Who is behind a passage, where that is not its outlet alone."""
    parts = [] if view.is_own(one.span.article, one.origin) else [f"origin: {line(view.origin(one.origin))}"]
    if not one.asserted and one.speaker:
        parts.append(f"said by {line(one.speaker)}")
    return f" ({'; '.join(parts)})" if parts else ""


def _offsets(span: Span) -> str:
    return f"characters {span.start}–{span.end}"
