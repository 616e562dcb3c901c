"""The lines of a generated accessor that take one value: a token, a reference, a date.

What is too long to stand in the walk is a function of `fhir_profiles.index_values`.
"""

from collections.abc import Sequence
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


def action_lines(actions: Sequence[Action], name: str, *, add: str) -> list[str]:
    """What happens with one value; parameters that do the same share the work."""
    grouped: dict[str, list[Action]] = {}
    for action in actions:
        grouped.setdefault(action.leaf, []).append(action)
    lines: list[str] = []
    for leaf, own in grouped.items():
        lines += _leaf_lines(leaf, own, name, add)
    return lines


def _leaf_lines(leaf: str, actions: Sequence[Action], x: str, add: str) -> list[str]:
    target = add or _KIND_OF[leaf.partition("_")[0]] if leaf != "patient" else ""
    spots = [f"p[{action.at}]" for action in actions]
    match leaf:
        case "patient":
            return [f"k = {x}.get('reference', '')", "if k[:8] == 'Patient/':", "    add(k[8:].partition('/')[0])"]
        case "token_code":
            pairs = zip(actions, spots, strict=True)
            return [f"{target}(new(TokenValue, ({spot}, {action.extra!r}, {x})))" for action, spot in pairs]
        case "token_text":
            return [f"{target}(new(TokenValue, ({spot}, '', {x})))" for spot in spots]
        case "string_text":
            return [f"{target}(new(StringValue, ({spot}, {x})))" for spot in spots]
        case "uri_text":
            return [f"{target}(new(UriValue, ({spot}, {x})))" for spot in spots]
        case "token_coding":
            return _coding_lines(x, spots, target, has_texts=not add)
        case "token_concept":
            lines = [f"if 'coding' in {x}:", f"    for c in {x}['coding']:"]
            lines += ["        " + line for line in _coding_lines("c", spots, target, has_texts=not add)]
            return lines + ([] if add else [f"if 'text' in {x}:", f"    concept_text(texts, ({_list(spots)}), {x})"])
        case "token_identifier":
            lines = [f"if 'value' in {x}:", f"    s, k = {x}.get('system', ''), {x}['value']"]
            lines += [f"    {target}(new(TokenValue, ({spot}, s, k)))" for spot in spots]
            typed = [f"    if 'type' in {x}:", f"        identifier_type(of_types, ({_list(spots)}), {x})"]
            return lines + ([] if add else typed)
        case "reference_reference":
            return _reference_lines(x, actions, target, is_part=bool(add))
        case _:
            return [f"{leaf}({target}, ({_list(spots)}), {x})"]


def _list(spots: Sequence[str]) -> str:
    return "".join(f"{spot}, " for spot in spots)


def _coding_lines(x: str, spots: Sequence[str], target: str, *, has_texts: bool) -> list[str]:
    lines = [f"s = {x}.get('system', '')", f"if 'code' in {x}:", f"    k = {x}['code']"]
    lines += [f"    {target}(new(TokenValue, ({spot}, s, k)))" for spot in spots]
    if has_texts:
        lines += [f"if 'display' in {x}:", f"    k, d = {x}.get('code', ''), {x}['display']"]
        lines += [f"    texts(new(TextValue, ({spot}, s, k, d)))" for spot in spots]
    return lines


def _reference_lines(x: str, actions: Sequence[Action], target: str, *, is_part: bool) -> list[str]:
    lines = [f"if {x}.get('reference', '#')[0] != '#':", f"    k, i, u = split_literal({x})"]
    for action in actions:
        indent = "    "
        if action.extra:
            lines.append(f"    if k == {action.extra!r}:")
            indent += "    "
        lines.append(f"{indent}{target}(new(ReferenceValue, (p[{action.at}], k, i, u)))")
    if not is_part:
        lines.append(f"if 'identifier' in {x}:")
        for action in actions:
            wanted = f", {action.extra!r}" if action.extra else ""
            lines.append(f"    link_identifier(reference_identifiers, p[{action.at}], {x}{wanted})")
    return lines
