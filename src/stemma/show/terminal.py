"""A comparison as a sheet for the terminal, and a reading marked up; 80 to 120 columns.

Words from outside are only ever put into `Text`, never parsed as markup, and pass through `line`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from stemma.show.shapes import grid, heading, quoted, run, styled, trimmed
from stemma.show.text import line, number, series, shorten, visible
from stemma.show.tree import Link, links
from stemma.show.view import Telling, View, Voice, known_from, way, when
from stemma.types import Article, Claim, Comparison, Conflict, Evidence, Quotation, Reading, Span

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

Item = TypeVar("Item")

SOFT, STRONG, ALERT, CHANGE = "dim", "bold", "bold red", "bold cyan"
BRIEF = {"corroborated": 8, "repeated": 4, "single": 2, "said": 8, "labels": 6, "left out": 1}
"""How many of each kind a sheet shows without -v, so that one story fits one or two screens."""
CLOSING = (*".,;:?!”’\"')", "")
PASSAGE = 150  # characters of a passage without -v


def sheet(comparison: Comparison, *, verbose: bool = False, origins: int | None = None) -> RenderableType:
    """The sheet of a comparison.

    verbose: every finding, whole passages, and reasons.  origins: as for `View`.
    """
    from rich.console import Group

    return Group(*map(trimmed, _Sheet(View(comparison, origins), verbose).sections()))


class _Sheet:
    def __init__(self, view: View, verbose: bool) -> None:
        self.view = view
        self.verbose = verbose

    def sections(self) -> Iterator[RenderableType]:
        view = self.view
        yield from self.head()
        agreed = [claim for claim in view.shared if claim.status == "corroborated"]
        repeated = [claim for claim in view.shared if claim.status == "repeated"]
        yield from self.claims("Corroborated by two or more origins", agreed)
        yield from self.claims("Repeated: several articles, one origin", repeated)
        yield from self.differing("Conflicts: both cannot be true of the same moment", "conflict", ALERT)
        yield from self.differing("Changed as time passed", "update", CHANGE)
        yield from self.differing("Disputed", "view", STRONG)
        yield from self.alone()
        yield from self.left_out()
        yield from self.voices()
        yield from self.labels()
        if self.verbose:
            yield from self.loaded()
            yield from self.timeline()
        yield from self.tree()
        yield from self.notices()

    # --- head ---

    def head(self) -> Iterator[RenderableType]:
        view = self.view
        yield styled(line(view.title[0]), STRONG)
        count = number(len(view.articles), "article")
        outlets = f" from {number(view.outlets, 'outlet')}" if view.outlets else ""
        tally = f"; {self.tally()}" if self.tally() else ""
        yield run((f"{count}{outlets} · ", ""), (view.origins_line, STRONG), (tally, ""))
        yield styled("")
        rows = [
            (
                styled(view.names[a.id], STRONG),
                styled(dated(a)),
                styled(apart(a), ALERT if a.incomplete else SOFT),
            )
            for a in view.articles
        ]
        name = min(28, max(len(name) for name in view.names.values()))
        day = max(len(dated(article)) for article in view.articles)
        yield grid(rows, (name, min(36, day), None))

    def tally(self) -> str:
        named = (("conflict", "conflict"), ("update", "update"), ("view", "disputed view"))
        counts = [(len(self.view.differing(status)), noun) for status, noun in named]
        return series([number(count, noun) for count, noun in counts if count])

    # --- claims ---

    def claims(self, title: str, claims: Sequence[Claim]) -> Iterator[RenderableType]:
        if not claims:
            return
        yield heading(title)
        kept = self.kept(claims, claims[0].status)
        yield grid(
            [(styled(number(claim.origins, "origin"), STRONG), self.claim(claim)) for claim in kept],
            (9, None),
        )
        yield from self.more(claims, kept)

    def claim(self, claim: Claim) -> Text:
        text = self.stated(claim.text).append("\n")
        if len(self.view.groups(claim.evidence)) > claim.origins:
            text.append(f"counted as {claim.origins}, some may share an origin · ", style=SOFT)
        if claim.one_speaker:
            text.append(f"one speaker: {line(claim.one_speaker)} · ", style=STRONG)
        text.append("; ".join(self.descents(claim)), style=SOFT)
        if claim.speakers and not claim.one_speaker:
            text.append(f" · citing {line(series(claim.speakers))}", style=SOFT)
        if self.verbose:
            for one in claim.evidence:
                text.append(f"\n  {self.attributed(one)}: ", style=STRONG)
                text.append(self.passage(one.span))
                if one.borrowed:
                    text.append(f" (with {line(one.borrowed)})", style=SOFT)
            text.append(f"\n  Because: {line(claim.reason)}", style=SOFT)
        return text

    def descents(self, claim: Claim) -> Iterator[str]:
        """Each origin with the articles that have it from there: "Northgate Wire → Valley Sun"."""
        view = self.view
        for group in view.groups(claim.evidence):
            own = view.own(group)
            others = ", ".join(view.names[one.span.article] for one in view.others(group))
            source = view.names[own.span.article] if own else line(view.origin(group.origin))
            yield f"{source} → {others}" if others else source

    def alone(self) -> Iterator[RenderableType]:
        if not self.view.single:
            return
        yield heading("Only one says")
        rows = []
        for key, claims in self.view.single:
            kept = self.kept(claims, "single")
            rows.append((styled(self.view.names[key], STRONG), self.several(claims, kept)))
        yield grid(rows, (20, None))

    def left_out(self) -> Iterator[RenderableType]:
        if not self.view.comparison.omissions:
            return
        yield heading("What each leaves out")
        rows = []
        for omission in self.view.comparison.omissions:
            claims = [claim for key in omission.claims if (claim := self.view.claim(key))]
            kept = self.kept(claims, "left out")
            rows.append((styled(self.view.names[omission.article], STRONG), self.several(claims, kept)))
        yield grid(rows, (20, None))

    # --- conflicts, updates, views ---

    def differing(self, title: str, status: str, style: str) -> Iterator[RenderableType]:
        found = self.view.differing(status)
        if not found:
            return
        yield heading(title)
        for conflict in found:
            yield from self.conflict(conflict, style)

    def conflict(self, conflict: Conflict, style: str) -> Iterator[RenderableType]:
        yield grid([(styled(self.shortened(conflict.slot), STRONG),)], (None,))
        rows = []
        for place, reading in enumerate(conflict.readings):
            arrow = "→ " if place and conflict.status == "update" else ""
            rows.append((styled(f"  {arrow}{line(reading.value)}", style), self.givers(reading.evidence)))
        yield grid(rows, (26, None))
        if self.verbose:
            yield grid([(styled(""), styled(f"Because: {line(conflict.reason)}", SOFT))], (2, None))

    def givers(self, evidence: Sequence[Evidence]) -> Text:
        """Who gives a value; with -v, in which words."""
        if not self.verbose:
            return styled("; ".join(dict.fromkeys(self.attributed(one) for one in evidence)))
        return styled("\n".join(f"{self.attributed(one)}: {self.passage(one.span)}" for one in evidence))

    def attributed(self, one: Evidence) -> str:
        name = self.view.names[one.span.article]
        return name if one.asserted else f"{name} (citing {line(one.speaker or 'somebody')})"

    # --- people ---

    def voices(self) -> Iterator[RenderableType]:
        if not self.view.voices:
            return
        yield heading("Who said what")
        everything = [(voice, tellings) for voice in self.view.voices for tellings in voice.said]
        kept = self.kept(everything, "said")
        rows = []
        last: Voice | None = None
        for voice, tellings in kept:
            name = "" if voice is last else line(voice.name) + ("" if voice.named else " (unnamed)")
            last = voice
            variants = len(tellings) > 1
            for place, telling in enumerate(tellings):
                text = self.telling(telling, "≈ " if variants and place else "")
                text.append("; ".join(map(self.told, telling.quotations)), style=SOFT)
                rows.append((styled(name if not place else "", STRONG), text))
        yield grid(rows, (20, None))
        yield from self.more(everything, kept)

    def telling(self, telling: Telling, sign: str) -> Text:
        """The words, with those in bold that other tellings have not."""
        text = styled(sign)
        for words, same in telling.runs:
            text.append(words + " ", style="" if same else STRONG)
        if not self.verbose:
            text.truncate(PASSAGE, overflow="ellipsis")
        return text.append("— ", style=SOFT)

    def told(self, quotation: Quotation) -> str:
        parts = [self.view.names[quotation.content[0].article], line(way(quotation))]
        parts += [] if quotation.type == "direct" else [quotation.type]
        return ", ".join(filter(None, parts))

    def labels(self) -> Iterator[RenderableType]:
        rows = []
        for person in self.view.called:
            text = styled("")
            for article, cell in zip(self.view.articles, person.cells, strict=True):
                if cell:
                    text.append("; " if text else "").append(quoted(self.view.words(one.words) for _, one in cell))
                    text.append(f" — {self.view.names[article.id]}", style=SOFT)
            rows.append((styled(line(person.name), STRONG), text))
        if rows:
            yield heading("Words put on people")
            kept = self.kept(rows, "labels")
            yield grid(kept, (20, None))
            yield from self.more(rows, kept)

    def loaded(self) -> Iterator[RenderableType]:
        rows = [
            (
                styled(self.view.names[key], STRONG),
                styled(quoted(self.view.words(one.words) for _, one in words)),
            )
            for key, words in self.view.loaded_by_article
        ]
        if rows:
            yield heading("Loaded words, marked, not judged")
            yield grid(rows, (20, None))

    def timeline(self) -> Iterator[RenderableType]:
        rows = []
        for moment in self.view.comparison.timeline:
            names = series(list(dict.fromkeys(self.view.names[span.article] for span in moment.evidence)))
            words = "; ".join(dict.fromkeys(line(self.view.words(span)) for span in moment.evidence))
            told = f"{names} published" if moment.kind == "published" else f"{words} ({names})"
            rows.append((styled(line(when(moment.value))), styled(told)))
        if rows:
            yield heading("Timeline")
            yield grid(rows, (26, None))

    # --- descent ---

    def tree(self) -> Iterator[RenderableType]:
        """Origins with what was taken from them; an article that only has its own is not listed."""
        taken = [link for link in links(self.view) if link.how != "own"]
        yield heading("Who has it from whom")
        if not taken:
            yield styled("  No article was found to have text or facts from another.")
        for origin in self.view.comparison.origins:
            mine = [link for link in taken if link.origin == origin.id]
            if mine:
                kind = f" ({origin.kind})" if origin.kind in ("agency", "publisher") else ""
                yield run((f"  {line(origin.name)}", STRONG), (kind, SOFT))
                yield from (self.branch(link, last=link is mine[-1]) for link in mine)

    def branch(self, link: Link, last: bool) -> RenderableType:
        how = ("↻ circular, " if link.circular else "") + link.how
        text = run((self.view.names[link.article], ""), (f"  {line(link.reason)}" if self.verbose else "", SOFT))
        return grid([(styled(f"  {'└' if last else '├'}─ {how} →"), text)], (18 + 12 * link.circular, None))

    # --- what failed ---

    def notices(self) -> Iterator[RenderableType]:
        comparison = self.view.comparison
        if not comparison.failures and not comparison.notes:
            return
        yield heading("Notes")
        for failure in comparison.failures:
            yield run(("  Not read: ", ALERT), (f"{line(failure.source)}: {line(failure.reason)}", ""))
        for note in comparison.notes:
            yield styled(f"  {line(note)}")

    # --- lengths ---

    def stated(self, span: Span) -> Text:
        """A passage with the rest of its sentence, set back."""
        before, after = self.view.context(span)
        text = run((f"{before} " if before else "", SOFT), (self.shortened(self.view.words(span)), ""))
        return text.append(after if after[:1] in CLOSING else f" {after}", style=SOFT)

    def several(self, claims: Sequence[Claim], kept: Sequence[Claim]) -> Text:
        """Claims line by line, and how many more there are."""
        lines = [self.stated(claim.text) for claim in kept]
        lines += [styled(f"and {len(claims) - len(kept)} more", SOFT)] if len(kept) < len(claims) else []
        return styled("\n").join(lines)

    def passage(self, span: Span) -> str:
        """A passage, with signs where it is only part of a sentence."""
        before, after = self.view.context(span)
        words = self.shortened(self.view.words(span))
        return ("…" if before else "") + words + ("…" if len(after) > 1 and not words.endswith("…") else "")

    def shortened(self, words: str) -> str:
        return line(words) if self.verbose else shorten(words, PASSAGE)

    def kept(self, items: Sequence[Item], kind: str) -> Sequence[Item]:
        return items if self.verbose else items[: BRIEF[kind]]

    def more(self, items: Sequence[Item], kept: Sequence[Item]) -> Iterator[RenderableType]:
        if len(kept) < len(items):
            yield styled(f"  and {len(items) - len(kept)} more with -v", SOFT)


# --- one article ---------------------------------------------------------------------------------


def marked(reading: Reading) -> RenderableType:
    """A reading: what the page was taken for, its text with marks, and what is found in it."""
    from rich.console import Group

    article = reading.article
    parts = [
        *_taken(article),
        heading("Text: names underlined, quotations italic, what is left out dim"),
        _marked_text(reading),
        *_listed("Who said what", _said(reading)),
        *_listed("Names", _named(reading)),
        *_listed("Times", [(line(article.words(t.span)), f"{t.type} {t.value}") for t in reading.times]),
        *_listed("Quantities", _counted(reading)),
        *_listed("Words put on people", _labelled(reading)),
        *_listed("Loaded words", [(line(article.words(one.words)), one.kind) for one in reading.loaded]),
        styled(""),
    ]
    return Group(*map(trimmed, parts))


def _taken(article: Article) -> Iterator[RenderableType]:
    """What was taken for headline, outlet, dates, byline, caption, boilerplate."""
    yield styled(line(article.file), STRONG)
    rows = [
        (
            "outlet",
            f"{article.outlet.value} (from the {article.outlet.how})" if article.outlet else "not stated",
        )
    ]
    rows += [
        (name, f"{when(stated.value)} (from the {stated.how})" if stated else "not stated")
        for name, stated in (("published", article.published), ("updated", article.updated))
        if stated or name == "published"
    ]
    if not article.first("headline"):
        rows.insert(0, ("headline", "not stated"))
    rows += [(part.kind, shorten(article.words(part.span), PASSAGE)) for part in article.parts if part.kind != "body"]
    rows += [("incomplete", why) for why in article.incomplete]
    yield grid([(styled(name, SOFT), styled(line(words))) for name, words in rows], (13, None))


def _marked_text(reading: Reading) -> Text:
    """The text of the article with styles put on its characters, and then made visible piece by piece."""
    from stemma.show.marks import Mark, blocks

    marks = [Mark(span, "italic", quotation.id) for quotation in reading.quotations for span in quotation.content]
    marks += [Mark(mention.span, "underline", entity.id) for entity in reading.entities for mention in entity.mentions]
    marks += [Mark(label.words, "bold", label.entity) for label in reading.labels]
    text = styled("")
    for place, block in enumerate(blocks(reading.article, marks)):
        text.append("\n\n" if place else "")
        apart = "dim" if block.kind in ("caption", "boilerplate") else "bold" if block.kind == "headline" else ""
        for piece in block.pieces:
            text.append(visible(piece.text, lines=True), style=f"{piece.kinds} {apart}".strip())
    return text


def _said(reading: Reading) -> list[tuple[str, str]]:
    rows = []
    for quotation in reading.quotations:
        unnamed = " (unnamed)" if quotation.unnamed else ""
        how = ", ".join(filter(None, [quotation.type, way(quotation)]))
        words = " … ".join(reading.article.words(span) for span in quotation.content)
        rows.append((line(quotation.speaker or "not stated") + unnamed, f"{line(words)} ({line(how)})"))
    return rows


def _named(reading: Reading) -> list[tuple[str, str]]:
    rows = []
    for entity in reading.entities:
        forms = dict.fromkeys(line(reading.article.words(mention.span)) for mention in entity.mentions)
        others = ", ".join(form for form in forms if form != line(entity.name))
        rows.append((line(entity.name), f"{entity.kind}{', also: ' + others if others else ''}"))
    return rows


def _counted(reading: Reading) -> list[tuple[str, str]]:
    rows = []
    for one in reading.quantities:
        value = f"{one.low:g}" if one.low == one.high else f"{one.low:g} to {one.high:g}"
        about = "" if one.modifier == "exact" else f"{one.modifier} "
        rows.append((line(reading.article.words(one.span)), line(f"{one.kind}: {about}{value} {one.unit}")))
    return rows


def _labelled(reading: Reading) -> list[tuple[str, str]]:
    names = {entity.id: entity.name for entity in reading.entities}
    return [(line(names.get(one.entity, "")), line(reading.article.words(one.words))) for one in reading.labels]


def _listed(title: str, rows: Sequence[tuple[str, str]]) -> Iterator[RenderableType]:
    if rows:
        yield heading(title)
        yield grid([(styled(left, STRONG), styled(right)) for left, right in rows], (28, None))


# --- what is said of an article ----------------------------------------------------------------------


def dated(article: Article) -> str:
    """When an article says it was published."""
    return line(when(article.published.value)) if article.published else "date not stated"


def apart(article: Article) -> str:
    """What to know about an article before it is weighed."""
    known = "outlet not stated" if not article.outlet else known_from(article.outlet)
    outlet = f"outlet {known}" if article.outlet and known else known
    whole = f"incomplete: {line('; '.join(article.incomplete))}" if article.incomplete else ""
    return "; ".join(filter(None, [outlet, whole]))
