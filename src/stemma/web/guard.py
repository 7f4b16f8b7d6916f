"""What stands before every page, call and file: which host, who, from where, how much; and the headers of all answers.

Any local user and any page in the browser can reach a port of this machine, so nothing is answered without a key.
"""

from __future__ import annotations

import asyncio
import hmac
import ipaddress
import re
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from stemma.web.problems import RefusedError

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from stemma.web.keys import Keys

BODY_BYTES = 16_000_000
"""Of a call: the longest article as JSON takes less."""

UPLOAD_BYTES = 200_000_000
"""Of files sent at once."""

BODY_SECONDS = 120.0
"""For all of a body to arrive."""

SAFE = frozenset(("GET", "HEAD", "OPTIONS"))
FORM_TOKEN = "x-stemma-token"

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # no-referrer would make the Origin of a form "null"
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}

_HOST = re.compile(r"(?P<name>[a-zA-Z0-9._-]+|\[(?P<six>[0-9a-fA-F:.]+)\])(?::\d{1,5})?")

_ENTER = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Stemma</title>
{refresh}
<h1>Stemma</h1>
<p>{said}</p>
"""
_ASK = "This browser has no key yet, or an old one. Open the address that stemma serve printed last on its terminal."
_AGAIN = '<a href="{address}">Go on</a>'


class Guard:
    """Middleware that lets only those in who have a key, and only from where they may come.

    names: host names besides IP addresses and localhost that the server is reached by.
    cookie: its name; ports of one host share their cookies.
    """

    def __init__(
        self, app: ASGIApp, *, keys: Keys, cookie: str, names: frozenset[str], refuse: Callable[..., Response]
    ) -> None:
        self._app = app
        self._keys = keys
        self._cookie = cookie
        self._names = names
        self._refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        request = Request(scope, receive)
        headed = _headed(send, "no-cache" if scope["path"].startswith("/static/") else "no-store")
        try:
            answer = self._admit(request)
        except RefusedError as error:
            answer = self._refuse(request, error)
        if answer is not None:
            await answer(scope, receive, headed)
            return
        scope.setdefault("state", {})["form_token"] = self._keys.form_token(request.cookies.get(self._cookie, ""))
        await self._app(scope, _bounded(request, receive), headed)

    def _admit(self, request: Request) -> Response | None:
        """None where a request may be answered, else what is answered instead.  Raises RefusedError."""
        if not self._is_ours(request.headers.get("host", "")):
            raise RefusedError(421, "this server does not go by that name. Use the address that stemma serve printed.")
        if request.method == "GET" and "token" in request.query_params:
            return self._enter(request)
        session = request.cookies.get(self._cookie, "")
        scheme, _, key = request.headers.get("authorization", "").partition(" ")
        program = scheme.lower() == "bearer" and self._keys.admits_program(key.strip())
        if not program and not self._keys.admits(session):
            if _comes_from_elsewhere(request):
                return _once_more(request)
            raise RefusedError(401, _ASK, {"WWW-Authenticate": "Bearer"})
        if request.method not in SAFE:
            _require_same_origin(request)
            if not program:
                self._require_form_token(request, session)
        _require_small(request.headers)
        return None

    def _is_ours(self, host: str) -> bool:
        """Whether a Host header is one that no foreign name can stand behind: an address, localhost, or ours."""
        found = _HOST.fullmatch(host)
        if not found:
            return False
        name = found["name"].lower()
        if name == "localhost" or name in self._names:
            return True
        try:
            ipaddress.ip_address(found["six"] or name)
        except ValueError:
            return False
        return True

    def _enter(self, request: Request) -> Response:
        """Exchange the token of an address for a cookie, and go on to the address without it."""
        session = self._keys.exchange(request.query_params["token"])
        answer = RedirectResponse(_without_token(request), 303)
        if session:
            answer.set_cookie(self._cookie, session, path="/", httponly=True, samesite="strict")
        return answer

    def _require_form_token(self, request: Request, session: str) -> None:
        given = request.headers.get(FORM_TOKEN) or request.query_params.get("form_token", "")
        if not hmac.compare_digest(given.encode(), self._keys.form_token(session).encode()):
            raise RefusedError(403, "the call does not carry the token of its page. Load the page again, and retry.")


def _require_same_origin(request: Request) -> None:
    """Raises RefusedError where a browser says that another site wrote this."""
    origin = request.headers.get("origin")
    site = request.headers.get("sec-fetch-site", "same-origin")
    ours = f"{request.url.scheme}://{request.headers['host']}"
    if (origin is not None and origin != ours) or site != "same-origin":
        raise RefusedError(403, "the call comes from another site.")


def _comes_from_elsewhere(request: Request) -> bool:
    """Whether a link on another site led here: then the browser keeps the cookie back, once."""
    says = request.headers.get
    return (
        request.method == "GET"
        and says("sec-fetch-site") in ("cross-site", "same-site")
        and says("sec-fetch-mode") == "navigate"
        and says("sec-fetch-dest") == "document"
    )


def _once_more(request: Request) -> Response:
    """A page that leads to the same address by itself: from here, the browser sends the cookie."""
    from markupsafe import escape

    address = escape(_path(request, request.query_params))
    refresh = f'<meta http-equiv="refresh" content="0; url={address}">'
    return HTMLResponse(_ENTER.format(refresh=refresh, said=_AGAIN.format(address=address)))


def admission_page() -> str:
    """What a browser without a key is shown."""
    return _ENTER.format(refresh="", said=_ASK)


def _without_token(request: Request) -> str:
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "token"]
    return _path(request, QueryParams(kept))


def _path(request: Request, query: QueryParams) -> str:
    """The address of a request on this server alone: `//elsewhere` would lead away."""
    path = "/" + quote(request.url.path.lstrip("/\\"))
    return path + (f"?{urlencode(query.multi_items())}" if query else "")


def _is_upload(headers: Headers) -> bool:
    return headers.get("content-type", "").lower().startswith("multipart/form-data")


def _require_small(headers: Headers) -> None:
    length = headers.get("content-length", "0")
    most = UPLOAD_BYTES if _is_upload(headers) else BODY_BYTES
    if not length.isdecimal() or int(length) > most:
        raise _too_large(most)


def _too_large(most: int) -> RefusedError:
    return RefusedError(413, f"more than {most // 1_000_000} MB were sent. Send less at once.")


def _bounded(request: Request, receive: Receive) -> Receive:
    """What is received, up to a size and a time."""
    most = UPLOAD_BYTES if _is_upload(request.headers) else BODY_BYTES
    deadline = asyncio.get_running_loop().time() + BODY_SECONDS
    seen, whole = 0, False

    async def bounded() -> Message:
        nonlocal seen, whole
        if whole:
            return await receive()  # a client that went away
        try:
            async with asyncio.timeout_at(deadline):
                message = await receive()
        except TimeoutError:
            raise RefusedError(408, f"the call took more than {BODY_SECONDS:.0f} seconds to arrive.") from None
        seen += len(message.get("body", b""))
        whole = not message.get("more_body", False)
        if seen > most:
            raise _too_large(most)
        return message

    return bounded


def _headed(send: Send, caching: str) -> Send:
    """What is sent, with the headers of every answer.  caching: our own files may be kept, and are asked after."""

    async def headed(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("Cache-Control", caching)
        await send(message)

    return headed
