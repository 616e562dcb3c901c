"""The reading desk: recordings that wait, the ECG sheet, and the report that closes them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastapi import Request
from fastapi.responses import Response
from markupsafe import Markup

from fhir_profiles.issue import JsonObject
from hub.clock import micros_to_instant
from hub.diagnostics.desk import Reading, Readings
from hub.diagnostics.ecg import ecg_sheet_svg
from hub.diagnostics.reading import local_ref
from hub.i18n import Words
from hub.store.port import Ref
from hub.web.desks import READERS, READING
from hub.web.elder import Elder, elder_of
from hub.web.looks import note_look
from hub.web.page import Form, Visitor, local_time, render, render_list, see_other

if TYPE_CHECKING:
    from hub.web.app import Pages

_TONE = {"requested": "warn", "reading": "info", "final": "good"}
_NOBODY = Ref("Patient", "")


@dataclass(frozen=True, slots=True)
class Line:
    """One reading request as a line of the worklist. `due` is a FHIR instant or empty."""

    id: str
    elder: Elder | None
    asked: str
    requester: str
    what: str
    priority: str
    due: str
    state: str
    tone: str
    reader: str
    is_late: bool


def add_routes(pages: "Pages") -> None:
    """`/console/readings`, one reading with its sheet, claim and report."""
    desk = _Desk(pages)
    pages.console("/console/readings", desk.worklist, roles=READING)
    pages.console("/console/readings/{task}", desk.reading, roles=READING)
    pages.action("/console/readings/{task}/claim", desk.claim, roles=READERS)
    pages.action("/console/readings/{task}/report", desk.report, roles=READERS)


class _Desk:
    """The pages of the reading desk."""

    def __init__(self, pages: "Pages") -> None:
        self.hub = pages.hub
        self.readings = Readings(pages.hub.store, clock=pages.hub.clock)

    async def worklist(self, request: Request, visitor: Visitor) -> Response:
        """What waits, what is being read, what is done."""
        status = request.query_params.get("status", "")
        tasks = await self.readings.worklist(visitor.signed_in(), status=status)
        now = micros_to_instant(self.hub.clock.now())
        names = {member.code: member.name for member in self.hub.admin.members()}
        wanted = {ref for task in tasks if (ref := _patient_of(task))}
        known = await self.hub.store.read_many(list(wanted), visibility=visitor.signed_in().visibility)
        elders = {ref: elder_of(stored.json()) for ref, stored in known.items()}
        lines = [_line(task, elder=elders.get(_patient_of(task) or _NOBODY), names=names, now=now) for task in tasks]
        if "since" not in request.query_params:
            await note_look(self.hub, visitor, page="readings")
        versions = (f"{line.id} {line.state} {line.reader}" for line in lines)
        return render_list(request, visitor, "readings.html", versions=versions, lines=lines, chosen=status)

    async def reading(self, request: Request, visitor: Visitor) -> Response:
        """One recording, to look at and to report on."""
        found = await self.readings.find(request.path_params["task"], visitor.signed_in())
        patient = str((found.patient or {}).get("id", ""))
        await note_look(self.hub, visitor, page="reading", target=f"Task/{found.task['id']}", patient=patient)
        names = {member.code: member.name for member in self.hub.admin.members()}
        sheet = Markup("")
        if found.observation is not None:
            svg = await self.hub.offload.run(
                ecg_sheet_svg,
                found.observation,
                heading=_heading(found, visitor.words, names=names),
                language=visitor.words.html_lang,
            )
            sheet = Markup(svg)  # noqa: S704 -- drawn by hub.diagnostics.ecg, which escapes every text
        elder = elder_of(found.patient) if found.patient else None
        line = _line(found.task, elder=elder, names=names, now=micros_to_instant(self.hub.clock.now()))
        is_reader = bool(READERS & visitor.signed_in().roles) and _is_own(found.task, visitor)
        is_mine = line.state == "requested" or line.reader == visitor.signed_in().display
        return render(
            request,
            visitor,
            "reading.html",
            line=line,
            report=found.report,
            interpreter=_interpreter(found.report),
            sheet=sheet,
            elder=elder,
            may_claim=is_reader and found.report is None and line.state == "requested",
            may_report=is_reader and found.report is None and line.state != "requested" and is_mine,
        )

    async def claim(self, request: Request, visitor: Visitor, _sent: Form) -> Response:
        """Take a recording; another reader then cannot."""
        task = request.path_params["task"]
        await self.readings.claim(task, visitor.signed_in())
        return see_other(f"/console/readings/{task}")

    async def report(self, request: Request, visitor: Visitor, sent: Form) -> Response:
        """Sign the report; it goes out at once."""
        task = request.path_params["task"]
        await self.readings.report(task, visitor.signed_in(), conclusion=sent.text("conclusion"))
        return see_other(f"/console/readings/{task}")


def _line(task: JsonObject, *, elder: Elder | None, names: dict[str, str], now: str) -> Line:
    coding: JsonObject = next(iter((task.get("businessStatus") or {}).get("coding", [])), {})
    state = str(coding.get("code") or "requested")
    requester = _requester_of(task)
    due = str(((task.get("restriction") or {}).get("period") or {}).get("end", ""))
    return Line(
        id=str(task.get("id", "")),
        elder=elder,
        asked=str(task.get("authoredOn", "")),
        requester=names.get(requester, requester),
        what=str((task.get("code") or {}).get("text", "")),
        priority=str(task.get("priority", "routine")),
        due=due,
        state=state,
        tone=_TONE.get(state, ""),
        reader=str((task.get("owner") or {}).get("display", "")),
        is_late=state in {"requested", "reading"} and bool(due) and local_time(due) < local_time(now),
    )


def _is_own(task: JsonObject, visitor: Visitor) -> bool:
    owner = (task.get("owner") or {}).get("reference")
    return bool(owner == f"Organization/{visitor.signed_in().member_code}")


def _requester_of(task: JsonObject) -> str:
    """The code of the institution that asked."""
    return str((task.get("requester") or {}).get("reference", "")).split("/")[-1]


def _patient_of(task: JsonObject) -> Ref | None:
    return local_ref(task.get("for") or {}, "Patient")


def _interpreter(report: JsonObject | None) -> str:
    first: JsonObject = next(iter((report or {}).get("resultsInterpreter", [])), {})
    return str(first.get("display", ""))


def _heading(found: Reading, words: Words, *, names: dict[str, str]) -> dict[str, str]:
    code = _requester_of(found.task)
    heading = {"institution": names.get(code, code)}
    if found.patient is not None:
        elder = elder_of(found.patient)
        sex = words(f"sex.{elder.sex}") if elder.sex else ""
        heading |= {"patient": elder.name, "sex": sex, "birth_date": elder.birth_date}
    if found.report is not None:
        heading["reader"] = f"{_interpreter(found.report)} {local_time(str(found.report.get('issued', '')))}"
    return {name: value for name, value in heading.items() if value}
