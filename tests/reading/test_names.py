"""Who is who in one article."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemma.reading import names
from stemma.types import Entity
from tests.reading.tagged import tagged


def resolve(
    marked: str, *, verbs: str = "", adjectives: str = "", headline: bool = False
) -> tuple[str, tuple[Entity, ...]]:
    article, sentences, tagging = tagged(marked, verbs=verbs, adjectives=adjectives, headline=headline)
    return article.text, names.resolve(article, sentences, tagging)


def called(marked: str, *, verbs: str = "", adjectives: str = "", headline: bool = False) -> dict[str, list[str]]:
    """For each entity by name the words of its mentions."""
    text, entities = resolve(marked, verbs=verbs, adjectives=adjectives, headline=headline)
    return {e.name: [text[m.span.start : m.span.end] for m in e.mentions] for e in entities}


def test_full_name_surname_and_title_are_one_person() -> None:
    found = called("Mayor {Ana Roos} met us. {Roos} left. Later Mrs {Roos} spoke.")
    assert list(found) == ["Ana Roos"]
    assert [w for w in found["Ana Roos"] if not w.startswith("M")] == ["Ana Roos", "Roos", "Roos"]


def test_titles_are_kept_as_offices_outside_the_name() -> None:
    _, (ana,) = resolve("Transport Secretary {Ana Roos} met us.")
    assert ana.offices == ("Transport Secretary",)
    assert ana.name == "Ana Roos"


def test_a_title_inside_the_marked_span_is_taken_out() -> None:
    _, (ana,) = resolve("Then {Dr. Ana Roos} met us.")
    assert ana.name == "Ana Roos"


def test_courtesies_are_no_office() -> None:
    _, (ana,) = resolve("Then Mrs {Ana Roos} met us.")
    assert ana.offices == ()


def test_two_people_of_one_surname_stay_two() -> None:
    found = called("{Ana Roos} met {Peter Roos}. Mrs {Roos} left. Mr {Roos} spoke.")
    assert set(found) == {"Ana Roos", "Peter Roos"}
    assert "Mrs Roos" in found["Ana Roos"]
    assert "Mr Roos" in found["Peter Roos"]


@pytest.mark.parametrize("other", ["A. Roos", "A. M. Roos", "Ana M. Roos", "Ana Maria Roos"])
def test_initials_and_middle_names(other: str) -> None:
    assert len(called(f"{{Ana Maria Roos}} met us. {{{other}}} left.")) == 1


def test_hyphens_and_accents_make_no_other_person() -> None:
    assert len(called("{Zoë Abad-Luna} met us. {Zoe Abad Luna} left. {Abad-Luna} spoke.")) == 1


def test_a_nickname_in_quotation_marks_belongs_to_the_name() -> None:
    found = called('Boxer {Pedro} "Bomba" {Santos} met us. {Bomba} left.')
    assert len(found) == 1
    assert 'Pedro "Bomba" Santos' in next(iter(found.values()))


def test_short_given_name() -> None:
    assert len(called("{Tobias Hahn} met us. {Toby} left.")) == 1


def test_possessive_stays_outside() -> None:
    found = called("{Ana Roos's} boat left.")
    assert found == {"Ana Roos": ["Ana Roos"]}


def test_a_name_in_capitals_is_found_from_the_body() -> None:
    found = called("ROOS OUT AFTER VOTE\n{Ana Roos} left.", headline=True)
    assert found["Ana Roos"][0] == "ROOS"


def test_a_title_alone_stands_for_its_one_bearer() -> None:
    found = called("{Ana Roos}, the harbour master, met us. The harbour master left.")
    assert "The harbour master" in found["Ana Roos"]


def test_a_title_alone_with_two_bearers_goes_to_the_nearer_or_to_none() -> None:
    found = called("Senator {Ana Roos} met us. Senator {Ben Hale} left. It rained. It froze. The senator spoke.")
    assert sum("The senator" in mentions for mentions in found.values()) <= 1


def test_an_unnamed_office_is_an_unnamed_entity() -> None:
    _, entities = resolve("The harbour master said it.")
    assert [(e.named, e.name) for e in entities] == [(False, "The harbour master")]


def test_pronouns_follow_gender() -> None:
    found = called("Mr {Ben Hale} met Mrs {Ana Roos}. She left.")
    assert "She" in found["Ana Roos"]
    assert "She" not in found["Ben Hale"]


def test_pronouns_inside_quotation_marks_are_left_alone() -> None:
    found = called("Mrs {Ana Roos} met us. “She left,” {Ben Hale} said.")
    assert all("She" not in mentions for mentions in found.values())


def test_bylines_name_nobody() -> None:
    assert called("By {Ben Hale}\n{Ana Roos} left.") == {"Ana Roos": ["Ana Roos"]}


def test_organisation_acronym_and_short_form() -> None:
    found = called("{{Coastal Rescue Authority}} ({{CRA}}) met us. {{Dale Courier}} asked. {{Courier}} left.")
    assert found == {
        "Coastal Rescue Authority": ["Coastal Rescue Authority", "CRA"],
        "Dale Courier": ["Dale Courier", "Courier"],
    }


def test_a_body_is_called_by_its_last_word() -> None:
    found = called("{{Coastal Rescue Authority}} met us. We asked the authority.")
    assert found["Coastal Rescue Authority"][-1] == "the authority"


def test_a_marked_person_and_a_place_of_one_name_are_two() -> None:
    found = called("{Ana Lind} met us in {{{Lindholm}}}.")
    assert len(found) == 2


pieces_of_text = st.lists(
    st.sampled_from(
        ["{Ana Roos}", "{Roos}", "{{Harbour Board}}", "{B. Hale}", "Mr", "Dr.", "the", "mayor",
         ",", "who", "is", "a", "51",
         "“", "”", '"', "she", "his", "-", ".", "\n", "MAYOR", "🙂", "ʼs", "'s", "of", "king",
         "disgraced", "(", "{É}"]
    ),
    max_size=40,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(pieces_of_text)
def test_any_text_gives_spans_inside_it(words: list[str]) -> None:
    text, entities = resolve(" ".join(words))
    assert [e.id for e in entities] == [f"n{i}" for i in range(1, len(entities) + 1)]
    for entity in entities:
        starts = [m.span.start for m in entity.mentions]
        assert starts == sorted(starts)
        assert entity.name
        assert all(0 <= m.span.start < m.span.end <= len(text) for m in entity.mentions)
        assert all(text[m.span.start : m.span.end].strip() for m in entity.mentions)


def test_a_nickname_that_the_model_left_behind_belongs_to_the_name() -> None:
    assert "Ana “the Owl” Roos" in called("Then {Ana} “the Owl” Roos met us.")
    assert "Ana “the Owl” Roos" in called("Then {Ana “the Owl}” Roos met us.")


def test_a_noun_that_opens_a_name_is_none_of_it() -> None:
    assert set(called("{Ana Roos} met us. {Millionaire Roos} left. Then {rebel Ben Hale} spoke.")) == {
        "Ana Roos",
        "Ben Hale",
    }


def test_a_name_of_one_word_is_of_the_kind_its_place_says() -> None:
    _, entities = resolve("{{Norvik Airways}} fell. {Norvik} left. {Karsa}'s foreign minister met {Roos}.")
    assert {e.name: e.kind for e in entities if e.named} == {
        "Norvik Airways": "organisation",
        "Karsa": "place",
        "Roos": "person",
    }
