"""The readable file that describes one sending system. docs/senders.md.

TOML, one file for each sender. `read_sender_file` gives what it says, or every fault with its line; it is pure, so
that `hub sender check`, the running hub and the tests read alike.
"""

import hashlib
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from fhir_profiles.issue import Issue
from hub.conversion import STANDARD_DIALECT, V2_VERSIONS, Dialect, ExtraField, is_known_charset, messages_out, speaks

_PATH = re.compile(r"[A-Z][A-Z0-9]{2}-\d{1,3}(?:\.\d{1,2})?")
_ANY = re.compile(r".+")
_EVENT = re.compile(r"[A-Z]\d{2}")
_EVENT_AS = re.compile(r"[A-Z]\d{2}|ignore")
URI = re.compile(r"(?:https?://|urn:)\S+")
"""What a URI looks like."""
_SYNTAX_LINE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
_TABLE = re.compile(r"\s*\[\s*(.+?)\s*\]\s*(?:#.*)?$")
_KEY = re.compile(r"""\s*("[^"]*"|'[^']*'|[\w-]+)\s*=""")


@dataclass(frozen=True, slots=True)
class Outbound:
    """How the system wants to be spoken to: `[outbound]`. `application` and `facility` are what MSH-3 and 4 say then.

    `bundle` is the message that carries a transfer bundle: MDM (a document), or REF (inside the referral).
    `acknowledgements` is the address of the member's endpoint that gets application acknowledgements (MSH-16).
    `tell` are the messages that go out by themselves when something changes.
    """

    version: str = "2.5.1"
    charset: str = ""
    application: str = "ALLIANCE-HUB"
    facility: str = ""
    enhanced: bool = False
    bundle: str = "MDM"
    acknowledgements: str = ""
    tell: frozenset[str] = frozenset()


SPOKEN = Outbound()


@dataclass(frozen=True, slots=True)
class SenderFile:
    """What a sender's file says. `member` is the member's code; empty leaves the binding to `hub sender add`."""

    application: str
    facility: str
    member: str = ""
    name: str = ""
    charset: str = ""
    timezone: str = ""
    peers: tuple[IPv4Network | IPv6Network, ...] = ()
    control_ids: str = "unique"
    sequence_numbers: bool = False
    dialect: Dialect = STANDARD_DIALECT
    outbound: Outbound = SPOKEN
    certificate: str = ""


def read_sender_file(data: bytes) -> tuple[SenderFile | None, tuple[Issue, ...]]:
    """The file, or None and what is wrong with it, each with its line."""
    try:
        text = data.decode("utf-8-sig")
        document = tomllib.loads(text)
    except UnicodeDecodeError:
        return None, (Issue("error", "structure", "The file is not UTF-8; save it as UTF-8."),)
    except tomllib.TOMLDecodeError as err:
        return None, (syntax_fault(str(err)),)
    check = Check(text)
    found = _sender(document, check, hashlib.sha256(data).hexdigest())
    return (None if check.issues else found), tuple(check.issues)


def _sender(document: Mapping[str, Any], check: "Check", digest: str) -> SenderFile:
    known = ("sender", "authorities", "systems", "values", "concepts", "events", "extra", "quirks", "outbound")
    check.only("", document, known)
    own = check.table(document, "sender")
    check.only(
        "sender", own, ("application", "facility", "member", "name", "charset", "timezone", "peers", "certificate")
    )
    quirks = check.table(document, "quirks")
    check.only("quirks", quirks, ("control_ids", "null_deletes", "sequence_numbers"))
    for needed in ("application", "facility"):
        if not own.get(needed):
            check.fault("sender", needed, f"[sender] needs {needed}, as MSH-{3 + (needed == 'facility')} gives it.")
    return SenderFile(
        application=check.text(own, "sender", "application"),
        facility=check.text(own, "sender", "facility"),
        member=check.text(own, "sender", "member"),
        name=check.text(own, "sender", "name"),
        charset=check.text(own, "sender", "charset", is_known_charset, "a character set, as in GB18030"),
        timezone=check.text(own, "sender", "timezone", is_zone, "an IANA time zone, as in Asia/Shanghai"),
        peers=check.networks(own),
        certificate=check.text(own, "sender", "certificate", _is_subject, "the common name of its certificate"),
        outbound=_outbound(document, check),
        control_ids=check.text(
            quirks, "quirks", "control_ids", _one_of("unique", "restart-daily"), "unique or restart-daily"
        )
        or "unique",
        sequence_numbers=check.flag(quirks, "quirks", "sequence_numbers", default=False),
        dialect=Dialect(
            digest=digest,
            authorities=check.texts(document, "authorities", value=URI, expected="a URI (https://… or urn:…)"),
            systems=check.texts(document, "systems", value=URI, expected="a URI (https://… or urn:…)"),
            values=_values(document, check),
            concepts=read_concepts(document, check),
            events=check.texts(
                document, "events", keys=_EVENT, value=_EVENT_AS, expected='a trigger event (as in A08) or "ignore"'
            ),
            extras=_extras(document, check),
            null_deletes=check.flag(quirks, "quirks", "null_deletes", default=True),
        ),
    )


def _outbound(document: Mapping[str, Any], check: "Check") -> Outbound:
    table = check.table(document, "outbound")
    known = ("version", "charset", "application", "facility", "enhanced", "bundle", "acknowledgements", "tell")
    check.only("outbound", table, known)
    versions = _one_of(*V2_VERSIONS)
    version = check.text(table, "outbound", "version", versions, 'a version of HL7 v2, as in "2.5.1"')
    bundle = check.text(table, "outbound", "bundle", _one_of("MDM", "REF"), "MDM or REF")
    return Outbound(
        version=version or SPOKEN.version,
        charset=check.text(table, "outbound", "charset", is_known_charset, "a character set, as in GB18030"),
        application=check.text(table, "outbound", "application") or SPOKEN.application,
        facility=check.text(table, "outbound", "facility"),
        enhanced=check.flag(table, "outbound", "enhanced", default=False),
        bundle=bundle or SPOKEN.bundle,
        acknowledgements=check.text(
            table, "outbound", "acknowledgements", _is_address, "an address, as in mllp://10.1.2.3:2575/HIS/H1"
        ),
        tell=_told(table, check, version=version or SPOKEN.version),
    )


def _told(table: Mapping[str, Any], check: "Check", *, version: str) -> frozenset[str]:
    """Messages as `ADT^A08`; those of referrals, results and documents have occasions of their own."""
    known = tuple(name for name in messages_out() if name.partition("^")[0] in {"ADT", "SIU", "OML", "ORM", "MFN"})
    found = table.get("tell", [])
    said = found if isinstance(found, list) else [found]
    for name in said:
        if name not in known:
            check.fault("outbound", "tell", f"tell has {name!r}; expected a list of {', '.join(known)}.")
        elif version in V2_VERSIONS and not speaks(version, name):
            text = f"tell has {name}, which version {version} lacks; expected a later version, or another message"
            check.fault("outbound", "tell", f"{text}{' (ORM^O01)' if name == 'OML^O21' else ''}.")
    return frozenset(name for name in said if name in known)


def _values(document: Mapping[str, Any], check: "Check") -> Mapping[str, Mapping[str, str]]:
    paths = check.table(document, "values")
    for path in paths:
        if not _PATH.fullmatch(path):
            check.fault(f"values.{path}", "", f"[values.{path}] names no field; expected a path, as in PV1-2.")
    return {path: check.texts(paths, path, under="values") for path in paths}


def read_concepts(document: Mapping[str, Any], check: "Check") -> Mapping[str, Mapping[str, tuple[str, str, str]]]:
    """For the URI of a code system, the standard coding of each local code."""
    made: dict[str, dict[str, tuple[str, str, str]]] = {}
    systems = check.table(document, "concepts")
    for system in systems:
        table = check.table(systems, system, under="concepts")
        if not URI.fullmatch(system):
            check.fault(f"concepts.{system}", "", f"[concepts.{system}] is no code system; expected its URI.")
        made[system] = {}
        for code, standard in table.items():
            parts = standard if isinstance(standard, list) else []
            if len(parts) != 3 or not all(isinstance(part, str) for part in parts):
                check.fault(f"concepts.{system}", code, f"{code}: expected [code, system, display], three texts.")
            else:
                made[system][code] = (parts[0], parts[1], parts[2])
    return made


def _extras(document: Mapping[str, Any], check: "Check") -> tuple[ExtraField, ...]:
    made = []
    paths = check.table(document, "extra")
    for path in paths:
        where, table = f"extra.{path}", check.table(paths, path, under="extra")
        check.only(where, table, ("target", "url", "kind"))
        if not _PATH.fullmatch(path):
            check.fault(where, "", f"[{where}] names no field; expected a path, as in ZPI-3.")
        target = check.text(table, where, "target", _one_of("Patient", "Encounter"), "Patient or Encounter")
        kinds = ("string", "code", "date", "decimal", "boolean")
        kind = check.text(table, where, "kind", _one_of(*kinds), f"one of {', '.join(kinds)}")
        url = check.text(table, where, "url", _is_uri, "a URI (https://… or urn:…)")
        if not url or not target:
            check.fault(where, "", f"[{where}] needs target and url.")
        made.append(ExtraField(path, target, url, kind or "string"))  # type: ignore[arg-type]  # checked just above
    return tuple(made)


class Check:
    """Looks at tables and values, and notes each fault with its line."""

    def __init__(self, text: str) -> None:
        self._lines = _lines_of(text)
        self.issues: list[Issue] = []

    def fault(self, where: str, key: str, text: str) -> None:
        """Note a fault at a key of a table; the table's own line where the key is missing."""
        line = self._lines.get((where, key)) or self._lines.get((where, ""))
        self.issues.append(Issue("error", "invalid", text, line=line))

    def only(self, where: str, table: Mapping[str, Any], known: tuple[str, ...]) -> None:
        """Nothing but these keys: a word that is misspelt would be without effect."""
        for key in table:
            if key not in known:
                at = (key, "") if not where and (key, "") in self._lines else (where, key)
                self.fault(*at, f"{key!r} is not known here; expected {', '.join(known)}.")

    def table(self, document: Mapping[str, Any], name: str, *, under: str = "") -> Mapping[str, Any]:
        """A table, empty where it is missing."""
        found = document.get(name, {})
        if isinstance(found, dict):
            return found
        self.fault(under, name, f"{name!r} is not a table; write [{f'{under}.' if under else ''}{name}] above it.")
        return {}

    def text(
        self,
        table: Mapping[str, Any],
        where: str,
        key: str,
        is_good: Callable[[str], bool] | None = None,
        expected: str = "a text in quotes",
    ) -> str:
        """A text, empty where it is missing or wrong."""
        found = table.get(key, "")
        if isinstance(found, str) and (not found or is_good is None or is_good(found)):
            return found
        self.fault(where, key, f"{key} is {found!r}; expected {expected}.")
        return ""

    def texts(
        self,
        document: Mapping[str, Any],
        name: str,
        *,
        under: str = "",
        expected: str = "a text in quotes",
        keys: re.Pattern[str] = _ANY,
        value: re.Pattern[str] = _ANY,
    ) -> Mapping[str, str]:
        """A table of texts; `keys` and `value` are the forms that they must have."""
        where = f"{under}.{name}" if under else name
        table = self.table(document, name, under=under)
        for key, found in table.items():
            if not keys.fullmatch(key):
                self.fault(where, key, f"{key!r} does not fit [{where}]; expected a name as in A08.")
            if not isinstance(found, str) or not value.fullmatch(found):
                self.fault(where, key, f"{key} is {found!r}; expected {expected}.")
        return {key: found for key, found in table.items() if isinstance(found, str)}

    def flag(self, table: Mapping[str, Any], where: str, key: str, *, default: bool) -> bool:
        """True or false."""
        found = table.get(key, default)
        if isinstance(found, bool):
            return found
        self.fault(where, key, f"{key} is {found!r}; expected true or false.")
        return default

    def networks(self, own: Mapping[str, Any]) -> tuple[IPv4Network | IPv6Network, ...]:
        """The addresses from which the sender may call."""
        found = own.get("peers", [])
        made = []
        for text in found if isinstance(found, list) else [found]:
            try:
                made.append(ip_network(str(text), strict=False))
            except ValueError:
                self.fault("sender", "peers", f"{text!r} is no address or network; expected one, as in 10.1.0.0/16.")
        return tuple(made)


def _lines_of(text: str) -> dict[tuple[str, str], int]:
    """Where each table, and each key of a table, stands."""
    lines: dict[tuple[str, str], int] = {}
    table = ""
    for number, line in enumerate(text.splitlines(), 1):
        if (found := _TABLE.match(line)) and not line.lstrip().startswith("[["):
            table = ".".join(part.strip("\"' ") for part in re.findall(r'"[^"]*"|\'[^\']*\'|[^.]+', found[1]))
            lines.setdefault((table, ""), number)
            lines.setdefault((table.partition(".")[0], ""), number)
        elif found := _KEY.match(line):
            lines.setdefault((table, found[1].strip("\"'")), number)
    return lines


def syntax_fault(words: str) -> Issue:
    """What the TOML reader says, with its line."""
    found = _SYNTAX_LINE.search(words)
    line = int(found[1]) if found and found[1] else None
    return Issue("error", "structure", f"The file is no TOML: {_SYNTAX_LINE.sub('', words)}.", line=line)


def is_zone(name: str) -> bool:
    """Whether the name is an IANA time zone."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return False
    return True


def _is_subject(text: str) -> bool:
    return text.isprintable() and text.strip() == text


def _is_address(text: str) -> bool:
    return text.startswith(("mllp://", "mllps://", "file:///"))


def _is_uri(text: str) -> bool:
    return URI.fullmatch(text) is not None


def _one_of(*words: str) -> Callable[[str], bool]:
    return words.__contains__
