"""Sign-in with a local account, sign-out, and the door that leads each role to its own desk."""

from typing import TYPE_CHECKING

from fastapi import Request
from fastapi.responses import Response

from hub.errors import NotSignedInError
from hub.web.page import SESSION_COOKIE, Visitor, render, see_other

if TYPE_CHECKING:
    from hub.web.app import Pages


def add_routes(pages: "Pages") -> None:
    """`/console/sign-in`, `/console/sign-out` and `/console/`."""

    async def form(request: Request, visitor: Visitor) -> Response:
        following = _safe_next(request.query_params.get("next", ""))
        return render(request, visitor, "sign_in.html", next=following, user="", problem="")

    async def sign_in(request: Request, visitor: Visitor) -> Response:
        sent = await request.form()
        name, following = str(sent.get("user", "")).strip(), _safe_next(str(sent.get("next", "")))
        try:
            signed = await pages.sessions.sign_in(name, str(sent.get("password", "")))
        except NotSignedInError:
            page = {"next": following, "user": name, "problem": "sign.wrong"}
            return render(request, visitor, "sign_in.html", status=401, **page)
        response = see_other(following)
        response.headers.append("Set-Cookie", signed.set_cookie(secure=request.url.scheme == "https"))
        return response

    async def sign_out(request: Request, _visitor: Visitor) -> Response:
        response = see_other("/")
        response.headers.append("Set-Cookie", pages.sessions.sign_out(request.cookies.get(SESSION_COOKIE, "")))
        return response

    async def desk(_request: Request, visitor: Visitor) -> Response:
        return see_other(_desk_of(visitor))

    pages.public("/console/sign-in", form)
    pages.public("/console/sign-in", sign_in, methods=("POST",))
    pages.console("/console/sign-out", sign_out, methods=("POST",))
    pages.console("/console/", desk)
    pages.console("/console", desk)


def _desk_of(visitor: Visitor) -> str:
    """Where this user's day begins."""
    roles = visitor.signed_in().roles
    for role, path in _DESKS:
        if role in roles:
            return path
    return "/console/patients"


_DESKS = (
    ("reader", "/console/readings"),
    ("nurse", "/console/inbox"),
    ("coordinator", "/console/referrals"),
    ("engineer", "/console/messages"),
    ("auditor", "/console/audit"),
    ("doctor", "/console/results"),
)


def _safe_next(path: str) -> str:
    """Only a path of the console: a sign-in must not lead to another site."""
    return path if path.startswith("/console/") and "//" not in path and "\\" not in path else "/console/"
