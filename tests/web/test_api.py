"""The API as a program meets it: what is in it, page by page, one shape for every error."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import httpx2
import pytest

from stemma.library import grouping, listing, open_library, search
from stemma.show.json import document, reading_document
from tests.library.pages import article, put
from tests.web.serving import HOSTILE, Server

V1 = "/api/v1"


def got(client: httpx2.Client, path: str, **query: Any) -> Any:
    answer = client.get(V1 + path, params=query)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    return answer.json()


def story_with(client: httpx2.Client, words: str) -> str:
    found: str = got(client, "/stories", q=words)["items"][0]["id"]
    return found


# --- what is there ---------------------------------------------------------------------------------


def test_stories_are_listed_the_latest_first_with_both_numbers(program: httpx2.Client) -> None:
    items = got(program, "/stories")["items"]
    assert [one["last"][:10] for one in items] == sorted((one["last"][:10] for one in items), reverse=True)
    recount = next(one for one in items if "Lowmark" in one["headline"])
    assert (recount["articles"], recount["outlets"], recount["origins"]) == (3, 3, 2)
    assert {"name": "Lowmark", "kind": "place", "articles": 2} in recount["names"]


@pytest.mark.parametrize(
    ("query", "headline"),
    [
        ({"person": "Hallam"}, "Tram driver"),
        ({"place": "lowmark"}, "Tram driver"),
        ({"outlet": "the siren"}, "Two killed"),
        ({"q": "measles vacc*"}, "Ministry withdraws"),
        ({"since": "2026-05-10", "until": "2026-05-31"}, "Ministry withdraws"),
        ({"about": "Strathorrin"}, "Two killed"),
    ],
)
def test_stories_are_filtered(program: httpx2.Client, query: dict[str, str], headline: str) -> None:
    (found,) = got(program, "/stories", **query)["items"]
    assert found["headline"].startswith(headline)


def test_filters_that_let_nothing_through(program: httpx2.Client) -> None:
    for query in (
        {"since": "2040-01-01"},
        {"person": "Lowmark"},
        {"person": "null"},
        {"min_origins": 9},
        {"q": "zeppelin"},
    ):
        assert got(program, "/stories", **query) == {"items": [], "next": None}


def test_stories_with_conflicts_are_known_once_they_were_compared(own: Server) -> None:
    with own.program() as client:
        counts = {}
        for one in got(client, "/stories")["items"]:
            shown = got(client, f"/stories/{one['id']}")["comparison"]["conflicts"]
            counts[one["id"]] = sum(conflict["status"] == "conflict" for conflict in shown)
        assert any(counts.values())
        listed = {one["id"]: one["conflicts"] for one in got(client, "/stories")["items"]}
        assert listed == counts
        only = {one["id"] for one in got(client, "/stories", conflicts="true")["items"]}
        assert only == {name for name, count in counts.items() if count}


def test_a_story_is_the_comparison_that_the_library_has(own: Server, library: Path) -> None:
    with own.program() as client:
        name = story_with(client, "recount")
        shown = got(client, f"/stories/{name}")
    with open_library(library) as store:
        assert shown["comparison"] == json.loads(json.dumps(document(grouping.comparison(store, name))))
    assert [one["outlet"] for one in shown["members"]] == ["Nation Wire", "Lowmark Times", "The Bugle"]
    assert all(one["reason"] for one in shown["members"])


def test_an_article_is_read_by_itself(own: Server, library: Path) -> None:
    with own.program() as client:
        (hit,) = got(client, "/search", q='"notorious bend"', outlet="The Siren")["items"]
        shown = got(client, f"/articles/{hit['id']}")
        assert shown["story"] == hit["story"] == story_with(client, "coach")
    with open_library(library) as store:
        from stemma.library import articles

        (reading,) = articles.load_readings(store, [articles.key_of(store, hit["id"])])
    assert shown["reading"] == json.loads(json.dumps(reading_document(reading)))
    assert [one["revision"] for one in shown["revisions"]] == [1]


def test_search_finds_words_phrases_speakers_and_marks_them(program: httpx2.Client) -> None:
    (hit,) = got(program, "/search", q='"get off"', outlet="the BUGLE")["items"]
    passage = hit["passage"]
    marked = [
        passage["words"][one["start"] - passage["start"] : one["end"] - passage["start"]] for one in hit["matches"]
    ]
    assert "get off" in " ".join(marked)
    said = got(program, "/search", speaker="Hallam")["items"]
    assert said
    assert all("Hallam" in one["quotations"][0]["speaker"] for one in said)
    name = story_with(program, "recount")
    within = got(program, "/search", story=name)["items"]
    assert {one["story"] for one in within} == {name}
    assert len(within) == 3


def test_what_is_offered_while_one_types(program: httpx2.Client) -> None:
    offered = got(program, "/suggest", q="Lowm")
    assert [one["name"] for one in offered["names"] if one["kind"] == "place"] == ["Lowmark"]
    assert offered["outlets"] == ["Lowmark Times"]
    assert offered["stories"][0]["headline"].startswith("Tram driver")
    assert offered["articles"]
    for nothing in ("", " ", '"', "*", "—", "\x00"):
        assert got(program, "/suggest", q=nothing) == {"stories": [], "articles": [], "names": [], "outlets": []}
    for unfinished in ('"get of', "lowmark ", "lowmark -", 'a" b'):
        got(program, "/suggest", q=unfinished)


@pytest.mark.parametrize("form", ["text", "markdown", "annotation"])
def test_a_claim_is_cited_with_every_passage(program: httpx2.Client, form: str) -> None:
    name = story_with(program, "recount")
    claim = got(program, f"/stories/{name}")["comparison"]["claims"][0]
    answer = program.get(f"{V1}/stories/{name}/claims/{claim['id']}", params={"form": form})
    assert answer.status_code == 200
    for one in claim["evidence"]:
        assert one["words"] in (answer.text if form != "annotation" else json.loads(answer.text)["target"].__repr__())
    if form == "annotation":
        found = answer.json()
        assert found["type"] == "Annotation"
        for target, one in zip(found["target"], claim["evidence"], strict=True):
            position, quote = target["selector"]
            assert (position["start"], position["end"], quote["exact"]) == (one["start"], one["end"], one["words"])
    else:
        assert "2 independent origins" in answer.text


def test_outlets_failures_and_feeds_are_lists(program: httpx2.Client) -> None:
    outlets = got(program, "/outlets")["items"]
    assert {"Nation Wire", "The Siren"} <= {one["name"] for one in outlets}
    assert got(program, "/failures") == {"items": [], "next": None}
    assert got(program, "/feeds") == {"items": []}
    assert got(program, "/corrections") == {"items": []}


# --- page by page ----------------------------------------------------------------------------------


def pages(client: httpx2.Client, path: str, **query: Any) -> list[str]:
    found, after = list[str](), dict[str, str]()
    for _ in range(100):
        page = got(client, path, **query, **after)
        found += [one["id"] for one in page["items"]]
        if page["next"] is None:
            return found
        after = {"after": page["next"]}
    raise AssertionError("there is no end")


@pytest.mark.parametrize("limit", [1, 2, 3, 200])
@pytest.mark.parametrize(("path", "query"), [("/stories", {}), ("/search", {}), ("/search", {"q": "the"})])
def test_pages_hold_everything_once_in_order(
    program: httpx2.Client, path: str, query: dict[str, str], limit: int
) -> None:
    assert pages(program, path, limit=limit, **query) == pages(program, path, **query)


def test_pages_neither_repeat_nor_skip_when_articles_come_in_between(own: Server, library: Path) -> None:
    with own.program() as client:
        before = {path: pages(client, path) for path in ("/stories", "/search")}
        first = {path: got(client, path, limit=2) for path in before}
        with open_library(library) as store:
            put(store, article(published="2041-01-01", url="https://pell.example/new"))
            put(
                store, article("An old note\n\nThe harbour office counted boats.", published="2001-01-01", outlet="Old")
            )
            grouping.settle(store)
        for path, page in first.items():
            found = [one["id"] for one in page["items"]]
            while page["next"]:
                page = got(client, path, limit=2, after=page["next"])
                found += [one["id"] for one in page["items"]]
            assert [name for name in found if name in before[path]] == before[path]
            assert len(found) == len(set(found))


# --- one shape for every error ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404),
        ("GET", "", 404),
        ("PUT", "/stories", 405),
        ("GET", "/stories/nix", 404),
        ("GET", "/stories/nix/claims/c1", 404),
        ("GET", "/articles/nix", 404),
        ("GET", "/articles/https%3A%2F%2Fnix.example%2Fa", 404),
        ("GET", "/jobs/j999", 404),
        ("DELETE", "/jobs/j999", 404),
        ("DELETE", "/feeds/1", 404),
        ("DELETE", "/feeds/99999999999999999999999999", 404),
        ("DELETE", "/corrections/99999999999999999999999999", 404),
        ("GET", "/stories?limit=0", 400),
        ("GET", "/stories?limit=9999999999999999999999", 400),
        ("GET", "/stories?limit=x", 400),
        ("GET", "/stories?limit=1&limit=2", 400),
        ("GET", "/stories?since=yesterday", 400),
        ("GET", "/stories?since=2031-02-30", 400),
        ("GET", "/stories?unknown=1", 400),
        ("GET", "/stories?after=x", 400),
        ("GET", "/stories?after=W10", 400),
        ("GET", "/stories?after=%F0%9F%98%80", 400),
        ("GET", "/stories?after=WzEsIDk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5XQ", 400),
        ("GET", "/stories?outlet=nix", 404),
        ("GET", "/stories?person=%00", 400),
        ("GET", "/stories?q=%22%22", 400),
        ("GET", "/search?q=*", 400),
        ("GET", "/search?speaker=--", 400),
        ("GET", "/search?after=WzEsLTFd", 400),
        ("GET", "/search?story=nix", 404),
        ("GET", "/failures?after=W10", 400),
        ("POST", "/jobs/text", 415),
        ("POST", "/jobs/files", 415),
        ("POST", "/corrections", 415),
    ],
)
def test_every_error_has_one_shape(program: httpx2.Client, method: str, path: str, status: int) -> None:
    answer = program.request(method, V1 + path)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/json"
    error = answer.json()
    assert set(error) == {"error"}
    assert set(error["error"]) == {"status", "code", "message"}
    assert error["error"]["status"] == status
    assert re.fullmatch("[a-z_]+", error["error"]["code"])
    assert error["error"]["message"]
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", b'{"text": 1}', b'{"text": ""}', b'{"text": "a", "b": 1}',
                                  b'{"text": "a", "published": "soon"}', b'{"text": "a", "url": "javascript:alert(1)"}',
                                  b"[" * 100_000])  # fmt: skip
def test_a_body_that_cannot_be_meant_is_refused(program: httpx2.Client, body: bytes) -> None:
    answer = program.post(f"{V1}/jobs/text", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "bad_request"


# --- what others wrote -----------------------------------------------------------------------------


def test_hostile_words_come_back_as_they_are_and_steer_nothing(program: httpx2.Client) -> None:
    (story,) = [one for one in got(program, "/stories")["items"] if "alert(1)" in one["headline"]]
    answer = program.get(f"{V1}/stories/{story['id']}")
    assert answer.headers["content-type"] == "application/json"
    texts = [one["text"] for one in answer.json()["comparison"]["articles"]]
    assert all("<script>alert(1)</script>" in text and "\u202e" in text for text in texts)
    for path in (f"/stories/{story['id']}", "/stories", "/search?q=ferry", "/outlets", "/suggest?q=ferry"):
        sent = program.get(V1 + path).content.decode()
        assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", sent), path
    assert story["headline"] == HOSTILE


def test_cited_words_act_neither_as_markup_nor_on_a_terminal(program: httpx2.Client) -> None:
    (story,) = [one for one in got(program, "/stories")["items"] if "alert(1)" in one["headline"]]
    claims = got(program, f"/stories/{story['id']}")["comparison"]["claims"]
    assert claims
    for claim in claims:
        for form in ("text", "markdown", "annotation"):
            cited = program.get(f"{V1}/stories/{story['id']}/claims/{claim['id']}", params={"form": form}).text
            assert not re.search("[\x00-\x08\x7f-\x9f\u202a-\u202e\u2066-\u2069]", cited)
            if form == "markdown":
                assert "<script" not in cited
                assert "<img" not in cited


def test_a_library_reads_its_own_cursors_alone(library: Path) -> None:
    with open_library(library) as store:
        found, after = listing.page(store, listing.Query(), limit=1)
        assert after
        rest, _ = listing.page(store, listing.Query(), after=after)
        assert {one.id for one in rest}.isdisjoint({one.id for one in found})
        hits, following = search.page(store, "", search.Filters(), limit=1)
        assert following
        assert search.page(store, "", search.Filters(), limit=1, after=following)[0] != hits
