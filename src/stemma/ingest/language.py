"""Whether a text is in English, which is what the reading is made for."""

from __future__ import annotations

import re

from stemma.errors import InputError
from stemma.ingest.lines import word_set

_COMMON = word_set(
    "the of and to in a is was that for it with as on he she his her they at by be this had has have"
    " are were not but from or which an their said who will been its would there"
)
"""The commonest words of English; about four in ten words of a report are one of them."""

ENGLISH_SHARE = 0.15
"""Share of common words from which a text is taken for English: reports here have 0.30 to 0.50, texts in
other European languages under 0.08."""

ENOUGH_WORDS = 40
SURE = 0.99

_LETTERS = re.compile(r"[^\W\d_]+")
_NAMES = {
    "ar": "Arabic", "bg": "Bulgarian", "bn": "Bengali", "cs": "Czech", "da": "Danish", "de": "German",
    "el": "Greek", "es": "Spanish", "et": "Estonian", "fa": "Persian", "fi": "Finnish", "fr": "French",
    "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian",
    "it": "Italian", "ja": "Japanese", "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian", "ms": "Malay",
    "nb": "Norwegian", "nl": "Dutch", "nn": "Norwegian", "no": "Norwegian", "pl": "Polish",
    "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak", "sl": "Slovenian",
    "sr": "Serbian", "sv": "Swedish", "sw": "Swahili", "ta": "Tamil", "th": "Thai", "tl": "Tagalog",
    "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip


def check(text: str) -> tuple[str, ...]:
    """Notes on the language; none for English.

    Raises InputError where the text is surely in another language: set beside English reports it would be
    said to leave everything out, which is not true of it.
    """
    words = [match[0].lower() for _, match in zip(range(600), _LETTERS.finditer(text[:20_000]), strict=False)]
    latin = sum(word[0] < "\u0250" for word in words)
    if latin == len(words) and len(words) < ENOUGH_WORDS:
        return ()
    if sum(word in _COMMON for word in words) >= ENGLISH_SHARE * len(words):
        return ()
    language, probability = _identify(text[:5000])
    if latin * 2 > len(words) and (language == "en" or probability < SURE):
        return ("Its language is uncertain; the reading is made for English.",)
    name = _NAMES.get(language, f"another language ({language})")
    raise InputError(f"is in {name}, and Stemma reads English. Give an English version of the report.")


def _identify(text: str) -> tuple[str, float]:
    """The likeliest language and how likely it is, 0 to 1."""
    from py3langid.langid import _load_identifier

    language, probability = _load_identifier(norm_probs=True).classify(text)
    return str(language), float(probability)
