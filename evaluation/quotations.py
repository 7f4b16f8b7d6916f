"""Quotations alone against the gold stories, without the rest of a comparison.

python evaluation/quotations.py FOLDER [--split train|check] [--errors]

FOLDER holds the stories with `split.json` and their own `score.py`, whose measures are used.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from stemma.ingest import articles
from stemma.reading import names, quotations, sentences
from stemma.reading.model.tagging import tag
from stemma.types import Article, Entity, Quotation, Span

KEYS = (
    "quote.P",
    "quote.R",
    "quote.F1",
    "indirect.P",
    "indirect.R",
    "type.acc",
    "speaker.acc",
    "relay.P",
    "relay.R",
)


def score(folder: Path) -> dict[str, float]:
    """The measures of the stories' own score.py, over the stories of train and of check."""
    parts = {part: rates(folder, part) for part in ("train", "check")}
    return {f"quotations.{part}.{key}": rows[key] for part, rows in parts.items() for key in KEYS}


def rates(folder: Path, part: str, errors: bool = False) -> dict[str, float]:
    """The measures over the stories of one part; prints what is wrong in each, if asked to."""
    measures = scorer(folder)
    counts: dict[str, list[int]] = {}
    for name in json.loads((folder / "split.json").read_text(encoding="utf-8"))[part]:
        out = answer([str(path) for path in sorted((folder / name).glob("*.txt"))])
        story = measures.Story(folder / name, out)
        measures.score(story, counts)
        if errors:
            print(name, *wrong(measures, story, out), sep="\n")
    found: dict[str, float] = measures.report(counts)
    return found


def answer(files: list[str]) -> dict[str, Any]:
    """What a comparison would say of the quotations of some files."""
    out: dict[str, Any] = {"articles": [], "quotations": [], "entities": []}
    for article in articles(files):
        if not isinstance(article, Article):
            continue
        split = sentences.split(article)
        tagging = tag(article.text, [(s.span.start, s.span.end) for s in split])
        entities = names.resolve(article, split, tagging)
        found = quotations.find(article, split, tagging, entities)
        out["articles"].append({"id": article.id, "file": article.file})
        out["quotations"] += [_entry(article, one, span) for one in found for span in one.content]
        out["entities"] += [_entity(article, one) for one in entities]
    return out


def _span(span: Span) -> dict[str, Any]:
    return {"article": span.article, "start": span.start, "end": span.end}


def _entry(article: Article, one: Quotation, span: Span) -> dict[str, Any]:
    return {
        "utterance": f"{article.id}/{one.id}",
        "content": _span(span),
        "speaker": one.speaker,
        "entity": f"{article.id}/{one.entity}",
        "cue": " ".join(article.words(cue) for cue in one.cue),
        "type": one.type,
        "channel": one.channel,
        "relayed_from": one.relayed_from,
    }


def _entity(article: Article, one: Entity) -> dict[str, Any]:
    mentions = [_span(m.span) for m in one.mentions]
    return {"id": f"{article.id}/{one.id}", "name": one.name, "kind": one.kind, "mentions": mentions}


def scorer(folder: Path) -> ModuleType:
    """The score.py that lies with the stories.  Raises SystemExit where there is none."""
    spec = importlib.util.spec_from_file_location("score", folder / "score.py")
    if spec is None or spec.loader is None or not (folder / "score.py").is_file():
        raise SystemExit(f"{folder} has no score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def wrong(score: ModuleType, story: Any, out: dict[str, Any]) -> Iterator[str]:
    """A line for what is missing (-), too much (+), and wrong in speaker (S), type (T) and relay (R)."""
    shown = [(story.span(q["content"]), q) for q in out["quotations"]]
    people = {p["name"]: {score.norm(a) for a in [*p["aliases"], p["name"]]} for p in story.gold["people"]}
    alias = {
        entity["id"]: {score.norm(story.texts[r][a:b]) for r, a, b in story.spans(entity["mentions"])}
        for entity in out["entities"]
    }
    used = set()
    for gold in story.gold["quotations"]:
        span = story.find(gold["report"], gold["content"])
        overlap, best = max(((score.iou(span, s), i) for i, (s, _) in enumerate(shown)), default=(0.0, -1))
        told = f"{gold['report']} [{gold['type']}] {gold['speaker']} | {gold['cue']} | {gold['content']}"
        if overlap < 0.5:
            yield f"  - {told}"
            continue
        used.add(best)
        mine = shown[best][1]
        said, known = score.norm(mine["speaker"]), alias.get(mine["entity"], set())
        want = people.get(gold["speaker"], {score.norm(gold["speaker"])})
        part = gold["speaker"] not in people and said and said in score.norm(gold["speaker"])
        if not (said in want or known & want or part):
            yield f"  S {mine['speaker']!r} for {told}"
        if mine["type"] != gold["type"]:
            yield f"  T {mine['type']} for {told}"
        a, b = score.norm(gold["relayed_from"]), score.norm(mine["relayed_from"])
        if (a or b) and not (a and b and (a in b or b in a)):
            yield f"  R {mine['relayed_from']!r} for {gold['relayed_from']!r} {told}"
    for i, (span, q) in enumerate(shown):
        if i not in used:
            words = story.texts[span[0]][span[1] : span[2]]
            yield f"  + {span[0]} [{q['type']}] {q['speaker']} | {q['cue']} | {words}"


def main() -> None:
    """Scores the stories of one split."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--split", default="train", choices=["train", "check"])
    parser.add_argument("--errors", action="store_true")
    args = parser.parse_args()
    rows = rates(args.folder, args.split, args.errors)
    print("\n".join(f"{key:14}{rows[key]:7.3f}" for key in KEYS))


if __name__ == "__main__":
    main()
