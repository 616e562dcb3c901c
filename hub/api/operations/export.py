"""`$export` at system, Patient and Group level: the kick-off. https://hl7.org/fhir/uv/bulkdata/STU2/export.html.

The answer is 202 with the address of the job's status; `hub.api.interactions.export_job` serves that.
"""

from collections.abc import Sequence
from dataclasses import replace

from fhir_profiles.issue import JsonObject
from hub.api.operation import Operation, OperationAnswer, OperationCall
from hub.api.outcome import not_found
from hub.auth.address import fhir_base_of
from hub.bulk.request import ExportLevel, ExportRequest, read_request
from hub.errors import BadRequestError, NotFoundError
from hub.store.port import Ref


async def run(call: OperationCall) -> OperationAnswer:
    """Note the job. Raises BadRequestError, ForbiddenError, NotFoundError for the group, TooManyError."""
    if call.type and (call.type == "Group") != bool(call.id):
        raise NotFoundError("$export is answered at /fhir, /fhir/Patient and /fhir/Group/id.")
    if "respond-async" not in call.prefers:
        raise BadRequestError("An export is answered later; expected the header Prefer: respond-async.")
    level: ExportLevel = "group" if call.id else "patient" if call.type else "system"
    request = read_request(
        [*call.query, *_pairs_of(call)],
        level=level,
        lenient="handling=lenient" in call.prefers,
        may_read=lambda name: call.principal.may(name, "r"),
        demand=call.principal.demand,
    )
    base = fhir_base_of(call.hub.settings)
    request = replace(request, url=f"{base}/{call.path}")
    if call.id:
        request = await _of_group(call, request)
    job = await call.hub.exports.start(request, member=call.principal.member, agent=call.principal.agent)
    headers = (("Content-Location", f"{base}/_export/{job.id}/status"),)
    return OperationAnswer(b"", status=202, headers=headers, audit_target=call.path.partition("/$")[0] or "system")


def _pairs_of(call: OperationCall) -> Sequence[tuple[str, str]]:
    """The parameters of a POST. Raises BadRequestError for a body that is no Parameters."""
    if call.body is None:
        return ()
    if call.body.get("resourceType") != "Parameters":
        raise BadRequestError("The body is no Parameters resource; expected one with the parameters of the export.")
    return [(str(item.get("name", "")), _text_of(item)) for item in call.body.get("parameter", [])]


def _text_of(item: JsonObject) -> str:
    for name, value in item.items():
        if name == "valueReference":
            return str(value.get("reference", ""))
        if name.startswith("value"):
            return str(value)
    return ""


async def _of_group(call: OperationCall, request: ExportRequest) -> ExportRequest:
    """The request for the group's Patients; with `patient`, for those of them that it names."""
    call.principal.demand("Group", "r")
    group = await call.hub.store.read(Ref("Group", call.id), visibility=call.principal.visibility)
    if group is None or group.deleted:
        raise not_found()
    members = [
        str(one["entity"].get("reference", "")).removeprefix("Patient/")
        for one in group.json().get("member", [])
        if str(one["entity"].get("reference", "")).startswith("Patient/") and not one.get("inactive")
    ]
    wanted = [one for one in members if not request.patients or one in request.patients]
    return replace(request, patients=tuple(dict.fromkeys(wanted)))


OPERATION = Operation(
    name="export",
    levels=frozenset({"system", "type", "instance"}),
    types=frozenset({"Patient", "Group"}),
    run=run,
    methods=frozenset({"GET", "POST"}),
    definitions={
        "": "http://hl7.org/fhir/uv/bulkdata/OperationDefinition/export",
        "Patient": "http://hl7.org/fhir/uv/bulkdata/OperationDefinition/patient-export",
        "Group": "http://hl7.org/fhir/uv/bulkdata/OperationDefinition/group-export",
    },
)
