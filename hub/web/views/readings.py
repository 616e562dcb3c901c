"""The reading desk: recordings that wait, the ECG sheet, and the report that closes them."""

from typing import TYPE_CHECKING

from fastapi import Request
from fastapi.responses import Response
from markupsafe import Markup

from fhir_profiles.issue import JsonObject
from hub.diagnostics.desk import Reading, Readings
from hub.diagnostics.ecg import ecg_sheet_svg
from hub.web.elder import elder_of
from hub.web.looks import note_look
from hub.web.page import Visitor, local_time, render, see_other

if TYPE_CHECKING:
    from hub.web.app import Pages

READERS = frozenset({"reader"})


def add_routes(pages: "Pages") -> None:
    """`/console/readings`, one reading with its sheet, claim and report."""
    hub = pages.hub
    desk = Readings(hub.store, clock=hub.clock)

    async def worklist(request: Request, visitor: Visitor) -> Response:
        status = request.query_params.get("status", "")
        tasks = await desk.worklist(visitor.signed_in(), status=status)
        await note_look(hub, visitor, page="readings")
        return render(request, visitor, "readings.html", tasks=tasks, status=status)

    async def reading(request: Request, visitor: Visitor) -> Response:
        found = await desk.find(request.path_params["task"], visitor.signed_in())
        patient = str((found.patient or {}).get("id", ""))
        await note_look(hub, visitor, page="reading", target=f"Task/{found.task['id']}", patient=patient)
        sheet = Markup("")
        if found.observation is not None:
            svg = await hub.offload.run(
                ecg_sheet_svg, found.observation, heading=_heading(found), language=visitor.words.html_lang
            )
            sheet = Markup(svg)  # noqa: S704 -- drawn by hub.diagnostics.ecg, which escapes every text
        may_report = bool(READERS & visitor.signed_in().roles) and _is_own(found.task, visitor)
        elder = elder_of(found.patient) if found.patient else None
        return render(request, visitor, "reading.html", reading=found, sheet=sheet, elder=elder, may_report=may_report)

    async def claim(request: Request, visitor: Visitor) -> Response:
        task = request.path_params["task"]
        await desk.claim(task, visitor.signed_in())
        return see_other(f"/console/readings/{task}")

    async def report(request: Request, visitor: Visitor) -> Response:
        form = await request.form()
        task = request.path_params["task"]
        await desk.report(task, visitor.signed_in(), conclusion=str(form.get("conclusion", "")))
        return see_other(f"/console/readings/{task}")

    pages.console("/console/readings", worklist)
    pages.console("/console/readings/{task}", reading)
    pages.console("/console/readings/{task}/claim", claim, methods=("POST",), roles=READERS)
    pages.console("/console/readings/{task}/report", report, methods=("POST",), roles=READERS)


def _is_own(task: JsonObject, visitor: Visitor) -> bool:
    owner = (task.get("owner") or {}).get("reference")
    return bool(owner == f"Organization/{visitor.signed_in().member_code}")


def _heading(found: Reading) -> dict[str, str]:
    heading = {"institution": str((found.task.get("requester") or {}).get("reference", "")).split("/")[-1]}
    if found.patient is not None:
        elder = elder_of(found.patient)
        heading |= {"patient": elder.name, "sex": elder.sex, "birth_date": elder.birth_date}
    if found.report is not None:
        interpreters = found.report.get("resultsInterpreter") or [{}]
        heading["reader"] = f"{interpreters[0].get('display', '')} {local_time(str(found.report.get('issued', '')))}"
    return {name: value for name, value in heading.items() if value}
