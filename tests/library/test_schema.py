"""The documented schema is the real one, and what the documentation runs does run."""

from __future__ import annotations

import re
from pathlib import Path

from stemma.library import open_library

PAGE = Path("docs/library.md").read_text(encoding="utf-8")
SCHEMA = PAGE.split("## The schema", 1)[1]


def test_every_table_and_column_is_documented_and_no_other(tmp_path: Path) -> None:
    with open_library(tmp_path / "a.stemma", create=True) as store:
        tables = [
            name
            for (name,) in store.db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if not name.startswith(("sqlite_", "search_"))
        ]
        real = {
            table: [row[1] for row in store.db.execute(f"PRAGMA table_info({table})") if row[1] != "search"]
            for table in tables
        }
    documented = {
        section.split("\n", 1)[0].strip(): re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)
        for section in SCHEMA.split("\n### ")[1:]
    }
    assert documented == real


def test_the_queries_of_the_documentation_run(tmp_path: Path) -> None:
    (queries,) = re.findall(r"```sql\n(.*?)```", SCHEMA, re.DOTALL)
    with open_library(tmp_path / "a.stemma", create=True) as store:
        for query in queries.split(";")[:-1]:
            store.db.execute(query).fetchall()
