"""Each operation of the hub's own has its OperationDefinition, and it says what the operation does."""

import importlib
import pkgutil

import pytest

import hub.api.operations
from fhir_profiles import conformance
from fhir_profiles.issue import JsonObject
from fhir_profiles.validate import validate
from hub.api.operation import Operation

STANDARD = frozenset(
    {"validate", "everything", "match", "expand", "validate-code", "lookup", "subsumes", "translate", "export",
     "document", "meta", "meta-add", "meta-delete", "process-message", "summary", "closure", "diff",
     "status", "events"}
)  # fmt: skip
"""Operations that HL7 defines: R4, Bulk Data, International Patient Summary, Subscriptions R5 Backport."""


def operations() -> list[Operation]:
    names = [module.name for module in pkgutil.iter_modules(hub.api.operations.__path__)]
    return [importlib.import_module(f"hub.api.operations.{name}").OPERATION for name in names]


OWN = [one for one in operations() if one.name not in STANDARD]
DEFINITIONS = {item["code"]: item for item in conformance.find("OperationDefinition")}


@pytest.mark.parametrize("operation", OWN, ids=lambda one: one.name)
def test_an_operation_of_the_hub_is_defined_as_it_is(operation: Operation) -> None:
    found = DEFINITIONS[operation.name]

    levels = {level for level in ("system", "type", "instance") if found[level]}
    assert levels == set(operation.levels)
    assert set(found.get("resource", [])) == set(operation.types)
    assert found["affectsState"] == operation.changes_state


@pytest.mark.parametrize("definition", DEFINITIONS.values(), ids=lambda item: item["id"])
def test_a_definition_is_valid_and_of_an_operation_that_there_is(definition: JsonObject) -> None:
    assert [issue.text for issue in validate(definition) if issue.is_error] == []
    assert definition["code"] in {one.name for one in OWN}
    assert definition["url"] == f"{conformance.CANONICAL}/OperationDefinition/{definition['code']}"
