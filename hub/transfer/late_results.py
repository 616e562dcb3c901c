"""A result that was pending at departure follows the elder to where she is now (rulings 2 3.6).

A layer of the store, so that a report reaches its reader whatever door it came by: when the sender of a transfer stores
the final report of what was ordered or taken before the departure, the receiver is granted it and gets it
delivered by each way that it has: FHIR over HTTP, HL7 v2 (ORU^R01) over MLLP or as a file.
What this receiver may not know (ruling 6) is not sent: its sender phones, as the document says.
"""

from dataclasses import replace
from datetime import datetime

from fhir_profiles.issue import JsonObject
from fhir_profiles.json_text import parse
from fhir_profiles.registry import search_parameters
from hub.clock import SHANGHAI, Clock, datetime_to_micros
from hub.delivery.outbox import DELIVERED, ordering_of
from hub.store.admin import AdminStore, Member
from hub.store.layer import EngineLayer
from hub.store.port import Engine, Grant, Outbound, Put, Ref, Visibility, WriteResult, WriteUnit, system
from hub.store.query import Criterion, SearchQuery, SearchValue
from hub.transfer.minimise import is_withheld

LATE = system("late results")
STATE_SYSTEM = "https://alliance-hub.example/fhir/CodeSystem/referral-state"
MOST_TASKS = 20
_READY = frozenset({"final", "amended", "corrected", "appended"})
_THERE = frozenset({"in-transit", "arrived", "in-care", "feedback-due", "feedback-sent", "closed"})


class LateResults(EngineLayer):
    """An engine that sends late reports on."""

    def __init__(self, inner: Engine, *, admin: AdminStore, clock: Clock) -> None:
        super().__init__(inner)
        self._admin = admin
        self._clock = clock

    async def write(self, unit: WriteUnit, *, visibility: Visibility) -> WriteResult:
        """Store the unit; late reports in it are granted and delivered in the same transaction."""
        grants: list[Grant] = []
        outbound: list[Outbound] = []
        for put in unit.puts:
            if put.ref.type == "DiagnosticReport" and not put.delete:
                report = put.resource or parse(put.data)
                if report.get("status") in _READY:
                    sender = put.custodian or visibility.member
                    own = {one.ref for one in unit.puts if not one.delete} | await self._own(report, sender)
                    await self._send_on(put, report, sender, own, grants, outbound)
        if grants:
            unit = replace(unit, grants=(*unit.grants, *grants), outbound=(*unit.outbound, *outbound))
        return await self.inner.write(unit, visibility=visibility)

    async def _send_on(
        self, put: Put, report: JsonObject, sender: int, own: set[Ref], grants: list[Grant], outbound: list[Outbound]
    ) -> None:
        found = await self._transfer(report, sender)
        if found is None:
            return
        task, receiver = found
        if is_withheld(report, receiver_kind=receiver.kind, receiver_licensed=receiver.licensed):
            return
        because = f"{(task.get('focus') or {}).get('reference', '')}#delivered"
        targets = [put.ref, *(one for one in _results(report) if one in own)]
        grants += [Grant(member=receiver.number, target=target, because=because) for target in targets]
        now = self._clock.now()
        outbound += [
            Outbound(
                key=self.inner.new_key(), receiver=receiver.number, channel=endpoint.channel,
                address=endpoint.address, ordering=ordering_of(endpoint, str(put.ref)), subject=str(put.ref),
                payload=put.data, due=now, created=now,
            )
            for endpoint in self._admin.endpoints_of(receiver.number)
            if endpoint.channel in DELIVERED
        ]  # fmt: skip

    async def _own(self, report: JsonObject, sender: int) -> set[Ref]:
        """The results that the sender keeps: naming another institution's shows it to nobody."""
        found = await self.inner.read_many(_results(report), visibility=Visibility(member=sender))
        return {ref for ref, stored in found.items() if stored.custodian == sender and not stored.deleted}

    async def _transfer(self, report: JsonObject, sender: int) -> tuple[JsonObject, Member] | None:
        """The newest transfer of this elder out of this sender's hands, when the report belongs to before it."""
        subject = str((report.get("subject") or {}).get("reference", ""))
        if not subject.startswith("Patient/"):
            return None
        criterion = Criterion(parameter=search_parameters("Task")["patient"], values=(SearchValue(subject),))
        page = await self.inner.search(
            SearchQuery(type="Task", criteria=(criterion,), count=MOST_TASKS), visibility=LATE
        )
        gone = [stored.json() for stored in page.resources if stored.custodian == sender]
        left = sorted(filter(_has_gone, gone), key=_departed)
        if not left or not await self._was_pending(report, _departed(left[-1])):
            return None
        task = left[-1]
        owner = str((task.get("owner") or {}).get("reference", "")).removeprefix("Organization/")
        receiver = self._admin.member(owner)
        is_reached = receiver is not None and receiver.number != sender and not receiver.is_outside
        return (task, receiver) if receiver is not None and is_reached else None

    async def _was_pending(self, report: JsonObject, departed: str) -> bool:
        """Whether it was taken or ordered before the departure; dates are compared as instants of one zone or days."""
        period = report.get("effectivePeriod") or {}
        moments = [str(report.get("effectiveDateTime", "")), str(period.get("start", ""))]
        for order in report.get("basedOn", []):
            kind, _, identity = str(order.get("reference", "")).partition("/")
            if kind == "ServiceRequest":
                stored = await self.inner.read(Ref(kind, identity), visibility=LATE)
                moments.append(str(stored.json().get("authoredOn", "")) if stored and not stored.deleted else "")
        return any(moment and _instant(moment) <= _instant(departed) for moment in moments)


def _results(report: JsonObject) -> list[Ref]:
    """The Observations that a report names."""
    names = [str(one.get("reference", "")) for one in report.get("result", [])]
    return [Ref("Observation", name.removeprefix("Observation/")) for name in names if name.startswith("Observation/")]


def _has_gone(task: JsonObject) -> bool:
    codes = [
        str(coding.get("code", ""))
        for coding in (task.get("businessStatus") or {}).get("coding", [])
        if coding.get("system") == STATE_SYSTEM
    ]
    return bool(codes and codes[0] in _THERE and _departed(task))


def _departed(task: JsonObject) -> str:
    return str((task.get("executionPeriod") or {}).get("start", ""))


def _instant(text: str) -> int:
    """A FHIR dateTime as microseconds; what cannot be read lies in the future and belongs to no transfer."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return 1 << 62
    return datetime_to_micros(found if found.tzinfo else found.replace(tzinfo=SHANGHAI))
