"""One base class for everything Stemma can say no to."""

from __future__ import annotations


class StemmaError(Exception):
    """What went wrong, with which input, and what to do about it: the message says all three."""


class InputError(StemmaError):
    """A source that cannot be read as an article."""


class AddressError(InputError):
    """A private or reserved address that nobody named on the command line: nothing was asked of it."""


class UnavailableError(InputError):
    """A source that could not be reached now and may be later.

    wait: the seconds after which its server asks to come back; None where it does not say.
    """

    def __init__(self, message: str, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait


class UsageError(StemmaError):
    """A call that cannot be meant: too few articles, a folder without a report."""


class LibraryError(StemmaError):
    """A library that cannot be opened, read or written."""


class MissingError(LibraryError):
    """The library has no article, story, outlet or feed of this name."""


class QueryError(LibraryError):
    """A search or a filter that cannot be meant."""


class BusyError(LibraryError):
    """Another program holds the library for writing; it may work in a moment."""


class CorpusError(StemmaError):
    """A corpus that cannot be read, made or written."""
