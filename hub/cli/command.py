"""What a command's module looks like to `hub.cli.main`."""

import argparse
from typing import Protocol


class Subparsers(Protocol):
    """What a command adds its parser to."""

    def add_parser(self, name: str, *, help: str, description: str) -> argparse.ArgumentParser:  # noqa: A002  argparse's own name
        """A parser for one command."""
        ...


class Command(Protocol):
    """A command's module."""

    def add_parser(self, subparsers: Subparsers) -> None:
        """Describe the command and its options."""
        ...

    def run(self, args: argparse.Namespace) -> int:
        """Do it; the result is the exit status."""
        ...
