"""An invented story as a comparison made by hand: four articles, one agency text, every kind of finding."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np

from stemma.types import (
    Article,
    Claim,
    Comparison,
    Conflict,
    Copy,
    Entity,
    EntityKind,
    Evidence,
    Failure,
    Label,
    Loaded,
    Mention,
    Moment,
    Omission,
    Origin,
    Provenance,
    Quantity,
    Quotation,
    Reading,
    Sentence,
    SlotReading,
    Span,
    Tie,
    Time,
    Variant,
    Words,
)
from tests.show.story import CLIP, HERALD, WIRE, articles, at


def no_words() -> Words:
    empty = np.zeros(0, dtype=np.int32)
    return Words(empty, empty, empty, (), empty, ())


def reading(of: Article) -> Reading:
    """A reading with what the faces show of one: sentences, and the findings that lie in this article."""
    lines = re.split(r"\n+|(?<=[.”]) (?=[A-Z“])", of.text.strip())
    mine = {"a3": times_and_quantities()}.get(of.id, ((), ()))
    return Reading(
        article=of,
        sentences=tuple(
            Sentence(at(of.id, line), number, "headline" if number == 0 and of.id != "a2" else "body")
            for number, line in enumerate(lines)
        ),
        words=no_words(),
        clauses=(),
        entities=tuple(
            replace(entity, mentions=tuple(one for one in entity.mentions if one.span.article == of.id))
            for entity in entities()
            if any(one.span.article == of.id for one in entity.mentions)
        ),
        quotations=tuple(one for one in quotations() if one.content[0].article == of.id),
        times=mine[0],
        quantities=mine[1],
        labels=tuple(one for one in labels() if one.words.article == of.id),
        loaded=tuple(one for one in loaded() if one.words.article == of.id),
        vectors=np.zeros((len(lines), 384), dtype=np.float32),
    )


def times_and_quantities() -> tuple[tuple[Time, ...], tuple[Quantity, ...]]:
    times = (
        Time(at("a3", "4 February 2027"), "DATE", "2027-02-04"),
        Time(at("a3", "Wednesday"), "DATE", "2027-02-03"),
        Time(at("a3", "more than five hours"), "DURATION", "PT5H", mod="MORE_THAN"),
        Time(at("a3", "Thursday"), "DATE", "2027-02-04"),
        Time(at("a3", "Easter"), "DATE", "2027-03-28"),
    )
    quantities = (
        Quantity(
            at("a3", "Sixteen", 1),
            at("a3", "Sixteen", 1),
            "count",
            16,
            16,
            "exact",
            "people",
            "terrified people",
            16,
            16,
            "people",
        ),
        Quantity(at("a3", "90 metres"), at("a3", "90"), "length", 90, 90, "exact", "m", "", 90, 90, "m"),
    )
    return times, quantities


def person(
    key: str,
    name: str,
    *mentions: Span,
    offices: tuple[str, ...] = (),
    kind: EntityKind = "person",
    named: bool = True,
) -> Entity:
    return Entity(key, name, kind, tuple(Mention(span, "name") for span in mentions), offices, named)


def entities() -> tuple[Entity, ...]:
    return (
        person(
            "e1",
            "Piet Hallam",
            at("a1", "Piet Hallam"),
            at("a2", "Piet Hallam"),
            at("a3", "Piet Hallam"),
            offices=("director of Orrin Lifts",),
        ),
        person("e2", "Ada Lorne", at("a1", "Ada Lorne"), at("a3", "Ada Lorne")),
        person("e3", "Joss Wray", at("a1", "Joss Wray"), offices=("councillor",)),
        person("e4", "Orrin Lifts", at("a1", "Orrin Lifts"), at("a2", "Orrin Lifts"), kind="organisation"),
        person("e5", "police", at("a2", "police"), at("a4", "Police"), kind="organisation", named=False),
    )


def quotations() -> tuple[Quotation, ...]:
    return (
        Quotation(
            "q1",
            (at("a1", "“Nobody screamed. We sang, badly,”"),),
            (at("a1", "said"),),
            (at("a1", "Ada Lorne, a retired nurse who was in the lower cabin"),),
            "direct",
            "Ada Lorne",
            "e2",
        ),
        Quotation(
            "q2",
            (at("a1", "“The system did what it was built to do, which is to stop,”"),),
            (at("a1", "told the Herald"),),
            (at("a1", "its director, Piet Hallam,"),),
            "direct",
            "Piet Hallam",
            "e1",
            channel="to the Herald",
        ),
        Quotation(
            "q3",
            (at("a1", "no inspection had taken place"),),
            (at("a1", "said", 1),),
            (at("a1", "Joss Wray, a councillor and a stubborn critic of the lift,"),),
            "indirect",
            "Joss Wray",
            "e3",
        ),
        Quotation(
            "q4",
            (at("a1", "the drive was inspected in December"),),
            (at("a1", "says"),),
            (at("a1", "Orrin Lifts"),),
            "indirect",
            "Orrin Lifts",
            "e4",
        ),
        Quotation(
            "q5",
            (at("a2", "A helicopter lifted 14 people from a stranded cable car on Wednesday"),),
            (at("a2", "said"),),
            (at("a2", "police"),),
            "indirect",
            "police",
            "e5",
        ),
        Quotation(
            "q6",
            (at("a2", "“The system did what it was built to do, which is to stop,”"),),
            (at("a2", "said in a statement"),),
            (at("a2", "Piet Hallam, director of Orrin Lifts,"),),
            "direct",
            "Piet Hallam",
            "e1",
            channel="in a statement",
        ),
        Quotation(
            "q7",
            (at("a3", "“Nobody screamed,”"), at("a3", "“We just sang, badly.”")),
            (at("a3", "told the Orrin Herald"),),
            (at("a3", "Ada Lorne"),),
            "direct",
            "Ada Lorne",
            "e2",
            channel="to the Orrin Herald",
            relayed_from="Orrin Herald",
        ),
        Quotation(
            "q8",
            (at("a3", "the cable car will not reopen before Easter"),),
            (at("a3", "admitted"),),
            (at("a3", "Embattled lift boss Piet Hallam"),),
            "indirect",
            "Piet Hallam",
            "e1",
        ),
        Quotation(
            "q9",
            (at("a4", "14 people had been lifted from the cable car at Orrin on Wednesday"),),
            (at("a4", "said"),),
            (at("a4", "Police"),),
            "indirect",
            "police",
            "e5",
        ),
        Quotation(
            "q10",
            (at("a4", "“long, cold and dull, as it should be”"),),
            (at("a4", "called"),),
            (at("a4", "A spokesman for the rescue service"),),
            "mixed",
            "A spokesman for the rescue service",
            None,
            unnamed=True,
        ),
    )


def labels() -> tuple[Label, ...]:
    return (
        Label(at("a1", "a stubborn critic of the lift"), "e3"),
        Label(at("a1", "a retired nurse"), "e2"),
        Label(at("a3", "Embattled"), "e1"),
        Label(at("a3", "lift boss"), "e1"),
    )


def loaded() -> tuple[Loaded, ...]:
    return (
        Loaded(at("a3", "plucked"), "intense"),
        Loaded(at("a3", "fear"), "intense"),
        Loaded(at("a3", "terrified"), "intense"),
        Loaded(at("a3", "dramatic"), "intense"),
        Loaded(at("a3", "admitted"), "cue", "q8"),
    )


def says(
    article: str,
    words: str,
    origin: str,
    speaker: str | None = None,
    quotation: str | None = None,
    borrowed: str = "",
) -> Evidence:
    return Evidence(at(article, words), origin, speaker is None, speaker, quotation, 0.91, borrowed)


HUNG = "The cabins hung 90 metres above the Orrin gorge for more than five hours."
TREATED = "Two passengers were treated for hypothermia"


def claims() -> tuple[Claim, ...]:
    lifted = (
        says("a2", "A helicopter lifted 14 people from a stranded cable car on Wednesday", "o2", "police", "q5"),
        says("a4", "14 people had been lifted from the cable car at Orrin on Wednesday", "o4", "police", "q9"),
    )
    hours = (
        says(
            "a1",
            "Fourteen people spent more than five hours in a cable car above the Orrin gorge on Wednesday",
            "o1",
        ),
        says("a2", HUNG, "o2"),
        says("a3", HUNG, "o2"),
    )
    treated = (
        says("a2", TREATED, "o2", "the ambulance service"),
        says("a3", TREATED, "o2", "the ambulance service"),
        says(
            "a4",
            "Two of them were treated for hypothermia.",
            "o4",
            borrowed="the people, from the sentence before",
        ),
    )
    metres = (says("a2", HUNG, "o2"), says("a3", HUNG, "o2"))
    opened = (says("a2", "The cable car, opened in 1971, carries 60,000 people a year.", "o2"),)
    badly = (says("a1", "All of them were winched down by a mountain rescue helicopter.", "o1"),)
    return (
        Claim(
            "c1",
            lifted[0].span,
            "corroborated",
            2,
            lifted,
            ("police",),
            "police",
            9.1,
            "The same people, the same number (14) and the same day.",
        ),
        Claim(
            "c2",
            hours[0].span,
            "corroborated",
            2,
            hours,
            (),
            None,
            7.4,
            "The same duration (more than five hours) over the same place; one passage is the agency's.",
        ),
        Claim(
            "c3",
            treated[0].span,
            "corroborated",
            2,
            treated,
            ("the ambulance service",),
            None,
            6.0,
            "The same number (2) and the same condition.",
        ),
        Claim("c4", metres[0].span, "repeated", 1, metres, (), None, 3.2, "Word for word the same sentence."),
        Claim("c5", opened[0].span, "single", 1, opened, (), None, 1.4, "No other article has it."),
        Claim("c6", badly[0].span, "single", 1, badly, (), None, 1.1, "No other article has it."),
    )


def conflicts() -> tuple[Conflict, ...]:
    aboard = (
        SlotReading(
            "14",
            (
                says("a1", "Fourteen people spent more than five hours in a cable car", "o1"),
                says("a2", "A helicopter lifted 14 people from a stranded cable car", "o2", "police", "q5"),
                says("a4", "14 people had been lifted from the cable car", "o4", "police", "q9"),
            ),
        ),
        SlotReading("16", (says("a3", "Sixteen terrified people were plucked from a stricken cable car", "o3"),)),
    )
    failed = (
        SlotReading("about 11:00", (says("a1", "its drive failed at about 11 a.m.", "o1"),)),
        SlotReading("shortly after 12:00", (says("a2", "a motor failed shortly after midday", "o2"),)),
    )
    reopens = (
        SlotReading("in two weeks", (says("a1", "the cable car will reopen in two weeks", "o1"),)),
        SlotReading(
            "not before Easter",
            (says("a3", "the cable car will not reopen before Easter", "o3", "Piet Hallam", "q8"),),
        ),
    )
    inspected = (
        SlotReading(
            "inspected in December",
            (says("a1", "the drive was inspected in December", "o1", "Orrin Lifts", "q4"),),
        ),
        SlotReading("not inspected", (says("a1", "no inspection had taken place", "o1", "Joss Wray", "q3"),)),
    )
    return (
        Conflict(
            "x1",
            "number",
            "conflict",
            "people in the cable car",
            aboard,
            0.93,
            "Both count the people lifted from the cable car on Wednesday.",
        ),
        Conflict(
            "x2",
            "time",
            "conflict",
            "when the drive failed",
            failed,
            0.81,
            "Both give the time of one failure; the two ranges do not meet.",
        ),
        Conflict(
            "x3",
            "date",
            "update",
            "when the cable car reopens",
            reopens,
            0.84,
            "Reported a day apart, of something still to come.",
        ),
        Conflict(
            "x4",
            "polarity",
            "view",
            "whether the drive was inspected",
            inspected,
            0.7,
            "Orrin Lifts says it was; Joss Wray says it was not.",
        ),
    )


def descent() -> tuple[tuple[Copy, ...], tuple[Origin, ...], tuple[Provenance, ...], tuple[Tie, ...]]:
    shared = (
        Span("a2", at("a2", HUNG).start, at("a2", "the ambulance service said.").end),
        Span("a3", at("a3", HUNG).start, at("a3", "the ambulance service said.").end),
    )
    copies = (Copy("k1", shared, "o2", len(shared[0]), 1.0, "25 words in a row are the same."),)
    origins = (
        Origin("o1", "Orrin Herald", "outlet"),
        Origin("o2", "Northgate Wire", "agency"),
        Origin("o3", "Valley Sun", "outlet"),
        Origin("o4", "3f2a9c.html", "unknown"),
    )
    provenance = (
        Provenance(Span("a1", 0, len(HERALD)), "o1", "own", (), "No other origin is named."),
        Provenance(Span("a2", 0, len(WIRE)), "o2", "credited", (at("a2", "Northgate Wire"),), "A credit line."),
        Provenance(
            at("a3", "Sixteen terrified people were plucked from a stricken cable car"),
            "o3",
            "own",
            (),
            "No other origin is named.",
        ),
        Provenance(shared[1], "o2", "copied", (shared[0],), "The agency's words, credited below."),
        Provenance(
            at("a3", "“Nobody screamed,” Ada Lorne told the Orrin Herald. “We just sang, badly.”"),
            "o1",
            "relayed",
            (at("a3", "told the Orrin Herald"),),
            "Told to another outlet.",
        ),
        Provenance(Span("a4", 0, len(CLIP)), "o4", "own", (), "No other origin is named."),
    )
    ties = (
        Tie(
            "a3",
            "o2",
            "a2",
            "copied",
            len(shared[0]),
            (shared[1], at("a3", "(Northgate Wire)")),
            "117 characters are the agency's, word for word; a credit line names it.",
        ),
        Tie(
            "a3",
            "o1",
            "a1",
            "relayed",
            0,
            (at("a3", "told the Orrin Herald"),),
            "A quotation is taken from the Orrin Herald, which is named.",
        ),
        Tie(
            "a4",
            "o2",
            "a2",
            "inferred",
            0,
            (at("a4", "Police said that 14 people had been lifted"),),
            "The same facts in the same order as the agency's, in other words.",
        ),
    )
    return copies, origins, provenance, ties


def comparison() -> Comparison:
    copies, origins, provenance, ties = descent()
    return Comparison(
        readings=tuple(reading(one) for one in articles()),
        entities=entities(),
        quotations=quotations(),
        variants=(Variant(("q1", "q7"), "The same words, one of them added or left out."),),
        labels=labels(),
        copies=copies,
        origins=origins,
        provenance=provenance,
        ties=ties,
        claims=claims(),
        conflicts=conflicts(),
        omissions=(Omission("a1", ("c3",)), Omission("a3", ("c1",))),
        timeline=(
            Moment("2027-02-03T11:00", "happened", (at("a1", "its drive failed at about 11 a.m."),)),
            Moment("2027-02-03T17:05+00:00", "published", (Span("a2", 0, 0),)),
            Moment("2027-02-03T19:20", "published", (at("a1", "3 February 2027, 7.20 pm"),)),
            Moment("2027-02-04", "published", (at("a3", "4 February 2027"),)),
            Moment("XXXX-12", "happened", (at("a1", "the drive was inspected in December"),)),
        ),
        failures=(Failure("in/broken.bin", "this is no text; give the article as text or HTML"),),
        notes=("3f2a9c.html: outlet and date are not stated",),
    )


def without_findings() -> Comparison:
    """The four articles, and nothing found in them."""
    readings = tuple(reading(one) for one in articles())
    return Comparison(readings, (), (), (), (), (), (), (), (), (), (), (), ())
