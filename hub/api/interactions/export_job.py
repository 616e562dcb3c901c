"""The job of a bulk export: its status, its files, its end. https://hl7.org/fhir/uv/bulkdata/STU2/export.html.

Only the client that asked sees it; to others it is not there.
"""

import re
from typing import Final

from fhir_profiles.issue import Issue, operation_outcome
from fhir_profiles.json_text import dump
from hub.api.call import Call
from hub.api.http import Answer, http_date
from hub.bulk.request import NDJSON
from hub.errors import NotFoundError
from hub.store.jobs import Job

_FILE: Final = re.compile(r"[A-Za-z]+\.([1-9][0-9]{0,8})\.ndjson")
_AGAIN: Final = "5"
"""Seconds after which a client asks again."""


async def export_status(call: Call) -> Answer:
    """202 while it is under way, 200 with the manifest when it is complete, 500 when it has failed."""
    job = await _job(call)
    if job.state == "open":
        return Answer(202, headers=(("X-Progress", job.progress), ("Retry-After", _AGAIN)))
    expires = ("Expires", http_date(job.expires // 1_000_000).decode())
    if job.state == "failed":
        outcome = operation_outcome([Issue("error", "exception", job.problem)])
        return Answer(500, dump(outcome), headers=(expires,))
    manifest = await call.hub.exports.manifest(job, base=call.base)
    return Answer(200, dump(manifest), content_type="application/json", headers=(expires,))


async def export_file(call: Call) -> Answer:
    """One file, for as long as the caller's scopes cover its type; each fetch is audited."""
    job = await _job(call)
    named = _FILE.fullmatch(call.inside)
    if named is None:
        raise NotFoundError("The export has no such file; its manifest lists them.")
    found = await call.hub.exports.file(job, int(named[1]))
    if found.purpose == "output":
        call.principal.demand(found.type, "r")
    if call.inside != f"{found.type}.{found.number}.ndjson" or (job.state != "done"):
        raise NotFoundError("The export has no such file; its manifest lists them.")
    detail = f"{found.purpose} file {found.number} of {job.id}, {found.lines} lines"
    await call.note(call.entry("R", "$export", found.type, detail=detail))
    return Answer(200, found.content, content_type=NDJSON)


async def cancel_export(call: Call) -> Answer:
    """202: the job is stopped, its files are gone."""
    job = await _job(call)
    await call.hub.exports.cancel(job)
    await call.note(call.entry("D", "$export", "system", detail=f"export {job.id} deleted"))
    return Answer(202)


async def _job(call: Call) -> Job:
    """The caller's job. Raises NotFoundError."""
    return await call.hub.exports.find(call.id, member=call.principal.member, agent=call.principal.agent)
