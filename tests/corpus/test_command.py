"""What the command says: bars on a terminal, and what cannot be meant."""

from __future__ import annotations

import fcntl
import io
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from stemma.cli import corpus
from stemma.corpus.flow import Progress
from tests.corpus.written import articles, pile


class Terminal(io.StringIO):
    """Standard error on a terminal."""

    def isatty(self) -> bool:
        return True


def test_each_stage_has_a_bar_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("COLUMNS", "120")
    with corpus.bars() as told:
        told(Progress("records", 100, 0, 100))
        told(Progress("readings", 64, 64, 192))
        told(Progress("readings", 128, 64, 192))
    shown = terminal.getvalue()
    assert "records" in shown
    assert "128 of 192" in shown
    assert "/s" in shown


def test_nothing_is_drawn_where_nobody_looks(capsys: pytest.CaptureFixture[str]) -> None:
    with corpus.bars() as told:
        told(Progress("records", 100, 0, 100))
    assert capsys.readouterr().err == ""


def test_what_cannot_be_meant_is_said(tmp_path: Path) -> None:
    run = CliRunner().invoke
    wrong = run(corpus.command, ["nothing.warc", "--out", str(tmp_path / "out"), "--address", "127.0.0.1:1"])
    assert (wrong.exit_code, "--address belongs to --engine ray" in wrong.output) == (2, True)
    missing = run(corpus.command, [str(tmp_path / "nothing.warc"), "--out", str(tmp_path / "out")])
    assert (missing.exit_code, "cannot be opened" in missing.output) == (1, True)


def test_two_runs_in_one_folder_do_not_meet(tmp_path: Path) -> None:
    given = pile(tmp_path / "pile.jsonl", articles(2))
    (tmp_path / "out/parts").mkdir(parents=True)
    with (tmp_path / "out/parts/lock").open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        second = CliRunner().invoke(corpus.command, [str(given), "--out", str(tmp_path / "out"), "--workers", "1"])
    assert (second.exit_code, "another run is at work there" in second.output) == (1, True)
