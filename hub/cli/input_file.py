"""Reading the files that a command names; `-` is standard input."""

import sys
from pathlib import Path

from hub.errors import BadRequestError


def read_input(name: str) -> bytes:
    """The bytes of a file. Raises BadRequestError when it cannot be read."""
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as err:
        raise BadRequestError(
            f"{name} cannot be read ({err.strerror}); expected the path of a readable file, or - for standard input."
        ) from err
