"""Roles of console users, and the scopes that each gives. A user with several roles has the union."""

from collections.abc import Iterable

from hub.auth.scopes import Scopes

_DIRECTORY = ("Organization", "Location", "HealthcareService", "Practitioner", "PractitionerRole", "Endpoint")
_EXAMINATION = ("ServiceRequest", "Task", "Observation", "DiagnosticReport", "ImagingStudy", "Binary", "Media")

ROLE_SCOPES: dict[str, Scopes] = {
    "nurse": {
        "*": frozenset("rs"),
        "Observation": frozenset("crus"),
        "QuestionnaireResponse": frozenset("crus"),
        "ServiceRequest": frozenset("crus"),
        "Task": frozenset("crus"),
        "Location": frozenset("rus"),
    },
    "doctor": {"*": frozenset("crus")},
    "coordinator": {
        "*": frozenset("rs"),
        "ServiceRequest": frozenset("crus"),
        "Task": frozenset("crus"),
        "Location": frozenset("rus"),
        "Communication": frozenset("crs"),
    },
    "reader": {"*": frozenset("rs"), **dict.fromkeys(_EXAMINATION, frozenset("crus"))},
    "manager": {
        **dict.fromkeys(_DIRECTORY, frozenset("cruds")),
        "Task": frozenset("rs"),
        "ServiceRequest": frozenset("rs"),
    },
    "engineer": {"*": frozenset("rs")},
    "auditor": {"AuditEvent": frozenset("rs"), "Provenance": frozenset("rs")},
}


def scopes_of_roles(roles: Iterable[str]) -> Scopes:
    """What these roles allow together; an unknown role gives nothing."""
    found: Scopes = {}
    for role in roles:
        for name, letters in ROLE_SCOPES.get(role, {}).items():
            found[name] = found.get(name, frozenset()) | letters
    return found
