"""A resource against a profile: cardinality, types, fixed values, patterns, bindings, slices, constraints.

https://hl7.org/fhir/R4/profiling.html. The resource is valid R4 already.
"""

from collections.abc import Iterator
from typing import Any

from fhir_profiles.binding_rules import codings_of
from fhir_profiles.fhirpath import FhirPathError, Node, compile_path
from fhir_profiles.fhirpath.nodes import members_of
from fhir_profiles.finding import Finding, found
from fhir_profiles.issue import JsonObject, Severity
from fhir_profiles.profile import Constraint, Profile, Rule, TypeRule
from fhir_profiles.profile_slices import fits_pattern, is_in_slice, resolver_of
from fhir_profiles.registry import BASE_URL, profile
from terminology.membership import member_of

_MOST_DEPTH = 8
"""Profiles inside of profiles that are followed."""


def profile_findings(resource: JsonObject, url: str, *, warnings: bool = False) -> Iterator[Finding]:
    """What keeps the resource from conforming to a profile; R4's own profiles are met by what is valid."""
    plain = url.partition("|")[0]
    outer = str(resource["resourceType"])
    if plain == f"{BASE_URL}{outer}":
        return
    known = profile(plain)
    if known is None:
        text = f"The profile {plain} is not known here, so it was not checked; known ones are listed at /fhir/metadata."
        yield found("not-found", text, outer, ())
        return
    if known.type != outer:
        text = f"The profile {plain} is of {known.type}; expected a resource of that type."
        yield found("structure", text, outer, ())
        return
    check = _Check(Node(resource, outer), warnings=warnings)
    yield from check.node(Node(resource, outer), known.root, known)
    if warnings:
        yield from check.missing_support(known)


class _Check:
    """One resource against profiles; `resource` is the root of every place."""

    def __init__(self, resource: Node, *, warnings: bool, depth: int = 0) -> None:
        self.resource, self.warnings, self.depth = resource, warnings, depth
        self.resolve = resolver_of(resource)
        self.absent: list[str] = []

    def node(self, node: Node, rule: Rule, owner: Profile, *, own: Node | None = None) -> Iterator[Finding]:
        """One element, its children and their slices; `own` is the resource that constraints call %resource."""
        resource = own or self.resource
        yield from self._value(node, rule, owner, resource)
        for name, child in rule.children.items():
            items = list(members_of(node, name))
            yield from self._count(node, name, child, items, owner)
            for item in items:
                yield from self.node(item, child, owner, own=resource)
            if child.slices:
                yield from self._slices(node, name, child, items, owner, resource)

    def _slices(
        self, node: Node, name: str, rule: Rule, items: list[Node], owner: Profile, resource: Node
    ) -> Iterator[Finding]:
        rest = list(items)
        for slice_name, one in rule.slices.items():
            members = [item for item in items if is_in_slice(item, one, rule, resolve=self.resolve, fits=self._fits)]
            yield from self._count(node, f"{name}:{slice_name}", one, members, owner)
            for item in members:
                yield from self.node(item, one, owner, own=resource)
            rest = [item for item in rest if item not in members]
        if rule.is_closed:
            for item in rest:
                text = f"{name} fits no slice of the profile, and others are not allowed; expected one of "
                yield self._found("structure", text + ", ".join(rule.slices) + ".", item, owner)

    def _count(self, node: Node, name: str, rule: Rule, items: list[Node], owner: Profile) -> Iterator[Finding]:
        if not items and rule.must_support:
            self.absent.append(f"{rule.path}{':' + name.partition(':')[2] if ':' in name else ''}")
        if len(items) < rule.low:
            text = f"{name} stands {len(items)} times; expected at least {rule.low}."
            missing = (*node.place, name.partition(":")[0])
            yield self._found("required", text, Node(None, node.type, missing), owner)
        elif rule.high is not None and len(items) > rule.high:
            expected = f"at most {rule.high}" if rule.high else "none"
            yield self._found("structure", f"{name} stands {len(items)} times; expected {expected}.", node, owner)

    def _value(self, node: Node, rule: Rule, owner: Profile, resource: Node) -> Iterator[Finding]:
        name = rule.path.rpartition(".")[2]
        if rule.fixed is not None and node.value != rule.fixed:
            yield self._found("value", f"{name} has another value; expected {_shown(rule.fixed)}.", node, owner)
        if rule.pattern is not None and not fits_pattern(node.value, rule.pattern):
            yield self._found("value", f"{name} lacks what it must hold; expected {_shown(rule.pattern)}.", node, owner)
        if rule.max_length is not None and isinstance(node.value, str) and len(node.value) > rule.max_length:
            text = f"{name} has {len(node.value)} characters; expected at most {rule.max_length}."
            yield self._found("too-long", text, node, owner)
        if rule.strength in {"required", "extensible"}:
            yield from self._binding(node, rule, name, owner)
        yield from self._types(node, rule, name, owner)
        for constraint in rule.constraints:
            yield from self._constraint(node, constraint, owner, resource)

    def _binding(self, node: Node, rule: Rule, name: str, owner: Profile) -> Iterator[Finding]:
        severity: Severity = "error" if rule.strength == "required" else "warning"
        if severity == "warning" and not self.warnings:
            return
        codings = codings_of(node.value)
        if node.type == "code":
            is_outside = isinstance(node.value, str) and _code_is_outside(rule.value_set, node.value)
        elif severity == "warning":
            is_outside = bool(codings) and all(member_of(rule.value_set, *pair) is False for pair in codings)
        else:
            is_outside = all(member_of(rule.value_set, *pair) is False for pair in codings)
            is_outside = is_outside and (bool(codings) or member_of(rule.value_set, "", "") is not None)
        if is_outside:
            text = f"{name} has no code of {rule.value_set}; expected one of its codes"
            text += "." if severity == "error" else ", unless none of them fits."
            yield self._found("code-invalid", text, node, owner, severity=severity)

    def _types(self, node: Node, rule: Rule, name: str, owner: Profile) -> Iterator[Finding]:
        if not rule.types or "." not in rule.path or any(one.code in _OPEN for one in rule.types):
            fitting = [one for one in rule.types if one.profiles]
        else:
            fitting = [one for one in rule.types if one.code == node.type]
            if not fitting and "." not in node.type:
                expected = ", ".join(one.code for one in rule.types)
                yield self._found("structure", f"{name} is a {node.type}; expected {expected}.", node, owner)
                return
        targets = [url for one in fitting for url in one.targets]
        if targets and node.type == "Reference":
            yield from self._target(node, name, targets, owner)
        profiled = [one for one in fitting if one.profiles]
        if profiled and len(profiled) == len(fitting):
            yield from self._profiled(node, name, profiled, owner)

    def _target(self, node: Node, name: str, targets: list[str], owner: Profile) -> Iterator[Finding]:
        kinds = {kind for url in targets for kind in _types_of(url)}
        literal = node.value.get("reference", "") if isinstance(node.value, dict) else ""
        target = self.resolve(literal) if literal else None
        given = target.type if target is not None else _type_in(literal) or node.value.get("type", "")
        if given and kinds and given not in kinds:
            text = f"{name} refers to a {given}; expected a reference to {', '.join(sorted(kinds))}."
            yield self._found("value", text, node, owner)

    def _profiled(self, node: Node, name: str, types: list[TypeRule], owner: Profile) -> Iterator[Finding]:
        """The element itself has a profile: an extension, a datatype, or the resource in an entry."""
        known = [one for kind in types for url in kind.profiles if (one := profile(url.partition("|")[0])) is not None]
        if not known or self.depth > _MOST_DEPTH or any(self._fits(node, one.url) for one in known):
            return
        if len(known) > 1:
            expected = ", ".join(one.url for one in known)
            yield self._found("structure", f"{name} fits no profile; expected {expected}.", node, owner)
        else:
            yield from self._inside(node, known[0])

    def _fits(self, node: Node, url: str) -> bool:
        known = profile(url.partition("|")[0])
        if known is None:
            return url.partition("|")[0] == f"{BASE_URL}{node.type}"
        return known.type == node.type and next(_errors(self._inside(node, known)), None) is None

    def _inside(self, node: Node, known: Profile) -> Iterator[Finding]:
        if known.type != node.type:
            text = f"It is a {node.type}; expected a {known.type}."
            yield self._found("structure", text, node, known)
            return
        inner = _Check(self.resource, warnings=False, depth=self.depth + 1)
        own = node if isinstance(node.value, dict) and "resourceType" in node.value else None
        yield from inner.node(node, known.root, known, own=own)

    def _constraint(self, node: Node, constraint: Constraint, owner: Profile, resource: Node) -> Iterator[Finding]:
        severity: Severity = "error" if constraint.severity == "error" else "warning"
        if severity == "warning" and not self.warnings:
            return
        try:
            path = compile_path(constraint.expression)
            result = path.evaluate(node, resource=resource, root=self.resource, resolve=self.resolve)
        except FhirPathError:
            return
        if result and result[0] is False:
            words = constraint.words.rstrip(".") or constraint.expression
            text = f"{constraint.key} is not met; expected: {words}."
            yield self._found("invariant", text, node, owner, severity=severity)

    def missing_support(self, known: Profile) -> Iterator[Finding]:
        """What the profile asks systems to support and this resource lacks: no fault, but worth a look."""
        if self.absent:
            names = ", ".join(dict.fromkeys(self.absent))
            text = f"Elements that the profile marks mustSupport are absent: {names}."
            yield self._found("informational", text, self.resource, known, severity="information")

    def _found(self, code: str, text: str, node: Node, owner: Profile, *, severity: Severity = "error") -> Finding:
        shown = f"{text[:-1]} (profile {owner.url})."
        return found(code, shown, self.resource.type, node.place, severity=severity)


_OPEN = frozenset({"Resource", "BackboneElement", "Element", "DomainResource"})


def _errors(items: Iterator[Finding]) -> Iterator[Finding]:
    return (item for item in items if item.issue.is_error)


def _code_is_outside(value_set: str, code: str) -> bool:
    """A code element carries no system: it is outside when no system of the value set has it."""
    from terminology.membership import codes_of

    codes = codes_of(value_set)
    return codes is not None and all(own != code for _, own in codes)


def _types_of(url: str) -> Iterator[str]:
    """Resource types that a target profile allows; nothing for Resource, which allows all."""
    plain = url.partition("|")[0]
    if plain.startswith(BASE_URL):
        name = plain.removeprefix(BASE_URL)
        if name != "Resource":
            yield name
        return
    known = profile(plain)
    if known is not None:
        yield known.type


def _type_in(literal: str) -> str:
    if literal.startswith(("#", "urn:")):
        return ""
    parts = literal.partition("?")[0].partition("/_history/")[0].split("/")
    return parts[-2] if len(parts) > 1 else parts[0] if "?" in literal else ""


def _shown(value: Any) -> str:
    """A fixed value or pattern for people: its codes, or its members."""
    codings = codings_of(value) if isinstance(value, dict) else []
    if codings:
        return " and ".join(f"{system}|{code}" if system else code for system, code in codings)
    return (
        ", ".join(f"{name} {_shown(item)}" for name, item in value.items()) if isinstance(value, dict) else str(value)
    )
