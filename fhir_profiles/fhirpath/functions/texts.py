"""Functions on one text. https://hl7.org/fhirpath/N1/#string-manipulation."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from fhir_profiles.fhirpath.engine import Scope, as_collection, single_integer, single_text
from fhir_profiles.fhirpath.functions.function import Arguments, Function, Run
from fhir_profiles.fhirpath.nodes import Collection
from fhir_profiles.fhirpath.syntax import FhirPathError


def _with_texts(compute: Callable[..., Any]) -> Run:
    """The function with its text and its text arguments; empty when one of them is."""

    def run(scope: Scope, items: Collection, arguments: Arguments) -> Collection:
        texts = [single_text(items), *(single_text(argument(scope)) for argument in arguments)]
        return [] if None in texts else as_collection(compute(*texts))

    return run


def _substring(scope: Scope, items: Collection, arguments: Arguments) -> Collection:
    text, start = single_text(items), single_integer(arguments[0](scope))
    if text is None or start is None or not 0 <= start < len(text):
        return []
    length = single_integer(arguments[1](scope)) if len(arguments) > 1 else None
    return [text[start:] if length is None else text[start : start + max(length, 0)]]


def _matches(text: str, pattern: str) -> bool:
    """The whole text must match: R4's invariants mean it so, and say `^` and `$` only where they feel like it."""
    return _compiled(pattern).fullmatch(text) is not None


def _replace_matches(text: str, pattern: str, substitution: str) -> str:
    return _compiled(pattern).sub(re.sub(r"\$(\d)", r"\\\1", substitution), text)


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern, re.DOTALL)
    except re.error as err:
        raise FhirPathError("The regular expression cannot be read.") from err


FUNCTIONS: dict[str, Function] = {
    "indexOf": Function(_with_texts(lambda text, part: text.find(part)), 1, 1),
    "substring": Function(_substring, 1, 2),
    "startsWith": Function(_with_texts(lambda text, part: text.startswith(part)), 1, 1),
    "endsWith": Function(_with_texts(lambda text, part: text.endswith(part)), 1, 1),
    "contains": Function(_with_texts(lambda text, part: part in text), 1, 1),
    "upper": Function(_with_texts(lambda text: text.upper())),
    "lower": Function(_with_texts(lambda text: text.lower())),
    "replace": Function(_with_texts(lambda text, old, new: text.replace(old, new)), 2, 2),
    "matches": Function(_with_texts(_matches), 1, 1),
    "replaceMatches": Function(_with_texts(_replace_matches), 2, 2),
    "length": Function(_with_texts(len)),
    "trim": Function(_with_texts(lambda text: text.strip())),
    "toChars": Function(lambda _s, items, _a: list(single_text(items) or "")),
}
