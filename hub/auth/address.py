"""The hub's own address, as it stands in links and in the audience of tokens."""

from hub.settings import Settings

_ANY = frozenset({"0.0.0.0", "::", "[::]", ""})  # noqa: S104  compared with, not bound to
_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


def base_of(settings: Settings) -> str:
    """The public address without a slash at its end, `https://hub.example`."""
    if settings.base_url:
        return settings.base_url.rstrip("/")
    host, _, port = settings.http.rpartition(":")
    return f"http://{'127.0.0.1' if host in _ANY else host}:{port}"


def fhir_base_of(settings: Settings) -> str:
    """The FHIR service base URL."""
    return f"{base_of(settings)}/fhir"


def audiences_of(settings: Settings, path: str) -> frozenset[str]:
    """What a token for the interface at `path` may name as its audience.

    Without a public address, a hub on loopback is called by any of loopback's names; anything
    else is refused, because an assertion made for another server must not open this one.
    """
    base = base_of(settings)
    if settings.base_url:
        return frozenset({base + path})
    host, _, port = base.removeprefix("http://").rpartition(":")
    names = _LOOPBACK if host in _LOOPBACK else (host,)
    return frozenset(f"http://{name}:{port}{path}" for name in names)
