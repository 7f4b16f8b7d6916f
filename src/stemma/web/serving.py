"""The server process: where it listens, what it prints, how it ends."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from types import FrameType

import click

from stemma.errors import UsageError
from stemma.library import default_path, open_library
from stemma.web.app import make
from stemma.web.keys import SHORTEST_KEY, Keys

KEY = "STEMMA_KEY"
"""The environment variable that sets the key for programs."""


def serve(library: Path | None, *, host: str, port: int, open_it: bool) -> None:
    """Serve a library, which is made where there is none, until Ctrl-C or SIGTERM.

    Raises LibraryError where it cannot be opened, UsageError where nothing can listen at that place.
    """
    import uvicorn

    path = (library or default_path()).expanduser()
    open_library(path, create=True).close()
    listening = _listen(host, port)
    base = _address(host, listening.getsockname()[1])
    keys = Keys(program := _program_key(), lambda: _tell(base, keys))
    names = frozenset({host.lower(), socket.gethostname().lower()})
    app = make(path, keys=keys, port=listening.getsockname()[1], names=names)
    _tell(base, keys)
    if KEY not in os.environ:
        click.echo(f"for programs, until it ends: Authorization: Bearer {program}")
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,  # nobody stands in front whose word on scheme and host would count
        ws="none",
        timeout_keep_alive=20,
        timeout_graceful_shutdown=5,
    )
    # A job that is ended leaves semaphores to Python's tracker, which removes them: nothing that a person should read.
    sys.warnoptions.append("ignore:resource_tracker")
    signal.signal(signal.SIGTERM, _stop)
    # uvicorn has ended everything when it raises what ended it once more
    with _opened(f"{base}/?token={keys.link}") if open_it else nullcontext(), suppress(KeyboardInterrupt):
        uvicorn.Server(config).run([listening])


@contextmanager
def _opened(link: str) -> Iterator[None]:
    """Open a link in the browser by way of a file that only its owner reads: command lines can be read by all."""
    with tempfile.TemporaryDirectory(prefix="stemma-") as folder:
        page = Path(folder) / "open.html"
        page.write_text(f'<!doctype html><meta http-equiv="refresh" content="0; url={link}">', encoding="utf-8")
        click.launch(str(page))
        yield


def _stop(number: int, frame: FrameType | None) -> None:
    """End as with Ctrl-C: service managers send SIGTERM."""
    raise KeyboardInterrupt


def _tell(base: str, keys: Keys) -> None:
    click.echo(f"open once: {base}/?token={keys.link}")


def _program_key() -> str:
    key = os.environ.get(KEY)
    if key is not None and len(key) < SHORTEST_KEY:
        raise UsageError(f"${KEY} is too short for a key. Give {SHORTEST_KEY} characters or more.")
    return key or secrets.token_urlsafe(32)


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listening = socket.create_server((host, port), family=family, backlog=256)
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else a short answer waits 40 ms for an ACK
        return listening
    except (OSError, UnicodeError) as error:
        raise UsageError(
            f"{host}:{port}: nothing can listen there ({getattr(error, 'strerror', None) or error}). "
            "Another program may; choose another --port."
        ) from error


def _address(host: str, port: int) -> str:
    host = socket.gethostname() if host in ("0.0.0.0", "::") else host
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
