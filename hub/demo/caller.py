"""A member's own system, as the hub sees it: a SMART client over HTTP, or a sender over MLLP."""

import asyncio
import secrets
from dataclasses import dataclass
from typing import Any

import httpx2

from fhir_profiles.issue import JsonObject
from hub.bootstrap import Hub

_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


@dataclass(frozen=True, slots=True)
class Answer:
    """A status with its JSON."""

    status: int
    body: JsonObject
    data: bytes


class Caller:
    """One client of the sample alliance. It signs an assertion and gets a token, as any client must."""

    def __init__(self, hub: Hub, client: str, *, http: httpx2.AsyncClient) -> None:
        self._hub = hub
        self._client = client
        self._http = http
        self._token = ""
        self._until = 0

    async def call(self, method: str, path: str, body: JsonObject | bytes | None = None, **headers: str) -> Answer:
        """One request with this client's token."""
        sent: dict[str, Any] = {}
        if isinstance(body, bytes):
            sent["content"] = body
        elif body is not None:
            sent["json"] = body
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        content = {"Content-Type": "application/fhir+json"} if body is not None else {}
        all_headers = {"Authorization": f"Bearer {await self._bearer()}"} | content | given
        answer = await self._http.request(method, path, headers=all_headers, **sent)
        try:
            parsed = answer.json()
        except ValueError:
            parsed = {}
        return Answer(status=answer.status_code, body=parsed if isinstance(parsed, dict) else {}, data=answer.content)

    async def act(self, task: str, event: str, **details: str) -> Answer:
        """`Task/{id}/$referral-action`."""
        parameter: list[JsonObject] = [{"name": "event", "valueCode": event}]
        parameter += [{"name": name, "valueString": value} for name, value in details.items()]
        body = {"resourceType": "Parameters", "parameter": parameter}
        return await self.call("POST", f"/fhir/Task/{task}/$referral-action", body)

    async def found(self, query: str) -> list[JsonObject]:
        """The resources of a search."""
        answer = await self.call("GET", f"/fhir/{query}")
        return [entry["resource"] for entry in answer.body.get("entry", [])]

    async def _bearer(self) -> str:
        now = self._hub.clock.now()
        if not self._token or now > self._until:
            seconds = now // 1_000_000
            url = f"{self._http.base_url}/auth/token".replace("//auth", "/auth")
            claims = {
                "iss": self._client,
                "sub": self._client,
                "aud": url,
                "exp": seconds + 240,
                "iat": seconds,
                "jti": secrets.token_urlsafe(16),
            }
            form = {
                "grant_type": "client_credentials",
                "scope": "system/*.cruds",
                "client_assertion_type": _ASSERTION,
                "client_assertion": self._hub.keys.issue_token(claims, signer=f"client-{self._client}"),
            }
            answer = await self._http.post("/auth/token", data=form)
            answer.raise_for_status()
            granted = answer.json()
            self._token = str(granted["access_token"])
            self._until = now + (int(granted["expires_in"]) - 30) * 1_000_000
        return self._token


async def send_mllp(address: str, message: bytes) -> bytes:
    """Send one framed message and give the acknowledgement without its frame."""
    host, _, port = address.rpartition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    try:
        writer.write(b"\x0b" + message + b"\x1c\r")
        await writer.drain()
        frame = await asyncio.wait_for(reader.readuntil(b"\x1c\r"), timeout=20)
    finally:
        writer.close()
    return frame[1:-2]
