"""The library that corrections are made in."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from stemma.library import Store, grouping, open_library
from tests.library.pages import put
from tests.library.quake import at_page
from tests.stories_grouping.written import VARDE, article


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("library") / "a.stemma"
    with open_library(path, create=True) as library:
        put(library, article(VARDE[0]), article(VARDE[1], outlet="Tervik Post"), at_page(VARDE[2]))
        grouping.settle(library)
    return path


@pytest.fixture
def library(made: Path, tmp_path: Path) -> Store:
    return open_library(Path(shutil.copy(made, tmp_path)))
