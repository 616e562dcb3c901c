"""Final and signed documents are not deleted by anybody, whatever door is tried; drafts and errors are."""

from typing import Any

import pytest

from fhir_profiles.json_text import dump
from hub.store.layer import EngineLayer
from hub.store.port import Engine, Page, Put, Ref, UnitConflictError, Visibility, WriteUnit
from hub.store.query import HistoryQuery
from hub.transfer.kept import KeptDocuments
from tests.e2e.scenario_world import JSON, World


async def remove(world: World, code: str, path: str) -> tuple[int, str]:
    """DELETE as a member."""
    answer = await world.alliance.as_member(code).delete(f"/fhir/{path}", headers=world._token(code))
    return answer.status_code, answer.text


def report(patient: str, status: str) -> dict[str, Any]:
    return {"resourceType": "DiagnosticReport", "status": status, "code": {"text": "胸片"},
            "subject": {"reference": f"Patient/{patient}"}}  # fmt: skip


@pytest.mark.parametrize("status", ["final", "amended", "corrected", "appended"])
async def test_a_final_report_is_not_deleted_and_one_marked_as_an_error_is(world: World, status: str) -> None:
    elder = await world.elder("H1", "I10")
    made = await world.send("H1", "/DiagnosticReport", report(elder, status))
    name = f"DiagnosticReport/{made['id']}"
    entry = {"request": {"method": "DELETE", "url": name}}
    bundle = {"resourceType": "Bundle", "type": "transaction", "entry": [entry]}

    refused, words = await remove(world, "H1", name)
    inside = await world.send("H1", "/", bundle, expected=422)
    headers = JSON | world._token("H1")
    body = made | {"status": "entered-in-error"}
    marked = await world.alliance.as_member("H1").put(f"/fhir/{name}", json=body, headers=headers)
    gone, _ = await remove(world, "H1", name)

    assert (refused, "entered-in-error" in words) == (422, True)
    assert "不能删除" in inside["issue"][0]["diagnostics"]
    assert (marked.status_code, gone) == (200, 204)


async def test_a_draft_report_is_deleted_and_of_documents_only_what_is_final_stays(world: World) -> None:
    elder = await world.elder("H1", "I10")
    draft = await world.send("H1", "/DiagnosticReport", report(elder, "preliminary"))
    letter = await world.document("H1", elder, "出院小结")
    scan = {"resourceType": "DocumentReference", "status": "current", "content": [{"attachment": {"title": "扫描件"}}]}
    loose = await world.send("H1", "/DocumentReference", scan)
    final = await world.send("H1", "/DocumentReference", scan | {"docStatus": "final"})

    statuses = [
        (await remove(world, "H1", path))[0]
        for path in (f"DiagnosticReport/{draft['id']}", letter, f"DocumentReference/{loose['id']}",
                     f"DocumentReference/{final['id']}")
    ]  # fmt: skip

    assert statuses == [204, 422, 204, 422]


async def test_a_signed_bundle_that_a_member_stored_is_not_deleted(world: World) -> None:
    elder = await world.elder("H1", "I10")
    request, _, _ = await world.on_the_way("H1", elder, "into-home", "N1")
    signed = (await world.get("N1", f"/ServiceRequest/{request}/$transfer-bundle")).json()
    kept = await world.send("N1", "/Bundle", signed)

    status, _ = await remove(world, "N1", f"Bundle/{kept['id']}")

    assert status == 422


@pytest.mark.parametrize("status", ["preliminary", "registered", "cancelled"])
async def test_a_final_report_that_was_turned_back_into_a_draft_is_not_deleted_either(
    world: World, status: str
) -> None:
    elder = await world.elder("H1", "I10")
    made = await world.send("H1", "/DiagnosticReport", report(elder, "final"))
    name = f"DiagnosticReport/{made['id']}"
    headers = JSON | world._token("H1")
    turned = await world.alliance.as_member("H1").put(f"/fhir/{name}", json=made | {"status": status}, headers=headers)

    refused, words = await remove(world, "H1", name)
    conditional, _ = await remove(world, "H1", f"DiagnosticReport?_id={made['id']}")

    assert (turned.status_code, refused, conditional, "entered-in-error" in words) == (200, 422, 422, True)


async def test_a_report_that_was_final_more_than_a_hundred_versions_ago_is_not_deleted(world: World) -> None:
    elder = await world.elder("H1", "I10")
    made = await world.send("H1", "/DiagnosticReport", report(elder, "final"))
    ref, member = Ref("DiagnosticReport", made["id"]), Visibility(member=world.member("H1").number)
    for number in range(110):
        body = report(elder, "preliminary") | {"id": ref.id, "conclusion": f"第{number}稿"}
        await world.hub.engine.write(WriteUnit(puts=(Put(ref, dump(body)),)), visibility=member)

    refused, _ = await remove(world, "H1", str(ref))

    assert refused == 422


class Signing(EngineLayer):
    """An engine where a colleague makes the report final just after somebody has looked at it."""

    def __init__(self, inner: Engine, put: Put) -> None:
        super().__init__(inner)
        self._put = put

    async def history(self, query: HistoryQuery, *, visibility: Visibility) -> Page:
        """What stood there, and then the final report does."""
        found = await self.inner.history(query, visibility=visibility)
        await self.inner.write(WriteUnit(puts=(self._put,)), visibility=visibility)
        return found


async def test_a_draft_that_becomes_final_while_it_is_deleted_stays(world: World) -> None:
    elder = await world.elder("H1", "I10")
    made = await world.send("H1", "/DiagnosticReport", report(elder, "preliminary"))
    ref, member = Ref("DiagnosticReport", made["id"]), Visibility(member=world.member("H1").number)
    final = Put(ref, dump(report(elder, "final") | {"id": ref.id}))
    kept = KeptDocuments(Signing(world.hub.engine, final))

    with pytest.raises(UnitConflictError):
        await kept.write(WriteUnit(puts=(Put(ref, b"", delete=True),)), visibility=member)

    stored = await world.hub.engine.read(ref, visibility=member)
    assert stored is not None
    assert (stored.deleted, stored.json()["status"]) == (False, "final")


async def test_a_deletion_of_a_version_that_its_sender_names_is_of_that_version(world: World) -> None:
    elder = await world.elder("H1", "I10")
    made = await world.send("H1", "/DiagnosticReport", report(elder, "preliminary"))
    member = world.alliance.as_member("H1")
    path = f"/fhir/DiagnosticReport/{made['id']}"

    old = await member.delete(path, headers=world._token("H1") | {"If-Match": 'W/"7"'})
    now = await member.delete(path, headers=world._token("H1") | {"If-Match": 'W/"1"'})
    none = await member.delete(path, headers=world._token("H1"))

    assert (old.status_code, now.status_code, none.status_code) == (412, 204, 204)
