"""Whether a text is in English, which is what the reading is made for."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from stemma.errors import InputError
from stemma.ingest.lines import word_set

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_COMMON = word_set(
    "the and to that it with he she they by this has have are were not but from which their said who will"
    " been its would there"
)
"""Common words of English that are not words of its neighbours too, as "in", "was" and "of" are."""

ENGLISH_SHARE = 0.05
"""Share of these words from which a text is English: 984 English reports (PolNeAR train, the gold stories)
have 0.06 to 0.31, short samples of nine other languages under 0.01.  Only below it is the text identified,
which takes half a second."""

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
    language, probability = _identifier().classify(text)
    return str(language), float(probability)


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
