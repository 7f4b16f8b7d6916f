"""`stemma mcp`: the library for language models."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from stemma.cli.common import note
from stemma.cli.stored import LIBRARY, told


@click.command("mcp")
@LIBRARY
def command(library: Path | None) -> None:
    """Serve the library to a language model (MCP, over stdin and stdout); it is read, never written.

    A program that speaks MCP starts this itself (docs/mcp.md).
    """
    try:
        from stemma.mcp import serve
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("mcp", "mcp_types", "pydantic"):
            raise
        note("this needs the MCP SDK, which is not installed: pip install 'stemma-news[mcp]'.")
        sys.exit(1)
    with told():
        serve(library)
