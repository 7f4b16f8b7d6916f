"""One library and one server for all that only reads them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from tests.web.serving import Server, make_library, start


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of invented stories; who changes it takes a copy."""
    return make_library(tmp_path_factory.mktemp("library") / "news.stemma")


@pytest.fixture(scope="session")
def server(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over that library, which nobody changes."""
    running = start(Path(shutil.copy(made, tmp_path_factory.mktemp("served"))))
    yield running
    running.stop()


@pytest.fixture
def program(server: Server) -> Iterator[httpx2.Client]:
    """A program that reads from it."""
    with server.program() as client:
        yield client


@pytest.fixture
def library(made: Path, tmp_path: Path) -> Path:
    """A copy of the library, to be changed."""
    return Path(shutil.copy(made, tmp_path))


@pytest.fixture
def own(library: Path) -> Iterator[Server]:
    """A server over that copy."""
    running = start(library)
    yield running
    running.stop()
