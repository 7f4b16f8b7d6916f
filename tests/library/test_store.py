"""The file: where it is, who can read it, migrations and their backups."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from stemma.errors import LibraryError
from stemma.library import open_library, store
from stemma.library.doctor import check


@pytest.fixture
def open_to_all() -> Iterator[None]:
    """A person whose files anybody may read."""
    before = os.umask(0)
    yield
    os.umask(before)


def modes(folder: Path) -> set[int]:
    return {path.stat().st_mode & 0o777 for path in folder.iterdir()}


def migrated_further(monkeypatch: pytest.MonkeyPatch, *statements: str) -> None:
    """A release with one more step of the schema."""
    real = store.statements
    monkeypatch.setattr(store, "VERSION", store.VERSION + 1)
    monkeypatch.setattr(
        store, "statements", lambda version: list(statements) if version == store.VERSION else real(version)
    )


@pytest.mark.usefixtures("open_to_all")
def test_library_log_and_backup_are_their_owners_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = tmp_path / "new" / "a.stemma"
    with open_library(library, create=True) as opened:
        opened.db.execute("INSERT INTO outlets (name, folded) VALUES ('Pell Courier', 'pellcourier')")
        assert modes(library.parent) == {0o600}
        assert len(list(library.parent.iterdir())) == 3
    assert library.parent.stat().st_mode & 0o777 == 0o700
    library.chmod(0o644)
    migrated_further(monkeypatch, "ALTER TABLE outlets ADD COLUMN country TEXT")
    open_library(library).close()
    assert len(list(library.parent.iterdir())) == 2
    assert modes(library.parent) == {0o600}


@pytest.mark.usefixtures("open_to_all")
def test_a_file_that_is_no_library_is_left_as_it_is(tmp_path: Path) -> None:
    other = tmp_path / "notes.db"
    with sqlite3.connect(other) as db:
        db.execute("CREATE TABLE notes (words TEXT)")
    db.close()
    for path, words in ((other, None), (tmp_path / "notes.txt", "nothing that SQLite knows " * 100)):
        if words:
            path.write_text(words, encoding="utf-8")
        before = path.read_bytes(), path.stat().st_mode
        with pytest.raises(LibraryError):
            open_library(path, create=True)
        assert (path.read_bytes(), path.stat().st_mode) == before


def test_a_migration_makes_a_backup_first_and_runs_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = tmp_path / "a[1].stemma"
    with open_library(library, create=True) as opened:
        opened.db.execute("INSERT INTO outlets (name, folded) VALUES ('Pell Courier', 'pellcourier')")
    assert store.backups(library) == []
    migrated_further(monkeypatch, "ALTER TABLE outlets ADD COLUMN country TEXT")
    for _ in range(2):
        with open_library(library) as opened:
            assert opened.db.execute("SELECT name, country FROM outlets").fetchall() == [("Pell Courier", None)]
    (backup,) = store.backups(library)
    with sqlite3.connect(backup) as old:
        assert old.execute("PRAGMA user_version").fetchone() == (store.VERSION - 1,)
        assert old.execute("SELECT name FROM outlets").fetchall() == [("Pell Courier",)]
    old.close()


def test_a_migration_that_fails_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = tmp_path / "a.stemma"
    open_library(library, create=True).close()
    migrated_further(monkeypatch, "ALTER TABLE outlets ADD COLUMN country TEXT", "ALTER TABLE nothing ADD COLUMN x")
    with pytest.raises(LibraryError, match="nothing"):
        open_library(library)
    monkeypatch.undo()
    with open_library(library) as opened:
        assert "country" not in {row[1] for row in opened.db.execute("PRAGMA table_info(outlets)")}
    assert check(library).problems == ()


def test_where_the_library_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STEMMA_LIBRARY", str(tmp_path / "mine.stemma"))
    assert store.default_path() == tmp_path / "mine.stemma"
    monkeypatch.delenv("STEMMA_LIBRARY")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert store.default_path() == tmp_path / "stemma" / "library.stemma"
    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert store.default_path() == tmp_path / "home/.local/share/stemma/library.stemma"


def test_what_is_no_place_for_a_library_is_named(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="no library here"):
        open_library(tmp_path / "a.stemma")
    with pytest.raises(LibraryError, match="is a folder"):
        open_library(tmp_path, create=True)
    (tmp_path / "file").write_text("")
    with pytest.raises(LibraryError, match="file"):
        open_library(tmp_path / "file" / "a.stemma", create=True)


def test_an_empty_file_becomes_a_library(tmp_path: Path) -> None:
    (tmp_path / "a.stemma").touch(0o600)  # as a kill right after its creation leaves it
    open_library(tmp_path / "a.stemma").close()
    assert check(tmp_path / "a.stemma").problems == ()


def test_a_transaction_is_all_or_nothing(tmp_path: Path) -> None:
    def fails(opened: store.Store) -> None:
        with opened.transaction() as db:
            db.execute("INSERT INTO outlets (name, folded) VALUES ('Pell Courier', 'pellcourier')")
            raise KeyboardInterrupt

    with open_library(tmp_path / "a.stemma", create=True) as opened:
        with pytest.raises(KeyboardInterrupt):
            fails(opened)
        assert opened.db.execute("SELECT count(*) FROM outlets").fetchone() == (0,)
