"""Relays: words by which an article hands what it says to another publisher.

"the Harbour Post reported", "told Radio Coast", "according to the agency", "media reports say".  A relay
holds for its sentence, or for the clause after "after the Post reported that"; it goes on while the next
sentences of the paragraph go on with the same voice ("he said"), and back to sentences in which the same
speaker is quoted.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from stemma.copies import words
from stemma.copies.publishers import UNKNOWN, Named, Publisher, Register, rumour
from stemma.types import Article, Reading, Sentence, Span

_TYPE = (
    r"(?:\s(?:newspaper|agency|news agency|website|site|magazine|portal|station|broadcaster|channel"
    r"|network))?"
)
_ASIDE = r"(?:,\s[^.;“”\"]{1,90}?,|\s\([^)\n]{1,40}\))?"
_ADVERBS = (
    r"(?:(?:has|have|had|also|first|later|then|earlier|this week|on \w{3,12}|yesterday|today|separately"
    r"|exclusively|itself|meanwhile|however)\s){0,3}"
)
_REPORTS = (
    "report(?:ed|s)?|said|says|say|wrote|writes|claim(?:ed|s)|reveal(?:ed|s)|quoted|quotes|cited|cites|understands"
    "|disclosed|publish(?:ed|es)|broadcasts?|aired|puts?|described|announced|learned|learnt|carried|carries|added"
    "|adds|showed|shows|noted|alleged|alleges|seen|obtained|named|names|prints?|printed|runs|ran|identified"
    "|counted|estimated|posted|tweeted|confirmed|maintains|insists|suggest(?:ed|s)"
)
_WORK = (
    "report(?:s|ing|ers?)?|story|account|investigation|analysis|article|website|site|correspondents?|sources"
    "|figures|count|tally|survey|interview|columnist"
)
# What follows a publisher's name that is a source: "…, a weekly, has reported", "…'s own investigation".
_AFTER = re.compile(
    rf"{_TYPE}{_ASIDE}\s{_ADVERBS}(?:{_REPORTS})\b|{_TYPE},?\s(?:quoting|citing)\b"
    rf"|(?:[’']s?)?\s(?:own\s)?(?:{_WORK})\b|\sis to be believed\b"
    r"|,\s(?:which|who)\s(?:has|have|had)\s(?:seen|obtained)\b"
)
_TELLS = (
    "told|tells|telling|tell|according to|per|reports?|reported(?: by| in)?|reveals?|citing|cites?"
    "|cited (?:by|in)|quot(?:ed|es|ing)(?: by| in)?|claims?|says|writes|wrote|asked by|gave|giving"
    "|interviewed by|aired by|(?:readers|listeners|viewers) of|interview (?:with|in|for|to|on|given to)"
    "|(?:speaking|talking|spoke|talked) (?:to|on|with)"
)
_GIVEN_BY = (
    "(?:seen|obtained|reviewed|published|broadcast|carried|posted|quoted|run|printed|revealed|disclosed"
    "|released|shown|reports?|reporting|story|account|article|investigation|footage|video|pictures|column)"
    " (?:by|in|on|from)"
)
_GIVEN_TO = (
    r"(?:leaked|handed|given|sent|passed|provided|shown|said|confirmed|admitted|confided|insisted|complained"
    r"|boasted|explained|remarks|comments|statement|letter|e-?mail|message|shared)(?: \w{1,12})? (?:to|with)"
)
_PREPOSITIONS = "near|at|in|on|of|from|to|with|for|and|or|that|after|before|by|about"
# What stands before one: "told", "according to the local weekly", "reported West Frisian newspaper".
_BEFORE = re.compile(
    rf"\b(?i:{_TELLS}|{_GIVEN_BY}|{_GIVEN_TO})\s(?:[Tt]he\s|an?\s|one\s)?(?:(?:[A-Z][\w’'-]{{1,20}}\s){{1,2}}(?=[a-z]))?"
    rf"(?:(?!(?:{_PREPOSITIONS})\s)[a-zà-ÿ’'-]{{2,20}}\s){{0,5}}(?:The\s)?$"
)
_IN = re.compile(
    r"\b(?:in|on|to)\s(?:the\s)?(?:[a-z’'-]{2,20}\s){0,3}$"
    r"|\b(?:column|article|writing) (?:for|in)\s(?:the\s)?$",
    re.IGNORECASE,
)
_UTTERS = re.compile(
    r"\b(?:said|says|say|told|called|calls|claimed|wrote|writes|writing|insisted|admitted|explained|complained|denied"
    r"|defended|confessed|argued|warned|boasted)\b"
)
_UNDER = re.compile(r"\b(?:after|when|as|since|because|where|while|though|although|but|and|which)\s(?:the\s|The\s)?$")
_CLAUSE = re.compile(r"\b(?:who|which|where)\s(?:by|according to|as)?\s?$")
_GOES_ON = re.compile(
    r"^[\"“”'‘’]|\b(?:he|she|it|they)\s(?:also\s|had\s|has\s)?(?:said|says|added|adds|told|wrote|writes|quoted|"
    r"continued|explained|insisted|replied|joked|warned|stressed)\b|^It\s(?:also\s)?(?:quoted|cited|put|described)\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"\b(?:he|she|they)\s(?:had\s|has\s|also\s)?(?:told|tells|said|wrote|writes)\b", re.IGNORECASE)
_SPEECH = re.compile(r"[“”\"]|\b(?:said|says|say|claims?|claimed|believes?|insist\w*|according to)\b")

TOLD = re.compile(r"\b(?:told|tells|telling|interview|spoke|speaking)\b")
"""Words that hand an utterance to the one publisher it was made to."""


@dataclass(frozen=True, slots=True)
class Relay:
    """Text that an article hands to a publisher, its own outlet included ("told this newspaper").

    span: the characters it holds for; evidence: the words that say so; carried: they stand in another
    sentence.
    """

    publisher: Publisher
    span: Span
    evidence: Span
    carried: bool = False


def find(reading: Reading, register: Register) -> tuple[Relay, ...]:
    """The relays of an article in order of place; they do not overlap."""
    article = reading.article
    own = register.own(article)
    quoted = words.quoted(article)
    last: Publisher | None = None
    found: list[Relay] = []
    stated = 0  # sentences of the paragraph so far that name the publisher of the relay that is open
    for number, sentence in enumerate(reading.sentences):
        if sentence.part in ("byline", "dateline"):
            continue
        named = register.find(article, sentence.span.start, sentence.span.end)
        relay = _of_sentence(article, sentence, quoted, named, own, last)
        last = next((n.publisher for n in reversed(named) if not n.back and n.publisher != own), last)
        before = found[-1] if found and number and _adjoins(reading, found[-1], number) else None
        if relay is not None:
            stated = stated + 1 if before is not None and before.publisher == relay.publisher else 1
            found += _back(reading, number, relay, found)
            found.append(relay)
        elif before is not None and before.publisher != UNKNOWN and (stated > 1 or _continues(article, sentence)):
            found.append(Relay(before.publisher, sentence.span, before.evidence, carried=True))
    return tuple(found)


def _adjoins(reading: Reading, relay: Relay, number: int) -> bool:
    """Does a relay hold for the sentence before this one, in the same paragraph?"""
    before, sentence = reading.sentences[number - 1], reading.sentences[number]
    return before.paragraph == sentence.paragraph and relay.span.end == before.span.end


def _of_sentence(
    article: Article,
    sentence: Sentence,
    quoted: Sequence[tuple[int, int]],
    named: list[Named],
    own: Publisher,
    last: Publisher | None,
) -> Relay | None:
    """The relay that a sentence states: to another publisher before the outlet itself, to rumour last."""
    start, end = sentence.span.start, sentence.span.end
    text = article.text
    own_cue: Relay | None = None
    for each in named:
        cue = _cue(text, start, end, each)
        if cue is None or _is_quoted(quoted, each.start):
            continue
        publisher = (last or UNKNOWN) if each.back else each.publisher
        if each.back and last is None:
            continue
        evidence = Span(article.id, min(cue[0], each.start), max(cue[1], each.end))
        if publisher == own:
            own_cue = own_cue or Relay(own, sentence.span, evidence)
            continue
        return Relay(publisher, _scope(text, sentence.span, each), evidence)
    if own_cue is not None:
        return own_cue
    said = rumour(text, start, end)
    if said is None or _is_quoted(quoted, said.start):
        return None
    clause = _CLAUSE.search(text, start + 25, said.start) if said.start > start + 25 else None
    scope = Span(article.id, clause.start() if clause else start, end)
    return Relay(UNKNOWN, scope, Span(article.id, said.start, said.end))


def _cue(text: str, start: int, end: int, named: Named) -> tuple[int, int] | None:
    """The words around a publisher's name that make it a source, as offsets."""
    after = _AFTER.match(text, named.end, end)
    if after is not None:
        return after.span()
    window = max(start, named.start - 90)
    before = _BEFORE.search(text, window, named.start)
    if before is not None:
        return before.span()
    if text[named.start - 1 : named.start] == "(" and re.match(r"\)[.\s]{0,3}$", text[named.end : end]):
        return named.start, named.end
    into = _IN.search(text, window, named.start)
    return into.span() if into is not None and _UTTERS.search(text, start, end) else None


def _scope(text: str, sentence: Span, named: Named) -> Span:
    """The whole sentence, or the clause "after the Post reported that …" where it stands behind another."""
    under = _UNDER.search(text, max(sentence.start, named.start - 24), named.start)
    told = re.match(
        rf"{_TYPE}\s(?:had\s|has\s)?(?:reported|revealed|wrote|said|published|claimed)",
        text[named.end : named.end + 40],
    )
    if under is None or told is None or under.start() - sentence.start < 25:
        return sentence
    if text[named.end + told.end() : sentence.end].count(" ") < 4:
        return sentence
    return Span(sentence.article, named.start, sentence.end)


def _is_quoted(quoted: Sequence[tuple[int, int]], at: int) -> bool:
    """Is this place inside quotation marks?"""
    place = bisect_right(quoted, (at, at)) - 1
    return place >= 0 and quoted[place][0] < at < quoted[place][1]


def _continues(article: Article, sentence: Sentence) -> bool:
    return _GOES_ON.search(article.words(sentence.span)) is not None


def _back(reading: Reading, number: int, relay: Relay, found: Sequence[Relay]) -> list[Relay]:
    """The sentences of the paragraph before "she told the Post" in which she is quoted, up to another one."""
    article, sentence = reading.article, reading.sentences[number]
    text = article.words(sentence.span)
    if not (_PRONOUN.search(text) or re.match(r"[“\"]", text)):
        return []
    taken = {each.span.start for each in found}
    carried: list[Relay] = []
    for before in reversed(reading.sentences[:number]):
        if before.paragraph != sentence.paragraph or before.span.start in taken:
            break
        if not _SPEECH.search(article.words(before.span)):
            break
        carried.append(Relay(relay.publisher, before.span, relay.evidence, carried=True))
    return carried[::-1]
