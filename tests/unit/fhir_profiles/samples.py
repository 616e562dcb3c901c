"""Random resources, drawn from the compiled schemas, for comparing them with other implementations.

What is drawn has the right shape; elements that break an invariant are taken out again.
"""

import random
import re
from copy import deepcopy
from functools import cache
from itertools import combinations, count
from typing import Any

from fhir_profiles.finding import Look
from fhir_profiles.issue import JsonObject
from fhir_profiles.validate import _findings, compiled_schema

DIV = '<div xmlns="http://www.w3.org/1999/xhtml"><p>王秀英</p></div>'

PRIMITIVES: dict[str, list[Any]] = {
    "boolean": [True, False],
    "integer": [-1, 0, 7],
    "unsignedInt": [0, 7],
    "positiveInt": [1, 7],
    "decimal": [1, 72.5],
    "string": ["a", "王 b"],
    "markdown": ["*a*"],
    "code": ["en"],
    "uri": ["http://example.org/a", "urn:oid:2.16.156.10011"],
    "url": ["http://example.org/b"],
    "canonical": ["http://example.org/c"],
    "oid": ["urn:oid:2.16.156.10011"],
    "uuid": ["urn:uuid:c757873d-ec9a-4326-a141-556f43239520"],
    "id": ["a-1"],
    "resource-id": ["r.1"],
    "element-id": ["e1"],
    "base64Binary": ["AAEC"],
    "date": ["1940-02-29", "1940-02-01"],
    "dateTime": ["2026-01-31", "2026-01-31T08:30:00+08:00"],
    "instant": ["2026-01-31T08:30:00.123Z"],
    "time": ["08:30:00"],
    "xhtml": [DIV],
}


NEEDED: dict[str, JsonObject] = {
    "CapabilityStatement": {
        "kind": "instance",
        "implementation": {"description": "a"},
        "rest": [{"mode": "server"}],
    },
    "InsurancePlan": {"name": "a"},
    "Linkage": {
        "item": [{"type": "source", "resource": {"display": "a"}}, {"type": "alternate", "resource": {"display": "b"}}]
    },
    "MolecularSequence": {"coordinateSystem": 0},
    "Organization": {"name": "a"},
    "StructureDefinition": {"differential": {"element": [{"id": "A", "path": "A"}]}, "baseDefinition": "http://a"},
    "TerminologyCapabilities": {"kind": "instance", "implementation": {"description": "a"}},
}
"""What invariants ask of a type beyond its cardinalities."""


def sample(resource_type: str, seed: int) -> JsonObject:
    """One valid resource; the same for the same seed."""
    schema = compiled_schema(resource_type)
    for attempt in range(30):
        rng = random.Random(f"{resource_type}{seed}" + f".{attempt}" * bool(attempt))
        drawn = _object(schema, schema, rng, 0)
        found = {**drawn, **deepcopy(NEEDED.get(resource_type, {})), "resourceType": resource_type, "id": "r.1"}
        if resource_type == "Bundle":
            found["type"] = "collection"
        if _is_repaired(found, schema, rng):
            _number_ids(found, count(1))
            return found
    raise AssertionError(f"no sample of {resource_type}")


def _is_repaired(resource: JsonObject, schema: JsonObject, rng: random.Random) -> bool:
    """Take out what breaks invariants, as far as that can be done."""
    for _ in range(300):
        broken = next(_findings(resource, resource, Look(padding=True, extension=True, local=True, ids=0)), None)
        if broken is None:
            return True
        node: Any = resource
        owners: list[tuple[Any, str | int]] = []
        for step in broken.path:
            if step not in node if isinstance(node, dict) else False:
                return False
            owners.append((node, step))
            node = node[step]
        fixed = {"id", "resourceType", "url", *(schema.get("required", ()) if not owners else ())}
        names = [name for name in (node if isinstance(node, dict) else ()) if name not in fixed]
        if owners and len(names) < 2:
            _remove(owners)
        elif names:
            del node[rng.choice(names)]
        else:
            return False
    return False


def _number_ids(node: Any, numbers: "count[int]") -> None:
    """Give each element that has an id one of its own."""
    for name, value in node.items():
        if name == "id" and value == PRIMITIVES["element-id"][0]:
            node[name] = f"e{next(numbers)}"
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, dict):
                _number_ids(child, numbers)


def _remove(owners: list[tuple[Any, str | int]]) -> None:
    """Take an element out, and what is empty then."""
    while owners:
        owner, step = owners.pop()
        del owner[step]
        if owner and (isinstance(owner, list) or set(owner) != {"id"}):
            return


def _object(node: JsonObject, schema: JsonObject, rng: random.Random, depth: int) -> JsonObject:
    required = set(node.get("required", ()))
    for option in node.get("allOf", ()):
        if "title" not in option["anyOf"][0]:
            required.add(rng.choice([item["required"][0] for item in option["anyOf"] if item["required"][0][0] != "_"]))
    choices = _choices(node)
    found: JsonObject = {}
    likely = (0.5, 0.25, 0.15, 0.05, 0.0)[min(depth, 4)]
    for name in sorted(node["properties"]):
        group = choices.get(name, frozenset())
        if (
            name.startswith("_")
            or (depth == 0 and name == "resourceType")
            or (name not in required and group & required)
        ):
            continue
        is_wanted = name in required or rng.random() < likely / max(1, len(group) / 2)
        if is_wanted and not group & found.keys() and name not in {"contained", "extension", "modifierExtension"}:
            value = _value(node["properties"][name], schema, rng, depth)
            if value is not None:
                found[name] = value
    if not found.keys() - {"id"} and "resourceType" not in node["properties"]:
        return {"extension": [{"url": "http://example.org/x", "valueString": "x"}]}
    return found


@cache
def _choice_pairs(edges: tuple[tuple[str, str], ...]) -> dict[str, frozenset[str]]:
    groups: dict[str, set[str]] = {}
    for one, other in edges:
        groups.setdefault(one, set()).add(other)
        groups.setdefault(other, set()).add(one)
    return {name: frozenset(others) for name, others in groups.items()}


def _choices(node: JsonObject) -> dict[str, frozenset[str]]:
    edges = [
        (name, item["required"][0])
        for name, rule in node.get("dependencies", {}).items()
        for item in rule.get("not", {}).get("anyOf", ())
    ]
    for option in node.get("allOf", ()):
        title = option["anyOf"][0].get("title", "").removesuffix("[x]")
        names = [name for name in node["properties"] if title and re.match(f"{title}[A-Z]", name)]
        edges += list(combinations(names, 2))
    return _choice_pairs(tuple(edges))


def _value(node: JsonObject, schema: JsonObject, rng: random.Random, depth: int) -> Any:
    if node.get("type") == "array":
        items = node["items"]
        items = items["anyOf"][0] if "anyOf" in items else items
        drawn = [_value(items, schema, rng, depth) for _ in range(rng.choice([1, 1, 2]))]
        return [item for item in drawn if item is not None] or None
    name = node["$ref"].rpartition("/")[2]
    if name in PRIMITIVES:
        return rng.choice(PRIMITIVES[name])
    definition = schema["definitions"][name]
    if "enum" in definition:
        return rng.choice(definition["enum"])
    if name == "Resource":
        return {"resourceType": "Basic", "code": {"text": "x"}} if depth < 2 else None
    if name.startswith("Reference"):
        return {"reference": f"{rng.choice(name.split('-')[1:] or ['Patient'])}/{rng.randint(1, 9)}"}
    if name.startswith("Concept-"):
        option = rng.choice(definition["properties"]["coding"]["not"]["items"]["not"]["anyOf"])["properties"]
        return {"coding": [{"system": option["system"]["enum"][0], "code": option["code"]["enum"][0]}]}
    return _object(definition, schema, rng, depth + 1)
