"""The one door to fhir.resources: a second opinion on a resource's shape.

fhir.resources 8 has no R4; its R4B classes have the same elements for the types in use, except
PlanDefinition and ActivityDefinition, whose `subjectCanonical` R4 lacks. They are slow and check
neither bindings nor invariants: for tests, `hub validate --second-opinion` and notebooks only.
"""

from fhir_profiles.issue import JsonObject
from fhir_profiles.registry import RESOURCE_TYPES

DIFFERENT_IN_R4B = frozenset({"ActivityDefinition", "Evidence", "EvidenceVariable", "PlanDefinition"})
"""Types whose elements differ between R4 and R4B."""


def second_opinion(resource: JsonObject) -> list[str]:
    """What the R4B classes of fhir.resources find wrong, one text for each; empty when nothing.

    A type that R4B lacks gives an empty list: there is no opinion.
    """
    from fhir.resources.R4B import get_fhir_model_class  # it takes 0.3 s to import
    from pydantic import ValidationError

    resource_type = resource.get("resourceType")
    if resource_type not in RESOURCE_TYPES:
        return [f"resourceType {resource_type!r} is not a FHIR R4 resource type."]
    try:
        model = get_fhir_model_class(resource_type)
    except (LookupError, ValueError):  # R4B lacks the type
        return []
    try:
        model.model_validate(resource)
    except ValidationError as err:
        return [f"{'.'.join(str(part) for part in item['loc'])}: {item['msg']}" for item in err.errors()]
    except (TypeError, AttributeError) as err:  # its own validators trip over some wrong shapes
        return [f"fhir.resources cannot read it: {type(err).__name__}"]
    return []
