"""A sender's file read the other way round: how that system is spoken to."""

from hub.conversion import Target
from hub.ingest.sender_file import SenderFile

_CHARSET = "UNICODE UTF-8"


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
