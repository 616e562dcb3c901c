"""`hub send`: HL7 v2 messages to a listener, and the acknowledgement on standard output."""

import argparse
import http.client
import socket
from collections.abc import Iterator
from contextlib import closing
from urllib.parse import urlsplit

from fhir_profiles.issue import Issue
from hub.cli.command import Subparsers
from hub.cli.input_file import check_readable, chunks_of, is_long_hl7v2, read_input
from hub.cli.outcome import print_line, refuse
from hub.conversion import split_messages, stream_messages
from hub.errors import BadRequestError
from hub.listeners.framing import Frame, Framer, frame

_LONGEST = 64_000_000
"""Bytes of one message of a long file."""


def add_parser(subparsers: Subparsers) -> None:
    """Describe the command."""
    parser = subparsers.add_parser(
        "send",
        help="send HL7 v2 messages and print the acknowledgements",
        description="Sends each message of the files in order, waits for each acknowledgement and prints it. Exit "
        "status 1 when a message is not accepted (MSA-1 is not AA or CA) or no acknowledgement comes.",
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help="HL7 v2 files, or - for standard input")
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--mllp", metavar="HOST:PORT", help="an MLLP listener")
    where.add_argument("--http", metavar="URL", help="address of a hub (its /ingest/hl7v2 is used), or of an endpoint")
    parser.add_argument("--token", default="", help="access token for --http (see `hub token`)")
    parser.add_argument("--timeout", type=float, default=30.0, metavar="SECONDS", help="longest wait for an answer")


def run(args: argparse.Namespace) -> int:
    """Send in order; stop when the connection fails, go on when a message is refused."""
    for name in args.files:
        check_readable(name)
    messages = _messages(args.files)
    answers = _over_mllp(messages, args) if args.mllp else _over_http(messages, args)
    status = 0
    try:
        for answer in answers:
            print_line(answer.replace(b"\r", b"\n").strip())
            status |= int(not _is_accepted(answer))
    except (OSError, http.client.HTTPException) as err:
        where = args.mllp or args.http
        text = f"No acknowledgement came from {where} ({err or type(err).__name__}); check the address and send again."
        return refuse(Issue("error", "transient", text))
    return status


def _messages(names: list[str]) -> Iterator[bytes]:
    for name in names:
        if is_long_hl7v2(name):
            for part in stream_messages(chunks_of(name), limit=_LONGEST):
                if part.is_too_long:
                    raise BadRequestError(
                        f"A message of {name} is longer than {_LONGEST} bytes; neither it nor what follows was sent."
                    )
                if part.name == "MSH":
                    yield part.data
        else:
            yield from split_messages(read_input(name))


def _over_mllp(messages: Iterator[bytes], args: argparse.Namespace) -> Iterator[bytes]:
    host, _, port = args.mllp.rpartition(":")
    if not host or not port.isdigit():
        raise BadRequestError(f"--mllp is {args.mllp!r}; expected HOST:PORT, as in 127.0.0.1:2575.")
    framer = Framer(limit=10_000_000)
    with closing(socket.create_connection((host, int(port)), timeout=args.timeout)) as connection:
        for message in messages:
            connection.sendall(frame(message))
            yield _next_answer(connection, framer)


def _next_answer(connection: socket.socket, framer: Framer) -> bytes:
    while chunk := connection.recv(65536):
        for item in framer.feed(chunk):
            if isinstance(item, Frame):
                return item.content
    raise ConnectionError("the connection was closed")


def _over_http(messages: Iterator[bytes], args: argparse.Namespace) -> Iterator[bytes]:
    url = urlsplit(args.http)
    if url.scheme not in {"http", "https"} or not url.hostname:
        raise BadRequestError(f"--http is {args.http!r}; expected a URL, as in http://127.0.0.1:8000.")
    kind = http.client.HTTPSConnection if url.scheme == "https" else http.client.HTTPConnection
    headers = {"Content-Type": "application/hl7-v2", "Accept": "application/hl7-v2"}
    if args.token:
        headers["Authorization"] = f"Bearer {args.token}"
    path = url.path if url.path.strip("/") else "/ingest/hl7v2"
    with closing(kind(url.hostname, url.port, timeout=args.timeout)) as connection:
        for message in messages:
            connection.request("POST", path, body=message, headers=headers)
            yield connection.getresponse().read()


def _is_accepted(answer: bytes) -> bool:
    """Whether MSA-1 is AA or CA (HL7 table 0008)."""
    for segment in answer.replace(b"\n", b"\r").split(b"\r"):
        if segment.startswith(b"MSA") and len(segment) > 5:
            return segment.split(segment[3:4])[1] in {b"AA", b"CA"}
    return False
