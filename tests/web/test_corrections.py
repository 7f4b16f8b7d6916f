"""Corrections as a program makes them: kept, seen in the story, listed, undone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.web.serving import Server, start

V1 = "/api/v1"


@pytest.fixture(scope="module")
def corrected(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over a library that these tests correct, each undoing what it did."""
    running = start(Path(shutil.copy(made, tmp_path_factory.mktemp("corrected"))))
    yield running
    running.stop()


@pytest.fixture
def client(corrected: Server) -> Iterator[httpx2.Client]:
    with corrected.program() as found:
        yield found


def recount(client: httpx2.Client) -> dict[str, Any]:
    name = client.get(f"{V1}/stories", params={"q": "recount"}).json()["items"][0]["id"]
    found: dict[str, Any] = client.get(f"{V1}/stories/{name}").json()
    return found


def make(client: httpx2.Client, **said: Any) -> int:
    answer = client.post(f"{V1}/corrections", json=said)
    assert answer.status_code == 201, answer.text
    found: int = answer.json()["id"]
    return found


def undo(client: httpx2.Client, number: int) -> None:
    answer = client.delete(f"{V1}/corrections/{number}")
    assert (answer.status_code, answer.content) == (204, b"")
    assert client.delete(f"{V1}/corrections/{number}").status_code == 404


def test_passages_that_state_no_one_fact_are_parted_and_brought_together_again(client: httpx2.Client) -> None:
    before = recount(client)
    claim = next(one for one in before["comparison"]["claims"] if len(one["evidence"]) > 1)
    first, second = claim["evidence"][:2]
    spans = [{key: one[key] for key in ("article", "start", "end")} for one in (first, second)]
    number = make(client, kind="not one fact", first=spans[0], second=spans[1])
    after = recount(client)["comparison"]["claims"]
    assert not [
        one
        for one in after
        if {(first["article"], first["start"]), (second["article"], second["start"])}
        <= {(each["article"], each["start"]) for each in one["evidence"]}
    ]
    (listed,) = client.get(f"{V1}/corrections", params={"story": before["story"]["id"]}).json()["items"]
    assert (listed["id"], listed["kind"], listed["lost"]) == (number, "not one fact", "")
    assert listed["first"][0]["words"] == first["words"]
    undo(client, number)
    assert recount(client)["comparison"] == before["comparison"]


def test_an_article_is_taken_out_of_its_story_and_stays_in_the_library(client: httpx2.Client) -> None:
    before = recount(client)
    article, story = before["members"][0]["id"], before["story"]["id"]
    number = make(client, kind="not in story", article=article, story=story)
    assert article not in [one["id"] for one in client.get(f"{V1}/stories/{story}").json()["members"]]
    assert client.get(f"{V1}/articles/{article}").json()["story"] != story
    undo(client, number)
    assert client.get(f"{V1}/articles/{article}").json()["story"] == story


def test_an_outlet_is_said_to_belong_to_a_family(client: httpx2.Client) -> None:
    number = make(client, kind="family", outlet="the bugle", family="Lowmark Media")
    families = {one["name"]: one["family"] for one in client.get(f"{V1}/outlets").json()["items"]}
    assert families["The Bugle"] == "Lowmark Media"
    undo(client, number)


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"kind": "family", "outlet": "nix", "family": "x"}, 404),
        ({"kind": "not in story", "article": "nix", "story": "nix"}, 404),
        ({"kind": "unheard of"}, 400),
        ({"kind": "not one fact", "first": {"article": "nix", "start": 0, "end": 1}}, 400),
        ({"kind": "one entity", "first": [], "second": []}, 400),
        ({"kind": "one entity", "first": [{"article": "x", "start": -1, "end": 10**30}], "second": [{}]}, 400),
        ({}, 400),
    ],
)
def test_a_correction_that_cannot_be_meant_is_refused(client: httpx2.Client, said: dict[str, Any], status: int) -> None:
    assert client.post(f"{V1}/corrections", json=said).status_code == status
    assert client.get(f"{V1}/corrections").json() == {"items": []}
