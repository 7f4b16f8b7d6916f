"""What stands on a page and is no part of the report: captions, corrections, promotion, credits.

A rule says what a whole run is; a run is never split.  To lose body text is worse than to keep a promotion:
every rule wants the shape as well as the word, a label with its colon, an appeal with where to turn.
Of the 17,000 paragraphs of PolNeAR train the rules set 130 apart, and no report among them.
"""

from __future__ import annotations

import re

from stemma.ingest.lines import any_of, either
from stemma.types import PartKind

_PICTURE = r"(?:photo|photograph|picture|image|illustration|graphic|video)"
_CAPTION = either(
    rf"^{_PICTURE} (?:captions?|sources?|credits?)\s?[:,/]",
    rf"^(?:file )?{_PICTURE}s?(?:\s?[:/]|\s+by\b:?|\s+courtesy\b)",
    r"^(?:pictured|captions?|photograph(?:y|er)|map)(?:\s?[:/]|\s+by\b:?)",
    rf"^\(?(?:ap )?{_PICTURE}\b[^.]{{0,60}}\)?$",
    r"^(?:above|below|left|right|top|bottom|clockwise)[^:.]{0,30}:\s",
)
_CREDIT_END = either(
    r"\s/\s?[^\s.!?/|][^.!?/|]{0,39}\.?$",  # "…. / AFP"
    rf"[(\[](?:file |ap )?{_PICTURE}\b[^()\]]{{0,60}}[)\]]\.?$",
    r"\(credit\b[^()]{0,60}\)\.?$",
    r"[(\[][^()\]]{0,40}/\s?[A-Z][^()\]]{0,30}[)\]]\.?$",  # "(Post/J. Doe)"
    rf"\b(?:{_PICTURE}s?(?: credit)?|credit)(?::| by\b)[^.!?]{{1,60}}\.?$",
    r"(?:©|\(c\))\s?[^.!?]{1,40}\.?$",
    r"\b(?:getty images|file photo|handout)\)?\.?$",
)
_CORRECTION = either(
    r"^\W{0,2}(?:corrections?(?: and clarifications?)?|clarifications?|amendment)\b"
    r"(?: ?\([^)]{1,40}\)| [^:.]{0,30})?\s?[:–—-]",
    r"^editor['’]?s['’]? note\b.*\b(?:correct|updated|amended|clarif|earlier version|error)",
    r"^(?:this|the) (?:article|story|report|page|headline|piece|item|version) (?:was|has been|is) "
    r"(?:later |since )?(?:amended|corrected|updated|changed|edited|clarified|revised)",
    r"^(?:an )?earlier versions? of (?:this|the) (?:article|story|report|headline|page)",
    r"^(?:we have|we've) (?:corrected|amended)",
    r"^\(?(?:this (?:story|version) )?(?:corrects|adds|updates) ",
)
_CREDITS = either(
    r"^\W?(?:additional |further )?(?:reporting|report|writing|editing|edited|written|compiled|translated)"
    r"(?: and (?:writing|editing|reporting))? (?:by|from) ",
    r"^with (?:additional )?reporting (?:by|from) ",
    r"\bcontribut(?:ed|ing) (?:to this (?:report|story|article)|(?:additional )?reporting)\.?\)?$",
    r"^(?:this (?:article|story|report|piece) (?:was )?)?(?:first|originally) (?:published|appeared|ran) "
    r"(?:in|on|by|at) ",
)
_SOURCE = re.compile(
    any_of(
        r"^\W?(?:[Ss]ources?|[Vv]ia)\s?: [^.!?]{2,60}$",
        r"^\(?(?:[Ww]ith )?(?:[Aa]gency|[Aa]gencies) inputs?\b.{0,40}$",
        r"^\(?[Ww]ith inputs? from [^.!?]{2,60}$",
        r"^[–—] ?[A-Z]{2,8}$|^\([A-Z]{2,8}\)$",
    )
)
_LABEL = any_of(
    r"read (?:more|also|next|on|the full (?:story|report|article))|also (?:read|on|in)\b[^:.]{0,30}",
    r"related(?: (?:stories|articles|links|content|coverage|news|reading|topics))?|see also",
    r"more|more (?:on|from|about|in)\b[^:.]{1,40}|most (?:read|popular|viewed|shared)",
    r"(?:you )?(?:may|might) also like|recommended(?: (?:reading|stories|for you))?",
    r"(?:watch|listen)(?: (?:live|again|now|here|on))?|vote(?: now)?|live blog|podcast|newsletter"
    r"|in pictures",
    r"up next|trending(?: now)?|tags?|topics?|filed under|categories|share(?: this)?|explore more",
    r"further reading|keep reading|editor['’]?s['’]? picks?|in case you missed it|don['’]t miss"
    r"|next|previous",
    r"sponsored(?: content)?|advertisements?|promoted|comments?",
)
_LABELLED = re.compile(rf"^\W{{0,3}}(?:{_LABEL})\s?(?:[:|»>→]|$)", re.IGNORECASE)
_SHOUTED = re.compile(r"^(?:PLUS|WIN|VOTE|QUIZ|PICS|VIDEO|TELL US|SIGN UP|POLL|WATCH|LISTEN|HAVE YOUR SAY)\b")
_CONTROLS = either(
    r"^\d+[ -]?min(?:ute)?s?(?: read| listen)?$|^\d+ comments?$|^(?:add|leave|post) a comment$",
    r"^(?:share|save|print|copy link|e-?mail|facebook|twitter|whatsapp|linkedin|reddit|menu|search|close)$",
    r"^(?:skip to (?:main )?content|open in app|listen to (?:this )?article|text size|loading)\b.{0,20}$",
)
_APPEAL = any_of(
    r"sign (?:up|in)|subscribe|unsubscribe|register (?:now|here|for|to)\b|log ?in|already an? |create an? ",
    r"follow |join |downloads? |get (?:the|our|your|all|more|in touch)|(?:click|tap) here"
    r"|share (?:this|your)",
    r"support (?:us|our|local|independent)|donate\b|become an?\b|stand with |help (?:us|keep) |keep ",
    r"got an? |have an? |do you |have you |are you |were you |seen |stuck |know (?:more|something)",
    r"send |e-?mail (?:us|the|our|your|me|\S+@)|write to|contact|call (?:our|the|us|on|in)|ring |whatsapp",
    r"text [A-Z]{3}|what do you think|tell us|let us know|leave a comment|thank you for |thanks for ",
    r"(?:listen|watch|read us|see) |to (?:read|receive|get|subscribe) |enjoy(?:ed|ing)? |vote |win |visit ",
    r"buy (?:a|the|our|your)|pick up |like us|find us|don['’]t miss|never miss|stay (?:up"
    r"|informed|tuned|ahead)",
    r"for more |more (?:from|news|stories)\b|want (?:more|to) ",
)
_APPEALS = re.compile(rf"^\W{{0,3}}(?:please )?(?:{_APPEAL})", re.IGNORECASE)
_TURN = either(
    r"\b(?:us|our|newsroom|newsdesk|desk|newsletters?|inbox|e-?mails?|in confidence|tips?|alerts?"
    r"|briefings?)\b",
    r"\b(?:whatsapp|telegram|signal|viber|twitter|facebook|instagram|youtube|tiktok|bluesky|mastodon)\b",
    r"\b(?:subscrib\w+|subscriptions?|apps?|channel|podcasts?|pages? \d+|phone|mailbox|editor"
    r"|account|log ?in)\b",
    r"\b(?:journalism|readers?|members?|supporter|friend of|free trial|comments? section"
    r"|competition|prizes?)\b",
    r"\b(?:quiz|poll|live ?blog|live (?:page|coverage))\b|@|https?:|www\.|\b\d{3,}[ -]?\d{3,}"
    r"|\btext \w+ to \d+",
)
_LEGAL = either(
    r"^editor['’]?s['’]? note\b|^(?:©|\(c\)|copyright\b)|\ball rights reserved\b|^for subscribers only",
    r"\b(?:may|must) not be (?:republished|reproduced|published|broadcast|rewritten)",
    r"^(?:terms (?:of|and)|privacy (?:policy|notice)|cookies?(?: policy)?\b|contact us|about us"
    r"|advertise with)",
    r"\bis not (?:investment|financial|legal|medical) advice\b|\bmay earn (?:an? )?(?:\w+ )?commission\b",
    r"\baffiliate links?\b|^the views expressed|^this (?:article|content|post) (?:is"
    r"|was) (?:sponsored|paid for)",
    r"^(?:this is a )?(?:developing|breaking) (?:news )?story\b|^check back for (?:more )?updates",
    r"^more (?:details )?to follow|^we will keep you (?:posted|updated)",
)
_SAID = re.compile(
    r"\b(?:said|says|told|tells|according to|announced|reported|wrote|added|stated|claimed|warned"
    r"|argued|insisted)\b",
    re.IGNORECASE,
)
_QUOTE = re.compile(r"[\"“”«»„]|(?<!\w)['‘](?=\w[^'’]{0,200}[.,!?]['’])")
_END = re.compile(r"[.!?…]['\"”’»)\]]*$")
_YOU = re.compile(r"\b(?:you|your|yours|us|our|ours|we)\b", re.IGNORECASE)
_READERS = re.compile(
    r"\b(?:readers?|(?:our|become a) members?|advertis\w+|donors?|gifts?|owners|subscribers?)\b",
    re.IGNORECASE,
)
_WHERE = either(
    r"\b(?:telegram|whatsapp|viber|app|channel|podcast|instagram|facebook|youtube|short wave|khz|mhz|fm)\b",
    r"\b(?:pages? \d+|website|online|broadcast|text service|edition|print)\b|@|https?:|www\.",
)
_PROMOTED = either(
    r"\b(?:newsletters?|subscri(?:be|ption)s?|sign up|free to read|briefing|podcast|live ?blog|inbox)\b",
    r"\b(?:more (?:\w+ ){0,2}news|share this|follow us|join our|donate|support us|chip in)\b",
)
_AUTHOR = re.compile(
    r"[A-Z][\w’'.-]+(?: [A-Z][\w’'.-]+){1,3} (?:is|was) (?:an?|the|our|[A-Z][\w’']+) .{0,80}"
    r"\b(?:correspondent|reporter|editor|columnist|journalist|writer|author|contributor|fellow|professor)\b"
)
_BEAT = re.compile(r"\b(?:covers|covering|based in|writes (?:about|on|for)|@\w+|follow (?:him|her|them))\b")
_LEAD_LABEL = re.compile(r"^(?:[\w’'.-]+ ){0,5}[\w’'.-]+: \S")


def kind(line: str) -> PartKind | None:
    """What a run after the header is by itself, where it is not of the report; None where it may be."""
    if len(line) > 600:
        return None
    if _CORRECTION.search(line):
        return "correction"
    if _CAPTION.match(line) and not _SAID.search(line):
        return "caption"
    if is_promotion(line):
        return "boilerplate"
    if len(line) <= 300 and _has_credit(line):
        return "caption"
    credit = _SOURCE.search(line) or (len(line) <= 250 and _CREDITS.search(line))
    if credit and not _QUOTE.search(line):
        return "byline"
    return None


def is_promotion(line: str) -> bool:
    """Whether a run, wherever it stands, calls the reader away: links, appeals, legal lines."""
    if len(line) > 400 or _SAID.search(line):
        return False
    if any(rule.search(line) for rule in (_LEGAL, _LABELLED, _SHOUTED, _CONTROLS)):
        return True
    return bool(_APPEALS.match(line) and _TURN.search(line) and not _QUOTE.search(line))


def closes(line: str, outlet: str) -> bool:
    """Whether a run at the end of a page speaks of the paper and its readers instead of the event.

    Weighed where nothing but furniture follows.  outlet: its name, or "" where it is not known.
    """
    if len(line) > 250 or line[0] in "-•*–—" or _SAID.search(line) or _QUOTE.search(line):
        return False
    open_end = not _END.search(line)
    if open_end and line[-1] not in ":;," and _is_link(line):
        return True
    signs = (
        is_author_note(line),
        bool(_BEAT.search(line)),
        bool(_PROMOTED.search(line)),
        bool(_YOU.search(line)),
        bool(_READERS.search(line)),
        bool(_WHERE.search(line)),
        _names(line, outlet),
        open_end,
        " | " in line,
        bool(_LEAD_LABEL.match(line)) and not _YOU.search(line),  # an interview has both
    )
    return sum(signs) >= 2


def is_author_note(line: str) -> bool:
    """Whether a line presents an author: "Ida Brekke is our transport correspondent"."""
    return _AUTHOR.match(line) is not None


def _has_credit(line: str) -> bool:
    """Whether a run ends as captions do, with whose picture it is: `…. / AFP`, `(Photo: J. Doe)`."""
    end = _CREDIT_END.search(line)
    return bool(end and end.start() > 0 and line[0] not in "-•*–" and not _SAID.search(line))


def _is_link(line: str) -> bool:
    """A short line set as a title is: most of its longer words begin with a capital."""
    count = len(line.split())
    longer = [word for word in re.findall(r"[^\W_]+(?:[-’'./][^\W_]+)*", line) if len(word) > 3]
    if count <= 3 or not longer:
        return count <= 5
    capitals = sum(word[0].isupper() or word[0].isdigit() for word in longer)
    return count <= 12 and capitals >= 0.6 * len(longer)


def _names(line: str, outlet: str) -> bool:
    """Whether a run names the outlet, in full or by a word of it ("the Gazette")."""
    called = [word for word in outlet.split() if len(word) > 3 and word[0].isupper()]
    in_full = bool(outlet) and outlet.casefold() in line.casefold()
    return in_full or any(re.search(rf"\b{re.escape(word)}\b", line) for word in called)
