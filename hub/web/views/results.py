"""Results that came back: reports of ECGs and other examinations, newest first."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastapi import Request
from fastapi.responses import Response
from markupsafe import Markup

from fhir_profiles.issue import JsonObject
from hub.diagnostics.ecg import ecg_sheet_svg, lead_strip_svg
from hub.diagnostics.reading import is_ecg, local_ref
from hub.errors import NotFoundError
from hub.record.words import concept_text, english_text, value_text
from hub.store.port import Ref, StoredResource
from hub.store.search.parse import parse_query
from hub.web.desks import CARE
from hub.web.elder import Elder, elder_of
from hub.web.looks import note_look
from hub.web.page import SECURITY_HEADERS, Visitor, render, render_list

if TYPE_CHECKING:
    from hub.web.app import Pages

STATUSES = frozenset({"final", "preliminary"})


@dataclass(frozen=True, slots=True)
class Line:
    """One report as a line of the list."""

    id: str
    title: str
    status: str
    conclusion: str
    reader: str
    issued: str
    has_ecg: bool
    elder: Elder | None


@dataclass(frozen=True, slots=True)
class Value:
    """One measured value of a report. `flag` is the words of its interpretation, empty when normal.

    `is_preliminary` says that it may still change.
    """

    name: str
    text: str
    range: str
    flag: str
    is_preliminary: bool = False


def add_routes(pages: "Pages") -> None:
    """`/console/results`, one report with its sheet, and the miniature of its recording."""
    results = _Results(pages)
    pages.console("/console/results", results.worklist, roles=CARE)
    pages.console("/console/results/{report}", results.result, roles=CARE)
    pages.console("/console/results/{report}/miniature.svg", results.miniature, roles=CARE)


class _Results:
    """The pages of the results."""

    def __init__(self, pages: "Pages") -> None:
        self.hub = pages.hub
        self._base = f"{pages.hub.settings.base_url.rstrip('/')}/fhir/"

    async def worklist(self, request: Request, visitor: Visitor) -> Response:
        """Reports, newest first."""
        visibility = visitor.signed_in().visibility
        asked = request.query_params.get("status", "")
        status = asked if asked in STATUSES else ""
        pairs = [("_count", "50"), *([("status", status)] if status else [])]
        page = await self.hub.store.search(parse_query("DiagnosticReport", pairs, strict=True), visibility=visibility)
        reports = [(resource, resource.json()) for resource in page.resources]
        patients = [ref for _, body in reports if (ref := self._patient(body))]
        known = await self.hub.store.read_many(patients, visibility=visibility)
        if "since" not in request.query_params:
            await note_look(self.hub, visitor, page="results")
        versions = (f"{resource.ref} {resource.version}" for resource, _ in reports)
        english = visitor.words.language == "en"
        lines = [
            _line(body, known.get(self._patient(body) or Ref("Patient", "")), english=english) for _, body in reports
        ]
        return render_list(request, visitor, "results.html", versions=versions, lines=lines, chosen=status)

    async def result(self, request: Request, visitor: Visitor) -> Response:
        """One report: its words, its values, the recording that it is about."""
        visibility = visitor.signed_in().visibility
        stored = await self._read(request, visitor)
        body = stored.json()
        observations = await self._observations(body, visitor)
        patient = self._patient(body)
        known = await self.hub.store.read_many([patient] if patient else [], visibility=visibility)
        english = visitor.words.language == "en"
        await note_look(self.hub, visitor, page="result", target=str(stored.ref), patient=stored.patient)
        return render(
            request,
            visitor,
            "result.html",
            line=_line(body, known.get(patient) if patient else None, english=english),
            values=[_value(item, english=english) for item in observations if not is_ecg(item)],
            sheets=[await self._sheet(item, visitor) for item in observations if is_ecg(item)],
        )

    async def miniature(self, request: Request, visitor: Visitor) -> Response:
        """Lead II of the recording that a report is about, for the list."""
        stored = await self._read(request, visitor)
        for observation in await self._observations(stored.json(), visitor):
            if is_ecg(observation):
                svg = await self.hub.offload.run(lead_strip_svg, observation, language=visitor.words.html_lang)
                headers = {**SECURITY_HEADERS, "Cache-Control": "private, max-age=300"}
                return Response(svg, media_type="image/svg+xml", headers=headers)
        raise NotFoundError(visitor.words("result.no_recording"))

    async def _read(self, request: Request, visitor: Visitor) -> StoredResource:
        ref = Ref("DiagnosticReport", request.path_params["report"])
        stored = await self.hub.store.read(ref, visibility=visitor.signed_in().visibility)
        if stored is None or stored.deleted:
            raise NotFoundError(visitor.words("result.unknown"))
        return stored

    async def _observations(self, report: JsonObject, visitor: Visitor) -> list[JsonObject]:
        named = [
            found for item in report.get("result", []) if (found := local_ref(item, "Observation", base=self._base))
        ]
        known = await self.hub.store.read_many(named, visibility=visitor.signed_in().visibility)
        return [known[ref].json() for ref in named if ref in known]

    def _patient(self, report: JsonObject) -> Ref | None:
        return local_ref(report.get("subject") or {}, "Patient", base=self._base)

    async def _sheet(self, observation: JsonObject, visitor: Visitor) -> Markup:
        svg = await self.hub.offload.run(ecg_sheet_svg, observation, language=visitor.words.html_lang)
        return Markup(svg)  # noqa: S704 -- drawn by hub.diagnostics.ecg, which escapes every text


def _line(report: JsonObject, patient: StoredResource | None, *, english: bool) -> Line:
    codings = [item for category in report.get("category", []) for item in category.get("coding", [])]
    interpreter: JsonObject = next(iter(report.get("resultsInterpreter", [])), {})
    return Line(
        id=str(report.get("id", "")),
        title=(english_text if english else concept_text)(report.get("code")),
        status=str(report.get("status", "unknown")),
        conclusion=str(report.get("conclusion", "")),
        reader=str(interpreter.get("display", "")),
        issued=str(report.get("issued") or report.get("effectiveDateTime") or ""),
        has_ecg=any(item.get("code") == "EC" for item in codings),
        elder=elder_of(patient.json()) if patient is not None else None,
    )


def _value(item: JsonObject, *, english: bool) -> Value:
    shown = _ENGLISH_FLAGS if english else _FLAGS
    ranges: JsonObject = next(iter(item.get("referenceRange", [])), {})
    low, high = (str((ranges.get(name) or {}).get("value", "")) for name in ("low", "high"))
    codings = [coding for concept in item.get("interpretation", []) for coding in concept.get("coding", [])]
    flags = [str(coding.get("code", "")) for coding in codings]
    return Value(
        name=(english_text if english else concept_text)(item.get("code")),
        text=value_text(item, english=english),
        range=str(ranges.get("text") or (f"{low}–{high}" if low or high else "")),
        flag=next((shown.get(flag, flag) for flag in flags if flag != "N"), ""),
        is_preliminary=item.get("status") in {"preliminary", "registered"},
    )


_FLAGS = {"H": "↑ 偏高", "HH": "↑↑ 危急", "L": "↓ 偏低", "LL": "↓↓ 危急", "A": "异常", "AA": "危急", "POS": "阳性"}
_ENGLISH_FLAGS = {
    "H": "↑ high", "HH": "↑↑ critical", "L": "↓ low", "LL": "↓↓ critical", "A": "abnormal", "AA": "critical",
    "POS": "positive",
}  # fmt: skip
