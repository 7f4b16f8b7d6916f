"""Names against UNER-EWT (exact spans) and MEANTIME (overlap), and syntax against EWT."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import numpy as np

from stemma.reading.model.tagging import tag
from training.corpora import PLAIN, Document, ewt
from training.examples import example

Offsets = tuple[int, int]


class Name(NamedTuple):
    """A name with its place in the text."""

    start: int
    end: int
    kind: str


def score(corpora: Path) -> dict[str, float]:
    """F1 of names; share of words with the right part of speech, head (uas), head and relation (las)."""
    documents = list(ewt(corpora / "ewt/dev.conllu", corpora / "uner-ewt/dev.iob2"))
    articles = [meantime(path) for path in sorted(corpora.glob("meantime/intra-doc_annotation/*/*.xml"))]
    return {
        **syntax(documents),
        "names.uner": uner(documents),
        "names.meantime": f1(articles, exact=False),
        "names.meantime.exact": f1(articles, exact=True),
    }


def uner(documents: Sequence[Document]) -> float:
    """F1 of exact spans of persons, organisations and places."""
    same = gold = guessed = 0
    for document in documents:
        known = {(n.start, n.end, *n.kinds) for n in document.names or () if n.kinds <= PLAIN}
        found = {(n.start, n.end, n.kind) for n in tag(document.text, document.sentences).names if n.kind in PLAIN}
        same, gold, guessed = same + len(known & found), gold + len(known), guessed + len(found)
    return 2 * same / max(gold + guessed, 1)


def syntax(documents: Sequence[Document]) -> dict[str, float]:
    """Over the words as Stemma cuts them, against the treebank brought to these words."""
    right: Counter[str] = Counter()
    for document in documents:
        known, found = example(document), tag(document.text, document.sentences).words
        upos, rel = known.named_upos(), known.named_rel()
        told = np.array([tag is not None for tag in upos])
        right["words"] += int(told.sum())
        right["upos"] += sum(a == b for a, b in zip(upos, found.upos, strict=True))
        heads = (known.head == found.head) & told
        right["uas"] += int(heads.sum())
        right["las"] += sum(a == b for a, b, head in zip(rel, found.rel, heads, strict=True) if head)
    return {f"syntax.{name}": right[name] / max(right["words"], 1) for name in ("upos", "uas", "las")}


# --- MEANTIME --------------------------------------------------------------------------------------

KINDS = {"PER": "person", "ORG": "organisation", "LOC": "place"}


def meantime(path: Path) -> tuple[str, list[Offsets], list[Name]]:
    """Text, sentences and names of the annotated sentences (0 to 5) of an article.

    Its tokens joined by spaces.  A nationality before a noun is annotated as a place.
    """
    root = ElementTree.parse(path).getroot()
    text = ""
    sentences: dict[int, Offsets] = {}
    places: dict[str, Offsets] = {}
    for token in root.iter("token"):
        number, word = int(token.get("sentence", "0")), token.text or ""
        if number <= 5:
            start = len(text) + bool(text)
            text += (" " if text else "") + word
            places[token.get("t_id", "")] = (start, len(text))
            sentences[number] = (sentences.get(number, (start, 0))[0], len(text))
    kinds = {entity.get("m_id"): KINDS.get(entity.get("ent_type", "")) for entity in root.iter("ENTITY")}
    kind_of = {
        source.get("m_id"): kinds.get(target.get("m_id"))
        for relation in root.iter("REFERS_TO")
        if (target := relation.find("target")) is not None
        for source in relation.iter("source")
    }
    names = []
    for mention in root.iter("ENTITY_MENTION"):
        tokens = [anchor.get("t_id", "") for anchor in mention.iter("token_anchor")]
        kind = kind_of.get(mention.get("m_id"))
        if mention.get("syntactic_type") in ("NAM", "PRE.NAM") and kind and tokens and all(t in places for t in tokens):
            names.append(Name(places[tokens[0]][0], places[tokens[-1]][1], kind))
    return text, list(sentences.values()), names


def f1(articles: Sequence[tuple[str, list[Offsets], list[Name]]], exact: bool) -> float:
    """Names of the same kind that overlap (or are the same), one to one."""
    same = gold = guessed = 0
    for text, sentences, names in articles:
        left = list(names)
        found = [Name(n.start, n.end, KIND_HERE.get(n.kind, n.kind)) for n in tag(text, sentences).names]
        found = [name for name in found if name.kind in PLAIN]
        gold, guessed = gold + len(names), guessed + len(found)
        for one in found:
            fit = [o for o in left if o.kind == one.kind and (o == one if exact else o[0] < one[1] and one[0] < o[1])]
            if fit:
                left.remove(fit[0])
                same += 1
    return 2 * same / max(gold + guessed, 1)


KIND_HERE = {"group": "place"}
