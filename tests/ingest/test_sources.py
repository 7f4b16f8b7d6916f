"""Files, folders, standard input; one article given twice; what cannot be read."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from stemma.ingest import articles, from_text
from stemma.ingest.limits import FILE_BYTES
from stemma.types import Article, Failure

TEXT = (
    "Tram stops short of its depot\nTramway Echo, 3 March 2026\n\n"
    "The tram stopped short of the depot on Tuesday evening, and forty passengers walked on.\n"
)
STORY = "".join(f"<p>On day {n} the tram stopped short again, and its riders walked home.</p>" for n in range(6))


def write(folder: Path, name: str, text: str | bytes = TEXT) -> str:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(path)


def test_a_text_file_keeps_its_characters_without_the_mark(tmp_path: Path) -> None:
    text = TEXT.replace("\n", "\r\n")
    source = write(tmp_path, "echo.txt", b"\xef\xbb\xbf" + text.encode())
    (article,) = articles([source])
    assert isinstance(article, Article)
    assert article.text == text
    assert article.sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert (article.source, article.file) == (source, "echo.txt")
    assert article.words(article.parts[0].span) == "Tram stops short of its depot"


def test_the_id_is_a_function_of_outlet_name_and_text(tmp_path: Path) -> None:
    (article,) = articles([write(tmp_path, "echo.txt")])
    assert isinstance(article, Article)
    assert article.id == hashlib.sha256("\0".join(("Tramway Echo", "echo.txt", TEXT)).encode()).hexdigest()[:12]
    assert all(part.span.article == article.id for part in article.parts)
    assert from_text(TEXT, name="echo.txt") == replace(article, source="echo.txt")


def test_one_article_given_twice_is_one_and_both_are_named(tmp_path: Path) -> None:
    first, copy = write(tmp_path, "a/echo.txt"), write(tmp_path, "b/again.txt")
    found = list(articles([first, first, copy]))
    assert [type(item).__name__ for item in found] == ["Article", "Failure", "Failure"]
    for failure, source in zip(found[1:], (first, copy), strict=True):
        assert isinstance(failure, Failure)
        assert failure.skipped
        assert failure.source == source
        assert first in failure.reason


def test_two_outlets_with_one_text_stay_two(tmp_path: Path) -> None:
    text = TEXT.replace("Tramway Echo, 3 March 2026\n", "")
    found = list(articles([write(tmp_path, "harbour-post.txt", text), write(tmp_path, "daily-coast.txt", text)]))
    assert [item.outlet.value for item in found if isinstance(item, Article) and item.outlet] == [
        "Harbour Post",
        "Daily Coast",
    ]


def test_a_folder_is_read_in_order_and_the_rest_is_named(tmp_path: Path) -> None:
    write(tmp_path, "b/post.txt", TEXT.replace("Tramway Echo", "Harbour Post"))
    write(tmp_path, "a/echo.txt")
    write(tmp_path, "logo.png", b"\x89PNG")
    write(tmp_path, "notes.json", json.dumps({"colour": "red"}))
    write(tmp_path, ".hidden/secret.txt")
    found = list(articles([str(tmp_path)]))
    assert [item.file for item in found if isinstance(item, Article)] == ["echo.txt", "post.txt"]
    assert isinstance(found[-1], Failure)
    assert found[-1].skipped
    assert "logo.png, notes.json" in found[-1].reason
    assert "secret" not in found[-1].reason


def test_a_folder_without_an_article_says_so(tmp_path: Path) -> None:
    write(tmp_path, "logo.png", b"\x89PNG")
    (failure,) = articles([str(tmp_path)])
    assert isinstance(failure, Failure)
    assert "holds no article" in failure.reason
    assert not failure.skipped


@pytest.mark.parametrize(
    ("content", "start"),
    [
        (TEXT, "Tram stops short"),
        (json.dumps({"title": "Tram stops", "text": TEXT}), "Tram stops"),
        (f"<html><body><article><h1>Tram stops</h1>{STORY}", "Tram stops"),
    ],
)
def test_standard_input_is_read_by_what_it_holds(content: str, start: str) -> None:
    (article,) = articles(["-"], stdin=io.BytesIO(content.encode()))
    assert isinstance(article, Article)
    assert article.text.startswith(start)
    assert (article.source, article.file) == ("-", "standard input")
    assert article.outlet is None or article.outlet.how != "file name"


def test_an_option_names_the_outlet_of_its_source(tmp_path: Path) -> None:
    first, second = write(tmp_path, "1.txt"), write(tmp_path, "2.txt", TEXT.replace("Echo", "Mirror"))
    found = list(articles([first, second], outlets={second: "My Paper"}))
    assert [item.outlet.value for item in found if isinstance(item, Article) and item.outlet] == [
        "Tramway Echo",
        "My Paper",
    ]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\t\n", "empty"),
        ("one.txt", b"Tram", "no sentence"),
        ("figures.txt", b"12 34 56 " * 100, "no sentence"),
        ("scan.pdf", b"%PDF-1.4", "PDF"),
        ("photo.jpg", b"\xff\xd8\xff\xe0", "picture"),
        ("large.txt", b"The tram stopped. " * (FILE_BYTES // 18 + 1), "larger than 20 MB"),
        ("long.txt", b"The tram stopped short. " * 90_000, "one article may hold 2,000,000"),
    ],
)
def test_bad_input_is_named_with_the_reason_and_stops_nothing(
    tmp_path: Path, name: str, data: bytes, said: str
) -> None:
    bad, good = write(tmp_path, name, data), write(tmp_path, "echo.txt")
    failure, article = articles([bad, good])
    assert isinstance(failure, Failure)
    assert failure.source == bad
    assert said in failure.reason
    assert isinstance(article, Article)


def test_files_that_are_not_there(tmp_path: Path) -> None:
    for source in (str(tmp_path / "nothing.txt"), "", "\0", "x" * 5000):
        (failure,) = articles([source])
        assert isinstance(failure, Failure)
        assert failure.reason


GERMAN = "Der Zug hielt am Dienstagabend vor dem Depot, und vierzig Fahrgäste gingen den Rest des Weges zu Fuß. " * 5
FRENCH = "Le tramway s'est arrêté mardi soir devant le dépôt et quarante passagers ont fait le reste à pied. " * 5
RUSSIAN = "Трамвай остановился во вторник вечером перед депо, и сорок пассажиров пошли дальше пешком. " * 5


@pytest.mark.parametrize(("text", "language"), [(GERMAN, "German"), (FRENCH, "French"), (RUSSIAN, "Russian")])
def test_another_language_is_refused_by_name(tmp_path: Path, text: str, language: str) -> None:
    (failure,) = articles([write(tmp_path, "1.txt", text)])
    assert isinstance(failure, Failure)
    assert f"is in {language}" in failure.reason


def test_short_or_quoting_english_is_not_refused(tmp_path: Path) -> None:
    said = "The driver, who is from Lyon, said it was the brakes and not the rails."
    text = f"Tram stops short\n\n{said}\n\n“{FRENCH[:90]}”"
    assert isinstance(next(articles([write(tmp_path, "1.txt", text)])), Article)
    assert isinstance(
        next(articles([write(tmp_path, "2.txt", "Tram stops short near Norvik depot, police say")])), Article
    )
