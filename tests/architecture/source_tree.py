"""The project's own Python files, as the architecture tests see them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("hub", "adapters", "fhir_profiles", "terminology")
GENERATED = ("fhir_profiles/types/generated", "fhir_profiles/compiled/", "hub/store/migrations/")


_BROUGHT = {"__pycache__", ".venv", "node_modules"}
"""Folders of tests/peers that hold other people's programs."""


def is_generated(path: Path) -> bool:
    return str(path.relative_to(ROOT)).startswith(GENERATED)


def product_files() -> list[Path]:
    return sorted(
        path for package in PRODUCT for path in (ROOT / package).rglob("*.py") if "__pycache__" not in path.parts
    )


def all_files() -> list[Path]:
    rest = [path for folder in ("tests", "benchmarks") for path in (ROOT / folder).rglob("*.py")]
    return sorted([*product_files(), *(path for path in rest if not _BROUGHT & set(path.parts))])


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imports_of(path: Path) -> tuple[tuple[str, int], ...]:
    """Names of the modules that a file imports, with the line; a file is walked once for all who ask."""
    return tuple(_imports_of(path))


def _imports_of(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module, node.lineno


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
