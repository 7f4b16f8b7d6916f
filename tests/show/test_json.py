"""The JSON that programs read: as documented, exact to the character, safe to print."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from stemma.show.json import document, dumps, dumps_reading, reading_document
from tests.show import example, hostile

MANUAL = (Path(__file__).parents[2] / "docs/json.md").read_text(encoding="utf-8")


def test_the_whole_document(snapshot: SnapshotAssertion) -> None:
    assert dumps(example.comparison()) == snapshot


def test_a_reading(snapshot: SnapshotAssertion) -> None:
    assert json.dumps(reading_document(example.comparison().readings[2]), ensure_ascii=False, indent=1) == snapshot


def keys_of(heading: str) -> list[str]:
    """The keys of the table under a heading of the manual."""
    section = re.split(rf"^#+ {heading}$", MANUAL, flags=re.M)[1]
    return re.findall(r"^\| `(\w+)` \|", re.split("^#", section, flags=re.M)[0], flags=re.M)


def sections() -> list[tuple[str, dict[str, Any]]]:
    whole: dict[str, Any] = json.loads(dumps(example.comparison()))
    reading: dict[str, Any] = json.loads(dumps_reading(example.comparison().readings[2]))
    return [
        ("A comparison", whole),
        ("A reading", reading),
        ("evidence", whole["claims"][0]["evidence"][0]),
        ("quotations of a reading", reading["quotations"][0]),
        ("times", reading["times"][0]),
        ("quantities", reading["quantities"][0]),
        *((key, entries[0]) for key, entries in whole.items() if key not in ("schema", "notes")),
    ]


@pytest.mark.parametrize(("heading", "entry"), sections(), ids=lambda value: value if isinstance(value, str) else "")
def test_the_manual_names_every_key_in_order(heading: str, entry: dict[str, Any]) -> None:
    assert keys_of(heading) == list(entry)


def passages(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if {"article", "start", "end", "words"} <= value.keys():
            yield value
        for inner in value.values():
            yield from passages(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from passages(inner)


def test_every_passage_gives_the_characters_at_its_offsets() -> None:
    whole: dict[str, Any] = json.loads(dumps(hostile.hostile()))
    texts = {article["id"]: article["text"] for article in whole["articles"]}
    found = list(passages(whole))
    assert len(found) > 50
    for passage in found:
        assert texts[passage["article"]][passage["start"] : passage["end"]] == passage["words"]


def test_pieces_of_a_split_quotation_share_their_utterance() -> None:
    pieces = [one for one in json.loads(dumps(example.comparison()))["quotations"] if one["utterance"] == "q7"]
    assert [piece["content"]["words"] for piece in pieces] == ["“Nobody screamed,”", "“We just sang, badly.”"]
    assert len({piece["id"] for piece in pieces}) == 2


def test_hostile_words_come_through_whole_and_steer_no_terminal() -> None:
    text = dumps(hostile.hostile())
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    assert json.loads(text) == json.loads(json.dumps(document(hostile.hostile())))


def test_half_a_character_can_be_written_out() -> None:
    from dataclasses import replace

    broken = replace(example.comparison(), notes=("half \ud83d",))
    assert json.loads(dumps(broken).encode("utf-8"))["notes"] == ["half \ud83d"]
