"""Numbers and ids that no other node makes (DESIGN D15, D21), and the hashes of index values.

A key has 41 bits of milliseconds since 2020, 10 bits of node and 12 bits of counter; it only grows, also
when the clock steps back. An id is a UUIDv7 (RFC 9562 5.7) whose 12 rand_a bits are the patient's bucket.
"""

import os
from collections.abc import Callable
from functools import lru_cache
from hashlib import blake2b
from typing import Final

from hub.clock import Clock

_EPOCH_MS: Final = 1_577_836_800_000
_NODE_BITS, _COUNTER_BITS = 10, 12
_BUCKET_BITS, _HASH_BITS = 12, 51
_HEX = frozenset("0123456789abcdef")
_MOST_UNUSED: Final = 8192


class NumberMaker:
    """Makes keys and ids for one node; `after` is the largest key that its database holds."""

    def __init__(
        self, clock: Clock, *, node: int, after: int = 0, entropy: Callable[[int], bytes] = os.urandom
    ) -> None:
        if not 0 <= node < 1 << _NODE_BITS:
            raise ValueError(f"Node {node} is out of range; expected 0 to {(1 << _NODE_BITS) - 1}.")
        self._clock = clock
        self._node = node << _COUNTER_BITS
        self._entropy = entropy
        self._last_ms = after >> (_NODE_BITS + _COUNTER_BITS)
        self._counter = (1 << _COUNTER_BITS) - 1 if after else 0
        self._unused: dict[str, None] = {}

    def new_key(self) -> int:
        """The next key."""
        now = self._clock.now() // 1000 - _EPOCH_MS
        if now > self._last_ms:
            self._last_ms, self._counter = now, 0
        elif self._counter + 1 < 1 << _COUNTER_BITS:
            self._counter += 1
        else:
            self._last_ms, self._counter = self._last_ms + 1, 0
        return self._last_ms << (_NODE_BITS + _COUNTER_BITS) | self._node | self._counter

    def new_id(self, patient: str = "") -> str:
        """A UUIDv7 in the patient's bucket; of a new patient, in a random one."""
        random = int.from_bytes(self._entropy(10), "big")
        bucket = bucket_of(patient) if patient else random >> 68 & 0xFFF
        ms = self._clock.now() // 1000
        number = ms << 80 | 0x7 << 76 | bucket << 64 | 0b10 << 62 | random & ((1 << 62) - 1)
        text = f"{number:032x}"
        made = f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
        unused = self._unused
        unused[made] = None
        if len(unused) > _MOST_UNUSED:
            del unused[next(iter(unused))]
        return made

    def is_unused(self, made: str) -> bool:
        """Whether an id was made here and never written: nobody can have it, or have named it, in the database."""
        return made in self._unused

    def use(self, made: str) -> None:
        """An id is about to be written, or named by what is: from now on the database is asked about it."""
        self._unused.pop(made, None)


@lru_cache(maxsize=65536)
def bucket_of(patient: str) -> int:
    """The 12-bit bucket of a patient id: the rand_a bits of a UUIDv7, else a hash. No patient: 0."""
    if not patient:
        return 0
    if (
        len(patient) == 36
        and patient[14] == "7"
        and patient[8] == patient[13] == "-"
        and _HEX.issuperset(patient[15:18])
    ):
        return int(patient[15:18], 16)
    return int.from_bytes(blake2b(patient.encode(), digest_size=2).digest(), "big") >> 4


@lru_cache(maxsize=65536)
def patient_number(patient: str) -> int:
    """The number that leads the patient-compartment index: bucket above 51 bits of hash. No patient: 0."""
    if not patient:
        return 0
    rest = int.from_bytes(blake2b(patient.encode(), digest_size=8, person=b"patient").digest(), "big")
    return bucket_of(patient) << _HASH_BITS | rest >> (64 - _HASH_BITS) | 1


@lru_cache(maxsize=65536)
def hash64(text: str) -> int:
    """A stable signed 64-bit hash of a plain value; 0 is kept for the empty text."""
    if not text:
        return 0
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True) or 1
