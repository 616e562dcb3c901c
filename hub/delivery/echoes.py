"""Loops between systems that repeat what they are told: two forms of one fact, sent to and fro without end.

A hub that tells B what A said, and A what B made of it, never comes to rest where the two write one fact differently
(in capitals, with another address line). Such a loop is known by its shape alone: the same two states of a record, said
in turn by two systems that are told, several times within minutes. Clerks who correct each other do not do that. It is
ended by not telling the two of them; who does not speak in it hears every state. What is remembered is per process and
bounded.
"""

import hashlib
from collections import OrderedDict
from dataclasses import dataclass

TURNS = 6
"""Statements in turn, each as the one before the last, that make a loop: three by each system."""

WITHIN = 600_000_000
"""Microseconds within which they are said."""

_MOST = 20_000
"""Records whose last statements are remembered."""


@dataclass(frozen=True, slots=True)
class _Said:
    speaker: str
    digest: bytes
    at: int


class Echoes:
    """What the systems that are told have said of each record of late."""

    def __init__(self) -> None:
        self._said: OrderedDict[str, tuple[_Said, ...]] = OrderedDict()

    def loop(self, subject: str, *, speaker: str, state: bytes, now: int) -> frozenset[str]:
        """Note that `speaker` brought the record `subject` into a state; who goes on and on with it, nobody mostly.

        `now` is in microseconds (UTC).
        """
        one = _Said(speaker, hashlib.sha256(state).digest(), now)
        known = self._said.pop(subject, ())
        said = (*known, one)[-TURNS:]
        self._said[subject] = said
        if len(self._said) > _MOST:
            self._said.popitem(last=False)
        if len(said) < TURNS or now - said[0].at > WITHIN or said[0].speaker == said[1].speaker:
            return frozenset()
        is_loop = all(
            (one.speaker, one.digest) == (before.speaker, before.digest)
            for one, before in zip(said[2:], said, strict=False)
        )
        return frozenset({said[0].speaker, said[1].speaker}) if is_loop else frozenset()
