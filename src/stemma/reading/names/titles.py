"""Titles, offices and other nouns for people: what stands before a name, and what it tells of its bearer."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from stemma.reading.lexicon import words

Gender = Literal["he", "she", ""]

_HE = words("he-titles")
_SHE = words("she-titles")
COURTESY = words("courtesy")
# Abbreviations, always with the word they stand for in mind.
RANKS = words("ranks")
_HE_NOUNS = words("he-nouns")
_SHE_NOUNS = words("she-nouns")
KIN = words("kin")
SAY = words("say")
_PERSON_ENDINGS = (
    "ologist", "ician", "woman", "ographer", "onomist", "person", "keeper", "worker", "monger",
    "smith", "holder", "man",
)  # fmt: skip
_NO_BELIEVERS = ("klist", "tlist", "twist", "rwrist", "-list")  # "checklist", "shortlist"
_NO_PEOPLE = frozenset(("human", "german", "roman", "norman", "ottoman", "talisman", "shareholder", "placeholder"))
_LIKE_PEOPLE = frozenset(["person", "chairperson", "salesperson", "spokesperson"])


@lru_cache(maxsize=8192)
def plain(word: str) -> str:
    """Lower case, without the full stop of an abbreviation."""
    return word.casefold().rstrip(".")


_SPELT_OUT = {
    "prof": "professor", "dr": "doctor", "gen": "general", "lt": "lieutenant", "col": "colonel",
    "maj": "major",
    "capt": "captain", "cpt": "captain", "cmdr": "commander", "cdr": "commander", "cpl": "corporal",
    "sgt": "sergeant", "pvt": "private", "adm": "admiral", "brig": "brigadier", "insp": "inspector",
    "supt": "superintendent", "det": "detective", "sen": "senator", "rep": "representative",
    "gov": "governor",
    "pres": "president", "amb": "ambassador", "rev": "reverend", "mme": "mrs", "fr": "father",
}  # fmt: skip


def spelt_out(word: str) -> str:
    """The same, an abbreviation as the word it stands for."""
    low = plain(word)
    return _SPELT_OUT.get(low, low)


def offices() -> frozenset[str]:
    """Nouns of offices and ranks."""
    return words("offices")


def is_title(word: str) -> bool:
    """Whether a word, as printed, can stand right before a name as a courtesy, a rank or an office."""
    low = plain(word)
    return low in COURTESY or low in RANKS or low in offices()


def is_listed(word: str) -> bool:
    """Whether a noun for people is one of the lists, not guessed from how it ends."""
    low = plain(word)
    return low in words("people") or low in offices() or low in words("charged") or low in _LIKE_PEOPLE


@lru_cache(maxsize=8192)
def is_person_noun(word: str) -> bool:
    """Whether a noun, in the singular, means a person."""
    low = plain(word)
    if is_listed(low):
        return True
    head, _, last = low.rpartition("-")
    if head and is_person_noun(last):
        return True
    ending = len(low) > 6 and low.endswith(_PERSON_ENDINGS)
    believer = len(low) > 6 and low.endswith("ist") and not low.endswith(_NO_BELIEVERS)
    return (ending or believer) and low not in _NO_PEOPLE


@lru_cache(maxsize=8192)
def gender_of_title(title: str) -> Gender:
    """What a courtesy or a noun says of the gender; empty when nothing."""
    low = plain(title)
    if low in _HE or low in _HE_NOUNS:
        return "he"
    if low in _SHE or low in _SHE_NOUNS:
        return "she"
    if low.endswith("woman"):
        return "she"
    return ""


@lru_cache(maxsize=8192)
def gender_of_name(given: str) -> Gender:
    """What a folded given name says of the gender; empty when it is rare, short or borne by both."""
    if given in words("male"):
        return "he"
    return "she" if given in words("female") else ""
