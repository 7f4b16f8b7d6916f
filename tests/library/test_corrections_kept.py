"""Corrections on the command line, in exports, in removals and in what is saved of a damaged library."""

from __future__ import annotations

import json
import re
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from stemma.cli import main
from stemma.library import (
    Store,
    corrections,
    open_library,
)
from stemma.library.corrections import Family, NotInStory, NotOneFact
from tests.library.pages import lines
from tests.library.quake import PAGE, claim, quake, shown, split


@pytest.fixture
def corrected(library: Store) -> Path:
    """A library with a correction of each kind but `one entity`, numbered from 1."""
    seen = shown(library)
    deaths = claim(seen, "killing three people", "for a second day")
    split(library)
    corrections.make(library, NotOneFact(deaths.evidence[0].span, deaths.evidence[1].span))
    corrections.make(library, Family("Tervik Post", "Coast <b>Media</b>"))
    name = next(r.article.id for r in seen.readings if r.article.url == PAGE)
    corrections.make(library, NotInStory(name, quake(library)))
    library.close()
    return library.path


def keys_of(section: str) -> list[str]:
    """The keys a table of the documentation names."""
    table = Path("docs/library.md").read_text(encoding="utf-8").split(section, 1)[1].split("\n\n", 2)[1]
    return re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)


def run(library: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments, "--library", str(library)])


def test_the_command_lists_and_undoes(corrected: Path) -> None:
    listed = lines(run(corrected, "corrections", "--json").stdout_bytes)
    assert [one["kind"] for one in listed] == ["two entities", "not one fact", "family", "not in story"]
    assert list(listed[0]) == keys_of("`stemma corrections --json`")
    assert listed[0]["first"][0]["words"] == "Ilka Morvan"
    told = run(corrected, "corrections").output.splitlines()
    assert "“Ilka Morvan” (Lomna Day) and “Ilka Morvan” (Pell Courier and Tervik Post) are two" in told[0]
    assert "Tervik Post belongs to Coast <b>Media</b>" in told[2]
    assert "is no part of story" in told[3]
    assert run(corrected, "corrections", "--undo", "9").exit_code == 1
    assert len(run(corrected, "corrections", "--undo", "2").output.splitlines()) == 3
    assert "Lomna Day" not in run(corrected, "corrections", "--story", listed[3]["story"]).output.splitlines()[1]
    for number in "134":
        last = run(corrected, "corrections", "--undo", number)
    assert last.output == "no correction\n"


def test_removal_and_doctor_say_what_becomes_of_them(corrected: Path) -> None:
    (gone,) = lines(run(corrected, "remove", PAGE, "--json").stdout_bytes)
    assert gone["corrections"] == [1, 4]
    (report,) = lines(run(corrected, "doctor", "--json").stdout_bytes)
    assert (report["counts"]["corrections"], report["bereft"], report["problems"]) == (4, 2, [])
    assert "2 corrections speak of what was removed" in run(corrected, "doctor").output
    told = run(corrected, "corrections").output.splitlines()
    assert "a passage that was removed" in told[0]
    assert "does nothing any more: an article was removed" in told[3]


def test_json_lines_list_them_and_are_taken_in_again_without(corrected: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    assert run(corrected, "export", "-o", str(out)).exit_code == 0
    records = lines(out.read_bytes())
    listed = lines(run(corrected, "corrections", "--json").stdout_bytes)
    assert [record["stemma"]["correction"] for record in records[3:]] == listed
    added = lines(run(tmp_path / "new.stemma", "add", "--json", str(out)).stdout_bytes)
    assert [one["status"] for one in added] == ["added"] * 3 + ["skipped"] * 4
    some = lines(run(corrected, "export", "--outlet", "Tervik Post").stdout_bytes)
    assert [one["stemma"]["correction"]["id"] for one in some[1:]] == [1, 2, 3]


def test_other_exports_list_them_too(corrected: Path, tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    listed = lines(run(corrected, "corrections", "--json").stdout_bytes)
    assert run(corrected, "export", "-o", str(tmp_path / "out.parquet")).exit_code == 0
    kept = pq.read_schema(tmp_path / "out.parquet").metadata[b"stemma"]
    assert json.loads(kept) == {"corrections": listed}
    page = json.loads(run(corrected, "export", "--format", "annotations").stdout)
    edits = [item for item in page["items"] if item["motivation"] == "editing"]
    assert [edit["body"][0]["value"] for edit in edits] == [one["kind"] for one in listed]
    exact = [target["selector"][1]["exact"] for target in edits[1]["target"]]
    assert exact == [listed[1]["first"][0]["words"], listed[1]["second"][0]["words"]]
    text = run(corrected, "export", "--format", "markdown").stdout
    assert "## Corrections" in text
    assert "<b>" not in text


def test_they_are_saved_from_a_damaged_library(corrected: Path, tmp_path: Path) -> None:
    db = sqlite3.connect(corrected)
    db.executescript(
        "DROP TRIGGER articles_never_change; UPDATE articles SET text = text || '.' WHERE url IS NOT NULL;"
        "UPDATE outlets SET family = 'Sula Group' WHERE name = 'Lomna Day';"
    )
    db.close()
    assert run(corrected, "doctor", "--save-to", str(tmp_path / "saved.stemma")).exit_code == 0
    with open_library(tmp_path / "saved.stemma") as saved:
        found = corrections.listed(saved)
        assert [one.lost for one in found] == ["an article was removed", "", "", "an article was removed", ""]
        assert (found[4].outlet, found[4].family) == ("Lomna Day", "Sula Group")
        assert saved.db.execute("PRAGMA foreign_key_check").fetchall() == []
