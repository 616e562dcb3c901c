"""Search parameters to Python: one function per resource type that walks the resource once.

Expressions that share a beginning share the walk. Composite parameters walk their parts at each base.
The generated functions assume the shape that `fhir_profiles.validate` has checked; what a leaf does with a
value is in `fhir_profiles.index_values`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from fhir_profiles.compile.accessor_lines import Action, Sink, action_lines
from fhir_profiles.compile.definitions import Model
from fhir_profiles.compile.fhirpath import Leaf, Step, UnsupportedError, compile_expression
from fhir_profiles.compile.parameters import Parameter
from fhir_profiles.compile.value_sets import Terminology

_DECEASED = "Patient.deceased.exists() and Patient.deceased != false"
_FIRST_ENTRY = "Bundle.entry[0].resource"

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
    ("quantity", "Range"): "quantity_range",
    ("number", "Range"): "quantity_range",
    ("number", "decimal"): "quantity_number",
    ("number", "integer"): "quantity_number",
    ("number", "positiveInt"): "quantity_number",
    ("number", "unsignedInt"): "quantity_number",
    ("uri", "uri"): "uri_text",
    ("uri", "url"): "uri_text",
    ("uri", "canonical"): "uri_text",
    ("uri", "oid"): "uri_text",
}
"""What takes a value of one type for one search type: lines of the walk, or a function of `index_values`."""

OMITTED: dict[tuple[str, str], str] = {
    ("quantity", "SampledData"): "a waveform is no quantity",
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


KINDS = (
    "tokens",
    "strings",
    "dates",
    "references",
    "quantities",
    "uris",
    "texts",
    "composites",
    "reference_identifiers",
    "of_types",
)
"""Lists of one resource's values, in the order of `IndexValues`."""

_NULLABLE = frozenset({"token_code", "token_text", "string_text", "uri_text"})

_HEAD = """from fhir_profiles.index_values import *

new = tuple.__new__
"""


@dataclass
class Node:
    """Members below one object, and what to do with the values at this place."""

    children: dict[Step, "Node"] = field(default_factory=dict)
    actions: list[Action] = field(default_factory=list)
    composites: list["Composite"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Composite:
    """A composite parameter at its base: the walk of each of its parts."""

    at: int
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class NotCompiled:
    """A parameter, or one of its value types, that has no accessor, and why."""

    parameter: Parameter
    reason: str


def accessor_source(
    model: Model, terminology: Terminology, parameters: Sequence[Parameter], *, compartment: Iterable[str]
) -> tuple[str, list[NotCompiled], set[str]]:
    """Python source for one resource type, what could not be compiled, and the names that were."""
    writer = _Writer(model, terminology, parameters)
    patients, in_compartment = Node(), set(compartment)
    for at, parameter in enumerate(parameters):
        try:
            if parameter.type == "composite":
                writer.add_composite(at, parameter)
                continue
            leaves = _leaves(model, parameter)
        except UnsupportedError as err:
            writer.missing.append(NotCompiled(parameter, str(err)))
            continue
        for leaf in leaves:
            is_reference = writer.add(writer.root, leaf, at, parameter) == "reference_reference"
            if is_reference and parameter.name in in_compartment:
                _insert(patients, leaf.steps, Action("patient", 0))
        if parameter.expression == _DECEASED:
            writer.done.add(parameter.name)
            writer.root.actions.append(Action("token_deceased", at))
    lines = [_HEAD, "", *_index_lines(writer.root), "", "", "def patients(r):", "    found = []"]
    lines += [*block(patients, "r", 1), "    return found", ""]
    return "\n".join(lines), writer.missing, writer.done


class _Writer:
    """Collects the walk of one resource type."""

    def __init__(self, model: Model, terminology: Terminology, parameters: Sequence[Parameter]) -> None:
        self.model, self.terminology, self.parameters = model, terminology, parameters
        self.root, self.missing, self.done = Node(), list[NotCompiled](), set[str]()
        self.places = {parameter.url: at for at, parameter in enumerate(parameters)}

    def add(self, root: Node, leaf: Leaf, at: int, parameter: Parameter) -> str:
        """Put the leaf into the walk; the name of what it does, or "" when nothing can be done with its type."""
        action = LEAVES.get((parameter.type, leaf.kind.code))
        if action is None:
            self.missing.append(NotCompiled(parameter, _reason(parameter, leaf)))
            return ""
        self.done.add(parameter.name)
        _insert(root, leaf.steps, Action(action, at, _extra(self.terminology, leaf, action)))
        return action

    def add_composite(self, at: int, parameter: Parameter) -> None:
        """Each base of the parameter with the walks of its parts. Raises UnsupportedError."""
        for base in parameter.expression.split(" | "):
            owner = base.partition(".")[0]
            if owner != parameter.resource_type:
                continue
            bases = compile_expression(self.model, base, base=owner)
            parts = [
                self._part(base, len(leaf.steps), url, text, parameter)
                for leaf in bases[:1]
                for url, text in parameter.components
            ]
            for leaf in bases:
                composite = Composite(at, tuple(parts))
                _insert(self.root, leaf.steps, composite)
            self.done.add(parameter.name)

    def _part(self, base: str, depth: int, url: str, text: str, parameter: Parameter) -> Node:
        """One part under the parameter that defines it, or under that of another part whose type fits.

        R4 has the two parts of DocumentReference's `relationship` the wrong way round.
        """
        if "%" in text:
            raise UnsupportedError(f"its part {text} lies elsewhere in the resource")
        for candidate in (url, *(own for own, _ in parameter.components if own != url)):
            if candidate not in self.places:
                raise UnsupportedError(f"its part {candidate} is no parameter of the type")
            root = self._part_under(base, depth, self.places[candidate], text)
            if root.children:
                return root
        raise UnsupportedError(f"its part {text} has no value of a type that is indexed")

    def _part_under(self, base: str, depth: int, at: int, text: str) -> Node:
        own, root = self.parameters[at], Node()
        for option in text.split(" | "):
            for leaf in compile_expression(self.model, f"{base}.{option}", base=own.resource_type):
                action = LEAVES.get((own.type, leaf.kind.code))
                if action is not None:
                    _insert(root, leaf.steps[depth:], Action(action, at, _extra(self.terminology, leaf, action)))
        return root


def _leaves(model: Model, parameter: Parameter) -> tuple[Leaf, ...]:
    if parameter.name in {"_id", "_lastUpdated"}:
        raise UnsupportedError("a column of the store")
    if parameter.type == "special":
        raise UnsupportedError("positions are indexed by the store")
    if parameter.expression == _FIRST_ENTRY:
        raise UnsupportedError("the first entry is indexed by the store")
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


def _insert(root: Node, steps: Sequence[Step], what: Action | Composite) -> None:
    node = root
    for step in steps:
        node = node.children.setdefault(step, Node())
    if isinstance(what, Composite):
        node.composites.append(what)
    elif what not in node.actions:
        node.actions.append(what)


def _index_lines(root: Node) -> list[str]:
    body = block(root, "r", 1)
    text = "\n".join(body)
    used = [kind for kind in KINDS if f"{kind}.append(" in text or f"({kind}, " in text]
    lines = ["def index(r, p):", *(f"    {kind} = []" for kind in used), *body]
    values = ", ".join(kind if kind in used else "[]" for kind in KINDS)
    return [*lines, f"    return new(IndexValues, ({values}))"]


def block(
    node: Node, name: str, depth: int, *, is_item: bool = False, sink: Sink | None = None, prefix: str = "x"
) -> list[str]:
    """The lines that walk below the object in the variable `name`; with `sink`, that is done with each value.

    Variables of the walk are `prefix` and a number.
    """
    indent = "    " * depth
    lines: list[str] = []
    if is_item and any(action.leaf in _NULLABLE for action in node.actions):
        lines += [f"{indent}if {name} is None:", f"{indent}    continue"]
    lines += [indent + line for line in action_lines(node.actions, name, sink=sink)]
    for member, is_array, variants in _by_member(node):
        value = f"{prefix}{depth}"
        lines.append(f"{indent}if {member!r} in {name}:")
        if is_array:
            lines.append(f"{indent}    for {value} in {name}[{member!r}]:")
        else:
            lines.append(f"{indent}    {value} = {name}[{member!r}]")
        inner = depth + 2 if is_array else depth + 1
        for step, child in variants:
            if step.guard is None:
                lines += block(child, value, inner, is_item=is_array, sink=sink, prefix=prefix)
            else:
                lines.append(f"{'    ' * inner}if {value}.get({step.guard[0]!r}) == {step.guard[1]!r}:")
                lines += block(child, value, inner + 1, sink=sink, prefix=prefix)
    return lines + _composite_lines(node.composites, name, depth)


def _by_member(node: Node) -> list[tuple[str, bool, list[tuple[Step, Node]]]]:
    found: dict[tuple[str, bool], list[tuple[Step, Node]]] = {}
    for step, child in node.children.items():
        found.setdefault((step.name, step.is_array), []).append((step, child))
    return [(member, is_array, variants) for (member, is_array), variants in found.items()]


def _composite_lines(composites: Sequence[Composite], name: str, depth: int) -> list[str]:
    """Composites whose parts lie at the same places are walked together."""
    groups: dict[str, list[Composite]] = {}
    for composite in composites:
        groups.setdefault(str([_shape(part) for part in composite.parts]), []).append(composite)
    return ["    " * depth + line for group in groups.values() for line in _group_lines(group, name)]


def _shape(node: Node) -> list[object]:
    """A walk without the parameters that it serves."""
    actions = [(action.leaf, action.extra) for action in node.actions]
    return [actions, [(step, _shape(child)) for step, child in node.children.items()]]


def _group_lines(group: Sequence[Composite], name: str) -> list[str]:
    """A walk within a walk, from the last part to the first: the last is the value, which most objects lack."""
    values: dict[int, str] = {}

    def walk(number: int) -> list[str]:
        if number < 0:
            return [_combination(composite, values) for composite in group]

        def keep(value: str) -> list[str]:
            """The value under names that the inner walks leave alone."""
            if value.startswith("*"):
                values[number] = f"*t{number}"
                return [f"t{number} = {value[1:]}", *walk(number - 1)]
            count = len(value.split(", "))
            names = ", ".join(f"v{number}{place}" for place in range(count))
            values[number] = names
            return [f"{names} = {value}", *walk(number - 1)]

        return block(group[0].parts[number], name, 0, sink=keep, prefix=f"y{number}_")

    return walk(len(group[0].parts) - 1)


def _combination(composite: Composite, values: Mapping[int, str]) -> str:
    parts = [f"(p[{_place(part)}], {values[number]})" for number, part in enumerate(composite.parts)]
    return f"composites.append((p[{composite.at}], ({', '.join(parts)})))"


def _place(part: Node) -> int:
    """The parameter that a part's values stand under; all of its leaves have the same."""
    if part.actions:
        return part.actions[0].at
    return _place(next(iter(part.children.values())))
