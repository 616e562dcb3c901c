"""Messages into a folder of another system: written whole under a name that begins with a dot, then renamed."""

import asyncio
import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from hub.delivery.channels.mllp import Speech
from hub.delivery.channels.rest_hook import Attempt
from hub.store.admin import Endpoint
from hub.store.port import Outbound


class FileChannel:
    """Writes one file a message; the same row writes the same name, so a second try leaves one file."""

    def __init__(self, speech: Speech) -> None:
        self._speech = speech

    async def deliver(self, row: Outbound, endpoint: Endpoint) -> Attempt:
        """One try."""
        said = await self._speech.say(row, endpoint)
        if not said.data:
            return Attempt(said.error, is_final=True)
        folder = Path(unquote(urlsplit(endpoint.address).path))
        try:
            await asyncio.to_thread(_write, folder, f"{said.control_id}.hl7", said.data)
        except OSError as err:
            return Attempt(f"the folder cannot be written ({err.strerror})")
        return Attempt()

    async def close(self) -> None:
        """Nothing is open."""


def _write(folder: Path, name: str, data: bytes) -> None:
    hidden = folder / f".{name}.part"
    try:
        with hidden.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        hidden.rename(folder / name)
    except OSError:
        hidden.unlink(missing_ok=True)
        raise
