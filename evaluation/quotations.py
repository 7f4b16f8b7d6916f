"""Scores quotations alone against the gold stories, without the rest of a comparison.

python evaluation/quotations.py FOLDER [--split train|check] [--errors]

FOLDER holds the stories with `split.json` and their own `score.py`, whose measures are used.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
from pathlib import Path
from types import ModuleType

from stemma.ingest import articles
from stemma.reading import names, quotations, sentences
from stemma.reading.tagging import tag
from stemma.types import Article, Entity, Quotation

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


def answer(files: list[str]) -> tuple[dict[str, object], dict[str, tuple[Article, tuple[Quotation, ...]]]]:
    """What a comparison would say of the quotations of some files, and the quotations by file."""
    out: dict[str, list[object]] = {"articles": [], "quotations": [], "entities": []}
    by_file = {}
    for article in articles(files):
        if not isinstance(article, Article):
            continue
        split = sentences.split(article)
        tagging = tag(article.text, [(s.span.start, s.span.end) for s in split])
        entities = names.resolve(article, split, tagging)
        found = quotations.find(article, split, tagging, entities)
        by_file[Path(article.file).stem] = (article, found)
        out["articles"].append({"id": article.id, "file": article.file})
        out["quotations"] += [_entry(article, one, span) for one in found for span in one.content]
        out["entities"] += [_entity(article, one) for one in entities]
    return {key: value for key, value in out.items()}, by_file


def _span(article: Article, start: int, end: int) -> dict[str, object]:
    return {"article": article.id, "start": start, "end": end}


def _entry(article: Article, one: Quotation, span: object) -> dict[str, object]:
    return {
        "utterance": f"{article.id}/{one.id}",
        "content": _span(article, span.start, span.end),
        "speaker": one.speaker,
        "entity": f"{article.id}/{one.entity}",
        "cue": " ".join(article.words(cue) for cue in one.cue),
        "type": one.type,
        "channel": one.channel,
        "relayed_from": one.relayed_from,
    }


def _entity(article: Article, one: Entity) -> dict[str, object]:
    mentions = [_span(article, m.span.start, m.span.end) for m in one.mentions]
    return {"id": f"{article.id}/{one.id}", "name": one.name, "kind": one.kind, "mentions": mentions}


def _scorer(folder: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", folder / "score.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _errors(score: ModuleType, story: object, out: dict[str, object]) -> None:
    """Prints what is missing, what is too much, and what is wrong in what was found."""
    gold = story.gold
    shown = [(story.span(q["content"]), q) for q in out["quotations"]]
    people = {
        p["name"]: {score.norm(a) for a in p["aliases"]} | {score.norm(p["name"])} for p in gold["people"]
    }
    alias = {}
    for entity in out["entities"]:
        alias[entity["id"]] = {score.norm(story.texts[r][a:b]) for r, a, b in story.spans(entity["mentions"])}
    used = set()
    for q in gold["quotations"]:
        span = story.find(q["report"], q["content"])
        best = max(((score.iou(span, s), i) for i, (s, _) in enumerate(shown)), default=(0, None))
        where = q["report"]
        if best[0] < 0.5:
            print(f"  - {where} [{q['type']}] {q['speaker']} | {q['cue']} | {q['content']}")
            continue
        used.add(best[1])
        p = shown[best[1]][1]
        want = people.get(q["speaker"], {score.norm(q["speaker"])})
        said = score.norm(p["speaker"])
        known = alias.get(p["entity"], set())
        if not (
            said in want
            or known & want
            or (q["speaker"] not in people and said and said in score.norm(q["speaker"]))
        ):
            print(f"  S {where} {p['speaker']!r} for {q['speaker']!r} | {q['content'][:80]}")
        if p["type"] != q["type"]:
            print(f"  T {where} {p['type']} for {q['type']} | {q['content'][:100]}")
        a, b = score.norm(q["relayed_from"]), score.norm(p["relayed_from"])
        if (a or b) and not (a and b and (a in b or b in a)):
            print(f"  R {where} {p['relayed_from']!r} for {q['relayed_from']!r} | {q['content'][:80]}")
    for i, (span, q) in enumerate(shown):
        if i not in used:
            print(
                f"  + {span[0]} [{q['type']}] {q['speaker']} | {q['cue']} | {story.texts[span[0]][span[1] : span[2]]}"
            )


def main() -> None:
    """Scores the stories of one split."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--split", default="train", choices=["train", "check"])
    parser.add_argument("--errors", action="store_true")
    args = parser.parse_args()
    score = _scorer(args.folder)
    counts: dict[str, list[int]] = {}
    for name in json.loads((args.folder / "split.json").read_text(encoding="utf-8"))[args.split]:
        folder = args.folder / name
        out, _ = answer([str(path) for path in sorted(folder.glob("*.txt"))])
        story = score.Story(folder, out)
        score.score(story, counts)
        if args.errors:
            print(name)
            _errors(score, story, out)
    rows = score.report(counts)
    print("\n".join(f"{key:14}{rows[key]:7.3f}" for key in KEYS))


if __name__ == "__main__":
    main()
