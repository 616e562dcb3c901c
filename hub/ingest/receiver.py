"""A sender's file read the other way round: how that system is spoken to."""

import time

from hub.conversion import Target
from hub.delivery.triggers import Listener
from hub.ingest.sender_file import SPOKEN, SenderFile
from hub.ingest.sender_folder import SenderFolder
from hub.settings import Settings

_CHARSET = "UNICODE UTF-8"
_SECONDS = 2.0


def target_of(file: SenderFile, *, name: str = "", timezone: str = "Asia/Shanghai", own_facility: str = "") -> Target:
    """The receiver as the writer of messages knows it. `name` stands in its local identifier systems.

    `own_facility` is MSH-4 where the file does not say otherwise.
    """
    spoken = file.outbound
    return Target(
        name=file.name or name or file.member or "unnamed",
        application=file.application,
        facility=file.facility,
        own_application=spoken.application,
        own_facility=spoken.facility or own_facility,
        version=spoken.version,
        charset=spoken.charset or file.charset or _CHARSET,
        timezone=file.timezone or timezone,
        is_enhanced=spoken.enhanced,
        dialect=file.dialect,
    )


class ReceiverFiles:
    """How members' systems are spoken to, by the folder of sender files; a changed file counts at once."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._folder = SenderFolder(settings.data / settings.senders, is_silent=True)
        self._asked = float("-inf")

    def listeners(self) -> list[Listener]:
        """The systems whose files say what goes out to them by itself; looked for every two seconds."""
        now = time.monotonic()
        if now - self._asked >= _SECONDS:
            self._folder.refresh()
            self._asked = now
        return [
            Listener(file.application, file.facility, file.member, file.outbound.tell)
            for file in self._folder.all()
            if file.outbound.tell and file.member
        ]

    def target(self, application: str, facility: str, *, member: str) -> tuple[Target, str]:
        """The receiver, and the message that carries a transfer bundle to it: MDM or REF.

        Without MSH-5 and MSH-6 it is the first system whose file names the member; without a file the standard.
        """
        self._folder.refresh()
        file = self._folder.find(application, facility) if application else self._folder.of_member(member)
        own, timezone = self._settings.lead_code, self._settings.timezone
        if file is None:
            target = Target(
                name=member, application=application, facility=facility, own_facility=own, timezone=timezone
            )
            return target, SPOKEN.bundle
        return target_of(file, name=member, timezone=timezone, own_facility=own), file.outbound.bundle
