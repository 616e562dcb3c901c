"""Rules of Bundles beside their invariants: addresses of entries, and references inside of documents.

https://hl7.org/fhir/R4/bundle.html#references, https://hl7.org/fhir/R4/documents.html#content.
"""

from collections.abc import Iterator
from typing import Any

from fhir_profiles.finding import Finding, JsonPath, found
from fhir_profiles.invariant_texts import invariant_text
from fhir_profiles.issue import JsonObject
from fhir_profiles.registry import RESOURCE_TYPES

_CLOSED = frozenset({"document", "message"})
"""Types whose `urn:` references have nowhere else to point to."""


def bundle_problems(bundle: JsonObject) -> Iterator[Finding]:
    """What is wrong between the entries of a Bundle; its shape may be wrong too."""
    given = bundle.get("entry")
    entries = [entry for entry in given if isinstance(entry, dict)] if isinstance(given, list) else []
    yield from _invariants(bundle, entries)
    for index, entry in enumerate(entries):
        yield from _address_problems(entry, ("entry", index), is_document=bundle.get("type") == "document")
    if bundle.get("type") in _CLOSED and entries:
        known = _known_addresses(entries)
        for index, entry in enumerate(entries):
            resource = entry.get("resource")
            if isinstance(resource, dict):
                must_resolve = index == 0 and bundle["type"] == "document"
                yield from _unresolved(resource, ("entry", index, "resource"), known, must_resolve=must_resolve)


def is_plainly_right(bundle: JsonObject) -> bool:
    """Whether nothing can be wrong between the entries; where it says no, `bundle_problems` looks closely."""
    if bundle["type"] in _CLOSED:
        return False
    for entry in bundle.get("entry", ()):
        url = entry.get("fullUrl")
        if url is None or url[:9] == "urn:uuid:":
            continue
        kind, _, resource_id = url.rpartition("/")
        resource = entry.get("resource", entry)
        if "://" not in kind or resource.get("id", resource_id) != resource_id:
            return False
    return True


def _invariants(bundle: JsonObject, entries: list[JsonObject]) -> Iterator[Finding]:
    """bdl-3, bdl-4, bdl-7 and bdl-8 with the entry that breaks them. https://hl7.org/fhir/R4/bundle.html#invs."""
    kind = bundle.get("type")
    seen: set[tuple[str, str]] = set()
    for index, entry in enumerate(entries):
        for key, member, kinds in _TRAFFIC:
            if (member in entry) != (kind in kinds):
                code = "required" if kind in kinds else "invariant"
                text = invariant_text(key, "", owner="Bundle")
                yield found(code, text, "Bundle", ("entry", index))
        url = entry.get("fullUrl")
        if not isinstance(url, str):
            continue
        if "/_history/" in url:
            yield found("invariant", invariant_text("bdl-8", "", owner="Bundle"), "Bundle", ("entry", index, "fullUrl"))
        resource = entry.get("resource")
        meta = resource.get("meta") if isinstance(resource, dict) else None
        version = str(meta.get("versionId", "")) if isinstance(meta, dict) and kind not in _ORDERS else ""
        if (url, version) in seen and kind != "history":
            yield found("invariant", invariant_text("bdl-7", "", owner="Bundle"), "Bundle", ("entry", index, "fullUrl"))
        seen.add((url, version))


_ORDERS = frozenset({"transaction", "batch"})
"""Bundles that are to be carried out: two entries of one address could not both be meant."""

_TRAFFIC = (
    ("bdl-3", "request", frozenset({"transaction", "batch", "history"})),
    ("bdl-4", "response", frozenset({"transaction-response", "batch-response", "history"})),
)


def _address_problems(entry: JsonObject, at: JsonPath, *, is_document: bool) -> Iterator[Finding]:
    url, resource = entry.get("fullUrl"), entry.get("resource")
    if not isinstance(resource, dict):
        return
    if not isinstance(url, str):
        if is_document and "fullUrl" not in entry:
            text = "fullUrl is missing; expected one on each entry of a document, so that references find it."
            yield found("required", text, "Bundle", at)
        return
    if ":" not in url:
        text = "fullUrl is relative; expected an absolute address or urn:uuid:…"
        yield found("value", text, "Bundle", (*at, "fullUrl"))
    kind, _, resource_id = "/".join(url.split("/")[-2:]).partition("/")
    own_id = resource.get("id")
    if kind == resource.get("resourceType") and isinstance(own_id, str) and resource_id != own_id:
        text = "fullUrl ends with another id than the resource has; expected the same."
        yield found("value", text, "Bundle", (*at, "fullUrl"))


def _known_addresses(entries: list[JsonObject]) -> frozenset[str]:
    """Every text that a reference to an entry may have: its fullUrl, and Type/id."""
    known: set[str] = set()
    for entry in entries:
        url, resource = entry.get("fullUrl"), entry.get("resource")
        if isinstance(url, str):
            known.add(url)
            tail = "/".join(url.split("/")[-2:])
            if tail.partition("/")[0] in RESOURCE_TYPES:
                known.add(tail)
        if isinstance(resource, dict) and "id" in resource:
            known.add(f"{resource.get('resourceType')}/{resource['id']}")
    return frozenset(known)


def _unresolved(node: Any, at: JsonPath, known: frozenset[str], *, must_resolve: bool) -> Iterator[Finding]:
    for name, value in node.items():
        if name == "reference" and isinstance(value, str):
            target = value.partition("/_history/")[0]
            if target not in known and (target.startswith("urn:") or (must_resolve and not target.startswith("#"))):
                text = "reference names no entry of this Bundle; expected the fullUrl of one of them."
                yield found("not-found", text, "Bundle", (*at, name))
        elif isinstance(value, dict):
            yield from _unresolved(value, (*at, name), known, must_resolve=must_resolve)
        elif isinstance(value, list):
            for index, child in enumerate(value):
                if isinstance(child, dict):
                    yield from _unresolved(child, (*at, name, index), known, must_resolve=must_resolve)
