"""ConceptMap/$translate. https://hl7.org/fhir/R4/conceptmap-operation-translate.html.

`targetsystem` (or `target`, when it is a code system's or one of our value sets' URL) narrows; `reverse=true` asks
which codes become this one.
"""

from fhir_profiles.issue import JsonObject
from hub.api.operation import Operation, OperationAnswer, OperationCall, resource_answer
from hub.api.terminology import answer, codings_of, flag, map_of, registry_of
from hub.errors import BadRequestError
from terminology.expand import expand
from terminology.registry import Registry
from terminology.translate import Match, has_translation, translate
from terminology.validate_code import UNVERIFIED, Coding


async def run(call: OperationCall) -> OperationAnswer:
    """Parameters with `result`, `message` and one `match` for each translation."""
    registry = await registry_of(call)
    definition = await map_of(call, registry)
    codings = codings_of(call)
    target, reverse = call.value("targetsystem"), flag(call, "reverse")
    if definition is None and not any(coding.system for coding in codings):
        raise BadRequestError("No system came with the code; expected `system`, or `url` of the concept map.")

    def matches() -> list[Match]:
        system = target or _system_of_value_set(registry, call.value("target"))
        maps = () if definition is None else (definition,)
        return [
            match
            for coding in codings
            for match in translate(
                registry, system=coding.system, code=coding.code, maps=maps, target=system, reverse=reverse
            )
        ]

    return resource_answer(_to_parameters(await answer(registry, matches), codings))


def _system_of_value_set(registry: Registry, url: str) -> str:
    """The code system that a target value set is made of, when it is one; an unknown URL is taken for a system."""
    definition = registry.value_set(url) if url else None
    if definition is None:
        return url
    systems = {part.system for part in expand(registry, definition)}
    return systems.pop() if len(systems) == 1 else ""


def _to_parameters(matches: list[Match], codings: list[Coding]) -> JsonObject:
    result = has_translation(matches)
    found: list[JsonObject] = [{"name": "result", "valueBoolean": result}]
    notes = []
    if not result:
        asked = ", ".join(f"{coding.system}|{coding.code}" for coding in codings)
        notes.append(f"No concept map of the hub says what {asked} is there.")
    if not all(match.verified for match in matches):
        notes.append(UNVERIFIED)
    notes += dict.fromkeys(match.comment for match in matches if match.comment)
    if notes:
        found.append({"name": "message", "valueString": " ".join(notes)})
    return {"resourceType": "Parameters", "parameter": [*found, *map(_to_match, matches)]}


def _to_match(match: Match) -> JsonObject:
    parts: list[JsonObject] = [{"name": "equivalence", "valueCode": match.equivalence}]
    if match.code:
        concept = {"system": match.system, "code": match.code, "display": match.display}
        parts.append({"name": "concept", "valueCoding": {key: text for key, text in concept.items() if text}})
    if match.map_url:
        parts.append({"name": "source", "valueUri": match.map_url})
    return {"name": "match", "part": parts}


OPERATION = Operation(
    name="translate",
    levels=frozenset({"type", "instance"}),
    types=frozenset({"ConceptMap"}),
    run=run,
    methods=frozenset({"GET", "POST"}),
)
