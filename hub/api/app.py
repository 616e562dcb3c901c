"""The HTTP application: /fhir in front, tokens, health and metrics on FastAPI behind it.

The dispatcher is plain ASGI, without Starlette's middleware classes (ADR of D5).
"""

from collections.abc import Mapping
from typing import Any

import orjson
from fastapi import FastAPI, Request, Response

from hub.api.fhir import FhirApplication
from hub.api.http import Receive, Scope, Send, pairs_of
from hub.api.ingest import build_router as build_ingest_router
from hub.api.metrics import Metrics
from hub.auth.smart import TokenRequestError
from hub.bootstrap import Hub
from hub.errors import BadRequestError
from hub.store.port import AuditEntry

_TOKEN_BODY_LIMIT = 32_000
_NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}
_SAFETY: tuple[tuple[bytes, bytes], ...] = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
)


class HubApplication:
    """Sends each request to its application by the first part of the path."""

    def __init__(self, *, fhir: FhirApplication, rest: FastAPI) -> None:
        self.fhir = fhir
        self.rest = rest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one ASGI scope."""
        if scope["type"] == "http":
            path: str = scope["path"]
            if path.startswith("/fhir") and (len(path) == 5 or path[5] == "/"):
                await self.fhir(scope, receive, send)
                return
            await self.rest(scope, receive, _with_safety(send))
        elif scope["type"] == "lifespan":
            await _lifespan(receive, send)


def build_application(hub: Hub) -> HubApplication:
    """The whole HTTP interface of a hub, without the console (`hub.server` mounts that)."""
    metrics = Metrics()
    return HubApplication(fhir=FhirApplication(hub, metrics=metrics), rest=build_rest(hub, metrics))


def build_rest(hub: Hub, metrics: Metrics) -> FastAPI:
    """Tokens, keys, health and metrics. Other modules add their routers to it."""
    app = FastAPI(title="Alliance Hub", docs_url=None, redoc_url=None, openapi_url="/openapi.json")
    app.state.hub = hub

    @app.post("/auth/token", summary="SMART Backend Services: an assertion becomes an access token")
    async def token(request: Request) -> Response:
        return await _token(hub, request)

    @app.get("/auth/jwks", summary="The public keys that sign access tokens")
    async def jwks() -> Response:
        return _json({"keys": [hub.keys.public_jwk("token")]})

    @app.get("/livez", summary="The process answers")
    async def livez() -> Response:
        return Response("ok\n", media_type="text/plain")

    @app.get("/readyz", summary="The store takes reads and writes")
    async def readyz() -> Response:
        ready = hub.admin.member(1) is not None and metrics.in_flight < hub.settings.in_flight
        return Response("ready\n" if ready else "busy\n", status_code=200 if ready else 503, media_type="text/plain")

    @app.get("/metrics", summary="Counts in the text format of Prometheus")
    async def numbers() -> Response:
        return Response(metrics.text(), media_type="text/plain; version=0.0.4")

    app.include_router(build_ingest_router(hub))
    return app


async def _token(hub: Hub, request: Request) -> Response:
    """RFC 6749 5.1 and 5.2, with an audit entry either way."""
    granted_to, outcome, detail = "client:unknown", 4, ""
    try:
        form = await _form(request)
        granted = hub.token_endpoint.grant(form)
    except (TokenRequestError, BadRequestError) as err:
        error = err.error if isinstance(err, TokenRequestError) else "invalid_request"
        status = err.status
        detail = error
        answer = _json({"error": error, "error_description": err.text}, status=status)
        member = 0
    else:
        granted_to, outcome, member = f"client:{granted.client.id}", 0, granted.client.member
        answer = _json(granted.json())
    if outcome == 0:
        await hub.store.audit(
            AuditEntry(hub.clock.now(), member, granted_to, "E", "$token", "system", outcome=outcome, detail=detail)
        )
    return answer


async def _form(request: Request) -> Mapping[str, str]:
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/x-www-form-urlencoded":
        raise BadRequestError("The body must be application/x-www-form-urlencoded.")
    parts, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > _TOKEN_BODY_LIMIT:
            raise BadRequestError(f"The body is larger than {_TOKEN_BODY_LIMIT} bytes.")
        parts.append(chunk)
    pairs = pairs_of(b"".join(parts))
    form = dict(pairs)
    if len(form) != len(pairs):
        raise BadRequestError("A parameter stands twice; expected each once.")
    return form


def _json(content: Any, *, status: int = 200) -> Response:
    return Response(orjson.dumps(content), status_code=status, media_type="application/json", headers=_NO_STORE)


def _with_safety(send: Send) -> Send:
    """Put the headers that protect a browser into every answer that does not have its own."""

    async def safe_send(message: Any) -> None:
        if message["type"] == "http.response.start":
            names = {name for name, _ in message.get("headers", ())}
            message["headers"] = [
                *message.get("headers", ()),
                *((name, value) for name, value in _SAFETY if name not in names),
            ]
        await send(message)

    return safe_send


async def _lifespan(receive: Receive, send: Send) -> None:
    """Nothing starts or stops here: `hub.server` does it, where it can be read."""
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            await send({"type": "lifespan.shutdown.complete"})
            return
