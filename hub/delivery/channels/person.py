"""A call to a person by text, voice or chat: a port, and a generic webhook to the institution's own gateway.

The gateway (SMS operator, voice robot, 企业微信/钉钉 robot) is not ours: it gets `{"channel", "to", "text"}` as JSON,
and any 2xx says that it has taken the call. Without a gateway the row fails and says which setting is missing.
"""

import json
from collections.abc import Mapping
from typing import Protocol

import httpx2

from hub.delivery.channels.rest_hook import Attempt
from hub.delivery.duty import CHANNELS
from hub.settings import Settings
from hub.store.port import Outbound


class PersonChannel(Protocol):
    """Reaches a person."""

    async def call(self, client: httpx2.AsyncClient, row: Outbound) -> Attempt:
        """Hand one call over; an Attempt with an error is tried again."""
        ...


class Webhook:
    """Posts each call to one address."""

    def __init__(self, address: str) -> None:
        self._address = address

    async def call(self, client: httpx2.AsyncClient, row: Outbound) -> Attempt:
        """The same key comes with every try."""
        body = json.dumps({"channel": row.channel, "to": row.address, "text": row.payload.decode()}, ensure_ascii=False)
        headers = {"Content-Type": "application/json", "Idempotency-Key": str(row.key)}
        try:
            answer = await client.post(self._address, content=body.encode(), headers=headers)
        except httpx2.HTTPError as err:
            return Attempt(f"no answer ({type(err).__name__})")
        except httpx2.InvalidURL:
            return Attempt("the gateway's address is no URL")
        return Attempt() if answer.is_success else Attempt(f"HTTP {answer.status_code}")


def person_channels(settings: Settings) -> Mapping[str, PersonChannel]:
    """The channels that have a gateway."""
    addresses = {"sms": settings.sms_gateway, "voice": settings.voice_gateway, "chat": settings.chat_gateway}
    return {name: Webhook(addresses[name]) for name in CHANNELS if addresses[name]}
