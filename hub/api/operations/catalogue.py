"""ServiceRequest/$catalogue: the disease catalogue that decides now, or another published version, as FHIR.

What `hub catalogue fhir` prints: code systems, a value set for each row, and the PlanDefinition. docs/catalogue.md.
"""

from fhir_profiles.json_text import dump
from hub.api.operation import Operation, OperationAnswer, OperationCall
from hub.errors import NotFoundError
from hub.referral.catalogues import unpack


async def run(call: OperationCall) -> OperationAnswer:
    """A collection of the version's resources. Raises NotFoundError for a version that nobody published."""
    admin, wanted = call.hub.admin, call.value("version")
    if not admin.catalogue_versions():
        call.hub.catalogues.publish_sample()  # as the first decision would
    period = admin.catalogue_named(wanted) if wanted else admin.catalogue_in_force(call.hub.clock.now())
    found = admin.catalogue_version(period.canonical, period.version) if period is not None else None
    if found is None:
        names = "、".join(one.version for one in admin.catalogue_versions() if one.status == "published")
        asked = f"version {wanted}" if wanted else "version in force"
        raise NotFoundError(f"There is no {asked} of the disease catalogue; published: {names or '无 none'}.")
    return OperationAnswer(body=await call.hub.offload.run(as_fhir, found.content))


def as_fhir(content: bytes) -> bytes:
    """The resources of a packed version as one Bundle; a job of the pool."""
    from terminology.catalogue_fhir import catalogue_to_resources

    entry = [{"fullUrl": one["url"], "resource": one} for one in catalogue_to_resources(unpack(content))]
    return dump({"resourceType": "Bundle", "type": "collection", "entry": entry})


OPERATION = Operation(
    name="catalogue",
    levels=frozenset({"type"}),
    types=frozenset({"ServiceRequest"}),
    run=run,
    methods=frozenset({"GET", "POST"}),
)
