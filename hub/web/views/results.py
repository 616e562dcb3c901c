"""Results that came back: reports of ECGs and other examinations, newest first."""

from typing import TYPE_CHECKING

from fastapi import Request
from fastapi.responses import Response
from markupsafe import Markup

from fhir_profiles.issue import JsonObject
from hub.diagnostics.ecg import ecg_sheet_svg, lead_strip_svg
from hub.diagnostics.reading import is_ecg, local_ref
from hub.errors import NotFoundError
from hub.store.port import Ref
from hub.store.search.parse import parse_query
from hub.web.elder import elder_of
from hub.web.looks import note_look
from hub.web.page import Visitor, render

if TYPE_CHECKING:
    from hub.web.app import Pages


def add_routes(pages: "Pages") -> None:
    """`/console/results` and one report with its sheet."""
    hub = pages.hub

    async def results(request: Request, visitor: Visitor) -> Response:
        visibility = visitor.signed_in().visibility
        status = request.query_params.get("status", "")
        pairs = [("_count", "50"), *([("status", status)] if status else [])]
        page = await hub.store.search(parse_query("DiagnosticReport", pairs, strict=True), visibility=visibility)
        reports = [resource.json() for resource in page.resources]
        patients = [ref for report in reports if (ref := local_ref(report.get("subject") or {}, "Patient"))]
        known = await hub.store.read_many(patients, visibility=visibility)
        await note_look(hub, visitor, page="results")
        rows = [
            {"report": report, "elder": elder_of(known[ref].json()) if ref in known else None, "ecg": _is_ecg(report)}
            for report in reports
            for ref in [local_ref(report.get("subject") or {}, "Patient") or Ref("Patient", "")]
        ]
        return render(request, visitor, "results.html", rows=rows, status=status)

    async def result(request: Request, visitor: Visitor) -> Response:
        visibility = visitor.signed_in().visibility
        ref = Ref("DiagnosticReport", request.path_params["report"])
        stored = await hub.store.read(ref, visibility=visibility)
        if stored is None or stored.deleted:
            raise NotFoundError(f"{ref} is not known to this member.")
        report = stored.json()
        named = [found for item in report.get("result", []) if (found := local_ref(item, "Observation"))]
        patient = local_ref(report.get("subject") or {}, "Patient")
        known = await hub.store.read_many([*named, *([patient] if patient else [])], visibility=visibility)
        observations = [known[each].json() for each in named if each in known]
        await note_look(hub, visitor, page="result", target=str(ref), patient=stored.patient)
        return render(
            request,
            visitor,
            "result.html",
            report=report,
            elder=elder_of(known[patient].json()) if patient in known else None,
            observations=[item for item in observations if not is_ecg(item)],
            sheets=[await _sheet(item, visitor) for item in observations if is_ecg(item)],
        )

    async def _sheet(observation: JsonObject, visitor: Visitor) -> Markup:
        svg = await hub.offload.run(ecg_sheet_svg, observation, language=visitor.words.html_lang)
        return Markup(svg)  # noqa: S704 -- drawn by hub.diagnostics.ecg, which escapes every text

    async def miniature(request: Request, visitor: Visitor) -> Response:
        """Lead II of the recording that a report is about, for the list."""
        visibility = visitor.signed_in().visibility
        stored = await hub.store.read(Ref("DiagnosticReport", request.path_params["report"]), visibility=visibility)
        named = [local_ref(item, "Observation") for item in (stored.json() if stored else {}).get("result", [])]
        known = await hub.store.read_many([ref for ref in named if ref], visibility=visibility)
        for resource in known.values():
            observation = resource.json()
            if is_ecg(observation):
                svg = await hub.offload.run(lead_strip_svg, observation, language=visitor.words.html_lang)
                await note_look(hub, visitor, page="miniature", target=str(resource.ref), patient=resource.patient)
                return Response(svg, media_type="image/svg+xml", headers={"Cache-Control": "private, max-age=300"})
        raise NotFoundError("The report names no recording that this member may see.")

    pages.console("/console/results", results)
    pages.console("/console/results/{report}", result)
    pages.console("/console/results/{report}/miniature.svg", miniature)


def _is_ecg(report: JsonObject) -> bool:
    codings = [item for category in report.get("category", []) for item in category.get("coding", [])]
    return any(item.get("code") == "EC" for item in codings)
