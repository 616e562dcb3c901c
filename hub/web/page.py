"""A page: template, words, caller and the security headers that every page has."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from hub.auth.principal import Principal
from hub.bootstrap import Hub
from hub.clock import SHANGHAI, micros_to_datetime
from hub.errors import ForbiddenError
from hub.i18n import LANGUAGES, Words

FOLDER = Path(__file__).parent
SESSION_COOKIE = "hub_session"
LANGUAGE_COOKIE = "hub_language"
SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whoever asks for a page: a signed-in user, or the public (`principal` None)."""

    principal: Principal | None
    words: Words
    csrf: str = ""

    def signed_in(self) -> Principal:
        """The user. Views behind the sign-in call this; the gate has already sent others away."""
        if self.principal is None:
            raise ForbiddenError("This page needs a sign-in.")
        return self.principal


def language_of(request: Request, default: str) -> str:
    """The reader's language: `?lang=`, then the cookie, then the setting."""
    asked = request.query_params.get("lang", "") or request.cookies.get(LANGUAGE_COOKIE, "")
    return asked if asked in LANGUAGES else default


def csrf_token(hub: Hub, session_id: str) -> str:
    """What a form of this session must send back; it says nothing about the session."""
    return hub.keys.keyed_hash("csrf", session_id.encode(), size=24).hex()


def check_csrf(hub: Hub, session_id: str, sent: str) -> None:
    """Raise ForbiddenError when a form was not made by a page of this session."""
    if not session_id or not hmac.compare_digest(csrf_token(hub, session_id), sent):
        raise ForbiddenError("The form was made by another session. Open the page again and repeat the action.")


def render(request: Request, visitor: Visitor, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A whole page, in the visitor's language, with the security headers."""
    t = visitor.words
    context = values | {
        "t": t,
        "visitor": visitor,
        "here": request.url.path,
        "other_language": _other_language(request, t.language),
        "local_time": local_time,
    }
    html = _ENVIRONMENT.get_template(template).render(context)
    response = HTMLResponse(html, status_code=status, headers=SECURITY_HEADERS)
    asked = request.query_params.get("lang", "")
    if asked in LANGUAGES:
        response.set_cookie(LANGUAGE_COOKIE, asked, max_age=31_536_000, samesite="strict", httponly=True)
    return response


def see_other(path: str) -> Response:
    """Send the browser to another page after a form (Post/Redirect/Get)."""
    return RedirectResponse(path, status_code=303, headers={"Cache-Control": "no-store"})


def local_time(value: int | str | datetime, *, seconds: bool = False) -> str:
    """`2026-03-02 09:00` in the alliance's time zone, of microseconds or a FHIR dateTime with an offset."""
    shape = "%Y-%m-%d %H:%M:%S" if seconds else "%Y-%m-%d %H:%M"
    if isinstance(value, int):
        return micros_to_datetime(value).astimezone(SHANGHAI).strftime(shape)
    if isinstance(value, datetime):
        return value.astimezone(SHANGHAI).strftime(shape)
    try:
        return datetime.fromisoformat(value).astimezone(SHANGHAI).strftime(shape) if "T" in value else value
    except ValueError:
        return value


def static_version() -> str:
    """A short digest of the static files, so that a browser never mixes an old style sheet with a new page."""
    digest = hashlib.sha256()
    for path in sorted((FOLDER / "static").rglob("*")):
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()[:10]


def _other_language(request: Request, language: str) -> Mapping[str, str]:
    other = next(name for name in LANGUAGES if name != language)
    pairs = [(key, value) for key, value in parse_qsl(request.url.query) if key != "lang"]
    return {"code": other, "lang": LANGUAGES[other], "query": urlencode([*pairs, ("lang", other)])}


_ENVIRONMENT = Environment(
    loader=FileSystemLoader(FOLDER / "templates"),
    autoescape=select_autoescape(default=True),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_ENVIRONMENT.globals["static_version"] = static_version()
