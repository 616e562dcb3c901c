"""Invariants of severity error to Python: one module for each resource type, one for the datatypes.

Each generated function says whether an object, or something below it, breaks an invariant; it only goes
down where there is something to check. Which invariant, and where, is found by `fhir_profiles.findings`.
Extensions and references to contained resources are looked for by `fhir_profiles.validate` when the bytes
hold any: nearly no resource pays for them.
"""

from dataclasses import dataclass, field

from fhir_profiles.compile.conditions import ConditionWriter
from fhir_profiles.compile.definitions import Constraint, ElementModel, Model
from fhir_profiles.compile.elements import fhir_type
from fhir_profiles.compile.fhirpath import UnsupportedError
from fhir_profiles.fhirpath.parser import parse_path

NATIVE: dict[str, str] = {
    "bdl-7": "n.get('type') != 'history' and not are_urls_distinct(n)",
    "obs-7": "'component' in n and repeats_its_code(n)",
    "org-2": "x.get('use') == 'home'",
    "org-3": "x.get('use') == 'home'",
    "que-7": "n.get('operator') == 'exists' and 'answerBoolean' not in n and '_answerBoolean' not in n",
    "que-1": "n.get('type') == 'group' and 'item' not in n or n.get('type') == 'display' and 'item' in n",
}
"""Invariants written by hand, because closures would be slow: Python for "it is broken"."""

GUARDS: dict[str, str] = {
    "bdl-11": "n.get('type') == 'document'",
    "bdl-12": "n.get('type') == 'message'",
    "ctm-1": "'onBehalfOf' in n",
    "ras-1": "type(x) is dict",
    "ras-2": "'probabilityDecimal' in n",
    "tim-9": "'offset' in n",
}
"""What has to be so before a closure is asked: it is met otherwise."""

ELSEWHERE = frozenset({"txt-1", "txt-2", "ref-1"})
"""In the schema (narrative), or looked for only when the bytes hold it (references to contained resources)."""

_SKIPPED = frozenset({"extension", "modifierExtension", "contained"})
_HELPERS = ("NOTHING", "are_urls_distinct", "is_met", "order_moments", "order_quantities", "repeats_its_code")


@dataclass
class CheckWriter:
    """Writes the modules; `as_closures` lists the invariants that stay closures."""

    model: Model
    as_closures: set[tuple[str, str]] = field(default_factory=set)
    _needed: dict[str, bool] = field(default_factory=dict)

    def datatypes(self) -> str:
        """The module that checks the elements of every resource."""
        paths = [path for path in sorted(self.model.elements) if self._is_datatype(path) and self._needs(path)]
        text = "\n".join(self._function(path) for path in paths)
        return f"{_imports(text)}\n{text}"

    def resource(self, name: str) -> str:
        """The module of one resource type; `is_broken(resource, root)` is its door."""
        paths = [path for path in sorted(self.model.elements) if path.partition(".")[0] == name and self._needs(path)]
        text = "\n".join(self._function(path) for path in paths)
        used = sorted(
            own
            for path in self.model.elements
            if self._is_datatype(path) and f" {(own := _function_name(path))}(" in text
        )
        imports = f"from fhir_profiles.compiled.checks.datatypes import {', '.join(used)}\n" if used else ""
        call = f"{_function_name(name)}(resource, resource, root)" if name in paths else "False"
        door = f"\n\ndef is_broken(resource, root):\n    return {call}\n"
        return f"{_imports(text)}{imports}\n{text}{door}"

    def _is_datatype(self, path: str) -> bool:
        return path.partition(".")[0] in self.model.datatypes

    def _needs(self, path: str) -> bool:
        """Whether something below a type can be checked; a type inside of itself adds nothing."""
        if path not in self._needed:
            self._needed[path] = False
            own = any(True for _ in self._own(path))
            self._needed[path] = own or any(self._steps(item) for item in self.model.elements.get(path, ()))
        return self._needed[path]

    def _own(self, path: str) -> list[Constraint]:
        found = self.model.constraints.get(path, ())
        return [item for item in found if item.severity == "error" and item.key not in ELSEWHERE and not _is_dom(item)]

    def _steps(self, element: ElementModel) -> list[tuple[str, str]]:
        """JSON names to go down, with the type of each."""
        if element.name in _SKIPPED:
            return []
        found = []
        for name, kind in element.properties():
            path = fhir_type(self.model, element, kind)
            is_own = path != element.path and bool(self._own(element.path))
            if (path not in self.model.primitives and self._needs(path)) or is_own:
                found.append((name, path))
        return found

    def _function(self, path: str) -> str:
        lines = ["", f"def {_function_name(path)}(n, r, root):"]
        lines += [f"    if {test}:\n        return True" for test in self._tests(path, path, "n")]
        for element in self.model.elements[path]:
            for name, kind in self._steps(element):
                lines += self._descent(element, name, kind)
        return "\n".join([*lines, "    return False", ""])

    def _descent(self, element: ElementModel, name: str, kind: str) -> list[str]:
        indent = "    "
        lines = [f"{indent}if {name!r} in n:"]
        indent += "    "
        if element.is_array:
            lines.append(f"{indent}for x in n[{name!r}]:")
            indent += "    "
        else:
            lines.append(f"{indent}x = n[{name!r}]")
        tests = self._inner_tests(kind)
        if kind != element.path:
            tests += self._tests(element.path, kind, "x")
        return [*lines, *(f"{indent}if {test}:\n{indent}    return True" for test in tests)]

    def _inner_tests(self, kind: str) -> list[str]:
        """A type with nothing below it is tested in place, and a Reference only where it has an identifier."""
        if kind in self.model.primitives or not self._needs(kind):
            return []
        steps = [step for item in self.model.elements[kind] for step in self._steps(item)]
        own = self._own(kind)
        if not steps and not any(item.key in NATIVE for item in own):
            return self._tests(kind, kind, "x")
        call = f"{_function_name(kind)}(x, r, root)"
        if not own and len(steps) == 1:
            return [f"{steps[0][0]!r} in x and {call}"]
        return [call]

    def _tests(self, path: str, kind: str, node: str) -> list[str]:
        return [self._test(item, path, kind, node) for item in self._own(path)]

    def _test(self, constraint: Constraint, path: str, kind: str, node: str) -> str:
        if constraint.key in NATIVE:
            return NATIVE[constraint.key]
        root = path.partition(".")[0]
        resource_type = root if root in self.model.resources else ""
        writer = ConditionWriter(self.model, type_path=kind, node=node, resource_type=resource_type)
        try:
            return writer.condition(parse_path(constraint.expression)).false
        except UnsupportedError:
            self.as_closures.add((path, constraint.key))
            guard = f"{GUARDS[constraint.key]} and " if constraint.key in GUARDS else ""
            return f"{guard}not is_met({constraint.expression!r}, {node}, {kind!r}, r, root)"


def _is_dom(constraint: Constraint) -> bool:
    return constraint.key.startswith("dom-")


def _imports(text: str) -> str:
    used = [name for name in _HELPERS if name in text]
    return f"from fhir_profiles.check_values import {', '.join(used)}\n" if used else ""


def _function_name(path: str) -> str:
    return "check_" + path.replace(".", "_")
