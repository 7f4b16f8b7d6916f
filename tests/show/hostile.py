"""The invented story with outside words that try to do harm."""

from __future__ import annotations

from dataclasses import replace

from stemma.types import Article, Comparison, Failure, Part, Span, Stated
from tests.show.example import comparison

SCRIPT = "<script>alert('gorge')</script><img src=x onerror=alert(1)>"
CONTROLS = "\x1b[31mred\x1b[0m\x00\u202ednuora txet\u202c\u009b2J"


def hostile() -> Comparison:
    """The same comparison with harm tried in every place where outside words are shown."""
    plain = comparison()
    evil = f"{SCRIPT}{CONTROLS}{'W' * 200}"
    readings = tuple(
        replace(one, article=poisoned(one.article, evil)) if one.article.id == "a4" else one for one in plain.readings
    )
    return replace(
        plain,
        readings=readings,
        entities=tuple(replace(one, name=one.name + evil) for one in plain.entities),
        quotations=tuple(replace(one, speaker=evil, channel=evil, relayed_from=evil) for one in plain.quotations),
        origins=tuple(replace(one, name=one.name + evil) for one in plain.origins),
        claims=tuple(replace(one, reason=evil) for one in plain.claims),
        conflicts=tuple(replace(one, slot=evil, reason=evil) for one in plain.conflicts),
        ties=tuple(replace(one, reason=evil) for one in plain.ties),
        timeline=tuple(replace(one, value=evil) for one in plain.timeline),
        failures=(Failure(evil, evil),),
        notes=(evil,),
    )


def poisoned(one: Article, evil: str) -> Article:
    """The article with hostile words at its end, in a part of its own, and in every name it has."""
    text = one.text + evil
    parts = (*one.parts, Part("body", Span(one.id, len(one.text), len(text))))
    return replace(
        one,
        text=text,
        parts=parts,
        file=evil,
        source=evil,
        url="javascript:alert(1)",
        outlet=Stated(evil, "metadata"),
        published=Stated(evil, "metadata"),
        incomplete=(evil,),
        notes=(evil,),
    )
