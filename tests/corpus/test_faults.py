"""What is poisoned costs itself; what is stopped goes on."""

from __future__ import annotations

import gzip
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from stemma.corpus import pipeline
from stemma.corpus.flow import Progress
from stemma.engines import Lost
from stemma.engines.pool import Pool
from stemma.errors import CorpusError
from tests.corpus.written import QUICK, articles, asked, files, made, pile, quick
from tests.ingest.test_warc import packed, record

__all__ = ["quick"]


def failures(folder: Path) -> dict[str, str]:
    """Reasons by source, without what was skipped."""
    rows = asked(f"SELECT source, reason FROM '{folder}/failures/*.parquet' WHERE NOT skipped")
    return dict(rows)


def test_a_document_that_breaks_the_reader_costs_itself(tmp_path: Path, quick: None) -> None:
    records = articles(12)
    for number, word in ((2, "CRASHES"), (5, "HANGS"), (7, "FAULTS"), (9, "DEVOURS")):
        records[number]["text"] += f"\n\nThis sentence {word} whoever reads it through to its end."
    manifest = made([pile(tmp_path / "pile.jsonl", records)], tmp_path / "out", seconds=20)
    told = failures(tmp_path / "out")
    expected = {3: "twice (signal 6)", 6: "took longer than", 8: "ValueError: a fault", 10: "more memory"}
    assert len(told) == len(expected)
    for line, words in expected.items():
        assert words in told[f"{tmp_path}/pile.jsonl:{line}"]
    counts = manifest["counts"]
    assert isinstance(counts, dict)
    assert (counts["articles"], counts["readings"], counts["failures"]) == (12, 8, 4)


def test_archives_that_are_cut_short_or_garbage_cost_what_is_lost(tmp_path: Path, quick: None) -> None:
    cut = tmp_path / "cut.warc.gz"
    cut.write_bytes(packed(*(record(n) for n in range(1, 6)))[:-40])
    lines = tmp_path / "lines.jsonl.gz"
    whole = gzip.compress(pile(tmp_path / "whole.txt", articles(40)).read_bytes(), mtime=0)
    lines.write_bytes(whole[: len(whole) // 2])
    noise = bytes(n * n % 251 for n in range(5000))
    for name in ("noise.parquet", "noise.warc", "noise.jsonl", "noise.jsonl.gz"):
        (tmp_path / name).write_bytes(noise)
    (tmp_path / "empty.warc.gz").write_bytes(b"")
    sound = pile(tmp_path / "sound.jsonl", articles(3, seed=2))
    given = [cut, lines, *sorted(tmp_path.glob("noise.*")), tmp_path / "empty.warc.gz", sound]
    made(given, tmp_path / "out")
    told = failures(tmp_path / "out")
    assert {Path(source).name.split(":")[0] for source in told} == {path.name for path in given} - {"sound.jsonl"}
    by_file = dict(
        asked(f"SELECT split_part(file, ':', 1), count(*) FROM '{tmp_path}/out/articles/*.parquet' GROUP BY 1")
    )
    assert (by_file["cut.warc.gz"], by_file["sound.jsonl"]) == (4, 3)
    assert 5 < by_file["lines.jsonl.gz"] < 40


def test_an_article_given_twice_is_counted_once(tmp_path: Path, quick: None) -> None:
    records = articles(5)
    one, two = pile(tmp_path / "a.jsonl", records), pile(tmp_path / "b.jsonl", [*records[3:], *articles(2, seed=3)])
    manifest = made([two, one], tmp_path / "out")
    sources = asked(f"SELECT file FROM '{tmp_path}/out/articles/*.parquet' ORDER BY 1")
    assert [file for (file,) in sources] == [*(f"a.jsonl:{n}" for n in range(1, 6)), "b.jsonl:3", "b.jsonl:4"]
    skipped = asked(f"SELECT source, reason FROM '{tmp_path}/out/failures/*.parquet' WHERE skipped")
    assert skipped[0] == (f"{two}:1", f"is the same article as {one}:4; it is counted once.")
    assert manifest["counts"]["failures"] == 2  # type: ignore[index]


def test_what_is_finished_is_not_done_again(tmp_path: Path, quick: None) -> None:
    path = pile(tmp_path / "pile.jsonl", articles(100))

    def again(**options: float) -> dict[str, tuple[int, int]]:
        """Rows known and rows of each stage."""
        last: dict[str, Progress] = {}
        with Pool(2) as pool:
            chosen = pipeline.Options(**options)  # type: ignore[arg-type]
            pipeline.run([str(path)], tmp_path / "out", pool, chosen, lambda one: last.__setitem__(one.stage, one))
        return {name: (one.known, one.total) for name, one in last.items() if name != "tables"}

    assert {known for known, _ in again().values()} == {0}
    first = files(tmp_path / "out")
    assert all(known == total for known, total in again().values())
    assert files(tmp_path / "out") == first
    changed = again(words=9)
    for stage in ("records", "articles", "distinct", "readings", "story-told"):
        assert changed[stage][0] == changed[stage][1], stage
    assert changed["copies-words"][0] == 0
    pile(path, articles(101))
    more = again(words=9)
    assert more["records"] == (0, path.stat().st_size)
    assert more["articles"] == more["readings"] == (64, 101)
    (part,) = (tmp_path / "out/parts/readings").glob("*-00000.arrow")
    part.write_bytes(part.read_bytes()[:-1])
    assert again(words=9)["readings"] == (37, 101)


def test_killed_in_the_middle_it_goes_on_to_the_same_bytes(tmp_path: Path, quick: None) -> None:
    path = pile(tmp_path / "pile.jsonl", articles(200))
    made([path], tmp_path / "whole")
    command = [sys.executable, "-m", "stemma", "corpus", str(path), "--out", str(tmp_path / "out"), "--workers", "2"]
    for stage in ("readings", "copies-sent"):
        process = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(QUICK)}, start_new_session=True)
        folder = tmp_path / "out/parts" / stage
        while process.poll() is None and not list(folder.glob("*.json")):
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert not (tmp_path / "out/manifest.json").exists()
    done = subprocess.run(command, env={**os.environ, "PYTHONPATH": str(QUICK)}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("200 articles, ")
    assert files(tmp_path / "out") == files(tmp_path / "whole")


def test_a_terminal_that_says_stop_leaves_nobody_at_work(tmp_path: Path, quick: None) -> None:
    records = articles(4)
    records[1]["text"] += "\n\nThis sentence HANGS whoever reads it through to its end."
    path = pile(tmp_path / "pile.jsonl", records)
    command = [sys.executable, "-m", "stemma", "corpus", str(path), "--out", str(tmp_path / "out"), "--workers", "1"]
    process = subprocess.Popen(command, start_new_session=True, stderr=subprocess.PIPE, text=True)
    while not (readers := list(_readers(process.pid))):
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate()
    assert process.returncode == 130
    assert "goes on where it was" in told
    for _ in range(600):
        if not any(Path(f"/proc/{reader}").exists() for reader in readers):
            return
        time.sleep(0.1)
    pytest.fail("the reader is still at work")


def _readers(session: int) -> Iterator[int]:
    """The processes beside that read, of a session."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            mine = os.getsid(int(folder.name)) == session
            if mine and b"stemma.corpus.work:reading" in (folder / "cmdline").read_bytes():
                yield int(folder.name)
        except OSError:
            continue  # it ended between two looks


def test_inputs_on_a_server_are_streamed(tmp_path: Path, quick: None) -> None:
    (tmp_path / "served").mkdir()
    (tmp_path / "served/a.warc.gz").write_bytes(packed(record(1), record(2)))
    pile(tmp_path / "served/b.jsonl", articles(3))
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path / "served"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        site = f"http://127.0.0.1:{server.server_port}"
        made([f"{site}/a.warc.gz", f"{site}/b.jsonl"], tmp_path / "out")
        with pytest.raises(CorpusError, match=r"gone\.jsonl: cannot be opened"):
            made([f"{site}/gone.jsonl"], tmp_path / "gone")
    finally:
        server.shutdown()
        server.server_close()
    assert failures(tmp_path / "out") == {}
    count = asked(f"SELECT count(*) FROM '{tmp_path}/out/articles/*.parquet' WHERE source LIKE '{site}%'")
    assert count == [(5,)]


def test_an_input_that_breaks_off_is_asked_for_again(
    tmp_path: Path, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STEMMA_TEST_BREAKS", "flaky.jsonl")
    path = pile(tmp_path / "flaky.jsonl", articles(30))
    made([path], tmp_path / "out")
    assert "could not be read (the line went dead)" in failures(tmp_path / "out")[str(path)]
    monkeypatch.delenv("STEMMA_TEST_BREAKS")
    manifest = made([path], tmp_path / "out")
    assert failures(tmp_path / "out") == {}
    assert manifest["counts"]["articles"] == 30  # type: ignore[index]


def test_inputs_that_are_not_there_or_none(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"nothing\.warc: cannot be opened"):
        made([tmp_path / "nothing.warc"], tmp_path / "out")
    (tmp_path / "a.docx").write_bytes(b"PK")
    with pytest.raises(CorpusError, match=r"a\.docx: is no input of a corpus"):
        made([tmp_path / "a.docx"], tmp_path / "out")


def _square(number: int) -> int:
    if number == 3:
        os.abort()
    return number * number


def test_a_task_that_ends_its_worker_is_lost_and_no_other() -> None:
    with Pool(2) as pool:
        found = dict(pool.each(_square, range(8)))
    assert isinstance(found.pop(3), Lost)
    assert found == {number: number * number for number in (0, 1, 2, 4, 5, 6, 7)}
