"""The lines of a generated accessor that take one value: a token, a reference, a date.

What is too long to stand in the walk is a function of `fhir_profiles.index_values`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

_KIND_OF = {"token": "tokens", "string": "strings", "date": "dates", "reference": "references", "uri": "uris"} | {
    "quantity": "quantities",
    "number": "quantities",
}


@dataclass(frozen=True, slots=True)
class Action:
    """What one parameter does with a value: a leaf, the parameter's place, and the leaf's argument."""

    leaf: str
    at: int
    extra: str = ""


Sink = Callable[[str], list[str]]
"""What is done with one value of a composite's part: from the value as an expression to lines."""


def action_lines(actions: Sequence[Action], name: str, *, sink: Sink | None) -> list[str]:
    """What happens with one value; parameters that do the same share the work. With `sink`, that alone."""
    grouped: dict[str, list[Action]] = {}
    for action in actions:
        grouped.setdefault(action.leaf, []).append(action)
    lines: list[str] = []
    for leaf, own in grouped.items():
        lines += _leaf_lines(leaf, own, name, sink)
    return lines


def _leaf_lines(leaf: str, actions: Sequence[Action], x: str, sink: Sink | None) -> list[str]:
    put = _put(_KIND_OF.get(leaf.partition("_")[0], ""), actions, sink)
    match leaf:
        case "patient":
            return [
                f"k = {x}.get('reference', '')",
                "if k[:8] == 'Patient/':",
                "    i, s, v = k[8:].partition('/')",
                "    if i and (not s or v[:9] == '_history/'):",
                "        found.append(i)",
            ]
        case "token_code":
            return [line for own in actions for line in _put("tokens", [own], sink)(f"{own.extra!r}, {x}")]
        case "token_text":
            return put(f"'', {x}")
        case "string_text" | "uri_text":
            return put(x)
        case "token_boolean":
            return put(f"'', 'true' if {x} else 'false'")
        case "token_contact":
            return [f"if 'value' in {x}:", f"    k = {x}['value']", *indented(put("'', k"))]
        case "token_coding":
            return _coding_lines(x, actions, put, sink)
        case "token_concept":
            lines = [f"if 'coding' in {x}:", f"    for c in {x}['coding']:"]
            lines += indented(indented(_coding_lines("c", actions, put, sink)))
            text = [f"if 'text' in {x}:", f"    concept_text(texts, ({_places(actions)}), {x})"]
            return lines + ([] if sink else text)
        case "token_identifier":
            lines = [f"if 'value' in {x}:", f"    s, k = {x}.get('system', ''), {x}['value']", *indented(put("s, k"))]
            typed = [f"    if 'type' in {x}:", f"        identifier_type(of_types, ({_places(actions)}), {x})"]
            return lines + ([] if sink else typed)
        case "reference_reference":
            return _reference_lines(x, actions, sink)
        case "date_moment":
            return [f"if {x} is not None:", f"    low, high = moment_range({x})", *indented(put("low, high"))]
        case "quantity_quantity":
            lines = [f"n = {x}.get('value')", "if n is not None:"]
            lines += [f"    if 'comparator' in {x}:", f"        n = new(Bounded, (n, {x}['comparator']))"]
            lines.append(f"    s, k = {x}.get('system', ''), {x}.get('code') or {x}.get('unit', '')")
            return lines + indented(put("n, s, k"))
        case "quantity_number":
            return [f"if {x} is not None:", *indented(put(f"{x}, '', ''"))]
        case _:
            return _called(leaf, actions, x, sink)


def _called(leaf: str, actions: Sequence[Action], x: str, sink: Sink | None) -> list[str]:
    """A leaf that is a function."""
    if sink is None:
        return [f"{leaf}({_KIND_OF[leaf.partition('_')[0]]}, ({_places(actions)}), {x})"]
    return ["part = []", f"{leaf}(part, ({_places(actions[:1])}), {x})", "for v in part:", *indented(sink("*v[1:]"))]


def _put(target: str, actions: Sequence[Action], sink: Sink | None) -> Sink:
    """The sink, or one that adds the value to its list under each parameter."""
    return sink or (lambda value: [f"{target}.append((p[{action.at}], {value}))" for action in actions])


def indented(lines: Sequence[str]) -> list[str]:
    """The lines, one step to the right."""
    return ["    " + line for line in lines]


def _places(actions: Sequence[Action]) -> str:
    return "".join(f"p[{action.at}], " for action in actions)


def _coding_lines(x: str, actions: Sequence[Action], put: Sink, sink: Sink | None) -> list[str]:
    lines = [f"s, k = {x}.get('system', ''), {x}.get('code', '')", "if k:", *indented(put("s, k"))]
    if sink is None:
        lines += [
            f"if 'display' in {x}:",
            f"    d = {x}['display']",
            *indented(_put("texts", actions, None)("s, k, d")),
        ]
    return lines


def _reference_lines(x: str, actions: Sequence[Action], sink: Sink | None) -> list[str]:
    """By far the most literals are `Type/id`: those are split here."""
    lines = [f"u = {x}.get('reference', '#')", "if u[0] != '#':", "    k, _, i = u.partition('/')"]
    lines += ["    if k in RESOURCE_TYPES and '/' not in i:", "        u = ''", "    else:"]
    lines.append(f"        k, i, u = split_literal({x})")
    for action in actions:
        own = _put("references", [action], sink)("k, i, u")
        lines += indented([f"if k == {action.extra!r}:", *indented(own)] if action.extra else own)
    if sink is None:
        lines.append(f"if 'identifier' in {x}:")
        for action in actions:
            wanted = f", {action.extra!r}" if action.extra else ""
            lines.append(f"    link_identifier(reference_identifiers, p[{action.at}], {x}{wanted})")
    return lines
