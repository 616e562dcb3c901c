"""What a write is held to: R4 always, and the profiles that it claims as the installation wants it.

https://hl7.org/fhir/R4/profiling.html#profile-uses.
"""

from dataclasses import replace
from typing import Literal, get_args

from fhir_profiles.issue import Issue, JsonObject
from fhir_profiles.validate import validate, validate_claims

ProfileMode = Literal["off", "warn", "enforce"]
"""Claimed profiles are not looked at, give warnings, or refuse the write."""


def issues_on_write(resource: JsonObject, data: bytes | None = None, *, mode: str = "off") -> list[Issue]:
    """Errors that refuse the write, or else what the claimed profiles have to say. Raises ValueError for no mode."""
    if mode not in get_args(ProfileMode):
        raise ValueError(f"{mode!r} is no mode of profile validation; expected off, warn or enforce.")
    found = validate(resource, data=data)
    if found or mode == "off":
        return found
    claims = validate_claims(resource, data=data)
    if mode == "enforce":
        return claims
    return [replace(issue, severity="warning") if issue.is_error else issue for issue in claims]
