"""What is said: where content behind a reporting word begins, and where it ends."""

from __future__ import annotations

from collections.abc import Sequence

from stemma.reading.lexicon import words
from stemma.reading.quotations import cues
from stemma.reading.quotations import noun_phrases as phrases
from stemma.reading.quotations.cues import Cue
from stemma.reading.quotations.frames import QUOTE, Frame

Range = tuple[int, int]  # first and last word of a frame, both included

# A clause may follow these without "that".
_LOOSE = cues.all_forms("say tell claim insist reckon swear predict admit warn hope vow")
_SAYS = cues.all_forms("say")
_ASKS = ("ask", "wonder", "quer")
# These say who is told.
TELLING = cues.all_forms("tell inform assure remind advise warn ask promise")
SUBORDINATE = words("subordinators")
_NO_CONTENT = frozenset(["to", "of", "as", "after", "before", "during", "when"])
QUESTIONS = frozenset(["what", "how", "why", "where", "who", "whom", "which", "when"])
REACH = 150  # words and folded quotations on one side of a cue that are looked at


def behind(frame: Frame, cue: Cue, source: Range | None, following: list[Cue]) -> tuple[Range, ...]:
    """The content that stands behind a cue, or nothing."""
    low = frame.low[cue.last]
    i = cue.last + 1
    if low in TELLING and i < len(frame) and frame.low[i] not in ("that", ":", ",", "if", "whether"):
        i = phrases.past_addressee(frame, i)
    i = phrases.past_adjuncts(frame, i)
    if i < len(frame) and frame.low[i] == "," and i + 1 < len(frame):
        i = _past_comma(frame, i)
    end = content_end(frame, i, following, cue)
    if source is not None and source[0] and frame.low[source[0] - 1] in SUBORDINATE:
        end = _clause_end(frame, i, end)
    if i > end or frame.low[i] == "not":
        return ()
    if cue.manner == "call":
        return _called(frame, i, end)
    opens = frame.low[i] in ("that", ":") or (frame.low[i] in ("if", "whether") and low.startswith(_ASKS))
    start = i + 1 if opens or (cue.manner == "urge" and frame.low[i] in ("for", "on")) else i
    if start > end:
        return ()
    if frame.pos[start] == QUOTE and _stands_alone(frame, start):
        return ((start, start),)
    content = trim(frame, start, end)
    return (content,) if content is not None and _is_said(frame, cue, content, opens) else ()


def _is_said(frame: Frame, cue: Cue, content: Range, opens: bool) -> bool:
    """Is this what somebody says, and no object or circumstance?  opens: "that" stands before it."""
    low, first = frame.low[cue.last], frame.low[content[0]]
    if frame.pos[content[0]] == "AUX":
        return False
    if quotes(frame, content):
        return cue.manner in ("say", "urge")
    if cue.manner != "say" or frame.low[content[0] - 1] == ":":
        return False
    if not opens and (first in QUESTIONS or first in _NO_CONTENT):
        return False
    if opens or low in _SAYS:
        return says(frame, content)
    return is_clause(frame, content) and (low in _LOOSE or low not in TELLING)


def _called(frame: Frame, first: int, end: int) -> tuple[Range, ...]:
    """What somebody is called, with the words for who or what it is unless these are a pronoun or longer."""
    quote = next((q for q in range(first, min(end, first + 14) + 1) if frame.pos[q] == QUOTE), None)
    if quote is None or any(frame.pos[i] == "AUX" or frame.low[i] == "and" for i in range(first, quote)):
        return ()
    last = quote
    while last + 2 <= end and frame.low[last + 1] in ("and", ",", "or") and frame.pos[last + 2] == QUOTE:
        last += 2
    words = [i for i in range(first, quote) if frame.low[i] != "as"]
    longer = frame.start[quote] - frame.start[first] > frame.end[quote] - frame.start[quote]
    bare = longer or (len(words) <= 1 and all(frame.pos[i] == "PRON" for i in words))
    return ((quote if bare else first, last),)


def _past_comma(frame: Frame, i: int) -> int:
    """After ", that", or the comma before a quotation; else the comma itself."""
    if frame.pos[i + 1] == QUOTE or frame.low[i + 1] == "that":
        return i + 1
    for k in range(i + 1, min(i + 16, len(frame) - 1)):
        if frame.low[k] == "," and (frame.low[k + 1] == "that" or frame.pos[k + 1] == QUOTE):
            return k + 1
        if frame.pos[k] == QUOTE:
            break
    return i


def _stands_alone(frame: Frame, i: int) -> bool:
    """Is the quotation a whole utterance rather than a fragment of the sentence it stands in?"""
    if i and frame.low[i - 1] in (":", ","):
        return True
    ends = i + 1 >= len(frame) or frame.low[i + 1] in (".", "?", "!")
    inner = frame.text[frame.start[i] + 1 : frame.start[i] + 3]
    return ends or (inner[:1].isupper() and ends_open(frame, i))


def content_end(frame: Frame, start: int, following: Sequence[Cue] = (), of: Cue | None = None) -> int:
    """The last word of content that begins at a word: before a semicolon or before the next thing said.

    following: the cues behind it; of: the cue it belongs to.
    """
    end = min(len(frame) - 1, start + REACH)
    for i in range(start, end + 1):
        if frame.low[i] == ";":
            end = i - 1
            break
        if frame.pos[i] == QUOTE and i < end and ends_open(frame, i) and _describes(frame, i + 1):
            end = i
            break
    for cue in following:
        if cue.first > end:
            break
        cut = _cut(frame, cue, start, of)
        if cut is not None and cut > start:
            return cut - 1
    return end


def _clause_end(frame: Frame, start: int, end: int) -> int:
    """The last word of a clause that opened with "when" or "while": before the comma of the main clause."""
    for i in range(start, end):
        if frame.low[i] == "," and is_clause(frame, (i + 1, end)):
            return i - 1
        if frame.pos[i] == QUOTE and ends_open(frame, i) and is_clause(frame, (i + 1, end)):
            return i
    return end


def _cut(frame: Frame, cue: Cue, start: int, of: Cue | None) -> int | None:
    """The first word that belongs to another thing said, None where content goes on over this cue."""
    k = cue.subject_end
    if cue.manner == "accord":
        return cue.first
    if k < start:
        return None
    same = of is not None and of.manner == cue.manner == "urge"
    if frame.low[k] in ("and", "but") and (cue.manner in ("say", "call") or same):
        return k - 1 if frame.low[k - 1] == "," else k
    if cue.manner == "call" or _opens_speech(frame, cue):
        first = phrases.before(frame, k, start)
        return first if first <= k else None
    if frame.low[k] == "," or frame.pos[k] == QUOTE:
        edge = k + 1 if frame.pos[k] == QUOTE else k
        if cue.participle or frame.low[cue.last] in ("told", "tells"):
            return edge
        last = phrases.whole(frame, cue.last + 1)
        return edge if last > cue.last and _at_end(frame, last + 1) else None
    first = phrases.before(frame, k, start)
    if first <= k and first - 2 > start and frame.low[first - 1] in ("and", "but") and cue.manner == "say":
        return first - 2 if frame.pos[first - 2] == "PUNCT" else first - 1
    if first <= k and first - 1 > start and frame.low[first - 1] == ",":
        after = cue.last + 1
        if frame.low[cue.last] in TELLING:
            after = phrases.past_addressee(frame, after)
        if _at_end(frame, phrases.past_adjuncts(frame, after)):
            return first - 1
    return None


def _opens_speech(frame: Frame, cue: Cue) -> bool:
    """Does a colon, or a comma and a quotation, follow the cue, so that it governs them?"""
    i = cue.last + 1
    if frame.low[cue.last] in TELLING:
        i = phrases.past_addressee(frame, i)
    i = phrases.past_adjuncts(frame, i)
    if i + 1 >= len(frame) or frame.pos[i + 1] != QUOTE:
        return False
    return frame.low[i] in (":", ",")


def _at_end(frame: Frame, i: int) -> bool:
    return i >= len(frame) or frame.low[i] in (".", ",", ";") or frame.pos[i] == QUOTE


def _describes(frame: Frame, i: int) -> bool:
    """Does the narrator go on with a participle ("…," highlighting the mood)?"""
    return frame.low[i].endswith("ing") and frame.pos[i] == "VERB"


def is_clause(frame: Frame, content: Range) -> bool:
    """Does it begin with a subject and its verb?"""
    i, last = content
    while i <= last and frame.pos[i] in ("ADV", "CCONJ"):
        i += 1
    if i <= last and frame.low[i] == "there":
        return True
    j = phrases.base(frame, i)
    while i <= j < last - 1 and frame.pos[j + 1] == "ADP" and frame.low[j + 1] not in SUBORDINATE:
        further = phrases.base(frame, j + 2)
        if further < j + 2:
            break
        j = further
    while j < last and frame.pos[j + 1] in ("ADV", "PART"):
        j += 1
    if i <= j < last and frame.low[j + 1] == ",":
        comma = next((k for k in range(j + 2, min(j + 30, last)) if frame.low[k] == ","), last)
        return comma < last and frame.pos[comma + 1] in ("VERB", "AUX", "ADV")
    return i <= j < last and frame.pos[j + 1] in ("VERB", "AUX")


def says(frame: Frame, content: Range) -> bool:
    """Is there a verb or a quotation in it?"""
    return any(frame.pos[i] in ("VERB", "AUX", QUOTE) for i in range(content[0], content[1] + 1))


def quotes(frame: Frame, content: Range) -> bool:
    return any(frame.pos[i] == QUOTE for i in range(content[0], content[1] + 1))


def ends_open(frame: Frame, i: int) -> bool:
    """Does the quotation end with a comma, a question or an exclamation, so that a cue must follow?"""
    return (
        frame.text[max(frame.start[i], frame.end[i] - 3) : frame.end[i]]
        .rstrip("\"'”’»“")
        .endswith((",", "?", "!", "…"))
    )


def trim(frame: Frame, first: int, last: int) -> Range | None:
    """The same words without punctuation and conjunctions at the ends; None when nothing stays."""
    while first <= last and frame.pos[first] in ("PUNCT", "CCONJ"):
        first += 1
    while last >= first and frame.pos[last] == "PUNCT" and frame.low[last] not in (")", "%"):
        last -= 1
    if (
        first <= last
        and frame.pos[first] == QUOTE
        and not any(frame.pos[i] in ("VERB", "AUX", QUOTE) for i in range(first + 1, last + 1))
    ):
        last = first
    return (first, last) if first <= last else None
