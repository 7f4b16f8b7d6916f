"""CSV, Parquet and long JSON Lines: their columns and keys are kept, and damage is told."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from stemma.ingest import articles, expected, tables
from stemma.types import Article, Failure

TEXT = "The tram stopped short of its depot on Tuesday evening, and forty passengers walked on."


def read(path: Path) -> list[Article | Failure]:
    return list(articles([str(path)]))


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "cp1252"])
def test_csv(tmp_path: Path, mark: str, codec: str) -> None:
    path = tmp_path / "pile.csv"
    rows = (
        ("ID", "Title", "Text", "URL", "Outlet", "Published", "Desk"),
        ("17", "Tram stops",
         f'"{TEXT}\n\nNobody was ""hurt"", said Møn."', "https://echo.example/1", "Tram Echo", "2031-03-04", "City"),
        ("18", "No text", "", "https://echo.example/2", "Tram Echo", "", ""),
    )  # fmt: skip
    path.write_bytes("\r\n".join(mark.join(row) for row in rows).encode(codec))
    article, failure = read(path)
    assert isinstance(article, Article)
    assert article.text == f'Tram stops\n\n{TEXT}\n\nNobody was "hurt", said Møn.'
    assert article.outlet is not None
    assert article.published is not None
    assert (article.source, article.url) == (f"{path}:2", "https://echo.example/1")
    assert (article.outlet.value, article.published.value) == ("Tram Echo", "2031-03-04")
    kept = json.loads(article.record)
    assert (kept["ID"], kept["Desk"], kept["URL"]) == ("17", "City", "https://echo.example/1")
    assert isinstance(failure, Failure)
    assert failure.source == f"{path}:3"


def test_parquet(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    when = datetime(2031, 3, 4, 10, 30, tzinfo=UTC)
    rows = [
        {"id": n, "title": f"Tram {n} stops", "text": f"{TEXT} It was {n}.", "published": when, "tags": ["city"]}
        for n in range(70)
    ]  # fmt: skip
    path = tmp_path / "pile.parquet"
    parquet.write_table(pa.Table.from_pylist(rows), path)
    found = read(path)
    assert all(isinstance(item, Article) for item in found)
    last = found[-1]
    assert isinstance(last, Article)
    assert last.published is not None
    assert (last.source, last.published.value) == (f"{path}:70", "2031-03-04T10:30+00:00")
    assert json.loads(last.record)["id"] == 69
    assert json.loads(last.record)["tags"] == ["city"]
    assert expected.count([str(path)]) == 70


def test_json_lines_of_any_length_keep_keys_and_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [
        json.dumps({"id": n, "title": f"Tram {n}", "text": f"{TEXT} Tram {n}."}, ensure_ascii=False) for n in (1, 2)
    ]
    lines.insert(1, "{broken")
    path = tmp_path / "pile.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    whole = read(path)
    monkeypatch.setattr("stemma.ingest.sources.FILE_BYTES", 10)
    assert read(path) == whole
    packed = tmp_path / "pile.jsonl.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert [item.source.rsplit(":", 1)[1] for item in read(packed)] == ["1", "2", "3"]
    assert expected.count([str(packed)]) == 2


def test_a_line_within_a_record_does_not_end_it(tmp_path: Path) -> None:
    path = tmp_path / "pile.jsonl"
    records = [{"title": "Tram", "text": f"{TEXT}\u2028It was {n} in the evening.\x85"} for n in ("six", "ten")]
    path.write_text("\n".join(json.dumps(record, ensure_ascii=False) for record in records), encoding="utf-8")
    assert [isinstance(item, Article) for item in read(path)] == [True, True]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", b""),
        ("a.csv", b"\x89PNG"),
        ("a.csv", b"just a line\n"),
        ("a.csv", "title,text\n".encode("utf-16")),
        ("a.jsonl.gz", b"no gzip"),
        ("a.jsonl.gz", gzip.compress(b"no json\n" * 50)),
        ("a.parquet", b"PAR1 no"),
    ],
)
def test_what_is_no_table_says_so(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    found = read(path)
    assert found
    assert all(isinstance(item, Failure) and item.reason for item in found)


def test_cut_short_in_the_middle(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    lines = "".join(json.dumps({"title": f"T {n}", "text": f"{TEXT} {n * 7919}"}) + "\n" for n in range(2000))
    path.write_bytes(gzip.compress(lines.encode())[:-2000])
    *rows, failure = read(path)
    assert sum(isinstance(item, Article) for item in rows) > 100
    assert isinstance(failure, Failure)
    assert "damaged" in failure.reason


@pytest.mark.parametrize("quote", ["", '"'])
def test_a_bomb_of_one_line_is_bounded(tmp_path: Path, quote: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "RECORD_BYTES", 100_000)
    monkeypatch.setattr(tables, "ARCHIVE_SKIP", 1_000_000)
    for name, start in (("a.csv.gz", f"title,text\nOne,{quote}"), ("a.jsonl.gz", '{"text": "')):
        path = tmp_path / name
        path.write_bytes(gzip.compress(start.encode() + b"a " * 5_000_000))
        found = read(path)
        assert found
        assert all(isinstance(item, Failure) for item in found)
