"""What stands on a page and is no part of the report: captions, corrections, promotion, credits.

Rules only say what a whole run is; a run is never split.  To lose body text is worse than to keep a promotion,
so every rule wants the shape as well as the word: a label with its colon, an appeal with where to turn.
"""

from __future__ import annotations

import re

from stemma.types import PartKind

_I = re.IGNORECASE

_CAPTION = re.compile(
    r"^(?:file )?(?:photo(?:graph)?s?|pictures?|pictured|images?|captions?|graphics?|illustrations?|map|video|photo caption"
    r"|picture caption|image caption|(?:photo|image|picture|video) credits?|photograph(?:y|er)?)(?:\s?/|\s?:|\s+by\b:?|\s+courtesy\b)"
    r"|^\(?(?:photo|image|picture|photograph|illustration|ap photo)\b[^.]{0,60}\)?$"
    r"|^(?:above|below|left|right|top|bottom|clockwise)[^:.]{0,30}:\s",
    _I,
)
_CREDIT_END = re.compile(
    r"(?:\s/\s?(?:photo:? ?)?[^\s.!?/|][^.!?/|]{0,39}"
    r"|[(\[](?:(?:file )?(?:photo|picture|image|credit|photograph|ap photo)\b[^()\]]{0,60}|[^()\]]{0,40}/\s?[A-Z][^()\]]{0,30})[)\]]"
    r"|\b(?:photo(?:graph)?|picture|image|credit|illustration)s?(?: credit)?(?::| by\b)[^.!?]{1,60}"
    r"|(?:©|\(c\))\s?[^.!?]{1,40}|\b(?:getty images|afp via getty|file photo|handout)\)?)\.?$",
    _I,
)
_CORRECTION = re.compile(
    r"^(?:\W{0,2})(?:corrections?|clarifications?|correction and clarification|amendment)\b"
    r"(?: ?\([^)]{1,40}\)| (?:on |of )?[^:.]{0,30})?\s?[:–—-]"
    r"|^editor['’]?s['’]? note\b.*\b(?:correct|updated|amended|clarif|earlier version|error)"
    r"|^(?:this|the) (?:article|story|report|page|headline|piece|item|version) (?:was|has been|is) "
    r"(?:later |since )?(?:amended|corrected|updated|changed|edited|clarified|revised)"
    r"|^(?:an )?earlier versions? of (?:this|the) (?:article|story|report|headline|page)"
    r"|^(?:we have|we've) (?:corrected|amended)|^\(?(?:this (?:story|version) )?(?:corrects|adds|updates) ",
    _I,
)
_CREDITS = re.compile(
    r"^\W?(?:additional |further )?(?:reporting|report|writing|editing|edited|written|compiled|translated|translation)"
    r"(?: and (?:writing|editing|reporting))? (?:by|from) "
    r"|^with (?:additional )?reporting (?:by|from) "
    r"|\b(?:contributed|contributing) (?:to this (?:report|story|article)|reporting|additional reporting)\.?\)?$"
    r"|^(?:this (?:article|story|report|piece) (?:was )?)?(?:first|originally) (?:published|appeared|ran) (?:in|on|by|at) ",
    _I,
)
_LABEL = re.compile(
    r"^\W{0,3}(?:read (?:more|also|next|on|the full (?:story|report|article))|also (?:read|on|in)\b[^:.]{0,30}"
    r"|related(?: (?:stories|articles|links|content|coverage|news|reading|topics))?|more|more (?:on|from|about|in)\b[^:.]{1,40}"
    r"|see also|(?:you )?(?:may|might) also like|most (?:read|popular|viewed|shared)|recommended(?: (?:reading|stories|for you))?"
    r"|(?:watch|listen)(?: (?:live|again|now|here|on))?|(?:vote|pics|live blog|podcast|newsletter|in pictures)(?: now)?"
    r"|up next|trending(?: now)?|tags?|topics?|filed under|categories|share(?: this)?|explore more|further reading|keep reading"
    r"|editor['’]?s['’]? picks?|sponsored(?: content)?|advertisements?|promoted|comments?|in case you missed it"
    r"|don['’]t miss|next|previous)\s?(?:[:|»>→]|$)",
    _I,
)
_CAPS_LABEL = re.compile(
    r"^(?:PLUS|WIN|VOTE|VOTE NOW|QUIZ|PICS|VIDEO|TELL US|SIGN UP|POLL|WATCH|LISTEN|HAVE YOUR SAY)\b"
)
_APPEAL = re.compile(
    r"^\W{0,3}(?:please )?(?:sign (?:up|in)|subscribe|unsubscribe|follow (?:us|our|me|the|@|[A-Z])|join (?:us|our|the|[A-Z])"
    r"|downloads? |get (?:the|our|your|all|more|in touch)|(?:click|tap) here|share (?:this|your)|support (?:us|our|local|independent)|donate\b|become an?\b"
    r"|already an? |log ?in|register (?:now|here|for|to)\b|create an? |got an? |have an? |do you |have you |are you |seen |know (?:more|something)"
    r"|send |e-?mail (?:us|the|our|your|me|\S+@)|write to|contact|call (?:our|the|us|on|in)|ring |text [A-Z]{3}|whatsapp|what do you think|tell us|let us know"
    r"|leave a comment|(?:listen|watch|read us|see) |buy (?:a|the|our|your)|to (?:read|receive|get|subscribe) |enjoy(?:ed|ing)? "
    r"|thank you for |thanks for |stand with |help (?:us|keep) |keep |vote |win |pick up |visit |like us|find us|stuck |were you "
    r"|don['’]t miss|never miss|stay (?:up|informed|tuned|ahead)|for more |more (?:from|news|stories)\b)",
    _I,
)
_TURN = re.compile(
    r"\b(?:us|our|newsroom|newsdesk|news desk|desk|newsletters?|inbox|e-?mails?|whatsapp|telegram|signal|viber|subscrib\w+"
    r"|subscriptions?|apps?|channel|podcasts?|pages? \d+|in confidence|tips?|alerts?|briefings?|journalism|readers?|members?"
    r"|phone|twitter|facebook|instagram|youtube|tiktok|bluesky|mastodon|mailbox|editor|free trial|account|log ?in|comments? section"
    r"|supporter|friend of|competition|prizes?|quiz|poll|live ?blog|live (?:page|coverage))\b|@|https?:|www\.|\b\d{3,}[ -]?\d{3,}|\btext \w+ to \d+",
    _I,
)
_LEGAL = re.compile(
    r"^editor['’]?s['’]? note\b|^(?:©|\(c\)|copyright\b)|\ball rights reserved\b|\b(?:may|must) not be (?:republished|reproduced|published|broadcast|rewritten)"
    r"|^(?:terms (?:of|and)|privacy (?:policy|notice)|cookies?(?: policy)?\b|contact us|about us|advertise with)"
    r"|\bis not (?:investment|financial|legal|medical) advice\b|\bmay earn (?:a|an )?\w* ?commission\b|\baffiliate links?\b"
    r"|^for subscribers only|^the views expressed|^this (?:article|content|post) (?:is|was) (?:sponsored|paid for|generated)"
    r"|^(?:this is a )?(?:developing|breaking) (?:news )?story\b|^this is a (?:developing|breaking)|^check back for (?:more )?updates"
    r"|^more (?:details )?to follow|^we will keep you (?:posted|updated)",
    _I,
)
_SAID = re.compile(
    r"\b(?:said|says|told|tells|according to|announced|reported|wrote|added|stated|claimed|warned|argued|insisted)\b",
    _I,
)
_QUOTE = re.compile(r"[\"“”«»„]|(?<!\w)['‘](?=\w[^'’]*[.,!?]['’])")
_END = re.compile(r"[.!?…]['\"”’»)\]]*$")
_PERSON = re.compile(r"\b(?:you|your|yours|us|our|ours|we)\b", _I)
_READERS = re.compile(
    r"\b(?:readers?|(?:our|become a) members?|advertis\w+|donors?|gifts?|owners|subscribers?)\b", _I
)
_WHERE = re.compile(
    r"\b(?:telegram|whatsapp|viber|app|channel|podcast|instagram|facebook|youtube|short wave|khz|mhz|fm|page \d+|pages \d+"
    r"|website|online|broadcast|text service|edition|print)\b|@|https?:|www\.",
    _I,
)
_PROMOTED = re.compile(
    r"\b(?:newsletters?|subscri(?:be|ption)s?|sign up|free to read|briefing|podcast|live ?blog|inbox|more (?:\w+ ){0,2}news"
    r"|share this|follow us|join our|donate|support us|chip in)\b",
    _I,
)
_LEAD_LABEL = re.compile(r"^(?:[\w’'.-]+ ){0,5}[\w’'.-]+: \S")


def kind(line: str) -> PartKind | None:
    """What a run after the header is by itself, where it is not of the report; None where it may be."""
    if _CORRECTION.search(line) and len(line) <= 600:
        return "correction"
    if len(line) <= 400 and _CAPTION.match(line) and not _SAID.search(line):
        return "caption"
    if is_promotion(line):
        return "boilerplate"
    if len(line) <= 300 and _has_credit(line):
        return "caption"
    if len(line) <= 250 and _CREDITS.search(line) and not _QUOTE.search(line):
        return "byline"
    return None


def is_promotion(line: str) -> bool:
    """Whether a run, wherever it stands, calls the reader away: links, appeals, legal lines."""
    if len(line) > 400:
        return False
    if _LEGAL.search(line) and not _SAID.search(line):
        return True
    if (_LABEL.match(line) or _CAPS_LABEL.match(line)) and not _SAID.search(line):
        return True
    appeal = _APPEAL.match(line) and not _SAID.search(line) and not _QUOTE.search(line)
    return bool(appeal and (_TURN.search(line) or _CAPS_LABEL.match(line)))


def closes(line: str, outlet: str) -> bool:
    """Whether a run at the end of a page speaks of the paper and its readers instead of the event.

    Weighed where nothing but furniture follows; outlet: its name, or "" where it is not known.
    """
    if len(line) > 250 or _SAID.search(line) or _QUOTE.search(line) or line[0] in "-•*–—":
        return False
    if not _END.search(line) and line[-1] not in ":;," and _is_link(line):
        return True
    signs = [
        2 * bool(_PROMOTED.search(line)),
        bool(_PERSON.search(line)),
        bool(_READERS.search(line)),
        bool(_WHERE.search(line)),
        _names(line, outlet),
        not _END.search(line),
        " | " in line,
        bool(_LEAD_LABEL.match(line)) and not _PERSON.search(line),  # an interview has both
    ]
    return sum(signs) >= 2


def _has_credit(line: str) -> bool:
    """Whether a run ends as captions do, with whose picture it is: `…. / AFP`, `(Photo: J. Doe)`."""
    end = _CREDIT_END.search(line)
    return bool(end and end.start() > 0 and line[0] not in "-•*–" and not _SAID.search(line))


def _is_link(line: str) -> bool:
    """A short line set as a title is: most of its longer words begin with a capital."""
    words = [word for word in re.findall(r"[^\W_]+(?:[-’'./][^\W_]+)*", line) if len(word) > 3]
    if len(line.split()) <= 3 or not words:
        return len(line.split()) <= 5
    if len(line.split()) > 12:
        return False
    return sum(word[0].isupper() or word[0].isdigit() for word in words) >= 0.6 * len(words)


def _names(line: str, outlet: str) -> bool:
    """Whether a run names the outlet, in full or by a word of it ("the Gazette")."""
    if not outlet:
        return False
    short = [word for word in outlet.split() if len(word) > 3 and word[0].isupper()]
    called = "|".join(map(re.escape, short))
    return outlet.casefold() in line.casefold() or bool(called and re.search(rf"\b(?:{called})\b", line))
