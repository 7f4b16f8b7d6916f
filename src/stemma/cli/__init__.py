"""The command line: one file a command, each imported only when it is called."""

from __future__ import annotations

import importlib
import os

import click

from stemma.version import __version__

# Matrices here are small: BLAS threads of its own only wait for one another (4.8 s of CPU for 3.0 s).
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

COMMANDS = {
    "compare": "Lay reports of one event side by side.",
    "read": "Show what one article says by itself.",
    "add": "Take articles into the library.",
    "follow": "Follow feeds (RSS, Atom, JSON Feed, OPML), or list them.",
    "update": "Fetch what is new in the feeds.",
    "watch": "Do that again and again.",
    "stories": "List the stories: which articles report one event.",
    "show": "Lay the articles of a story side by side.",
    "serve": "Open the library in a browser.",
    "mcp": "Serve the library to a language model.",
    "search": "Find articles by words, person, outlet, speaker, date.",
    "corpus": "Turn whole archives into tables.",
    "export": "Write JSON Lines, Parquet, Web Annotations, Markdown.",
    "outlets": "List outlets; set weight and family, hide.",
    "corrections": "List corrections; undo one.",
    "doctor": "Check the library, list failures, save what can be.",
    "remove": "Delete an article or an outlet for good.",
}


class Lazy(click.Group):
    """Commands by name; listing them imports none, so that `stemma --help` is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"stemma.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="stemma")
def main() -> None:
    """Witnesses are weighed, not counted.

    Stemma lays many outlets' reports of one event side by side: what is known, how many independent
    origins stand behind each fact, where the accounts conflict, who said what and through whom.
    It works on this machine alone; only the library stores anything.
    """
