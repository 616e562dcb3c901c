"""ServiceRequest/$catalogue-errata: published errata of the disease catalogue and the referrals that they touch.

A caller is told of the referrals that it may see, and of no others. docs/catalogue.md.
"""

from fhir_profiles.issue import JsonObject
from hub.api.operation import Operation, OperationAnswer, OperationCall, resource_answer
from hub.clock import micros_to_instant
from hub.referral.erratum import Affected, Correction, corrections, impact


async def run(call: OperationCall) -> OperationAnswer:
    """Each erratum of `version` (of all, when none is named) with its impact list, the open referrals first."""
    published = [one for one in call.hub.admin.catalogue_versions() if one.status == "published"]
    begins = {one.version: one.effective_from for one in published}
    wanted = call.value("version")
    parameters: list[JsonObject] = []
    for one in await call.hub.offload.run(corrections, [(one.version, one.content) for one in published]):
        if wanted in {"", one.version, one.corrects}:
            eyes = call.principal.visibility
            found = impact(call.hub.store, version=one.corrects, rules=one.rules, visibility=eyes)
            hit = sorted([affected async for affected in found], key=lambda affected: not affected.is_open)
            parameters.append({"name": "erratum", "part": _parts(one, begins[one.version], hit)})
    return resource_answer({"resourceType": "Parameters", "parameter": parameters})


def _parts(one: Correction, begins: int, hit: list[Affected]) -> list[JsonObject]:
    return [
        {"name": "version", "valueString": one.version},
        {"name": "corrects", "valueString": one.corrects},
        {"name": "from", "valueInstant": micros_to_instant(begins)},
        *({"name": "change", "valueString": words} for words in one.words),
        *({"name": "rule", "valueCode": rule} for rule in one.rules),
        *({"name": "referral", "part": _referral(affected)} for affected in hit),
    ]


def _referral(affected: Affected) -> list[JsonObject]:
    return [
        {"name": "request", "valueReference": {"reference": f"ServiceRequest/{affected.request}"}},
        {"name": "open", "valueBoolean": affected.is_open},
        {"name": "overall", "valueCode": affected.overall},
        *({"name": "rule", "valueCode": rule} for rule in affected.rules),
    ]


OPERATION = Operation(
    name="catalogue-errata",
    levels=frozenset({"type"}),
    types=frozenset({"ServiceRequest"}),
    run=run,
    methods=frozenset({"GET", "POST"}),
)
