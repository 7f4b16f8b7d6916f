"""The command line: one file a command, each loaded only when it is called."""

from __future__ import annotations


def main() -> None:
    """Run `stemma`."""
