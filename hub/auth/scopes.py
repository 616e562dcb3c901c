"""SMART scopes v2 of backend services. https://hl7.org/fhir/smart-app-launch/scopes-and-launch-context.html.

Only `system/<Type or *>.<letters>` with letters from c r u d s in that order; a scope narrowed by search
parameters (`?param=`) is refused, because a scope that is not enforced is worse than none.
"""

import re
from collections.abc import Iterable, Mapping

Scopes = dict[str, frozenset[str]]
"""A resource type or `*` to the letters c r u d s."""

_SCOPE = re.compile(r"system/(\*|[A-Z][A-Za-z]{1,63})\.(c?r?u?d?s?|read|write|\*)")
_OLD_LETTERS = {"read": "rs", "write": "cud", "*": "cruds"}


def parse_scopes(text: str) -> Scopes:
    """The scopes in a space-separated list; those that cannot be read are left out."""
    found: Scopes = {}
    for item in text.split():
        match = _SCOPE.fullmatch(item)
        if match is None or not match[2]:
            continue
        letters = frozenset(_OLD_LETTERS.get(match[2], match[2]))
        found[match[1]] = found.get(match[1], frozenset()) | letters
    return found


def narrow_scopes(requested: Scopes, registered: Scopes) -> Scopes:
    """What is both requested and registered: a `*` on one side meets each type of the other."""
    types = set(requested) | set(registered)
    found: Scopes = {}
    for name in types:
        letters = _letters_of(requested, name) & _letters_of(registered, name)
        if letters:
            found[name] = letters
    everything = found.get("*", frozenset())
    return {name: letters for name, letters in found.items() if name == "*" or letters - everything}


def render_scopes(scopes: Mapping[str, Iterable[str]]) -> str:
    """The scopes as one space-separated list, sorted by type."""
    return " ".join(
        f"system/{name}.{''.join(letter for letter in 'cruds' if letter in letters)}"
        for name, letters in sorted((name, frozenset(letters)) for name, letters in scopes.items())
    )


def _letters_of(scopes: Scopes, name: str) -> frozenset[str]:
    return scopes.get(name, frozenset()) | scopes.get("*", frozenset())
