"""Which slice an element belongs to, by discriminators. https://hl7.org/fhir/R4/profiling.html#discriminator."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fhir_profiles.binding_rules import codings_of
from fhir_profiles.fhirpath import FhirPathError, Node, compile_path
from fhir_profiles.fhirpath.engine import Resolver
from fhir_profiles.fhirpath.nodes import members_of
from fhir_profiles.profile import Rule
from terminology.membership import codes_of, member_of
from terminology.registry import Registry

Fits = Callable[[Node, str], bool]
_STEP = re.compile(r"[A-Za-z]\w*(?:\('?[^')]*'?\))?")
_BY_URL = (("value", "url"),)


@dataclass(frozen=True, slots=True)
class Slicing:
    """What discriminators ask: what a reference names, whether a resource fits a profile, what a value set has."""

    resolve: Resolver
    fits: Fits
    codes: Registry


def is_in_slice(item: Node, one: Rule, sliced: Rule, asked: Slicing) -> bool:
    """Whether an item belongs to a slice of the element `sliced`: every discriminator says so."""
    discriminators = sliced.discriminators or (_BY_URL if item.type == "Extension" else ())
    if not discriminators:
        return fits_pattern(item.value, one.pattern) if one.pattern is not None else _is_of_type(item, one)
    return all(_agrees(item, one, kind, path, asked) for kind, path in discriminators)


def _agrees(item: Node, one: Rule, kind: str, path: str, asked: Slicing) -> bool:
    if kind in {"value", "pattern"}:
        if path == "url" and item.type == "Extension":
            return bool(item.value.get("url") == extension_url(one))
        return _has_value(item, one, [] if path == "$this" else _STEP.findall(path), asked)
    nodes = _nodes(item, path, asked.resolve)
    rule = one if path == "$this" else one.below(".".join(name for name in _STEP.findall(path) if "(" not in name))
    match kind:
        case "exists":
            return rule is not None and (bool(nodes) if rule.low else rule.high != 0 or not nodes)
        case "type":
            return rule is not None and any(_is_of_type(node, rule) for node in nodes)
        case _:
            urls = [url for kind_rule in (rule.types if rule else ()) for url in (kind_rule.profiles)]
            return any(asked.fits(node, url) for node in nodes for url in urls)


def _nodes(item: Node, path: str, resolve: Resolver) -> list[Node]:
    if path == "$this":
        return [item]
    try:
        return [node for node in compile_path(path).evaluate(item, resolve=resolve) if isinstance(node, Node)]
    except FhirPathError:
        return []


def _is_of_type(node: Node, rule: Rule) -> bool:
    return any(one.code == node.type for one in rule.types)


def _has_value(node: Node, rule: Rule | None, steps: list[str], asked: Slicing) -> bool:
    """Whether what the slice fixes along the path is what the item has there."""
    is_said = False
    if rule is not None and rule.fixed is not None:
        if node.value != rule.fixed:
            return False
        is_said = True
    if rule is not None and rule.pattern is not None:
        if not fits_pattern(node.value, rule.pattern):
            return False
        is_said = True
    if not steps:
        return is_said or (rule is not None and rule.strength == "required" and _is_bound(node, rule, asked.codes))
    if is_said and rule is not None and steps[0] not in rule.children:
        return True
    name, rest = steps[0], steps[1:]
    below = rule.children.get(name) if rule is not None else None
    if is_said and (below is None or (below.fixed is None and below.pattern is None and not below.children)):
        return True
    return any(_has_value(child, below, rest, asked) for child in _nodes(node, name, asked.resolve))


def _is_bound(node: Node, rule: Rule, codes: Registry) -> bool:
    if node.type == "code":  # it carries no system
        known = codes_of(rule.value_set, codes)
        return known is not None and any(own == node.value for _, own in known)
    return any(member_of(rule.value_set, *pair, codes) is True for pair in codings_of(node.value))


def extension_url(rule: Rule) -> str:
    """The url of the extension that a slice is about: its profile's, or the fixed one."""
    for one in rule.types:
        if one.profiles:
            return one.profiles[0].partition("|")[0]
    below = rule.children.get("url")
    return str(below.fixed) if below is not None and below.fixed is not None else ""


def fits_pattern(value: Any, pattern: Any) -> bool:
    """Whether JSON holds everything that a pattern has; a list needs an item for each of the pattern's.

    https://hl7.org/fhir/R4/elementdefinition-definitions.html#ElementDefinition.pattern_x_.
    """
    if isinstance(pattern, dict):
        return isinstance(value, dict) and all(
            name in value and fits_pattern(value[name], own) for name, own in pattern.items()
        )
    if isinstance(pattern, list):
        return isinstance(value, list) and all(any(fits_pattern(item, own) for item in value) for own in pattern)
    return bool(value == pattern) and isinstance(value, bool) == isinstance(pattern, bool)


def resolver_of(resource: Node) -> Resolver:
    """Finds what a reference names inside of a Bundle, or among contained resources."""
    known: dict[str, Node] = {}
    for entry in members_of(resource, "entry") if resource.type == "Bundle" else ():
        for inner in members_of(entry, "resource"):
            url = entry.value.get("fullUrl")
            for name in (url, f"{inner.type}/{inner.value.get('id')}" if "id" in inner.value else None):
                if isinstance(name, str):
                    known.setdefault(name, inner)
    for inner in members_of(resource, "contained"):
        known.setdefault(f"#{inner.value.get('id')}", inner)
    return known.get
