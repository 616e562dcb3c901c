"""Who is calling. https://hl7.org/fhir/smart-app-launch/backend-services.html."""

from dataclasses import dataclass, field

from hub.errors import ForbiddenError
from hub.store.port import Visibility

READ, SEARCH, CREATE, UPDATE, DELETE = "r", "s", "c", "u", "d"


@dataclass(frozen=True, slots=True)
class Principal:
    """A caller bound to one member of the alliance.

    `agent` is `client:engineer` or `user:li`. `scopes` maps a resource type or `*` to the letters
    c r u d s (SMART scopes v2). `roles` are a console user's: nurse, doctor, coordinator,
    reader, manager, engineer, auditor. `purpose` is a PurposeOfUse code.
    """

    agent: str
    member: int
    member_code: str
    scopes: dict[str, frozenset[str]] = field(default_factory=dict)
    roles: frozenset[str] = frozenset()
    purpose: str = "TREAT"
    display: str = ""
    visibility: Visibility = field(init=False, repr=False, compare=False)
    """The eyes of this caller's member."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "visibility", Visibility(member=self.member))

    def may(self, resource_type: str, letter: str) -> bool:
        """Whether a scope allows it."""
        return letter in self.scopes.get(resource_type, frozenset()) or letter in self.scopes.get("*", frozenset())

    def demand(self, resource_type: str, letter: str) -> None:
        """Raise ForbiddenError when no scope allows it."""
        if not self.may(resource_type, letter):
            raise ForbiddenError(
                f"The token has no scope for this; expected system/{resource_type}.{letter}. "
                "Ask the alliance's manager to widen the client's scopes."
            )
