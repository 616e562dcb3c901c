"""The ingest doors over HTTP: the same pipeline as MLLP, and the message log with its quarantine.

`POST /ingest/hl7v2` answers with the acknowledgement, `POST /ingest/{adapter}` with an OperationOutcome.
"""

import re
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable
from functools import wraps
from typing import Any, Final, Literal

from fastapi import APIRouter, Request, Response

from fhir_profiles.json_text import dump
from hub.api.outcome import known_error
from hub.auth.principal import CREATE, READ, Principal
from hub.bootstrap import Hub
from hub.conversion import is_batch, template
from hub.errors import BadRequestError, HubError, MediaTypeError, NotFoundError, NotSignedInError, TooLargeError
from hub.ingest.quarantine import lines_to_json
from hub.ingest.receipt import Receipt
from hub.log import LogEvent, log
from hub.store.port import AuditEntry

_HL7_TYPES = frozenset({"application/hl7-v2", "x-application/hl7-v2+er7", "text/plain", "application/octet-stream", ""})
_LEAD_BYTES = 16
"""What is read of a body to tell a batch (FHS, BHS) from a message."""
_STATUS = {"stored": 200, "duplicate": 200, "ignored": 202, "refused": 422, "failed": 503}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_JSON = "application/fhir+json; charset=utf-8"

_PART: Final = re.compile(r"{(\w+)}")
Endpoint = Callable[[Request], Awaitable[Response]]


def build_router(hub: Hub) -> APIRouter:
    """Everything under `/ingest`."""
    router = APIRouter(prefix="/ingest")

    def add(path: str, endpoint: Endpoint, *, method: str, summary: str) -> None:
        router.add_api_route(
            path, _answering(hub, endpoint), methods=[method], summary=summary, response_model=None,
            openapi_extra=_described(path, method),
        )  # fmt: skip

    async def message(request: Request) -> Response:
        return await _take_message(hub, request)

    async def file(request: Request) -> Response:
        return await _take_file(hub, request)

    async def page(request: Request) -> Response:
        return await _page(hub, request)

    async def show(request: Request) -> Response:
        return await _show(hub, request)

    async def replay(request: Request) -> Response:
        return await _replay(hub, request)

    add("/messages", page, method="GET", summary="The message log of the caller's member; state=refused is quarantine")
    add("/messages/{key}", show, method="GET", summary="One message with its text, fields, issues and answer")
    add("/messages/{key}/replay", replay, method="POST", summary="Send a refused message again, corrected or as it is")
    add(
        "/hl7v2",
        message,
        method="POST",
        summary="An HL7 v2 message or batch; the answer is the acknowledgement, or a batch of them",
    )

    async def preview(request: Request) -> Response:
        return await _preview(hub, request)

    async def workbook(request: Request) -> Response:
        return _template(hub, request)

    add("/{adapter}/preview", preview, method="POST", summary="What would become of a file; nothing is stored")
    add("/{adapter}/template", workbook, method="GET", summary="The workbook that the hub hands out: care-home")
    add("/{adapter}", file, method="POST", summary="A file: his, care-home (tables), device (JSON), ecg or wst")
    return router


async def _take_message(hub: Hub, request: Request) -> Response:
    principal = _principal(hub, request)
    principal.demand("MessageHeader", CREATE)
    if _media_type(request) not in _HL7_TYPES:
        raise MediaTypeError("The body must be application/hl7-v2 or text/plain: one HL7 v2 message, in any charset.")
    _refuse_compressed(request)
    stream = request.stream()
    first = b""
    async for chunk in stream:
        first += chunk
        if len(first.lstrip()) >= _LEAD_BYTES:
            break
    if is_batch(first):
        receipt = await hub.ingest.receive_batch(
            _chained(first, stream), door="http", member=principal.member, peer=principal.agent
        )
        return _acknowledged(receipt)
    data = await _gathered(hub, _chained(first, stream))
    if not data.strip():
        raise BadRequestError("The body is empty; expected one HL7 v2 message that begins with MSH.")
    receipt = await hub.ingest.receive(
        data, door="http", adapter="hl7v2", member=principal.member, peer=principal.agent
    )
    return _acknowledged(receipt)


async def _take_file(hub: Hub, request: Request) -> Response:
    principal = _principal(hub, request)
    principal.demand("Binary", CREATE)
    receipt = await hub.ingest.receive(
        await _body(hub, request),
        door="http",
        adapter=request.path_params["adapter"],
        member=principal.member,
        peer=principal.agent,
        file_name=request.query_params.get("name", ""),
    )
    return Response(receipt.ack, status_code=_STATUS[receipt.state], headers=_headers(receipt), media_type=_JSON)


async def _preview(hub: Hub, request: Request) -> Response:
    principal = _principal(hub, request)
    principal.demand("Binary", CREATE)
    made = await hub.ingest.files.preview(
        await _body(hub, request),
        adapter=request.path_params["adapter"],
        member=principal.member,
        file_name=request.query_params.get("name", ""),
    )
    return Response(dump(made.outcome()), status_code=200 if made.good or not made.refused else 422, media_type=_JSON)


def _template(hub: Hub, request: Request) -> Response:
    principal = _principal(hub, request)
    principal.demand("Binary", CREATE)
    return Response(template(request.path_params["adapter"]), media_type=XLSX)


async def _page(hub: Hub, request: Request) -> Response:
    principal = _principal(hub, request)
    principal.demand("MessageHeader", READ)
    query = request.query_params
    count = _number(query.get("count", "50"))
    if query.get("state", "") not in {"", "stored", "refused", "replayed"}:
        raise BadRequestError("state must be stored, refused or replayed, or be left out for all.")
    lines = await hub.ingest.quarantine.page(
        visibility=principal.visibility,
        state=query.get("state", ""),
        text=query.get("text", ""),
        before=_number(query.get("before", "0")),
        count=min(max(count, 1), 200),
    )
    return Response(lines_to_json(lines), media_type="application/json")


async def _show(hub: Hub, request: Request) -> Response:
    principal = _principal(hub, request)
    principal.demand("MessageHeader", READ)
    found = await hub.ingest.quarantine.show(_key(request), visibility=principal.visibility, agent=principal.agent)
    return Response(dump(found), media_type="application/json")


async def _replay(hub: Hub, request: Request) -> Response:
    principal = _principal(hub, request)
    principal.demand("MessageHeader", CREATE)
    receipt = await hub.ingest.replay(
        _key(request),
        visibility=principal.visibility,
        corrected=await _body(hub, request) or None,
        agent=principal.agent,
    )
    return _acknowledged(receipt)


def _acknowledged(receipt: Receipt) -> Response:
    """HL7 v2 over HTTP answers 200 with an acknowledgement of any code; only what was not stored for now is 503."""
    status = 503 if receipt.state == "failed" else 202 if receipt.state == "ignored" else 200
    kind = _JSON if receipt.ack.startswith(b"{") else "application/hl7-v2"
    return Response(receipt.ack, status_code=status, headers=_headers(receipt), media_type=kind)


def _headers(receipt: Receipt) -> dict[str, str]:
    return {"X-Hub-State": receipt.state, "X-Hub-Message": str(receipt.key)}


def _principal(hub: Hub, request: Request) -> Principal:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise NotSignedInError(
            "No access token was sent; expected the header `Authorization: Bearer …` with a token from /auth/token.",
            headers=(("WWW-Authenticate", 'Bearer realm="alliance-hub"'),),
        )
    return hub.tokens.principal(token.strip())


async def _body(hub: Hub, request: Request) -> bytes:
    _refuse_compressed(request)
    return await _gathered(hub, request.stream())


def _refuse_compressed(request: Request) -> None:
    if request.headers.get("content-encoding", "identity") != "identity":
        raise MediaTypeError("The body is compressed; expected it without Content-Encoding.")


async def _chained(first: bytes, rest: AsyncIterable[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for chunk in rest:
        yield chunk


async def _gathered(hub: Hub, chunks: AsyncIterable[bytes]) -> bytes:
    parts, size = [], 0
    async for chunk in chunks:
        size += len(chunk)
        if size > hub.settings.body_limit:
            raise TooLargeError(f"The body is larger than {hub.settings.body_limit} bytes; send it in parts.")
        parts.append(chunk)
    return b"".join(parts)


def _media_type(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def _key(request: Request) -> int:
    text = str(request.path_params["key"])
    if not text.isdecimal() or len(text) > 18:
        raise NotFoundError("There is no such message in the log; expected its number.")
    return int(text)


def _number(text: str) -> int:
    if not text.isdecimal() or len(text) > 18:
        raise BadRequestError("before and count must be whole numbers.")
    return int(text)


async def _note_refusal(hub: Hub, request: Request, err: HubError) -> None:
    """A caller who asked for what it may not have, or not see, leaves a trace (DESIGN D18)."""
    if err.status not in {403, 404}:
        return
    principal = _principal(hub, request)
    action: Literal["R", "C"] = "R" if request.method == "GET" else "C"
    log(LogEvent.ACCESS_DENIED, client=principal.agent, status=err.status)
    await hub.store.audit(
        AuditEntry(
            at=hub.clock.now(),
            member=principal.member,
            agent=principal.agent,
            action=action,
            interaction="ingest",
            target="MessageHeader",
            outcome=4,
            detail=f"{request.method} {request.url.path[:80]}",
        )
    )


def _described(path: str, method: str) -> dict[str, Any]:
    """What OpenAPI cannot see: the parts of the path, and a body that is read as it comes."""
    names = _PART.findall(path)
    parts = [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names]
    found: dict[str, Any] = {"parameters": parts} if parts else {}
    if method == "POST":
        kind = "application/hl7-v2" if path in {"/hl7v2", "/messages/{key}/replay"} else "application/octet-stream"
        content = {kind: {"schema": {"type": "string", "format": "binary"}}}
        found["requestBody"] = {"required": not path.endswith("/replay"), "content": content}
    return found


def _answering(hub: Hub, endpoint: Endpoint) -> Endpoint:
    """The endpoint with known errors as OperationOutcomes."""

    @wraps(endpoint)
    async def answer(request: Request) -> Response:
        try:
            return await endpoint(request)
        except Exception as err:
            known: HubError | None = known_error(err)
            if known is None:
                raise
            await _note_refusal(hub, request, known)
            return Response(
                dump(known.outcome()), status_code=known.status, headers=dict(known.headers), media_type=_JSON
            )

    return answer
