"""Search by words, person, outlet, speaker and date; every match is at its characters."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from stemma.errors import LibraryError
from stemma.library import Store, open_library, outlets
from stemma.library.search import Filters, Hit, search
from tests.library.pages import BRIDGE, FERRY, article, put

PAGE = "https://pell.example/ferry"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("library") / "a.stemma"
    with open_library(path, create=True) as library:
        put(
            library,
            article(FERRY, url=PAGE),
            article(BRIDGE, outlet="Sula Times", published="2031-03-05T09:00"),
            article(FERRY.replace("Monday", "Monday night"), outlet="Radio Karavan", published="2031-03-06"),
        )
    return path


@pytest.fixture
def store(made: Path, tmp_path: Path) -> Store:
    return open_library(Path(shutil.copy(made, tmp_path)))


def found(store: Store, words: str = "", **filters: str) -> list[str | None]:
    return [hit.outlet for hit in search(store, words, Filters(**filters), 10)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "outlets_found"),
    [
        ("ferry", ["Pell Courier", "Radio Karavan"]),
        ("FERRIES", ["Pell Courier", "Radio Karavan"]),
        ('"ran aground" divers', ["Pell Courier", "Radio Karavan"]),
        ('"aground ran"', []),
        ("ferry bridge", []),
        ("crack*", ["Sula Times"]),
        ("zeppelin", []),
        ('AND OR "NEAR(', []),
        ("headline:ferry", []),
        ('ferry"', ["Pell Courier", "Radio Karavan"]),
        ("ferry -- ; DROP", []),
    ],
)
def test_words_and_phrases_must_all_be_there(store: Store, words: str, outlets_found: list[str]) -> None:
    assert sorted(map(str, found(store, words))) == outlets_found


@pytest.mark.parametrize("words", ["!!!", '""', " * ", "—"])
def test_words_without_a_letter_are_refused(store: Store, words: str) -> None:
    if words.strip():
        with pytest.raises(LibraryError, match="no word"):
            search(store, words, Filters(), 10)


def test_by_person_outlet_speaker_and_date(store: Store) -> None:
    assert found(store, person="eddery") == ["Sula Times"]
    assert found(store, person="Edd") == []
    assert found(store, speaker="Ada Lorne") == ["Radio Karavan", "Pell Courier"]
    assert found(store, outlet="the SULA times") == ["Sula Times"]
    assert found(store, since="2031-03-05") == ["Radio Karavan", "Sula Times"]
    assert found(store, until="2031-03-05") == ["Sula Times", "Pell Courier"]
    assert found(store, "ferry", since="2031-03-05", speaker="Lorne") == ["Radio Karavan"]


def test_a_name_or_outlet_that_cannot_be_meant_is_refused(store: Store) -> None:
    with pytest.raises(LibraryError, match="no outlet"):
        found(store, outlet="Nowhere Post")
    with pytest.raises(LibraryError, match="no name"):
        found(store, person="%_")


def test_matches_are_at_their_characters_in_the_text(store: Store) -> None:
    (hit,) = search(store, "piers cracks", Filters(), 10)
    assert {BRIDGE[span.start : span.end] for span in hit.matches} == {"piers", "cracks"}
    assert BRIDGE[hit.passage.start : hit.passage.end] == hit.words
    assert all(hit.passage.start <= span.start and span.end <= hit.passage.end for span in hit.matches)


def test_matches_count_code_points(tmp_path: Path) -> None:
    text = "Notes 🚢🚢 from the 𝔥arbour\n\nThe zeppelin 🎈 passed over the harbour, then the Zeppelin was gone again.\n"
    with open_library(tmp_path / "b.stemma", create=True) as library:
        put(library, article(text))
        (hit,) = search(library, "zeppelin", Filters(), 10)
    assert [text[span.start : span.end] for span in hit.matches] == ["zeppelin", "Zeppelin"]


def test_a_text_that_prints_the_marks_shifts_nothing(tmp_path: Path) -> None:
    text = "Notes \ue000 from the harbour\n\nThe zeppelin passed\ue001 over the harbour wall and was gone.\n"
    with open_library(tmp_path / "b.stemma", create=True) as library:
        put(library, article(text))
        (hit,) = search(library, "zeppelin", Filters(), 10)
    assert all(text[span.start : span.end] == "zeppelin" for span in hit.matches)


def test_the_quotations_of_a_speaker_are_shown_with_their_place(store: Store) -> None:
    (hit,) = search(store, "", Filters(speaker="lorne", outlet="Pell Courier"), 10)
    assert ("Ada Lorne", "“Nobody was hurt,”") in [(said.speaker, said.words) for said in hit.said]
    assert all(FERRY[said.span.start : said.span.end] == said.words for said in hit.said)
    (hit,) = search(store, "hurt", Filters(speaker="lorne", outlet="Pell Courier"), 10)
    assert hit.said[0].words == "“Nobody was hurt,”"


def test_the_latest_revision_alone_is_found(store: Store) -> None:
    put(store, article(FERRY.replace("Divers", "Frogmen"), url=PAGE))
    assert found(store, "divers") == ["Radio Karavan"]
    assert found(store, "frogmen") == ["Pell Courier"]


def test_a_hidden_outlet_is_found_by_its_name_alone(store: Store) -> None:
    outlets.change(store, "Sula Times", hidden=True)
    assert found(store, "bridge") == []
    assert found(store, "bridge", outlet="Sula Times") == ["Sula Times"]


def test_the_best_hit_stands_first(store: Store) -> None:
    hits: list[Hit] = search(store, "harbour", Filters(), 10)
    assert [hit.outlet for hit in hits[:2]] == ["Pell Courier", "Radio Karavan"]
    assert len(search(store, "harbour", Filters(), 1)) == 1


def test_what_weighs_more_stands_higher_and_what_weighs_nothing_last(store: Store) -> None:
    first, second = found(store, "ferry")
    assert first is not None
    assert second is not None
    outlets.change(store, second, weight=5)
    assert found(store, "ferry") == [second, first]
    outlets.change(store, second, weight=0)
    assert found(store, "ferry") == [first, second]


def test_a_word_that_stands_there_ten_thousand_times_is_found_soon(tmp_path: Path) -> None:
    with open_library(tmp_path / "b.stemma", create=True) as store:
        put(store, article("Noise in the bay\n\nThe ferry made much noise on Monday.\n\n" + "toot. " * 10_000))
        (hit,) = search(store, "toot", Filters(), 10)
    assert {hit.words[one.start - hit.passage.start : one.end - hit.passage.start] for one in hit.matches} == {"toot"}
