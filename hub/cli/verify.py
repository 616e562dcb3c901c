"""`hub verify`: checks the signature of a transfer bundle, offline, with nothing but the file (DESIGN D19)."""

import argparse
import json
from typing import Any

from fhir_profiles.issue import Issue
from hub.cli.command import Subparsers
from hub.cli.input_file import read_input
from hub.cli.outcome import print_line, print_outcome, refuse
from hub.errors import BadRequestError, HubError
from hub.transfer.verify import Verdict, verification_code, verify_bundle


def add_parser(subparsers: Subparsers) -> None:
    """Describe the command."""
    parser = subparsers.add_parser(
        "verify",
        help="check the signature of a transfer bundle",
        description="Says whether every byte of a transfer bundle is as it was signed (integrity), and with --trust "
        "whether the signer is one that you trust. Exit status 0 when it is good, 1 with an OperationOutcome on "
        "standard error when it is not.",
    )
    parser.add_argument("file", metavar="FILE", help="the bundle as it was delivered, or - for standard input")
    parser.add_argument("--trust", metavar="FILE", help="JSON Web Key Set (RFC 7517) of the members you trust")


def run(args: argparse.Namespace) -> int:
    """Check one file."""
    try:
        trusted = _read_trust(args.trust) if args.trust else None
        data = read_input(args.file)
        verdict = verify_bundle(data, trusted=trusted)
    except HubError as err:
        print_outcome(err.outcome())
        return 1
    if verdict.trust == "untrusted":
        return refuse(
            Issue(
                severity="error",
                code="security",
                text=f"Integrity is good: no byte was changed after {verdict.member} signed. Trust is not: its key "
                "is not in the trust list. Ask the sender, over another way, for its public key.",
            )
        )
    print_line(f"{_words(verdict)} 核验码 code {verification_code(data)}".encode())
    return 0


def _words(verdict: Verdict) -> str:
    words = f"完整：签名后未被改动。签名方 {verdict.member}，时间 {verdict.when}。"
    english = f"Good: no byte was changed after {verdict.member} signed at {verdict.when}."
    if verdict.trust == "trusted":
        return f"{words}签名密钥在信任列表中。 {english} The key is in the trust list."
    return f"{words}未核对签名方身份(未给出 --trust)。 {english} Who signed was not checked: give --trust to do so."


def _read_trust(name: str) -> list[dict[str, Any]]:
    """The keys of a JWK Set, or of one JWK."""
    try:
        found = json.loads(read_input(name))
    except ValueError as err:
        raise BadRequestError(_NO_KEY_SET) from err
    keys = found.get("keys", [found]) if isinstance(found, dict) else []
    if not keys or not all(isinstance(key, dict) and "kty" in key for key in keys):
        raise BadRequestError(_NO_KEY_SET)
    return list(keys)


_NO_KEY_SET = 'The trust list is no JSON Web Key Set; expected {"keys": [ … ]}.'
