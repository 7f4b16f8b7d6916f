"""The commands of the library as a person or a program calls them."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from stemma.cli import main
from stemma.ingest import articles
from stemma.library import adding, open_library
from stemma.library.grouping import as_they_come
from stemma.types import Article
from tests.library.pages import BRIDGE, FERRY, lines, pile, put

DOCUMENTED = Path("docs/library.md").read_text(encoding="utf-8")
HOSTILE = "Ferry <script>alert(1)</script> `x` | \x1b[31m\u202eback"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of three articles, taken in from a JSON Lines file."""
    folder = tmp_path_factory.mktemp("library")
    records: list[dict[str, Any]] = [
        {"id": 17, "section": "City", "text": FERRY, "url": "https://pell.example/ferry", "outlet": "Pell Courier"},
        {"id": 18, "text": BRIDGE, "url": "https://sula.example/b", "outlet": "Sula Times", "published": "2031-03-05"},
        {
            "id": 19,
            "title": HOSTILE,
            "text": f"{HOSTILE}\n\n{BRIDGE}",
            "outlet": "Harm | <b>Daily</b>",
        },
    ]
    pile = folder / "pile.jsonl"
    pile.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    with open_library(folder / "a.stemma", create=True) as store:
        put(store, *articles([str(pile)]))
    return folder / "a.stemma"


@pytest.fixture
def library(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made, tmp_path))


def run(library: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments, "--library", str(library)])


def documents(done: Result) -> list[dict[str, Any]]:
    assert done.exit_code == 0, done.output
    return lines(done.stdout_bytes)


def keys_of(section: str) -> list[str]:
    """The keys a table of the documentation names."""
    table = DOCUMENTED.split(section, 1)[1].split("\n\n", 2)[1]
    return re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)


def test_help_loads_nothing_of_the_library() -> None:
    heavy = ["sqlite3", "msgspec", "numpy", "rich", "pyarrow", "json"]
    probe = (
        "import sys; from stemma.cli import main\n"
        "try: main(['--help'])\n"
        f"except SystemExit: print([name for name in {heavy} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
    for command in ("add", "search", "export", "outlets", "doctor", "remove"):
        assert f"\n  {command} " in done.stdout


def test_add_says_what_became_of_each_input(tmp_path: Path) -> None:
    library, ferry = tmp_path / "a.stemma", tmp_path / "pell-courier.txt"
    ferry.write_text(FERRY, encoding="utf-8")
    done = run(library, "add", str(ferry), str(tmp_path / "nothing.txt"), "--json")
    assert done.exit_code == 1
    good, bad = lines(done.stdout_bytes)
    assert list(good) == list(bad) == keys_of("`stemma add --json`")
    assert (good["status"], bad["status"]) == ("added", "failed")
    assert "does not exist" in bad["reason"]
    again = run(library, "add", str(ferry))
    assert (again.exit_code, again.stdout) == (0, "1 known before\n")
    failures = documents(run(library, "doctor", "--failures", "--json"))
    assert [failure["source"] for failure in failures] == [str(tmp_path / "nothing.txt")]


def test_what_is_added_stands_in_a_story_at_once(tmp_path: Path) -> None:
    kept = tmp_path / "a.stemma"
    assert run(kept, "add", "examples/brandmoor-lock").exit_code in (0, 1)
    with sqlite3.connect(kept) as db:
        assert db.execute("SELECT count(*), count(DISTINCT story) FROM story_pages").fetchone() == (4, 1)


def test_search_prints_documents_with_the_keys_that_came(library: Path) -> None:
    (hit,) = documents(run(library, "search", "aground", "--json"))
    assert list(hit) == keys_of("`stemma search --json`")
    assert hit["record"]["id"] == 17
    assert hit["record"]["section"] == "City"
    assert hit["url"] == "https://pell.example/ferry"
    first = hit["matches"][0]
    assert FERRY[first["start"] : first["end"]] == "aground"
    (said,) = documents(run(library, "search", "--speaker", "Lorne", "hurt", "--json"))
    assert said["quotations"][0]["speaker"] == "Ada Lorne"


def test_search_for_people(library: Path) -> None:
    done = run(library, "search", "aground")
    assert "Ferry runs aground off Pell Harbour" in done.stdout
    assert "Pell Courier" in done.stdout
    assert run(library, "search", "zeppelin").stdout == "no article found\n"


@pytest.mark.parametrize("arguments", [["search"], ["outlets"], ["export", "--format", "markdown"], ["export"]])
def test_what_articles_print_steers_no_terminal(library: Path, arguments: list[str]) -> None:
    done = run(library, *arguments)
    assert done.exit_code == 0, done.output
    assert not set(done.output) & {"\x1b", "\u202e"}


def test_a_day_that_is_none_is_a_usage_error(library: Path) -> None:
    done = run(library, "search", "--since", "yesterday")
    assert done.exit_code == 2
    assert "no day" in done.output


def test_json_lines_go_round(library: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    assert run(library, "export", "-o", str(out)).exit_code == 0
    records = lines(out.read_bytes())
    assert [record["id"] for record in records] == [17, 18, 19]
    assert records[0]["section"] == "City"
    again = tmp_path / "again.stemma"
    with open_library(again, create=True) as store:
        put(store, *(found for found in articles([str(out)]) if isinstance(found, Article)))
    with open_library(library) as one, open_library(again) as other:
        query = "SELECT text, url, published, outlets.name FROM articles JOIN outlets ON outlets.key = outlet"
        assert one.db.execute(query).fetchall() == other.db.execute(query).fetchall()
    second = tmp_path / "second.jsonl"
    run(library, "export", "-o", str(second))
    assert second.read_bytes() == out.read_bytes()


def test_parquet_holds_the_same(library: Path, tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    done = run(library, "export", "-o", str(tmp_path / "out.parquet"), "--outlet", "Sula Times")
    assert done.exit_code == 0, done.output
    (row,) = pq.read_table(tmp_path / "out.parquet").to_pylist()
    assert (row["text"], row["outlet"], json.loads(row["record"])["id"]) == (BRIDGE, "Sula Times", 18)


def test_without_pyarrow_it_says_what_to_install(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    done = run(library, "export", "-o", str(tmp_path / "out.parquet"))
    assert done.exit_code == 1
    assert "stemma-news[parquet]" in done.output
    assert not (tmp_path / "out.parquet").exists()


def test_parquet_needs_a_file(library: Path) -> None:
    assert run(library, "export", "--format", "parquet").exit_code == 2


def test_web_annotations_point_at_exact_characters(library: Path) -> None:
    done = run(library, "export", "--format", "annotations", "--outlet", "Pell Courier")
    page = json.loads(done.stdout)
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert page["id"].startswith("urn:")
    spoken = [item for item in page["items"] if item["body"][1]["value"] == "Ada Lorne"]
    assert spoken
    for item in page["items"]:
        for target in item["target"]:
            assert target["source"] == "https://pell.example/ferry"
            position, quote = target["selector"]
            assert FERRY[position["start"] : position["end"]] == quote["exact"]
            assert FERRY[: position["start"]].endswith(quote["prefix"])
            assert FERRY[position["end"] :].startswith(quote["suffix"])


def test_markdown_is_text_whatever_the_article_prints(library: Path) -> None:
    done = run(library, "export", "--format", "markdown")
    assert "## Ferry runs aground off Pell Harbour" in done.stdout
    assert "Ada Lorne" in done.stdout
    assert "<script" not in done.stdout


@pytest.mark.parametrize("name", ["out.jsonl", "out.parquet", "out.jsonld", "out.md"])
def test_an_export_appears_when_it_is_whole(library: Path, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "out"
    done = run(library, "export", "-o", str(folder / name))
    assert (done.exit_code, name in done.output) == (1, True)
    folder.mkdir()
    assert run(library, "export", "-o", str(folder / name)).exit_code == 0
    (whole,) = folder.iterdir()
    before = whole.read_bytes()
    with sqlite3.connect(library) as db:
        db.execute("DROP TRIGGER articles_never_change")
        db.execute("UPDATE articles SET parts = '[[' WHERE key = 3")
    failed = run(library, "export", "-o", str(whole))
    assert (failed.exit_code, "is damaged in the library" in failed.stderr) == (1, True)
    assert "parts of article" in run(library, "doctor").stdout
    assert [path.name for path in folder.iterdir()] == [name]
    assert whole.read_bytes() == before


def test_outlets_are_listed_and_set(library: Path) -> None:
    names = [outlet["name"] for outlet in documents(run(library, "outlets", "--json"))]
    assert sorted(names) == ["Harm | <b>Daily</b>", "Pell Courier", "Sula Times"]
    settings = ("--weight", "2.5", "--family", "Sula", "--hide")
    (changed,) = documents(run(library, "outlets", "sula times", *settings, "--json"))
    assert changed == {
        "name": "Sula Times", "family": "Sula", "weight": 2.5, "hidden": True, "articles": 1,
        "first": "2031-03-05", "last": "2031-03-05",
    }  # fmt: skip
    assert run(library, "outlets", "--hide").exit_code == 2


def test_remove_and_doctor(library: Path) -> None:
    (gone,) = documents(run(library, "remove", "https://pell.example/ferry", "--reason", "asked to", "--json"))
    assert (gone["what"], len(gone["articles"]), gone["overwritten"]) == ("article", 1, True)
    assert run(library, "search", "aground", "--json").stdout == ""
    (report,) = documents(run(library, "doctor", "--json"))
    assert report["counts"]["articles"] == 2
    assert report["counts"]["tombstones"] == 1
    assert report["problems"] == []
    assert run(library, "doctor").stdout.endswith("sound\n")
    assert run(library, "doctor", "--compact").exit_code == 0
    assert run(library, "remove", "Nowhere Post").exit_code == 1


def test_without_a_library_it_says_how_to_start_one(tmp_path: Path) -> None:
    for command in (["search", "x"], ["outlets"], ["export"], ["remove", "x"], ["doctor"], ["doctor", "--failures"]):
        done = run(tmp_path / "none.stemma", *command)
        assert done.exit_code == 1, command
        assert "stemma add" in done.output
    assert not (tmp_path / "none.stemma").exists()


def test_an_argument_of_several_words_is_a_phrase(library: Path) -> None:
    assert len(documents(run(library, "search", "Pell Harbour", "--json"))) == 1
    assert documents(run(library, "search", "Harbour Pell", "--json")) == []
    assert len(documents(run(library, "search", "Harbour", "Pell", "--json"))) == 1


def test_a_story_of_one_article_is_shown_in_every_form(library: Path, tmp_path: Path) -> None:
    told = documents(run(library, "stories", "--json"))
    (alone,) = (one for one in told if one["articles"][0]["outlet"] == "Pell Courier")
    (shown,) = [json.loads(run(library, "show", alone["id"], "--json").stdout)]
    assert shown["schema"] == "stemma.comparison/1"
    assert [one["url"] for one in shown["articles"]] == ["https://pell.example/ferry"]
    assert "Ada Lorne" in {one["speaker"] for one in shown["quotations"]}
    report = tmp_path / "report.html"
    done = run(library, "show", alone["id"], "--html", str(report))
    assert (done.exit_code, "one article" in done.stderr) == (0, True)
    assert "Ferry runs aground off Pell Harbour" in done.stdout
    assert "Ferry runs aground off Pell Harbour" in report.read_text(encoding="utf-8")


def test_what_came_in_before_a_stop_stands_in_stories(tmp_path: Path) -> None:
    library = tmp_path / "b.stemma"
    with open_library(library, create=True) as store:
        coming = as_they_come(store, adding.add(store, articles([str(pile(tmp_path / "p.jsonl", 70))]), workers=1))
        taken = [next(coming) for _ in range(65)]
        placed = store.db.execute("SELECT count(*) FROM story_pages").fetchone()[0]
        assert 56 <= placed <= len(taken)


def test_the_sheet_and_the_list_of_stories_count_the_same_origins(tmp_path: Path) -> None:
    sources = sorted(str(path) for path in Path("examples/brandmoor-lock").glob("*.txt"))
    library = tmp_path / "a.stemma"
    assert run(library, "add", *sources).exit_code == 0
    (story,) = documents(run(library, "stories", "--json"))
    sheet = CliRunner().invoke(main, ["compare", *sources]).stdout
    assert f" {story['counts']['origins']} independent origins" in sheet
    assert f" {story['counts']['origins']} independent origins" in run(library, "show", story["id"]).stdout
