"""The file itself: where it is, opening it safely, migrations with a backup before each, transactions."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from stemma.errors import BusyError, LibraryError

VERSION = 2
"""The schema this release writes: the highest number in schema/."""

APPLICATION = 0x53746D61  # "Stma", by which `file` and others know the format
BUSY_SECONDS = 60.0  # how long a write waits for another process; one batch takes a fraction of a second


@dataclass(frozen=True, slots=True)
class Store:
    """An open library.  One connection, for one thread; other processes may read and write beside it."""

    path: Path
    db: sqlite3.Connection

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; what was committed stays."""
        self.db.close()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing; one writer at a time, and readers see the state before until it is done.

        Raises LibraryError where the file cannot be written: disk full, damaged, locked for too long.
        """
        with faults(self.path):
            self.db.execute("BEGIN IMMEDIATE")
            try:
                yield self.db
                self.db.execute("COMMIT")
            except BaseException:
                if self.db.in_transaction:
                    self.db.execute("ROLLBACK")
                raise

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """One unchanging view of the library, whatever is written meanwhile."""
        with faults(self.path):
            self.db.execute("BEGIN")
            try:
                yield self.db
            finally:
                if self.db.in_transaction:
                    self.db.execute("ROLLBACK")


def now() -> str:
    """This moment as the library writes it: UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def default_path() -> Path:
    """`$STEMMA_LIBRARY`, else library.stemma in the user's data folder."""
    if named := os.environ.get("STEMMA_LIBRARY"):
        return Path(named)
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData/Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library/Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share")
    return base / "stemma" / "library.stemma"


def open_library(path: Path | None = None, *, create: bool = False) -> Store:
    """Open a library, and bring an older one up to this release after a backup of it.

    path: by default `default_path()`.  create: make it where there is none.
    Raises LibraryError: no such library, no library at all, made by a newer release, damaged, not writable.
    """
    path = (path or default_path()).expanduser()
    _ready(path, create)
    with faults(path):
        db = connect(path)
        try:
            schema_version(path, db)  # nothing is done to a file that is no library
            private(path)
            _prepare(path, db)
        except BaseException:
            db.close()
            raise
    return Store(path, db)


def open_to_read(path: Path | None = None) -> Store:
    """Open a library for reading alone: it is not made, brought up to date or written to, and its mode stays.

    path: by default `default_path()`.
    Raises LibraryError: no such library, no library at all, of another release, damaged, not readable.
    """
    path = (path or default_path()).expanduser()
    _ready(path, create=False)
    with faults(path):
        address = f"file:{quote(str(path.absolute()))}?mode=ro"
        db = sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
        try:
            db.execute("PRAGMA query_only = ON")
            if schema_version(path, db) < VERSION:
                raise LibraryError(
                    f"{path}: was made by an older Stemma. Run `stemma stories` once, which makes a backup and brings "
                    "it up to date."
                )
        except BaseException:
            db.close()
            raise
    return Store(path, db)


def connect(path: Path) -> sqlite3.Connection:
    """A connection set up as all of Stemma's are; it looks at nothing yet."""
    db = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA secure_delete = ON")  # what is removed is overwritten, not only unlinked
    db.execute("PRAGMA synchronous = FULL")  # what was reported as added outlives a power cut
    return db


def backups(path: Path) -> list[Path]:
    """The backups made before migrations, oldest first, and what a kill left of one."""
    return sorted(path.parent.glob(f"{_literal(path.name)}.v*.backup*"))


def private(path: Path) -> None:
    """Make it readable and writable by its owner alone; SQLite gives its side files the same mode."""
    try:
        for file in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm"))):
            with suppress(FileNotFoundError):
                if file.stat().st_mode & 0o077:
                    file.chmod(0o600)
    except OSError as error:
        raise LibraryError(_UNOPENED.format(path, error.strerror)) from error


@contextmanager
def faults(path: Path) -> Iterator[None]:
    """Turn what SQLite says into a LibraryError that says what to do."""
    try:
        yield
    except sqlite3.Error as error:
        busy = getattr(error, "sqlite_errorname", "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))
        raise (BusyError if busy else LibraryError)(f"{path}: {_meaning(error)}") from error


def _meaning(error: sqlite3.Error) -> str:
    told = str(error)
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith(("SQLITE_FULL", "SQLITE_IOERR")):
        return f"could not be written ({told}). Is the disk full? What was reported as added is kept; run it again."
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return f"is damaged or no library ({told}). `stemma doctor` says what can be saved."
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return "another program holds it for writing. Wait until it is done, and run this again."
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
        return f"cannot be opened for writing ({told}). Check who owns the file and its folder."
    return f"the library could not be used ({told}). `stemma doctor` checks it."


def _ready(path: Path, create: bool) -> None:
    """The file is there; one that is made is its owner's alone before anything is in it."""
    try:
        if path.is_dir():
            raise LibraryError(f"{path}: is a folder. Name the library's file.")
        if not path.exists():
            if not create:
                raise LibraryError(f"{path}: there is no library here. Start one with `stemma add`, or use --library.")
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with suppress(FileExistsError):
                os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        raise LibraryError(_UNOPENED.format(path, error.strerror)) from error


_UNOPENED = "{}: cannot be opened ({}). Check who owns it and its folder."


def _prepare(path: Path, db: sqlite3.Connection) -> None:
    """Check that it is a library this release knows, and migrate it where it is older."""
    version = schema_version(path, db)
    if db.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        db.execute("PRAGMA journal_mode = WAL")
    if version < VERSION:
        _migrate(path, db, back_up=version > 0)


def schema_version(path: Path, db: sqlite3.Connection) -> int:
    """The schema of a library, 0 for an empty file.  Raises LibraryError where it is none, or newer."""
    version: int = db.execute("PRAGMA user_version").fetchone()[0]
    application = db.execute("PRAGMA application_id").fetchone()[0]
    empty = not db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if application != APPLICATION and not (empty and not version and not application):
        raise LibraryError(f"{path}: is an SQLite file, but no Stemma library. Name another file with --library.")
    if version > VERSION:
        raise LibraryError(
            f"{path}: was made by a newer Stemma (its schema is {version}, this release knows {VERSION}). "
            "Upgrade Stemma; the library is unchanged."
        )
    return version


def _migrate(path: Path, db: sqlite3.Connection, *, back_up: bool) -> None:
    """Every missing step in one transaction of its own; two processes at once do each step once."""
    while True:
        db.execute("BEGIN IMMEDIATE")
        try:
            version = schema_version(path, db)
            if version < VERSION:
                if back_up:
                    _back_up(path, version)
                db.execute("PRAGMA defer_foreign_keys = ON")
                for statement in statements(version + 1):
                    db.execute(statement)
                db.execute(f"PRAGMA application_id = {APPLICATION}")
                db.execute(f"PRAGMA user_version = {version + 1}")
            db.execute("COMMIT")
        except BaseException:
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise
        if version + 1 >= VERSION:
            return


def _back_up(path: Path, version: int) -> None:
    """A whole copy beside the library, made under the writer's lock and complete before it gets its name."""
    target = path.with_name(f"{path.name}.v{version}.backup")
    partial = target.with_name(target.name + ".part")
    partial.unlink(missing_ok=True)
    os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with closing(sqlite3.connect(path, timeout=BUSY_SECONDS)) as source, closing(sqlite3.connect(partial)) as copy:
        source.backup(copy)
    partial.replace(target)


def statements(version: int) -> list[str]:
    """The SQL statements of one step of the schema."""
    from importlib import resources  # takes as long to load as to open a library

    script = resources.files("stemma.library").joinpath(f"schema/{version:03}.sql").read_text(encoding="utf-8")
    found: list[str] = []
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            found.append(pending)
            pending = ""
    return found


def _literal(name: str) -> str:
    """A file name without what `glob` would take for a pattern."""
    return "".join(f"[{character}]" if character in "*?[" else character for character in name)
