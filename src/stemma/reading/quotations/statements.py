"""Statements: which words of a sentence somebody is said to have said, and which words name the speaker.

English news reports speech in few shapes: content, then "the mayor said"; content, then "said the mayor";
"the mayor said that" content; "according to the mayor"; "the mayor called it" content; and chains of these.
Each cue is tried against them from left to right.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from stemma.reading.lexicon import words
from stemma.reading.quotations import contents, cues
from stemma.reading.quotations import noun_phrases as phrases
from stemma.reading.quotations.contents import Range
from stemma.reading.quotations.cues import Cue
from stemma.reading.quotations.frames import QUOTE, Frame

# What follows a cue that ends its sentence: "…, the mayor said after the storm".
_ADJOINS = words("adjoining")
_DASHES = frozenset(["-", "–", "—", "--"])


@dataclass(frozen=True, slots=True)
class Statement:
    """What one cue governs, in words of its frame.

    inherits: the subject is left out and is that of the statement before ("and added").
    """

    cue: Cue
    source: Range | None
    content: tuple[Range, ...]  # empty where the cue only tells who passed on the rest of the sentence
    inherits: bool = False


def find(frame: Frame, passes_on: Callable[[Frame, Statement], bool]) -> list[Statement]:
    """The statements of a frame in the order of their cues.

    passes_on: is a statement a publisher's report of what others said?  What is said in it is then read too.
    """
    found: list[Statement] = []
    listed = cues.find(frame)
    done = -1  # the last word that a statement has taken
    for n, cue in enumerate(listed):
        if cue.first <= done:
            continue
        made = _accord(frame, cue, done) if cue.manner == "accord" else _verb(frame, cue, done, listed[n + 1 : n + 8])
        made = made or _bare(frame, cue, done)
        if made is not None:
            found.append(made)
            if made.content and not (made.content[0][0] > cue.last and passes_on(frame, made)):
                done = max(cue.last, *(last for _, last in made.content), *(made.source or (0,)))
    return found


def _bare(frame: Frame, cue: Cue, done: int) -> Statement | None:
    """A cue and its source that have no content of their own: who passes on what is said before."""
    if cue.manner not in ("say", "accord") or cue.participle:
        return None
    k = cue.subject_end
    if cue.manner == "accord" or k <= done or frame.pos[k] in (QUOTE, "PUNCT"):
        source = (cue.last + 1, phrases.whole(frame, cue.last + 1))
        return Statement(cue, source, ()) if source[1] >= source[0] else None
    found = _subject(frame, k, done)
    return Statement(cue, found, ()) if found else None


def subject(frame: Frame, limit: int) -> Range | None:
    """The noun phrase before word `limit` that a sentence, or a clause of it, begins with."""
    i = 0
    while i < limit and i < contents.REACH:
        last = phrases.whole(frame, i)
        if last >= i and last + 1 < limit and frame.pos[last + 1] in ("VERB", "AUX", "ADV"):
            return None if frame.low[i] in contents.QUESTIONS else (i, last)
        if last >= i and _apposed(frame, last + 1, limit):
            return i, last
        comma = next((k for k in range(i, min(limit, i + 30)) if frame.low[k] == ","), None)
        if comma is None:
            return None
        i = comma + 1
    return None


def _apposed(frame: Frame, i: int, limit: int) -> bool:
    """Is word i the first comma of an apposition that a verb follows?"""
    if i >= limit or frame.low[i] != ",":
        return False
    end = next((k for k in range(i + 1, min(limit, i + 25)) if frame.low[k] == ","), None)
    return end is not None and end + 1 < limit and frame.pos[end + 1] in ("VERB", "AUX")


def _accord(frame: Frame, cue: Cue, done: int) -> Statement | None:
    """ "Content, according to NP" and "According to NP, content"."""
    last = phrases.whole(frame, cue.last + 1)
    if last <= cue.last:
        return None
    source = (cue.last + 1, last)
    if cue.first - 1 > done:
        content = contents.trim(frame, done + 1, cue.first - 1)
    else:
        comma = next((k for k in range(last + 1, min(last + 20, len(frame))) if frame.low[k] == ","), last)
        content = contents.trim(frame, comma + 1, contents.content_end(frame, comma + 1))
    return Statement(cue, source, (content,)) if content and contents.says(frame, content) else None


def _verb(frame: Frame, cue: Cue, done: int, following: list[Cue]) -> Statement | None:
    """The statement of a reporting verb."""
    k = cue.subject_end
    edge = k <= done or frame.pos[k] in (QUOTE, "PUNCT")
    if edge:
        made = _inverted(frame, cue, done, k)
        if made is not None:
            return made
    if (edge and cue.participle) or (k > done and frame.low[k] in ("and", "but", "then", "or")):
        content = contents.behind(frame, cue, None, following)
        return Statement(cue, None, content, inherits=True) if content else None
    source = None if cue.participle else _subject(frame, k, done)
    if source is None:
        content = contents.behind(frame, cue, None, following) if cue.participle else ()
        return Statement(cue, None, content, inherits=True) if content and contents.quotes(frame, content[0]) else None
    if frame.low[k] in ("who", "which", "that"):
        content = contents.behind(frame, cue, source, following) if cue.manner == "say" else ()
        return Statement(cue, source, content) if content else None
    return _plain(frame, cue, source, done, following)


def _inverted(frame: Frame, cue: Cue, done: int, k: int) -> Statement | None:
    """Content, then "said the mayor"."""
    if frame.low[cue.last] in contents.TELLING or cue.participle:
        return None
    last = phrases.whole(frame, cue.last + 1)
    if last <= cue.last or (last + 1 < len(frame) and frame.pos[last + 1] in ("VERB", "AUX")):
        return None
    content = contents.trim(frame, _left_start(frame, k, done), k)
    if (
        content is None
        or not contents.says(frame, content)
        or (cue.manner != "say" and not contents.quotes(frame, content))
    ):
        return None
    if frame.low[k] == "," and (_is_phrase(frame, content) or _before_apposition(frame, k, done)):
        return None
    pieces = (content, *_second(frame, last + 1, content))
    return Statement(cue, (cue.last + 1, last), pieces)


def _subject(frame: Frame, k: int, done: int) -> Range | None:
    """The noun phrase that ends at k, or that an apposition ending at k belongs to."""
    if k <= done:
        return None
    if frame.low[k] in ("who", "which", "that") and k - 1 > done:
        return antecedent(frame, k - 2 if frame.low[k - 1] == "," and k - 2 > done else k - 1, done)
    if frame.low[k] == "," or frame.low[k] in _DASHES or frame.low[k] == ")":
        return _before_apposition(frame, k, done)
    who = _relative(frame, k, done)
    if who is not None:
        k = who - 1
    first = phrases.before(frame, k, done + 1)
    return (first, k) if first <= k else None


def antecedent(frame: Frame, end: int, done: int) -> Range | None:
    """The noun phrase before "who": of a name the name alone ("so much for Jan Roos, who said")."""
    first = phrases.before(frame, end, done + 1)
    for i in range(end, first, -1):
        if frame.pos[i] == "ADP" and frame.pos[end] == "PROPN":
            first = i + 1
            break
    return (first, end) if first <= end else None


def _relative(frame: Frame, k: int, done: int) -> int | None:
    """The "who" of a clause without commas that ends at k ("two people who were there said")."""
    for i in range(k, max(done + 1, k - 15), -1):
        if frame.pos[i] in ("PUNCT", QUOTE, "SCONJ"):
            return None
        if frame.low[i] == "who":
            verbs = any(frame.pos[j] in ("VERB", "AUX") for j in range(i + 1, k + 1))
            return i if verbs and frame.pos[i - 1] in ("NOUN", "PROPN", "PRON", "NUM") else None
    return None


def _before_apposition(frame: Frame, k: int, done: int) -> Range | None:
    """In "NP, apposition, said" the NP, of several the first name; k is the last comma, bracket or dash."""
    mark = "(" if frame.low[k] == ")" else frame.low[k]
    best: Range | None = None
    for i in range(k - 1, max(done, k - 60), -1):
        if frame.pos[i] == QUOTE:
            break
        if frame.low[i] != mark:
            continue
        first = phrases.before(frame, i - 1, done + 1)
        if not _can_speak(frame, (first, i - 1), done):
            if best is not None:
                break
            continue
        if best is None or any(frame.pos[n] == "PROPN" for n in range(first, i)):
            best = (first, i - 1)
        if frame.low[first - 1] != mark:
            break
    return best


def _can_speak(frame: Frame, phrase: Range, done: int) -> bool:
    """May this noun phrase be the subject of a clause that begins with it?"""
    first, last = phrase
    if first > last or not (frame.pos[last] in ("NOUN", "PROPN", "PRON", "ADJ") or frame.low[last] == "there"):
        return False
    return first == done + 1 or _starts_clause(frame, first, done)


def _starts_clause(frame: Frame, first: int, done: int) -> bool:
    """Does a clause begin here: after punctuation, a quotation, a conjunction or an opening phrase?"""
    before = frame.low[first - 1]
    return (
        frame.pos[first - 1] in (QUOTE, "PUNCT", "CCONJ", "SCONJ", "ADV")
        or phrases.is_time(frame, first - 1)
        or before in phrases.DAYPARTS
        or not (before in _ADJOINS or any(frame.pos[i] in ("VERB", "AUX") for i in range(done + 1, first)))
    )


def _plain(frame: Frame, cue: Cue, source: Range, done: int, following: list[Cue]) -> Statement | None:
    """NP and cue in plain order: the content stands before both, behind both, or around them."""
    left = _left(frame, source[0], done)
    right = contents.behind(frame, cue, source, following)
    first = left is not None and (_prefers_left(frame, cue, left) if right else _closes(frame, cue))
    if left is not None and first and (cue.manner == "say" or contents.quotes(frame, left)):
        return Statement(cue, source, (left, *_second(frame, cue.last + 1, left)))
    return Statement(cue, source, right) if right else None


def _left(frame: Frame, first: int, done: int) -> Range | None:
    """Content that ends with a comma or a quotation before the subject."""
    k = first - 1
    if k <= done or not (
        frame.pos[k] == QUOTE or frame.low[k] == "," or frame.low[k] in _DASHES or frame.low[k] == "as"
    ):
        return None
    content = contents.trim(frame, _left_start(frame, k, done), k - 1 if frame.low[k] == "as" else k)
    if content is None or not contents.says(frame, content):
        return None
    return None if frame.pos[k] != QUOTE and _is_phrase(frame, content) else content


def _left_start(frame: Frame, k: int, done: int) -> int:
    """Where content that ends at k may begin: after what is taken, or a semicolon."""
    for i in range(k, max(done, k - contents.REACH), -1):
        if frame.low[i] == ";":
            return i + 1
    return max(done + 1, k - contents.REACH)


def _comma_inside(frame: Frame, content: Range) -> bool:
    return any(frame.low[i] == "," for i in range(content[0], content[1]))


def _is_phrase(frame: Frame, content: Range) -> bool:
    """Has it no verb of its own, nor a quotation?"""
    return not any(frame.pos[i] in ("VERB", "AUX", QUOTE) for i in range(content[0], content[1] + 1))


def _closes(frame: Frame, cue: Cue) -> bool:
    """Does nothing follow the cue that it could govern?"""
    i = cue.last + 1
    if frame.low[cue.last] in contents.TELLING:
        i = phrases.past_addressee(frame, i)
    i = phrases.past_adjuncts(frame, i)
    return i >= len(frame) or frame.pos[i] in ("PUNCT", "ADP", "SCONJ", "CCONJ", "VERB", "ADV", QUOTE)


def _prefers_left(frame: Frame, cue: Cue, left: Range) -> bool:
    """Both sides could be the content: is it the left one?"""
    if frame.pos[left[1]] == QUOTE and contents.ends_open(frame, left[1]):
        return True
    after = cue.last + 1
    if frame.low[cue.last] in contents.TELLING:
        after = phrases.past_addressee(frame, after)
    nearest = frame.low[after] if after < len(frame) else "."
    if nearest in (",", ".", ";"):
        return True
    if frame.low[left[0]] in contents.SUBORDINATE and not _comma_inside(frame, left):
        return False
    behind = phrases.past_adjuncts(frame, after)
    if behind < len(frame) and (frame.low[behind] in ("that", ":") or frame.pos[behind] == QUOTE):
        return False
    if behind >= len(frame) or frame.low[behind] in (",", ".", ";"):
        return True
    return nearest in _ADJOINS and behind == after


def _second(frame: Frame, i: int, first: Range) -> tuple[Range, ...]:
    """The rest of content that the cue stands in the middle of."""
    limit = min(len(frame) - 1, i + 40)
    for k in range(i, limit):
        if frame.pos[k + 1] == QUOTE:
            return ((k + 1, k + 1),) if frame.low[k] in (",", ":") or frame.low[k] in _DASHES else ()
        if frame.low[k] == ";":
            return ()
    if _is_phrase(frame, first):
        comma = phrases.past_adjuncts(frame, i)
        if comma + 1 < len(frame) and frame.low[comma] == ",":
            rest = contents.trim(frame, comma + 1, contents.content_end(frame, comma + 1))
            return (rest,) if rest and contents.says(frame, rest) else ()
    return ()
