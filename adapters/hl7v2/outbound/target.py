"""The system that a message is written for: its sender's file, read the other way round."""

from dataclasses import dataclass

from adapters.hl7v2.header import VERSIONS
from adapters.port import STANDARD_DIALECT, Dialect


@dataclass(frozen=True, slots=True)
class Target:
    """Who receives, and how it wants to be spoken to.

    `name` is the institution's code in local identifier systems: numbers of that institution go out without an
    authority, as it writes them itself. `application` and `facility` are MSH-5 and MSH-6, `own_application` and
    `own_facility` MSH-3 and MSH-4. `charset` is a name of table 0211, written as given into MSH-18; `timezone` an IANA
    name; `is_enhanced` asks for a commit acknowledgement (MSH-15, 16).
    """

    name: str = "unnamed"
    application: str = ""
    facility: str = ""
    own_application: str = "ALLIANCE-HUB"
    own_facility: str = ""
    version: str = "2.5.1"
    charset: str = "UNICODE UTF-8"
    timezone: str = "Asia/Shanghai"
    processing_id: str = "P"
    is_enhanced: bool = False
    dialect: Dialect = STANDARD_DIALECT

    def knows(self, version: str) -> bool:
        """Whether the receiver's version is this one or a later one."""
        own = self.version if self.version in VERSIONS else "2.5.1"
        return VERSIONS.index(own) >= VERSIONS.index(version)
