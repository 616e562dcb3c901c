"""Tables by hand: the template to download, the file to upload, the preview, and only then the commit.

The upload waits in the data folder for at most an hour, for the account that sent it alone. A preview of a long file
runs beside the page, which shows how far it is.
"""

import asyncio
import contextlib
import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from fastapi import Request
from fastapi.responses import Response

from fhir_profiles.json_text import dump, parse
from hub.conversion import TEMPLATES, template
from hub.errors import BadRequestError, NotFoundError, OverloadError
from hub.ingest.preview import Preview
from hub.web.desks import IMPORTS
from hub.web.page import SECURITY_HEADERS, Form, Visitor, render, see_other

if TYPE_CHECKING:
    from hub.web.app import Pages

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ADAPTERS: Final = ("care-home", "his")
_KEPT_SECONDS: Final = 3_600
_MOST_WAITING: Final = 100
_TOKEN_BYTES: Final = 18


@dataclass(slots=True)
class _Job:
    """A preview under way, or done."""

    task: asyncio.Task[Preview]
    rows: int = 0


def add_routes(pages: "Pages") -> None:
    """`/console/import`: upload, preview, commit, and the template."""
    desk = _Imports(pages)
    pages.console("/console/import", desk.page, roles=IMPORTS)
    pages.console("/console/import/template/{adapter}", desk.workbook, roles=IMPORTS)
    pages.upload("/console/import", desk.upload, roles=IMPORTS)
    pages.console("/console/import/{token}", desk.preview, roles=IMPORTS)
    pages.action("/console/import/{token}/store", desk.store, roles=IMPORTS)


class _Imports:
    """The pages; one for each process."""

    def __init__(self, pages: "Pages") -> None:
        self.hub = pages.hub
        self._folder = pages.hub.settings.data / "uploads"
        self._jobs: dict[str, _Job] = {}

    async def page(self, request: Request, visitor: Visitor) -> Response:
        """The form."""
        return render(request, visitor, "import.html", adapters=ADAPTERS)

    async def workbook(self, request: Request, _visitor: Visitor) -> Response:
        """The empty template."""
        adapter = str(request.path_params["adapter"])
        if adapter not in TEMPLATES:
            raise NotFoundError("没有这种模板。 There is no such template.")
        data = await asyncio.to_thread(template, adapter)
        name = f'attachment; filename="{adapter}-template.xlsx"'
        return Response(data, media_type=XLSX, headers={**SECURITY_HEADERS, "Content-Disposition": name})

    async def upload(self, _request: Request, visitor: Visitor, form: Form, data: bytes, name: str) -> Response:
        """Keep the file, and go to its preview."""
        adapter = form.text("adapter")
        if adapter not in ADAPTERS:
            raise BadRequestError("请选择表格来源。 Choose whose tables they are.")
        if not data:
            raise BadRequestError("请选择要上传的文件。 Choose the file to upload.")
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        await asyncio.to_thread(self._keep, token, data, adapter, name, visitor.signed_in().agent)
        return see_other(f"/console/import/{token}")

    async def preview(self, request: Request, visitor: Visitor) -> Response:
        """How far it is; then what would be stored, and the button that stores it."""
        token, about, data = self._kept(request, visitor)
        job = self._jobs.get(token) or self._start(token, about, data, visitor)
        made: Preview | None = None
        if job.task.done():
            self._jobs.pop(token, None)
            made = job.task.result()
        return render(
            request,
            visitor,
            "import_preview.html",
            token=token,
            name=about["name"],
            adapter=about["adapter"],
            rows=job.rows,
            made=made,
            first=dump(made.first[0]).decode() if made is not None and made.first else "",
        )

    async def store(self, request: Request, visitor: Visitor, _form: Form) -> Response:
        """Commit what was shown; the answer stands on the page, the file in the message log."""
        token, about, data = self._kept(request, visitor)
        principal = visitor.signed_in()
        receipt = await self.hub.ingest.receive(
            data,
            door="console",
            adapter=about["adapter"],
            member=principal.member,
            peer=principal.agent,
            file_name=about["name"],
        )
        await asyncio.to_thread(self._forget, token)
        outcome = parse(receipt.ack)
        return render(
            request, visitor, "import_done.html", state=receipt.state, key=receipt.key, issues=outcome["issue"]
        )

    def _start(self, token: str, about: dict[str, str], data: bytes, visitor: Visitor) -> _Job:
        if len(self._jobs) >= _MOST_WAITING:
            raise OverloadError(
                "正在预览的文件过多，请稍后再试。 Too many files are being read; try again in a minute."
            )

        def progress(rows: int) -> None:
            job.rows = rows

        work = self.hub.ingest.files.preview(
            data,
            adapter=about["adapter"],
            member=visitor.signed_in().member,
            file_name=about["name"],
            progress=progress,
        )
        job = _Job(asyncio.create_task(work, name="preview"))
        self._jobs[token] = job
        return job

    def _keep(self, token: str, data: bytes, adapter: str, name: str, agent: str) -> None:
        self._folder.mkdir(mode=0o700, exist_ok=True)
        for old in self._folder.iterdir():
            with contextlib.suppress(OSError):
                if old.stat().st_mtime < time.time() - _KEPT_SECONDS:
                    old.unlink()
        (self._folder / token).write_bytes(data)
        (self._folder / f"{token}.json").write_bytes(dump({"adapter": adapter, "name": name[:200], "agent": agent}))

    def _kept(self, request: Request, visitor: Visitor) -> tuple[str, dict[str, str], bytes]:
        """The file of this token, for the account that sent it alone."""
        token = str(request.path_params["token"])
        path = self._folder / token
        gone = NotFoundError("上传的文件已过期或已入库，请重新上传。 The upload is gone; upload the file again.")
        if not token.replace("-", "").replace("_", "").isalnum() or not path.is_file():
            raise gone
        about = parse((self._folder / f"{token}.json").read_bytes())
        if about["agent"] != visitor.signed_in().agent:
            raise gone
        return token, about, path.read_bytes()

    def _forget(self, token: str) -> None:
        for path in (self._folder / token, self._folder / f"{token}.json"):
            path.unlink(missing_ok=True)
