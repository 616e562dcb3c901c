"""The transfer sheet as PDF over HTTP: from the signed file, for who may read the referral, and for nobody else."""

from pathlib import Path

from hub.referral.states import Direction
from hub.store.port import Ref
from tests.builders import small_alliance
from tests.unit.transfer.test_paper import require_library


async def test_the_sheet_is_printed_for_its_sender_and_not_for_another_home(tmp_path: Path) -> None:
    require_library()
    async with small_alliance(tmp_path) as alliance:
        elder = {"resourceType": "Patient", "id": "h1-elder", "name": [{"text": "周阿婆"}], "gender": "female"}
        assert (await alliance.as_member("H1").put("/fhir/Patient/h1-elder", json=elder)).status_code == 201
        draft = await alliance.hub.workflow.create_draft(
            alliance.principal("H1"),
            patient=Ref("Patient", "h1-elder"),
            direction=Direction.INTO_HOME,
            receivers=["N1"],
        )
        path = f"/fhir/ServiceRequest/{draft.request.id}/$transfer-sheet"

        printed = await alliance.as_member("H1").get(path)
        stranger = await alliance.as_member("N2").get(path)

        assert (printed.status_code, printed.headers["content-type"]) == (200, "application/pdf")
        assert printed.content.startswith(b"%PDF-")
        assert stranger.status_code == 404
