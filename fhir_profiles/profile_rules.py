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
from fhir_profiles.known import OWN, Known
from fhir_profiles.profile import Constraint, Profile, Rule, TypeRule
from fhir_profiles.profile_slices import Slicing, fits_pattern, is_in_slice, resolver_of
from fhir_profiles.profile_values import is_outside
from fhir_profiles.registry import BASE_URL
from terminology.membership import member_of

_MOST_DEPTH = 8
"""Profiles inside of profiles that are followed."""


def profile_findings(
    resource: JsonObject, url: str, *, warnings: bool = False, known: Known = OWN
) -> Iterator[Finding]:
    """What keeps the resource from conforming to a profile; R4's own profiles are met by what is valid."""
    plain = url.partition("|")[0]
    outer = str(resource["resourceType"])
    if plain == f"{BASE_URL}{outer}":
        return
    asked = known.profile(plain)
    if asked is None:
        text = f"The profile {plain} is not known here, so it was not checked; known ones are listed at /fhir/metadata."
        yield found("not-found", text, outer, ())
        return
    if asked.type != outer:
        text = f"The profile {plain} is of {asked.type}; expected a resource of that type."
        yield found("structure", text, outer, ())
        return
    check = _Check(Node(resource, outer), known, warnings=warnings)
    yield from check.node(Node(resource, outer), asked.root, asked)
    if warnings:
        yield from check.missing_support(asked)


class _Check:
    """One resource against profiles; `resource` is the root of every place."""

    def __init__(self, resource: Node, known: Known, *, warnings: bool, depth: int = 0) -> None:
        self.resource, self.known, self.warnings, self.depth = resource, known, warnings, depth
        self.resolve = resolver_of(resource)
        self.slicing = Slicing(self.resolve, self._fits, known.codes)
        self.absent: list[str] = []
        self.targets: dict[tuple[int, str], bool] = {}
        """Whether what a reference names fits a profile; while it is looked at, that counts as yes (circles)."""

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
        place: dict[int, int] = {}
        for number, (slice_name, one) in enumerate(rule.slices.items()):
            members = [item for item in items if is_in_slice(item, one, rule, self.slicing)]
            yield from self._count(node, f"{name}:{slice_name}", one, members, owner)
            for item in members:
                place.setdefault(id(item), number)
                yield from self.node(item, one, owner, own=resource)
        rest = [item for item in items if id(item) not in place]
        expected = ", ".join(rule.slices)
        for item in rest if rule.is_closed else ():
            text = f"{name} fits no slice of the profile, and others are not allowed; expected one of {expected}."
            yield self._found("structure", text, item, owner)
        order = [place.get(id(item), len(rule.slices)) for item in items]
        if rule.is_open_at_end and order != sorted(order, key=lambda number: number == len(rule.slices)):
            text = f"{name} has other items before those of the profile's slices; expected them at the end."
            yield self._found("structure", text, node, owner)
        sliced = [number for number in order if number < len(rule.slices)]
        if rule.is_ordered and sliced != sorted(sliced):
            text = f"{name} has its slices in another order; expected {expected}."
            yield self._found("structure", text, node, owner)

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
        if is_outside(node.value, least=rule.least, greatest=rule.greatest):
            yield self._found("value", f"{name} is out of bounds; expected {_bounds(rule)}.", node, owner)
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
            is_outside = isinstance(node.value, str) and _code_is_outside(rule.value_set, node.value, self.known)
        elif severity == "warning":
            is_outside = bool(codings) and all(self._is_not_of(rule, pair) for pair in codings)
        else:
            is_outside = all(self._is_not_of(rule, pair) for pair in codings)
            is_outside = is_outside and (
                bool(codings) or member_of(rule.value_set, "", "", self.known.codes) is not None
            )
        if is_outside:
            text = f"{name} has no code of {rule.value_set}; expected one of its codes"
            text += "." if severity == "error" else ", unless none of them fits."
            yield self._found("code-invalid", text, node, owner, severity=severity)

    def _is_not_of(self, rule: Rule, coding: tuple[str, str]) -> bool:
        return member_of(rule.value_set, *coding, self.known.codes) is False

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
        kinds = {kind for url in targets for kind in self._types_of(url)}
        literal = node.value.get("reference", "") if isinstance(node.value, dict) else ""
        target = self.resolve(literal) if literal else None
        given = target.type if target is not None else _type_in(literal) or node.value.get("type", "")
        if given and kinds and given not in kinds:
            text = f"{name} refers to a {given}; expected a reference to {', '.join(sorted(kinds))}."
            yield self._found("value", text, node, owner)
        elif target is not None and self._misses_all(target, targets):
            text = f"{name} refers to what meets none of its profiles; expected {', '.join(targets)}."
            yield self._found("structure", text, node, owner)

    def _misses_all(self, target: Node, targets: list[str]) -> bool:
        """Whether a target at hand, in the same Bundle or contained, fits none of the known profiles asked of it."""
        plain = [url.partition("|")[0] for url in targets]
        if f"{BASE_URL}Resource" in plain or self.depth > _MOST_DEPTH:
            return False
        return not any(self._is_unknown(url) or self._target_fits(target, url) for url in plain)

    def _target_fits(self, target: Node, url: str) -> bool:
        key = id(target.value), url
        if key not in self.targets:
            self.targets[key] = True
            self.targets[key] = self._fits(target, url)
        return self.targets[key]

    def _is_unknown(self, url: str) -> bool:
        return not url.startswith(BASE_URL) and self.known.profile(url) is None

    def _types_of(self, url: str) -> Iterator[str]:
        """Resource types that a target profile allows; nothing for Resource, which allows all."""
        plain = url.partition("|")[0]
        known = self.known.profile(plain)
        if known is not None:
            yield known.type
        elif plain.startswith(BASE_URL) and plain != f"{BASE_URL}Resource":
            yield plain.removeprefix(BASE_URL)

    def _profiled(self, node: Node, name: str, types: list[TypeRule], owner: Profile) -> Iterator[Finding]:
        """The element itself has a profile: an extension, a datatype, or the resource in an entry."""
        known = [one for kind in types for url in kind.profiles if (one := self.known.profile(url)) is not None]
        if not known or self.depth > _MOST_DEPTH or any(self._fits(node, one.url) for one in known):
            return
        if len(known) > 1:
            expected = ", ".join(one.url for one in known)
            yield self._found("structure", f"{name} fits no profile; expected {expected}.", node, owner)
        else:
            yield from self._inside(node, known[0])

    def _fits(self, node: Node, url: str) -> bool:
        known = self.known.profile(url)
        if known is None:
            return url.partition("|")[0] == f"{BASE_URL}{node.type}"
        return known.type == node.type and next(_errors(self._inside(node, known)), None) is None

    def _inside(self, node: Node, known: Profile) -> Iterator[Finding]:
        if known.type != node.type:
            text = f"It is a {node.type}; expected a {known.type}."
            yield self._found("structure", text, node, known)
            return
        inner = _Check(self.resource, self.known, warnings=False, depth=self.depth + 1)
        inner.targets = self.targets
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
            text = f"{constraint.key} was not checked: its expression cannot be evaluated here."
            yield self._found("not-supported", text, node, owner, severity="warning")
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


def _code_is_outside(value_set: str, code: str, known: Known) -> bool:
    """A code element carries no system: it is outside when no system of the value set has it."""
    from terminology.membership import codes_of

    codes = codes_of(value_set, known.codes)
    return codes is not None and all(own != code for _, own in codes)


def _type_in(literal: str) -> str:
    if literal.startswith(("#", "urn:")):
        return ""
    parts = literal.partition("?")[0].partition("/_history/")[0].split("/")
    return parts[-2] if len(parts) > 1 else parts[0] if "?" in literal else ""


def _bounds(rule: Rule) -> str:
    """The bounds in words."""
    least = [] if rule.least is None else [f"at least {_shown(rule.least)}"]
    greatest = [] if rule.greatest is None else [f"at most {_shown(rule.greatest)}"]
    return " and ".join([*least, *greatest])


def _shown(value: Any) -> str:
    """A fixed value or pattern for people: its codes, or its members."""
    codings = codings_of(value) if isinstance(value, dict) else []
    if codings:
        return " and ".join(f"{system}|{code}" if system else code for system, code in codings)
    return (
        ", ".join(f"{name} {_shown(item)}" for name, item in value.items()) if isinstance(value, dict) else str(value)
    )
