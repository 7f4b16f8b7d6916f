"""One base class for everything Stemma can say no to."""

from __future__ import annotations


class StemmaError(Exception):
    """What went wrong, with which input, and what to do about it: the message says all three."""


class InputError(StemmaError):
    """A source that cannot be read as an article."""


class UsageError(StemmaError):
    """A call that cannot be meant: too few articles, a folder without a report."""


class LibraryError(StemmaError):
    """A library that cannot be opened, read or written."""
