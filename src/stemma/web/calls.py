"""Calls of the API, each declared once: what it takes and gives as types, which check it and describe it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from stemma.show.text import UNSEEN
from stemma.web.problems import RefusedError

LARGEST = (1 << 62) - 1
"""A number in an address: what the library can hold."""

Handler = Callable[..., Awaitable[object]]
"""Takes the request, then the query and the body where the call declares them."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the API.

    path: with {names} or {names:int} of its parts.  answer: type of what comes back, None for nothing.
    query: a msgspec.Struct of the parameters.  body: the type of a JSON body.
    form: a msgspec.Struct of the text fields of a multipart body, which has files besides.
    media: the content types of what comes back.
    """

    method: Literal["GET", "POST", "DELETE"]
    path: str
    handler: Handler
    answer: Any
    query: type[msgspec.Struct] | None = None
    body: Any = None
    form: type[msgspec.Struct] | None = None
    status: int = 200
    media: tuple[str, ...] = ("application/json",)

    @property
    def name(self) -> str:
        """Its name for programs: that of its function."""
        return self.handler.__name__

    async def __call__(self, request: Request) -> Response:
        """Check what was sent, and answer it."""
        if any(isinstance(part, int) and part > LARGEST for part in request.path_params.values()):
            raise HTTPException(404)
        given: list[object] = [request]
        if self.query:
            given.append(parameters(request, self.query))
        if self.body:
            given.append(await _body(request, self.body))
        value = await self.handler(*given)
        if isinstance(value, Response):
            return value
        return Response(status_code=self.status) if self.answer is None else answer(value, self.status)


def routes(calls: Sequence[Call]) -> list[Route]:
    """One route a path, so that whoever asks in another way is told of all that there are; fixed paths go first."""
    paths: dict[str, dict[str, Call]] = {}
    for call in sorted(calls, key=lambda call: "{" in call.path):
        paths.setdefault(call.path, {})[call.method] = call
    return [_route(path, found) for path, found in paths.items()]


def _route(path: str, calls: dict[str, Call]) -> Route:
    async def endpoint(request: Request) -> Response:
        return await calls["GET" if request.method == "HEAD" else request.method](request)

    return Route(path, endpoint, methods=list(calls))


def answer(value: object, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """A value as JSON that cannot steer a terminal: what is unseen is escaped, as JSON allows."""
    text = UNSEEN.sub(_escaped, msgspec.json.encode(value).decode())
    return Response(text, status, headers, "application/json")


def parameters(request: Request, form: type[msgspec.Struct]) -> Any:
    """The parameters of an address.  Raises RefusedError where one is unknown, given twice, or cannot be meant."""
    given: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if name in given:
            raise RefusedError(400, f"the parameter {name} is given twice.")
        given[name] = value
    given.pop("form_token", None)
    return converted(given, form)


def converted(given: dict[str, str], form: type[msgspec.Struct]) -> Any:
    """Text fields as their types.  Raises RefusedError where one is unknown or cannot be meant."""
    try:
        return msgspec.convert(given, form, strict=False)
    except msgspec.ValidationError as error:
        raise RefusedError(400, f"a parameter cannot be meant: {error}.") from error


async def _body(request: Request, form: Any) -> Any:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise RefusedError(415, "the body has to be JSON, with Content-Type: application/json.")
    try:
        return msgspec.json.decode(await request.body(), type=form)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise RefusedError(400, f"the body cannot be meant: {error}.") from error


def _escaped(found: Any) -> str:
    code = ord(found[0])
    if code < 0x10000:
        return f"\\u{code:04x}"
    code -= 0x10000
    return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"
