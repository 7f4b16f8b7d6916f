"""Bytes to text: which encoding it is, whatever it says it is, and a clear no to what is not text."""

from __future__ import annotations

import codecs
import re

from stemma.errors import InputError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the UTF-16 one
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_OFFICE = "a word processor or e-book file. Save it as plain text (UTF-8) and give that."
_PICTURE = "a picture, not text. Give the page it stands on, or its text."
_MEDIA = "sound or video, not text. Give a transcript as plain text."
_MAGIC = (
    (b"%PDF", "a PDF. Save its text (for example with `pdftotext FILE.pdf`) and give that."),
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"II*\x00", _PICTURE),
    (b"MM\x00*", _PICTURE),
    (b"RIFF", _MEDIA),
    (b"ID3", _MEDIA),
    (b"OggS", _MEDIA),
    (b"PK\x03\x04", _OFFICE),
    (b"\xd0\xcf\x11\xe0", _OFFICE),
    (b"{\\rtf", _OFFICE),
    (b"\x1f\x8b", "compressed (gzip). Unpack it first."),
    (b"BZh", "compressed (bzip2). Unpack it first."),
    (b"\xfd7zXZ", "compressed (xz). Unpack it first."),
    (b"SQLite format 3", "a database, not an article. Export its articles as JSON Lines."),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def decode(data: bytes, declared: str | None = None) -> tuple[str, tuple[str, ...]]:
    """The text of some bytes without its byte-order mark, newlines untouched, and notes on what was assumed.

    declared: the encoding that the page or server names; believed only where the bytes allow it.
    Raises InputError (what it is, what to do) for anything that is not text.
    """
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise InputError(f"is {what}")
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _lenient(data[len(mark) :], name)
    wide = _utf16_without_mark(data)
    if wide:
        return _lenient(data, wide)
    if b"\x00" in data:
        raise InputError("is binary (it holds NUL bytes), not text. Save the article as plain text (UTF-8).")
    return _checked(*_narrow(data, declared))


def clean(text: str) -> str:
    """Text that can be written as UTF-8: lone surrogates (from JSON escapes) become U+FFFD."""
    return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)


def _narrow(data: bytes, declared: str | None) -> tuple[str, tuple[str, ...]]:
    try:
        return data.decode("utf-8"), ()  # other encodings are almost never valid UTF-8 by chance
    except UnicodeDecodeError:
        pass
    codec = _codec(declared)
    if codec:
        try:
            return data.decode(codec), ()
        except UnicodeDecodeError:
            pass
    mended = data.decode("utf-8", "replace")
    broken = mended.count("\N{REPLACEMENT CHARACTER}")
    sound = sum(1 for character in mended if character > "\x7f") - broken
    if sound > 4 * broken:
        return mended, (f"{broken} damaged characters in its UTF-8 are shown as \N{REPLACEMENT CHARACTER}.",)
    note = "The encoding is not UTF-8; it was read as Windows-1252. Save it as UTF-8 if letters look wrong."
    return data.decode("cp1252", "replace"), (note,)


def _checked(text: str, notes: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """Refuse text full of control characters: bytes of a program or of an unknown format."""
    sample = text[:20_000]
    if len(_CONTROL.findall(sample)) * 50 > len(sample):
        raise InputError("is binary (it is full of control characters). Save the article as plain text (UTF-8).")
    return text, notes


def _lenient(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    try:
        return data.decode(name), ()
    except UnicodeDecodeError:
        text = data.decode(name, "replace")
        return text, (f"Damaged characters in its {name.upper()} are shown as \N{REPLACEMENT CHARACTER}.",)


def _utf16_without_mark(data: bytes) -> str | None:
    """UTF-16 of a mostly Latin text shows as a NUL in every other place."""
    sample = data[:4096]
    half = len(sample) // 2
    if half < 2:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > half * 0.4 and even < half * 0.05:
        return "utf-16-le"
    if even > half * 0.4 and odd < half * 0.05:
        return "utf-16-be"
    return None


def _codec(declared: str | None) -> str | None:
    """The Python codec for a declared encoding; Latin-1 and ASCII mean Windows-1252, as browsers hold it."""
    try:
        name = codecs.lookup(declared.strip()).name if declared else None
        if name in ("iso8859-1", "ascii", "latin-1"):
            return "cp1252"
        "a".encode(name or "utf-8")  # refuses codecs that are no text encodings ("zip", "rot13")
    except (LookupError, ValueError, TypeError):
        return None
    return None if name in (None, "utf-8") or "utf-16" in name or "utf-32" in name else name
