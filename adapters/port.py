"""What an adapter is: bytes in, FHIR transaction Bundles out.

An adapter is a folder with a `manifest.toml` and an `adapter.py` that has `ADAPTER`, an object
with the shape of `Adapter`. It is pure: no clock, no network, no database, nothing of `hub`. The same input
from the same source gives the same bytes.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal, NamedTuple, Protocol
from uuid import UUID

from fhir_profiles.issue import Issue, JsonObject

NAMESPACE = UUID("6a0f6f0e-3d0c-5f4e-9a52-0b9a6c1d7e11")
"""Root of every `urn:uuid` that an adapter makes (RFC 9562, version 5)."""
_NAMESPACE_BYTES = NAMESPACE.bytes


@dataclass(frozen=True, slots=True)
class ExtraField:
    """A field of one sender (often a Z segment's) that becomes an extension of its Patient or Encounter.

    `kind` is the value's type: string, code, date, decimal, boolean.
    """

    path: str
    target: Literal["Patient", "Encounter"]
    url: str
    kind: Literal["string", "code", "date", "decimal", "boolean"] = "string"


@dataclass(frozen=True, slots=True, eq=False)
class Dialect:
    """How one sender's messages differ from the standard: the readable file that describes it, as values.

    `authorities` leads from an assigning authority (CX.4, EI.2) to an identifier system, `systems` from the name of
    a coding system (CWE.3) to its URI. `values` gives, for a path as `PV1-2`, the standard code for a local one.
    `concepts` gives, for the URI of a code system, the standard coding (system, code, display) of a local code, which
    is kept beside it. `events` reads a trigger event as another, or as `ignore`. `digest` tells dialects apart.
    Of tables, `columns` gives for a kind (`visits`) the key that each of the site's own column names stands for, and
    `titles` the kind of a sheet, element or view by its name; the paths of `values` are `visits.class`.
    """

    digest: str = ""
    authorities: Mapping[str, str] = field(default_factory=dict)
    systems: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    concepts: Mapping[str, Mapping[str, tuple[str, str, str]]] = field(default_factory=dict)
    events: Mapping[str, str] = field(default_factory=dict)
    extras: tuple[ExtraField, ...] = ()
    null_deletes: bool = True
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)


STANDARD_DIALECT = Dialect()


@dataclass(frozen=True, slots=True)
class Source:
    """Who sent the input, as far as an adapter may know.

    `name` is the institution's code: it stands in local identifier systems
    (`https://alliance-hub.example/sid/{name}/mrn`) and in every uuid5. `timezone` is an IANA
    name for times without an offset. `charset` overrides detection. `received_at` is used only
    where a standard demands a time that the input lacks.
    """

    name: str = "unnamed"
    timezone: str = "Asia/Shanghai"
    charset: str = ""
    received_at: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    file_name: str = ""
    dialect: Dialect = STANDARD_DIALECT

    def full_url(self, resource_type: str, key: str) -> str:
        """The `urn:uuid` of the resource that this source knows by `key` (system and value)."""
        return f"urn:uuid:{_uuid5(f'{self.name}|{resource_type}|{key}')}"

    def local_system(self, kind: Literal["mrn", "resident", "visit", "placer", "filler", "accession"]) -> str:
        """The identifier system of this source's own numbers of one kind."""
        return f"https://alliance-hub.example/sid/{self.name}/{kind}"


class Entry(NamedTuple):
    """One entry of the transaction. A named tuple, as a message makes dozens: a third of a frozen dataclass's cost.

    `method` PUT with a conditional `url` (`Patient?identifier=system|value`) updates what the
    source said before; POST with `if_none_exist` creates once. Where the resource is stored
    already, elements named in `keep` stay as stored (an A08 does not decide Encounter.status)
    and elements that the new resource lacks stay too (an empty field is no statement).
    Elements named in `delete` are removed (HL7 v2 null, `""`); `period.end` names a part, `participant:ATND` and
    `extension:{url}` the members of a list that have this role or url.

    `at` is the time (UTC, `YYYY-MM-DDTHH:MM:SSZ`) of the event behind a statement that counts: older news does not
    overwrite it, nor does a copy, which has no time. What follows the second orders statements of one second as text.
    `group` is the list that the entry is a member of (`AL1`).
    `if_new` is what the sender must hear when nothing was stored under this condition before.

    Three are about who is who. `into` is the full_url of the entry that takes this one's place: its number is an old
    one of that entry (a merge, a new number). `leaves` is the full_url of the Patient from whom the entry is taken and
    given to the one whom its resource names (a visit that moved). `apart` are full_urls of Patients to whom this one is
    no longer linked.
    """

    resource: JsonObject
    full_url: str
    method: Literal["PUT", "POST"]
    url: str
    if_none_exist: str = ""
    keep: frozenset[str] = frozenset()
    delete: frozenset[str] = frozenset()
    at: str = ""
    group: str = ""
    if_new: Issue | None = None
    into: str = ""
    leaves: str = ""
    apart: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Conversion:
    """What became of one message, or one row.

    `label` names it without personal data (`ADT^A01 MSG00001`, `row 7`). With an error among
    `issues` it is refused and `entries` is empty. `residue` has one informational issue for
    each populated input field that was not mapped, or only kept. `lists` are the groups of entries that the message
    states as a whole: what it does not name any more is no longer so (`AL1-none` is "no known allergy" alone, which
    takes nothing back). `at` is the time of what it tells (UTC, as in `Entry.at`, also of results and orders); empty
    when it has none. `rows` is how many rows of a table it holds.
    """

    label: str
    entries: tuple[Entry, ...] = ()
    issues: tuple[Issue, ...] = ()
    residue: tuple[Issue, ...] = ()
    control_id: str = ""
    event: str = ""
    charset: str = ""
    lists: frozenset[str] = frozenset()
    at: str = ""
    rows: int = 1
    raw: bytes = field(default=b"", repr=False)

    @property
    def is_refused(self) -> bool:
        """Whether the input must not enter the record."""
        return any(issue.is_error for issue in self.issues)

    def bundle(self) -> JsonObject:
        """The FHIR transaction Bundle. https://hl7.org/fhir/R4/http.html#transaction."""
        return {
            "resourceType": "Bundle",
            "type": "transaction",
            "entry": [_entry_to_json(entry) for entry in self.entries],
        }


class Adapter(Protocol):
    """A converter of one family of inputs."""

    name: str

    def recognises(self, data: bytes, *, file_name: str) -> bool:
        """Whether this adapter should read the input, by its first bytes or its name."""
        ...

    def convert(self, data: bytes, *, source: Source) -> Iterator[Conversion]:
        """One Conversion for each message or row, in input order; never raises for bad input."""
        ...


def _uuid5(name: str) -> str:
    """RFC 9562, 5.5, as `uuid.uuid5` makes it, without its object: every resource of every message has one."""
    digest = hashlib.sha1(_NAMESPACE_BYTES + name.encode(), usedforsecurity=False).hexdigest()
    variant = "89ab"[int(digest[16], 16) & 3]
    return f"{digest[:8]}-{digest[8:12]}-5{digest[13:16]}-{variant}{digest[17:20]}-{digest[20:32]}"


def _entry_to_json(entry: Entry) -> JsonObject:
    request = {"method": entry.method, "url": entry.url}
    if entry.if_none_exist:
        request["ifNoneExist"] = entry.if_none_exist
    return {"fullUrl": entry.full_url, "resource": entry.resource, "request": request}
