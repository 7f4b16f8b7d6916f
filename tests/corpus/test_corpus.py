"""A corpus as it is made: the same on any number of workers, opened by others, added to a library."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest

from stemma.corpus import stored, tables
from stemma.library import open_library
from stemma.library.adding import keep
from stemma.library.articles import load_readings
from stemma.library.readings import pack
from stemma.types import Reading
from tests.corpus.written import articles, asked, files, made, pile, quick

__all__ = ["quick"]

PAGE = Path("docs/corpus.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of 140 reports, with a copied text in every tenth."""
    folder = tmp_path_factory.mktemp("corpus")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(Path(__file__).parent / "quick"))
        made([pile(folder / "pile.jsonl", articles(140))], folder / "out")
    return folder / "out"


@pytest.mark.parametrize("workers", [1, 3])
def test_any_number_of_workers_gives_the_same_bytes(corpus: Path, tmp_path: Path, workers: int, quick: None) -> None:
    made([corpus.parent / "pile.jsonl"], tmp_path / "out", workers=workers)
    assert files(tmp_path / "out") == files(corpus)


def test_every_table_opens_in_duckdb_pandas_and_polars(corpus: Path) -> None:
    for name, schema in tables.TABLES.items():
        rows = pq.read_table(corpus / name).num_rows
        place = str(corpus / name / "*.parquet")
        counted = asked(f"SELECT count(*) FROM read_parquet('{place}')")
        assert counted == [(rows,)], name
        assert [name for name, *_ in asked(f"DESCRIBE SELECT * FROM read_parquet('{place}')")] == schema.names, name
        opened = pd.read_parquet(corpus / name)
        assert (list(opened.columns), len(opened)) == (schema.names, rows), name
        frame = pl.read_parquet(place)
        assert (frame.columns, len(frame)) == (schema.names, rows), name
    vectors = pl.read_parquet(str(corpus / "sentences" / "*.parquet")).get_column("vector")
    assert vectors.dtype == pl.Array(pl.Float32, 384)


def test_offsets_are_those_of_the_text(corpus: Path) -> None:
    wrong = asked(
        f"SELECT count(*) FROM '{corpus}/sentences/*.parquet' s"
        f" JOIN '{corpus}/articles/*.parquet' a ON a.id = s.article"
        ' WHERE substr(a.text, s."start" + 1, s."end" - s."start") <> s.words'
    )
    assert wrong == [(0,)]


def test_a_text_that_many_carry_is_found_as_a_copy(corpus: Path) -> None:
    carriers = asked(f"SELECT id FROM '{corpus}/articles/*.parquet' WHERE text LIKE '%piers, the transport%'")
    assert len(carriers) == 14
    sharing = asked(
        f"SELECT DISTINCT a FROM (SELECT first AS a FROM '{corpus}/copies/*.parquet'"
        f" UNION ALL SELECT second FROM '{corpus}/copies/*.parquet')"
    )
    assert set(carriers) <= set(sharing)


def test_every_article_is_in_one_story(corpus: Path) -> None:
    counts = asked(
        f"SELECT count(*), count(DISTINCT article), (SELECT sum(articles) FROM '{corpus}/stories/*.parquet')"
        f" FROM '{corpus}/story_articles/*.parquet'"
    )
    assert counts == [(140, 140, 140)]


def test_a_corpus_comes_into_a_library_as_it_was_read(corpus: Path, tmp_path: Path) -> None:
    found = list(stored.found(corpus))
    readings = [each for each in found if isinstance(each, Reading)]
    assert len(readings) == len(found) == stored.count(corpus) == 140
    with open_library(tmp_path / "a.stemma", create=True) as store:
        assert {outcome.status for outcome in keep(store, found)} == {"added"}
        assert {outcome.status for outcome in keep(store, stored.found(corpus))} == {"known"}
        keys = [key for (key,) in store.db.execute("SELECT key FROM articles ORDER BY key")]
        there = list(load_readings(store, keys))
    assert [pack(each) for each in there] == [pack(each) for each in readings]
    assert [each.article for each in there] == [each.article for each in readings]


def test_every_table_and_column_is_documented_and_no_other() -> None:
    sections = PAGE.split("## The tables", 1)[1].split("\n### ")[1:]
    documented = {
        section.split("\n", 1)[0].strip(): re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE) for section in sections
    }
    assert documented == {name: schema.names for name, schema in tables.TABLES.items()}


def test_what_the_documentation_asks_of_the_tables_runs(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (queries,) = re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL)
    monkeypatch.chdir(corpus.parent)
    for query in queries.split(";")[:-1]:
        asked(query.replace("OUT/", "out/"))


def test_reports_of_one_event_are_compared_as_the_real_reader_reads_them(tmp_path: Path) -> None:
    records = [
        {"title": path.stem.replace("-", " "), "text": path.read_text(encoding="utf-8"), "outlet": path.stem}
        for path in sorted(Path("examples/brandmoor-lock").glob("*.txt"))
    ]
    given = pile(tmp_path / "pile.jsonl", [{**record, "published": "2031-03-04"} for record in records])
    for workers in (1, 2):
        made([given], tmp_path / f"out{workers}", workers=workers)
    assert files(tmp_path / "out1") == files(tmp_path / "out2")
    out = tmp_path / "out1"
    assert asked(f"SELECT articles, outlets FROM '{out}/stories/*.parquet'") == [(4, 4)]
    ((agreed,),) = asked(f"SELECT count(*) FROM '{out}/claims/*.parquet' WHERE origins > 1")
    assert agreed > 0
    unfounded = asked(
        f"SELECT count(*) FROM '{out}/claim_evidence/*.parquet' e JOIN '{out}/articles/*.parquet' a ON a.id = e.article"
        ' WHERE substr(a.text, e."start" + 1, e."end" - e."start") <> e.words'
    )
    assert unfounded == [(0,)]
    assert asked(f"SELECT count(*) FROM '{out}/mentions/*.parquet' WHERE words LIKE '%Brandmoor%'") != [(0,)]
