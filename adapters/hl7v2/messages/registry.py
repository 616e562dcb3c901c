"""Which file of this folder converts which message. A file needs EVENTS and convert."""

import importlib
import pkgutil
from collections.abc import Callable
from functools import cache

from adapters.hl7v2 import messages
from adapters.hl7v2.context import MessageContext

Convert = Callable[[MessageContext], None]
_NO_MAPS = frozenset({"registry", "generic"})


@cache
def message_maps() -> dict[tuple[str, str], Convert]:
    """(message code, trigger event) to map; an event of `*` stands for all events of a code.

    Raises AttributeError or ValueError when a file of the folder lacks a name or claims an
    event that another has.
    """
    found: dict[tuple[str, str], Convert] = {}
    for module_info in pkgutil.iter_modules(messages.__path__):
        if module_info.name in _NO_MAPS:
            continue
        module = importlib.import_module(f"{messages.__name__}.{module_info.name}")
        for event in module.EVENTS:
            if event in found:
                raise ValueError(f"{module_info.name} claims {'^'.join(event)}, which another file has.")
            found[event] = module.convert
    return found
