"""The composition root: every part of a running hub, made once and handed on by name."""

from dataclasses import dataclass

from hub.clock import Clock
from hub.keys import Keys
from hub.settings import Settings
from hub.store.admin import AdminStore
from hub.store.port import Engine


@dataclass(frozen=True, slots=True)
class Hub:
    """A running hub's parts."""

    settings: Settings
    clock: Clock
    keys: Keys
    store: Engine
    admin: AdminStore
