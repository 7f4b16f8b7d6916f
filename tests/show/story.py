"""Four invented articles of one event: an own report, an agency text, a copy of it, and a clip cut short."""

from __future__ import annotations

import hashlib

from stemma.types import Article, Part, PartKind, Span, Stated

HERALD = """\
Cable car stops above Orrin gorge with 14 aboard
By Mara Venn
Orrin Herald, 3 February 2027, 7.20 pm

Fourteen people spent more than five hours in a cable car above the Orrin gorge on Wednesday after its drive \
failed at about 11 a.m.

All of them were winched down by a mountain rescue helicopter. “Nobody screamed. We sang, badly,” said Ada \
Lorne, a retired nurse who was in the lower cabin.

The operator, Orrin Lifts, says the drive was inspected in December. “The system did what it was built to \
do, which is to stop,” its director, Piet Hallam, told the Herald.

Joss Wray, a councillor and a stubborn critic of the lift, said no inspection had taken place.

A cabin above the gorge, seen from the old road. / Orrin Herald

Ticket holders were told that the cable car will reopen in two weeks.
"""

WIRE = """\
ORRIN (Northgate Wire) — A helicopter lifted 14 people from a stranded cable car on Wednesday, police said, \
after a motor failed shortly after midday.

The cabins hung 90 metres above the Orrin gorge for more than five hours. Two passengers were treated for \
hypothermia, the ambulance service said.

“The system did what it was built to do, which is to stop,” Piet Hallam, director of Orrin Lifts, said in a \
statement.

The cable car, opened in 1971, carries 60,000 people a year.
"""

SUN = """\
Sixteen plucked from cable car of fear
Valley Sun, 4 February 2027

Sixteen terrified people were plucked from a stricken cable car in a dramatic helicopter rescue on Wednesday.

The cabins hung 90 metres above the Orrin gorge for more than five hours. Two passengers were treated for \
hypothermia, the ambulance service said. (Northgate Wire)

“Nobody screamed,” Ada Lorne told the Orrin Herald. “We just sang, badly.”

Embattled lift boss Piet Hallam admitted on Thursday that the cable car will not reopen before Easter.

Subscribe to the Sun for your daily dose of valley news
"""

CLIP = """\
Helicopter empties stranded cable car

Police said that 14 people had been lifted from the cable car at Orrin on Wednesday. Two of them were \
treated for hypothermia.

A spokesman for the rescue service called the operation “long, cold and dull, as it should be”. He added

Continue reading with a subscription
"""

TEXTS = {"a1": HERALD, "a2": WIRE, "a3": SUN, "a4": CLIP}


def at(article: str, words: str, nth: int = 0) -> Span:
    """The span of words in an article, which must be there."""
    start = -1
    for _ in range(nth + 1):
        start = TEXTS[article].index(words, start + 1)
    return Span(article, start, start + len(words))


def part(article: str, kind: PartKind, words: str) -> Part:
    return Part(kind, at(article, words))


def body(article: str, first: str, last: str) -> Part:
    return Part("body", Span(article, at(article, first).start, at(article, last).end))


def article(name: str, file: str, parts: tuple[Part, ...], **stated: Stated | tuple[str, ...] | None) -> Article:
    text = TEXTS[name]
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return Article(id=name, text=text, sha256=sha256, source=f"in/{file}", file=file, parts=parts, **stated)  # type: ignore[arg-type]


def articles() -> tuple[Article, ...]:
    herald = article(
        "a1",
        "orrin-herald.txt",
        (
            part("a1", "headline", "Cable car stops above Orrin gorge with 14 aboard"),
            part("a1", "byline", "By Mara Venn"),
            part("a1", "dateline", "Orrin Herald, 3 February 2027, 7.20 pm"),
            body("a1", "Fourteen people", "no inspection had taken place."),
            part("a1", "caption", "A cabin above the gorge, seen from the old road. / Orrin Herald"),
            part("a1", "body", "Ticket holders were told that the cable car will reopen in two weeks."),
        ),
        outlet=Stated("Orrin Herald", "dateline", at("a1", "Orrin Herald")),
        published=Stated("2027-02-03T19:20", "dateline", at("a1", "3 February 2027, 7.20 pm")),
    )
    wire = article(
        "a2",
        "northgate.json",
        (body("a2", "ORRIN (Northgate Wire)", "60,000 people a year."),),
        outlet=Stated("Northgate Wire", "metadata"),
        published=Stated("2027-02-03T17:05+00:00", "metadata"),
        updated=Stated("2027-02-03T18:40+00:00", "metadata"),
    )
    sun = article(
        "a3",
        "valley-sun.txt",
        (
            part("a3", "headline", "Sixteen plucked from cable car of fear"),
            part("a3", "dateline", "Valley Sun, 4 February 2027"),
            body("a3", "Sixteen terrified", "before Easter."),
            part("a3", "boilerplate", "Subscribe to the Sun for your daily dose of valley news"),
        ),
        outlet=Stated("Valley Sun", "file name"),
        published=Stated("2027-02-04", "dateline", at("a3", "4 February 2027")),
    )
    clip = article(
        "a4",
        "3f2a9c.html",
        (
            part("a4", "headline", "Helicopter empties stranded cable car"),
            body("a4", "Police said", "He added"),
            part("a4", "boilerplate", "Continue reading with a subscription"),
        ),
        incomplete=("the last sentence is cut", "a subscription is asked for"),
    )
    return herald, wire, sun, clip
