"""Organisations, places and everything else with a name in one article: which names are one thing's."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from stemma.naming import fold
from stemma.reading.names.mentions import Name
from stemma.types import EntityKind

_SMALL = frozenset("of the for and de la du des del di da y e et und der die das in on at a an".split())  # noqa: SIM905
_LEGAL = frozenset(
    [
        "ltd",
        "limited",
        "inc",
        "plc",
        "llc",
        "corp",
        "corporation",
        "co",
        "company",
        "sa",
        "ag",
        "gmbh",
        "nv",
        "bv",
        "spa",
        "ab",
        "asa",
        "oy",
        "as",
        "group",
    ]
)
_ACRONYM = re.compile(r"[A-Z][A-Z0-9&.]{1,9}s?")


@dataclass(slots=True)
class Body:
    """Names of one organisation, place or other thing while they are gathered.  full: its folded words."""

    kind: EntityKind
    full: tuple[str, ...]
    names: list[Name] = field(default_factory=list)


def gather(text: str, names: list[Name]) -> list[Body]:
    """All that is no person, in the order in which it is first named."""
    read = [(name, tuple(fold(text[name.start : name.end]).split())) for name in names if name.kind != "person"]
    bodies: list[Body] = []
    whole: dict[tuple[EntityKind, tuple[str, ...]], Body] = {}
    by_word: dict[str, list[Body]] = {}
    by_acronym: dict[str, list[Body]] = {}
    for name, words in sorted(read, key=lambda n: (-len(n[1]), n[0].start)):
        body = whole.get((name.kind, words)) or _home(text, name, words, by_word, by_acronym)
        if body is None:
            body = Body(name.kind, words)
            bodies.append(body)
            for word in dict.fromkeys(words):
                by_word.setdefault(word, []).append(body)
            for letters in acronyms(words):
                by_acronym.setdefault(letters, []).append(body)
        whole[(name.kind, words)] = body
        body.names.append(name)
    for body in bodies:
        body.names.sort(key=lambda n: n.start)
    return sorted(bodies, key=lambda b: b.names[0].start)


def acronyms(words: tuple[str, ...]) -> tuple[str, ...]:
    """The letters a name of several words can be cut down to, with and without its small words."""
    if len(words) < 2:
        return ()
    main = [word for word in words if word not in _SMALL]
    forms = ("".join(w[0] for w in main), "".join(w[0] for w in words))
    return tuple(dict.fromkeys(form for form in forms if len(form) > 1))


def stem(words: tuple[str, ...]) -> tuple[str, ...]:
    """Without the legal form at the end (Ltd, Inc, Group)."""
    end = len(words)
    while end > 1 and words[end - 1] in _LEGAL:
        end -= 1
    return words[:end]


def within(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether a short name is how a longer one begins or ends (Aurora, Aurora Airways; the Herald)."""
    short, long = stem(short), stem(long)
    if not short or len(short) > len(long) or all(word in _SMALL for word in short):
        return False
    return short == long or long[: len(short)] == short or long[-len(short) :] == short


def _home(
    text: str,
    name: Name,
    words: tuple[str, ...],
    by_word: dict[str, list[Body]],
    by_acronym: dict[str, list[Body]],
) -> Body | None:
    """The one longer name of the same kind that a name is short for."""
    printed = text[name.start : name.end]
    if _ACRONYM.fullmatch(printed):
        letters = fold(printed.replace(".", "").replace("&", ""))
        spelt = [b for b in by_acronym.get(letters, ()) if b.kind == name.kind or b.kind != "place"]
        if len(spelt) == 1:
            return spelt[0]
    if name.kind not in ("organisation", "other", "event", "work"):
        return None
    if not words:
        return None
    longer = [b for b in by_word.get(words[0], ()) if b.kind == name.kind and within(words, b.full)]
    return longer[0] if len(longer) == 1 else None
