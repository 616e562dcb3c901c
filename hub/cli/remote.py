"""Asking a running hub: its URL and a token, or the installation on this machine."""

import argparse
import http.client
import json
import os
from contextlib import closing
from typing import Any
from urllib.parse import urlsplit

from fhir_profiles.issue import Issue
from hub.errors import BadRequestError, HubError


def add_remote_options(parser: argparse.ArgumentParser) -> None:
    """`--url` and `--token`."""
    parser.add_argument("--url", metavar="URL", help="a running hub, as in http://127.0.0.1:8000")
    parser.add_argument("--token", default=os.environ.get("HUB_TOKEN", ""), help="access token for --url (HUB_TOKEN)")


def ask(args: argparse.Namespace, method: str, path: str, *, body: bytes = b"", content_type: str = "") -> bytes:
    """The body of a successful answer. Raises HubError with the issues of the hub's own outcome."""
    url = urlsplit(args.url)
    if url.scheme not in {"http", "https"} or not url.hostname:
        raise BadRequestError(f"--url is {args.url!r}; expected a URL, as in http://127.0.0.1:8000.")
    kind = http.client.HTTPSConnection if url.scheme == "https" else http.client.HTTPConnection
    headers = {"Authorization": f"Bearer {args.token}"} if args.token else {}
    if content_type:
        headers["Content-Type"] = content_type
    with closing(kind(url.hostname, url.port, timeout=60)) as connection:
        try:
            connection.request(method, url.path.rstrip("/") + path, body=body or None, headers=headers)
            answer = connection.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException) as err:
            raise HubError(f"{args.url} does not answer ({err or type(err).__name__}); is the hub running?") from err
    if answer.status >= 400:
        raise _refused(answer.status, content)
    return content


def ask_json(args: argparse.Namespace, path: str) -> Any:
    """A JSON answer to a GET."""
    return json.loads(ask(args, "GET", path))


def _refused(status: int, content: bytes) -> HubError:
    try:
        found = json.loads(content)["issue"]
        issues = [Issue(issue["severity"], issue["code"], issue.get("diagnostics", "")) for issue in found]
    except (ValueError, KeyError, TypeError):
        return HubError(f"The hub answered {status}.")
    return HubError(issues[0].text, issues=issues)
