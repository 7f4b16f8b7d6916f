"""What follows a name: "Jan Roos, 51, a retired boxer, who …", "Jan Roos is the founder of …"."""

from __future__ import annotations

from collections.abc import Iterator

from stemma.reading.lexicon import words
from stemma.reading.names.descriptions import Description, age_after, head_of, opening, person_phrase
from stemma.reading.names.grid import Grid

_MARKS = frozenset((",", "—", "–", "("))
_LEADS = frozenset(
    ("once", "now", "also", "then", "still", "himself", "herself", "perhaps", "formerly", "currently", "twice", "long")
)
_RELATIVE = frozenset(("who", "whose", "whom"))
_BE = frozenset(("is", "was", "'s", "’s", "remains", "became"))
_ORIGINS = frozenset(("of", "from", "at", "in"))  # between a name and its comma: "Roos of the harbour board, …"
_FEW = 3  # descriptions that follow one name at most


def following(grid: Grid, first: int, last: int) -> list[Description]:
    """Descriptions after a name whose words are `first` to `last`: set off by commas, and after "is"."""
    found = list(_set_off(grid, first, last))
    at = found[-1].last + 1 if found and found[-1].place != "is" else last
    said = is_predicate(grid, last) or (is_predicate(grid, at) if at > last else None)
    return [*found, said] if said else found


def _set_off(grid: Grid, first: int, last: int) -> Iterator[Description]:
    """What stands between commas after a name, an age or "of the harbour board" before it or not."""
    _, at = age_after(grid, last)
    at = at if at > last else _past_origin(grid, first, last)
    for _ in range(_FEW):
        comma = at + 1
        if comma + 1 >= len(grid) or grid.word[comma] not in _MARKS or not grid.joined(at, comma + 1):
            return
        start = comma + 1
        if grid.low[start] in _RELATIVE:
            at = clause_end(grid, start)
            if grid.low[start] == "who":
                yield is_predicate(grid, start) or Description(start, at, start, "", "", "who")
            continue
        found = _apposed(grid, first, last, start) or _quality(grid, start)
        if found is None:
            return
        yield found
        at = found.last
        if found.place == "after" and (second := _conjunct(grid, found)) is not None:
            yield second
            at = second.last


def _past_origin(grid: Grid, first: int, last: int) -> int:
    """The last word of "of the harbour board" after a name; the name's own where nothing of the kind follows."""
    at = last + 1
    if at + 1 >= len(grid) or grid.low[at] not in _ORIGINS or not grid.joined(last, at + 1):
        return last
    phrase = grid.phrase_after(at + 1)
    if phrase is None or not any(first <= grid.head[i] <= last for i in range(phrase[0], phrase[1] + 1)):
        return last
    return phrase[1]


def _apposed(grid: Grid, first: int, last: int, start: int) -> Description | None:
    """The noun phrase at a word that says who somebody is; first, last: the words of the name."""
    lead = start
    while lead < len(grid) - 1 and grid.low[lead] in _LEADS:
        lead += 1
    phrase = grid.phrase_after(lead)
    if grid.low[lead] in ("one", "among") and lead + 1 < len(grid) and grid.low[lead + 1] == "of":
        return Description(start, grid.tail(lead), lead, "one", "a", "after")
    if phrase is None or grid.low[phrase[1]] == "part":
        return None
    base = phrase[1]
    apposed = _is_apposition(grid, first, last, lead, base)
    if not person_phrase(grid, lead, base) and not apposed:
        if grid.low[lead] == "no" and grid.low[base] in ("relation", "relative", "kin"):
            return Description(start, grid.tail(base), base, "relation", "a", "after")
        return None
    end, how = grid.tail(base), opening(grid, lead, base)
    if not apposed and how == "" and end == base and not _closed(grid, end):
        return None
    if end + 1 < len(grid) and grid.joined(end, end + 1) and grid.upos[end + 1] in ("VERB", "AUX", "PROPN"):
        return None  # "…, the minister said": a clause of its own; "…, driver Ana Price": the next of a list
    return Description(start, end, base, head_of(grid, lead, base), how, "after")


def _conjunct(grid: Grid, found: Description) -> Description | None:
    """A second description that "and" or "but" joins to one: "a baker and now the villain of the story"."""
    at = found.last + 1
    if at + 1 >= len(grid) or grid.upos[at] != "CCONJ" or not grid.joined(found.last, at + 1):
        return None
    start = lead = at + 1
    while lead < len(grid) - 1 and grid.low[lead] in _LEADS:
        lead += 1
    phrase = grid.phrase_after(lead)
    if phrase is None or grid.rel[phrase[1]] != "conj" or grid.head[phrase[1]] != found.base:
        return None
    base = phrase[1]
    how = opening(grid, lead, base)
    return Description(start, grid.tail(base), base, head_of(grid, lead, base), how, "after")


def _is_apposition(grid: Grid, first: int, last: int, lead: int, base: int) -> bool:
    """Whether syntax makes a phrase that opens like a description another word for the name before it."""
    if grid.rel[base] != "appos" or not first <= grid.head[base] <= last or grid.low[base] in words("bodies"):
        return False
    return grid.upos[base] == "NOUN" or (grid.upos[base] in ("PROPN", "ADJ") and opening(grid, lead, base) == "a")


def _closed(grid: Grid, end: int) -> bool:
    """Whether a mark or "and" follows a word."""
    return end + 1 < len(grid) and grid.word[end + 1] in (",", ".", "—", "–", ")", "and", "or")


def _quality(grid: Grid, start: int) -> Description | None:
    """An adjective after a name and a comma, up to the next: "Roos, calm as ever, said"."""
    likened = start + 1 < len(grid) and grid.low[start + 1] == "as"
    if grid.upos[start] != "ADJ" and not (grid.upos[start] == "ADV" and likened):
        return None
    end = clause_end(grid, start, 12)
    closed = end + 1 < len(grid) and grid.word[end + 1] in (",", "—", "–")
    if not closed or any(grid.upos[i] in ("VERB", "AUX", "PROPN") for i in range(start, end + 1)):
        return None
    return Description(start, end, end, "", "", "before")


def clause_end(grid: Grid, first: int, most: int = 40) -> int:
    """The last word of a relative clause that begins at a word: before the comma or mark that closes it."""
    at = first
    while at + 1 < len(grid) and at - first < most and grid.joined(at, at + 1):
        after = at + 1
        if grid.upos[after] == "PUNCT" and not grid.glued(at, after):
            break
        if grid.word[after] in (",", ".", ";", ":", "!", "?", "—", "–", ")", "”", '"'):
            break
        at = after
    return at


def is_predicate(grid: Grid, last: int, *, person: bool = False) -> Description | None:
    """What a name is said to be: "Jan Roos is a former boxer", "…, the mayor, is “a man of his word”".

    person: what is said is said of a person whatever its noun ("he is a disgrace").
    """
    at = last + 1
    if at < len(grid) and grid.word[at] == ",":
        at += 1
    while at < len(grid) and at - last < 4 and grid.joined(at - 1, at) and grid.upos[at] in ("ADV", "AUX"):
        if grid.low[at] in _BE:
            start = at + 1
            while start < len(grid) - 1 and (grid.low[start] in _LEADS or grid.word[start] in ('"', "“")):
                start += 1
            phrase = grid.phrase_after(start) if start < len(grid) and grid.opens(start) else None
            if phrase is None or not (person or _is_predicate(grid, last, *phrase)):
                return None
            base = phrase[1]
            return Description(
                start, grid.tail(base), base, head_of(grid, start, base), opening(grid, start, base), "is"
            )
        at += 1
    return None


def _is_predicate(grid: Grid, last: int, first: int, base: int) -> bool:
    """Whether a noun phrase after "is" says who somebody is."""
    if grid.low[base] in ("relation", "relative", "kin"):
        return grid.low[first] == "no"
    return person_phrase(grid, first, base)
