"""Why an answer of the hub may differ from one of Medplum's router: the rows of docs/differential.md."""

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from tests.long.differential_requests import Json, Request


def deleted_without_content(request: Request, ours: Json, theirs: Json) -> bool:
    """A delete may be answered with or without an outcome. http.html#delete."""
    return request.method == "DELETE" and (ours["status"], theirs["status"]) == (204, 200)


def deleted_is_gone(request: Request, ours: Json, theirs: Json) -> bool:
    """What was deleted answers 410, not 404. http.html#read."""
    return request.method == "GET" and "?" not in request.url and (ours["status"], theirs["status"]) == (410, 404)


def delete_again(request: Request, ours: Json, theirs: Json) -> bool:
    """Deleting what is not there is no error. http.html#delete."""
    return request.method == "DELETE" and (ours["status"], theirs["status"]) == (204, 404)


def brought_back(request: Request, ours: Json, theirs: Json) -> bool:
    """An update that brings back what was deleted creates it: 201. http.html#update."""
    is_it = request.method == "PUT" and request.url in request.revived
    return is_it and (ours["status"], theirs["status"]) == (201, 200) and ours | {"status": 200} == theirs


def unprocessable(request: Request, ours: Json, theirs: Json) -> bool:
    """A body that breaks a rule is 422; 400 is for what cannot be read. http.html#create, http.html#patch."""
    return request.method in {"POST", "PUT", "PATCH"} and (ours["status"], theirs["status"]) == (422, 400)


def unknown_type(request: Request, ours: Json, theirs: Json) -> bool:
    """A type that does not exist is 404. http.html#search."""
    return request.url.startswith("/Patiant") and ours["status"] == 404


def wrong_method(request: Request, ours: Json, theirs: Json) -> bool:
    """A method that an address does not take is 405. http.html#summary, RFC 9110 15.5.6."""
    return request.url == "/" and request.method == "DELETE" and (ours["status"], theirs["status"]) == (405, 404)


def no_quantity_search(request: Request, ours: Json, theirs: Json) -> bool:
    """The memory repository compares no quantities; the hub does. search.html#quantity."""
    return "value-quantity=" in request.url and theirs.get("entries") == [] and ours["status"] == 200


def exact_is_exact(request: Request, ours: Json, theirs: Json) -> bool:
    """`:exact` matches the whole string, case and all. search.html#string."""
    wanted = dict(parse_qsl(urlsplit(request.url).query)).get("family:exact")
    mine, more = ours.get("entries", []), theirs.get("entries", [])
    extra = [one for one in more if one not in mine]
    return (
        wanted is not None
        and all(one in more for one in mine)
        and all(wanted not in [name["family"] for name in one["name"]] for one in extra)
    )


def a_month_is_its_days(request: Request, ours: Json, theirs: Json) -> bool:
    """A date of less precision is a range; both ends count. search.html#date."""
    return bool(re.search(r"[?&]date=2026-02(&|$)", request.url)) and all(
        one["effectiveDateTime"].startswith("2026-02") for one in ours.get("entries", [{"effectiveDateTime": ""}])
    )


def contains_ignores_case(request: Request, ours: Json, theirs: Json) -> bool:
    """`:contains` makes no difference between capitals and small letters. search.html#string."""
    wanted = dict(parse_qsl(urlsplit(request.url).query)).get("family:contains")
    mine, fewer = ours.get("entries", []), theirs.get("entries", [])
    extra = [one for one in mine if one not in fewer]
    return (
        wanted is not None
        and all(one in mine for one in fewer)
        and all(wanted.lower() in one["name"][0]["family"].lower() for one in extra)
    )


def newest_first(request: Request, ours: Json, theirs: Json) -> bool:
    """A history begins with its newest version; the peer turns its list round on each look. http.html#history."""
    mine, other = ours.get("entries", []), theirs.get("entries", [])
    return request.url.endswith("/_history") and len(mine) == len(other) and all(one in other for one in mine)


def no_change_no_version(request: Request, ours: Json, theirs: Json) -> bool:
    """A version comes when the content changes; the peer keeps one for a patch that says what stands. resource.html."""
    mine, other = ours.get("entries", []), theirs.get("entries", [])
    return (
        request.url.endswith("/_history")
        and len(other) > len(mine)
        and all(one in mine for one in other)
        and all(one in other for one in mine)
        and all(one != following for one, following in pairwise(mine))
    )


def entries_of_a_batch_do_not_wait(request: Request, ours: Json, theirs: Json) -> bool:
    """A batch whose entries depend on each other has no defined answer. http.html#trules."""
    return request.beside_update and request.method == "GET" and ours["status"] == theirs["status"] == 200


REASONS: Final[tuple[Callable[[Request, Json, Json], bool], ...]] = (
    deleted_without_content, deleted_is_gone, delete_again, brought_back, unprocessable, unknown_type, wrong_method,
    no_quantity_search, exact_is_exact, a_month_is_its_days,
    contains_ignores_case, newest_first, no_change_no_version, entries_of_a_batch_do_not_wait,
)  # fmt: skip


def reason_for(request: Request, ours: Json, theirs: Json) -> str | None:
    """The name of the reason; None when there is none."""
    return next((reason.__name__ for reason in REASONS if reason(request, ours, theirs)), None)
