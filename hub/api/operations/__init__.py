"""One file for each operation; each has `OPERATION`.

The folder is scanned once, when the server starts; a file without it stops the start.
"""

import pkgutil
from importlib import import_module

from hub.api.operation import Operation


def scan_operations() -> tuple[Operation, ...]:
    """All operations, by name. Raises TypeError for a file without OPERATION, RuntimeError for a name twice."""
    found: dict[str, Operation] = {}
    for module in pkgutil.iter_modules(__path__):
        operation = getattr(import_module(f"{__name__}.{module.name}"), "OPERATION", None)
        if not isinstance(operation, Operation):
            raise TypeError(f"hub/api/operations/{module.name}.py has no OPERATION of type Operation.")
        if operation.name in found:
            raise RuntimeError(f"The operation ${operation.name} stands in two files of hub/api/operations/.")
        found[operation.name] = operation
    return tuple(found[name] for name in sorted(found))
