"""One pass of the reader over an article: words with their syntax, names, and who said what."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
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
SURE = 0.6  # names below this score are left out …
HALF_SURE = 0.4  # … or below this one, where the same name is sure elsewhere in the article (best on dev, measured)
BEGIN = np.array((0.5, -0.6, 0.0), np.float32)  # for beginning a source, cue, content: best F1 on PolNeAR dev
FIT = 3.0  # scores above this join a content to a cue: best whole attributions on PolNeAR dev (measured)
TOGETHER = 16  # windows decoded at once: bounds memory, whatever the length of an article


@dataclass(frozen=True, slots=True)
class Tagged:
    """A name as found: offsets, kind, and how sure the reader is (HALF_SURE to 1)."""

    start: int
    end: int
    kind: EntityKind
    score: float


@dataclass(frozen=True, slots=True)
class Attribution:
    """Something said, thought or written by somebody: offsets, in order.

    content: never empty; several parts where something stands between them ("…," she said, "…"); with its
    quotation marks.  cue: one part.  source: at most one, empty where not found; several attributions may have
    the same.  score: how sure, 0 to 1.
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
    return Tagging(columns, tuple(_agreed(text, found.names)), tuple(found.attributions))


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
    rels: (n,) the relation to the best head.  links, owners: (n, n), how well the column serves as the cue of
    the content, and as the source of the cue, that begins at the row; 0: as well as none.
    """

    tags: NDArray[float32]
    arcs: NDArray[float32]
    rels: NDArray[int64]
    links: NDArray[float32]
    owners: NDArray[float32]


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
    return _Output(*_session().run(["tags", "arcs", "rels", "links", "owners"], inputs))


def _allowed(sentence: NDArray[int64]) -> NDArray[bool_]:
    """Which word may be the head of which: another of its sentence."""
    same: NDArray[bool_] = sentence[:, None] == sentence
    np.fill_diagonal(same, False)
    return same


# --- from scores to findings -----------------------------------------------------------------------


@dataclass(slots=True)
class _Found:
    """What the windows so far hold.

    reaching: the attribution whose content reaches the end of the last window; loose: the first word of a
    content that does so and fits no cue yet.
    """

    names: list[Tagged]
    attributions: list[Attribution]
    upos: list[str]
    heads: list[int]
    rels: list[str]
    reaching: int | None = None
    loose: int | None = None


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
        _attributions(words, window, role_tags[row, inside], role_scores[row, inside], output, found)
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
        yield Tagged(words.start[base + a], words.end[base + b - 1], decode.KINDS[kind], score)


def _agreed(text: str, names: Sequence[Tagged]) -> Iterator[Tagged]:
    """Those sure enough; what is written alike in an article is of the kind that most of it is taken for."""
    best: dict[str, float] = {}
    votes: dict[str, dict[EntityKind, float]] = {}
    for name in names:
        form = text[name.start : name.end]
        best[form] = max(best.get(form, 0.0), name.score)
        kinds = votes.setdefault(form, {})
        kinds[name.kind] = kinds.get(name.kind, 0.0) + name.score
    for name in names:
        form = text[name.start : name.end]
        if name.score >= SURE or (best[form] >= SURE and name.score >= HALF_SURE):
            kinds = votes[form]
            yield replace(name, kind=max(kinds, key=lambda kind: (kinds[kind], kind)))


def _attributions(
    words: _Input, window: Offsets, tags: NDArray[int64], scores: NDArray[float32], output: _Output, found: _Found
) -> None:
    """A part of content goes to the cue that fits best, and each cue to its best source, if one fits; several
    cues may share a source.  A content that fits no cue is left out, unless it goes on in the next window
    and fits one there; one that goes on from the window before belongs to what was found there."""
    start, end = window
    sources, cues, contents = ([span[:2] for span in decode.spans(tags[:, role])] for role in range(3))
    before, found.loose = found.loose, None
    still: int | None = None  # the attribution that reached this window and goes through it
    parts_of: dict[int, list[Offsets]] = {}
    for (a, b), cue in zip(contents, _best(output.links, contents, cues, FIT), strict=True):
        first = start + a
        if a == 0 and before is not None:
            first = before
        elif a == 0 and cue < 0 and found.reaching is not None:
            _lengthen(found.attributions, found.reaching, words.end[start + b - 1])
            still = found.reaching if start + b == end else None
            continue
        if cue >= 0:
            parts_of.setdefault(cue, []).append((first, start + b))
        elif start + b == end:
            found.loose = first
    source_of = _best(output.owners, cues, sources, 0.0)
    new = []
    for cue, parts in parts_of.items():
        sure = np.concatenate([scores[max(a - start, 0) : b - start, 2] for a, b in parts]).mean()
        attribution = Attribution(
            source=_offsets(words, start, [sources[source_of[cue]]] if source_of[cue] >= 0 else []),
            cue=_offsets(words, start, [cues[cue]]),
            content=_offsets(words, 0, parts),
            score=round(float(sure), 4),
        )
        new.append(attribution)
    new.sort(key=lambda one: one.content)
    last = words.end[end - 1]
    reaching = [k for k, one in enumerate(new, len(found.attributions)) if one.content[-1][1] == last]
    found.reaching = reaching[0] if reaching else still
    found.attributions.extend(new)


def _lengthen(attributions: list[Attribution], which: int, end: int) -> None:
    """Let a content go on to `end`."""
    *parts, (first, _) = attributions[which].content
    attributions[which] = replace(attributions[which], content=(*parts, (first, end)))


def _best(scores: NDArray[float32], rows: Sequence[Offsets], columns: Sequence[Offsets], least: float) -> list[int]:
    """For each span of `rows` the one of `columns` that fits best, -1 where none fits better than `least`."""
    if not rows or not columns:
        return [-1] * len(rows)
    fit = scores[[[a] for a, _ in rows], [a for a, _ in columns]]
    chosen: list[int] = np.where(fit.max(axis=1) > least, fit.argmax(axis=1), -1).tolist()
    return chosen


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
