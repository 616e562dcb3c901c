"""A page: template, words, caller and the security headers that every page has."""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from hub.auth.principal import Principal
from hub.bootstrap import Hub
from hub.clock import SHANGHAI, micros_to_datetime
from hub.conversion import in_chinese
from hub.errors import BadRequestError, ForbiddenError, TooLargeError
from hub.i18n import LANGUAGES, Words
from hub.transfer.arrangement import readable
from hub.web.desks import navigation

FOLDER = Path(__file__).parent
SESSION_COOKIE = "hub_session"
LANGUAGE_COOKIE = "hub_language"
FORM_LIMIT = 1_000_000
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
    member_name: str = ""

    def signed_in(self) -> Principal:
        """The user. Views behind the sign-in call this; the gate has already sent others away."""
        if self.principal is None:
            raise ForbiddenError("This page needs a sign-in.")
        return self.principal


class Form:
    """The fields of a sent form; a field that is not there is empty."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        self._pairs = pairs

    def text(self, name: str) -> str:
        """The last value of a field, without blanks around it."""
        return next((value.strip() for key, value in reversed(self._pairs) if key == name), "")

    def all(self, name: str) -> list[str]:
        """Every value of a field, as of checkboxes."""
        return [value.strip() for key, value in self._pairs if key == name]


async def read_form(request: Request) -> Form:
    """The form of a POST, at most `FORM_LIMIT` bytes. Raises BadRequestError and TooLargeError."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise BadRequestError("This page takes forms only (application/x-www-form-urlencoded). 本页只接受表单提交。")
    parts, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > FORM_LIMIT:
            raise TooLargeError(f"The form is larger than {FORM_LIMIT} bytes. 表单内容过长。")
        parts.append(chunk)
    try:
        text = b"".join(parts).decode("ascii")
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=200, errors="strict")
    except ValueError as err:
        raise BadRequestError("The form cannot be read; open the page again. 表单无法识别，请重新打开页面。") from err
    return Form(pairs)


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
        raise ForbiddenError(
            "表单来自另一次登录，请重新打开页面后再操作。 "
            "The form was made by another session. Open the page again and repeat the action."
        )


def render(request: Request, visitor: Visitor, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A whole page, in the visitor's language, with the security headers."""
    t = visitor.words
    context = values | {
        "t": t,
        "visitor": visitor,
        "here": request.url.path,
        "navigation": navigation(visitor.principal),
        "other_language": _other_language(request, t.language),
        "local_time": local_time,
        "finding": str if t.language == "en" else in_chinese,
        "readable": partial(readable, english=t.language == "en"),
    }
    html = _ENVIRONMENT.get_template(template).render(context)
    response = HTMLResponse(html, status_code=status, headers=SECURITY_HEADERS)
    asked = request.query_params.get("lang", "")
    if asked in LANGUAGES:
        response.set_cookie(LANGUAGE_COOKIE, asked, max_age=31_536_000, samesite="strict", httponly=True)
    return response


def render_list(
    request: Request, visitor: Visitor, template: str, *, versions: Iterable[object], **values: Any
) -> Response:
    """A list that says when it has changed. `versions` name its rows in their present state, in order.

    The page asks every 30 s with the mark that it was made with; as long as the mark is right the answer is empty
    (204), then a link that says that there is news. Rows are never moved under the reader's cursor.
    """
    mark = hashlib.sha256("\n".join(str(version) for version in versions).encode()).hexdigest()[:16]
    asked = request.query_params.get("since", "")
    pairs = [(name, value) for name, value in parse_qsl(request.url.query) if name not in {"since", "lang"}]
    address = f"{request.url.path}?{urlencode(pairs)}"
    if asked:
        if asked == mark:
            return Response(status_code=204, headers=SECURITY_HEADERS)
        return render(request, visitor, "_news.html", address=address)
    return render(request, visitor, template, mark=mark, address=address, query=urlencode(pairs), **values)


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
