"""Names as the model marks them, made whole: trimmed, titles set apart, and those it missed put back."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from stemma.naming import PARTICLES, fold, parts
from stemma.reading.lexicon import words as listed
from stemma.reading.names import kinds
from stemma.reading.names.grid import Grid
from stemma.reading.names.titles import COURTESY, RANKS, is_title, offices, plain
from stemma.types import Article, EntityKind, PartKind, Sentence

if TYPE_CHECKING:
    from stemma.reading.model.tagging import Tagging

UNREAD: frozenset[PartKind] = frozenset(("byline", "dateline", "boilerplate"))

_OUTSIDE = ' \t\r\n"“”„«»‹›()[]{}<>,;:!?*_~|/\\=+…—–'
_POSSESSIVE = re.compile(r"['’]s?$")
_TOKEN = re.compile(r"[^\W\d_](?:[^\W\d_]|['’‑-](?=[^\W\d_]))*", re.UNICODE)
_NICKNAME = re.compile(r"""\s(["“”'‘(])([^"“”'’()\n]{2,24})["”'’)]\s$""")
# Courtesies and ranks after which a capital can only be a name; offices are not: "President Monday".
_SURE = (COURTESY | RANKS) - frozenset(
    [
        "m",
        "don",
        "saint",
        "judge",
        "justice",
        "father",
        "mother",
        "sister",
        "brother",
        "lord",
        "lady",
        "master",
        "det",
        "const",
        "hon",
        "pc",
        "ds",
        "sen",
        "pres",
        "rep",
    ]
)
_MIDDLE_NICKNAME = re.compile(r"""\s?["“]([^"“”()\n]{2,24})["”]\s([^\W\d_a-z][^\W\d_]+(?:[-’'][^\W\d_]+)?)""")
_INITIALS = re.compile(r"(?<!\w)((?:[A-Z]\.[ -]?){1,4})$")
_SMALL_WORD = re.compile(  # a word in small letters that is no particle of a name
    rf"\s(?!(?:{'|'.join(sorted(PARTICLES))})\b)[^\W\d_A-Z]*[a-z]{{3,}}\b(?<![^\W\d_]['’-])"
)
_MIDDLE = re.compile(r"['’]? (?:[A-Z]\.? ?){0,3}|-")
# Words that make an office of the noun after them, where neither begins with a capital.
_OFFICE_MODIFIERS = listed("office-modifiers")


@dataclass(frozen=True, slots=True)
class Name:
    """A name in place.

    start, end: of the name alone; whole: where the capitalised title before it begins, `start` without one;
    lead: where the titles before it begin, small letters or capitals.
    titles: what stands before it, as printed, courtesies included.  nickname: the words in quotation marks
    inside it.  seen: the model marked it; False where it was put back from another place of the text.
    """

    start: int
    end: int
    kind: EntityKind
    whole: int
    lead: int
    titles: tuple[str, ...] = ()
    nickname: str = ""
    seen: bool = True


def find(article: Article, sentences: tuple[Sentence, ...], tagging: Tagging, grid: Grid) -> list[Name]:
    """The names of an article in order, none overlapping another; bylines and boilerplate are left out."""
    parts_at = _Parts(sentences)
    marked = sorted(
        ((n.start, n.end, n.kind) for n in tagging.names if parts_at.read(n.start)),
        key=lambda n: (n[0], -n[1]),
    )
    cleaned = (_clean(article.text, start, end, kind) for start, end, kind in marked)
    names = _apart([name for name in cleaned if name is not None and not _office_alone(article.text, name)])
    names = _with_nicknames(article.text, _whole(grid, names))
    names = [_titled(name, grid) for name in names]
    names = _apart([*names, *_after_titles(grid, names, parts_at)])
    names = _apart([*names, *_seen_elsewhere(article.text, grid, names, parts_at)])
    return kinds.agree(grid, names)


def _office_alone(text: str, name: Name) -> bool:
    """Whether what was marked as a person is an office without a name ("Chief")."""
    return name.kind == "person" and plain(text[name.start : name.end]) in offices()


class _Parts:
    """Which part of the page an offset stands in."""

    def __init__(self, sentences: tuple[Sentence, ...]) -> None:
        self._starts = [s.span.start for s in sentences]
        self._sentences = sentences

    def at(self, offset: int) -> PartKind:
        """The part; what is in no sentence is boilerplate."""
        i = bisect_right(self._starts, offset) - 1
        if i < 0 or offset >= self._sentences[i].span.end:
            return "boilerplate"
        return self._sentences[i].part

    def read(self, offset: int) -> bool:
        """Whether names there belong to the story."""
        return self.at(offset) not in UNREAD


def _clean(text: str, start: int, end: int, kind: EntityKind) -> Name | None:
    """A marked span on word borders, without marks around it, a possessive or an article before it."""
    while start < end and text[start] in _OUTSIDE:
        start += 1
    while end > start and text[end - 1] in _OUTSIDE:
        end -= 1
    for _ in range(40):
        if not (start > 0 and text[start - 1].isalnum() and start < end and text[start].isalnum()):
            break
        start -= 1
    for _ in range(40):
        if not (end < len(text) and text[end].isalnum() and text[end - 1].isalnum()):
            break
        end += 1
    hyphen = re.match(r"[-‑][^\W\d_]{2,30}", text[end : end + 32])
    if hyphen and kind == "person" and text[end + 1].isupper():
        end += hyphen.end()
    if possessive := _POSSESSIVE.search(text[start:end]):
        end = start + possessive.start()
    if kind != "work" and text[start : start + 4].casefold() == "the ":
        start += 4
    if kind == "person" and (verb := _SMALL_WORD.search(text, start + 1, end)):
        end = verb.start()
    first = plain(text[start:end].partition(" ")[0])
    if first in _SURE and len(first) < end - start and text[start].isupper():
        kind = "person"
    if end - start < 2 or "\n" in text[start:end] or not any(c.isalpha() for c in text[start:end]):
        return None
    return Name(start, end, kind, start, start)


def _apart(names: Iterable[Name]) -> list[Name]:
    """In order, the longer of two that overlap, what the model marked before what was put back."""
    kept: list[Name] = []
    for name in sorted(names, key=lambda n: (n.start, -n.end, not n.seen)):
        if kept and name.start < kept[-1].end:
            if name.seen and not kept[-1].seen and name.end - name.start >= kept[-1].end - kept[-1].start:
                kept[-1] = name
            continue
        kept.append(name)
    return kept


def _whole(grid: Grid, names: list[Name]) -> list[Name]:
    """People's names with what the model cut off: "J. H." before, a surname after, the other half."""
    joined: list[Name] = []
    for i, name in enumerate(names):
        before = joined[-1] if joined else None
        if name.kind != "person":
            joined.append(name)
            continue
        if before is not None and before.kind == "person" and _halves(grid.text, before, name):
            joined[-1] = replace(before, end=name.end)
            continue
        initials = _INITIALS.search(grid.text, max(0, name.start - 14), name.start)
        if initials and (before is None or initials.start(1) >= before.end):
            name = replace(name, start=initials.start(1), whole=initials.start(1), lead=initials.start(1))
        until = names[i + 1].start if i + 1 < len(names) else len(grid.text)
        joined.append(replace(name, end=_surname_end(grid, name, until)))
    return joined


def _halves(text: str, before: Name, name: Name) -> bool:
    """Whether two marked names are the halves of one: a space, initials or an apostrophe lies between."""
    between = text[before.end : name.start]
    return between == " " or bool(_MIDDLE.fullmatch(between))


def _surname_end(grid: Grid, name: Name, until: int) -> int:
    """The end of a given name that stands alone, together with the surname after it."""
    first, last = grid.covers(name.start, name.end)
    if first != last or not grid.capital(first) or grid.word[first].isupper() or is_title(grid.word[first]):
        return name.end
    at = last
    while at + 1 < len(grid) and at - last < 5 and grid.joined(at, at + 1) and grid.start[at + 1] < until:
        word = grid.word[at + 1]
        hyphen = word in ("-", "‑") and grid.glued(at, at + 1) and grid.glued(at + 1, at + 2)
        proper = grid.capital(at + 1) and grid.upos[at + 1] == "PROPN" and not is_title(word) and not word.isupper()
        if not hyphen and not proper and not (word in PARTICLES and at + 2 < len(grid) and grid.capital(at + 2)):
            break
        at += 1
    return grid.end[at] if grid.capital(at) else name.end


def _with_nicknames(text: str, names: list[Name]) -> list[Name]:
    """Nestor "Totoy" Balasa as one name, whatever the nickname was marked as."""
    joined: list[Name] = []
    for name in (_past_nickname(text, name) for name in names):
        if len(joined) > 1 and _NICKNAME.fullmatch(text[joined[-2].end : name.start]):
            joined.pop()
        before = joined[-1] if joined else None
        people = before is not None and before.kind == name.kind == "person"
        if before is not None and people and (nick := _NICKNAME.fullmatch(text, before.end, name.start)):
            joined[-1] = replace(before, end=name.end, nickname=nick[2])
            continue
        if before is not None and text[before.end : name.start] in (' "', " “") and name.kind == "person":
            joined.append(name)
            continue
        joined.append(_open_nickname(text, name))
    return joined


def _past_nickname(text: str, name: Name) -> Name:
    """A given name with the nickname and the surname that the model left behind it."""
    if name.kind != "person":
        return name
    given = re.match(r"[^\W\d_]+", text[name.start : name.end])
    rest = _MIDDLE_NICKNAME.match(text, name.start + given.end()) if given else None
    cut = rest is not None and (name.end == name.start + len(given[0] if given else "") or name.end < rest.end(1) + 2)
    if rest is None or not cut or is_title(rest[2]):
        return name
    return replace(name, end=rest.end(), nickname=rest[1])


def _open_nickname(text: str, name: Name) -> Name:
    """The nickname of a name that was marked whole."""
    inside = re.search(r"""["“‘(]([^"“”’()\n]{2,24})["”’)]""", text[name.start : name.end])
    return replace(name, nickname=inside[1]) if inside and name.kind == "person" else name


def _titled(name: Name, grid: Grid) -> Name:
    """A person's name with the titles before it set apart."""
    if name.kind != "person":
        return name
    first, last = grid.covers(name.start, name.end)
    start = first
    while start < last and is_title(grid.word[start]) and grid.capital(start):
        start += 1
        if start <= last and grid.word[start] == ".":
            start += 1
    if start > last:
        start = first
    if start == first and last > first and _opens_with_noun(grid, first, last):
        start += 1
    at = grid.start[start] if start > first else name.start
    titles, whole, lead = _before(grid, start)
    whole = min(whole if whole >= 0 else at, name.start)
    return replace(name, start=at, whole=whole, lead=min(whole, lead), titles=titles)


def _opens_with_noun(grid: Grid, first: int, last: int) -> bool:
    """Whether a name of several words begins with one that is none of it: "Rapper", "MP"."""
    begins = first == 0 or not grid.joined(first - 1, first) or not grid.capital(first)
    noun = grid.low[first] in listed("people") or grid.low[first] in listed("charged")
    if last == first + 1:
        return begins and (noun or grid.upos[first] == "ADJ")
    if grid.word[first].isupper() and 1 < len(grid.word[first]) < 5 and not grid.word[first + 1].isupper():
        return grid.word[first + 1] not in (".", "-")
    titled = first > 0 and grid.joined(first - 1, first) and is_title(grid.word[first - 1])
    return (begins and (noun or grid.upos[first] == "ADJ")) or (titled and noun)


def _phrases(grid: Grid, first: int, last: int) -> tuple[str, ...]:
    """The titles in a run of words: courtesies one by one, an office with what goes before it."""
    found: list[str] = []
    begin = first
    for i in range(first, last + 1):
        low = plain(grid.word[i])
        if low in COURTESY or low in RANKS:
            if i > begin and (low in offices() or grid.capital(begin)):
                found.append(grid.text[grid.start[begin] : grid.end[i]])
            else:
                found.append(grid.word[i])
            begin = i + 1
        elif low in offices():
            follows = i < last and (plain(grid.word[i + 1]) in offices() or plain(grid.word[i + 1]) in RANKS)
            if not follows:
                found.append(grid.text[grid.start[begin] : grid.end[i]])
                begin = i + 1
    return tuple(found)


def _before(grid: Grid, first: int) -> tuple[tuple[str, ...], int, int]:
    """Titles right before a word, the offset where a capitalised one begins (-1: none), and where all do."""
    at = first
    while at - 1 >= 0 and first - at < 9 and _title_word(grid, at - 1, first):
        at -= 1
    while at < first and not (grid.word[at][:1].isalpha()):
        at += 1
    if at == first or not any(is_title(grid.word[i]) for i in range(at, first)):
        return (), -1, grid.start[first]
    titles = _phrases(grid, at, first - 1)
    capital = next((i for i in range(at, first) if grid.capital(i)), -1)
    return titles, grid.start[capital] if capital >= 0 else -1, grid.start[at]


def _title_word(grid: Grid, i: int, first: int) -> bool:
    """Whether a word can belong to the titles that end right before word `first`."""
    if not grid.joined(i, i + 1):
        return False
    word, low = grid.word[i], plain(grid.word[i])
    if word == "." and i > 0 and (plain(grid.word[i - 1]) in RANKS or plain(grid.word[i - 1]) in COURTESY):
        return True
    if word.endswith(".") and low not in RANKS and low not in COURTESY and len(word) > 2:
        return False
    if is_title(word):
        return True
    if i == first - 1 or not word[:1].isalpha():
        return word in ("-", "‑") and i < first - 1
    if plain(grid.word[i + 1]) in COURTESY and plain(grid.word[i + 1]) not in offices():
        return False
    if grid.capital(i):
        begins = i == 0 or grid.sentence[i - 1] != grid.sentence[i]
        sure = not begins or grid.upos[i] == "PROPN" or (grid.capital(i + 1) and not is_title(grid.word[i + 1]))
        return sure and grid.upos[i] in ("PROPN", "ADJ", "NOUN")
    return low in _OFFICE_MODIFIERS


def _after_titles(grid: Grid, names: list[Name], parts_at: _Parts) -> list[Name]:
    """People the model passed over although a courtesy or a rank stands before them."""
    taken = {i for name in names for i in range(*_range(grid, name))}
    found: list[Name] = []
    i = 0
    while i < len(grid) - 1:
        low = plain(grid.word[i])
        if low in _SURE and grid.capital(i) and i not in taken:
            begin = i + 1
            if grid.word[begin] == ".":
                begin += 1
            last = begin
            while last < len(grid) and last - begin < 5 and last not in taken and _name_word(grid, last, begin):
                last += 1
            if last > begin and parts_at.read(grid.start[begin]):
                name = Name(
                    grid.start[begin],
                    grid.end[last - 1],
                    "person",
                    grid.start[begin],
                    grid.start[begin],
                    seen=False,
                )
                found.append(_titled(name, grid))
                i = last
                continue
        i += 1
    return found


def _name_word(grid: Grid, i: int, begin: int) -> bool:
    """Whether a word goes on with a name that a title opened."""
    if (i > begin and not grid.joined(i - 1, i)) or (i == begin and not grid.joined(i - 1, i)):
        return False
    if grid.word[i] in ("-", "‑", "."):
        return i > begin and grid.glued(i - 1, i) and (grid.glued(i, i + 1) or grid.word[i] == ".")
    if not grid.word[i][:1].isalpha():
        return False
    if grid.low[i] in PARTICLES and i + 1 < len(grid):
        return grid.capital(i + 1)
    return grid.capital(i) and not is_title(grid.word[i])


def _range(grid: Grid, name: Name) -> tuple[int, int]:
    first, last = grid.covers(name.start, name.end)
    return first, last + 1


def _seen_elsewhere(text: str, grid: Grid, names: list[Name], parts_at: _Parts) -> list[Name]:
    """Places where a name found elsewhere in the article stands unmarked: in a headline of capitals, say."""
    known = _known(text, names)
    if not known:
        return []
    starts = [name.start for name in names]
    lower = {word for i, word in enumerate(grid.word) if word.islower() and grid.upos[i] != "PROPN"}
    found: list[Name] = []
    busy = -1
    for token in _TOKEN.finditer(text):
        if token.start() < busy or not token[0][0].isupper():
            continue
        options = known.get(_key(token[0]))
        if options is None:
            continue
        i = bisect_right(starts, token.start()) - 1
        if (i >= 0 and names[i].end > token.start()) or not parts_at.read(token.start()):
            continue
        for words, kind in options:
            end = _matches(text, token.start(), words)
            if end and not (len(words) == 1 and token[0].casefold() in lower):
                name = Name(token.start(), end, kind, token.start(), token.start(), seen=False)
                found.append(_titled(name, grid))
                busy = end
                break
    return found


def _key(word: str) -> str:
    return fold(_POSSESSIVE.sub("", word)).partition(" ")[0]


def _known(text: str, names: list[Name]) -> dict[str, list[tuple[tuple[str, ...], EntityKind]]]:
    """Folded names by their first word, longest first: whole names, and surnames of people."""
    forms: dict[tuple[str, ...], EntityKind] = {}
    for name in names:
        words = parts(text[name.start : name.end])
        if not words or len("".join(words)) < 3:
            continue
        forms.setdefault(words, name.kind)
        if name.kind == "person" and len(words) > 1:
            surname = parts(text[name.start : name.end].split()[-1])
            if surname and len("".join(surname)) > 2:
                forms.setdefault(surname, "person")
    known: dict[str, list[tuple[tuple[str, ...], EntityKind]]] = {}
    for words, kind in sorted(forms.items(), key=lambda form: (-len(form[0]), form[0])):
        known.setdefault(words[0], []).append((words, kind))
    return known


def _matches(text: str, start: int, words: tuple[str, ...]) -> int:
    """The end of these folded words from an offset on, or 0."""
    at, rest = start, list(words)
    for token in _TOKEN.finditer(text, start, min(len(text), start + 120)):
        if token.start() - at > 1 or "\n" in text[at : token.start()]:
            return 0
        printed = _POSSESSIVE.sub("", token[0])
        for word in parts(printed):
            if not rest or rest[0] != word:
                return 0
            rest.pop(0)
        at = token.start() + len(printed)
        if not rest:
            return at
        if printed != token[0]:
            return 0
    return 0
