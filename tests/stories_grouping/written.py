"""Invented reports: two earthquakes of one week, two days of one trial, and what else a week brings."""

from __future__ import annotations

from stemma.ingest import build
from stemma.ingest.build import Known
from stemma.types import Article

VARDE = (
    (
        "Strong earthquake shakes Varde valley, three dead",
        "An earthquake of magnitude 6.1 struck the Varde valley in northern Estria on Monday, killing three people "
        "and damaging hundreds of houses, the civil protection office said.\n\n"
        "The quake hit at 5:40 in the morning near the town of Lomna. Rescuers from Lomna and Tervik dug through the "
        "ruins of a dairy. “We heard the walls come down,” said Ilka Morvan, the mayor of Lomna.",
        "2031-05-05T09:10",
    ),
    (
        "Lomna counts its dead after Monday's quake",
        "Three people were killed and more than forty hurt when a 6.1 magnitude quake hit Lomna in the Varde valley "
        "early on Monday, officials in Estria said.\n\n"
        "Mayor Ilka Morvan said that the dairy and two schools had fallen in. Soldiers from Tervik set up tents for "
        "people who cannot go back to their houses in Lomna.",
        "2031-05-05T17:30",
    ),
    (
        "Estria: search goes on in the Varde valley",
        "Rescuers searched the ruins of a dairy in Lomna for a second day after the earthquake that killed three "
        "people in Estria's Varde valley on Monday.\n\n"
        "“Every hour counts now,” said Ilka Morvan, the mayor. The civil protection office in Tervik spoke of 420 "
        "damaged houses. The quake had a magnitude of 6.1.",
        "2031-05-06T08:00",
    ),
)
QUIRA = (
    (
        "Earthquake off Quira island, harbour wall broken",
        "An earthquake of magnitude 6.3 struck off Quira, an island of the Sotavan republic, on Wednesday, breaking "
        "the harbour wall and killing one fisherman, the Sotavan navy said.\n\n"
        "The quake was felt in Port Almeida. “The sea went out and came back,” said Beno Tarquez, who runs the "
        "harbour of Quira. The navy lifted its tsunami warning at noon.",
        "2031-05-07T15:00",
    ),
    (
        "Fisherman killed as quake breaks Quira's harbour",
        "A fisherman died on Wednesday when a 6.3 magnitude quake broke the wall of the harbour on Quira, the navy of "
        "Sotavan said.\n\n"
        "Harbour master Beno Tarquez said that eleven boats were lost. Ships from Port Almeida brought water to the "
        "island, and the tsunami warning was lifted at noon.",
        "2031-05-07T19:20",
    ),
    (
        "Sotavan sends ships to Quira after the quake",
        "The navy of Sotavan sent two ships with water and tents from Port Almeida to Quira, where an earthquake "
        "broke the harbour wall and killed a fisherman on Wednesday.\n\n"
        "“We need cranes,” said the harbour master, Beno Tarquez. The quake of magnitude 6.3 sank eleven boats.",
        "2031-05-08T07:45",
    ),
)
CHEESE = (
    (
        "Dairy fair opens in Pell with a record cheese",
        "The dairy fair of Pell opened on Tuesday with a cheese of 812 kilograms, the largest that its judges have "
        "weighed.\n\n“It took us nine months,” said Oda Fenn, who made it with her two sons.",
        "2031-05-06T10:00",
    ),
    (
        "Pell weighs its largest cheese",
        "Oda Fenn and her sons brought a cheese of 812 kilograms to the dairy fair in Pell on Tuesday, more than any "
        "before it.\n\nThe judges needed a crane to weigh it. Visitors may taste it on Sunday.",
        "2031-05-06T16:00",
    ),
)


def article(report: tuple[str, str, str], *, outlet: str = "Pell Courier", published: str | None = None) -> Article:
    """One report as an ingest makes it.  published: in place of its own date; "" for none."""
    headline, text, when = report
    known = Known(outlet=outlet, published=when if published is None else published, title=headline)
    return build.article(f"{headline}\n\n{text}\n", f"{outlet} {headline}", known)
