"""Two real reports of one event, as they arrived: what a person comparing them must be shown.

The texts are not ours, so they are read from the folder that STEMMA_TESTDATA names.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import stemma
from stemma.types import Article, Claim, Comparison, Entity, Quotation, Span

TESTDATA = os.environ.get("STEMMA_TESTDATA")
pytestmark = pytest.mark.skipif(not TESTDATA, reason="STEMMA_TESTDATA does not name the folder of the seeds")

PLAIN, ADORNED = "002", "000"  # file name starts: the sober report, and the one that calls names


@pytest.fixture(scope="module")
def seen() -> Comparison:
    return stemma.compare(sorted((Path(TESTDATA or "") / "seeds").glob("*.txt")))


def article(seen: Comparison, start: str) -> Article:
    """The first seed by name is the one with the byline."""
    found = {reading.article.file[:3]: reading.article for reading in seen.readings}
    return found[start]


def adorned(seen: Comparison) -> Article:
    return next(reading.article for reading in seen.readings if reading.article.outlet)


def sober(seen: Comparison) -> Article:
    return next(reading.article for reading in seen.readings if not reading.article.outlet)


def text_of(seen: Comparison, span: Span) -> str:
    texts = {reading.article.id: reading.article for reading in seen.readings}
    return texts[span.article].words(span)


def entity(seen: Comparison, name: str) -> Entity:
    found = [
        entity for entity in seen.entities if any(text_of(seen, mention.span) == name for mention in entity.mentions)
    ]
    assert len(found) == 1, f"{name}: {[one.name for one in found]}"
    return found[0]


def names(seen: Comparison, one: Entity) -> set[str]:
    return {text_of(seen, mention.span).removeprefix("the ").removeprefix("The ") for mention in one.mentions}


def quotation(seen: Comparison, words: str) -> Quotation:
    found = [q for q in seen.quotations if words in " ".join(text_of(seen, span) for span in q.content)]
    assert len(found) == 1, f"{words}: {len(found)}"
    return found[0]


def agreed(seen: Comparison, *words: str) -> list[Claim]:
    """Claims that both articles support and whose evidence in each speaks of all the words."""
    return [
        claim
        for claim in seen.claims
        if len({evidence.span.article for evidence in claim.evidence}) == 2
        and all(any(word in text_of(seen, evidence.span) for evidence in claim.evidence) for word in words)
    ]


def alone(seen: Comparison, start: Article, words: str) -> list[Claim]:
    return [
        claim
        for claim in seen.claims
        if claim.status == "single"
        and any(words in text_of(seen, e.span) and e.span.article == start.id for e in claim.evidence)
    ]


def test_headline_outlet_and_date_of_the_first(seen: Comparison) -> None:
    one = adorned(seen)
    assert one.outlet is not None
    assert "WorldTribune" in one.outlet.value
    assert one.published is not None
    assert one.published.value == "2026-01-06"
    headline = one.first("headline")
    assert headline is not None
    assert one.words(headline.span).startswith("South Korea’s Lee giddy")


def test_what_the_second_does_not_state_is_not_stated(seen: Comparison) -> None:
    other = sober(seen)
    assert other.first("headline") is None
    assert other.published is None


def test_the_announced_list_is_missing(seen: Comparison) -> None:
    assert any("list" in why for why in adorned(seen).incomplete)


def test_nothing_is_taken_from_the_caption_or_the_closing_line(seen: Comparison) -> None:
    kept_apart = [
        part.span
        for reading in seen.readings
        for part in reading.article.parts
        if part.kind in {"caption", "boilerplate"}
    ]
    assert {text_of(seen, span)[:22] for span in kept_apart} == {
        "South Korean President",
        "2026 Contract With Our",
    }
    used = [e.span for claim in seen.claims for e in claim.evidence]
    used += [span for q in seen.quotations for span in q.content] + [label.words for label in seen.labels]
    for span in used:
        assert not any(a.article == span.article and a.start < span.end and span.start < a.end for a in kept_apart)


def test_lee_is_one_person(seen: Comparison) -> None:
    lee = entity(seen, "Lee Jae-Myung")
    assert {"Lee Jae-Myung", "Lee Jae Myung", "Lee"} <= names(seen, lee)
    assert any("South Korean President" in name for name in (*names(seen, lee), *lee.offices))


def test_xi_is_one_person_with_his_offices(seen: Comparison) -> None:
    xi = entity(seen, "Xi Jinping")
    assert "Xi" in names(seen, xi)
    assert any("President" in office for office in xi.offices)
    assert any("leader" in office for office in xi.offices)


@pytest.mark.parametrize(
    "name",
    ["Park Seung-Chan", "Tara O", "Donald Trump", "Yoon Suk-Yeol", "Li Qiang", "Zhao Leji", "Nicolas Maduro"],
)
def test_the_others_are_each_themselves(seen: Comparison, name: str) -> None:
    found = [one for one in seen.entities if any(text_of(seen, m.span).endswith(name) for m in one.mentions)]
    assert len(found) == 1
    others = {"Lee", "Xi", "Park", "Trump", "Yoon", "Li", "Zhao", "Maduro"} - set(name.split())
    assert not others & names(seen, found[0])


def test_a_monday_without_a_year_stays_open(seen: Comparison) -> None:
    values = {time.value for reading in seen.readings if reading.article is sober(seen) for time in reading.times}
    assert "XXXX-01-05" in values
    values = {time.value for reading in seen.readings if reading.article is adorned(seen) for time in reading.times}
    assert {"2026-01-05", "2025"} <= values


def test_unnamed_sources_are_unnamed(seen: Comparison) -> None:
    unnamed = {(q.speaker or "").lower() for q in seen.quotations if q.unnamed}
    assert {"analysts", "observers", "one user"} <= unnamed


@pytest.mark.parametrize(
    "words",
    [("selfie", "Xi"), ("Monday",), ("Xiaomi", "gift"), ("on X",), ("of a lifetime",)],
)
def test_both_say(seen: Comparison, words: tuple[str, ...]) -> None:
    assert agreed(seen, *words), words


def test_the_open_date_agrees_with_the_full_one_and_says_whence(seen: Comparison) -> None:
    assert any(evidence.borrowed for claim in agreed(seen, "Monday") for evidence in claim.evidence)


def test_the_same_words_in_two_ways(seen: Comparison) -> None:
    pairs = [[quotation for quotation in seen.quotations if quotation.id in v.quotations] for v in seen.variants]
    shown = [" / ".join(text_of(seen, q.content[0]) for q in pair) for pair in pairs]
    assert any("“of a lifetime" in line and "shot of a lifetime" in line for line in shown), shown


def test_last_year_and_november_do_not_conflict(seen: Comparison) -> None:
    for conflict in seen.conflicts:
        words = [text_of(seen, e.span) for reading in conflict.readings for e in reading.evidence]
        assert not (any("last year" in w for w in words) and any("November" in w for w in words))


@pytest.mark.parametrize(
    ("words", "speaker", "relay", "channel"),
    [
        ("China may beat around the bush", "Park", None, None),
        ("Xi’s eagerness to meet Lee signals", "Park", "BBC", None),
        ("a crucial opportunity", "Lee", "Chosun", None),
        ("The image quality is certainly good", "Lee", None, "on X"),
        ("A selfie with President Xi Jinping", "Lee", None, "on X"),
        ("check if there is a backdoor", "Xi", None, None),
        ("the right strategic choices", "Xi", None, None),
    ],
)
def test_who_said_it_and_through_whom(
    seen: Comparison, words: str, speaker: str, relay: str | None, channel: str | None
) -> None:
    said = quotation(seen, words)
    assert (
        said.entity == entity(seen, {"Lee": "Lee Jae-Myung", "Xi": "Xi Jinping", "Park": "Park Seung-Chan"}[speaker]).id
    )
    if relay:
        assert relay in (said.relayed_from or "")
    if channel:
        assert said.channel == channel


@pytest.mark.parametrize("words", ["K-pop", "hand in hand", "first visit to China"])
def test_only_the_first_says(seen: Comparison, words: str) -> None:
    assert alone(seen, adorned(seen), words)


@pytest.mark.parametrize("words", ["ninety-minute summit", "3,400", "Maduro", "joke"])
def test_only_the_second_says(seen: Comparison, words: str) -> None:
    assert alone(seen, sober(seen), words)


@pytest.mark.parametrize(
    ("words", "person"),
    [
        ("leftist", "Lee Jae-Myung"),
        ("giddy", "Lee Jae-Myung"),
        ("head communist", "Xi Jinping"),
        ("the world’s most brutal Marxist-Leninist dictator", "Xi Jinping"),
    ],
)
def test_labels_of_the_first(seen: Comparison, words: str, person: str) -> None:
    who = entity(seen, person).id
    shown = [
        text_of(seen, label.words)
        for label in seen.labels
        if label.entity == who and label.words.article == adorned(seen).id
    ]
    assert any(words in label for label in shown), shown


def test_no_such_labels_in_the_second(seen: Comparison) -> None:
    shown = [text_of(seen, label.words) for label in seen.labels if label.words.article == sober(seen).id]
    assert not any(word in label for label in shown for word in ("leftist", "giddy", "communist", "dictator", "brutal"))
