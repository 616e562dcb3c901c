"""What the maps of one message share: source, time zone, findings, and the entries made so far."""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from adapters.hl7v2.mentions import give_back_untold, with_gaps_filled
from adapters.hl7v2.remembered import Mentions, is_memorable
from adapters.hl7v2.tokenizer import Message, Repetition
from adapters.port import Entry, Source
from fhir_profiles.issue import Issue, JsonObject

DERIVED_SYSTEM = "https://alliance-hub.example/fhir/sid/derived"
"""System of identifiers that we derive where the sender gives none, so that a resend changes nothing."""

_DATED = {"Patient": "ADT", "Encounter": "ADT", "Appointment": "SIU", "Slot": "SIU"}
"""Types of which one kind of message is the authority: others carry copies, and its older news overwrites nothing."""

_OWN_NEWS = frozenset({
    "Account", "Condition", "DocumentReference", "MedicationRequest", "Procedure", "ServiceRequest", "Specimen", "Task",
})  # fmt: skip
"""Types of which each message that states them is the authority at its time, but ADT and the loop of a referral."""

_NO_NEWS = frozenset({"ADT", "REF", "RRI", "RQI", "RQA", "RQC", "RQP", "RPA", "RPI", "RPL", "RPR"})
_NUMBERED = re.compile(r"[A-Za-z]*[-_.:]?(\d[\d\-_.:]{0,30})", re.ASCII)
"""A control id that counts or tells a time (MSG00042, 20260301-7); nothing follows from one like a UUID."""

_OF_SENDING = frozenset({9, 12, 13})
"""Positions in MSH of what a second sending changes: control id, sequence number, continuation (MSH-10, 13, 14)."""

_NOTHING: frozenset[str] = frozenset()
_CHOICE = re.compile(r"(occurrence|effective|onset|abatement|value|performed|deceased|multipleBirth)[A-Z]")
_PLAIN = re.compile(r"[A-Za-z0-9:/._~-]*")


class MessageContext:
    """One message on its way to entries. Lives as long as one conversion; holds no global state."""

    def __init__(self, message: Message, source: Source, *, code: str, event: str) -> None:
        self.message = message
        self.source = source
        self.code = code
        self.event = event
        self.issues: list[Issue] = []
        self.zone = _zone(source.timezone)
        self.offset = ""
        self.control_id = ""
        self.event_time = ""
        self.sent_time = ""
        self.event_words = ""
        self.patient: JsonObject | None = None
        self.patient_key = ""
        self.encounter: JsonObject | None = None
        self.encounter_key = ""
        self.shared_numbers: frozenset[str] = frozenset()
        self.lists: set[str] = set()
        self._entries: dict[str, Entry] = {}
        self._occasion = ""
        self._said_at: str | None = None

    @property
    def happened_at(self) -> str:
        """The time of the event, or of the message, in UTC; empty without it."""
        return _utc(self.event_time) if "T" in self.event_time else ""

    @property
    def said_at(self) -> str:
        """`happened_at` with what orders the messages of one second behind it; their text is their order.

        `2026-03-01T00:30:00Z`, then `.25` (a part of the second), `/…` (when it was sent, if that was later) and
        `#C142` (the number that its control id ends in, its length as a letter before it).
        """
        if self._said_at is None:
            self._said_at = _stamp(self.happened_at, self.event_time, self.sent_time, self.control_id)
        return self._said_at

    @property
    def occasion(self) -> str:
        """The message by what it says: stands for the time of a thing that has none.

        The same message sent again under another control id (MSH-10, MSH-13) is the same occasion; a control id that
        the sender uses again for something else is another.
        """
        if not self._occasion:
            msh, *others = [segment.text for segment in self.message.segments]
            fields = msh.split(self.message.delimiters.field)
            said = [field for at, field in enumerate(fields) if at not in _OF_SENDING]
            text = "\r".join((self.message.delimiters.field.join(said), *others))
            self._occasion = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        return self._occasion

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The entries, in the order in which they were first named."""
        return tuple(self._entries.values())

    def warn(self, expression: str, text: str, *, code: str = "value") -> None:
        """Report a field that could not be used as it should; the message is still taken."""
        self.issues.append(Issue(severity="warning", code=code, text=text, expression=expression))

    def refuse(self, expression: str, text: str, *, code: str = "required") -> None:
        """Report an error: the message is refused as a whole."""
        self.issues.append(Issue(severity="error", code=code, text=text, expression=expression))

    def put(
        self,
        resource: JsonObject,
        *,
        key: str,
        keep: Iterable[str] = (),
        delete: Iterable[str] = (),
        group: str = "",
    ) -> JsonObject:
        """Add an update by business identifier and return the reference to it.

        `key` is what the sender knows the thing by (`system|value`, or parts joined by `|`).
        The first identifier of the resource leads the conditional url; without one a derived
        identifier is set. A second update of the same thing fills gaps only. `group` is the list that it is in.
        """
        kind = resource["resourceType"]
        full_url = self.source.full_url(kind, key)
        known = self._entries.get(full_url)
        listed = group if group in self.lists or f"{group}-none" in self.lists else ""
        if known is not None:
            stems = {_stem(name) for name in known.resource}
            for name, value in resource.items():
                if _stem(name) not in stems:
                    known.resource[name] = value
            if _is_taken_back(resource):
                known.resource["verificationStatus"] = resource["verificationStatus"]
            if _is_taken_back(known.resource):  # ait-2, con-5: what is entered in error has no clinical status
                known.resource.pop("clinicalStatus", None)
            return {"reference": full_url}
        if resource.get("identifier"):
            condition = identifier_query(resource["identifier"])
        else:
            resource["identifier"] = derived_identifier(kind, full_url)
            condition = f"identifier={DERIVED_SYSTEM}|{full_url[9:]}"
        self._entries[full_url] = Entry(
            resource=resource,
            full_url=full_url,
            method="PUT",
            url=f"{kind}?{condition}",
            keep=frozenset(keep) if keep else _NOTHING,
            delete=frozenset(delete) if delete else _NOTHING,
            at=self.said_at if not listed and self._is_authority(kind) else "",
            group=listed,
        )
        return {"reference": full_url}

    def _is_authority(self, kind: str) -> bool:
        """Whether what this message says of such a thing has its time, and older news does not overwrite it."""
        return _DATED.get(kind) == self.code or (kind in _OWN_NEWS and self.code not in _NO_NEWS)

    def amend(self, reference: JsonObject, **changes: Any) -> None:
        """Say more of an entry that was put: `into`, `leaves` or `apart` (see `Entry`)."""
        full_url = reference["reference"]
        self._entries[full_url] = self._entries[full_url]._replace(**changes)

    def post_once(self, resource: JsonObject, *, key: str) -> JsonObject:
        """Add a thing that is created once and not changed by later mentions (a doctor, a ward)."""
        kind = resource["resourceType"]
        full_url = self.source.full_url(kind, key)
        if kind == "Organization":
            _leave_home(resource)
        known = self._entries.get(full_url)
        if known is not None:
            self._entries[full_url] = with_gaps_filled(known, resource)
        else:
            if not resource.get("identifier"):
                resource["identifier"] = derived_identifier(kind, full_url)
            self._entries[full_url] = Entry(
                resource=resource,
                full_url=full_url,
                method="POST",
                url=kind,
                if_none_exist=identifier_query(resource["identifier"]),
            )
        return {"reference": full_url}

    def give_back_untold(self, reference: JsonObject, resource: JsonObject, cells: Iterable[Repetition]) -> None:
        """Components of these cells that a second mention of a thing says, and that stand nowhere, are residue."""
        known = self._entries[reference["reference"]].resource
        if known is not resource:
            give_back_untold(cells, resource, known, reference)

    def restate(self, reference: JsonObject, details: JsonObject, *, delete: Iterable[str] = ()) -> None:
        """Make the message the authority on a directory entry that it would else only mention (a bed, a doctor)."""
        entry = self._entries[reference["reference"]]
        resource = {**entry.resource} | details
        url = f"{resource['resourceType']}?{identifier_query(resource['identifier'])}"
        self._entries[entry.full_url] = Entry(
            resource=resource, full_url=entry.full_url, method="PUT", url=url, delete=frozenset(delete)
        )

    def recall(
        self,
        mentions: Mentions,
        cell: Repetition,
        make: "Callable[[Repetition, MessageContext], JsonObject | None]",
    ) -> JsonObject | None:
        """What `make` gives for the cell: a reference, with its directory entries added.

        The same text of the same sender is made once; its entries are then shared by messages, and never changed.
        """
        if not is_memorable(cell):
            return make(cell, self)
        key = (cell.raw, self.source.name, self.source.dialect.digest)
        known = mentions.get(key)
        if known is None:
            outside, before, found = self._entries, cell.taken, len(self.issues)
            self._entries, cell.taken = {}, 0
            try:
                reference = make(cell, self)
                known = (reference, cell.taken, tuple(self._entries.values()))
            finally:
                self._entries, cell.taken = outside, before
            if len(self.issues) == found:
                mentions.add(key, known)
        reference, taken, entries = known
        cell.taken |= taken
        for entry in entries:
            mention = self._entries.setdefault(entry.full_url, entry)
            if mention is not entry:
                self._entries[entry.full_url] = told = with_gaps_filled(mention, entry.resource)
                give_back_untold((cell,), entry.resource, told.resource, reference or {})
        return None if reference is None else {**reference}

    def post(self, resource: JsonObject, *, key: str) -> None:
        """Add a resource of a type without identifiers (Provenance)."""
        kind = resource["resourceType"]
        full_url = self.source.full_url(kind, key)
        self._entries[full_url] = Entry(resource=resource, full_url=full_url, method="POST", url=kind)

    def forget_patient(self) -> None:
        """The next group of the message is about somebody else, or nobody."""
        self.patient, self.patient_key = None, ""
        self.encounter, self.encounter_key = None, ""

    def resource(self, reference: JsonObject | None) -> JsonObject | None:
        """The resource behind a reference that this context gave out."""
        entry = self._entries.get(reference["reference"]) if reference and "reference" in reference else None
        return entry.resource if entry else None

    def known(self, kind: str, key: str) -> JsonObject | None:
        """The resource of this type that was added under `key`."""
        entry = self._entries.get(self.source.full_url(kind, key))
        return entry.resource if entry else None

    def local_system(self, kind: str, namespace: str = "") -> str:
        """The identifier system of the sender's own numbers of one kind, per assigning authority."""
        own = not namespace or namespace.casefold() == self.source.name.casefold()
        return _local_system(self.source.name, kind, "" if own else namespace)

    def subject(self) -> JsonObject:
        """`{"subject": …}` when the message names a patient, else nothing."""
        return {"subject": self.patient} if self.patient else {}

    def in_encounter(self) -> JsonObject:
        """`{"encounter": …}` when the message names a visit, else nothing."""
        return {"encounter": self.encounter} if self.encounter else {}


def identifier_query(identifier: JsonObject | list[JsonObject]) -> str:
    """`identifier=system|value`, with FHIR and URL escapes, for the first identifier.

    https://hl7.org/fhir/R4/search.html#escaping
    """
    first = identifier[0] if isinstance(identifier, list) else identifier
    return f"identifier={_escaped_system(first.get('system', ''))}|{_escaped(first['value'])}"


def _leave_home(organization: JsonObject) -> None:
    """Invariants org-2 and org-3: an institution has no address or number of use home, whatever XAD.7 and XTN.2 say."""
    for name in ("address", "telecom"):
        if any(one.get("use") == "home" for one in organization.get(name, ())):
            organization[name] = [
                {key: value for key, value in one.items() if key != "use" or value != "home"}
                for one in organization[name]
            ]


def _stem(name: str) -> str:
    """`occurrence` for occurrenceDateTime and occurrencePeriod, of which only one may stand."""
    found = _CHOICE.match(name)
    return found.group(1) if found else name


def _is_taken_back(resource: JsonObject) -> bool:
    codings = resource.get("verificationStatus", {}).get("coding", ())
    return any(coding["code"] == "entered-in-error" for coding in codings)


def derived_identifier(kind: str, full_url: str) -> JsonObject | list[JsonObject]:
    """An identifier from the deterministic uuid of a resource, in the shape its type wants."""
    identifier = {"system": DERIVED_SYSTEM, "value": full_url.removeprefix("urn:uuid:")}
    return identifier if kind in {"QuestionnaireResponse", "Composition", "Bundle"} else [identifier]


@lru_cache(maxsize=1024)
def _escaped_system(text: str) -> str:
    return _escaped(text)


def _escaped(text: str) -> str:
    if _PLAIN.fullmatch(text):
        return text
    for char in "\\$,|":
        text = text.replace(char, f"\\{char}")
    return quote(text, safe=":/-._~")


@lru_cache(maxsize=512)
def _local_system(source: str, kind: str, namespace: str) -> str:
    base = f"https://alliance-hub.example/sid/{quote(source, safe='')}/{quote(kind.lower(), safe='')}"
    return f"{base}/{quote(namespace, safe='')}" if namespace else base


@lru_cache(maxsize=1024)
def _utc(moment: str) -> str:
    return datetime.fromisoformat(moment).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _stamp(second: str, event_time: str, sent_time: str, control_id: str) -> str:
    """See `MessageContext.said_at`; empty without a time."""
    if not second:
        return ""
    made = second
    if event_time[19:20] == ".":
        made += event_time[19 : 20 + len(event_time[20:]) - len(event_time[20:].lstrip("0123456789"))]
    sent = _utc(sent_time) if "T" in sent_time else ""
    if sent > second:
        made += f"/{sent}"
    found = _NUMBERED.fullmatch(control_id)
    digits = "".join(filter(str.isdigit, found[1])).lstrip("0") if found else ""
    return f"{made}#{chr(64 + len(digits))}{digits}" if 0 < len(digits) < 25 else made


@lru_cache(maxsize=16)
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("Asia/Shanghai")
