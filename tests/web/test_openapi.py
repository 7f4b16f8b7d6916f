"""The document of the API tells the truth: what it says is valid, answered, and never a fault of the server."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.web.serving import KEY, Server

EXAMPLES = 5
"""Of each call, besides those that cover its edges."""


@pytest.fixture(scope="module")
def described(server: Server) -> Iterator[dict[str, Any]]:
    with server.program() as client:
        yield client.get("/api/v1/openapi.json").json()


def test_every_call_says_what_it_does_and_what_can_go_wrong(described: dict[str, Any]) -> None:
    assert described["openapi"].startswith("3.1")
    names = [call["operationId"] for path in described["paths"].values() for call in path.values()]
    assert len(names) == len(set(names)) == 22
    for path in described["paths"].values():
        for call in path.values():
            assert call["summary"].endswith(".")
            assert {"400", "401"} <= set(call["responses"])


def test_what_is_not_in_the_document_is_not_there(described: dict[str, Any], program: httpx2.Client) -> None:
    for path, calls in described["paths"].items():
        plain = "/api/v1" + path.replace("{", "").replace("}", "")
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE"} - {method.upper() for method in calls}:
            assert program.request(method, plain).status_code in (404, 405), (method, path)


def test_no_call_however_odd_is_a_fault_of_the_server(own: Server, tmp_path: Path) -> None:
    """Schemathesis makes up calls from the document, good ones and bad ones, and holds the answers against it.

    One of its checks is left out: a cursor, a day or a passage may have the right form and still be refused.
    """
    command = [sys.executable, "-m", "schemathesis.cli", "run", f"{own.base}/api/v1/openapi.json"]
    command += ["--header", f"Authorization: Bearer {KEY}", "--seed", "1", "--max-examples", str(EXAMPLES)]
    command += ["--phases", "coverage,fuzzing", "--exclude-checks", "positive_data_acceptance", "--no-color"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, cwd=tmp_path)
    assert done.returncode == 0, done.stdout[done.stdout.find("= FAILURES") :][:6000]
    assert "Tested: 21" in done.stdout
    assert "Traceback" not in own.said.read_text(encoding="utf-8")
