"""History and search answers as joined bytes: a stored resource is never parsed to be sent (DESIGN D2).

https://hl7.org/fhir/R4/bundle.html.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from http import HTTPStatus
from typing import Any, Final

import orjson

from fhir_profiles.issue import Issue, operation_outcome
from fhir_profiles.json_text import dump
from hub.api.http import Answer
from hub.api.subset import WHOLE, Subset
from hub.clock import micros_to_instant
from hub.store.port import Page, StoredResource

_OUTCOME: Final = b'{"resourceType":"OperationOutcome"'
_join: Final = b"".join
"""Not `%`: of large pieces a join lets go of the interpreter, in a thread for others; of small ones it is quicker."""

_MATCH: Final = b',"search":{"mode":"match"}}'
_INCLUDE: Final = b',"search":{"mode":"include"}}'
_STATUS_MEMBERS: Final = {one.value: f'"status":"{one.value} {one.phrase}"'.encode() for one in HTTPStatus}


def searchset(
    page: Page,
    *,
    base: str,
    self_link: str,
    next_link: str,
    warnings: Sequence[Issue] = (),
    subset: Subset = WHOLE,
) -> bytes:
    """The Bundle of a search; what the search did not understand is its last entry."""
    included = page.included or (False,) * len(page.resources)
    root = base.encode()
    entries = [
        _join(
            (
                b'{"fullUrl":"', root, b"/", str(found.ref).encode(), b'","resource":',
                found.served() if subset is WHOLE or also else subset.render(found),
                _INCLUDE if also else _MATCH,
            )
        )
        for found, also in zip(page.resources, included, strict=True)
    ]  # fmt: skip
    if warnings:
        entries.append(_outcome_entry(warnings))
    return _bundle(b"searchset", entries, total=page.total, self_link=self_link, next_link=next_link)


def count_bundle(total: int, *, self_link: str, warnings: Sequence[Issue] = ()) -> bytes:
    """The Bundle of `_summary=count`: the number alone, and what the search did not understand."""
    entries = [_outcome_entry(warnings)] if warnings else []
    return _bundle(b"searchset", entries, total=total, self_link=self_link, next_link="")


def _outcome_entry(warnings: Sequence[Issue]) -> bytes:
    return b'{"resource":%b,"search":{"mode":"outcome"}}' % dump(operation_outcome(warnings))


def json_searchset(resources: Sequence[Mapping[str, Any]], *, base: str, self_link: str, next_link: str) -> bytes:
    """The Bundle of resources that are made on the way, as AuditEvents are."""
    entries = [
        dump(
            {
                "fullUrl": f"{base}/{one['resourceType']}/{one['id']}",
                "resource": one,
                "search": {"mode": "match"},
            }
        )
        for one in resources
    ]
    return _bundle(b"searchset", entries, total=None, self_link=self_link, next_link=next_link)


def history_bundle(page: Page, *, base: str, self_link: str, next_link: str, subset: Subset = WHOLE) -> bytes:
    """The Bundle of versions, newest first, each with the request that made it."""
    entries = (
        _version_entry(found, base, subset, is_new=is_new)
        for found, is_new in zip(page.resources, page.created, strict=True)
    )
    return _bundle(b"history", entries, total=page.total, self_link=self_link, next_link=next_link)


def response_bundle(kind: bytes, answers: Sequence[Answer]) -> bytes:
    """What became of each entry of a transaction or batch, in its order."""
    entries = b",".join(_response_entry(answer) for answer in answers)
    filled = b',"entry":[%b]' % entries if entries else b""
    return b'{"resourceType":"Bundle","type":"%b"%b}' % (kind, filled)


def _response_entry(answer: Answer) -> bytes:
    """Put together as text: a large transaction has thousands of these, and all but the location is the hub's own."""
    parts = [_STATUS_MEMBERS[answer.status]]
    location = next((value for name, value in answer.headers if name == "Location"), "")
    if location:
        parts.append(b'"location":%b' % orjson.dumps(location))
    if answer.version:
        parts.append(b'"etag":"W/\\"%d\\""' % answer.version)
    if answer.modified:
        parts.append(b'"lastModified":"%b"' % _instant(answer.modified))
    response = b",".join(parts)
    if answer.status >= 400:
        return b'{"response":{%b,"outcome":%b}}' % (response, answer.body)
    if not answer.body:
        return b'{"response":{%b}}' % response
    if location and answer.body.startswith(_OUTCOME):  # of a write, by Prefer: return=OperationOutcome
        return b'{"response":{%b,"outcome":%b}}' % (response, answer.body)
    return b'{"resource":%b,"response":{%b}}' % (answer.body, response)


@lru_cache(maxsize=64)
def _instant(micros: int) -> bytes:
    """The resources of one transaction have one time."""
    return micros_to_instant(micros).encode()


def _version_entry(found: StoredResource, base: str, subset: Subset, *, is_new: bool) -> bytes:
    status = {"POST": "201", "PUT": "201" if is_new else "200", "DELETE": "204"}[found.method]
    tail = dump(
        {
            "request": {"method": found.method, "url": found.ref.type if found.method == "POST" else str(found.ref)},
            "response": {
                "status": status,
                "etag": f'W/"{found.version}"',
                "lastModified": micros_to_instant(found.updated),
            },
        }
    )
    resource = b"" if found.deleted else b'"resource":%b,' % subset.render(found)
    return b'{"fullUrl":"%b/%b",%b%b' % (base.encode(), str(found.ref).encode(), resource, tail[1:])


def _bundle(kind: bytes, entries: Iterable[bytes], *, total: int | None, self_link: str, next_link: str) -> bytes:
    links = [{"relation": "self", "url": self_link}]
    if next_link:
        links.append({"relation": "next", "url": next_link})
    number = b"" if total is None else b'"total":%d,' % total
    head = b'{"resourceType":"Bundle","type":"%b",%b"link":%b' % (kind, number, dump(links))
    body = b",".join(entries)
    return _join((head, b',"entry":[', body, b"]}")) if body else head + b"}"
