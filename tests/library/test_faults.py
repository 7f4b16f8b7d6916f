"""What can go wrong with a library, done for real: kills, two writers, readers, a full disk, damage."""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from stemma.errors import LibraryError
from stemma.library import open_library, rescue
from stemma.library.doctor import check
from stemma.library.search import Filters, search
from tests.library.pages import lines, pile, stemma

COUNT = 300


def importer(source: Path, library: Path, **options: Any) -> subprocess.Popen[bytes]:
    """`stemma add --json` with a reader that costs nothing."""
    command = [sys.executable, "-m", "tests.library.importer", "add", str(source), "--json", "--library", str(library)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)


def finished(process: subprocess.Popen[bytes]) -> list[dict[str, Any]]:
    """What it reported, once it has ended well."""
    out, err = process.communicate(timeout=300)
    assert process.returncode == 0, err.decode()
    return lines(out)


def held(library: Path) -> list[str]:
    """Ids of the articles in a library, which is sound."""
    with open_library(library) as store:
        assert store.db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return [name for (name,) in store.db.execute("SELECT id FROM articles ORDER BY key")]


def added(outcomes: list[dict[str, Any]]) -> set[str]:
    return {outcome["id"] for outcome in outcomes if outcome["status"] == "added"}


def test_killed_25_times_nothing_reported_is_lost_and_nothing_is_there_twice(tmp_path: Path) -> None:
    source, library = pile(tmp_path / "pile.jsonl", COUNT), tmp_path / "a.stemma"
    moments = random.Random(5)
    reported: set[str] = set()
    for kill in range(25):
        process = importer(source, library)
        assert process.stdout is not None
        before = b""
        for _ in range(moments.randrange(14) if kill % 5 else 0):
            before += process.stdout.readline()
        time.sleep(moments.random() / (100 if before else 2))
        process.send_signal(signal.SIGKILL)
        reported |= added(lines(before + process.stdout.read()))
        process.communicate(timeout=60)
        if library.exists() and library.stat().st_size:
            there = held(library)
            assert reported <= set(there), kill
            assert len(there) == len(set(there))
    finished(importer(source, library))
    there = held(library)
    assert reported <= set(there)
    assert len(there) == len(set(there)) == COUNT
    assert check(library).problems == ()


def pooled(source: Path, library: Path) -> subprocess.Popen[bytes]:
    """The same with two processes that read."""
    return importer(source, library, env={**os.environ, "STEMMA_TEST_CORES": "2"})


def test_killed_with_its_workers_running_it_leaves_no_process_behind(tmp_path: Path) -> None:
    source, library = pile(tmp_path / "pile.jsonl", COUNT), tmp_path / "a.stemma"
    process = pooled(source, library)
    assert process.stdout is not None
    first = process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    rest = process.stdout.read()  # the workers hold this pipe: it closes when they have ended
    process.communicate(timeout=60)
    reported = added(lines(first + rest))
    assert set() < reported <= set(held(library))
    again = finished(pooled(source, library))
    assert Counter(outcome["status"] for outcome in again)["known"] >= len(reported)
    assert len(held(library)) == COUNT


def test_a_killed_worker_loses_no_article(tmp_path: Path) -> None:
    source, library = pile(tmp_path / "pile.jsonl", COUNT), tmp_path / "a.stemma"
    process = pooled(source, library)
    assert process.stdout is not None
    first = process.stdout.readline()
    os.kill(workers(process.pid)[0], signal.SIGKILL)
    outcomes = lines(first + process.stdout.read())
    process.communicate(timeout=60)
    assert process.returncode == 0
    assert [outcome["source"].rsplit(":")[-1] for outcome in outcomes] == [str(n) for n in range(1, COUNT + 1)]
    assert added(outcomes) == set(held(library))


def workers(parent: int) -> list[int]:
    """The processes of a pool, which are those that multiprocessing spawned to run its own entry point."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [int(child) for child in children if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]


def test_ctrl_c_keeps_what_was_reported_and_says_how_to_go_on(tmp_path: Path) -> None:
    library = tmp_path / "a.stemma"
    process = importer(pile(tmp_path / "pile.jsonl", COUNT), library)
    assert process.stdout is not None
    assert process.stderr is not None
    first = process.stdout.readline()
    process.send_signal(signal.SIGINT)
    rest, told = process.stdout.read(), process.stderr.read()
    assert process.wait(timeout=60) == 130
    assert b"goes on where it was" in told
    assert b"Traceback" not in told
    assert set() < added(lines(first + rest)) <= set(held(library))


def test_two_processes_adding_at_once(tmp_path: Path) -> None:
    library = tmp_path / "a.stemma"
    first = pile(tmp_path / "first.jsonl", 200)
    second = pile(tmp_path / "second.jsonl", 200, start=100)
    processes = [importer(first, library), importer(second, library)]
    one, other = (finished(process) for process in processes)
    assert not added(one) & added(other)
    assert added(one) | added(other) == set(held(library))
    assert len(held(library)) == 300


def test_a_reader_during_a_long_import_sees_whole_batches(tmp_path: Path) -> None:
    library = tmp_path / "a.stemma"
    finished(importer(pile(tmp_path / "few.jsonl", 1), library))
    process = importer(pile(tmp_path / "pile.jsonl", COUNT), library)
    seen = [0]
    with open_library(library) as store:
        while process.poll() is None:
            with store.reading() as db:
                counts = [
                    db.execute(query).fetchone()[0]
                    for query in (
                        "SELECT count(*) FROM articles",
                        "SELECT count(*) FROM readings",
                        "SELECT count(*) FROM article_names",
                        "SELECT count(*) FROM search WHERE search MATCH 'harbour'",
                    )
                ]
            assert len(set(counts)) == 1
            seen.append(counts[0])
            assert search(store, "harbour office", Filters(), 5)
    finished(process)
    assert seen == sorted(seen)
    assert len(held(library)) == COUNT


def test_disk_full_keeps_what_was_reported_and_says_so(tmp_path: Path) -> None:
    source, library = pile(tmp_path / "pile.jsonl", COUNT), tmp_path / "a.stemma"

    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (420_000, 420_000))

    process = importer(source, library, preexec_fn=little_room)
    out, err = process.communicate(timeout=300)
    assert process.returncode == 1
    assert b"disk full" in err
    assert b"Traceback" not in err
    reported = added(lines(out))
    assert 0 < len(reported) < COUNT
    assert reported <= set(held(library))
    finished(importer(source, library))
    assert len(held(library)) == COUNT


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound library of 300 articles."""
    folder = tmp_path_factory.mktemp("whole")
    finished(importer(pile(folder / "pile.jsonl", COUNT), folder / "a.stemma"))
    return folder / "a.stemma"


def test_a_library_of_a_newer_version_is_left_as_it_is(whole: Path, tmp_path: Path) -> None:
    library = Path(shutil.copy(whole, tmp_path))
    with sqlite3.connect(library) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    before = library.read_bytes()
    for command in (["search", "boats"], ["doctor"], ["add", str(whole.with_name("pile.jsonl"))]):
        done = stemma(*command, library=library)
        assert done.returncode == 1
        assert b"newer Stemma" in done.stderr
        assert b"99" in done.stderr
    assert library.read_bytes() == before


@pytest.mark.parametrize("share", [0.5, 0.7, 0.9])
def test_a_truncated_library_is_told_and_saved(whole: Path, tmp_path: Path, share: float) -> None:
    library = Path(shutil.copy(whole, tmp_path))
    os.truncate(library, int(library.stat().st_size * share))
    done = stemma("doctor", "--json", library=library)
    assert done.returncode == 1
    (report,) = lines(done.stdout)
    assert report["problems"]
    assert 0 < report["savable"] <= COUNT  # the end of the file may hold what is made anew: stories
    told = stemma("search", "boats", library=library)
    assert told.returncode == 1
    assert b"stemma doctor" in told.stderr
    target = tmp_path / "saved.stemma"
    saved = rescue.rescue(library, target)
    assert saved.articles == report["savable"]
    assert check(target).problems == ()
    with open_library(target) as store:
        found = search(store, "harbour office", Filters(outlet="Pell Courier"), 1000)
        assert len(found) == saved.articles
        assert all(json.loads(hit.record)["url"] == hit.url for hit in found)


@pytest.mark.parametrize("seed", range(6))
def test_what_is_saved_of_a_corrupt_library_is_genuine(whole: Path, tmp_path: Path, seed: int) -> None:
    library = Path(shutil.copy(whole, tmp_path))
    harm = random.Random(seed)
    data = bytearray(library.read_bytes())
    for page in harm.sample(range(2, len(data) // 4096), 8 * (seed + 1)):
        at = page * 4096 + harm.randrange(4000)
        data[at : at + 64] = harm.randbytes(64)
    library.write_bytes(data)
    report = check(library)
    assert report.problems
    assert report.savable
    saved = rescue.rescue(library, tmp_path / "saved.stemma")
    assert saved.articles == report.savable
    assert check(tmp_path / "saved.stemma").problems == ()
    with open_library(whole) as sound, open_library(tmp_path / "saved.stemma") as store:
        genuine = dict(sound.db.execute("SELECT id, text FROM articles").fetchall())
        for name, text in store.db.execute("SELECT id, text FROM articles"):
            assert genuine[name] == text


def test_a_text_that_was_changed_by_a_single_byte_is_noticed(whole: Path, tmp_path: Path) -> None:
    library = Path(shutil.copy(whole, tmp_path))
    data = library.read_bytes()
    library.write_bytes(data.replace(b"office counted 17 boats", b"office counted 71 boats"))
    report = check(library)
    assert any("is not what was added" in problem for problem in report.problems)
    assert report.savable == COUNT - 1


@pytest.mark.parametrize("content", [b"no library at all " * 500, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_file_that_is_no_library_is_refused_and_kept(tmp_path: Path, content: bytes) -> None:
    library = tmp_path / "a.stemma"
    library.write_bytes(content)
    for command in ("search", "doctor"):
        done = stemma(command, library=library)
        assert done.returncode == 1
        assert b"Traceback" not in done.stderr
    with pytest.raises(LibraryError, match="nothing in it can be read"):
        rescue.rescue(library, tmp_path / "saved.stemma")
    assert library.read_bytes() == content


def test_another_programs_database_is_not_taken_for_a_library(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as db:
        db.execute("CREATE TABLE things (name TEXT)")
    db.close()
    before = other.read_bytes()
    with pytest.raises(LibraryError, match="no Stemma library"):
        open_library(other, create=True)
    assert other.read_bytes() == before
