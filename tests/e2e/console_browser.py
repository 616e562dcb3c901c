"""Chromium on a served sample alliance, watched: whatever it logs or asks for off loopback is kept for the tests."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Error, Page, StorageState, sync_playwright

from hub.demo.alliance import PASSWORD
from tests.e2e.hub_process import free_port

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@dataclass
class Console:
    """A served console and the browser before it. `ids` are those of the seed."""

    url: str
    ids: dict[str, str]
    browser: Browser
    complaints: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    _cookies: dict[str, StorageState] = field(default_factory=dict)

    def page(self, user: str = "", *, javascript: bool = True, width: int = 1280) -> Page:
        """A new page of somebody who is signed in, or of the public."""
        if user and user not in self._cookies:
            first = self._open(javascript=True, width=width)
            self.sign_in(first, user)
            self._cookies[user] = first.context.storage_state()
            first.context.close()
        return self._open(javascript=javascript, width=width, state=self._cookies.get(user))

    def _open(self, *, javascript: bool, width: int, state: StorageState | None = None) -> Page:
        context = self.browser.new_context(
            locale="zh-CN",
            java_script_enabled=javascript,
            viewport={"width": width, "height": 900},
            base_url=self.url,
            storage_state=state,
        )
        page = context.new_page()
        page.set_default_timeout(8_000)
        page.on("console", lambda message: self._note(message.type, message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self._watch(request.url))
        return page

    def sign_in(self, page: Page, user: str, password: str = PASSWORD) -> None:
        """By the form."""
        page.goto("/console/sign-in")
        page.get_by_label("用户名").fill(user)
        page.get_by_label("密码").fill(password)
        with page.expect_navigation():
            page.locator("main").get_by_role("button", name="登录").click()

    def _note(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.complaints.append(text)

    def _watch(self, url: str) -> None:
        if not url.startswith("data:") and urlsplit(url).hostname != "127.0.0.1":
            self.foreign.append(url)


@contextmanager
def console(folder: Path) -> Iterator[Console]:
    """The sample alliance served from `folder`, and a browser."""
    with _served(folder) as (url, ids), _chromium() as browser:
        yield Console(url, ids, browser)


@contextmanager
def _served(folder: Path) -> Iterator[tuple[str, dict[str, str]]]:
    address = f"127.0.0.1:{free_port()}"
    command = [sys.executable, "-m", "tests.e2e.console_world", str(folder / "data"), address]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line, (folder / "log").read_text()[-3000:]
        yield f"http://{address}", json.loads(line)
    finally:
        process.terminate()
        process.wait(30)
        if process.stdout is not None:
            process.stdout.close()


@contextmanager
def _chromium() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        if "chromium" in os.environ.get("HUB_TEST_REQUIRE", ""):
            pytest.fail(f"HUB_TEST_REQUIRE asks for Chromium, and {CHROMIUM} is missing")
        # A developer's machine may lack it; in CI the line above has failed already.
        pytest.skip(f"no Chromium at {CHROMIUM}: install the package chromium")
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        except Error as err:
            pytest.fail(f"Chromium does not start: {err}")
        try:
            yield browser
        finally:
            browser.close()
