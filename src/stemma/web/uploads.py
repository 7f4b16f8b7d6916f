"""Files that a browser sends: bounded in number and size, kept under harmless names until their job ends."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from anyio import to_thread
from starlette.datastructures import UploadFile
from starlette.requests import Request

from stemma.web.problems import RefusedError

FILES = 200
"""Files of one call."""

FIELDS = 20
FIELD_BYTES = 9_000_000
"""A text field: the longest article."""

NAME_BYTES = 120
"""Of a file's name that are kept; its ending stays."""

NOTHING = RefusedError(400, "the form holds no file. Choose one or more.")

_UNFIT = re.compile(r'[\x00-\x1f\x7f-\x9f/\\:*?"<>|\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]')


@dataclass(frozen=True, slots=True)
class Form:
    """A multipart body: its text fields, and the folder that its files lie in under these names."""

    fields: dict[str, str]
    folder: Path | None
    names: tuple[str, ...]

    def drop(self) -> None:
        """Delete the files."""
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)


async def form(request: Request) -> Form:
    """The body of a form; who calls has to `drop` it in the end.

    Raises RefusedError where it is no form, or holds too much; Starlette's HTTPException where it is broken.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in ("multipart/form-data", "application/x-www-form-urlencoded"):
        raise RefusedError(415, "the body has to be a form, with Content-Type: multipart/form-data.")
    async with request.form(max_files=FILES, max_fields=FIELDS, max_part_size=FIELD_BYTES) as sent:
        fields = {name: value for name, value in sent.multi_items() if isinstance(value, str)}
        files = [value for _, value in sent.multi_items() if isinstance(value, UploadFile) and value.filename]
        if not files:
            return Form(fields, None, ())
        return await to_thread.run_sync(_kept, fields, files)


def _kept(fields: dict[str, str], files: list[UploadFile]) -> Form:
    folder = Path(tempfile.mkdtemp(prefix="stemma-"))
    names = harmless(file.filename or "" for file in files)
    try:
        for name, file in zip(names, files, strict=True):
            with (folder / name).open("xb") as target:
                shutil.copyfileobj(file.file, target)
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise RefusedError(507, f"the files could not be kept ({error.strerror}). Is the disk full?") from error
    return Form(fields, folder, tuple(names))


def harmless(names: Iterable[str]) -> list[str]:
    """Names of files in one folder, each of its own: no way out of it, nothing hidden, nothing a terminal acts on."""
    kept: list[str] = []
    taken: set[str] = set()
    for name in names:
        plain = _fitting(_UNFIT.sub("_", re.split(r"[/\\]", name)[-1]).strip(". -") or "file")
        stem, dot, ending = plain.partition(".")
        number = 1
        while plain.casefold() in taken:
            number += 1
            plain = f"{stem} ({number}){dot}{ending}"
        taken.add(plain.casefold())
        kept.append(plain)
    return kept


def _fitting(name: str) -> str:
    """The name, cut in its middle where a file system would not take it."""
    data = name.encode()
    if len(data) <= NAME_BYTES:
        return name
    return (data[: NAME_BYTES - 24] + data[-24:]).decode("utf-8", "ignore")
