"""What long work shows on a terminal, and that it can be stopped."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from stemma.ingest import articles
from stemma.library import Store, grouping, open_library, stories
from stemma.library.articles import load
from stemma.library.doctor import check
from stemma.library.progress import watched
from stemma.library.removal import remove
from stemma.library.rescue import rescue
from tests.library.pages import article, command, pile, put
from tests.library.test_updating import Site, follow, site

__all__ = ["site"]

if sys.platform == "win32":
    pytest.skip("needs a pseudo-terminal", allow_module_level=True)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_library(tmp_path / "a.stemma", create=True) as made:
        put(made, *(article(url=f"https://pell.example/{number}", outlet=f"Post {number}") for number in range(6)))
        yield made


def on_terminal(arguments: list[str], stop_at: bytes = b"") -> tuple[str, str, int]:
    """Standard output, what a terminal shows of standard error, and the exit code.

    stop_at: words at which it is stopped as with Ctrl-C.
    """
    above, below = os.openpty()
    process = subprocess.Popen(
        arguments, stdout=subprocess.PIPE, stderr=below, env={**os.environ, "TERM": "xterm", "COLUMNS": "100"}
    )
    os.close(below)
    shown = b""
    while True:
        try:
            piece = os.read(above, 65536)
        except OSError:
            break  # the other end is closed: it is done
        if not piece:
            break
        shown += piece
        if stop_at and stop_at in shown:
            process.send_signal(signal.SIGINT)
            stop_at = b""
    os.close(above)
    out, _ = process.communicate(timeout=120)
    return out.decode(), re.sub("\x1b\\[[0-9;?]*[A-Za-z]", "", shown.decode()), process.returncode


def test_doctor_shows_how_far_it_is_on_a_terminal_alone(store: Store) -> None:
    out, shown, code = on_terminal(command("doctor", library=store.path))
    assert code == 0
    assert "sound" in out
    for part in ("Checking rows", "Checking references", "Checking the index"):
        assert part in shown
    assert re.search(r"Checking texts.* 6/6 .*\d:\d\d:\d\d", shown)
    assert re.search(r"Checking readings.* 6/6 ", shown)
    piped = subprocess.run(command("doctor", library=store.path), capture_output=True, text=True, check=True)
    assert (piped.stdout, piped.stderr) == (out, "")


def test_compacting_and_saving_show_how_far_they_are(store: Store, tmp_path: Path) -> None:
    store.close()
    _, shown, code = on_terminal(command("doctor", "--compact", library=store.path))
    assert code == 0
    assert "Rewriting the file" in shown
    _, shown, code = on_terminal(command("doctor", "--save-to", str(tmp_path / "b.stemma"), library=store.path))
    assert code == 0
    assert re.search(r"Saving.* 6/6 ", shown)


def test_update_knows_how_many_feeds_and_pages_are_to_come(store: Store, site: Site) -> None:
    for number in range(3):
        site.page(number)
    items = "".join(f"<item><title>Ferry {n}</title><link>{site.url}/a/{n}</link></item>" for n in range(3))
    follow(store, site.feed(items), f"{site.url}/gone")
    _, shown, code = on_terminal(command("update", "--allow-private", library=store.path))
    assert code == 1  # of two feeds one is not there
    assert re.search(r"Fetching.* 0/2 ", shown)  # before anything has answered
    assert re.search(r"Fetching.* 5/5 ", shown)  # two feeds, three pages
    assert "?" not in shown.split("Fetching", 1)[1].split("\n")[0]


def test_a_statement_of_sqlite_can_be_stopped(store: Store) -> None:
    def stop(what: str, done: int, total: int | None) -> None:
        if done:
            signal.raise_signal(signal.SIGINT)

    endless = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    with pytest.raises(KeyboardInterrupt), watched(store.db, stop, "Counting", 10, 1):
        store.db.execute(endless).fetchall()
    assert store.db.execute("SELECT count(*) FROM articles").fetchone() == (6,)


def test_ctrl_c_in_a_check_changes_nothing_and_says_so(store: Store, tmp_path: Path) -> None:
    with store.transaction() as db:  # enough rows for a check that outlasts the signal
        query = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 1000000)"
        db.execute(
            f"{query} INSERT INTO failures SELECT 'https://pell.example/' || i, '', NULL, '', '', 1, NULL FROM n"
        )
    out, shown, code = on_terminal(command("doctor", library=store.path), b"Checking rows")
    assert (code, out) == (130, "")
    assert "stopped. The library is as it was." in shown


def test_saving_that_was_stopped_leaves_nothing_and_goes_again(store: Store, tmp_path: Path) -> None:
    target = tmp_path / "saved" / "b.stemma"
    target.parent.mkdir()

    def stop(what: str, done: int, total: int | None) -> None:
        if what == "Saving" and done == 3:
            raise KeyboardInterrupt

    store.close()
    with pytest.raises(KeyboardInterrupt):
        rescue(store.path, target, stop)
    assert not list(target.parent.iterdir())
    (target.parent / "b.stemma.part").write_bytes(b"left by a kill")
    assert rescue(store.path, target).articles == 6
    assert [path.name for path in target.parent.iterdir()] == ["b.stemma"]
    assert not check(target).problems


def test_a_damaged_library_is_checked_all_the_same(store: Store, tmp_path: Path) -> None:
    store.close()
    cut = Path(shutil.copy(store.path, tmp_path / "cut.stemma"))
    data = cut.read_bytes()
    cut.write_bytes(data[: len(data) // 2])
    told: list[str] = []
    report = check(cut, lambda what, done, total: told.append(what))
    assert report.problems
    assert "Looking for articles" in told


def test_what_another_program_places_or_removes_meanwhile_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.stemma"
    with open_library(path, create=True) as one, open_library(path) as other:
        records = pile(tmp_path / "pile.jsonl", 3 * grouping.BATCH)
        put(one, *articles([str(records)]))
        batches = grouping.Desk(one).batches()
        assert next(batches) == grouping.BATCH
        removed, *_, last = stories.waiting(other)
        (gone,) = load(other, [removed])
        remove(other, gone.id)
        grouping.Desk(other).place([last])
        assert sum(batches) == 2 * grouping.BATCH - 2
        placed = one.db.execute("SELECT count(*), count(DISTINCT page) FROM story_pages").fetchone()
        assert placed == (3 * grouping.BATCH - 1,) * 2
        assert not stories.waiting(one)
