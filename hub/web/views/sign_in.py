"""Sign-in with a local account, sign-out, and the door that leads each role to its own desk."""

from typing import TYPE_CHECKING

from fastapi import Request
from fastapi.responses import Response

from hub.errors import NotSignedInError
from hub.web.desks import first_page
from hub.web.page import SESSION_COOKIE, Form, Visitor, render, see_other

if TYPE_CHECKING:
    from hub.web.app import Pages


def add_routes(pages: "Pages") -> None:
    """`/console/sign-in`, `/console/sign-out` and `/console/`."""
    door = _Door(pages)
    pages.public("/console/sign-in", door.form)
    pages.public_action("/console/sign-in", door.sign_in)
    pages.action("/console/sign-out", door.sign_out)
    pages.console("/console/", door.desk)


class _Door:
    """In and out."""

    def __init__(self, pages: "Pages") -> None:
        self.sessions = pages.sessions

    async def form(self, request: Request, visitor: Visitor) -> Response:
        """The form; whoever is signed in already is led on."""
        following = safe_next(request.query_params.get("next", ""))
        if visitor.principal is not None:
            return see_other(following)
        return render(request, visitor, "sign_in.html", next=following, user="", problem="")

    async def sign_in(self, request: Request, visitor: Visitor, sent: Form) -> Response:
        """A new session, or one text for every reason why not."""
        name, following = sent.text("user"), safe_next(sent.text("next"))
        try:
            signed = await self.sessions.sign_in(name, sent.text("password"))
        except NotSignedInError:
            page = {"next": following, "user": name, "problem": "sign.wrong"}
            return render(request, visitor, "sign_in.html", status=401, **page)
        response = see_other(following)
        response.headers.append("Set-Cookie", signed.set_cookie(secure=request.url.scheme == "https"))
        return response

    async def sign_out(self, request: Request, _visitor: Visitor, _sent: Form) -> Response:
        """End the session."""
        response = see_other("/")
        response.headers.append("Set-Cookie", self.sessions.sign_out(request.cookies.get(SESSION_COOKIE, "")))
        return response

    async def desk(self, _request: Request, visitor: Visitor) -> Response:
        """Where this user's day begins."""
        return see_other(first_page(visitor.signed_in().roles))


def safe_next(path: str) -> str:
    """Only a path of the console: a sign-in must not lead to another site."""
    is_safe = path.startswith("/console/") and "//" not in path and "\\" not in path and path.isprintable()
    return path if is_safe and not path.startswith("/console/sign-") else "/console/"
