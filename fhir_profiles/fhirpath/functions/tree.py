"""Functions that know the resource: children, extensions, references, narrative.

https://hl7.org/fhirpath/N1/#tree-navigation, https://hl7.org/fhir/R4/fhirpath.html#functions.
"""

from fhir_profiles.fhirpath.engine import Scope, single_text
from fhir_profiles.fhirpath.functions.function import Arguments, Function
from fhir_profiles.fhirpath.nodes import Collection, Node, children_of, descendants_of, members_of, plain
from fhir_profiles.narrative import narrative_problem


def _children(scope: Scope, items: Collection, _arguments: Arguments) -> Collection:
    found = [child for item in items for child in children_of(item)]
    scope.env.spend(len(found))
    return found


def _descendants(scope: Scope, items: Collection, _arguments: Arguments) -> Collection:
    found: Collection = []
    for item in descendants_of(items):
        scope.env.spend(1)
        found.append(item)
    return found


def _extension(scope: Scope, items: Collection, arguments: Arguments) -> Collection:
    url = single_text(arguments[0](scope))
    return [
        child
        for item in items
        if isinstance(item, Node)
        for child in members_of(item, "extension")
        if child.value.get("url") == url
    ]


def _has_value(_scope: Scope, items: Collection, _arguments: Arguments) -> Collection:
    """Whether it is one primitive with a value, not with extensions alone."""
    if len(items) != 1:
        return [False]
    item = items[0]
    return [not isinstance(item, Node) or (item.is_primitive and item.value is not None)]


def _get_value(scope: Scope, items: Collection, arguments: Arguments) -> Collection:
    return [plain(items[0])] if _has_value(scope, items, arguments) == [True] else []


def _resolve(scope: Scope, items: Collection, _arguments: Arguments) -> Collection:
    found: Collection = []
    for item in items:
        literal = _literal(item)
        target = _target(scope, literal) if literal else None
        if target is not None:
            found.append(target)
    return found


def _literal(item: object) -> str:
    if not isinstance(item, Node):
        return item if isinstance(item, str) else ""
    value = item.value.get("reference") if isinstance(item.value, dict) else item.value
    return value if isinstance(value, str) else ""


def _target(scope: Scope, literal: str) -> Node | None:
    if literal == "#":
        return scope.env.root
    if literal.startswith("#"):
        contained = members_of(scope.env.root, "contained")
        return next((node for node in contained if node.value.get("id") == literal[1:]), None)
    return None if scope.env.resolve is None else scope.env.resolve(literal)


def _html_checks(_scope: Scope, items: Collection, _arguments: Arguments) -> Collection:
    return [all(isinstance(plain(item), str) and not narrative_problem(plain(item)) for item in items)]


FUNCTIONS: dict[str, Function] = {
    "children": Function(_children),
    "descendants": Function(_descendants),
    "extension": Function(_extension, 1, 1),
    "hasValue": Function(_has_value),
    "getValue": Function(_get_value),
    "resolve": Function(_resolve),
    "htmlChecks": Function(_html_checks),
}
