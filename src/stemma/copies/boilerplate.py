"""Boilerplate: what stands under many articles in the same words and says nothing of where they come from."""

from __future__ import annotations

import re

_FURNITURE = re.compile(
    r"\ball rights reserved\b|\bmay not be (?:published|reproduced|redistributed)\b"
    r"|^(?:©|\([Cc]\)|copyright)\s"
    r"|\b(?:sign up|subscribe|register) (?:to|for|now|here)\b|\bfollow (?:us|\w{1,20}) on\b|\bnewsletters?\b"
    r"|^(?:read|see) (?:more|also)\b|^for more .{1,40} coverage\b|^(?:reporting|writing|editing) by\b"
    r"|\bcontributed to this (?:report|story|article)\b|\bclick here\b",
    re.IGNORECASE,
)


_CAPTION = re.compile(
    r"^(?:pictured|above|below|left|right|file photo|photo|image|picture)[,:]|\bpictured$|\b(?:is|are) pictured\b"
    r"|^image (?:copyright|caption)\b|\bimage caption\b|\bfile photo\b|\bgetty images\b|\bshutterstock\b"
    r"|\((?:AP|AFP|PA|EPA|Reuters|Rex|Photo|Picture|Image)\b[^)]{0,40}\)\W{0,3}$|/(?:AP|AFP|PA|EPA|Reuters|Rex)\)?\W{0,3}$"
    r"|\([A-Z][\w.&’' -]{2,40}\)$",
    re.IGNORECASE,
)


def is_caption(sentence: str) -> bool:
    """Does a sentence stand under a picture?  Who bought one photograph has its caption, and nothing else in common."""
    return _CAPTION.search(sentence.strip()) is not None


def is_furniture(sentence: str) -> bool:
    """Is a sentence a legal notice, a credit or an offer to the reader, such as many outlets print alike?"""
    return _FURNITURE.search(sentence) is not None
