"""One pass of the reader over an article: words with their syntax, names, and who said what."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from itertools import islice, pairwise
from typing import TYPE_CHECKING

import numpy as np

from stemma.reading.model import decode, pieces
from stemma.types import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy import bool_, float32, int32, int64
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession

    from stemma.types import EntityKind

Offsets = tuple[int, int]

LENGTH = 192  # pieces in a window, [CLS] and [SEP] included: as in training
SURE = 0.5  # names below this score are left out: best F1 on UNER-EWT dev, near the best on MEANTIME (measured)
BEGIN = np.array((0.5, 0.5, 0.3), np.float32)  # for beginning a source, cue, content: best F1 on PolNeAR dev
TOGETHER = 16  # windows decoded at once: bounds memory, whatever the length of an article


@dataclass(frozen=True, slots=True)
class Tagged:
    """A name as found: offsets, kind, and how sure the reader is (SURE to 1)."""

    start: int
    end: int
    kind: EntityKind
    score: float


@dataclass(frozen=True, slots=True)
class Attribution:
    """Something said, thought or written by somebody: offsets, in order.

    content: never empty; several parts where something stands between them ("…," she said, "…"); with its
    quotation marks.  source, cue: at most one part; empty where not found.  score: how sure, 0 to 1.
    """

    source: tuple[Offsets, ...]
    cue: tuple[Offsets, ...]
    content: tuple[Offsets, ...]
    score: float


@dataclass(frozen=True, slots=True, eq=False)
class Tagging:
    """What the reader finds, in the order of the text.  Names do not overlap one another, nor do contents."""

    words: Words
    names: tuple[Tagged, ...]
    attributions: tuple[Attribution, ...]


def load() -> None:
    """Load the model now rather than at the first call."""
    _session()


def tag(text: str, sentences: Sequence[Offsets]) -> Tagging:
    """Read the sentences of one article.

    sentences: offsets in `text`, in order, not overlapping; what lies outside them is not read.  Sentences
    are read several at a time, with those around them; one of more than 190 word pieces in parts.
    Time grows linearly with the text.
    """
    words = _words(text, sentences)
    found = _Found([], [], [], [], [])
    ranges = _windows(words)
    while windows := list(islice(ranges, TOGETHER)):
        _decode(words, windows, [_run(words, window) for window in windows], found)
    heads = _one_root(words.sentence, np.array(found.heads, np.int32), found.rels)
    columns = Words(
        start=np.array(words.start, np.int32),
        end=np.array(words.end, np.int32),
        sentence=np.array(words.sentence, np.int32),
        upos=tuple(found.upos),
        head=heads,
        rel=tuple(found.rels),
    )
    return Tagging(columns, tuple(found.names), tuple(found.attributions))


# --- words and windows -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Input:
    """The words of an article in columns."""

    start: list[int]
    end: list[int]
    sentence: list[int]
    shape: list[int]
    pieces: list[tuple[int, ...]]


def _words(text: str, sentences: Sequence[Offsets]) -> _Input:
    found = _Input([], [], [], [], [])
    for number, (start, end) in enumerate(sentences):
        first = True
        for a, b in pieces.words(text, start, end):
            found.start.append(a)
            found.end.append(b)
            found.sentence.append(number)
            found.shape.append(pieces.shape(text, a, b, first) + 1)
            found.pieces.append(pieces.piece_ids(text[a:b]))
            first = False
    return found


def _windows(words: _Input) -> Iterator[Offsets]:
    """Ranges of words, cut between sentences where these fit, of about the same size."""
    room = LENGTH - 2
    ends = np.cumsum([0, *map(len, words.pieces)])
    count = len(words.pieces)
    if not count:
        return
    target = ends[-1] / -(-ends[-1] // room)
    bounds = [0, *(np.flatnonzero(np.diff(words.sentence)) + 1).tolist(), count]
    start = 0
    for a, b in pairwise(bounds):
        size = ends[a] - ends[start]
        if a > start and (ends[b] - ends[start] > room or size >= target):
            yield start, a
            start = a
        while ends[b] - ends[start] > room:
            cut = int(np.searchsorted(ends, ends[start] + room, side="right")) - 1
            yield start, cut
            start = cut
    if start < count:
        yield start, count


@dataclass(frozen=True, slots=True)
class _Output:
    """What the model says of a window of n words.

    tags: (n, 9) for roles, then 13 for names, 17 parts of speech, 1 root.  arcs: (n, n), heads of rows.
    rels: (n,) the relation to the best head.  links: (n, n), cues of rows.
    """

    tags: NDArray[float32]
    arcs: NDArray[float32]
    rels: NDArray[int64]
    links: NDArray[float32]


def _run(words: _Input, window: Offsets) -> _Output:
    start, end = window
    some = words.pieces[start:end]
    sizes = np.array([len(ids) for ids in some])
    ids = np.array([pieces.CLS, *(i for ids in some for i in ids), pieces.SEP], np.int64)
    shape = np.zeros(len(ids), np.int64)
    shape[1:-1] = np.repeat(words.shape[start:end], sizes)
    inputs = {
        "embedded": pieces.embed(ids)[None],
        "shape": shape[None],
        "first": np.cumsum(sizes) - sizes + 1,
        "allowed": _allowed(np.array(words.sentence[start:end])),
    }
    return _Output(*_session().run(["tags", "arcs", "rels", "links"], inputs))


def _allowed(sentence: NDArray[int64]) -> NDArray[bool_]:
    """Which word may be the head of which: another of its sentence."""
    same: NDArray[bool_] = sentence[:, None] == sentence
    np.fill_diagonal(same, False)
    return same


# --- from scores to findings -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Found:
    names: list[Tagged]
    attributions: list[Attribution]
    upos: list[str]
    heads: list[int]
    rels: list[str]


_ROLES = 3 * len(decode.ROLES)
_NAMES = _ROLES + 2 * len(decode.KINDS) + 1
_UPOS = _NAMES + len(decode.UPOS)


def _decode(words: _Input, windows: Sequence[Offsets], outputs: Sequence[_Output], found: _Found) -> None:
    lengths = [end - start for start, end in windows]
    tags = np.zeros((len(windows), max(lengths), _NAMES), np.float32)
    for row, output in enumerate(outputs):
        tags[row, : lengths[row]] = output.tags[:, :_NAMES]
    roles = tags[..., :_ROLES].reshape(*tags.shape[:2], len(decode.ROLES), 3)
    roles[..., 1] += BEGIN
    names = tags[..., None, _ROLES:]
    role_tags = decode.viterbi(roles, lengths, _steps())
    name_tags = decode.viterbi(names, lengths, decode.forbidden(len(decode.KINDS))[None])
    role_scores = _chosen(roles, role_tags)
    name_scores = _chosen(names, name_tags)
    for row, (window, output) in enumerate(zip(windows, outputs, strict=True)):
        inside = slice(0, lengths[row])
        found.names.extend(_names(words, window[0], name_tags[row, inside, 0], name_scores[row, inside, 0]))
        found.attributions.extend(
            _attributions(words, window[0], role_tags[row, inside], role_scores[row, inside], output.links)
        )
        found.upos.extend(decode.UPOS[k] for k in output.tags[:, _NAMES:_UPOS].argmax(axis=1).tolist())
        _trees(words, window, output, found)


def _chosen(scores: NDArray[float32], tags: NDArray[int64]) -> NDArray[float32]:
    """The probability of each tag that was chosen, neighbours left aside."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    chosen = np.take_along_axis(powers, tags[..., None], axis=-1)[..., 0]
    shares: NDArray[float32] = chosen / powers.sum(axis=-1)
    return shares


def _names(words: _Input, base: int, tags: NDArray[int64], scores: NDArray[float32]) -> Iterator[Tagged]:
    for a, b, kind in decode.spans(tags):
        score = round(float(scores[a:b].mean()), 4)
        if score >= SURE:
            yield Tagged(words.start[base + a], words.end[base + b - 1], decode.KINDS[kind], score)


def _attributions(
    words: _Input, base: int, tags: NDArray[int64], scores: NDArray[float32], links: NDArray[float32]
) -> list[Attribution]:
    """A part of content goes to the cue that fits best; a cue keeps the nearest source that chooses it."""
    sources, cues, contents = ([span[:2] for span in decode.spans(tags[:, role])] for role in range(3))
    firsts = [a for a, _ in cues]
    parts_of: dict[int, list[Offsets]] = {}
    for k, content in enumerate(contents):
        cue = int(links[content[0], firsts].argmax()) if cues else -1 - k
        parts_of.setdefault(cue, []).append(content)
    source_of: dict[int, Offsets] = {}
    for source in sources if cues else []:
        cue = int(links[source[0], firsts].argmax())
        source_of[cue] = min(source_of.get(cue, source), source, key=lambda one: _gap(one, cues[cue]))
    found = []
    for cue, parts in parts_of.items():
        sure = np.concatenate([scores[a:b, 2] for a, b in parts]).mean()
        attribution = Attribution(
            source=_offsets(words, base, [source_of[cue]] if cue in source_of else []),
            cue=_offsets(words, base, cues[cue : cue + 1] if cue >= 0 else []),
            content=_offsets(words, base, parts),
            score=round(float(sure), 4),
        )
        found.append(attribution)
    return sorted(found, key=lambda one: one.content)


def _gap(one: Offsets, other: Offsets) -> int:
    """Words between two spans."""
    return max(one[0] - other[1], other[0] - one[1])


def _offsets(words: _Input, base: int, spans: Sequence[Offsets]) -> tuple[Offsets, ...]:
    return tuple((words.start[base + a], words.end[base + b - 1]) for a, b in spans)


def _trees(words: _Input, window: Offsets, output: _Output, found: _Found) -> None:
    start, end = window
    roots = output.tags[:, -1]
    rels = [decode.RELATIONS[k] for k in output.rels.tolist()]
    sentence = words.sentence[start:end]
    bounds = [0, *(np.flatnonzero(np.diff(sentence)) + 1).tolist(), end - start]
    for a, b in pairwise(bounds):
        heads = decode.tree(output.arcs[a:b, a:b], roots[a:b])
        for word, head in enumerate(heads.tolist(), a):
            found.heads.append(-1 if head < 0 else start + a + head)
            found.rels.append("root" if head < 0 else "dep" if rels[word] == "root" else rels[word])


def _one_root(sentence: Sequence[int], heads: NDArray[int32], rels: list[str]) -> NDArray[int32]:
    """Hang the parts of a sentence that was read in parts under its first root."""
    first: dict[int, int] = {}
    for root in np.flatnonzero(heads < 0).tolist():
        known = first.setdefault(sentence[root], root)
        if known != root:
            heads[root] = known
            rels[root] = "parataxis"
    return heads


@cache
def _session() -> InferenceSession:
    return pieces.session("reader.onnx")


@cache
def _steps() -> NDArray[float32]:
    """What a step from one tag to the next adds, as trained; (3, 3, 3)."""
    learned = json.loads(_session().get_modelmeta().custom_metadata_map["steps"])
    steps: NDArray[float32] = np.array(learned, np.float32) + decode.forbidden(1)
    return steps
