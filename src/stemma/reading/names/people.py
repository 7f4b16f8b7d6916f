"""The people of one article: which names are one person's.

A wrong merge of two people costs more than a miss: where two fit, a bare surname goes to the one it was last
said of in full, and a name that could be either's is left alone.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from stemma.naming import bare, fit, fold, parts, short_for, sound, spelt_alike, surname_fits
from stemma.reading.names.mentions import Name
from stemma.reading.names.titles import Gender, gender_of_name, gender_of_title, spelt_out

_EVERYBODY = frozenset(("mr", "mrs", "ms", "miss"))  # what people without a title of their own are called


@dataclass(slots=True)
class Person:
    """Names of one person while they are gathered.  full: the parts of the fullest name."""

    full: tuple[str, ...]
    names: list[Name] = field(default_factory=list)
    forms: set[tuple[str, ...]] = field(default_factory=set)
    surnames: set[str] = field(default_factory=set)
    titles: Counter[str] = field(default_factory=Counter)
    nicknames: set[str] = field(default_factory=set)
    genders: Counter[Gender] = field(default_factory=Counter)

    def add(self, name: Name, words: tuple[str, ...], printed: str) -> None:
        """One more place where this person is named; printed: the name as it stands there."""
        self.names.append(name)
        self.surnames.add(fold(printed.split()[-1]))
        self.forms.add(words)
        if len(words) > len(self.full):
            self.full = words
        self.titles.update(spelt_out(title.split()[-1]) for title in name.titles)
        if name.nickname:
            self.nicknames.add(fold(name.nickname))
        for title in name.titles:
            if gender := gender_of_title(title.split()[-1]):
                self.genders[gender] += 3
        if len(words) > 1 and (gender := gender_of_name(words[0])):
            self.genders[gender] += 1

    @property
    def gender(self) -> Gender:
        """The gender that titles and given names agree on, empty when they do not or say nothing."""
        if not self.genders:
            return ""
        (best, most), *others = self.genders.most_common(2)
        return best if not others or others[0][1] < most else ""


def gather(text: str, names: list[Name]) -> list[Person]:
    """People in the order in which they are first named."""
    read = [(name, _words(text, name)) for name in names if name.kind == "person"]
    people: list[Person] = []
    homes: dict[int, Person] = {}
    index: dict[str, list[Person]] = {}
    long = sorted((n for n in read if len(bare(n[1])) > 1), key=lambda n: (-len(n[1]), n[0].start))
    for name, words in long:
        person = _full(words, name, _near(index, words))
        if person is None:
            person = Person(words)
            people.append(person)
        person.add(name, words, text[name.start : name.end])
        homes[name.start] = person
        for key in _keys(words):
            if person not in (entry := index.setdefault(key, [])):
                entry.append(person)
    single: dict[str, Person] = {}
    mixed = _mixed(read)
    waiting: list[tuple[Name, tuple[str, ...]]] = []
    for person in people:
        person.names.sort(key=lambda n: n.start)
    for name, words in sorted(read, key=lambda n: n[0].start):
        if name.start in homes:
            continue
        printed = text[name.start : name.end]
        chosen = _short(words, name, _near(index, words), fold(printed.split()[-1]), mixed)
        if chosen is None:
            waiting.append((name, words))
        else:
            chosen.add(name, words, text[name.start : name.end])
    for name, words in waiting:
        key = " ".join(words)
        if key not in single:
            owner = _by_nickname(words, people) or _by_short_form(words, people)
            if owner is None:
                owner = Person(words)
                people.append(owner)
            single[key] = owner
        elif _clash(single[key], name):
            other = key + " " + _gender(name)
            if other not in single:
                single[other] = Person(words)
                people.append(single[other])
            key = other
        single[key].add(name, words, text[name.start : name.end])
    for person in people:
        person.names.sort(key=lambda n: n.start)
    return sorted(people, key=lambda p: p.names[0].start)


def _words(text: str, name: Name) -> tuple[str, ...]:
    printed = text[name.start : name.end]
    if name.nickname:
        printed = printed.replace(name.nickname, " ")
    return parts(printed) or (fold(printed) or printed,)


def _keys(words: tuple[str, ...]) -> tuple[str, ...]:
    """What two names of one person share in one article: a word, or how it sounds."""
    return tuple(dict.fromkeys((*words, *(sound(word) for word in words))))


def _near(index: dict[str, list[Person]], words: tuple[str, ...]) -> list[Person]:
    """People who share a key with a name, in the order they were found."""
    return list({id(p): p for key in _keys(words) for p in index.get(key, ())}.values())


def _gender(name: Name) -> Gender:
    return next((g for title in name.titles if (g := gender_of_title(title.split()[-1]))), "")


def _clash(person: Person, name: Name) -> bool:
    """Whether a title says the other gender than the person has."""
    said = _gender(name)
    return bool(said and person.gender and said != person.gender)


def _full(words: tuple[str, ...], name: Name, people: list[Person]) -> Person | None:
    """The one person a name of two words and more can be, None when it is a new one."""
    fits: dict[str, list[Person]] = {}
    for person in people:
        if _clash(person, name):
            continue
        how = min((fit(words, form) for form in person.forms if len(bare(form)) > 1), key=_rank, default="no")
        if how == "no" and surname_fits(words, person.full) and len(words) >= 2:
            how = "initial"
        if how == "variant" and not set(bare(words)) & set(bare(person.full)):
            how = "no"
        fits.setdefault(how, []).append(person)
    for how in ("same", "initial", "short", "variant"):
        if found := fits.get(how):
            return found[0] if len(found) == 1 or how == "same" else None
    return _by_honour(words, people)


def _by_honour(words: tuple[str, ...], people: list[Person]) -> Person | None:
    """Whom a given name after an unknown title means ("Lalla Amina"): no given name may stand first."""
    if len(words) != 2 or gender_of_name(words[0]) or len(words[1]) < 4:
        return None
    bearers = [p for p in people if len(bare(p.full)) > 1 and spelt_alike(bare(p.full)[0], words[1])]
    others = any(words[1] in p.full[1:] for p in people)
    return bearers[0] if len(bearers) == 1 and not others else None


def _rank(how: str) -> int:
    return ("same", "initial", "short", "variant", "no").index(how)


def _short(words: tuple[str, ...], name: Name, people: list[Person], printed: str, mixed: set[str]) -> Person | None:
    """Whom a surname or a given name alone means.

    printed: its last word, folded with its hyphens.  mixed: surnames with a "Mr" and a "Ms" in the article.
    """
    open_to = [person for person in people if not _clash(person, name)]
    by_surname = [p for p in open_to if surname_fits(words, p.full)]
    to_the_letter = [p for p in by_surname if printed in p.surnames]
    inner = [p for p in open_to if words[-1] in bare(p.full)[1:-1]]
    by_given = [p for p in open_to if bare(p.full)[0] == words[-1]]
    for group in (to_the_letter, by_surname, inner, by_given):
        if group:
            met = [p for p in group if p.names[0].start < name.start] or group
            return _prefer(met, name) if len(met) > 1 else None if _unlikely(met[0], name, mixed) else met[0]
    return None


def _mixed(read: list[tuple[Name, tuple[str, ...]]]) -> set[str]:
    """Last words of names that stand with a man's and with a woman's title in one article."""
    genders: dict[str, set[Gender]] = {}
    for name, words in read:
        if said := _gender(name):
            genders.setdefault(words[-1], set()).add(said)
    return {word for word, said in genders.items() if len(said) > 1}


def _unlikely(person: Person, name: Name, mixed: set[str]) -> bool:
    """Whether a surname of both a man and a woman stands with a title the given name speaks against."""
    said = _gender(name)
    return bool(said) and bare(person.full)[-1] in mixed and (person.full[0][-1:] == "a") != (said == "she")


def _prefer(group: list[Person], name: Name) -> Person | None:
    """Of several people of one surname: who bears the title or its gender; without one, the first."""
    titles = {spelt_out(title.split()[-1]) for title in name.titles}
    if not titles:
        return min(group, key=lambda p: min(n.start for n in p.names))
    bearers = [p for p in group if titles & p.titles.keys()]
    if len(bearers) == 1:
        return bearers[0]
    said = _gender(name)
    agreeing = [p for p in group if said and p.gender == said]
    if len(agreeing) == 1:
        return agreeing[0]
    likely = [p for p in group if said and not p.gender and (p.full[0][-1:] == "a") == (said == "she")]
    if len(likely) == 1 and not agreeing:
        return likely[0]
    untitled = [p for p in agreeing or likely if not p.titles.keys() - _EVERYBODY]
    return untitled[0] if len(untitled) == 1 and titles <= _EVERYBODY else None


def _by_nickname(words: tuple[str, ...], people: list[Person]) -> Person | None:
    owners = [p for p in people if " ".join(words) in p.nicknames]
    return owners[0] if len(owners) == 1 else None


def _by_short_form(words: tuple[str, ...], people: list[Person]) -> Person | None:
    """The one person whose given name this is short for; never of another's surname."""
    if len(words) != 1:
        return None
    owners = [p for p in people if len(bare(p.full)) > 1 and short_for(words[0], bare(p.full)[0])]
    return owners[0] if len(owners) == 1 else None
