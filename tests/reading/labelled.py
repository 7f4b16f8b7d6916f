"""Invented reports of several kinds of outlet with the words they put on people marked: `[words|whom]`.

Marked is what a careful editor calls a description or an epithet: what somebody is, beyond the name and the bare
office.  Written before anything read them, and not changed to suit what reads them.
"""

from __future__ import annotations

TEXTS = {
    "tabloid": """BAKER'S FURY AS COUNCIL BINS HIS OVEN
By Nell Strick

[Furious|Cobb] Danny Cobb has vowed to chain himself to his bread oven after town hall bosses ordered it out.

[The dad-of-four|Cobb] wept as bailiffs rolled up outside [his|] shop in Pellow Street on Tuesday.

"They can take me with it," said Cobb, 46, [a third-generation baker who starts work at 2am|Cobb].

[Mean-spirited council boss|Lorne] Gerald Lorne, who was not at the scene, refused to
apologise. "Rules are rules," he told the Star.

[Regular customer|Iqbal] Shireen Iqbal, 71, was in tears. "He is [a saint|Cobb]," she said.

Cobb's wife, Tina, brought the bailiffs doughnuts. [The embattled oven-owner|Cobb] will be back in court on Friday.
""",
    "wire": """Ferry operator fined over fire that injured 12
SALTMERE, 4 May (Coast Wire) - A court in Saltmere fined the operator Norse Line 2 million crowns on Monday over an
engine fire that injured 12 people.

Judge Tove Arnesen said the company had ignored two warnings. "A child could have seen the smoke," she said.

Chief executive Pål Rygg, who joined the company in January, said it would not appeal.

Kari Moe, [a deckhand who lost two fingers in the fire|Moe], called the fine "small change". Her lawyer, Stig
Dahl, said a civil claim would follow.

Prosecutor Ida Fossum had asked for 5 million. Transport Minister Leif Brekke declined to comment.
""",
    "partisan blog": """The Great Leader goes shopping
Posted by Admin, 12 June

So it turns out that Senator Hollis Grieve, [that tireless friend of the working man|Grieve], has bought himself a
third house. The papers will not tell you this. We will.

[The champagne socialist|Grieve] paid 1.4 million for it, according to the land registry. His chief of staff,
Maya Orde, called our questions "tiresome".

Remember when Grieve, [a failed car salesman|Grieve], promised to give half his salary away? [Poor|Grieve] Hollis
must have forgotten.

His only honest colleague, Senator Ruth Abel, put it well: "He is [a landlord with a megaphone|Grieve]." Abel, [the
conscience of the upper house|Abel], knows what she is talking about.
""",
    "broadsheet": """The quiet engineer behind the tunnel that worked
Amara Lindqvist in Kestrel Bay

When the water broke through on the third night, Tomas Ferreira did not run. [The softly spoken engineer|Ferreira]
closed the gate by hand, went home and said nothing.

Ferreira, 58, [the son of a Madeiran fisherman|Ferreira], has spent 30 years underground. “He is [the most stubborn
man I have met|Ferreira],” said Helga Thorne, [who led the inquiry into the flood|Thorne].

Ms Thorne, [a former high court judge|Thorne], published her findings on Wednesday. They were welcomed by the mayor,
Anders Voll, and by Lucia Prado, the secretary of the tunnellers’ union.

The transport authority’s director, Sven Hale, has resigned. He was not available for comment.
""",
    "local paper": """Library saved by knitting club
Published: 9 March 2026

Brackley's library will stay open after [retired postwoman|Pym] Edna Pym and her friends raised £40,000.

Mrs Pym, 83, began with a single scarf. “I never thought it would come to this,” she said.

Councillor Raj Patel, who chairs the leisure committee, said the money made all the difference. [Local author|Crane]
Phil Crane read to children at Saturday's opening. His sister, Joan Crane, [a librarian for 40 years|Joan], cut the
ribbon.

Builder Tom Oakes, [whose firm mended the roof free of charge|Oakes], said anyone would have done the same.
""",
    "state agency": """President receives envoy of brotherly nation
KARZABAD, 2 February (KNA)

His Excellency President Orun Batyr received the special envoy of the Republic of Senna, Mr. Idris Kone, on Monday.

The President stressed that the traitor Yusuf Malik, [a hireling of foreign services|Malik], would answer for his
deeds. [The so-called journalist|Malik] fled the country in 2024.

Mr. Kone, [a veteran diplomat|Kone], conveyed warm greetings. Foreign Minister Aida Temir and Defence Minister Bolat
Sarin attended the meeting.
""",
    "sport": """Vance stuns champion in five sets
By our tennis correspondent

Little-known qualifier Orla Vance beat [the defending champion|Sabatini], Nina Sabatini, in three hours on Sunday.

[The 19-year-old from Cork|Vance] saved four match points. "I stopped counting," she said.

Sabatini, [twice a winner here|Sabatini], hit 51 errors. Her coach, Luis Prieto, walked out before the end.

[The fiery Argentine|Sabatini] refused to shake hands with the umpire, Claude Morel. "She is [a cry-baby|Sabatini],"
said [former world number one|Holt] Karen Holt, commentating for SportNow.
""",
    "crime report": """Man held after jewellery raid
Friday 14 August, 18.20

A [37-year-old plumber|] was arrested on Friday over a raid on a jeweller's in Tarn Street, police said.

Inspector Louise Marchetti named no suspect. The owner of the shop, Viktor Anselm, said two rings worth 90,000 euros
were missing.

Witness Paula Reyes, [a nurse on her way home|Reyes], saw a man climb on a bin. [Neighbour|Osman] Farid Osman called
the police.

Anselm, [no stranger to the courts|Anselm], was himself convicted of fraud in 2019. [The flamboyant jeweller|Anselm]
declined to speak of it.
""",
    "business": """Halden's founder quits after loss
Reuben Stark, markets reporter

Shares in Halden fell 12 percent on Thursday after Mira Halden, [the billionaire who built the group from a
garage|Mira], said she would step down.

Finance director Joseph Okoro will run the company until June. He is [a safe pair of hands|Okoro], said Petra Lang,
an analyst at Brook Securities.

[Activist investor|Sorel] Julian Sorel had called for her to go since March. Sorel, [a thorn in the side of boards
across Europe|Sorel], owns 6 percent.

Ms Halden, [widely seen as the sharpest mind in the trade|Mira], declined an interview. The chairman, Sir Alec Boone,
thanked her.
""",
    "obituary": """Bettina Roos, voice of the night train, dies at 91
The Meridian, 30 October

Bettina Roos, [the announcer whose voice three generations knew|Bettina], has died. She was 91.

[A railwayman's daughter|Bettina], she was hired in 1956 for a week. Her husband, Karl Roos, [a signalman|Karl], taught
her the timetable.

“She was [the last of the greats|Bettina],” said Otto Brand, the director of the railway museum. Her daughter Lena,
[a violinist|Lena], will play at the funeral.
""",
    "foreign desk": """Rebel commander offers truce in Darval
Our correspondent in Porto Neve

Commander Salif Toure, [a one-time schoolteacher|Toure], offered a truce on Tuesday, the radio reported.

The government's spokesman, Brigadier Paul Adeyemi, dismissed it. "He is [a bandit in a beret|Toure]," Adeyemi said.

[The bearded guerrilla|Toure], 52, has evaded capture for nine years. The UN mediator, Elin Strand, arrived from Geneva
at noon. Strand, [who speaks four of the country's languages|Strand], will meet him at the border.

Among those waiting was Fatou Bah, [a market trader|Bah]. “I want to sleep,” she said.
""",
    "gossip site": """OMG: Zia and Kit are OVER
pop dept | 3 hrs ago

Sources close to [the sultry songbird|Zia] say Zia Marlowe has dumped [racing ace|Kit] Kit Dern by text.

[The heartbroken hunk|Kit] was spotted alone at a burger bar on Monday. [Pal|Tash] Tash Bell told us: "He's
[a wreck|Kit]."

Zia, 31, [dubbed the Duchess of Drama by fans|Zia], posted a single broken heart. Her publicist, Greg Moss, did not
reply.
""",
}
