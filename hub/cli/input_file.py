"""Reading the files that a command names; `-` is standard input."""

import sys
from collections.abc import Iterator
from pathlib import Path

from hub.conversion import is_hl7v2
from hub.errors import BadRequestError


def read_input(name: str) -> bytes:
    """The bytes of a file. Raises BadRequestError when it cannot be read."""
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as err:
        raise _unreadable(name, err) from err


def check_readable(name: str) -> None:
    """Raise BadRequestError for a file that `read_input` could not read, before anything else is done."""
    if name != "-":
        try:
            with Path(name).open("rb"):
                return
        except OSError as err:
            raise _unreadable(name, err) from err


def _unreadable(name: str, err: OSError) -> BadRequestError:
    return BadRequestError(
        f"{name} cannot be read ({err.strerror}); expected the path of a readable file, or - for standard input."
    )


LONG = 8_000_000
"""Bytes of an HL7 v2 file from which on it is read message by message and never held as a whole."""

_HEAD = 200
_CHUNK = 262_144


def is_long_hl7v2(name: str) -> bool:
    """Whether a file is one of HL7 v2 messages that is too long to be held. Standard input is always read whole."""
    path = Path(name)
    try:
        if name == "-" or path.stat().st_size < LONG:
            return False
        with path.open("rb") as file:
            return is_hl7v2(file.read(_HEAD))
    except OSError:
        return False  # `read_input` says why


def chunks_of(name: str) -> Iterator[bytes]:
    """The bytes of a file, piece by piece."""
    with Path(name).open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk
