"""Local diagnosis codes become ICD-10 by the concept maps that the installation has loaded (domain.md C4).

A map goes first; a code that no map knows stays as it is, and the decision sends it to a person.
https://hl7.org/fhir/R4/conceptmap.html
"""

from collections.abc import Iterable

from fhir_profiles.issue import JsonObject
from hub.referral.rules.values import is_icd_system
from terminology.registry import Registry
from terminology.translate import UNMATCHED, translate

ICD10 = "http://hl7.org/fhir/sid/icd-10"


def with_icd10(resources: Iterable[JsonObject], registry: Registry) -> list[JsonObject]:
    """The same resources; a Condition without an ICD-10 code gets those of the maps, behind its own codes."""
    return [_mapped(one, registry) if one.get("resourceType") == "Condition" else one for one in resources]


def _mapped(condition: JsonObject, registry: Registry) -> JsonObject:
    concept = condition.get("code")
    codings = [one for one in concept.get("coding", ()) if isinstance(one, dict)] if isinstance(concept, dict) else []
    if not codings or any(is_icd_system(str(one.get("system", ""))) for one in codings):
        return condition
    found = [
        {"system": ICD10, "code": match.code, "display": match.display}
        for one in codings
        for match in translate(registry, system=str(one["system"]), code=str(one.get("code", "")), target=ICD10)
        if match.equivalence not in UNMATCHED and match.code
    ]
    return condition | {"code": concept | {"coding": [*codings, *found]}} if found and concept else condition
