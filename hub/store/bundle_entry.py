"""The entries of a transaction or batch Bundle, read and checked one by one. https://hl7.org/fhir/R4/http.html#transaction."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, NoReturn
from urllib.parse import parse_qsl

from fhir_profiles.bundle_text import bundle_entries, parse_bundle
from fhir_profiles.issue import Issue, JsonObject
from fhir_profiles.json_text import JsonTextError
from fhir_profiles.registry import RESOURCE_TYPES
from hub.errors import BadRequestError, HubError, InvalidResourceError, PreconditionError

MOST_ENTRIES: Final = 5000
"""Entries of one transaction: a larger one would hold everyone else's writes back."""

ANY_VERSION: Final = -1
"""What `TransactionEntry.expected` is for `If-Match: *`: whatever version is there now."""

Method = Literal["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH"]
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH"})
_ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")
_TAG = re.compile(r'(?:W/)?"(\d{1,18})"')


@dataclass(frozen=True, slots=True)
class TransactionEntry:
    """One entry as sent.

    `data` are the exact bytes of its resource; `criteria` those of a conditional request.

    `expected` is the version of If-Match (`ANY_VERSION` for `*`), 0 for `If-None-Match: *` of an update, None without
    both. `path` is what follows the type and id in the URL.
    """

    index: int
    method: Method
    url: str
    type: str
    id: str = ""
    path: str = ""
    criteria: tuple[tuple[str, str], ...] = ()
    is_conditional: bool = False
    full_url: str = ""
    data: bytes = b""
    resource: JsonObject | None = None
    expected: int | None = None

    @property
    def expression(self) -> str:
        """Where the entry stands."""
        return f"Bundle.entry[{self.index}]"


def read_transaction(
    data: bytes, bundle: JsonObject | None = None, texts: Sequence[bytes | None] | None = None
) -> tuple[TransactionEntry, ...]:
    """The entries of a transaction or batch Bundle, in its order.

    `bundle` and `texts` are what `parse_bundle` gave for `data`, where that is known already.
    Raises BadRequestError or InvalidResourceError with the entry's expression. The resources are not validated.
    """
    try:
        if bundle is None:
            bundle, texts = parse_bundle(data)
        elif texts is None:
            texts = bundle_entries(data)
    except JsonTextError as err:
        raise BadRequestError(str(err), issues=(err.issue,)) from err
    entries = bundle.get("entry", [])
    if len(entries) > MOST_ENTRIES:
        raise BadRequestError(f"The Bundle has {len(entries):,} entries; expected at most {MOST_ENTRIES:,}. Split it.")
    return tuple(
        _read_entry(index, entry, text) for index, (entry, text) in enumerate(zip(entries, texts or (), strict=True))
    )


def refused(kind: type[HubError], text: str, entry: TransactionEntry) -> HubError:
    """An error that names its entry."""
    return kind(text, issues=(Issue("error", kind.code, text, expression=entry.expression),))


def _read_entry(index: int, entry: JsonObject, text: bytes | None) -> TransactionEntry:
    request = entry.get("request") or {}
    method, url = request.get("method"), request.get("url")
    if method not in _METHODS or not isinstance(url, str):
        _refuse(InvalidResourceError, "The entry lacks request.method or request.url; expected both.", index)
    path, _, query = url.partition("?")
    resource_type, _, rest = path.strip("/").partition("/")
    resource_id, _, rest = rest.partition("/")
    is_operation = method == "POST" and resource_type.startswith("$")
    if resource_type not in RESOURCE_TYPES and method not in {"GET", "HEAD"} and not is_operation:
        _refuse(BadRequestError, "request.url names no resource type; expected it relative, as Patient/1.", index)
    is_read = method in {"GET", "HEAD"}  # the router knows its addresses
    if resource_id and not is_read and not resource_id.startswith("$") and not _ID.fullmatch(resource_id):
        _refuse(BadRequestError, "request.url has an id that FHIR does not allow; expected [A-Za-z0-9-.]{1,64}.", index)
    if_none_exist = request.get("ifNoneExist", "").removeprefix("?") if method == "POST" else ""
    criteria = if_none_exist or (query if method in {"PUT", "DELETE", "PATCH"} else "")
    is_new = method == "PUT" and str(request.get("ifNoneMatch", "")).strip() == "*"
    expected = 0 if is_new else None
    if "ifMatch" in request:
        expected = _expected(request["ifMatch"], index, of_one=bool(resource_id))
    found = TransactionEntry(
        index=index, method=method, url=url, type=resource_type, id=resource_id, path=rest,
        criteria=tuple(parse_qsl(criteria or query, keep_blank_values=True)) if criteria or query else (),
        is_conditional=bool(criteria) or "ifNoneExist" in request,
        full_url=entry.get("fullUrl", ""), data=text or b"", resource=entry.get("resource"),
        expected=expected,
    )  # fmt: skip
    _demand_shape(found)
    return found


def _refuse(kind: type[HubError], text: str, index: int) -> NoReturn:
    raise refused(kind, text, TransactionEntry(index=index, method="GET", url="", type=""))


def _demand_shape(entry: TransactionEntry) -> None:
    """Refuse an entry whose resource, type and URL do not fit together."""
    if entry.method in {"POST", "PUT"} and not (entry.id.startswith("$") or entry.type.startswith("$")):
        if entry.resource is None:
            raise refused(InvalidResourceError, f"A {entry.method} entry lacks its resource; expected one.", entry)
        if entry.resource.get("resourceType") != entry.type:
            raise refused(InvalidResourceError, f"The resource is no {entry.type}, as request.url says.", entry)
    if entry.method == "POST" and entry.id and not entry.id.startswith("$"):
        raise refused(BadRequestError, "A POST names a type without an id; expected PUT for a known id.", entry)
    if entry.method == "POST" and "?" in entry.url and not (entry.id or entry.type.startswith("$")):
        text = "A POST has no search parameters in request.url; send those of a conditional create as ifNoneExist."
        raise refused(BadRequestError, text, entry)
    if entry.method in {"PUT", "DELETE"} and not entry.id and not entry.is_conditional:
        raise refused(BadRequestError, f"A {entry.method} needs an id or search criteria in request.url.", entry)
    if entry.method == "PUT" and entry.id and entry.resource is not None and entry.resource.get("id") != entry.id:
        raise refused(BadRequestError, "The resource's id differs from request.url; expected the same.", entry)


def _expected(if_match: str, index: int, *, of_one: bool) -> int:
    if of_one and if_match.strip() == "*":
        return ANY_VERSION
    match = _TAG.fullmatch(if_match.strip())
    if match is None:
        _refuse(PreconditionError, 'ifMatch cannot be read; expected one version, as in W/"3".', index)
    return int(match[1])
