"""What each line of a page is taken for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemma.ingest import from_text, layout
from stemma.types import Article

BODY = (
    "The tram stopped short of the depot on Tuesday evening, and forty passengers walked on.\n\n"
    'Nobody was hurt. "We heard a bang and then the lights went," said Ida Brekke, who was on board.'
)


def kinds(article: Article) -> list[tuple[str, str]]:
    return [(part.kind, article.words(part.span)) for part in article.parts]


def page(header: str, footer: str = "") -> Article:
    return from_text(f"{header}\n\n{BODY}\n\n{footer}", name="1.txt")


def lone_kind(line: str) -> str:
    """What a line is taken for that stands between two paragraphs."""
    article = page("Tram stops short of its depot", f"{line}\n\nThe line reopened on Wednesday at six in the morning.")
    return next(kind for kind, words in kinds(article) if words == line)


def last_kind(line: str, name: str = "tramway-echo.txt") -> str:
    article = from_text(f"Tram stops short of its depot\n\n{BODY}\n\n{line}\n", name=name)
    return kinds(article)[-1][0]


@pytest.mark.parametrize(
    "line",
    [
        "By Ida Brekke",
        "by Tramway Echo staff, 3 March 2026",
        "By Ida Brekke and agencies",
        "By our transport correspondent",
        "From our correspondent in Norvik, with CNA",
        "Ida Brekke in Norvik",
        "Tramway Echo news desk",
        "Tramway Echo, Tuesday, March 3, 2026, 18:05",
        "Tramway Echo | Ida Brekke | 03/03/2026",
        "TRAMWAY ECHO, English edition · City desk · 3 March 2026",
        "NORVIK, March 3, 2026 | Updated 9.30 pm",
        "3 March 2026",
        "Published 03.03.2026 23:41",
        "EXCLUSIVE by Ida Brekke",
    ],
)
def test_lines_under_the_headline_are_header(line: str) -> None:
    found = kinds(page(f"Tram stops short of its depot\n{line}"))
    assert found[0] == ("headline", "Tram stops short of its depot")
    assert found[1][0] in ("byline", "dateline")
    assert [kind for kind, _ in found[2:]] == ["body", "body"]


@pytest.mark.parametrize(
    "line",
    [
        "They walked. All of them.",
        "By nightfall the depot was dark and nobody knew why.",
        "On 3 March 2026 the tram stopped.",
        "NORVIK (CNA) — The tram stopped short of the depot on Tuesday.",
        "Ida Brekke walked home.",
        "“We walked,” said Ida Brekke.",
    ],
)
def test_short_prose_under_the_headline_is_body(line: str) -> None:
    assert kinds(page(f"Tram stops short of its depot\n{line}"))[1] == ("body", line)


def test_a_text_that_starts_with_prose_has_no_headline() -> None:
    article = from_text(BODY, name="1.txt")
    assert {part.kind for part in article.parts} == {"body"}
    assert article.outlet is None
    assert article.published is None


def test_standfirst_stands_between_headline_and_byline() -> None:
    article = page("Tram stops short of its depot\nForty walk home in the dark\nBy Ida Brekke\n3 March 2026")
    assert [kind for kind, _ in kinds(article)][:4] == ["headline", "standfirst", "byline", "dateline"]


def test_a_date_line_and_a_kicker_may_stand_over_the_headline() -> None:
    assert kinds(page("3 March 2026\nTram stops short of its depot"))[1][0] == "headline"
    assert kinds(page("EXCLUSIVE\nTram stops short of its depot"))[1] == (
        "headline",
        "Tram stops short of its depot",
    )


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Ida Brekke on the platform at Norvik. / X", "caption"),
        ("The tram at the depot gate. (Photo: J. Lund)", "caption"),
        ("Passengers walk along the track (Echo/J. Lund)", "caption"),
        ("Photo: the tram on Tuesday night", "caption"),
        ("PHOTO BY JON LUND", "caption"),
        ("Pictured: the tram on Tuesday night", "caption"),
        ("Correction: an earlier version of this report gave the wrong line number.", "correction"),
        ("This article was amended on 4 March to correct the spelling of a name.", "correction"),
        ("READ MORE: Ten tram rides for a wet weekend", "boilerplate"),
        ("Sign up to our morning newsletter", "boilerplate"),
        ("Do you work on the trams? Write to the newsroom in confidence.", "boilerplate"),
        ("TELL US: Were you on board? WhatsApp the newsroom.", "boilerplate"),
        ("© 2026 Tramway Echo. All rights reserved.", "boilerplate"),
        ("Advertisement", "boilerplate"),
        ("5 min read", "boilerplate"),
        ("Additional reporting by Jon Lund", "byline"),
        ("(Reporting by Jon Lund; editing by Kari Moe)", "byline"),
        ("Source: Coast News Agency", "byline"),
        ("With inputs from Coast News Agency", "byline"),
        ("— CNA", "byline"),
        ("(CNA)", "byline"),
        ("What the drivers say", "subhead"),
        ("Last updated: 4 March 2026, 10:15", "dateline"),
    ],
)
def test_lines_that_are_no_body_are_kept_apart(line: str, kind: str) -> None:
    assert lone_kind(line) == kind


@pytest.mark.parametrize(
    "line",
    [
        "More than 1,200 emails were handed over, and the editor of the newsletter has seen them.",
        "Emails from the depot show that drivers had asked for new brakes since the spring.",
        "Follow the money, said the driver, and you will find the brakes.",
        "Supporters of the drivers stood at the gate with candles and flasks of soup.",
        "Poll: seven in ten riders want the old trams back, the city said.",
        "The union posted on its Telegram channel that it would meet on Friday.",
        "- The brakes were last changed in 2019",
        "Related costs came to 14 million crowns.",
        "Source: nobody at the depot would give one.",
        "Ida Brekke is an author and the mayor's sister.",
        "Correction officers were on the tram too, and helped people down.",
        'The driver said he had "read more about brakes than anyone".',
    ],
)
def test_body_is_never_lost_as_boilerplate(line: str) -> None:
    assert lone_kind(line) == "body"
    assert last_kind(line) == "body"


@pytest.mark.parametrize(
    "line",
    [
        "Tramway Echo is free because readers pay for it. Give what you can.",
        "The Echo's transport newsletter appears on Thursdays.",
        "More city news on page 9.",
        "2026 Pledge To Our Readers",
        "Tomorrow in the Echo: all the timetables.",
        "Ida Brekke is the Echo's transport correspondent.",
        "Jon Lund is a reporter based in Norvik.",
        "Listen live on 97.3 FM, or join our channel.",
        "VOTE: Should trams be free? Text YES or NO to 4040.",
    ],
)
def test_closing_lines_take_no_part(line: str) -> None:
    assert last_kind(line) == "boilerplate"


def test_the_rest_of_a_broken_sentence_is_no_closing_line() -> None:
    article = from_text(f"Tram stops short\n\n{BODY}\n\nThe council meets again on\nThursday Morning", name="1.txt")
    assert kinds(article)[-1][0] == "body"


def test_a_list_keeps_its_heading_and_items() -> None:
    article = page("Tram stops short of its depot", "What we know:\n- Forty were on board\n- Nobody was hurt")
    assert [kind for kind, _ in kinds(article)[-3:]] == ["body"] * 3


def test_hard_wrapped_lines_make_one_paragraph() -> None:
    wrapped = (
        "Tram stops short of its depot\n\n"
        "The tram stopped short of the depot on Tuesday evening, and\n"
        "forty passengers walked the rest of the way along the track\n"
        "in the dark, holding on to one another's sleeves.\n\n"
        "Nobody was hurt. The driver said she had heard a bang under\n"
        "the second car and had seen the lights of the depot go out\n"
        "a moment before the brakes took hold.\n"
    )
    article = from_text(wrapped, name="1.txt")
    assert [part.kind for part in article.parts] == ["headline", "body", "body"]
    assert article.words(article.parts[1].span).endswith("sleeves.")


TEXTS = st.text(max_size=400) | st.lists(
    st.sampled_from(
        [
            "",
            "By Ida Brekke",
            "3 March 2026",
            "READ MORE: x",
            "Photo: y",
            "Tram stops",
            BODY,
            "Correction:",
            "a: ",
            " ",
        ]
    ),
    max_size=12,
).map("\n".join)


@given(TEXTS)
def test_parts_hold_every_character_that_is_not_blank_once(text: str) -> None:
    lines, head = layout.split(text)
    found = layout.lay(lines, head, "Tramway Echo")
    assert len(found.runs) == len(found.kinds)
    end = 0
    for run in found.runs:
        assert end <= run.start < run.end <= len(text)
        assert text[run.start : run.end] == run.text
        assert not text[end : run.start].strip()
        end = run.end
    assert not text[end:].strip()


@given(TEXTS)
def test_layout_depends_on_the_text_alone(text: str) -> None:
    first = layout.lay(*layout.split(text))
    assert layout.lay(*layout.split(text)) == first
