"""CodeSystem, ValueSet and ConceptMap resources read from FHIR R4 JSON, and their faults.

https://hl7.org/fhir/R4/codesystem.html, valueset.html, conceptmap.html. Chinese and English words come from the
display and the designations; a property becomes text.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from terminology.code_table import CodeTable, TableHead
from terminology.code_table_builder import TableRow, build_table
from terminology.definitions import JsonObject, MapDefinition, MapGroup, MapTarget, TerminologyError, ValueSetDefinition

_DEEPEST = 50


def resource_to_table(resource: JsonObject) -> CodeTable:
    """A CodeSystem with its codes. Raises TerminologyError or TableError (rows count the concepts from 1)."""
    url = _demand_url(resource)
    if resource.get("content") not in {"complete", "fragment", "example"}:
        raise TerminologyError(
            "not-supported",
            f"CodeSystem {url} has content {resource.get('content', 'missing')!r} and so no codes to load; "
            "expected complete, fragment or example.",
        )
    if not resource.get("concept"):
        raise TerminologyError("invalid", f"CodeSystem {url} has no concept; expected at least one.")
    head = TableHead(
        url=url,
        version=resource.get("version", ""),
        name=resource.get("name", url.rsplit("/", 1)[-1]),
        title=str(resource.get("title") or resource.get("name") or url),
        source=resource.get("publisher", ""),
        verified=True,
        content=resource["content"],
        case_sensitive=resource.get("caseSensitive", True),
        value_set=resource.get("valueSet", ""),
    )
    chinese = str(resource.get("language", "")).startswith("zh")
    return build_table(head, _rows(resource["concept"], parent="", depth=0, chinese=chinese))


def resource_to_value_set(resource: JsonObject) -> ValueSetDefinition:
    """A ValueSet with compose; one with an expansion alone becomes a list of its codes."""
    compose = resource.get("compose")
    if not compose and "contains" in resource.get("expansion", {}):
        compose = {"include": _expanded(resource["expansion"]["contains"])}
    if not isinstance(compose, dict) or not isinstance(compose.get("include"), list):
        raise TerminologyError(
            "invalid", f"ValueSet {resource.get('url', '')} has no compose.include; expected at least one."
        )
    name = resource.get("name", resource.get("url", "").rsplit("/", 1)[-1])
    return ValueSetDefinition(
        url=resource.get("url", ""),
        version=resource.get("version", ""),
        name=name,
        title=resource.get("title", name),
        compose=compose,
        source=resource.get("publisher", ""),
    )


def resource_to_map(resource: JsonObject) -> MapDefinition:
    """A ConceptMap."""
    name = resource.get("name", resource.get("url", "").rsplit("/", 1)[-1])
    return MapDefinition(
        url=resource.get("url", ""),
        version=resource.get("version", ""),
        name=name,
        title=resource.get("title", name),
        groups=tuple(_group(group) for group in resource.get("group", ())),
        source=resource.get("publisher", ""),
        source_value_set=resource.get("sourceUri") or resource.get("sourceCanonical", ""),
        target_value_set=resource.get("targetUri") or resource.get("targetCanonical", ""),
    )


def _group(group: JsonObject) -> MapGroup:
    unmapped = group.get("unmapped", {})
    rest = None
    if unmapped.get("mode") == "provided":
        rest = MapTarget("", "equivalent")
    elif unmapped.get("mode") == "fixed":
        rest = MapTarget(unmapped.get("code", ""), "inexact", unmapped.get("display", ""))
    return MapGroup(
        source=group.get("source", ""),
        target=group.get("target", ""),
        targets={one["code"]: tuple(_targets(one)) for one in group.get("element", ()) if "code" in one},
        unmapped=rest,
    )


def _targets(element: JsonObject) -> Iterator[MapTarget]:
    for target in element.get("target", ()):
        yield MapTarget(
            target.get("code", ""),
            target.get("equivalence", "relatedto"),
            target.get("display", ""),
            target.get("comment", ""),
        )


def _rows(concepts: list[JsonObject], *, parent: str, depth: int, chinese: bool) -> Iterator[TableRow]:
    if depth > _DEEPEST:
        raise TerminologyError("too-costly", f"The concepts are nested deeper than {_DEEPEST} levels.")
    for concept in concepts:
        code = str(concept.get("code", ""))
        zh, en = _words(concept, chinese=chinese)
        yield TableRow(code=code, zh=zh, en=en, parent=parent or _parent(concept), more=_properties(concept))
        yield from _rows(concept.get("concept", []), parent=code, depth=depth + 1, chinese=chinese)


def _words(concept: JsonObject, *, chinese: bool) -> tuple[str, str]:
    """Chinese and English: by designation, else by the display's own script."""
    display = " ".join(str(concept.get("display", "")).split())
    found = {"zh": "", "en": ""}
    for one in concept.get("designation", ()):
        language = str(one.get("language", ""))[:2]
        if language in found and not found[language]:
            found[language] = " ".join(str(one.get("value", "")).split())
    own = "zh" if chinese or any("\u4e00" <= letter <= "\u9fff" for letter in display) else "en"
    found[own] = display or found[own]
    return found["zh"], found["en"] or ("" if found["zh"] else str(concept.get("code", "")))


def _properties(concept: JsonObject) -> dict[str, str]:
    return {
        str(one.get("code", "")): _text(next((value for key, value in one.items() if key.startswith("value")), ""))
        for one in concept.get("property", ())
        if one.get("code") not in {"parent", "child"}
    }


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return str(value.get("code", ""))
    return " ".join(str(value).split())


def _parent(concept: JsonObject) -> str:
    return next(
        (str(one.get("valueCode", "")) for one in concept.get("property", ()) if one.get("code") == "parent"), ""
    )


def _expanded(contains: list[JsonObject]) -> list[JsonObject]:
    found: dict[str, list[JsonObject]] = {}
    for one in contains:
        if "code" in one and not one.get("abstract"):
            concept: JsonObject = {key: one[key] for key in ("code", "display", "designation") if key in one}
            found.setdefault(one.get("system", ""), []).append(concept)
        for system, concepts in ((part["system"], part["concept"]) for part in _expanded(one.get("contains", []))):
            found.setdefault(system, []).extend(concepts)
    return [{"system": system, "concept": concepts} for system, concepts in found.items()]


def _demand_url(resource: JsonObject) -> str:
    url = resource.get("url")
    if not isinstance(url, str) or not url:
        kind = resource.get("resourceType", "resource")
        raise TerminologyError("invalid", f"The {kind} has no url; expected its canonical URL.")
    return url
