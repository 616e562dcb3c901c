"""`hub convert --to hl7v2`: FHIR resources to HL7 v2 messages, without a server."""

import argparse
import hashlib
from collections.abc import Iterator
from pathlib import Path

from fhir_profiles.issue import Issue, JsonObject, operation_outcome
from fhir_profiles.json_text import JsonTextError, parse
from hub.cli.input_file import read_input
from hub.cli.outcome import print_line, print_outcome
from hub.clock import SystemClock, micros_to_datetime
from hub.conversion import Target, from_fhir
from hub.errors import BadRequestError
from hub.settings import Settings


def run(args: argparse.Namespace) -> int:
    """One message for each Bundle or resource; what it cannot say goes to standard error with `--report`."""
    target = _target(args)
    now = micros_to_datetime(SystemClock().now())
    status = 0
    for name in args.files:
        for number, bundle in enumerate(_bundles(read_input(name), name), 1):
            control_id = hashlib.sha256(f"{name}|{number}|{now.isoformat()}".encode()).hexdigest()[:20].upper()
            made = from_fhir(bundle, message=args.message, target=target, control_id=control_id, time=now)
            issues = [*made.issues, *(made.unsaid if args.report else ())]
            if issues:
                print_outcome(operation_outcome(issues))
            if made.is_refused:
                status = 1
            else:
                print_line(made.data)
    return status


def _bundles(data: bytes, name: str) -> Iterator[JsonObject]:
    """The whole file as one resource, else one a line (NDJSON)."""
    try:
        found = [parse(data)]
    except JsonTextError:
        try:
            found = [parse(line) for line in data.splitlines() if line.strip()]
        except JsonTextError as err:
            raise BadRequestError(f"{name} is no FHIR JSON: {err}. Expected a Bundle, or one resource a line.") from err
    for bundle in found:
        if "resourceType" not in bundle:
            raise BadRequestError(f"{name} holds no FHIR resource; expected a Bundle, or one resource a line.")
        yield bundle


def _target(args: argparse.Namespace) -> Target:
    """The receiver: its sender's file, or the standard with what the options say."""
    from hub.ingest.receiver import target_of
    from hub.ingest.sender_file import read_sender_file

    timezone = Settings.from_environment().timezone
    if not args.receiver:
        return Target(name=args.source, charset=args.charset or "UNICODE UTF-8", timezone=timezone)
    found, issues = read_sender_file(read_input(args.receiver))
    if found is None:
        faults = tuple(Issue("error", issue.code, issue.text, line=issue.line) for issue in issues)
        raise BadRequestError(f"{Path(args.receiver).name} has faults; see `hub sender check`.", issues=faults)
    return target_of(found, name="" if args.source == "unnamed" else args.source, timezone=timezone)
