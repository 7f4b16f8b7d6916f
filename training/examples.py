"""Documents to windows of numbers, as the reader sees them at run time."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from stemma.reading.model import pieces
from stemma.reading.model.decode import KINDS, RELATIONS, ROLES, UPOS
from training.corpora import REST, Document, Offsets, Said, Token

UNKNOWN = -100  # nothing is known here: no loss
NONE = -1  # known to be nothing, or nothing in this window
TAGS = 2 * len(KINDS) + 1
OUTSIDE = [2 * KINDS.index(kind) + 1 for kind in KINDS]


@dataclass(slots=True)
class Example:
    """The words of one document and what is known of them, in columns.

    pieces: word pieces of each word.  sentence: index of its sentence.
    roles: (readings, words, 3) tags 0 1 2 for source, cue, content of each annotator.  links: (readings,
    words) the first word of the cue that a word of a content belongs to; owners: of the source that a word
    which begins a cue belongs to, or NONE.
    names: (words, TAGS) which tags are possible.  upos, head, rel: as in types.Words, or UNKNOWN.
    """

    pieces: list[tuple[int, ...]]
    shape: NDArray[np.int64]
    sentence: NDArray[np.int64]
    roles: NDArray[np.int64]
    links: NDArray[np.int64]
    owners: NDArray[np.int64]
    names: NDArray[np.bool_]
    upos: NDArray[np.int64]
    head: NDArray[np.int64]
    rel: NDArray[np.int64]

    def named_upos(self) -> list[str | None]:
        """Parts of speech by name, None where not known."""
        return [None if k == UNKNOWN else UPOS[k] for k in self.upos.tolist()]

    def named_rel(self) -> list[str | None]:
        """Relations by name, None where not known."""
        return [None if k == UNKNOWN else RELATIONS[k] for k in self.rel.tolist()]


def example(document: Document) -> Example:
    text = document.text
    places: list[Offsets] = []
    shapes, sentence = [], []
    for k, (start, end) in enumerate(document.sentences):
        for j, (a, b) in enumerate(pieces.words(text, start, end)):
            places.append((a, b))
            shapes.append(pieces.shape(text, a, b, j == 0))
            sentence.append(k)
    count = len(places)
    owner = np.full(len(text) + 1, -1)  # word that a character belongs to
    for i, (a, b) in enumerate(places):
        owner[a:b] = i
    readings = max(1, len(document.said))
    roles = np.full((readings, count, len(ROLES)), 0 if document.said else UNKNOWN)
    links, owners = (np.full((readings, count), UNKNOWN) for _ in range(2))
    for r, said in enumerate(document.said):
        _attributions(said, owner, roles[r], links[r], owners[r])
    upos, head, rel = (np.full(count, UNKNOWN) for _ in range(3))
    for tree in document.trees or ():
        _tree(tree, owner, places, upos, head, rel)
    words = [pieces.piece_ids(text[a:b]) for a, b in places]
    names = _names(document, owner, count)
    return Example(words, np.array(shapes), np.array(sentence), roles, links, owners, names, upos, head, rel)


def _covered(owner: NDArray[np.int64], start: int, end: int) -> list[int]:
    inside = np.unique(owner[start:end])
    return [int(i) for i in inside if i >= 0]


def _attributions(
    said: Sequence[Said],
    owner: NDArray[np.int64],
    roles: NDArray[np.int64],
    links: NDArray[np.int64],
    owners: NDArray[np.int64],
) -> None:
    for one in said:
        source, cue = ([w for a, b in some for w in _covered(owner, a, b)] for some in (one.source, one.cue))
        for k, fragments in enumerate((one.source, one.cue, one.content)):
            for a, b in fragments:
                inside = [i for i in _covered(owner, a, b) if roles[i, k] == 0]
                if inside:
                    roles[inside, k] = 2
                    roles[inside[0], k] = 1
                    if k == 2 and cue and roles[cue[0], 1] == 1:
                        links[inside] = cue[0]
        if cue and roles[cue[0], 1] == 1 and (not source or roles[source[0], 0] == 1):
            owners[cue[0]] = source[0] if source else NONE


def _tree(
    tree: Sequence[Token],
    owner: NDArray[np.int64],
    places: Sequence[Offsets],
    upos: NDArray[np.int64],
    head: NDArray[np.int64],
    rel: NDArray[np.int64],
) -> None:
    """A tree over the words of the treebank as one over ours: a word of theirs that is several of ours is
    held together by `goeswith`; of several that are one of ours, the topmost counts."""
    main: dict[int, int] = {}  # their token -> our word
    top: dict[int, int] = {}  # our word -> their token
    for t, token in enumerate(tree):
        inside = _covered(owner, token.start, token.end)
        if not inside:
            continue
        main[t] = inside[0]
        for extra in inside[1:]:
            if extra not in top:
                upos[extra], head[extra], rel[extra] = UPOS.index("X"), inside[0], RELATIONS.index("goeswith")
        best = top.get(inside[0])
        if best is None or _above(tree, t, best):
            top[inside[0]] = t
    for word, t in top.items():
        up = tree[t].head
        while up >= 0 and main.get(up, word) == word:
            up = tree[up].head
        upos[word] = UPOS.index(tree[t].upos) if tree[t].upos in UPOS else UPOS.index("X")
        head[word] = main[up] if up >= 0 else -1
        rel[word] = RELATIONS.index(tree[t].rel if up >= 0 else "root")


def _above(tree: Sequence[Token], one: int, other: int) -> bool:
    """Whether `one` is the head of `other`, directly or not."""
    while other >= 0:
        other = tree[other].head
        if other == one:
            return True
    return False


def _names(document: Document, owner: NDArray[np.int64], count: int) -> NDArray[np.bool_]:
    possible = np.zeros((count, TAGS), bool)
    if document.names is None:
        possible[:] = True
        return possible
    possible[:, 0] = True
    for kind in document.silent:
        possible[:, OUTSIDE[KINDS.index(kind)]] = possible[:, OUTSIDE[KINDS.index(kind)] + 1] = True
    for name in document.names:
        for k, word in enumerate(_covered(owner, name.start, name.end)):
            possible[word] = not name.kinds
            for kind in name.kinds:
                possible[word, OUTSIDE[KINDS.index(kind)] + (k > 0)] = True
    return possible


assert set(REST) <= set(KINDS)


# --- windows ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Window:
    """Consecutive words of one example: `start` to `end`."""

    example: Example
    start: int
    end: int

    @property
    def size(self) -> int:
        """Pieces, [CLS] and [SEP] included."""
        return 2 + sum(map(len, self.example.pieces[self.start : self.end]))


def windows(one: Example, longest: int, rng: random.Random | None) -> Iterator[Window]:
    """Cuts between sentences, at most `longest` pieces; the first is shortened by chance."""
    sizes = [len(some) for some in one.pieces]
    room = longest - 2
    left = rng.randint(room // 3, room) if rng else room
    start = used = 0
    bounds = [0, *(np.flatnonzero(np.diff(one.sentence)) + 1).tolist(), len(sizes)]
    for a, b in pairwise(bounds):
        size = sum(sizes[a:b])
        if used + size > left and a > start:
            yield Window(one, start, a)
            start, used, left = a, 0, room
        while size > left:  # a sentence longer than a window
            cut, some = start, 0
            while some + sizes[cut] <= left:
                some += sizes[cut]
                cut += 1
            yield Window(one, start, cut)
            start, size, used, left = cut, size - some, 0, room
        used += size
    if start < len(sizes):
        yield Window(one, start, len(sizes))


Batch = dict[str, NDArray[np.generic]]


def batch(chosen: Sequence[Window], rng: random.Random) -> Batch:
    """Windows as arrays of (windows, pieces or words, …); of several annotators' readings one by chance."""
    rows, length = len(chosen), _rounded(max(window.size for window in chosen))
    breadth = _rounded(max(window.end - window.start for window in chosen))
    ids = np.zeros((rows, length), np.int64)
    shape = np.zeros((rows, length), np.int64)
    first = np.zeros((rows, breadth), np.int64)
    known = {name: np.full((rows, breadth), UNKNOWN) for name in ("links", "owners", "upos", "head", "rel", "sentence")}
    roles = np.full((rows, breadth, len(ROLES)), UNKNOWN)
    names = np.ones((rows, breadth, TAGS), bool)
    for r, window in enumerate(chosen):
        one, span = window.example, slice(window.start, window.end)
        place = 1
        ids[r, 0] = pieces.CLS
        for w, i in enumerate(range(window.start, window.end)):
            some = one.pieces[i]
            first[r, w] = place
            ids[r, place : place + len(some)] = some
            shape[r, place : place + len(some)] = one.shape[i] + 1
            place += len(some)
        ids[r, place] = pieces.SEP
        size = window.end - window.start
        reading = rng.randrange(len(one.roles))
        roles[r, :size] = one.roles[reading, span]
        roles[r, 0] = np.where(roles[r, 0] == 2, 1, roles[r, 0])  # at run time too a window opens no span inside
        names[r, :size] = one.names[span]
        known["upos"][r, :size] = one.upos[span]
        known["rel"][r, :size] = one.rel[span]
        known["sentence"][r, :size] = one.sentence[span]
        links = _local(one.links[reading, span], window, NONE)
        known["links"][r, :size] = np.where(roles[r, :size, 2] == 1, links, UNKNOWN)
        known["owners"][r, :size] = _local(one.owners[reading, span], window, NONE)
        known["head"][r, :size] = _local(one.head[span], window, UNKNOWN)
    return {"ids": ids, "shape": shape, "first": first, "roles": roles, "names": names, **known}


def _rounded(size: int) -> int:
    """Up to a multiple of 16: torch is slow on shapes that it has not met before."""
    return -(-size // 16) * 16


def _local(targets: NDArray[np.int64], window: Window, outside: int) -> NDArray[np.int64]:
    """Words as numbered in the window; `outside` for those elsewhere."""
    inside = (targets >= window.start) & (targets < window.end)
    return np.where(targets < 0, targets, np.where(inside, targets - window.start, outside))
