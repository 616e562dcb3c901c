"""Search parameters to Python: one function per resource type that walks the resource once.

Expressions that share a beginning share the walk. The generated functions assume the shape that
`fhir_profiles.validate` has checked; what a leaf does with a value is in `fhir_profiles.index_values`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from fhir_profiles.compile.definitions import Model
from fhir_profiles.compile.fhirpath import Leaf, Step, UnsupportedError, compile_expression
from fhir_profiles.compile.parameters import Parameter
from fhir_profiles.compile.value_sets import Terminology

_DECEASED = "Patient.deceased.exists() and Patient.deceased != false"

LEAVES: dict[tuple[str, str], str] = {
    ("token", "Identifier"): "token_identifier",
    ("token", "Coding"): "token_coding",
    ("token", "CodeableConcept"): "token_concept",
    ("token", "ContactPoint"): "token_contact",
    ("token", "code"): "token_code",
    ("token", "boolean"): "token_boolean",
    ("token", "string"): "token_text",
    ("token", "id"): "token_text",
    ("token", "resource-id"): "token_text",
    ("token", "uri"): "token_text",
    ("string", "HumanName"): "string_name",
    ("string", "Address"): "string_address",
    ("string", "string"): "string_text",
    ("string", "markdown"): "string_text",
    ("date", "date"): "date_moment",
    ("date", "dateTime"): "date_moment",
    ("date", "instant"): "date_moment",
    ("date", "Period"): "date_period",
    ("date", "Timing"): "date_timing",
    ("reference", "Reference"): "reference_reference",
    ("reference", "canonical"): "reference_canonical",
    ("reference", "uri"): "reference_canonical",
    ("quantity", "Quantity"): "quantity_quantity",
    ("quantity", "SimpleQuantity"): "quantity_quantity",
    ("quantity", "Age"): "quantity_quantity",
    ("quantity", "Duration"): "quantity_quantity",
    ("quantity", "Money"): "quantity_money",
    ("number", "decimal"): "quantity_number",
    ("number", "integer"): "quantity_number",
    ("number", "positiveInt"): "quantity_number",
    ("number", "unsignedInt"): "quantity_number",
    ("uri", "uri"): "uri_text",
    ("uri", "url"): "uri_text",
    ("uri", "canonical"): "uri_text",
    ("uri", "oid"): "uri_text",
}
"""The leaf that takes a value of one type for one search type: in INLINE, or a method of `Collector`."""

OMITTED: dict[tuple[str, str], str] = {
    ("quantity", "SampledData"): "a waveform is no quantity",
    ("quantity", "Range"): "ranges are not indexed",
    ("number", "Range"): "ranges are not indexed",
    ("date", "string"): "free text is no date",
    ("date", "Age"): "an age is no date",
    ("date", "Range"): "an age range is no date",
    ("string", "Range"): "ranges are not text",
    ("string", "Age"): "an age is no text",
    ("string", "Period"): "a period is no text",
    ("token", "Range"): "ranges are no codes",
    ("token", "Age"): "an age is no code",
    ("token", "dateTime"): "a date is no code",
    ("token", "Reference"): "found by the reference parameter beside it",
    ("uri", "Reference"): "found by the reference parameter beside it",
}
"""Types that an expression reaches and that carry no value of the search type."""


INLINE: dict[str, tuple[str, ...]] = {
    "token_code": ("tokens(new(Token, (p[{at}], {extra!r}, {x})))",),
    "token_text": ("tokens(new(Token, (p[{at}], '', {x})))",),
    "token_coding": (
        "if 'code' in {x}:",
        "    tokens(new(Token, (p[{at}], {x}.get('system', ''), {x}['code'])))",
    ),
    "token_concept": (
        "if 'coding' in {x}:",
        "    for c in {x}['coding']:",
        "        if 'code' in c:",
        "            tokens(new(Token, (p[{at}], c.get('system', ''), c['code'])))",
    ),
    "token_identifier": (
        "if 'value' in {x}:",
        "    tokens(new(Token, (p[{at}], {x}.get('system', ''), {x}['value'])))",
    ),
    "string_text": ("strings(new(String, (p[{at}], {x})))",),
    "uri_text": ("uris(new(Uri, (p[{at}], {x})))",),
}
"""Leaves that stand in the walk itself: a call costs as much as the work."""

_NULLABLE = frozenset({"token_code", "token_text", "string_text", "uri_text"})

_HEAD = """from fhir_profiles.index_values import ReferenceValue as Reference
from fhir_profiles.index_values import StringValue as String
from fhir_profiles.index_values import TokenValue as Token
from fhir_profiles.index_values import UriValue as Uri
from fhir_profiles.index_values import split_literal

new = tuple.__new__


def index(r, p, v):
    tokens, strings, uris, references = v.tokens.append, v.strings.append, v.uris.append, v.references.append"""


@dataclass(frozen=True, slots=True)
class Action:
    """What one parameter does with a value: a leaf, the parameter's place, and the leaf's argument."""

    leaf: str
    at: int
    extra: str = ""


@dataclass
class Node:
    """Members below one object, and what to do with the values at this place."""

    children: dict[Step, "Node"] = field(default_factory=dict)
    actions: list[Action] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class NotCompiled:
    """A parameter, or one of its value types, that has no accessor, and why."""

    parameter: Parameter
    reason: str


def accessor_source(
    model: Model, terminology: Terminology, parameters: Sequence[Parameter], *, compartment: Iterable[str]
) -> tuple[str, list[NotCompiled], set[str]]:
    """Python source for one resource type, what could not be compiled, and the names that were."""
    index, patients, missing, done = Node(), Node(), list[NotCompiled](), set[str]()
    in_compartment = set(compartment)
    for at, parameter in enumerate(parameters):
        try:
            leaves = _leaves(model, parameter)
        except UnsupportedError as err:
            missing.append(NotCompiled(parameter, str(err)))
            continue
        for leaf in leaves:
            action = LEAVES.get((parameter.type, leaf.kind.code))
            if action is None:
                missing.append(NotCompiled(parameter, _reason(parameter, leaf)))
                continue
            done.add(parameter.name)
            _insert(index, leaf, Action(action, at, _extra(terminology, leaf, action)))
            if parameter.name in in_compartment and action == "reference_reference":
                _insert(patients, leaf, Action("patient", 0))
        if parameter.expression == _DECEASED:
            done.add(parameter.name)
            index.actions.append(Action("token_deceased", at))
    lines = [_HEAD, *_block(index, "r", 1), "", "", "def patients(r, v):", *_block(patients, "r", 1)]
    lines += ["" if patients.children else "    return", ""]
    return "\n".join(lines), missing, done


def _leaves(model: Model, parameter: Parameter) -> tuple[Leaf, ...]:
    if parameter.name in {"_id", "_lastUpdated"}:
        raise UnsupportedError("a column of the store")
    if parameter.type in {"composite", "special"}:
        raise UnsupportedError(f"{parameter.type} parameter")
    if not parameter.expression:
        raise UnsupportedError("R4 gives no expression")
    if parameter.name == "phonetic":
        raise UnsupportedError("sounds are not indexed; `name` finds by pinyin")
    if parameter.expression == _DECEASED:
        return ()
    return compile_expression(model, parameter.expression, base=parameter.resource_type)


def _reason(parameter: Parameter, leaf: Leaf) -> str:
    path = ".".join(step.name for step in leaf.steps)
    return f"{path}: {OMITTED.get((parameter.type, leaf.kind.code), f'{leaf.kind.code} as {parameter.type}')}"


def _extra(terminology: Terminology, leaf: Leaf, action: str) -> str:
    if action == "token_code" and leaf.value_set:
        return terminology.system(leaf.value_set)
    return leaf.target if action == "reference_reference" else ""


def _insert(root: Node, leaf: Leaf, action: Action) -> None:
    node = root
    for step in leaf.steps:
        node = node.children.setdefault(step, Node())
    if action not in node.actions:
        node.actions.append(action)


def _action_lines(actions: Sequence[Action], name: str) -> list[str]:
    lines: list[str] = []
    links = [action for action in actions if action.leaf == "reference_reference"]
    for action in actions:
        if action.leaf in INLINE:
            lines += [line.format(at=action.at, extra=action.extra, x=name) for line in INLINE[action.leaf]]
        elif action.leaf == "patient":
            lines.append(f"v.patient({name})")
        elif action.leaf != "reference_reference":
            lines.append(f"v.{action.leaf}(p[{action.at}], {name})")
    if links:
        lines += [f"if {name}.get('reference', '#')[0] != '#':", f"    k, i, u = split_literal({name})"]
    for action in links:
        if action.extra:
            lines.append(f"    if k == {action.extra!r}:")
        indent = "        " if action.extra else "    "
        lines.append(f"{indent}references(new(Reference, (p[{action.at}], k, i, u)))")
    return lines


def _block(node: Node, name: str, depth: int, *, is_item: bool = False) -> list[str]:
    indent = "    " * depth
    lines: list[str] = []
    if is_item and any(action.leaf in _NULLABLE for action in node.actions):
        lines += [f"{indent}if {name} is None:", f"{indent}    continue"]
    lines += [indent + line for line in _action_lines(node.actions, name)]
    by_name: dict[tuple[str, bool], list[tuple[Step, Node]]] = {}
    for step, child in node.children.items():
        by_name.setdefault((step.name, step.is_array), []).append((step, child))
    for (member, is_array), variants in by_name.items():
        value = f"x{depth}"
        lines.append(f"{indent}if {member!r} in {name}:")
        if is_array:
            lines.append(f"{indent}    for {value} in {name}[{member!r}]:")
        else:
            lines.append(f"{indent}    {value} = {name}[{member!r}]")
        inner = depth + 2 if is_array else depth + 1
        for step, child in variants:
            if step.guard is None:
                lines += _block(child, value, inner, is_item=is_array)
            else:
                lines.append(f"{'    ' * inner}if {value}.get({step.guard[0]!r}) == {step.guard[1]!r}:")
                lines += _block(child, value, inner + 1)
    return lines
