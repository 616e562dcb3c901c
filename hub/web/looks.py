"""Every look through the console leaves an audit entry, before the page goes out (DESIGN D18)."""

from hub.bootstrap import Hub
from hub.store.port import AuditEntry
from hub.web.page import Visitor


async def note_look(hub: Hub, visitor: Visitor, *, page: str, target: str = "", patient: str = "") -> None:
    """Durably note that this user opened a page of the console."""
    principal = visitor.signed_in()
    await hub.store.audit(
        AuditEntry(
            at=hub.clock.now(),
            member=principal.member,
            agent=principal.agent,
            action="R" if target else "E",
            interaction=f"console-{page}",
            target=target or page,
            patient=patient,
            purpose=principal.purpose,
        )
    )
