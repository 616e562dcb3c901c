"""What two institutions are told about something that stands between them: their systems, and who is on duty there.

A text names the matter and nobody: it goes to telephones.
"""

from collections.abc import Iterator

from hub.clock import SHANGHAI, Clock, micros_to_datetime
from hub.delivery.duty import lines_on_duty
from hub.delivery.outbox import DELIVERED, ordering_of
from hub.store.admin import AdminStore
from hub.store.port import Engine, Outbound, StoredResource, Visibility
from hub.store.search.parse import parse_query

_TEXT = frozenset({"sms", "chat"})
"""Nobody is rung out of bed for equipment or an appointment."""


class SideNotices:
    """Rows of the outbox for one institution."""

    def __init__(self, store: Engine, admin: AdminStore, clock: Clock) -> None:
        self._store = store
        self._admin = admin
        self._clock = clock

    def pushes(self, member: int, about: StoredResource) -> Iterator[Outbound]:
        """The resource as it is now, to each system of the member."""
        now = self._clock.now()
        for endpoint in self._admin.endpoints_of(member):
            if endpoint.channel in DELIVERED:
                yield Outbound(
                    key=self._store.new_key(), receiver=member, channel=endpoint.channel, address=endpoint.address,
                    ordering=ordering_of(endpoint, str(about.ref)), subject=str(about.ref), payload=about.served(),
                    due=now, created=now,
                )  # fmt: skip

    async def texts(self, member: int, text: str, *, subject: str) -> list[Outbound]:
        """A text or chat message to who is on duty at the member."""
        known, now = self._admin.member(member), self._clock.now()
        if known is None:
            return []
        query = parse_query("PractitionerRole", [("organization", f"Organization/{known.code}")], strict=True)
        page = await self._store.search(query, visibility=Visibility(member=member))
        own = [role.json() for role in page.resources if role.custodian == member]
        lines = lines_on_duty(own, micros_to_datetime(now).astimezone(SHANGHAI), phone=known.phone)
        return [
            Outbound(
                key=self._store.new_key(), receiver=member, channel=line.means, address=line.address,
                ordering=f"{member}:{line.address}:{now}", subject=subject, payload=text.encode(),
                content_type="text/plain; charset=utf-8", due=now, created=now,
            )
            for line in lines if line.means in _TEXT
        ]  # fmt: skip
