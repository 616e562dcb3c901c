"""The console and the public pages as one router. Views are a folder; each file has `add_routes`."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import quote

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles

from hub.bootstrap import Hub
from hub.errors import ForbiddenError, HubError, NotFoundError, NotSignedInError
from hub.i18n import words
from hub.log import LogEvent, log
from hub.web.page import (
    SECURITY_HEADERS,
    SESSION_COOKIE,
    Form,
    Visitor,
    check_csrf,
    csrf_token,
    language_of,
    read_form,
    render,
    see_other,
)
from hub.web.upload import read_upload
from hub.web.views import (
    audit,
    bed_map,
    beds,
    errata,
    imports,
    inbox,
    messages,
    new_referral,
    paper_forms,
    patients,
    readings,
    referrals,
    results,
    sign_in,
    slots,
)

STATIC = Path(__file__).parent / "static"
VIEWS = (
    beds, bed_map, slots, paper_forms, sign_in, new_referral, referrals, inbox, patients, readings, results, imports,
    messages, audit, errata,
)  # fmt: skip

View = Callable[[Request, Visitor], Awaitable[Response]]
Upload = Callable[[Request, Visitor, Form, bytes, str], Awaitable[Response]]
Action = Callable[[Request, Visitor, Form], Awaitable[Response]]


class Pages:
    """Adds views to a router, each behind the gate that it needs."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self.router = APIRouter(include_in_schema=False, default_response_class=Response)
        self.sessions = hub.sessions

    def public(self, path: str, view: View) -> None:
        """A page that needs no sign-in."""

        async def serve(request: Request, visitor: Visitor) -> Response:
            return await view(request, visitor)

        self._add(path, serve, methods=("GET", "HEAD"))

    def public_action(self, path: str, action: Action) -> None:
        """A form that needs no sign-in: the sign-in itself."""

        async def serve(request: Request, visitor: Visitor) -> Response:
            _demand_same_site(request)
            return await action(request, visitor, await read_form(request))

        self._add(path, serve, methods=("POST",))

    def console(self, path: str, view: View, *, roles: frozenset[str] = frozenset()) -> None:
        """A page for signed-in users; with `roles`, for those who have at least one of them."""

        async def serve(request: Request, visitor: Visitor) -> Response:
            _admit(visitor, roles)
            return await view(request, visitor)

        self._add(path, serve, methods=("GET", "HEAD"))

    def action(self, path: str, action: Action, *, roles: frozenset[str] = frozenset()) -> None:
        """A form of the console, made by a page of the same session."""

        async def serve(request: Request, visitor: Visitor) -> Response:
            _admit(visitor, roles)
            _demand_same_site(request)
            form = await read_form(request)
            check_csrf(self.hub, request.cookies.get(SESSION_COOKIE, ""), form.text("csrf"))
            return await action(request, visitor, form)

        self._add(path, serve, methods=("POST",))

    def upload(self, path: str, upload: Upload, *, roles: frozenset[str] = frozenset()) -> None:
        """A form of the console with one file, made by a page of the same session."""

        async def serve(request: Request, visitor: Visitor) -> Response:
            _admit(visitor, roles)
            _demand_same_site(request)
            form, data, name = await read_upload(request, limit=self.hub.settings.body_limit)
            check_csrf(self.hub, request.cookies.get(SESSION_COOKIE, ""), form.text("csrf"))
            return await upload(request, visitor, form, data, name)

        self._add(path, serve, methods=("POST",))

    def _add(self, path: str, serve: View, *, methods: tuple[str, ...]) -> None:
        async def endpoint(request: Request) -> Response:
            visitor = self.visitor(request)
            try:
                return await serve(request, visitor)
            except NotSignedInError as err:
                if "hx-request" in request.headers:
                    return Response(status_code=err.status, headers=SECURITY_HEADERS)
                wanted = request.url.path if request.method == "GET" else "/console/"
                return see_other(f"/console/sign-in?next={quote(wanted)}")
            except HubError as err:
                return self._error_page(request, visitor, err)
            except Exception as err:  # noqa: BLE001  the edge of the console: it is noted, and the reader gets a page
                log(LogEvent.REQUEST_FAILED, operation=path, error=type(err).__name__)
                return self._error_page(request, visitor, HubError("本页暂时无法显示。 This page cannot be shown."))

        self.router.add_api_route(path, endpoint, methods=list(methods), name=f"{methods[0]} {path}")

    def visitor(self, request: Request) -> Visitor:
        """Who asks, in which language."""
        session_id = request.cookies.get(SESSION_COOKIE, "")
        principal = self.sessions.principal(session_id)
        member = self.hub.admin.member(principal.member) if principal else None
        return Visitor(
            principal=principal,
            words=words(language_of(request, self.hub.settings.language)),
            csrf=csrf_token(self.hub, session_id) if principal else "",
            member_name=member.name if member else "",
        )

    @staticmethod
    def _error_page(request: Request, visitor: Visitor, err: HubError) -> Response:
        headline = f"error.s{err.status}"
        return render(
            request,
            visitor,
            "error.html",
            status=err.status,
            issues=err.issues,
            headline=headline if visitor.words.has(headline) else "error.title",
            request_id=request.headers.get("x-request-id", ""),
        )


def mount(app: FastAPI, hub: Hub) -> None:
    """Put the console, the public pages and their static files on the application."""
    pages = Pages(hub)
    for view in VIEWS:
        view.add_routes(pages)
    pages.public("/favicon.ico", _favicon)
    for path in ("/console", "/console/{rest:path}"):
        pages.public(path, _unknown)
        pages.public_action(path, _unknown_action)
    app.include_router(pages.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")


def _admit(visitor: Visitor, roles: frozenset[str]) -> None:
    if visitor.principal is None:
        raise NotSignedInError("This page needs a sign-in.")
    if roles and not roles & visitor.principal.roles:
        asked = "、".join(visitor.words(f"role.{role}") for role in sorted(roles))
        held = "、".join(visitor.words(f"role.{role}") for role in sorted(visitor.principal.roles))
        raise ForbiddenError(visitor.words("error.roles", asked=asked, held=held or visitor.words("site.none")))


def _demand_same_site(request: Request) -> None:
    """A form sent by a page of another site is refused, whatever it says (Fetch Metadata)."""
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        raise ForbiddenError("表单来自其他网站。 The form was sent by a page of another site.")


async def _favicon(_request: Request, _visitor: Visitor) -> Response:
    return FileResponse(STATIC / "hub.svg", media_type="image/svg+xml")


async def _unknown(_request: Request, visitor: Visitor) -> Response:
    raise NotFoundError(visitor.words("error.no_page"))


async def _unknown_action(request: Request, visitor: Visitor, _form: Form) -> Response:
    return await _unknown(request, visitor)
