"""The console and the public pages as one router. Views are a folder; each file has `add_routes`."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import quote

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import Response
from starlette.staticfiles import StaticFiles

from hub.bootstrap import Hub
from hub.errors import ForbiddenError, HubError, NotSignedInError
from hub.i18n import words
from hub.web.page import (
    SESSION_COOKIE,
    Visitor,
    check_csrf,
    csrf_token,
    language_of,
    render,
    see_other,
)
from hub.web.views import audit, messages, patients, readings, results, sign_in

STATIC = Path(__file__).parent / "static"
VIEWS = (sign_in, patients, results, readings, messages, audit)

View = Callable[[Request, Visitor], Awaitable[Response]]


class Pages:
    """Adds views to a router, each behind the gate that it needs."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self.router = APIRouter(include_in_schema=False, default_response_class=Response)
        self.sessions = hub.sessions

    def public(self, path: str, view: View, *, methods: tuple[str, ...] = ("GET",)) -> None:
        """A page that needs no sign-in."""
        self._add(path, view, methods=methods, gate=False, roles=frozenset())

    def console(
        self, path: str, view: View, *, methods: tuple[str, ...] = ("GET",), roles: frozenset[str] = frozenset()
    ) -> None:
        """A page for signed-in users; with `roles`, for those who have at least one of them."""
        self._add(path, view, methods=methods, gate=True, roles=roles)

    def _add(self, path: str, view: View, *, methods: tuple[str, ...], gate: bool, roles: frozenset[str]) -> None:
        async def endpoint(request: Request) -> Response:
            visitor = self._visitor(request)
            try:
                if gate:
                    await self._admit(request, visitor, roles)
                return await view(request, visitor)
            except NotSignedInError:
                wanted = request.url.path if request.method == "GET" else "/console/"
                return see_other(f"/console/sign-in?next={quote(wanted)}")
            except HubError as err:
                identifier = request.headers.get("x-request-id", "")
                return render(
                    request, visitor, "error.html", status=err.status, issues=err.issues, request_id=identifier
                )

        self.router.add_api_route(path, endpoint, methods=list(methods), name=f"{view.__module__}:{path}")

    def _visitor(self, request: Request) -> Visitor:
        session_id = request.cookies.get(SESSION_COOKIE, "")
        principal = self.sessions.principal(session_id)
        return Visitor(
            principal=principal,
            words=words(language_of(request, self.hub.settings.language)),
            csrf=csrf_token(self.hub, session_id) if principal else "",
        )

    async def _admit(self, request: Request, visitor: Visitor, roles: frozenset[str]) -> None:
        if visitor.principal is None:
            raise NotSignedInError("This page needs a sign-in.")
        if roles and not roles & visitor.principal.roles:
            raise ForbiddenError(
                f"This page is for the roles {', '.join(sorted(roles))}; "
                f"this account has {', '.join(sorted(visitor.principal.roles)) or 'none'}."
            )
        if request.method == "POST":
            form = await request.form()
            check_csrf(self.hub, request.cookies.get(SESSION_COOKIE, ""), str(form.get("csrf", "")))


def mount(app: FastAPI, hub: Hub) -> None:
    """Put the console, the public pages and their static files on the application."""
    pages = Pages(hub)
    for view in VIEWS:
        view.add_routes(pages)
    app.include_router(pages.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
