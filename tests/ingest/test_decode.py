"""Bytes to text."""

from __future__ import annotations

import codecs
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemma.errors import InputError
from stemma.ingest.decode import decode

TEXT = "The café by the tram stop\r\n“was full”, said Ida Brekke — and stayed so.\r\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.encode("utf-32"),
        TEXT.encode("cp1252"),
    ],
)
def test_encodings_are_told_apart_and_newlines_kept(data: bytes) -> None:
    assert decode(data)[0] == TEXT


def test_a_declared_encoding_is_believed_where_the_bytes_allow() -> None:
    assert decode("Łódź czeka".encode("iso-8859-2"), "iso-8859-2")[0] == "Łódź czeka"
    assert decode("“Quoted”".encode("cp1252"), "iso-8859-1")[0] == "“Quoted”"


@pytest.mark.parametrize("declared", ["iso-8859-1", "ascii", "utf-16", "no-such-thing", "zip", "", "\x00"])
def test_a_declared_encoding_that_lies_does_no_harm(declared: str) -> None:
    assert decode(TEXT.encode(), declared)[0] == TEXT


def test_damaged_utf8_is_mended_and_said() -> None:
    text, notes = decode("naïve café à gogo, déjà vu, très bien ".encode() + b"\xff end")
    assert text.endswith("\N{REPLACEMENT CHARACTER} end")
    assert notes


def test_windows_1252_is_said() -> None:
    assert "Windows-1252" in decode(TEXT.encode("cp1252"))[1][0]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"PK\x03\x04 docx", "word processor"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"text\x00with\x00nul and more of it", "binary"),
        (bytes(range(1, 32)) * 20, "binary"),
    ],
)
def test_what_is_not_text_is_named_with_what_to_do(data: bytes, said: str) -> None:
    with pytest.raises(InputError, match=said) as error:
        decode(data)
    assert str(error.value).rstrip().endswith((".", "…"))


@given(st.binary(max_size=300), st.text(max_size=12))
def test_any_bytes_give_text_or_a_clear_no(data: bytes, declared: str) -> None:
    with suppress(InputError):
        decode(data, declared)[0].encode()
