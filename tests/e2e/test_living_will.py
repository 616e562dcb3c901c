"""A living will that the ward wrote into its HIS (HL7 v2 PD1-7) reaches whoever has to honour it."""

from typing import Any

from tests.e2e.referral_stage import STEADY
from tests.e2e.scenario_world import World
from tests.e2e.test_referral_sbar import told

ADMISSION = (
    "MSH|^~\\&|HIS|{code}|HUB|ALLIANCE|20260302083000||ADT^A28^ADT_A05|W1|P|2.5.1||||||UNICODE UTF-8\r"
    "EVN|A28|20260302083000\r"
    "PID|1||W100^^^{code}^MR||钱^阿婆||19410503|F\r"
    "PD1|||||||Y||||||||DNR^不做心肺复苏^HL70435\r"
)


async def admitted(world: World, code: str) -> str:
    """The elder's id after the ward's message."""
    answer = await world.alliance.as_member(code).post(
        "/ingest/hl7v2", content=ADMISSION.format(code=code).encode(), headers={"Content-Type": "application/hl7-v2"}
    )
    assert "MSA|AA" in answer.text, answer.text
    (found,) = (await world.get(code, "/Patient?identifier=W100")).json()["entry"]
    return str(found["resource"]["id"])


async def test_the_directive_stands_first_on_the_transfer_sheet_and_the_home_may_read_it(world: World) -> None:
    elder = await admitted(world, "H1")
    await world.diagnose("H1", elder, "I10")
    await world.measure("H1", elder, **{name.replace("-", "_"): value for name, value in STEADY.items()})

    request, _, _ = await world.on_the_way("H1", elder, "into-home", "N1")

    bundle: dict[str, Any] = (await world.get("N1", f"/ServiceRequest/{request}/$transfer-bundle")).json()
    wishes = bundle["entry"][0]["resource"]["section"][0]
    assert wishes["code"]["coding"][0]["code"] == "42348-3"
    text = wishes["text"]["div"]
    assert ("生前预嘱" in text, "不做心肺复苏" in text) == (True, True)
    seen = (await world.get("N1", f"/Observation?patient=Patient/{elder}&code=75320-2")).json()
    assert len(seen["entry"]) == 2


async def test_the_directive_comes_first_in_the_words_of_a_call(world: World) -> None:
    elder = await admitted(world, "N1")
    request, [task] = await world.refer("N1", elder, "from-home", "H1", priority="stat")

    await world.act("N1", task, "submit")

    words = (await told(world, "H1", request))["background"][0]
    assert words.startswith("老人意愿：")
    wishes = words.partition("；")[0]
    assert ("生前预嘱：有" in wishes, "预先医疗指示：不做心肺复苏" in wishes) == (True, True)
