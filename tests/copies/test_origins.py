"""Whose a sentence is, how that is known, and how many origins stand behind a fact."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemma.copies import Descent, independent, shared, trace
from stemma.types import Article, Span, Stated
from tests.copies.written import article, place, readings

WIRE = (
    "The ferry struck the northern breakwater shortly after noon and tore open a hole as long as a bus."
    " Its captain had asked twice for a tug that never came, the coast guard said."
)


def descent_of(*articles: Article) -> Descent:
    all_readings = readings(*articles)
    return trace(all_readings, shared(all_readings))


def told(descent: Descent, span: Span) -> tuple[str, str]:
    """The name of the origin of a passage, and how it is known."""
    names = {origin.id: origin.name for origin in descent.origins}
    source = descent.of(span)
    return names[source.origin], source.how


def count(descent: Descent, *spans: Span) -> int:
    return len(independent(descent, spans))


def alone(sentence: str) -> tuple[str, str]:
    """Whose a sentence of the Daily Tern is."""
    tern = article("t", f"It was wet. {sentence}", outlet="Daily Tern")
    post = article("p", "The sun shone on the harbour.", outlet="Harbour Post")
    agency = article("c", "Coastal Press Agency (CPA) photographers were there.", outlet="Island Review")
    return told(descent_of(tern, post, agency), place(tern, sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "The Harbour Post first reported the fault on Monday.",
        "According to the Harbour Post, the ferry was overloaded.",
        "According to a report in the Harbour Post, the ferry was overloaded.",
        "The ferry was overloaded, the Post understands.",
        "The ferry was overloaded, as the Harbour Post revealed last week.",
        "A letter that the Harbour Post has seen says the hull was cracked.",
        "An investigation by the Harbour Post found that the hull was cracked.",
        "The mate, Jo Lind, told the Harbour Post that the hull was cracked.",
        "In an interview with the Harbour Post, the mate called it a disgrace.",
        "“The hull was cracked,” the mate said in the Harbour Post.",
        "The mate was quoted by the Post as calling it a disgrace.",
        "Citing the Harbour Post, officials said the hull was cracked.",
        "The hull was cracked (Harbour Post).",
    ],
)
def test_words_that_hand_a_sentence_to_another_publisher(sentence: str) -> None:
    assert alone(sentence) == ("Harbour Post", "relayed")


@pytest.mark.parametrize(
    ("sentence", "publisher"),
    [
        ("The hull was cracked, CPA reported.", "Coastal Press Agency"),
        ("Police told the Coastal Press Agency that the hull was cracked.", "Coastal Press Agency"),
        ("The hull was cracked, the Associated Press reported.", "AP"),
        ("The mate told Radio Coast that the hull was cracked.", "Radio Coast"),
        ("The mate had fled, reported West Frisian newspaper Wadden.", "Wadden"),
        ("The hull was cracked, the tabloid Kurier reported.", "Kurier"),
        ("The hull was cracked, The Islander, a weekly, reported.", "The Islander"),
        ("The hull was cracked, according to media reports.", "media reports"),
        ("Local newspapers said the hull was cracked.", "media reports"),
        ("The hull was cracked, state television said.", "state television"),
    ],
)
def test_publishers_outside_the_set(sentence: str, publisher: str) -> None:
    assert alone(sentence) == (publisher, "relayed")


@pytest.mark.parametrize(
    "sentence",
    [
        "The mate told the Tern that the hull was cracked.",
        "The mate told this newspaper that the hull was cracked.",
        "The mate told parliament that the hull was cracked.",
        "The Post Office said the hull was cracked.",
        "The National Weather Service (NWS) said a storm was near.",
        "The press was kept away from the harbour, police reported.",
        "“I read it in the Harbour Post like you,” the mate said.",
    ],
)
def test_what_stays_the_outlets_own(sentence: str) -> None:
    assert alone(sentence) == ("Daily Tern", "own")


def test_a_relay_goes_on_with_the_same_voice_and_no_further() -> None:
    said = "The mate told Radio Coast that the hull was cracked. “I saw it myself,” she said."
    after = "The yard was closed on Monday."
    tern = article("t", f"{said}\n{after}", outlet="Daily Tern")
    descent = descent_of(tern)
    assert told(descent, place(tern, "“I saw it myself,” she said.")) == ("Radio Coast", "relayed")
    assert told(descent, place(tern, after)) == ("Daily Tern", "own")


def test_only_the_clause_that_is_relayed_is_handed_on() -> None:
    text = "The minister resigned on Friday night after the Harbour Post reported that she had owned the ferry."
    tern = article("t", text, outlet="Daily Tern")
    descent = descent_of(tern)
    assert told(descent, place(tern, "The minister resigned on Friday night"))[0] == "Daily Tern"
    assert told(descent, place(tern, "she had owned the ferry"))[0] == "Harbour Post"


@pytest.mark.parametrize(
    ("byline", "body"),
    [
        ("", f"PORT LIND (ANS) — {WIRE}"),
        ("Albion News Service", WIRE),
        ("Gull staff and Albion News Service", WIRE),
        ("By Jo Lind, with ANS", WIRE),
        ("", f"{WIRE} (ANS)"),
        ("", f"{WIRE}\nANS contributed to this report."),
    ],
)
def test_a_credited_agency_is_the_origin_in_every_article_that_carries_its_text(byline: str, body: str) -> None:
    gull = article("g", body, outlet="Gull", byline=byline)
    tern = article("t", f"Rain fell. {WIRE}", outlet="Tern")
    descent = descent_of(gull, tern)
    spans = [place(each, "tore open a hole") for each in (gull, tern)]
    assert {told(descent, span)[0] for span in spans} <= {"ANS", "Albion News Service"}
    assert count(descent, *spans) == 1
    assert all(copy.origin == descent.of(spans[0]).origin for copy in descent.copies)


def test_a_picture_credit_is_no_credit_for_the_text() -> None:
    caption = "The ferry on Monday. (Ana Berg/Reuters)"
    gull = article("g", f"{WIRE}\n{caption}\nNobody was hurt.", outlet="Gull")
    assert told(descent_of(gull), place(gull, "tore open a hole")) == ("Gull", "own")


def test_without_a_credit_the_earlier_article_is_the_origin() -> None:
    early = article("e", WIRE, outlet="Early Bird", day="2026-03-01")
    late = article("l", f"Rain fell. {WIRE}", outlet="Late Owl", day="2026-03-02")
    descent = descent_of(late, early)
    span = place(late, "tore open a hole")
    assert told(descent, span) == ("Early Bird", "copied")
    assert all(each.article == "e" for each in descent.of(span).evidence)
    [tie] = descent.ties
    assert (tie.to, tie.from_article, tie.how) == ("l", "e", "copied")
    assert tie.characters == len(WIRE) - len(" ")  # between the sentences


def test_two_outlets_that_heard_one_speaker_are_two_origins() -> None:
    gull = article(
        "g", "“The hull was cracked,” the coast guard's spokesman, Abel Roon, told reporters.", outlet="Gull"
    )
    tern = article("t", "Abel Roon of the coast guard said: “The hull was cracked.”", outlet="Tern")
    descent = descent_of(gull, tern)
    assert count(descent, place(gull, "The hull was cracked"), place(tern, "The hull was cracked")) == 2


def test_words_said_to_one_publisher_are_its_own_wherever_they_stand() -> None:
    quote = "“I counted the rivets and eleven of them were gone,”"
    gull = article("g", f"{quote} the mate told the Gull.", outlet="Gull")
    tern = article("t", f"The mate is said to be angry. {quote} he said.", outlet="Tern")
    descent = descent_of(gull, tern)
    assert count(descent, place(gull, "eleven of them"), place(tern, "eleven of them")) == 1


def test_articles_that_credit_each_other_are_one_origin_and_marked() -> None:
    gull = article("g", "The mayor will resign on Friday, according to the Harbour Tern.", outlet="Gull Gazette")
    tern = article("t", "The mayor will resign on Friday, the Gull Gazette reported.", outlet="Harbour Tern")
    descent = descent_of(gull, tern)
    assert count(descent, place(gull, "The mayor will resign"), place(tern, "The mayor will resign")) == 1
    assert [tie.circular for tie in descent.ties] == [True, True]


def test_a_credit_that_leads_to_media_reports_is_circular() -> None:
    gull = article("g", "The mayor will resign before Easter, according to the Harbour Tern.", outlet="Gull Gazette")
    tern = article("t", "Media reports say the mayor will resign before Easter.", outlet="Harbour Tern")
    descent = descent_of(gull, tern)
    assert count(descent, place(gull, "The mayor will resign"), place(tern, "mayor will resign")) == 1
    assert [tie.circular for tie in descent.ties if tie.to == "g"] == [True]


def test_media_reports_add_no_origin() -> None:
    gull = article("g", "The mayor will resign, media reports say.", outlet="Gull")
    tern = article("t", "A clerk saw the letter in which the mayor resigns.", outlet="Tern")
    descent = descent_of(gull, tern)
    assert count(descent, place(gull, "The mayor will resign"), place(tern, "the mayor resigns")) == 1
    assert count(descent, place(gull, "The mayor will resign")) == 1


def test_a_chain_of_credits_is_one_origin() -> None:
    first = article("a", "The alarm was off all night, a guard told the Harbour Post.", outlet="Harbour Post")
    second = article("b", "The alarm had been switched off, the Harbour Post reported.", outlet="Arts Review")
    third = article("c", "Nobody had turned the alarm on, according to the Arts Review.", outlet="Evening Star")
    descent = descent_of(first, second, third)
    spans = [
        place(first, "The alarm was off"),
        place(second, "The alarm had been"),
        place(third, "Nobody had turned"),
    ]
    assert count(descent, *spans) == 1
    assert count(descent, spans[0], spans[2]) == 1


def test_articles_without_an_outlet_are_origins_of_their_own() -> None:
    one, other = article("a", "The alarm was off."), article("b", "No alarm rang.")
    assert count(descent_of(one, other), place(one, "The alarm was off"), place(other, "No alarm rang")) == 2


def test_metadata_that_names_a_source_is_a_credit_and_a_family_a_reason() -> None:
    taken = replace(article("a", WIRE, outlet="Gull"), syndicated_from=Stated("Albion Wire", "metadata"))
    assert told(descent_of(taken), place(taken, "tore open"))[0] == "Albion Wire"
    family = Stated("Shore Media", "metadata")
    two = [replace(article(name, WIRE, outlet=name), family=family) for name in ("East", "West")]
    assert "Shore Media" in descent_of(*two).copies[0].reason


_LINE = st.sampled_from(
    [
        WIRE,
        "The Harbour Post reported that it was wet.",
        "“Run,” he told the Tern. “Run,” he said.",
        "Media reports say so.",
        "PORT LIND (ANS) - It rained. (ANS)",
        "The agency said so (ANS).",
        "",
        "\n",
    ]
)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.lists(_LINE, max_size=6).map(" ".join), min_size=1, max_size=4))
def test_every_sentence_has_one_provenance_in_order(texts: list[str]) -> None:
    outlets = ["Tern", "Harbour Post", None, "Gull"]
    articles = [article(f"a{n}", text, outlet=outlets[n]) for n, text in enumerate(texts)]
    all_readings = readings(*articles)
    descent = trace(all_readings, shared(all_readings))
    assert descent == trace(all_readings, shared(all_readings))
    known = {origin.id for origin in descent.origins}
    for each in all_readings:
        mine = [source for source in descent.provenance if source.span.article == each.article.id]
        assert all(a.span.end <= b.span.start for a, b in pairwise(mine))
        assert {source.origin for source in mine} <= known
        assert all(source.reason for source in mine)
        for sentence in each.sentences:
            covered = sum(
                min(s.span.end, sentence.span.end) - max(s.span.start, sentence.span.start)
                for s in mine
                if s.span.start < sentence.span.end and sentence.span.start < s.span.end
            )
            assert covered >= len(sentence.span) - 2
