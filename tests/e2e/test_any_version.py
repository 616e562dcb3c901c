"""`If-Match: *` is any current version. https://www.rfc-editor.org/rfc/rfc9110#field.if-match."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
import pytest

from tests.builders import Alliance, patient, small_alliance

ANY = {"Content-Type": "application/fhir+json", "If-Match": "*"}
PATCH = {"Content-Type": "application/json-patch+json", "If-Match": "*"}
CHANGE = [{"op": "replace", "path": "/gender", "value": "male"}]


@pytest.fixture
async def alliance(tmp_path: Path) -> AsyncIterator[Alliance]:
    async with small_alliance(tmp_path) as made:
        yield made


@pytest.fixture
def hospital(alliance: Alliance) -> httpx2.AsyncClient:
    return alliance.as_member("H1")


async def test_any_version_is_refused_where_there_is_none(hospital: httpx2.AsyncClient) -> None:
    path = "/fhir/Patient/nobody"

    answers = [
        await hospital.put(path, json=patient(id="nobody"), headers=ANY),
        await hospital.patch(path, json=CHANGE, headers=PATCH),
        await hospital.delete(path, headers=ANY),
    ]

    assert [answer.status_code for answer in answers] == [412, 412, 412]
    assert answers[0].json()["issue"][0]["diagnostics"] == (
        "If-Match is *, and there is no current version; leave it out to store the first."
    )
    assert (await hospital.get(path)).status_code == 404


async def test_any_version_is_changed_and_deleted_and_a_deleted_one_is_none(hospital: httpx2.AsyncClient) -> None:
    path = "/fhir/Patient/p1"
    await hospital.put(path, json=patient(id="p1"), headers={"Content-Type": "application/fhir+json"})

    changed = await hospital.put(path, json=patient(id="p1", given="甲"), headers=ANY)
    patched = await hospital.patch(path, json=[{"op": "add", "path": "/active", "value": True}], headers=PATCH)
    deleted = await hospital.delete(path, headers=ANY)
    again = [await hospital.delete(path, headers=ANY), await hospital.put(path, json=patient(id="p1"), headers=ANY)]

    assert (changed.status_code, changed.headers["ETag"]) == (200, 'W/"2"')
    assert (patched.status_code, patched.headers["ETag"]) == (200, 'W/"3"')
    assert deleted.status_code == 204
    assert [answer.status_code for answer in again] == [412, 412]
    assert (await hospital.get(path)).status_code == 410
