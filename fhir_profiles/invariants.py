"""Invariants one by one, with the place of each that is broken: the long form of `quick_checks`.

It runs where something is broken already, or where warnings are asked for.
https://hl7.org/fhir/R4/conformance-rules.html#constraints.
"""

from collections.abc import Iterator

from fhir_profiles.check_values import Invariant, invariants_of
from fhir_profiles.fhirpath import FhirPathError, Node, compile_path
from fhir_profiles.fhirpath.model import elements_of, is_resource
from fhir_profiles.fhirpath.nodes import members_of
from fhir_profiles.finding import Finding, found
from fhir_profiles.invariant_texts import invariant_text
from fhir_profiles.issue import JsonObject, Severity

_NOT_DOMAIN = frozenset({"Bundle", "Binary", "Parameters"})
_ELSEWHERE = frozenset({"txt-1", "txt-2", "bdl-3", "bdl-4", "bdl-7", "bdl-8"})
"""The schema checks narratives, `bundle_rules` says which entry is wrong."""


def broken_invariants(resource: JsonObject, root: JsonObject, *, severity: Severity) -> Iterator[Finding]:
    """Each broken invariant of this severity. Nested resources are left to their own call."""
    own = Node(resource, resource["resourceType"])
    top = own if root is resource else Node(root, root["resourceType"])
    walk = _Walk(own, top, severity)
    if own.type not in _NOT_DOMAIN:
        yield from walk.check(own, invariants_of("DomainResource"))
    yield from walk.below(own)


class _Walk:
    def __init__(self, resource: Node, root: Node, severity: Severity) -> None:
        self.resource, self.root, self.severity = resource, root, severity

    def below(self, node: Node) -> Iterator[Finding]:
        """The invariants of a node's type, then those of its children."""
        yield from self.check(node, invariants_of(node.type))
        if node.is_primitive:
            if node.shadow is not None:
                for child in members_of(node, "extension"):
                    yield from self.below(child)
            return
        for name in elements_of(node.type):
            for child in members_of(node, name):
                if is_resource(child.type):
                    continue
                yield from self.check(child, element_invariants(node.type, name, child.type))
                yield from self.below(child)

    def check(self, node: Node, rows: tuple[Invariant, ...]) -> Iterator[Finding]:
        for key, severity, expression in rows:
            if severity != self.severity or key in _ELSEWHERE:
                continue
            try:
                is_met = compile_path(expression).holds(node, resource=self.resource, root=self.root)
            except FhirPathError:
                continue
            if is_met is False:
                text = invariant_text(key, expression, owner=node.type)
                yield found("invariant", text, self.resource.type, node.place, severity=self.severity)


def element_invariants(owner: str, name: str, kind: str) -> tuple[Invariant, ...]:
    """Invariants that one element has beside those of its type; a backbone's own come with its type."""
    path = f"{owner}.{name}"
    if path == kind:
        return ()
    return invariants_of(path) or invariants_of(f"{path}[x]")
