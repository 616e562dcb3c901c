"""CodeSystem/$lookup: all that is known of a code. https://hl7.org/fhir/R4/codesystem-operation-lookup.html."""

from fhir_profiles.issue import JsonObject
from hub.api.operation import Operation, OperationAnswer, OperationCall, resource_answer
from hub.api.terminology import answer, codings_of, registry_of, system_of
from hub.errors import BadRequestError
from terminology.code_table import CodeTable
from terminology.definitions import TerminologyError
from terminology.registry import Registry
from terminology.validate_code import UNVERIFIED, Coding, is_verified


async def run(call: OperationCall) -> OperationAnswer:
    """Parameters with name, version, display, designations and properties."""
    coding = codings_of(call)[0]
    if not coding.system:
        raise BadRequestError("No system came with the code; expected `system`, the URL of its code system.")
    registry = await system_of(call, await registry_of(call), coding.system)
    wanted = [value for name, value in call.query if name == "property"]
    wanted += [str(one.get("valueCode", "")) for one in call.parameters("property")]
    return resource_answer(await answer(registry, lookup, registry, coding, wanted, call.value("displayLanguage")))


def lookup(registry: Registry, coding: Coding, wanted: list[str], language: str) -> JsonObject:
    """The answer; `wanted` names properties, all of them when it is empty. Raises TerminologyError."""
    table = registry.code_system(coding.system, coding.version)
    if table is None:
        version = f" of version {coding.version}" if coding.version else ""
        raise TerminologyError(
            "not-found",
            f"The hub has no table of {coding.system}{version}; load one with `hub terminology load FILE`.",
        )
    row = table.find(coding.code)
    if row < 0:
        raise TerminologyError("not-found", f"{coding.code!r} is no code of {coding.system}.")
    entry, head = table.entry(row), table.head
    found: list[JsonObject] = [{"name": "name", "valueString": head.title or head.name or head.url}]
    if head.version:
        found.append({"name": "version", "valueString": head.version})
    found.append({"name": "display", "valueString": entry.words(language)})
    for tag, words in (("zh-Hans", entry.zh), ("en", entry.en)):
        if words:
            parts = [{"name": "language", "valueCode": tag}, {"name": "value", "valueString": words}]
            found.append({"name": "designation", "part": parts})
    found += [one for name, one in _properties(table, row) if not wanted or "*" in wanted or name in wanted]
    return {"resourceType": "Parameters", "parameter": found}


def _properties(table: CodeTable, row: int) -> list[tuple[str, JsonObject]]:
    """Hierarchy, state, whether it was verified, and the table's own properties."""
    entry = table.entry(row)
    verified = is_verified(table, row)
    found = [
        _property("inactive", "valueBoolean", entry.is_inactive),
        _property("verified", "valueBoolean", verified, words="" if verified else UNVERIFIED),
    ]
    if entry.is_abstract:
        found.append(_property("notSelectable", "valueBoolean", True))
    if entry.parent:
        found.append(_property("parent", "valueCode", entry.parent))
    found += [_property("child", "valueCode", table.code(child)) for child in table.children(row)]
    said = {"inactive", "verified", "notSelectable"}
    found += [_property(name, "valueString", text) for name, text in entry.more.items() if name not in said]
    return found


def _property(code: str, kind: str, value: object, *, words: str = "") -> tuple[str, JsonObject]:
    parts: list[JsonObject] = [{"name": "code", "valueCode": code}, {"name": "value", kind: value}]
    if words:
        parts.append({"name": "description", "valueString": words})
    return code, {"name": "property", "part": parts}


OPERATION = Operation(
    name="lookup",
    levels=frozenset({"type"}),
    types=frozenset({"CodeSystem"}),
    run=run,
    methods=frozenset({"GET", "POST"}),
)
