"""What both engines know about one database without asking it: its terms' numbers, its keys, its clock."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from hub.clock import Clock
from hub.keys import Keys
from hub.store.incomplete import Incomplete
from hub.store.numbers import NumberMaker, hash64
from hub.store.port import Ref, StoredResource

KEYED: Final = frozenset({"identifier", "group-identifier", "telecom", "phone", "email", "requisition"})
"""Token parameters whose codes identify a person or a document; their index rows show keyed hashes alone."""

_MOST_CODES: Final = 100_000
_MOST_HASHES: Final = 4096
"""Keyed hashes that are kept: a message asks for the same three or four a dozen times."""

_new: Final = tuple.__new__  # a third faster than calling the class


class Terms:
    """The numbers of the resource types and the hashes of index values. `numbers` makes keys and ids for this node.

    `bases` are the hub's own FHIR addresses (`hub.store.addresses`), each with a slash at its end;
    `incomplete` knows which index rows older resources may lack; `known_codes` (code, system) are in words in the
    database, as far as this node has seen.
    """

    keys: Keys
    clock: Clock
    numbers: NumberMaker
    type_numbers: dict[str, int]
    type_names: dict[int, str]
    incomplete: Incomplete
    bases: set[str]
    known_codes: set[tuple[str, str]]
    _keyed_hash: Callable[[str, bytes, int], bytes]

    def hash_with(self, keys: Keys) -> None:
        """Take the keys of this database's hashes."""
        self.keys = keys

        @lru_cache(_MOST_HASHES)
        def keyed_hash(purpose: str, text: bytes, size: int) -> bytes:
            return keys.keyed_hash(purpose, text, size=size)

        self._keyed_hash = keyed_hash

    def name_types(self, numbers: Mapping[str, int]) -> None:
        """Take the numbers that this database gives to the resource types."""
        self.type_numbers = dict(numbers)
        self.type_names = {number: name for name, number in numbers.items()}
        self.incomplete = Incomplete()
        self.bases = set()
        self.known_codes = set()

    def note_codes(self, codes: Iterable[tuple[str, str]]) -> None:
        """Take note of codes that the database has in words: what was stored need not be sent again."""
        if len(self.known_codes) > _MOST_CODES:
            self.known_codes.clear()
        self.known_codes.update(codes)

    def row_to_resource(self, row: Sequence[Any]) -> StoredResource:
        """A row of COLUMNS as a value."""
        type_number, resource_id, version, updated, custodian, body, meta, deleted, patient, method = row[:10]
        ref = _new(Ref, (self.type_names[type_number], resource_id))
        return _new(StoredResource, (ref, version, updated, custodian, body, meta, bool(deleted), patient, method))

    def target_of(self, kind: str, resource_id: str, url: str) -> tuple[str, str]:
        """What a literal, split by `split_reference`, leads to: an id here or an address elsewhere, and its type.

        Only what stands under one of the hub's own addresses is here. The same id elsewhere is another resource; no id
        is an address, so that a type and an address together lead to nothing here. The type is empty where the
        address does not say it.
        """
        if url and url.removesuffix(f"{kind}/{resource_id}") not in self.bases:
            return url, kind if resource_id else ""
        return resource_id, kind

    def token_hash(self, parameter: str, code: str) -> int:
        """The number under which a code is found; of identifiers and phone numbers, a keyed one (DESIGN D20)."""
        if parameter in KEYED:
            return int.from_bytes(self._keyed_hash("index-token", code.encode(), 8), "big", signed=True) or 1
        return hash64(code)

    def identifier_hash(self, system: str, value: str) -> bytes:
        """The keyed 128-bit hash of a business identifier."""
        return self._keyed_hash("index-identifier", f"{system}|{value}".encode(), 16)
