"""Statements: which words of a sentence somebody is said to have said, and which words name the speaker.

English news reports speech in few shapes: content, then "the mayor said"; content, then "said the mayor"; "the
mayor said that" content; "according to the mayor"; "the mayor called it" content; and chains of these.  Each cue
is tried against them from left to right.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from stemma.reading import cues
from stemma.reading import noun_phrases as phrases
from stemma.reading.cues import Cue
from stemma.reading.frames import QUOTE, Frame

Range = tuple[int, int]  # first and last word of a frame, both included

_ADJOINS = frozenset(
    "on in at after as when while before because during by with for from amid since until to following citing".split()
)
_SUBORDINATE = frozenset(
    "after before while when as although though if because since once despite following unless whereas until".split()
)
_DASHES = frozenset(["-", "–", "—", "--"])
_LOOSE = frozenset(  # a clause may follow these without "that"
    form
    for lemma in [
        "say",
        "tell",
        "claim",
        "insist",
        "reckon",
        "swear",
        "predict",
        "admit",
        "warn",
        "hope",
        "vow",
    ]
    for form in cues.forms(lemma)
)
TELLING = frozenset(
    form
    for lemma in ["tell", "inform", "assure", "remind", "advise", "warn", "ask", "promise"]
    for form in cues.forms(lemma)
)
_NO_CONTENT = frozenset(["to", "of", ":", "as", "after", "before", "during", "when"])
_QUESTIONS = frozenset("what how why where who whom which when".split())
REACH = 150  # words and folded quotations on one side of a cue that are looked at


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

    passes_on: is a statement only a publisher's report of what others said?  What is said in it is then read too.
    """
    found: list[Statement] = []
    listed = cues.find(frame)
    done = -1  # the last word that a statement has taken
    for n, cue in enumerate(listed):
        if cue.first <= done:
            continue
        made = (
            _accord(frame, cue, done)
            if cue.manner == "accord"
            else _verb(frame, cue, done, listed[n + 1 : n + 8])
        )
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
    """The noun phrase before word `limit` that a sentence or its main clause begins with and a verb follows."""
    i = 0
    while i < limit and i < REACH:
        last = phrases.whole(frame, i)
        if last >= i and last + 1 < limit and frame.pos[last + 1] in ("VERB", "AUX", "ADV"):
            return None if frame.low[i] in _QUESTIONS else (i, last)
        comma = next((k for k in range(i, min(limit, i + 30)) if frame.low[k] == ","), None)
        if comma is None:
            return None
        i = comma + 1
    return None


def _accord(frame: Frame, cue: Cue, done: int) -> Statement | None:
    """ "Content, according to NP" and "According to NP, content"."""
    last = phrases.whole(frame, cue.last + 1)
    if last <= cue.last:
        return None
    source = (cue.last + 1, last)
    if cue.first - 1 > done:
        content = _trim(frame, done + 1, cue.first - 1)
    else:
        comma = next((k for k in range(last + 1, min(last + 20, len(frame))) if frame.low[k] == ","), last)
        content = _trim(frame, comma + 1, _sentence_end(frame, comma + 1))
    return Statement(cue, source, (content,)) if content and _says(frame, content) else None


def _verb(frame: Frame, cue: Cue, done: int, following: list[Cue]) -> Statement | None:
    """The statement of a reporting verb."""
    k = cue.subject_end
    edge = k <= done or frame.pos[k] in (QUOTE, "PUNCT")
    if edge:
        made = _inverted(frame, cue, done, k)
        if made is not None:
            return made
    if (edge and cue.participle) or (k > done and frame.low[k] in ("and", "but", "then", "or")):
        content = _after(frame, cue, None, following)
        return Statement(cue, None, content, inherits=True) if content else None
    source = None if cue.participle else _subject(frame, k, done)
    if source is None:
        content = _after(frame, cue, None, following) if cue.participle else ()
        return (
            Statement(cue, None, content, inherits=True) if content and _quotes(frame, content[0]) else None
        )
    if frame.low[k] in ("who", "which", "that"):
        content = _after(frame, cue, source, following) if cue.manner == "say" else ()
        return Statement(cue, source, content) if content else None
    return _plain(frame, cue, source, done, following)


def _inverted(frame: Frame, cue: Cue, done: int, k: int) -> Statement | None:
    """Content, then "said the mayor"."""
    if frame.low[cue.last] in TELLING or cue.participle:
        return None
    last = phrases.whole(frame, cue.last + 1)
    if last <= cue.last or (last + 1 < len(frame) and frame.pos[last + 1] in ("VERB", "AUX")):
        return None
    content = _trim(frame, _left_start(frame, k, done), k)
    if content is None or not _says(frame, content) or (cue.manner != "say" and not _quotes(frame, content)):
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
    """In "NP, apposition, said" the NP; k is the last comma, bracket or dash.  Of several the first name counts."""
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
    """Does a clause begin at this word: after punctuation, a quotation, a conjunction or an opening phrase?"""
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
    right = _after(frame, cue, source, following)
    if left is not None and (_prefers_left(frame, cue, left) if right else _closes(frame, cue)):
        if cue.manner == "say" or _quotes(frame, left):
            return Statement(cue, source, (left, *_second(frame, cue.last + 1, left)))
    return Statement(cue, source, right) if right else None


def _left(frame: Frame, first: int, done: int) -> Range | None:
    """Content that ends with a comma or a quotation before the subject."""
    k = first - 1
    if k <= done or not (
        frame.pos[k] == QUOTE or frame.low[k] == "," or frame.low[k] in _DASHES or frame.low[k] == "as"
    ):
        return None
    content = _trim(frame, _left_start(frame, k, done), k - 1 if frame.low[k] == "as" else k)
    if content is None or not _says(frame, content):
        return None
    return None if frame.pos[k] != QUOTE and _is_phrase(frame, content) else content


def _left_start(frame: Frame, k: int, done: int) -> int:
    """Where content that ends at k may begin: after what is taken, or a semicolon."""
    for i in range(k, max(done, k - REACH), -1):
        if frame.low[i] == ";":
            return i + 1
    return max(done + 1, k - REACH)


def _comma_inside(frame: Frame, content: Range) -> bool:
    return any(frame.low[i] == "," for i in range(content[0], content[1]))


def _is_phrase(frame: Frame, content: Range) -> bool:
    """Has it no verb of its own, nor a quotation?"""
    return not any(frame.pos[i] in ("VERB", "AUX", QUOTE) for i in range(content[0], content[1] + 1))


def _closes(frame: Frame, cue: Cue) -> bool:
    """Does nothing follow the cue that it could govern?"""
    i = cue.last + 1
    if frame.low[cue.last] in TELLING:
        i = phrases.past_addressee(frame, i)
    i = phrases.past_adjuncts(frame, i)
    return i >= len(frame) or frame.pos[i] in ("PUNCT", "ADP", "SCONJ", "CCONJ", "VERB", "ADV", QUOTE)


def _prefers_left(frame: Frame, cue: Cue, left: Range) -> bool:
    """Both sides could be the content: is it the left one?"""
    if frame.pos[left[1]] == QUOTE and _ends_open(frame, left[1]):
        return True
    after = cue.last + 1
    if frame.low[cue.last] in TELLING:
        after = phrases.past_addressee(frame, after)
    nearest = frame.low[after] if after < len(frame) else "."
    if nearest in (",", ".", ";"):
        return True
    if frame.low[left[0]] in _SUBORDINATE and not _comma_inside(frame, left):
        return False
    behind = phrases.past_adjuncts(frame, after)
    if behind < len(frame) and (frame.low[behind] in ("that", ":") or frame.pos[behind] == QUOTE):
        return False
    return (
        behind >= len(frame)
        or frame.low[behind] in (",", ".", ";")
        or nearest in _ADJOINS
        and behind == after
    )


def _ends_open(frame: Frame, i: int) -> bool:
    """Does the quotation end with a comma, a question or an exclamation, so that a cue must follow?"""
    return (
        frame.text[max(frame.start[i], frame.end[i] - 3) : frame.end[i]]
        .rstrip("\"'”’»“")
        .endswith((",", "?", "!", "…"))
    )


def _after(frame: Frame, cue: Cue, source: Range | None, following: list[Cue]) -> tuple[Range, ...]:
    """The content that stands behind a cue, or nothing."""
    low = frame.low[cue.last]
    i = cue.last + 1
    if low in TELLING and i < len(frame) and frame.low[i] not in ("that", ":", ",", "if", "whether"):
        i = phrases.past_addressee(frame, i)
    i = phrases.past_adjuncts(frame, i)
    if i < len(frame) and frame.low[i] == "," and i + 1 < len(frame):
        i = _past_comma(frame, i)
    end = _sentence_end(frame, i, following, cue)
    if source is not None and source[0] and frame.low[source[0] - 1] in _SUBORDINATE:
        end = _clause_end(frame, i, end)
    if i > end or frame.low[i] == "not":
        return ()
    if cue.manner == "call":
        return _called(frame, i, end)
    opens = frame.low[i] in ("that", ":") or (
        frame.low[i] in ("if", "whether") and low.startswith(("ask", "wonder", "quer"))
    )
    start = i + 1 if opens else i
    if start <= end and frame.pos[start] == QUOTE and _stands_alone(frame, start):
        return ((start, start),)
    if cue.manner == "urge" and frame.low[start] in ("for", "on"):
        start += 1
    content = _trim(frame, start, end)
    if content is None:
        return ()
    if _quotes(frame, content):
        return (content,) if cue.manner in ("say", "urge") else ()
    if cue.manner != "say" or frame.low[i] in _QUESTIONS or frame.low[i] in _NO_CONTENT:
        return ()
    if opens:
        return (content,) if _says(frame, content) else ()
    if low in _LOOSE:
        return (
            (content,)
            if _is_clause(frame, content) or (_says(frame, content) and low.startswith("sa"))
            else ()
        )
    return (content,) if _is_clause(frame, content) and low not in TELLING else ()


def _called(frame: Frame, first: int, end: int) -> tuple[Range, ...]:
    """What somebody is called, with the words for who or what it is, unless a pronoun is all there is of these."""
    quote = next((q for q in range(first, min(end, first + 14) + 1) if frame.pos[q] == QUOTE), None)
    if quote is None or any(frame.pos[i] == "AUX" or frame.low[i] == "and" for i in range(first, quote)):
        return ()
    last = quote
    while last + 2 <= end and frame.low[last + 1] in ("and", ",", "or") and frame.pos[last + 2] == QUOTE:
        last += 2
    words = [i for i in range(first, quote) if frame.low[i] != "as"]
    bare = len(words) <= 1 and all(frame.pos[i] == "PRON" for i in words)
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
    return ends or (inner[:1].isupper() and _ends_open(frame, i))


def _is_clause(frame: Frame, content: Range) -> bool:
    """Does it begin with a subject and its verb?"""
    i, last = content
    while i <= last and frame.pos[i] in ("ADV", "CCONJ"):
        i += 1
    if i <= last and frame.low[i] == "there":
        return True
    j = phrases.base(frame, i)
    while i <= j < last - 1 and frame.pos[j + 1] == "ADP" and frame.low[j + 1] not in _SUBORDINATE:
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


def _clause_end(frame: Frame, start: int, end: int) -> int:
    """The last word of a clause that opened with "when" or "while": before the comma that the main clause follows."""
    for i in range(start, end):
        if frame.low[i] == "," and _is_clause(frame, (i + 1, end)):
            return i - 1
        if frame.pos[i] == QUOTE and _ends_open(frame, i) and _is_clause(frame, (i + 1, end)):
            return i
    return end


def _sentence_end(frame: Frame, start: int, following: Sequence[Cue] = (), of: Cue | None = None) -> int:
    """The last word of content that begins at a word: before a semicolon or before the next thing said.

    following: the cues behind it; of: the cue it belongs to.
    """
    end = min(len(frame) - 1, start + REACH)
    for i in range(start, end + 1):
        if frame.low[i] == ";":
            end = i - 1
            break
        if frame.pos[i] == QUOTE and i < end and _ends_open(frame, i) and _describes(frame, i + 1):
            end = i
            break
    for cue in following:
        if cue.first > end:
            break
        cut = _cut(frame, cue, start, of)
        if cut is not None and cut > start:
            return cut - 1
    return end


def _describes(frame: Frame, i: int) -> bool:
    """Does the narrator go on with a participle ("…," highlighting the mood)?"""
    return frame.low[i].endswith("ing") and frame.pos[i] == "VERB"


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
            rest = _trim(frame, comma + 1, _sentence_end(frame, comma + 1))
            return (rest,) if rest and _says(frame, rest) else ()
    return ()


def _says(frame: Frame, content: Range) -> bool:
    """Is there a verb or a quotation in it?"""
    return any(frame.pos[i] in ("VERB", "AUX", QUOTE) for i in range(content[0], content[1] + 1))


def _quotes(frame: Frame, content: Range) -> bool:
    return any(frame.pos[i] == QUOTE for i in range(content[0], content[1] + 1))


def _trim(frame: Frame, first: int, last: int) -> Range | None:
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
