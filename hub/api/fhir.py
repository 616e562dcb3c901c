"""The FHIR R4 API: a plain ASGI application with one dispatch table. https://hl7.org/fhir/R4/http.html.

It stands in front of the FastAPI application (ADR of D5). Every answer that is not a resource
is an OperationOutcome; every call that is refused leaves an audit entry.
"""

import asyncio
import re
import secrets
from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import cache
from http.cookies import CookieError, SimpleCookie
from itertools import count
from typing import NamedTuple

from fhir_profiles.json_text import dump
from fhir_profiles.registry import RESOURCE_TYPES
from hub.api.body import is_other_version
from hub.api.call import Call, Interaction
from hub.api.capability import capability_statement
from hub.api.http import FHIR_JSON, Answer, Pairs, Receive, Request, Scope, Send, request_of, send_answer
from hub.api.interactions import (
    create,
    delete,
    export_job,
    history,
    operation,
    patch,
    read,
    search,
    search_types,
    transaction,
    update,
)
from hub.api.metrics import Metrics
from hub.api.operations import scan_operations
from hub.api.outcome import error_to_answer, known_error, unexpected_answer
from hub.api.pretty import indent_json
from hub.api.refusals import SignInRefusals, note_refusal
from hub.auth.principal import Principal
from hub.auth.sessions import COOKIE
from hub.auth.smart import smart_configuration
from hub.bootstrap import Hub
from hub.errors import (
    HubError,
    MethodNotAllowedError,
    NotAcceptableError,
    NotFoundError,
    NotSignedInError,
    OverloadError,
)
from hub.log import LogEvent, log

_ID = re.compile(r"[A-Za-z0-9.-]{1,64}")
_REQUEST_ID = re.compile(rb"[A-Za-z0-9._:-]{1,64}")
_SAFE_METHODS = frozenset({"GET", "HEAD"})
_FORMATS = frozenset({"json", "application/json", "application/fhir+json", "text/json"})


Route = Mapping[str, Interaction]
"""What a path's shape answers: an interaction for each method."""


class Place(NamedTuple):
    """A path, taken apart."""

    shape: str
    type: str = ""
    id: str = ""
    version: str = ""
    operation: str = ""
    inside: str = ""


class FhirApplication:
    """Serves everything under /fhir."""

    def __init__(self, hub: Hub, *, metrics: Metrics | None = None) -> None:
        self.operations = {one.name: one for one in scan_operations()}
        self.metrics = metrics or Metrics()
        self.body_limit = hub.settings.body_limit
        self._most_in_flight = hub.settings.in_flight
        self._most_of_member = -(-hub.settings.in_flight * 3 // 4)
        self._of_members: defaultdict[int, int] = defaultdict(int)
        self._hub = hub
        self.routes = _routes(
            operation.operation_interaction(self.operations),
            transaction.transaction_interaction(self._answer_entry, self._route_entry),
        )
        self._sign_in_refusals = SignInRefusals()
        self._prefix = secrets.token_hex(4).encode()
        self._numbers = count(1)
        settings, began = hub.settings, hub.clock.now()
        self._static: dict[str, Callable[[], Answer]] = {
            "/fhir/metadata": cache(
                lambda: Answer(200, dump(capability_statement(settings, self.operations, at=began)))
            ),
            "/fhir/.well-known/smart-configuration": cache(
                lambda: Answer(200, dump(smart_configuration(settings)), content_type="application/json")
            ),
        }

    def prepare(self) -> None:
        """Make the answers that are the same for every caller (60 ms): in a thread, when the doors have opened."""
        for made in self._static.values():
            made()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request as an ASGI application."""
        request = request_of(scope, receive, body_limit=self.body_limit)
        answer, request_id = await self.respond(request)
        await send_answer(send, answer, request_id=request_id, head=request.method == "HEAD")

    async def respond(self, request: Request) -> tuple[Answer, bytes]:
        """The answer to one request, and the request's id. Raises nothing."""
        hub, metrics = self._hub, self.metrics
        request_id = self._request_id(request)
        began = hub.clock.monotonic()
        if metrics.in_flight >= self._most_in_flight:
            metrics.refused += 1
            busy = OverloadError("The hub has too much to do; try again.", headers=(("Retry-After", "1"),))
            metrics.count("refused", busy.status, 0.0)
            return error_to_answer(busy), request_id
        metrics.in_flight += 1
        label = "unknown"
        try:
            static = self._static.get(request.path.rstrip("/"))
            if static is not None:
                label, answer = "capabilities", _static_answer(request, static())
            else:
                label, answer = await self._serve(Call(hub, request, self._principal(request)), request_id)
        except NotSignedInError as err:
            answer = await self._refuse_caller(request, err)
        finally:
            metrics.in_flight -= 1
        if b"_pretty=true" in request.query_string and "json" in answer.content_type:
            answer = answer._replace(body=await _indented(answer.body, hub.settings.offload_bytes))
        metrics.count(label, answer.status, hub.clock.monotonic() - began)
        return answer, request_id

    async def _serve(self, call: Call, request_id: bytes) -> tuple[str, Answer]:
        """Run a call while its member leaves room for the others: one that sends slowly must not take all places."""
        of_members, member = self._of_members, call.principal.member
        if of_members[member] >= self._most_of_member:
            self.metrics.refused += 1
            return "refused", error_to_answer(
                OverloadError(
                    f"{of_members[member]} requests of your institution are being served at once; expected fewer. "
                    "Wait for their answers, then try again.",
                    headers=(("Retry-After", "1"),),
                )
            )
        of_members[member] += 1
        try:
            return await self._run(call, request_id)
        finally:
            of_members[member] -= 1

    async def _run(self, call: Call, request_id: bytes) -> tuple[str, Answer]:
        """Find the interaction and run it. The edge of the process: nothing is raised past here."""
        label = "unknown"
        try:
            interaction = self._route(call)
            label = interaction.__name__
            return label, await interaction(call)
        except Exception as err:  # noqa: BLE001  the edge of the process
            known = known_error(err)
            if known is None:
                log(LogEvent.REQUEST_FAILED, request=request_id.decode(), error=_where(err), operation=label)
                return label, unexpected_answer(request_id.decode())
            try:
                await note_refusal(call, known)
            except HubError as unstored:
                known = unstored
            return label, error_to_answer(known)

    async def _refuse_caller(self, request: Request, err: NotSignedInError) -> Answer:
        try:
            await self._sign_in_refusals.note(self._hub, request, err)
        except HubError as unstored:
            return error_to_answer(unstored)
        return error_to_answer(err)

    async def _answer_entry(self, call: Call) -> Answer:
        """Answer one entry of a Bundle."""
        static = self._static.get(call.request.path.rstrip("/"))
        if static is not None:
            return _static_answer(call.request, static())
        _, answer = await self._run(call, self._new_request_id())
        return answer

    def _route_entry(self, call: Call) -> Interaction | None:
        """The interaction for an entry of a Bundle; None for what is the same for everybody."""
        if call.request.path.rstrip("/") in self._static:
            return None
        interaction = self._route(call)
        if call.operation:
            operation.demand_operation(self.operations, call)
        return interaction

    def _principal(self, request: Request) -> Principal:
        """Who calls: by bearer token, or, to read, by the console's session."""
        given = request.headers.get(b"authorization", b"")
        if given[:7].lower() == b"bearer ":
            return self._hub.tokens.principal(given[7:].decode("latin-1").strip())
        if not given and request.method in _SAFE_METHODS:
            found = self._hub.sessions.principal(_session_id(request))
            if found is not None:
                return found
        raise NotSignedInError(
            "No access token came with the request; expected the header `Authorization: Bearer`. "
            "Ask /auth/token for one; see /fhir/.well-known/smart-configuration.",
            headers=(("WWW-Authenticate", 'Bearer realm="alliance-hub"'),),
        )

    def _route(self, call: Call) -> Interaction:
        """The interaction for a path and method; what the path says is put into the call."""
        request = call.request
        shape, resource_type, resource_id, call.version, call.operation, call.inside = _place(request.path)
        if resource_type and resource_type not in RESOURCE_TYPES:
            raise NotFoundError(f"{resource_type[:64]!r} is not a FHIR R4 resource type; /fhir/metadata lists them.")
        if resource_id and not _ID.fullmatch(resource_id):
            raise NotFoundError("The id is not one of FHIR's; expected 1 to 64 letters, digits, '-' or '.'.")
        route, method = self.routes[shape], request.method
        interaction = route.get("GET" if method == "HEAD" else method)
        if interaction is None:
            allowed = ", ".join(sorted({*route, *(["HEAD"] if "GET" in route else [])}))
            raise MethodNotAllowedError(
                f"This path does not answer {method[:16]}; expected {allowed}.", headers=(("Allow", allowed),)
            )
        call.type, call.id = resource_type, resource_id
        if request.query_string:
            call.query = request.query()
        _demand_json_wanted(request, call.query, is_free=call.type == "Binary" or bool(call.operation))
        return interaction

    def _request_id(self, request: Request) -> bytes:
        """The caller's X-Request-ID when it is a plain one, else a new one."""
        given = request.headers.get(b"x-request-id")
        if given is not None and _REQUEST_ID.fullmatch(given):
            return given
        return self._new_request_id()

    def _new_request_id(self) -> bytes:
        return b"%b-%x" % (self._prefix, next(self._numbers))


def _routes(operate: Interaction, transact: Interaction) -> dict[str, Route]:
    """The dispatch table."""
    operations = {"GET": operate, "POST": operate}
    return {
        "": {"GET": search_types.search_system, "POST": transact},
        "_search": {"GET": search_types.search_system, "POST": search_types.search_system},
        "_history": {"GET": history.history},
        "$": operations,
        "T": {
            "GET": search.search_type,
            "POST": create.create,
            "PUT": update.conditional_update,
            "PATCH": patch.conditional_patch,
            "DELETE": delete.conditional_delete,
        },
        "T/_search": {"POST": search.search_type_by_post},
        "T/_history": {"GET": history.history},
        "T/$": operations,
        "T/i": {"GET": read.read, "PUT": update.update, "PATCH": patch.patch, "DELETE": delete.delete},
        "T/i/_history": {"GET": history.history},
        "T/i/_history/v": {"GET": read.vread},
        "T/i/_history/v/$": operations,
        "T/i/$": operations,
        "T/i/T": {"GET": search_types.search_compartment},
        "T/i/T/_search": {"POST": search_types.search_compartment},
        "_export/i": {"GET": export_job.export_status, "DELETE": export_job.cancel_export},
        "_export/i/f": {"GET": export_job.export_file},
    }


def _place(path: str) -> Place:
    """`/fhir/Patient/1/_history/2` taken apart. Raises NotFoundError."""
    parts = path[6:].split("/")
    if len(parts) == 2 and parts[1] and parts[1][0] not in "_$":  # nearly every request
        return Place("T/i", parts[0], parts[1])
    while parts[-1] == "" and len(parts) > 1:
        parts.pop()
    first = parts[0]
    match parts:
        case [""]:
            return Place("")
        case ["_history" | "_search"]:
            return Place(first)
        case [name] if name.startswith("$"):
            return Place("$", operation=name[1:])
        case [_]:
            return Place("T", first)
        case ["_export", job, "status"]:
            return Place("_export/i", id=job)
        case ["_export", job, name]:
            return Place("_export/i/f", id=job, inside=name)
        case [_, "_search" | "_history" as last]:
            return Place(f"T/{last}", first)
        case [_, name] if name.startswith("$"):
            return Place("T/$", first, operation=name[1:])
        case [_, resource_id]:
            return Place("T/i", first, resource_id)
        case [_, resource_id, "_history"]:
            return Place("T/i/_history", first, resource_id)
        case [_, resource_id, name] if name.startswith("$"):
            return Place("T/i/$", first, resource_id, operation=name[1:])
        case [_, resource_id, name] if name == "*" or name in RESOURCE_TYPES:
            return Place("T/i/T", first, resource_id, inside=name)
        case [_, resource_id, name, "_search"] if name == "*" or name in RESOURCE_TYPES:
            return Place("T/i/T/_search", first, resource_id, inside=name)
        case [_, resource_id, "_history", version]:
            return Place("T/i/_history/v", first, resource_id, version)
        case [_, resource_id, "_history", version, name] if name.startswith("$"):
            return Place("T/i/_history/v/$", first, resource_id, version, name[1:])
    raise NotFoundError("The hub has no such path; expected /fhir/Type/id, as in /fhir/Patient/123.")


def _demand_json_wanted(request: Request, query: Pairs, *, is_free: bool) -> None:
    """Raise NotAcceptableError when the caller wants XML, Turtle or HTML. https://hl7.org/fhir/R4/http.html#parameters.

    What `is_free` answers in a format of its own, so that Accept may name any.
    """
    wanted = next((value for name, value in query if name == "_format"), "") if query else ""
    if wanted:
        if wanted.partition(";")[0].strip().replace(" ", "+") not in _FORMATS:
            raise NotAcceptableError("_format asks for a format that the hub does not speak; expected json.")
        return
    accept = request.headers.get(b"accept")
    if not accept or is_free:
        return
    if b"json" not in accept and b"*" not in accept:
        raise NotAcceptableError("Accept names no format that the hub speaks; expected application/fhir+json.")
    if b"fhirversion" in accept.lower() and all(map(is_other_version, accept.decode("latin-1").split(","))):
        raise NotAcceptableError("Accept asks for another version of FHIR; the hub speaks 4.0.")


def _static_answer(request: Request, answer: Answer) -> Answer:
    """The answer that is the same for everybody, to whoever reads it as JSON; of plain JSON no format is chosen."""
    if request.method in _SAFE_METHODS:
        try:
            if answer.content_type is FHIR_JSON:
                _demand_json_wanted(request, request.query(), is_free=False)
        except HubError as err:
            return error_to_answer(err)
        return answer
    return error_to_answer(MethodNotAllowedError("This path is only read.", headers=(("Allow", "GET, HEAD"),)))


async def _indented(body: bytes, limit: int) -> bytes:
    """The body for people; a large one in a thread, since each of its tokens is looked at."""
    if len(body) <= limit // 16:
        return indent_json(body)
    return await asyncio.get_running_loop().run_in_executor(None, indent_json, body)


def _session_id(request: Request) -> str:
    try:
        cookie = SimpleCookie(request.header(b"cookie")).get(COOKIE)
    except CookieError:
        return ""
    return cookie.value if cookie is not None else ""


def _where(err: Exception) -> str:
    """Type and place of an exception, without its text: that may be personal."""
    trace = err.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace is not None else "?"
    return f"{type(err).__name__} at {place}"
