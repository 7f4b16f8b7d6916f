"""Passages that articles share: what counts as copied, and exactly which characters."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemma.copies import Shared, shared
from stemma.types import Quotation
from tests.copies.written import article, place, readings

WIRE = (
    "The harbour crane toppled shortly before dawn and crushed two empty barges moored at the grain terminal."
    " Nobody was hurt, the port authority said. "
    "Divers will look at the quay wall on Thursday, when the tide is at its lowest."
)


def of_two(one: str, other: str) -> tuple[Shared, ...]:
    return shared(readings(article("a", one, outlet="Tern"), article("b", other, outlet="Gull")))


def shown(one: str, other: str) -> list[tuple[str, ...]]:
    texts = {"a": article("a", one), "b": article("b", other)}
    return [tuple(texts[span.article].words(span) for span in each.passages) for each in of_two(one, other)]


def test_wire_copy_is_found_sentence_by_sentence_inside_other_text() -> None:
    one = "It was a wet night on the coast. " + WIRE + " Mayor Ines Holt went home early."
    other = "Fishermen woke to a bang. " + WIRE + " They have asked for a wall of their own."
    assert [pair[0] for pair in shown(one, other)] == [pair[1] for pair in shown(one, other)]
    assert " ".join(pair[0] for pair in shown(one, other)) == WIRE


def test_cut_moved_and_edited_sentences_are_found() -> None:
    first, second, third = WIRE.replace(". ", ".|").split("|")
    edited = third.replace("Thursday", "Friday").replace("at its lowest", "lowest")
    found = shown(WIRE, f"{edited} Much else happened. {second} And: {first[:-1]}, at a cost nobody could name.")
    assert len(found) == 3
    assert all(pair[1].rstrip(".,") in f"{edited} {second} {first}" for pair in found)


@pytest.mark.parametrize(
    ("printed", "edited"),
    [
        ("The grey harbour centre organised its defence.", "The gray harbor center organized its defense."),
        ("Thirty-one boats were moved at 6:40 p.m., it said.", "31 boats were moved at 6:40 pm, it said."),
        ("Zoë Núñez kept the island’s only lamp lit.", "Zoe Nunez kept the island's only lamp lit."),
    ],
)
def test_a_change_of_spelling_is_no_change(printed: str, edited: str) -> None:
    found = shown(f"{WIRE} {printed}", f"{WIRE} {edited}")
    assert (printed, edited) in found


def test_the_same_quotation_is_no_copy() -> None:
    quote = "“We heard the steel give way above us and then we ran for the water with everything we had”"
    assert not of_two(f"{quote}, said the foreman, Abel Roon.", f"Abel Roon told a crowd: {quote}.")


@pytest.mark.parametrize(
    "said",
    [
        # single marks that every paragraph opens and the last one closes
        "‘We heard the steel give way above us and nobody said a word to anybody for a long time.\n\n"
        "‘Then we ran for the water with everything we had in our hands.’",
        # opened with a curly mark, closed with a straight one
        '“Then we ran for the water with everything we had in our hands and pockets that night."',
        # never closed
        "Roon: “Then we ran for the water with everything we had in our hands and pockets that night.",
        # a line of the page between the paragraphs
        "“We heard the steel give way above us and nobody said a word to anybody for a long time.\n\n"
        "Watch: the crane in numbers\n\n“Then we ran for the water with everything we had in our hands.”",
    ],
)
def test_a_quotation_is_no_copy_however_its_marks_are_set(said: str) -> None:
    assert not of_two(f"Abel Roon is a foreman.\n\n{said}", f"A crowd listened to him on Monday.\n\n{said}")


def test_what_the_reading_knows_as_somebodys_words_is_no_copy_without_marks() -> None:
    turn = "We heard the steel give way above us and then we ran for the water with everything we had in hand."
    texts = [article("a", f"They met at noon.\n\nROON: {turn}"), article("b", f"He told it all.\n\nROON: {turn}")]
    said = [
        replace(read, quotations=(Quotation("q1", (place(read.article, turn),), (), (), "direct", "Roon"),))
        for read in readings(*texts)
    ]
    assert shared(readings(*texts))
    assert not shared(said)


def test_one_picture_with_its_caption_is_no_copy() -> None:
    caption = (
        "The harbour crane lies across two empty barges at the grain terminal in the light of dawn (Tern Pictures)"
    )
    assert not of_two(f"A crane fell.\n{caption}", f"Two barges sank.\n{caption}")


def test_a_post_shown_in_two_articles_is_no_copy() -> None:
    post = (
        "The crane is down and we are all well, thank you for every message tonight, the yard opens again"
        " on Monday\nAbel Roon (@roon) March 3, 2026"
    )
    assert not of_two(f"He wrote at once.\n{post}", f"A foreman calmed the town.\n{post}")


def test_a_quotation_goes_with_the_text_that_is_copied_around_it() -> None:
    quote = "“It sang before it fell,” said Abel Roon."
    assert (quote, quote) in shown(f"{WIRE} {quote}", f"Rain fell. {WIRE} Later it stopped. {quote}")


@pytest.mark.parametrize(
    "stock",
    [
        "The police said in a statement on Monday that they were looking into it.",
        "All rights reserved. This material may not be published, broadcast, rewritten or redistributed.",
        "Sign up for our newsletter and get the best stories of the day every morning at seven.",
    ],
)
def test_stock_phrases_and_boilerplate_are_no_copy(stock: str) -> None:
    one = f"A crane fell at the terminal. {stock}"
    other = f"Two barges sank in the harbour when steel came down. {stock.replace('Monday', 'Tuesday')}"
    assert not of_two(one, other)


def test_one_text_in_three_articles_is_one_finding() -> None:
    three = readings(
        *(article(name, f"{start} {WIRE}") for name, start in (("a", "Rain."), ("b", "Wind."), ("c", "Sun.")))
    )
    assert [{span.article for span in each.passages} for each in shared(three)] == [{"a", "b", "c"}] * 3


def test_headlines_alone_prove_nothing() -> None:
    line = "Crane topples at grain terminal and crushes two barges before dawn on Tuesday morning"
    two = readings(article("a", "Steel fell.", headline=line), article("b", "It was dark.", headline=line))
    assert not shared(two)


def test_long_sentences_give_short_passages_that_say_how_long_the_whole_is() -> None:
    long = "The crane, " + ", ".join(f"which {word} stood there for years" for word in WIRE.split()) + " fell."
    found = of_two(long, long)
    assert found
    assert all(len(span) <= 350 for each in found for span in each.passages)
    assert all(each.row >= 100 for each in found)


def test_a_word_without_end_is_cut() -> None:
    endless = "x" * 700
    found = of_two(f"{WIRE} {endless} fell down.", f"{WIRE} {endless} fell down.")
    assert all(len(span) <= 350 for each in found for span in each.passages)


_SENTENCE = st.sampled_from([*WIRE.replace(". ", ".|").split("|"), "“Run,” he said.", "Nothing else is known.", "The"])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(_SENTENCE, max_size=6).map(" ".join), min_size=2, max_size=4))
def test_every_passage_lies_in_one_sentence_and_stands_in_two_articles(texts: list[str]) -> None:
    all_readings = readings(*(article(f"a{number}", text) for number, text in enumerate(texts)))
    found = shared(all_readings)
    assert found == shared(all_readings)
    for each in found:
        assert len({span.article for span in each.passages}) >= 2
        assert 0 < each.score <= 1
        for span in each.passages:
            own = next(r for r in all_readings if r.article.id == span.article)
            assert sum(s.span.start <= span.start < span.end <= s.span.end for s in own.sentences) == 1
