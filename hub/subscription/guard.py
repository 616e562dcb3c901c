"""What a Subscription must be before it is stored, whatever door it comes through (DESIGN D12).

The endpoint is one that the member has registered: the hub calls no address that a client made up. The hub alone says
that a subscription is active or in error; a client requests it, or turns it off.
"""

from collections.abc import Sequence
from typing import Final

from fhir_profiles.issue import Issue
from fhir_profiles.json_text import parse
from hub.errors import InvalidResourceError
from hub.store.admin import AdminStore
from hub.store.layer import EngineLayer
from hub.store.port import Engine, Put, Visibility, WriteResult, WriteUnit
from hub.subscription.definition import read_subscription, status_of
from hub.subscription.endpoints import endpoint_for

_BY_CLIENT: Final = frozenset({"requested", "off"})


class SubscriptionGuard(EngineLayer):
    """The layer that refuses Subscriptions which could not be served."""

    def __init__(self, inner: Engine, admin: AdminStore) -> None:
        super().__init__(inner)
        self._admin = admin

    async def write(self, unit: WriteUnit, *, visibility: Visibility) -> WriteResult:
        """Store the unit. Raises InvalidResourceError for a Subscription that the hub does not serve."""
        for put in subscriptions_in(unit.puts):
            await self._check(put, unit.author or put.custodian or visibility.member, visibility)
        return await self.inner.write(unit, visibility=visibility)

    async def _check(self, put: Put, member: int, visibility: Visibility) -> None:
        resource = put.resource or parse(put.data)
        status = status_of(resource)
        if status == "off":
            return
        wanted = read_subscription(resource)
        if endpoint_for(wanted.address, self._admin.endpoints_of(member)) is None:
            _refuse(
                "channel.endpoint",
                "The endpoint is not registered for this member; expected one of its rest-hook endpoints. "
                "Ask the alliance's manager to register it with `hub endpoint add`.",
            )
        if status in _BY_CLIENT:
            return
        stored = await self.inner.read(put.ref, visibility=visibility)
        if stored is None or stored.deleted or status_of(stored.json()) != status:
            _refuse("status", f"The hub alone makes a Subscription {status}; expected requested or off.")


def subscriptions_in(puts: Sequence[Put]) -> list[Put]:
    """Those that store a Subscription."""
    return [put for put in puts if put.ref.type == "Subscription" and not put.delete]


def _refuse(element: str, text: str) -> None:
    issue = Issue("error", "business-rule", text, expression=f"Subscription.{element}")
    raise InvalidResourceError(f"The Subscription cannot be served. {text}", issues=[issue])
