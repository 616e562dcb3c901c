import pytest

from hub.auth.roles import ROLE_SCOPES, scopes_of_roles
from hub.auth.scopes import narrow_scopes, parse_scopes, render_scopes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("system/Patient.rs", {"Patient": frozenset("rs")}),
        ("system/*.cruds", {"*": frozenset("cruds")}),
        ("system/Patient.r system/Patient.s", {"Patient": frozenset("rs")}),
        ("system/Observation.read", {"Observation": frozenset("rs")}),
        ("system/Observation.write", {"Observation": frozenset("cud")}),
        ("system/*.*", {"*": frozenset("cruds")}),
        ("", {}),
        ("system/Patient.", {}),
        ("system/Patient.sr", {}),
        ("patient/Patient.rs user/*.cruds openid", {}),
        ("system/Observation.rs?category=laboratory", {}),
        ("system/patient.rs", {}),
        ("system/Patient.rs;x", {}),
    ],
)
def test_scopes_are_read_as_smart_v2_says(text: str, expected: dict[str, frozenset[str]]) -> None:
    assert parse_scopes(text) == expected


@pytest.mark.parametrize(
    ("requested", "registered", "granted"),
    [
        ("system/*.cruds", "system/Patient.rs", "system/Patient.rs"),
        ("system/Patient.cruds", "system/*.rs", "system/Patient.rs"),
        ("system/Patient.rs", "system/Observation.rs", ""),
        ("system/*.rs", "system/*.cruds", "system/*.rs"),
        ("system/*.rs system/Patient.c", "system/*.cruds", "system/*.rs system/Patient.crs"),
        ("system/Patient.c", "system/Patient.rs", ""),
    ],
)
def test_what_is_granted_is_both_requested_and_registered(requested: str, registered: str, granted: str) -> None:
    assert render_scopes(narrow_scopes(parse_scopes(requested), parse_scopes(registered))) == granted


def test_roles_add_up_and_an_unknown_role_gives_nothing() -> None:
    assert scopes_of_roles(["auditor", "emperor"]) == ROLE_SCOPES["auditor"]
    assert scopes_of_roles(["auditor", "engineer"]) == {
        "*": frozenset("rs"),
        "AuditEvent": frozenset("rs"),
        "Provenance": frozenset("rs"),
    }
