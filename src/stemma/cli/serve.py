"""`stemma serve`: the library in a browser."""

from __future__ import annotations

from pathlib import Path

import click

from stemma.cli.stored import LIBRARY, told


@click.command("serve")
@click.option("--port", type=click.IntRange(0, 65535), default=8031, show_default=True, help="0 takes a free one.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen. Others can reach any but this.")
@click.option("--open", "open_it", is_flag=True, help="Open it in the browser.")
@LIBRARY
def command(port: int, host: str, open_it: bool, library: Path | None) -> None:
    """Open the library in a browser, until Ctrl-C.

    The address it prints holds a key that works once; when it was used, the next is printed.
    """
    from stemma.web.serving import serve

    with told():
        serve(library, host=host, port=port, open_it=open_it)
