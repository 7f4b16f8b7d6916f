"""Entities across articles: who in one report is whom in another.

Two people that one article keeps apart are never joined through another article, and a name that fits two
people is left by itself: a wrong merge costs more than a miss.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from types import MappingProxyType

from stemma.comparing.corrected import Identity, named_at
from stemma.naming import bare, distance, fit, fold, parts, short_for, spelt_alike, surname_fits
from stemma.reading.names.descriptions import ELECTED, fused
from stemma.reading.names.groups import acronyms, stem, within
from stemma.reading.names.titles import Gender, gender_of_title, is_title, plain
from stemma.types import Entity, EntityKind, Mention, Reading, Span

_SMALL = frozenset("of the a an for at in on and de la du to s".split())  # noqa: SIM905
_HE, _SHE = frozenset(["he", "him", "his", "himself"]), frozenset(["she", "her", "hers", "herself"])
Key = tuple[str, str]  # article id, entity id


@dataclass(frozen=True, slots=True)
class Matched:
    """Entities of a comparison ("e1", "e2", …; those in most articles first) and where each came from.

    of: from (article id, id of the reading's entity) to the id of the comparison's.
    """

    entities: tuple[Entity, ...]
    of: Mapping[Key, str]


@dataclass(slots=True)
class _Group:
    """Entities of several articles that are one.

    forms: its names, folded.  heads: its offices and their words.  told: the genders that titles
    say; genders: votes, with those of pronouns.  barred: keys that a correction says are somebody else.
    full: the fullest name; of two the first in the alphabet.  long: names of several words.
    """

    keys: list[Key]
    kind: EntityKind
    named: bool
    forms: set[tuple[str, ...]]
    heads: dict[str, set[str]] = field(default_factory=dict)
    genders: Counter[Gender] = field(default_factory=Counter)
    told: set[Gender] = field(default_factory=set)
    barred: set[Key] = field(default_factory=set)
    articles: set[str] = field(init=False)
    full: tuple[str, ...] = field(init=False)
    long: list[tuple[str, ...]] = field(init=False)

    def __post_init__(self) -> None:
        self.look()

    def look(self) -> None:
        """What follows from its keys and forms, anew."""
        self.articles = {article for article, _ in self.keys}
        self.full = min(self.forms, key=lambda form: (-sum(len(w) > 1 for w in form), form))
        self.long = [form for form in sorted(self.forms) if len(bare(form)) > 1]

    @property
    def gender(self) -> Gender:
        he, she = self.genders["he"], self.genders["she"]
        return "he" if he > she else "she" if she > he else ""

    @property
    def order(self) -> tuple[tuple[str, ...], list[Key]]:
        """Something to sort by that no order of the articles changes."""
        return self.full, sorted(self.keys)


def match(readings: Sequence[Reading], identities: Sequence[Identity] = ()) -> Matched:
    """Joins the entities of all readings; what is joined does not depend on the order of the readings.

    identities: what people say of who is whom; it holds over what is found.
    """
    kinds = _kinds(readings)
    groups = [_group(reading, entity, kinds) for reading in readings for entity in reading.entities]
    groups.sort(key=lambda group: group.order)
    said = _said(readings, groups, identities)
    people = _people([g for g in groups if g.kind == "person"])
    others = _others([g for g in groups if g.kind != "person"])
    return _numbered(readings, _said_one([*people, *others], said))


def _kinds(readings: Sequence[Reading]) -> dict[str, EntityKind]:
    """The commonest kind of each name of several words, where the readings disagree."""
    votes: dict[str, Counter[EntityKind]] = defaultdict(Counter)
    for reading in readings:
        for entity in reading.entities:
            if entity.named and " " in entity.name:
                votes[fold(entity.name)][entity.kind] += len(entity.mentions)
    return {name: min(found, key=lambda kind: (-found[kind], kind)) for name, found in votes.items()}


def _group(reading: Reading, entity: Entity, kinds: Mapping[str, EntityKind]) -> _Group:
    """One entity of one reading, with what its mentions tell."""
    forms = {parts(entity.name) or (entity.name,)}
    genders: Counter[Gender] = Counter()
    told: set[Gender] = set()
    for mention in entity.mentions:
        printed = reading.article.words(mention.span)
        if mention.form == "name":
            forms.add(_without_titles(printed))
        elif mention.form == "pronoun":
            genders["he"] += fold(printed) in _HE
            genders["she"] += fold(printed) in _SHE
        elif mention.form == "title":
            for word in printed.split()[:3]:
                if said := gender_of_title(word):
                    genders[said] += 3
                    told.add(said)
    kind = kinds.get(fold(entity.name), entity.kind) if entity.named else entity.kind
    group = _Group([(reading.article.id, entity.id)], kind, entity.named, forms, genders=genders, told=told)
    for office in entity.offices:
        head, words = _office(office)
        group.heads.setdefault(head, set()).update(words)
    return group


def _without_titles(printed: str) -> tuple[str, ...]:
    words = printed.split()
    while len(words) > 1 and is_title(words[0]):
        words = words[1:]
    return parts(" ".join(words)) or (printed,)


def _office(printed: str) -> tuple[str, set[str]]:
    """The noun an office stands on, and its other words."""
    words = [plain(word) for word in fold(printed).split()]
    until = next((i for i, word in enumerate(words) if word in _SMALL and i), len(words))
    head = fused(words[:until] or words)
    return head, {word for word in words if word not in _SMALL} - {words[until - 1]}


# --- what people say -------------------------------------------------------------------------------


def _said(readings: Sequence[Reading], groups: Sequence[_Group], identities: Sequence[Identity]) -> dict[Key, set[Key]]:
    """Whom each key is one with, as people say; who is somebody else is barred in the groups.  The later holds."""
    by_id = {reading.article.id: reading for reading in readings}
    one: dict[Key, set[Key]] = defaultdict(set)
    two: dict[Key, set[Key]] = defaultdict(set)
    for identity in identities:
        sides = [
            {(span.article, named) for span in side if (named := named_at(by_id[span.article], span))}
            for side in (identity.first, identity.second)
        ]
        pairs = product(*sides) if not identity.one else product(sides[0] | sides[1], repeat=2)
        holds, void = (one, two) if identity.one else (two, one)
        for a, b in sorted((a, b) for a, b in pairs if a != b):
            for x, y in ((a, b), (b, a)):
                holds[x].add(y)
                void[x].discard(y)
    for group in groups:
        group.barred |= two[group.keys[0]]
    return one


def _said_one(groups: list[_Group], one: Mapping[Key, set[Key]]) -> list[_Group]:
    """Joins the groups that hold what people say is one; what is barred stays apart."""
    for key in sorted(one):
        for other in sorted(one[key]):
            both = [group for group in groups if key in group.keys or other in group.keys]
            if len(both) == 2 and not _barred(*both):
                into, joining = sorted(both, key=lambda group: (-len(group.articles), group.order))
                _join(into, joining)
                groups.remove(joining)
    return groups


def _barred(a: _Group, b: _Group) -> bool:
    return bool(a.barred) and any(key in a.barred for key in b.keys)


def _apart(a: _Group, b: _Group) -> bool:
    """Does an article keep the two apart, or a correction?"""
    return bool(a.articles & b.articles) or _barred(a, b)


# --- joining ---------------------------------------------------------------------------------------


def _join(into: _Group, other: _Group) -> None:
    into.keys.extend(other.keys)
    into.forms |= other.forms
    into.named |= other.named
    into.genders.update(other.genders)
    into.told |= other.told
    into.barred |= other.barred
    for head, words in other.heads.items():
        into.heads.setdefault(head, set()).update(words)
    into.look()


def _rounds(
    groups: list[_Group], keys: Callable[[_Group], Iterable[str]], test: Callable[[_Group, _Group], bool]
) -> list[_Group]:
    """Joins each group to the one other it passes the test with; it is left alone where two others fit."""
    while True:
        partners = _partners(groups, keys, test)
        touched, gone = set[int](), set[int]()
        for i in sorted(partners, key=lambda i: groups[i].order):
            free = (j for j in partners[i] if j not in touched and _clear(groups, partners, i, j, test))
            if i not in touched and (j := next(free, None)) is not None:
                _join(groups[i], groups[j])
                touched |= {i, j}
                gone.add(j)
        if not gone:
            return groups
        groups = [group for i, group in enumerate(groups) if i not in gone]


def _partners(
    groups: list[_Group], keys: Callable[[_Group], Iterable[str]], test: Callable[[_Group, _Group], bool]
) -> dict[int, list[int]]:
    """For each group those of other articles that share a key and pass the test, by name."""
    index: dict[str, set[int]] = defaultdict(set)
    for i, group in enumerate(groups):
        for key in keys(group):
            index[key].add(i)
    partners: dict[int, list[int]] = {}
    for i, group in enumerate(groups):
        near = {j for key in keys(group) for j in index[key] if j != i and not _apart(group, groups[j])}
        if passed := [j for j in near if test(group, groups[j])]:
            partners[i] = sorted(passed, key=lambda j: groups[j].order)
    return partners


def _clear(
    groups: list[_Group],
    partners: dict[int, list[int]],
    i: int,
    j: int,
    test: Callable[[_Group, _Group], bool],
) -> bool:
    """Whether all other partners of both agree with the two being one."""
    for a, b in ((i, j), (j, i)):
        for k in partners.get(a, ()):
            if k != b and (_barred(groups[b], groups[k]) or not test(groups[b], groups[k])):
                return False
    return True


def _people(groups: list[_Group]) -> list[_Group]:
    long = [g for g in groups if g.named and len(bare(g.full)) > 1]
    ends = {end for g in long for end in _ends(g.full)}
    surnames = {id(g) for g in long if (len(bare(g.full)), "".join(bare(g.full))) in ends}
    full = _exact([g for g in long if id(g) not in surnames])
    single = [g for g in groups if g.named and (len(bare(g.full)) < 2 or id(g) in surnames)]
    unnamed = [g for g in groups if not g.named]
    for how in (
        ("same",),
        ("same", "initial"),
        ("same", "initial", "short"),
        ("same", "initial", "short", "variant"),
    ):
        full = _rounds(full, _initials, lambda a, b, how=how: _one_person(a, b, how))  # type: ignore[misc]
    left = _place(single, full, (_by_exact_surname, _by_given, _by_spelt_surname))
    left = _rounds(left, lambda g: [w for f in g.forms for w in f], lambda a, b: a.full == b.full and _agree(a, b))
    everyone = [*full, *left]
    return [*everyone, *_rounds(_place(unnamed, everyone, (_by_office,)), lambda g: g.heads, _one_office)]


def _ends(full: tuple[str, ...]) -> Iterable[tuple[int, str]]:
    """What may be the surname of a full name, as words and letters: see `surname_fits`."""
    words = bare(full)
    return ((size, "".join(words[-size:])) for size in range(1, len(words)))


def _exact(groups: list[_Group]) -> list[_Group]:
    """Joins what bears the very same name; most pairs are of this kind."""
    homes: dict[str, _Group] = {}
    left: list[_Group] = []
    for group in groups:
        home = homes.setdefault("".join(bare(group.full)), group)
        if home is group:
            left.append(group)
        elif not (group.barred or home.barred or home.articles & group.articles):
            _join(home, group)
        else:
            left.append(group)
    return left


def _initials(group: _Group) -> list[str]:
    """What two spellings of a name share: the first letters of its words, as they sound."""
    letters = {word[0] for form in group.forms for word in bare(form)}
    return [_SOUND_OF.get(letter, letter) for letter in letters]


_SOUND_OF = {
    "y": "i",
    "j": "i",
    "w": "v",
    "q": "k",
    "c": "k",
    "z": "s",
    "u": "o",
    "e": "a",
    "g": "k",
    "b": "b",
}


def _agree(a: _Group, b: _Group) -> bool:
    """Whether no title speaks against two people being one; pronouns are too often mistaken."""
    return not (a.told and b.told) or bool(a.told & b.told)


def _one_person(a: _Group, b: _Group, how: tuple[str, ...]) -> bool:
    """Whether the fullest names of two groups fit in one of these ways."""
    if not _agree(a, b):
        return False
    found = fit(a.full, b.full)
    if found == "no":
        found = min(
            (fit(x, y) for x in a.long for y in b.long),
            key=("same", "initial", "short", "variant", "no").index,
            default="no",
        )
    if found == "no" and _one_office(a, b) and _near_miss(a.full, b.full):
        found = "variant"
    return found in how


def _near_miss(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two names have one surname and given names a letter or two apart: a slip."""
    a, b = bare(a), bare(b)
    return a[1:] == b[1:] and a[0][:2] == b[0][:2] and distance(a[0], b[0], 2) <= 2


def _place(loose: list[_Group], homes: list[_Group], ways: Sequence[Callable[[_Group, _Group], bool]]) -> list[_Group]:
    """Joins each loose group to the one home it fits, by the first way that finds any; returns the rest."""
    chosen = [(group, _home(group, homes, ways)) for group in loose]
    left = [group for group, home in chosen if home is None or _has_rival(group, home, chosen)]
    for group, home in chosen:
        if home is not None and not any(group is rest for rest in left):
            _join(home, group)
    return left


def _has_rival(group: _Group, home: _Group, chosen: Sequence[tuple[_Group, _Group | None]]) -> bool:
    """Does another fit the same home, of whom a correction says that it is somebody else?"""
    return bool(group.barred) and any(there is home and _barred(group, other) for other, there in chosen)


def _home(group: _Group, homes: list[_Group], ways: Sequence[Callable[[_Group, _Group], bool]]) -> _Group | None:
    """The home of a loose group.

    A surname that its own article leaves open between two people can still be settled by their genders; one
    that it sets apart from its only bearer there stays apart.
    """
    open_to = [home for home in homes if not _barred(group, home)]
    fitting = next((found for way in ways if (found := [home for home in open_to if way(group, home)])), [])
    if len(fitting) == 1:
        (home,) = fitting
        return home if _agree(home, group) and not (group.named and home.articles & group.articles) else None
    holders = [home for home in fitting if _agree(home, group) and _one_office(group, home)]
    if len(holders) == 1:
        return holders[0]
    agreeing = [home for home in fitting if _agree(home, group) and home.gender in ("", group.gender)]
    settled = group.gender and len(agreeing) == 1 and agreeing[0].gender
    return agreeing[0] if settled or (group.told and len(agreeing) == 1) else None


def _long(home: _Group) -> list[tuple[str, ...]]:
    return [bare(form) for form in home.long]


def _by_exact_surname(group: _Group, home: _Group) -> bool:
    return any(surname_fits(group.full, form) or group.full[-1] in form[1:] for form in _long(home))


def _by_given(group: _Group, home: _Group) -> bool:
    return len(group.full) == 1 and any(
        group.full[0] == form[0] or short_for(group.full[0], form[0]) for form in _long(home)
    )


def _by_spelt_surname(group: _Group, home: _Group) -> bool:
    if len(group.full) != 1 or len(group.full[0]) < 4:
        return False
    return any(spelt_alike(group.full[0], form[-1]) for form in _long(home))


def _by_office(group: _Group, home: _Group) -> bool:
    return _one_office(group, home)


def _one_office(a: _Group, b: _Group) -> bool:
    """Whether two are said to hold one office, with no word in the one that the other contradicts."""
    for head in sorted(a.heads.keys() & b.heads.keys()):
        mine, theirs = a.heads[head], b.heads[head]
        if mine & theirs or not mine or not theirs:
            return True
    return any("incumbent" in x.heads and ELECTED & y.heads.keys() for x, y in ((a, b), (b, a)))


def _others(groups: list[_Group]) -> list[_Group]:
    """Organisations, places and the rest: one name, an acronym, or the beginning or end of a longer name."""
    done: list[_Group] = []
    for kind in sorted({group.kind for group in groups}):
        ours = [group for group in groups if group.kind == kind]
        ours = _rounds(ours, lambda g: ["".join(stem(f)) for f in g.forms], _one_name)
        if kind in ("organisation", "other"):
            ours = _rounds(ours, _letters, _one_acronym)
            ours = _rounds(ours, lambda g: [w for f in g.forms for w in f if w not in _SMALL], _one_within)
        done.extend(ours)
    return done


def _one_name(a: _Group, b: _Group) -> bool:
    return bool({"".join(stem(f)) for f in a.forms} & {"".join(stem(f)) for f in b.forms})


def _letters(group: _Group) -> list[str]:
    return [letters for form in group.forms for letters in (*acronyms(form), "".join(form)) if len(letters) < 9]


def _one_acronym(a: _Group, b: _Group) -> bool:
    short = {form[0] for group in (a, b) for form in group.forms if len(form) == 1 and len(form[0]) > 1}
    long = {letters for group in (a, b) for form in group.forms for letters in acronyms(form)}
    return bool(short & long) or _one_name(a, b)


def _one_within(a: _Group, b: _Group) -> bool:
    x, y = sorted((a.full, b.full), key=len)
    return within(x, y)


# --- the entities of the comparison ----------------------------------------------------------------


def _numbered(readings: Sequence[Reading], groups: list[_Group]) -> Matched:
    """Entities with ids: those in most articles first, then by mentions, then by name."""
    source = {(r.article.id, e.id): (r, e) for r in readings for e in r.entities}
    place = {key: i for i, key in enumerate(source)}

    def weight(group: _Group) -> tuple[int, int, bool, tuple[str, ...], int]:
        mentions = sum(len(source[key][1].mentions) for key in group.keys)
        return -len(group.articles), -mentions, not group.named, group.full, min(place[k] for k in group.keys)

    entities: list[Entity] = []
    of: dict[Key, str] = {}
    for number, group in enumerate(sorted(groups, key=weight), 1):
        keys = sorted(group.keys, key=place.__getitem__)
        entities.append(_merged(f"e{number}", [source[key] for key in keys], group.kind))
        of.update(dict.fromkeys(keys, f"e{number}"))
    return Matched(tuple(entities), MappingProxyType(of))


def _merged(id: str, members: list[tuple[Reading, Entity]], kind: EntityKind) -> Entity:
    """One entity out of several, in the order of the articles."""
    mentions: list[Mention] = [mention for _, entity in members for mention in entity.mentions]
    offices: dict[str, str] = {}
    for _, entity in members:
        for office in entity.offices:
            offices.setdefault(fold(office), office)
    named = [entity for _, entity in members if entity.named]
    names = Counter(entity.name for entity in named or [entity for _, entity in members])
    name = min(names, key=lambda n: (-sum(len(w) > 1 for w in parts(n)), n.isupper(), -names[n], n))
    return Entity(id, name, kind, tuple(mentions), tuple(offices.values()), bool(named))


def spans(entity: Entity, article: str) -> tuple[Span, ...]:
    """Where an entity is mentioned in one article."""
    return tuple(mention.span for mention in entity.mentions if mention.span.article == article)
