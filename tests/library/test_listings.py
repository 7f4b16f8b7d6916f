"""Listings: what they load, how they look on a terminal, and cursors from outside."""

from __future__ import annotations

import base64
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from rich.cells import cell_len

from stemma.cli import main
from stemma.errors import QueryError
from stemma.library import Store, grouping, listing, open_library, search
from stemma.show.styled import laid
from tests.library.pages import BRIDGE, FERRY, article, put


@pytest.fixture
def store(tmp_path: Path) -> Store:
    with open_library(tmp_path / "a.stemma", create=True) as made:
        put(made, article(FERRY, outlet="Pell Courier"), article(BRIDGE, outlet="Sula Times"))
        grouping.settle(made)
    return open_library(tmp_path / "a.stemma")


@pytest.mark.parametrize("arguments", [["stories"], ["search", "the"], ["search", "--outlet", "pell courier"]])
def test_a_listing_loads_nothing_that_reads_compares_or_draws(store: Store, arguments: list[str]) -> None:
    slow = ["numpy", "onnxruntime", "msgspec", "rich.console", "stemma.types", "stemma.ingest", "importlib.resources"]
    probe = (
        "import sys; from stemma.cli import main\n"
        f"try: main({[*arguments, '--library', str(store.path)]})\n"
        f"except SystemExit: print([name for name in {slow} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
    assert len(done.stdout.splitlines()) > 2


def test_matches_stand_out_where_escapes_are_taken_and_nowhere_else(store: Store) -> None:
    def shown(**environment: str | None) -> str:
        command = ["search", "ferry", "--library", str(store.path)]
        return CliRunner(env={"TERM": "xterm", **environment}).invoke(main, command).output

    plain = shown()
    assert "\x1b" not in plain
    assert re.search("\x1b\\[1;33m[Ff]err", shown(FORCE_COLOR="1"))
    assert "\x1b[1m" in shown(FORCE_COLOR="1", NO_COLOR="1")
    assert "\x1b[1;33m" not in shown(FORCE_COLOR="1", NO_COLOR="1")
    assert "\x1b" not in shown(FORCE_COLOR="1", TERM="dumb")
    unstyled = re.sub("\x1b\\[[0-9;]*m", "", shown(FORCE_COLOR="1", COLUMNS="100"))
    assert unstyled == plain


@pytest.mark.parametrize("width", [80, 100, 120])
def test_lines_keep_to_the_width_and_lose_no_letter(width: int) -> None:
    words = "The ferry’s crew 渡船の乗組員 said “no” " * 9 + "x" * 300 + " 港" * 40 + "\n" + "港" * 200
    lines = laid([(words, "bold"), (" and so on", "")], width, styled=False).splitlines()
    assert max(map(cell_len, lines)) <= width
    assert "".join("".join(lines).split()) == "".join(f"{words} and so on".split())
    assert laid([("short", "dim")], width, styled=True) == "\x1b[2mshort\x1b[0m\n"


@pytest.mark.parametrize(
    "place",
    [
        r'["\ud800",1]',
        '["2031-03-04",true]',
        '["2031-03-04",-1]',
        '["2031-03-04",4611686018427387904]',
        '["2031-03-04",' + "9" * 5000 + "]",
        '["2031-03-04"]',
        '[1,"2031-03-04"]',
        '{"last":1}',
        "[" * 100_000,
        "7",
        "NaN",
    ],
)
def test_a_cursor_from_elsewhere_is_refused(store: Store, place: str) -> None:
    cursor = base64.urlsafe_b64encode(place.encode()).decode().rstrip("=")
    with pytest.raises(QueryError):
        listing.page(store, listing.Query(), after=cursor)
    with pytest.raises(QueryError):
        search.page(store, "", search.Filters(), limit=1, after=cursor)


def test_names_are_found_by_their_words_in_every_listing(store: Store) -> None:
    (name,) = store.db.execute(
        "SELECT names.name FROM quotations JOIN names ON names.key = speaker WHERE kind = 'person' LIMIT 1"
    ).fetchone()
    surname = name.split()[-1]
    assert search.search(store, "", search.Filters(speaker=surname), 9)
    assert search.search(store, "", search.Filters(person=surname), 9)
    assert listing.page(store, listing.Query(about=surname))[0]
    assert not listing.page(store, listing.Query(about=surname[:-1]))[0]
