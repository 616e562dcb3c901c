"""A version that decides in earnest is signed by two people in two roles, over exactly its tables."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from hub.clock import FrozenClock
from hub.errors import BadRequestError, ForbiddenError
from hub.keys import Keys
from hub.referral.catalogue_signing import Signed, is_released, sign, signed_by
from hub.referral.catalogues import publish
from hub.store.admin import AdminStore
from hub.store.sqlite import SqliteStore
from terminology.catalogue_source import SIGNATURES, read_files

NOW = 1_772_413_200_000_000
AT = "2026-03-02T01:00:00.000Z"


def earnest() -> dict[str, bytes]:
    files = read_files()
    files["manifest.toml"] = files["manifest.toml"].replace(b"experimental = true", b"experimental = false")
    files["manifest.toml"] = files["manifest.toml"].replace(b"2026.1-sample", b"2026.2")
    return files


def both(files: dict[str, bytes], keys: Keys) -> dict[str, bytes]:
    for role, name in (("medical-affairs", "林医务"), ("medical-committee", "王主任")):
        files = files | {SIGNATURES: sign(files, role=role, name=name, keys=keys, now=NOW)}
    return files


def test_two_people_in_two_roles_release_a_version() -> None:
    keys = Keys.in_memory()

    signatures = signed_by(both(earnest(), keys), keys)

    assert signatures == (Signed("medical-affairs", "林医务", AT), Signed("medical-committee", "王主任", AT))
    assert is_released(signatures)
    assert not is_released(signatures[:1])


def test_one_changed_cell_leaves_no_signature_good() -> None:
    keys = Keys.in_memory()
    files = both(earnest(), keys)

    changed = files | {"rules.csv": files["rules.csv"].replace(b"37.3", b"38.3", 1)}

    assert signed_by(changed, keys) == ()


def test_the_signature_of_another_installation_is_not_good_here() -> None:
    files = both(earnest(), Keys.in_memory())

    assert signed_by(files, Keys.in_memory()) == ()


def test_who_signs_again_in_the_same_role_takes_the_place_of_the_earlier_one() -> None:
    keys = Keys.in_memory()
    files = both(earnest(), keys)
    files |= {SIGNATURES: sign(files, role="medical-affairs", name="陈医务", keys=keys, now=NOW)}

    assert [one.name for one in signed_by(files, keys)] == ["王主任", "陈医务"]


@pytest.mark.parametrize(("role", "name"), [("director", "林医务"), ("medical-affairs", " ")])
def test_a_signature_needs_a_known_role_and_a_name(role: str, name: str) -> None:
    with pytest.raises(BadRequestError, match="needs a name and a role"):
        sign(earnest(), role=role, name=name, keys=Keys.in_memory(), now=NOW)


def test_one_person_does_not_sign_in_both_roles() -> None:
    keys = Keys.in_memory()
    files = earnest()
    files |= {SIGNATURES: sign(files, role="medical-affairs", name="林医务", keys=keys, now=NOW)}

    with pytest.raises(BadRequestError, match="Two roles are signed by two people"):
        sign(files, role="medical-committee", name="林医务", keys=keys, now=NOW)


@pytest.mark.parametrize(("content", "expected"), [(b'{"a": 1}', ()), (b'[{"role": 1}]', ()), (b"[]", ())])
def test_a_strange_signature_file_signs_nothing(content: bytes, expected: tuple[Signed, ...]) -> None:
    assert signed_by(earnest() | {SIGNATURES: content}, Keys.in_memory()) == expected


def test_a_signature_file_that_is_no_json_is_refused() -> None:
    with pytest.raises(BadRequestError, match="sign the version again"):
        signed_by(earnest() | {SIGNATURES: b"["}, Keys.in_memory())


async def test_only_a_signed_version_is_published_in_earnest(tmp_path: Path) -> None:
    keys, clock = Keys.in_memory(), FrozenClock(datetime(2026, 3, 2, 1, tzinfo=UTC))
    store = SqliteStore.open(tmp_path / "hub.db", keys=keys, clock=clock)
    admin = AdminStore.open(tmp_path / "hub.db", clock=clock)
    files = earnest()
    half = files | {SIGNATURES: sign(files, role="medical-affairs", name="林医务", keys=keys, now=NOW)}

    for unsigned in (files, half):
        with pytest.raises(ForbiddenError, match="signed by two people, as medical-affairs and medical-committee"):
            publish(admin, unsigned, now=clock.now(), keys=keys)
    version = publish(admin, both(files, keys), now=clock.now(), keys=keys)

    assert version.signatures == '["medical-affairs: 林医务", "medical-committee: 王主任"]'
    admin.close()
    await store.close()
