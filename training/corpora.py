"""The training corpora in one shape: text, sentences, and what each corpus says of its characters.

A corpus says nothing of some things: None there, and the model is not trained on them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from stemma.reading.model.decode import KINDS, SUBTYPES

Offsets = tuple[int, int]
Kinds = frozenset[str]  # the kinds that a name may have


@dataclass(frozen=True, slots=True)
class Said:
    """An attribution of PolNeAR: fragments of source, cue and content."""

    source: tuple[Offsets, ...]
    cue: tuple[Offsets, ...]
    content: tuple[Offsets, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A name and the kinds it may have; no kind at all where the corpus leaves it open what stands there."""

    start: int
    end: int
    kinds: Kinds


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a treebank.  head: index in the sentence, -1 for its root."""

    start: int
    end: int
    upos: str
    head: int
    rel: str


@dataclass(frozen=True, slots=True)
class Document:
    """A text with its annotation.  silent: kinds of names that this corpus does not annotate."""

    name: str
    text: str
    sentences: tuple[Offsets, ...]
    said: tuple[tuple[Said, ...], ...] = ()  # one for each annotator
    names: tuple[Named, ...] | None = None
    silent: Kinds = frozenset()
    trees: tuple[tuple[Token, ...], ...] | None = None


# --- PolNeAR ---------------------------------------------------------------------------------------

_END = re.compile(
    r"(?<![A-Z])(?<!\b[MDS]r)(?<!\bMrs)(?<!\bMs)(?<!\bSen)(?<!\bRep)(?<!\bGov)[.!?]+[\"”’')\]]*\s+(?=[\"“‘'(\[]*[A-Z0-9])"
)


def split(text: str) -> tuple[Offsets, ...]:
    """Sentences, roughly: at line ends, and after a stop before a capital."""
    found = []
    for line in re.finditer(r"[^\n]+", text):
        start = line.start()
        for stop in _END.finditer(text, line.start(), line.end()):
            found.append((start, stop.end()))
            start = stop.end()
        found.append((start, line.end()))
    return tuple((start, start + len(text[start:end].rstrip())) for start, end in found if text[start:end].strip())


def polnear(folder: Path) -> Iterator[Document]:
    """Articles of a part of PolNeAR, each with the reading of every annotator who read it."""
    for path in sorted((folder / "text").glob("*.txt")):
        with path.open(encoding="utf-8", newline="") as file:
            text = file.read()
        files = sorted((folder / "attributions").glob(f"{path.stem}_????.ann"))
        said = tuple(tuple(attributions(file.read_text(encoding="utf-8"))) for file in files)
        yield Document(path.stem, text, split(text), said=said)


def attributions(annotation: str) -> Iterator[Said]:
    """The attributions in a brat stand-off file; some lines of PolNeAR are broken and are left out."""
    spans: dict[str, tuple[Offsets, ...]] = {}
    for line in annotation.split("\n"):
        columns = line.split("\t")
        if line.startswith("T") and len(columns) > 1:
            _, places = columns[1].split(" ", 1)
            spans[columns[0]] = tuple((int(a), int(b)) for a, b in (place.split() for place in places.split(";")))
    for line in annotation.split("\n"):
        if re.match(r"E\d+\t", line):
            roles: dict[str, list[Offsets]] = {"Source": [], "Cue": [], "Content": []}
            for role in line.split("\t")[1].split():
                kind, _, name = role.partition(":")
                if (kind := kind.rstrip("0123456789")) in roles and name in spans:
                    roles[kind].extend(spans[name])
            if roles["Content"] or roles["Cue"]:
                yield Said(*(tuple(sorted(roles[kind])) for kind in ("Source", "Cue", "Content")))


# --- Universal Dependencies ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Sentence:
    name: str
    text: str
    paragraph: bool  # opens one
    rows: tuple[tuple[str, ...], ...]  # the columns of its words
    tokens: tuple[Token, ...]


def conllu(path: Path) -> Iterator[list[_Sentence]]:
    """The documents of a CoNLL-U file, as sentences."""
    document: list[_Sentence] = []
    for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
        lines = block.split("\n")
        if document and any(line.startswith("# newdoc") for line in lines):
            yield document
            document = []
        notes = dict(line[2:].split(" = ", 1) for line in lines if line.startswith("#") and " = " in line)
        opens = any(line.startswith(("# newpar", "# newdoc")) for line in lines)
        rows = [tuple(line.split("\t")) for line in lines if line[:1].isdigit()]
        words = tuple(row for row in rows if row[0].isdigit())
        document.append(_Sentence(notes["sent_id"], notes["text"], opens, words, tuple(_tokens(notes["text"], rows))))
    yield document


def _tokens(text: str, rows: Iterable[tuple[str, ...]]) -> Iterator[Token]:
    place, until = 0, 0  # until: the last word of a multiword token, whose parts may not be in the text
    for row in rows:
        number, form = row[0], row[1]
        if "." in number:
            continue
        if "-" in number:
            until = int(number.split("-")[1])
            continue
        start = text.find(form, place)
        if start < 0 or (start > place and text[place:start].strip()):
            start, end = place, place + (0 if int(number) <= until else len(form))
        else:
            end = start + len(form)
        place = end
        yield Token(start, end, row[3], int(row[6]) - 1, simple(row[7]))


def simple(relation: str) -> str:
    """A relation without its subtype, where the subtype is none that Stemma needs."""
    return relation if relation in SUBTYPES else relation.partition(":")[0]


def _joined(name: str, sentences: list[_Sentence]) -> Document:
    """Sentences as one text, a line for each paragraph."""
    text, spans, trees = "", [], []
    for sentence in sentences:
        text += ("\n" if sentence.paragraph else " ") if text else ""
        base = len(text)
        text += sentence.text
        spans.append((base, len(text)))
        trees.append(tuple(replace(t, start=t.start + base, end=t.end + base) for t in sentence.tokens))
    return Document(name, text, tuple(spans), trees=tuple(trees))


PLAIN = frozenset({"person", "organisation", "place"})
REST = frozenset(KINDS) - PLAIN
THINGS = frozenset({"event", "work"})
_PEOPLE = re.compile(r"[A-Z]\w+(?:ans?|ish|ese|i|ch|ic|crats?|ists?|ims?|ews?)$")
_PEOPLES = re.compile(r"[A-Z]\w+(?:ans|[bnqt]is|crats|ists|ims|ews)$")


def ewt(treebank: Path, names: Path) -> Iterator[Document]:
    """EWT with its trees and the names that UNER adds; nationalities told by their part of speech."""
    labels = {name: tags for name, _, tags in iob(names)}
    for sentences in conllu(treebank):
        document = _joined(sentences[0].name, sentences)
        found: list[Named] = []
        for sentence, tree in zip(sentences, document.trees or (), strict=True):
            tags = labels.get(sentence.name, [])
            if len(tags) != len(tree):  # not annotated alike: say nothing of this sentence
                found.append(Named(tree[0].start, tree[-1].end, frozenset()))
                continue
            kinds = {"PER": {"person"}, "ORG": {"organisation"}, "LOC": {"place"}, "OTH": THINGS}
            for start, end, kind in chunks(tags):
                people = kind == "OTH" and any(_people(document.text, token) for token in tree[start:end])
                if kind in kinds and not people:
                    allowed = REST if kind == "OTH" and end == start + 1 else frozenset(kinds[kind])
                    found.append(Named(tree[start].start, tree[end - 1].end, allowed))
            for k, token in enumerate(tree):
                if k and tags[k][2:] in ("", "OTH") and _people(document.text, token):
                    found.append(Named(token.start, token.end, frozenset({"group"})))
        yield replace(document, names=tuple(found), silent=REST)


def _people(text: str, token: Token) -> bool:
    pattern = {"ADJ": _PEOPLE, "PROPN": _PEOPLES}.get(token.upos)
    return bool(pattern and pattern.match(text[token.start : token.end]))


def gum(path: Path) -> Iterator[Document]:
    """A document of GUM: trees, and those of its entities that are names through and through."""
    kinds = {"person": "person", "organization": "organisation", "place": "place", "event": "event"}
    for sentences in conllu(path):
        document = _joined(path.stem, sentences)
        found: list[Named] = []
        for sentence, tree in zip(sentences, document.trees or (), strict=True):
            taken: set[int] = set()
            for start, end, kind in sorted(entities(sentence), key=lambda e: (e[0] - e[1], e)):
                inside = range(start, end)
                proper = [tree[k].upos == "PROPN" for k in inside]
                if kind in kinds and all(proper) and not taken.intersection(inside):
                    taken.update(inside)
                    found.append(Named(tree[start].start, tree[end - 1].end, frozenset({kinds[kind]})))
            for k, token in enumerate(tree):
                if k not in taken and token.upos in ("PROPN", "ADJ"):
                    if k and _people(document.text, token):
                        found.append(Named(token.start, token.end, frozenset({"group"})))
                    elif token.upos == "PROPN":
                        found.append(Named(token.start, token.end, frozenset()))
        yield replace(document, names=tuple(found), silent=frozenset({"work", "group"}))


def entities(sentence: _Sentence) -> Iterator[tuple[int, int, str]]:
    """The entities of a sentence of GUM: first word, word after the last, type."""
    open_: dict[str, list[tuple[int, str]]] = {}
    for k, row in enumerate(sentence.rows):
        value = next((part[7:] for part in row[9].split("|") if part.startswith("Entity=")), "")
        for mark in re.findall(r"\([^()]+\)?|[^()]+\)", value):
            parts = mark.strip("()").split("-")
            if mark.startswith("("):
                open_.setdefault(parts[0], []).append((k, parts[1]))
            if mark.endswith(")") and open_.get(parts[0]):
                start, kind = open_[parts[0]].pop()
                yield start, k + 1, kind


# --- names -----------------------------------------------------------------------------------------


def iob(path: Path) -> Iterator[tuple[str, list[str], list[str]]]:
    """Sentences of a column file: name, words, tags.  Columns: number, word, tag (UNER), or word, tag."""
    for block in re.split(r"\n\s*\n", path.read_text(encoding="utf-8").strip()):
        name, words, tags = "", [], []
        for line in block.split("\n"):
            if line.startswith("# sent_id = "):
                name = line[12:]
            elif line and not line.startswith("# "):
                columns = line.split("\t") if "\t" in line else line.rsplit(" ", 1)
                words.append(columns[1] if len(columns) > 2 else columns[0])
                tags.append(columns[2] if len(columns) > 2 else columns[-1])
        if words:
            yield name, words, tags


def chunks(tags: list[str]) -> Iterator[tuple[int, int, str]]:
    """The names in a row of B-, I- and O tags: first word, word after the last, kind."""
    start, kind = 0, ""
    for k, tag in enumerate([*tags, "O"]):
        inside = tag[2:] if tag[:2] == "I-" else ""
        if kind and inside != kind:
            yield start, k, kind
            kind = ""
        if tag != "O" and not kind:
            start, kind = k, tag[2:]


_CLOSE = re.compile(r"[,.;:!?)\]%]+|'s|n't|'\w+|’s")
_QUOTES = ("``", "''", '"')


def detokenized(words: list[str]) -> tuple[str, list[Offsets]]:
    """A sentence from its words, with the spaces that print has, and the place of each word in it."""
    text = ""
    places: list[Offsets] = []
    quoted, tight = False, True  # tight: no space comes next
    for word in words:
        quote = word in _QUOTES
        closes = (quote and quoted) or bool(_CLOSE.fullmatch(word))
        text += "" if tight or closes else " "
        shown = '"' if quote else word
        places.append((len(text), len(text) + len(shown)))
        text += shown
        quoted = quoted != quote
        tight = (quote and quoted) or shown[-1] in "([$“"
    return text, places


def columns(path: Path, kinds: dict[str, Kinds], silent: Kinds, together: int = 30) -> Iterator[Document]:
    """A column file as documents of `together` sentences."""
    rows = [(words, tags) for _, words, tags in iob(path)]
    for start in range(0, len(rows), together):
        yield sentences_with_names(f"{path.stem}-{start}", [
            (words, [(a, b, kinds[kind]) for a, b, kind in chunks(tags) if kind in kinds])
            for words, tags in rows[start : start + together]
        ], silent)  # fmt: skip


def sentences_with_names(
    name: str, rows: list[tuple[list[str], list[tuple[int, int, Kinds]]]], silent: Kinds
) -> Document:
    """Sentences given as words, with names as ranges of words."""
    text, spans, found = "", [], []
    for words, ranges in rows:
        sentence, places = detokenized(words)
        base = len(text) + bool(text)
        text += (" " if text else "") + sentence
        spans.append((base, len(text)))
        found += [Named(base + places[a][0], base + places[b - 1][1], kinds) for a, b, kinds in ranges]
    return Document(name, text, tuple(spans), names=tuple(found), silent=silent)


def wikigold(path: Path) -> Iterator[Document]:
    kinds = {"PER": frozenset({"person"}), "ORG": frozenset({"organisation"}), "LOC": frozenset({"place"})}
    for document in columns(path, kinds | {"MISC": REST}, frozenset()):
        yield replace(document, names=tuple(_sorted_out(document.text, name) for name in document.names or ()))


def _sorted_out(text: str, name: Named) -> Named:
    """A name that is none of the plain kinds: a people by its looks, else an event or a work."""
    if name.kinds != REST:
        return name
    people = _PEOPLE.fullmatch(text[name.start : name.end])
    return replace(name, kinds=frozenset({"group"}) if people else THINGS)


def wnut17(path: Path) -> Iterator[Document]:
    kinds = {"person": "person", "location": "place", "corporation": "organisation", "group": "organisation"}
    kinds |= {"product": "work", "creative-work": "work"}
    single = {name: frozenset({kind}) for name, kind in kinds.items()}
    yield from columns(path, single, frozenset({"group", "event"}))


def redocred(path: Path) -> Iterator[Document]:
    """Re-DocRED counts nationalities as places: those may be either here."""
    kinds = {"PER": frozenset({"person"}), "ORG": frozenset({"organisation"}), "LOC": frozenset({"place"})}
    for document in json.loads(path.read_text(encoding="utf-8")):
        ranges: list[dict[tuple[int, int], Kinds]] = [{} for _ in document["sents"]]
        for mention in (m for vertex in document["vertexSet"] for m in vertex):
            kind = kinds.get(mention["type"], THINGS if mention["type"] == "MISC" else frozenset())
            if mention["type"] in ("LOC", "MISC") and _PEOPLE.fullmatch(mention["name"]):
                kind |= {"group"}
            if kind:
                ranges[mention["sent_id"]][tuple(mention["pos"])] = kind
        rows = [
            (words, [(a, b, kind) for (a, b), kind in sorted(some.items())])
            for words, some in zip(document["sents"], ranges, strict=True)
        ]
        yield sentences_with_names(document["title"], rows, frozenset())
