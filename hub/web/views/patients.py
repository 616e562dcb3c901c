"""The elder's record: find a person, read the timeline across the members."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from fastapi import Request
from fastapi.responses import Response

from hub.errors import NotFoundError
from hub.record.everything import everything
from hub.record.timeline import timeline
from hub.store.port import Ref, StoredResource
from hub.store.search.parse import parse_query
from hub.web.desks import CARE, REFERRALS
from hub.web.elder import elder_of
from hub.web.looks import note_look
from hub.web.page import Visitor, render

if TYPE_CHECKING:
    from hub.web.app import Pages

LINES = 300
_NO_CARE = frozenset({"Patient", "Task", "Communication", "Provenance"})
"""What organises care and is none: it has its own pages."""


def add_routes(pages: "Pages") -> None:
    """`/console/patients` and one record."""
    records = _Records(pages)
    pages.console("/console/patients", records.search, roles=CARE)
    pages.console("/console/patients/{patient}", records.record, roles=CARE)


class _Records:
    """The pages of the record."""

    def __init__(self, pages: "Pages") -> None:
        self.hub = pages.hub

    async def search(self, request: Request, visitor: Visitor) -> Response:
        """Elders whom this member sees, by name or number."""
        text = request.query_params.get("text", "").strip()[:100]
        name = "identifier" if any(sign.isdigit() for sign in text) else "name"
        pairs = [("_count", "30"), *([(name, _escaped(text))] if text else [])]
        cursor = request.query_params.get("_cursor", "")
        if cursor:
            pairs.append(("_cursor", cursor))
        page = await self.hub.store.search(
            parse_query("Patient", pairs, strict=True), visibility=visitor.signed_in().visibility
        )
        members = {member.number: member.name for member in self.hub.admin.members()}
        await note_look(self.hub, visitor, page="patients")
        people = await self._people(page.resources, visitor)
        rows = [[(elder_of(item.json()), members.get(item.custodian, "")) for item in person] for person in people]
        return render(request, visitor, "patients.html", rows=rows, text=text, cursor=page.cursor)

    async def _people(self, found: Sequence[StoredResource], visitor: Visitor) -> list[list[StoredResource]]:
        """The Patients found, those of one person together: the own one first, then the others' by institution.

        A link joins Patients that the search did not find as well, so that a person has one row and all her sources.
        """
        visibility, people, seen = visitor.signed_in().visibility, [], set[str]()
        for item in found:
            if item.ref.id in seen:
                continue
            linked = await self.hub.store.linked_patients(item.ref.id, visibility=visibility)
            refs = [Ref("Patient", each) for each in dict.fromkeys([item.ref.id, *linked])]
            known = await self.hub.store.read_many(refs, visibility=visibility) if len(refs) > 1 else {item.ref: item}
            seen |= {ref.id for ref in refs}
            people.append(
                sorted(
                    known.values(),
                    key=lambda each: (each.custodian != visitor.signed_in().member, each.custodian, each.ref.id),
                )
            )
        return people

    async def record(self, request: Request, visitor: Visitor) -> Response:
        """The timeline of one elder."""
        patient, visibility = request.path_params["patient"], visitor.signed_in().visibility
        stored = await self.hub.store.read(Ref("Patient", patient), visibility=visibility)
        if stored is None or stored.deleted:
            raise NotFoundError(visitor.words("elder.unknown"))
        found = await everything(self.hub.store, patient, visibility=visibility)
        await note_look(self.hub, visitor, page="patient", target=f"Patient/{patient}", patient=patient)
        members = {member.number: member.name for member in self.hub.admin.members()}
        people = {
            item.ref.id: (elder_of(item.json()), members.get(item.custodian, ""))
            for item in found
            if item.ref.type == "Patient"
        }
        names = {person.name for person, _ in people.values()}
        care = (item.json() for item in found if item.ref.type not in _NO_CARE)
        lines = timeline(care, english=visitor.words.language == "en")
        return render(
            request,
            visitor,
            "patient.html",
            elder=elder_of(stored.json()),
            lines=lines[:LINES],
            hidden=max(0, len(lines) - LINES),
            sources={str(item.ref): members.get(item.custodian, "") for item in found},
            people=list(people.values()),
            own_names={str(item.ref): people[item.patient][0].name for item in found if item.patient in people}
            if len(names) > 1
            else {},
            may_refer=bool(REFERRALS & visitor.signed_in().roles),
        )


def _escaped(text: str) -> str:
    """What a person typed, with the signs that separate values in a search kept as text."""
    return text.replace("\\", "\\\\").replace(",", "\\,").replace("|", "\\|").replace("$", "\\$")
