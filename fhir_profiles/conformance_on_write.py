"""What a write is held to: R4 always, and profiles as the installation wants it.

A resource is asked for the profiles that it claims in `meta.profile`; one that claims none is asked for the alliance's
profile of what it is (`fhir_profiles.alliance`), if there is one. https://hl7.org/fhir/R4/profiling.html#profile-uses.
"""

from dataclasses import replace
from typing import Final, Literal, NamedTuple, get_args

from fhir_profiles.issue import Issue, JsonObject
from fhir_profiles.validate import validate, validate_alliance, validate_claims

ProfileMode = Literal["off", "warn", "enforce"]
"""Profiles are not looked at, give warnings, or refuse the write."""


class Modes(NamedTuple):
    """How a write is held to profiles. Raises ValueError in `checked` for a word that is no `ProfileMode`."""

    claims: str = "off"
    alliance: str = "off"

    def checked(self) -> "Modes":
        """The same, when both words are modes."""
        for mode in self:
            if mode not in get_args(ProfileMode):
                raise ValueError(f"{mode!r} is no mode of profile validation; expected off, warn or enforce.")
        return self


OFF: Final = Modes()


def issues_on_write(resource: JsonObject, data: bytes | None = None, *, modes: Modes = OFF) -> list[Issue]:
    """Errors that refuse the write, or else what the profiles have to say. Raises ValueError for no mode."""
    found = validate(resource, data=data)
    if found or modes == OFF:
        return found
    claims, alliance = modes.checked()
    said = []
    if claims != "off":
        said += _as(claims, validate_claims(resource, data=data))
    if alliance != "off":
        said += _as(alliance, validate_alliance(resource, data=data))
    return said


def _as(mode: str, issues: list[Issue]) -> list[Issue]:
    """Errors, or warnings that were errors."""
    if mode == "enforce":
        return issues
    return [replace(issue, severity="warning") if issue.is_error else issue for issue in issues]
