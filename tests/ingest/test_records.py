"""JSON and JSON Lines."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemma.errors import InputError
from stemma.ingest import articles, records
from stemma.types import Article, Failure

BODY = (
    "The tram stopped short of the depot on Tuesday evening, and forty passengers walked on. "
    "Nobody was hurt, the operator said."
)


def read(tmp_path: Path, content: Any, name: str = "pile.json") -> list[Article | Failure]:
    file = tmp_path / name
    file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return list(articles([str(file)]))


def one(tmp_path: Path, content: Any) -> Article:
    (found,) = read(tmp_path, content)
    assert isinstance(found, Article), found
    return found


def test_plain_keys(tmp_path: Path) -> None:
    article = one(
        tmp_path,
        {"title": "Tram stops short", "text": BODY, "url": "https://echo.example/a", "outlet": "Tramway Echo",
         "published": "2026-03-03T10:00:00Z", "updated": "2026-03-03T12:30:00+01:00"},
    )  # fmt: skip
    assert article.text == f"Tram stops short\n\n{BODY}"
    assert article.parts[0].kind == "headline"
    assert article.outlet is not None
    assert (article.outlet.value, article.outlet.how) == ("Tramway Echo", "metadata")
    assert article.published is not None
    assert article.published.value == "2026-03-03T10:00+00:00"
    assert article.updated is not None
    assert article.updated.value == "2026-03-03T12:30+01:00"
    assert article.url == "https://echo.example/a"


def test_schema_org_with_a_graph_and_references(tmp_path: Path) -> None:
    article = one(
        tmp_path,
        {
            "@context": "https://schema.org",
            "@graph": [
                {"@type": "WebSite", "name": "Echo site"},
                {
                    "@type": ["NewsArticle", "Thing"],
                    "headline": "Tram stops short",
                    "articleBody": BODY,
                    "author": [{"@type": "Person", "name": "Ida Brekke"}],
                    "publisher": {"name": "Tramway Echo", "parentOrganization": {"name": "Coast Media"}},
                    "datePublished": "2026-03-03",
                    "isBasedOn": {"@type": "NewsArticle", "publisher": {"name": "Coast News Agency"}},
                    "isAccessibleForFree": False,
                },
            ],
        },
    )
    assert article.outlet is not None
    assert article.outlet.value == "Tramway Echo"
    assert article.family is not None
    assert article.family.value == "Coast Media"
    assert article.syndicated_from is not None
    assert article.syndicated_from.value == "Coast News Agency"
    assert article.published is not None
    assert article.published.value == "2026-03-03"
    assert [part.kind for part in article.parts] == ["headline", "byline", "body"]
    assert any("not free" in reason for reason in article.incomplete)


def test_json_lines_yield_an_article_or_a_failure_for_each_line(tmp_path: Path) -> None:
    lines = [json.dumps({"title": f"Tram {n} stops", "text": BODY, "outlet": f"Paper {n}"}) for n in range(3)]
    found = read(tmp_path, "\n".join([lines[0], "{broken", lines[1], '{"title": "no text"}', lines[2]]), "pile.jsonl")
    assert [type(item).__name__ for item in found] == ["Article", "Failure", "Article", "Failure", "Article"]
    assert isinstance(found[1], Failure)
    assert "pile.jsonl:2" in found[1].source
    assert "line 2" in found[1].reason


def test_a_list_of_articles(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        {"articles": [{"headline": f"Tram {n}", "body": BODY, "publisher": {"name": f"P{n}"}} for n in (1, 2)]},
    )
    assert [item.outlet.value for item in found if isinstance(item, Article) and item.outlet] == ["P1", "P2"]


def test_the_name_of_a_pile_is_no_outlet_and_a_line_given_twice_is_one(tmp_path: Path) -> None:
    line = json.dumps({"title": "Tram stops", "text": BODY})
    other = json.dumps({"title": "Tram", "text": f"Tram lines {BODY}"})
    found = read(tmp_path, f"{line}\n{other}\n{line}", "harbour-post.jsonl")
    assert [type(item).__name__ for item in found] == ["Article", "Article", "Failure"]
    assert isinstance(found[1], Article)
    assert found[1].outlet is None
    assert found[1].file == "harbour-post.jsonl:2"
    assert found[1].text.startswith("Tram\n\nTram lines")


def test_a_feed_summary_is_marked_incomplete(tmp_path: Path) -> None:
    assert "only its summary was given" in one(tmp_path, {"title": "Tram stops", "summary": BODY}).incomplete


def test_markup_in_a_text_becomes_paragraphs(tmp_path: Path) -> None:
    article = one(tmp_path, {"title": "Tram", "content": f"<p>{BODY}</p><script>alert(1)</script><p>It was dark.</p>"})
    assert article.text == f"Tram\n\n{BODY}\n\nIt was dark."


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{}", "without an article"),
        ("[1, 2]", "without an article"),
        ("{nonsense", "no JSON"),
        ("[" * 100_000, "no JSON"),
    ],
)
def test_json_without_an_article_is_refused(tmp_path: Path, content: str, said: str) -> None:
    (found,) = read(tmp_path, content)
    assert isinstance(found, Failure)
    assert said in found.reason


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("2026-03-03", "2026-03-03"),
        ("2026-03-03T10:00:00.000Z", "2026-03-03T10:00+00:00"),
        ("2026-03-03 10:00:00+0100", "2026-03-03T10:00+01:00"),
        ("Tue, 03 Mar 2026 10:00:00 +0100", "2026-03-03T10:00+01:00"),
        ("March 3, 2026 6:05 PM", "2026-03-03T18:05"),
        (1772532000, "2026-03-03T10:00+00:00"),
        (1772532000000, "2026-03-03T10:00+00:00"),
        ("03/04/2026", ""),
        ("2026-13-45", ""),
        ("yesterday", ""),
        ("", ""),
        (True, ""),
        (None, ""),
        (10**400, ""),
        (float("nan"), ""),
    ],
)
def test_dates_of_metadata(value: records.Value, iso: str) -> None:
    assert records.iso(value) == iso


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "@type",
                    "@graph",
                    "headline",
                    "text",
                    "publisher",
                    "author",
                    "url",
                    "name",
                    "isBasedOn",
                    "date",
                ]
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=12,
)


@given(JSON)
def test_any_json_gives_records_or_a_clear_no(value: records.Value) -> None:
    with suppress(InputError):
        for record in records.read(json.dumps(value)):
            record.text.encode()


def test_the_keys_of_a_record_are_kept_but_for_its_text(tmp_path: Path) -> None:
    record = {"id": 17, "title": "Tram stops", "section": {"name": "Città"}, "text": BODY}
    source = tmp_path / "pile.jsonl"
    longer = {**record, "text": BODY + " It runs again.", "page": "x" * 30_000}
    source.write_text(json.dumps(record) + "\n" + json.dumps(longer) + "\n")
    first, second = articles([str(source)])
    assert isinstance(first, Article)
    assert json.loads(first.record) == {"id": 17, "title": "Tram stops", "section": {"name": "Città"}}
    assert isinstance(second, Article)
    assert "page" not in json.loads(second.record)
    assert any("page was not kept" in note for note in second.notes)
