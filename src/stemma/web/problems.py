"""What is said where something cannot be done: one shape for every error of the API, and what pages make of it."""

from __future__ import annotations

from dataclasses import dataclass

from stemma.errors import BusyError, InputError, MissingError, QueryError, StemmaError, UsageError


@dataclass(frozen=True, slots=True)
class Problem:
    """status: of HTTP.  code: a word for programs.  message: what went wrong, with what, and what to do."""

    status: int
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Failed:
    """The answer of the API where something cannot be done."""

    error: Problem


class RefusedError(StemmaError):
    """A request that is not answered as asked.  status: of HTTP; headers: that go with it."""

    def __init__(self, status: int, message: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.headers = headers or {}


CODES = {
    400: "bad_request",
    401: "not_admitted",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    408: "too_slow",
    409: "conflict",
    411: "length_required",
    413: "too_large",
    415: "unsupported_type",
    421: "wrong_host",
    422: "invalid",
    429: "queue_full",
    500: "fault",
    503: "busy",
    507: "disk_full",
}


def problem(status: int, message: str) -> Problem:
    """A problem with the word that goes with its status."""
    return Problem(status, CODES.get(status, "failed"), message)


def problem_of(error: Exception) -> Problem:
    """What an exception comes to."""
    if isinstance(error, RefusedError):
        return problem(error.status, str(error))
    if isinstance(error, MissingError):
        return problem(404, str(error))
    if isinstance(error, QueryError | UsageError | InputError):
        return problem(400, str(error))
    if isinstance(error, BusyError):
        return problem(503, str(error))
    if isinstance(error, StemmaError):
        return problem(500, str(error))
    return problem(500, f"a fault of Stemma stopped it ({type(error).__name__}). The terminal tells more.")
