"""`hub import`: a member's records from NDJSON files into a running hub, with what was refused beside them."""

import argparse
import contextlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO, Final

from fhir_profiles.issue import Issue
from fhir_profiles.json_text import dump
from hub.bulk.load import Entry, Part, Refusal, bundle_of, parts_of, refusal_of, refusals_of
from hub.cli.command import Subparsers
from hub.cli.installation import add_installation_options, open_installation
from hub.cli.outcome import print_line, refuse
from hub.cli.remote import add_remote_options, ask
from hub.errors import BadRequestError, HubError

_WAITS: Final = (1, 2, 4, 8, 15, 30, 60)
"""Seconds before the next try while the hub is busy or away."""

_TOKEN_SECONDS: Final = 1800.0


@dataclass(slots=True)
class Progress:
    """How far a file was loaded; kept beside it until it is through.

    `errors` and `lines` are the bytes of the two files of refusals: what a crash left behind them is written again.
    """

    url: str
    offset: int = 0
    line: int = 0
    stored: int = 0
    refused: int = 0
    errors: int = 0
    lines: int = 0


def add_parser(subparsers: Subparsers) -> None:
    """Describe the command."""
    parser = subparsers.add_parser(
        "import",
        help="load NDJSON files of resources into a running hub",
        description="Loads each line of the files (a resource, or a transaction as `hub convert` prints it) through "
        "the hub's own door: the records become those of the token's member. A line with an id is stored under it, "
        "one without under its first identifier, so that loading a file again changes nothing. What is refused goes "
        "to FILE.refused.ndjson, with the reasons line by line in FILE.errors.ndjson; all else is stored. A load "
        "that was broken off goes on where it stood (FILE.progress.json). Exit status 1 when a line was refused.",
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="NDJSON files, loaded in order")
    parser.add_argument("--prefix", default="", metavar="TEXT", help="put before each id and reference, as in N1-")
    parser.add_argument("--restart", action="store_true", help="begin files again that were broken off")
    parser.add_argument(
        "--client", metavar="ID", help="a client whose key this installation holds, in place of --token"
    )
    add_remote_options(parser)
    add_installation_options(parser)


def run(args: argparse.Namespace) -> int:
    """Load the files in order."""
    if not args.url:
        raise BadRequestError("--url is missing; expected a running hub, as in http://127.0.0.1:8000.")
    token = _tokens(args)
    found = [_load(path, args, token) for path in args.files]
    for path, progress in zip(args.files, found, strict=True):
        summary = {"file": str(path), "stored": progress.stored, "refused": progress.refused}
        print_line(json.dumps(summary, ensure_ascii=False).encode())
    if not any(progress.refused for progress in found):
        return 0
    text = "Lines were refused; FILE.errors.ndjson says why. Correct FILE.refused.ndjson and import that."
    return refuse(Issue("error", "processing", text))


def _load(path: Path, args: argparse.Namespace, token: Callable[[], str]) -> Progress:
    """One file from where it stands to its end. Raises HubError when the hub stays away; the place is kept."""
    beside = _beside(path, "progress.json")
    progress = Progress(args.url)
    if beside.exists() and not args.restart:
        progress = _read_progress(path, args.url)
    else:
        for name in ("errors.ndjson", "refused.ndjson"):
            _beside(path, name).unlink(missing_ok=True)
    try:
        with path.open("rb") as file:
            total = os.fstat(file.fileno()).st_size
            _demand_same(path, file, progress, total)
            for part in parts_of(file, offset=progress.offset, line=progress.line, prefix=args.prefix):
                args.token = token()
                _take(path, part, progress, args)
                _write_progress(beside, progress)
                _show(path, progress, total)
    except OSError as err:
        raise BadRequestError(f"{path} cannot be read ({err.strerror}); expected an NDJSON file.") from err
    if sys.stderr.isatty():
        print(file=sys.stderr)
    beside.unlink(missing_ok=True)
    return progress


def _read_progress(path: Path, url: str) -> Progress:
    """Where a load was broken off. Raises BadRequestError when that cannot be gone on with."""
    beside = _beside(path, "progress.json")
    try:
        progress = Progress(**json.loads(beside.read_text(encoding="utf-8")))
    except (ValueError, TypeError) as err:
        raise BadRequestError(f"{beside} cannot be read; begin {path} again with --restart.") from err
    if progress.url != url:
        raise BadRequestError(f"{path} was begun at {progress.url}; go on there, or begin again with --restart.")
    return progress


def _write_progress(beside: Path, progress: Progress) -> None:
    """Whole or not at all: a crash in the middle must leave the place before."""
    new = beside.with_name(f"{beside.name}.new")
    new.write_text(json.dumps(asdict(progress)), encoding="utf-8")
    new.replace(beside)


def _demand_same(path: Path, file: BinaryIO, progress: Progress, total: int) -> None:
    """Raise BadRequestError when the file is not the one that was begun: its place is no end of a line."""
    if not progress.offset:
        return
    file.seek(progress.offset - 1)
    if progress.offset > total or (progress.offset < total and file.read(1) != b"\n"):
        raise BadRequestError(f"{path} has changed since its load was broken off; begin it again with --restart.")


@contextlib.contextmanager
def _at(path: Path, name: str, size: int) -> Iterator[BinaryIO]:
    """A file of refusals, open for writing behind its first `size` bytes."""
    beside = _beside(path, name)
    beside.touch()
    with beside.open("r+b") as file:
        file.seek(size)
        file.truncate()
        yield file


def _take(path: Path, part: Part, progress: Progress, args: argparse.Namespace) -> None:
    """Store one part, and note what was refused of it."""
    refused = [*part.refused, *_send(part.entries, args)]
    refused.sort(key=lambda one: one.line.number)
    if refused:
        with (
            _at(path, "errors.ndjson", progress.errors) as errors,
            _at(path, "refused.ndjson", progress.lines) as lines,
        ):
            for one in refused:
                errors.write(dump(one.outcome) + b"\n")
                if one.line.text:
                    lines.write(one.line.text + b"\n")
            progress.errors, progress.lines = errors.tell(), lines.tell()
    progress.offset, progress.line = part.end, part.last
    progress.refused += len(refused)
    progress.stored += len(part.entries) + len(part.refused) - len(refused)


def _send(entries: Sequence[Entry], args: argparse.Namespace) -> Iterator[Refusal]:
    """Send until each entry is stored or refused. Raises HubError when the hub stays busy."""
    for entry in entries:
        if entry.alone:
            try:
                _ask(args, entry.line.text)
            except _RefusedError as err:
                yield refusal_of(entry, err.outcome())
    waiting = [entry for entry in entries if not entry.alone]
    if len(waiting) > 1:
        with contextlib.suppress(_RefusedError):  # then each for itself; all at once is several times as fast
            _ask(args, bundle_of(waiting, "transaction"))
            return
    for wait in (*_WAITS, 0):
        if not waiting:
            return
        try:
            waiting, refused = refusals_of(waiting, _ask(args, bundle_of(waiting, "batch")))
        except _RefusedError as err:
            if len(waiting) == 1:
                yield refusal_of(waiting[0], err.outcome())
                return
            for one in waiting:
                yield from _send([one], args)
            return
        yield from refused
        if waiting:
            time.sleep(wait)
    raise HubError("The hub stays too busy to take more; run the command again later: it goes on where it stood.")


class _RefusedError(HubError):
    """A Bundle was refused as a whole, for a reason that stays."""


def _ask(args: argparse.Namespace, body: bytes) -> bytes:
    """Post a Bundle, several times while the hub is away or busy."""
    for wait in _WAITS:
        try:
            return ask(args, "POST", "/fhir", body=body, content_type="application/fhir+json")
        except BadRequestError:
            raise
        except HubError as err:
            codes = {issue.code for issue in err.issues}
            if codes & {"login", "forbidden"}:
                raise
            if codes - {"throttled", "exception"}:
                raise _RefusedError(err.text, issues=err.issues) from err
            time.sleep(wait)
    raise HubError(f"{args.url} does not answer; run the command again later: it goes on where it stood.")


def _tokens(args: argparse.Namespace) -> Callable[[], str]:
    """Gives the token to use now: that of the command line, or a fresh one of the client's now and then."""
    if not args.client:
        return lambda: str(args.token)
    held = ("", -_TOKEN_SECONDS)

    def fresh() -> str:
        nonlocal held
        if time.monotonic() - held[1] >= _TOKEN_SECONDS:
            from hub.auth.tokens import mint_token

            with open_installation(args) as here:
                token = mint_token(
                    settings=here.settings, keys=here.keys, admin=here.admin, clock=here.clock, client_id=args.client
                )
            held = (token, time.monotonic())
        return held[0]

    return fresh


def _beside(path: Path, name: str) -> Path:
    return path.with_name(f"{path.name}.{name}")


def _show(path: Path, progress: Progress, total: int) -> None:
    """One line on a terminal that is written over."""
    if sys.stderr.isatty():
        share = 100 * progress.offset // max(total, 1)
        with contextlib.suppress(OSError):
            words = f"\r{path}: {share} %, {progress.stored:,} stored, {progress.refused:,} refused "
            print(words, end="", file=sys.stderr, flush=True)
