"""HTTP POST to a member's registered endpoint. https://hl7.org/fhir/R4/subscription.html#2.46.7.1.

Any 2xx confirms. Redirects are not followed: what was registered is where it goes.
"""

from collections.abc import Mapping
from typing import NamedTuple

import httpx2

from hub.store.admin import Endpoint
from hub.store.port import Outbound

SECONDS = 20.0
"""How long a receiver may take."""


class Attempt(NamedTuple):
    """What became of one try; `error` is empty when the receiver confirmed and holds nothing personal.

    `is_final` says that another try would meet the same refusal.
    """

    error: str = ""
    is_final: bool = False

    @property
    def is_confirmed(self) -> bool:
        """Whether the receiver has it."""
        return not self.error


def open_client() -> httpx2.AsyncClient:
    """The client of all deliveries: no redirects, no proxies from the environment."""
    return httpx2.AsyncClient(timeout=SECONDS, follow_redirects=False, trust_env=False)


async def deliver(
    client: httpx2.AsyncClient,
    row: Outbound,
    endpoint: Endpoint,
    *,
    key: str = "",
    more: Mapping[str, str] | None = None,
) -> Attempt:
    """Post the payload byte for byte. The same key comes with every try, so that a receiver can tell a repetition.

    `more` are headers of the receiver's own; they go before the endpoint's secret.
    """
    headers = {
        "Content-Type": row.content_type,
        "Idempotency-Key": key or str(row.key),
        "X-Alliance-Subject": row.subject,
        "X-Alliance-Attempt": str(row.attempts + 1),
    }
    if endpoint.secret:
        headers["Authorization"] = f"Bearer {endpoint.secret}"
    headers |= {name.title(): value for name, value in (more or {}).items()}
    try:
        answer = await client.post(endpoint.address, content=row.payload, headers=headers)
    except httpx2.HTTPError as err:
        return Attempt(f"no answer ({type(err).__name__})")
    except httpx2.InvalidURL:
        return Attempt("the endpoint's address is no URL")
    return Attempt() if answer.is_success else Attempt(f"HTTP {answer.status_code}")
