"""The command as a person runs it: what is printed where, and the exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLE = sorted(Path("examples/brandmoor-lock").glob("*.txt"))


def stemma(*arguments: str | Path, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "stemma", *map(str, arguments)]
    return subprocess.run(command, input=stdin, capture_output=True, timeout=120, env={**os.environ, **environment})


def test_help_names_the_commands_and_loads_nothing_heavy() -> None:
    done = stemma("--help")
    assert done.returncode == 0
    assert b"compare" in done.stdout
    assert b"read" in done.stdout
    heavy = ["onnxruntime", "numpy", "trafilatura", "rich", "jinja2", "httpx2", "tokenizers"]
    probe = f"import sys, stemma, stemma.cli; print([name for name in {heavy} if name in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"


def test_compare_prints_a_plain_sheet_when_piped() -> None:
    done = stemma("compare", *EXAMPLE)
    assert done.returncode == 0, done.stderr.decode()
    sheet = done.stdout.decode()
    assert "\x1b" not in sheet
    assert "Calder Evening Post" in sheet
    assert "Hob Bridge" in sheet
    assert max(map(len, sheet.splitlines())) <= 120


def test_json_is_the_same_byte_for_byte_every_time_and_in_any_order_of_hashing() -> None:
    first = stemma("compare", "--json", *EXAMPLE, PYTHONHASHSEED="1")
    second = stemma("compare", "--json", *EXAMPLE, PYTHONHASHSEED="2")
    assert first.stdout == second.stdout
    assert json.loads(first.stdout)["schema"]


def test_html_is_one_file_without_a_request(tmp_path: Path) -> None:
    report = tmp_path / "report.html"
    done = stemma("compare", *EXAMPLE, "--html", report)
    assert done.returncode == 0, done.stderr.decode()
    page = report.read_text(encoding="utf-8")
    assert "default-src 'none'" in page or "default-src &#39;none&#39;" in page
    assert 'src="http' not in page
    assert "Brandmoor" in page


def test_html_into_a_folder_that_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    done = stemma("compare", *EXAMPLE, "--html", tmp_path / "no" / "report.html")
    assert done.returncode == 2
    assert b"report.html" in done.stderr


def test_one_article_is_not_a_comparison() -> None:
    done = stemma("compare", EXAMPLE[0])
    assert done.returncode == 2
    assert b"two or more" in done.stderr
    assert done.stdout == b""


def test_a_bad_input_is_named_and_the_rest_compared(tmp_path: Path) -> None:
    bad = tmp_path / "empty.txt"
    bad.write_bytes(b"")
    done = stemma("compare", *EXAMPLE, bad)
    assert done.returncode == 1
    assert b"empty.txt" in done.stderr
    assert b"Hob Bridge" in done.stdout


def test_the_same_article_twice_is_no_second_source(tmp_path: Path) -> None:
    twin = tmp_path / EXAMPLE[0].name
    twin.write_bytes(EXAMPLE[0].read_bytes())
    done = stemma("compare", "--json", *EXAMPLE, twin)
    found = json.loads(done.stdout)
    assert len(found["articles"]) == len(EXAMPLE)
    assert EXAMPLE[0].name.encode() in done.stderr


def test_an_option_names_the_outlet_over_everything() -> None:
    done = stemma("compare", "--json", *EXAMPLE, "--outlet", f"{EXAMPLE[0]}=The Evening Post")
    articles = json.loads(done.stdout)["articles"]
    assert articles[0]["outlet"] == "The Evening Post"


def test_an_outlet_for_a_source_that_is_not_there_is_a_usage_error() -> None:
    done = stemma("compare", *EXAMPLE, "--outlet", "nowhere.txt=Nobody")
    assert done.returncode == 2
    assert b"nowhere.txt" in done.stderr


def test_standard_input_is_a_source() -> None:
    done = stemma("compare", "--json", EXAMPLE[0], "-", stdin=EXAMPLE[1].read_bytes())
    assert done.returncode == 0, done.stderr.decode()
    assert len(json.loads(done.stdout)["articles"]) == 2


def test_read_shows_what_one_article_says() -> None:
    done = stemma("read", EXAMPLE[0])
    assert done.returncode == 0, done.stderr.decode()
    assert "Tomas Eddery" in done.stdout.decode()


def test_read_json_points_at_exact_characters() -> None:
    done = stemma("read", "--json", EXAMPLE[0])
    reading = json.loads(done.stdout)
    text = EXAMPLE[0].read_text(encoding="utf-8")
    said = [
        "".join(text[span["start"] : span["end"]] for span in quotation["content"])
        for quotation in reading["quotations"]
    ]
    assert any("crack like a rifle" in words for words in said)


@pytest.mark.parametrize("hostile", ["\x1b]0;owned\x07\x1b[31m", "\u202ereversed\u202c"])
def test_terminal_codes_in_an_article_never_reach_the_terminal(tmp_path: Path, hostile: str) -> None:
    article = tmp_path / "hostile-herald.txt"
    article.write_text(EXAMPLE[0].read_text(encoding="utf-8").replace("Lock", f"Lock{hostile}"), encoding="utf-8")
    done = stemma("compare", article, EXAMPLE[1], "-v")
    shown = done.stdout.decode() + done.stderr.decode()
    assert not set(shown) & {"\x1b", "\x07", "\u202e"}
