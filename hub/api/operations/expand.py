"""ValueSet/$expand. https://hl7.org/fhir/R4/valueset-operation-expand.html.

`filter` finds code prefixes, Chinese words, pinyin initials and English words. `count` and `offset` page; without
`count` a set of more than 10,000 codes is refused, with a count anything can be paged through.
"""

from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from fhir_profiles.issue import JsonObject
from hub.api.operation import Operation, OperationAnswer, OperationCall, resource_answer
from hub.api.terminology import answer, flag, registry_of, value_set_of, whole
from hub.clock import micros_to_instant
from hub.errors import BadRequestError
from terminology.definitions import TerminologyError, ValueSetDefinition
from terminology.expand import Member, Part, Selected, expand, page, select, total
from terminology.registry import Registry
from terminology.resources import value_set_to_resource
from terminology.validate_code import UNVERIFIED

MOST = 10_000
"""The most codes of one answer."""

_LONGEST_FILTER = 100

VERIFIED = "https://alliance-hub.example/fhir/StructureDefinition/verified"
"""Marks a code that was not compared with the published original."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the expansion. `count` None: everything."""

    text: str
    offset: int
    count: int | None
    active_only: bool
    designations: bool
    language: str

    def parameters(self) -> list[JsonObject]:
        """What was asked, as the expansion repeats it."""
        found: list[JsonObject] = []
        if self.text:
            found.append({"name": "filter", "valueString": self.text})
        if self.offset:
            found.append({"name": "offset", "valueInteger": self.offset})
        if self.count is not None:
            found.append({"name": "count", "valueInteger": self.count})
        if self.active_only:
            found.append({"name": "activeOnly", "valueBoolean": True})
        if self.language:
            found.append({"name": "displayLanguage", "valueCode": self.language})
        return found


async def run(call: OperationCall) -> OperationAnswer:
    """The ValueSet with its expansion."""
    for name in ("context", "contextDirection", "date", "profile"):
        if call.value(name):
            raise BadRequestError(f"The parameter {name} is not supported; ask by `url` or with `valueSet`.")
    if len(call.value("filter")) > _LONGEST_FILTER:
        raise BadRequestError(f"The filter is longer than {_LONGEST_FILTER} characters; expected a few words.")
    question = Question(
        text=call.value("filter"),
        offset=whole(call, "offset") or 0,
        count=whole(call, "count"),
        active_only=flag(call, "activeOnly"),
        designations=flag(call, "includeDesignations"),
        language=call.value("displayLanguage"),
    )
    registry, definition = await value_set_of(call, await registry_of(call))
    at = micros_to_instant(call.hub.clock.now())
    return resource_answer(await answer(registry, expansion, registry, definition, question, at))


def expansion(registry: Registry, definition: ValueSetDefinition, question: Question, at: str) -> JsonObject:
    """The expanded ValueSet. Raises TerminologyError."""
    parts = expand(registry, definition)
    key = ("select", definition.url, definition.version, id(parts), question.text, question.active_only)

    def selected() -> Selected:
        return select(parts, text=question.text, active_only=question.active_only)

    rows = registry.remember(key, selected) if definition.url else selected()
    count = total(rows)
    if question.count is None and count - question.offset > MOST:
        raise TerminologyError(
            "too-costly",
            f"The expansion has {count:,} codes, which is too many for one answer of at most {MOST:,}; "
            "narrow it with `filter`, or page through it with `count` and `offset`.",
        )
    wanted = MOST if question.count is None else min(question.count, MOST)
    members = list(page(rows, offset=question.offset, count=wanted)) if wanted else []
    resource = value_set_to_resource(definition)
    resource.pop("compose", None)
    if not definition.url:
        resource.pop("url", None)
    name = f"{definition.url}|{definition.version}|{question}|{at}"
    return {
        **resource,
        "expansion": {
            "identifier": f"urn:uuid:{uuid5(NAMESPACE_URL, name)}",
            "timestamp": at,
            "total": count,
            "offset": question.offset,
            "parameter": [*question.parameters(), *_systems(parts)],
            **({"contains": [_contained(one, parts, question) for one in members]} if members else {}),
        },
    }


def _systems(parts: tuple[Part, ...]) -> list[JsonObject]:
    """The code systems that were used, and in words those that were not verified."""
    found: list[JsonObject] = []
    heads = list(dict.fromkeys(part.table.head for part in parts))
    for head in heads:
        name = f"{head.url}|{head.version}" if head.version else head.url
        found.append({"name": "used-codesystem", "valueUri": name})
        if not head.verified:
            found.append({"name": "unverified-codesystem", "valueUri": name})
        if head.content != "complete":
            found.append({"name": "warning", "valueString": f"{name} is a {head.content}: the hub lacks codes of it."})
    if not all(head.verified for head in heads):
        found.append({"name": "warning", "valueString": UNVERIFIED})
    return found


def _contained(member: Member, parts: tuple[Part, ...], question: Question) -> JsonObject:
    entry = member.entry
    found: JsonObject = {"system": member.system}
    own = entry.more.get("verified")
    by_system = next((part.table.head.verified for part in parts if part.system == member.system), True)
    if not (by_system if own is None else own == "true"):
        found["extension"] = [{"url": VERIFIED, "valueBoolean": False}]
    if entry.is_abstract:
        found["abstract"] = True
    if entry.is_inactive:
        found["inactive"] = True
    if member.version:
        found["version"] = member.version
    found |= {"code": entry.code, "display": member.display or entry.words(question.language)}
    if question.designations:
        words = (("zh-Hans", entry.zh), ("en", entry.en))
        found["designation"] = [{"language": language, "value": text} for language, text in words if text]
    return found


OPERATION = Operation(
    name="expand",
    levels=frozenset({"type", "instance"}),
    types=frozenset({"ValueSet"}),
    run=run,
    methods=frozenset({"GET", "POST"}),
)
