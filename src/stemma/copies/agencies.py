"""News agencies: the world's, by name and initials, and how an agency's name looks."""

from __future__ import annotations

import re

from stemma.naming import fold

_KNOWN = """
AP|Associated Press|The AP
Reuters|Thomson Reuters|RTRS
AFP|Agence France-Presse|Agence France Presse
UPI|United Press International
Bloomberg|Bloomberg News
Dow Jones|Dow Jones Newswires
PA|PA Media|Press Association
dpa|Deutsche Presse-Agentur
EFE|Agencia EFE
ANSA|Agenzia ANSA
TASS|ITAR-TASS
RIA Novosti|RIA
Interfax
Xinhua|Xinhua News Agency
China News Service
Kyodo|Kyodo News
Jiji Press|Jiji
Yonhap|Yonhap News Agency
KCNA|Korean Central News Agency
PTI|Press Trust of India
ANI|Asian News International
IANS|Indo-Asian News Service
UNI|United News of India
BSS|Bangladesh Sangbad Sangstha
APP|Associated Press of Pakistan
AAP|Australian Associated Press
NZPA|New Zealand Press Association
CP|The Canadian Press|Canadian Press
CNS|Catholic News Service
Anadolu|Anadolu Agency|AA
DHA|Demirören News Agency
IRNA|Islamic Republic News Agency
ISNA
Mehr|Mehr News Agency
Fars|Fars News Agency
Tasnim|Tasnim News Agency
SPA|Saudi Press Agency
WAM|Emirates News Agency
QNA|Qatar News Agency
KUNA|Kuwait News Agency
Petra|Jordan News Agency
MENA|Middle East News Agency
SANA|Syrian Arab News Agency
NNA|National News Agency
WAFA|Palestine News Agency
MAP|Maghreb Arabe Presse
APS|Algérie Presse Service
TAP|Tunis Afrique Presse
NAN|News Agency of Nigeria
GNA|Ghana News Agency
ENA|Ethiopian News Agency
SAPA|South African Press Association
PANA|Panapress
ANP|Algemeen Nederlands Persbureau
Belga
ATS|Keystone-SDA|SDA
APA|Austria Presse Agentur
TT|TT News Agency|Tidningarnas Telegrambyrå
NTB|Norsk Telegrambyrå
Ritzau
STT|Finnish News Agency
BNS|Baltic News Service
ELTA
LETA
PAP|Polish Press Agency
CTK|ČTK|Czech News Agency
TASR
MTI
Agerpres
BTA|Bulgarian News Agency
Tanjug
Beta|Beta News Agency
FoNet
HINA
STA|Slovenian Press Agency
ANA-MPA|AMNA|Athens News Agency
Ukrinform
UNIAN
Interfax-Ukraine
BelTA
Armenpress
Trend|Trend News Agency
Kazinform
LUSA
Europa Press
Agência Brasil
Telam|Télam
Notimex
Prensa Latina
Andina
Bernama
Antara|Antara News
VNA|Vietnam News Agency
TNA|Thai News Agency
PNA|Philippine News Agency
CNA|Central News Agency
IPS|Inter Press Service
RNS|Religion News Service
States Newsroom
McClatchy|McClatchy News
Tribune News Service|TNS
Knight Ridder
"""

INITIALS = re.compile(r"(?:[A-Z]{2,6}|dpa)")
_NEWS = re.compile(
    r"\b(?:news|press|wire|telegraph|media|information)\s(?:agency|service|bureau|association|trust)\b"
    r"|\b(?:newswires?|wire|press)$|^(?:agence|agencia|agência|agenzia|prensa)\b|agentur\b",
    re.IGNORECASE,
)
_ANY = re.compile(r"\b(?:agency|service|bureau|wires?|newswires?|press)$", re.IGNORECASE)
_ABBREVIATIONS = """
    AM PM GMT UTC BST CET CEST EET MSK IST JST KST EST EDT CST CDT MST MDT PST PDT UN EU US USA UK
    UAE TV FM UTC BC AD CEO CFO PR PS NB OP ED LIVE VIDEO PHOTO MP MEP PHD II III IV OK ID IT TOP
    NEW
"""
_NOT_INITIALS = frozenset(_ABBREVIATIONS.split())


def known(name: str) -> str | None:
    """The usual name of one of the world's agencies by any of its names or initials, or None."""
    return _BY_NAME.get(fold(name).removeprefix("the "))


def is_initials(name: str) -> bool:
    """Could this be an agency's initials ("ANS"), and no time zone or other common abbreviation?"""
    return INITIALS.fullmatch(name) is not None and name not in _NOT_INITIALS


def is_named_like_one(name: str) -> bool:
    """Is this named as news agencies are, wherever it stands ("Rift News Agency", "Prensa Austral")?"""
    return name[:1].isupper() and _NEWS.search(name) is not None


def is_credit(name: str) -> bool:
    """Is this an agency where a credit is due, in a byline or a date line ("Highland Service")?"""
    named = name[:1].isupper() and (_ANY.search(name) or _NEWS.search(name))
    return bool(named) or known(name) is not None or is_initials(name)


def initials(name: str) -> str:
    """The initials of a name, RNA for "Rift News Agency"; words in small letters have none."""
    return "".join(word[0].upper() for word in re.findall(r"[^\W\d_]+", name) if word[0].isupper())


_BY_NAME = {
    fold(alias).removeprefix("the "): line.split("|")[0]
    for line in _KNOWN.strip().splitlines()
    for alias in line.split("|")
}
