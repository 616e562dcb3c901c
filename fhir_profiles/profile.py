"""A StructureDefinition with its snapshot as rules: what each element, and each slice of it, must be.

https://hl7.org/fhir/R4/profiling.html. Only what goes beyond R4 itself is kept: the base is checked before.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from fhir_profiles.check_values import invariants_of
from fhir_profiles.issue import JsonObject

_EVERYWHERE = frozenset({"ele-1", "ext-1", "dom-2", "dom-3", "dom-4", "dom-5", "dom-6", "txt-1", "txt-2"})


@dataclass(frozen=True, slots=True)
class TypeRule:
    """One type that an element may have, with the profiles of it and of what it refers to."""

    code: str
    profiles: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Constraint:
    """An invariant of the profile; `words` say what it expects."""

    key: str
    severity: str
    expression: str
    words: str


@dataclass(slots=True)
class Rule:
    """What a profile says of one element, or of one slice.

    `fixed`, `pattern`, `least` and `greatest` are JSON; None where there is none. `high` is None for "*".
    `children` are keyed by the name of the element, without `[x]`; `slices` by slice name.
    """

    path: str
    low: int = 0
    high: int | None = None
    types: tuple[TypeRule, ...] = ()
    fixed: Any = None
    pattern: Any = None
    max_length: int | None = None
    least: Any = None
    greatest: Any = None
    strength: str = ""
    value_set: str = ""
    constraints: tuple["Constraint", ...] = ()
    must_support: bool = False
    discriminators: tuple[tuple[str, str], ...] = ()
    is_closed: bool = False
    is_ordered: bool = False
    is_open_at_end: bool = False
    children: dict[str, "Rule"] = field(default_factory=dict)
    slices: dict[str, "Rule"] = field(default_factory=dict)

    def below(self, path: str) -> "Rule | None":
        """The rule of a descendant by its dotted path."""
        rule: Rule | None = self
        for name in path.split("."):
            rule = rule.children.get(name.removesuffix("[x]")) if rule is not None else None
        return rule


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile that the hub knows: its canonical URL, version, the type that it constrains, and its rules."""

    url: str
    version: str
    name: str
    type: str
    root: Rule = field(repr=False)


def read_profile(definition: JsonObject) -> Profile:
    """The rules of a StructureDefinition. Raises ValueError for one without a snapshot."""
    if "snapshot" not in definition:
        raise ValueError(f"{definition.get('url')} has no snapshot; expected one with snapshot.element.")
    elements = definition["snapshot"]["element"]
    root = _rule(elements[0], definition["type"])
    for element in elements[1:]:
        steps = element.get("id", element["path"]).split(".")[1:]
        owner = _owner(root, steps[:-1])
        name, _, slice_name = steps[-1].partition(":")
        rule = _rule(element, definition["type"])
        if slice_name:
            _child(owner, name).slices[slice_name] = rule
        else:
            kept = owner.children.get(name.removesuffix("[x]"))
            if kept is not None:
                rule.slices = kept.slices
            owner.children[name.removesuffix("[x]")] = rule
    return Profile(
        url=definition["url"],
        version=definition.get("version", ""),
        name=definition.get("title") or definition["name"],
        type=definition["type"],
        root=root,
    )


def _owner(root: Rule, steps: list[str]) -> Rule:
    rule = root
    for step in steps:
        name, _, slice_name = step.partition(":")
        rule = _child(rule, name)
        if slice_name:
            rule = rule.slices.setdefault(slice_name, Rule(rule.path))
    return rule


def _child(owner: Rule, name: str) -> Rule:
    plain = name.removesuffix("[x]")
    if plain not in owner.children:
        owner.children[plain] = Rule(f"{owner.path}.{plain}")
    return owner.children[plain]


def _rule(element: JsonObject, type_name: str) -> Rule:
    slicing = element.get("slicing", {})
    binding = element.get("binding", {})
    return Rule(
        path=element["path"],
        low=element.get("min", 0),
        high=None if element.get("max", "*") == "*" else int(element["max"]),
        types=tuple(_types(element)),
        fixed=_choice(element, "fixed"),
        pattern=_choice(element, "pattern"),
        max_length=element.get("maxLength"),
        least=_choice(element, "minValue"),
        greatest=_choice(element, "maxValue"),
        strength=binding.get("strength", ""),
        value_set=binding.get("valueSet", "").partition("|")[0],
        constraints=tuple(_constraints(element, type_name)),
        must_support=bool(element.get("mustSupport")),
        discriminators=tuple((one["type"], one["path"]) for one in slicing.get("discriminator", ())),
        is_closed=slicing.get("rules") == "closed",
        is_ordered=bool(slicing.get("ordered")),
        is_open_at_end=slicing.get("rules") == "openAtEnd",
    )


def _types(element: JsonObject) -> Iterator[TypeRule]:
    for kind in element.get("type", ()):
        code = kind["code"]
        if not code.startswith("http://hl7.org/fhirpath/"):
            yield TypeRule(code, tuple(kind.get("profile", ())), tuple(kind.get("targetProfile", ())))


def _choice(element: Mapping[str, Any], prefix: str) -> Any:
    return next((value for name, value in element.items() if name.startswith(prefix) and name != prefix), None)


def _constraints(element: JsonObject, type_name: str) -> Iterator[Constraint]:
    """Those of the profile: R4's own are checked already, and are named by their source or by our table."""
    own = {row[0] for row in (*invariants_of(element["path"]), *invariants_of(type_name))}
    for item in element.get("constraint", ()):
        source = item.get("source", "")
        is_standard = source.startswith("http://hl7.org/fhir/") or item["key"] in own or item["key"] in _EVERYWHERE
        if not is_standard and "expression" in item:
            yield Constraint(item["key"], item.get("severity", "error"), item["expression"], item.get("human", ""))
