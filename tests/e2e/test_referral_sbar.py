"""The words of an up-referral (SBAR): made of the same facts, for the receiver alone, and in nobody's way."""

from typing import Any

import pytest

from fhir_profiles.alliance import alliance_profile
from fhir_profiles.validate import validate
from hub.referral.gather import GUARD
from hub.referral.rules.observations import FACT_SYSTEM
from hub.referral.shape import SBAR
from hub.store.port import Grant, PersonLink, Ref, WriteUnit
from hub.transfer.sections import GOALS_SYSTEM
from tests.e2e.scenario_world import DIRECTION, World


async def told(world: World, code: str, request: str) -> dict[str, tuple[str, str]]:
    """The four parts that a member reads, by their code: Chinese and English. Empty when there are none."""
    found = (await world.get(code, f"/ServiceRequest/{request}")).json()
    names = [one["valueReference"]["reference"] for one in found.get("extension", []) if one["url"] == SBAR]
    if not names:
        return {}
    answer = await world.get(code, f"/{names[0]}")
    assert answer.status_code == 200, answer.text
    return {
        part["id"]: (
            part["contentString"], part["_contentString"]["extension"][0]["extension"][1]["valueString"]
        )
        for part in answer.json()["payload"]
    }  # fmt: skip


async def sbar_name(world: World, request: str) -> str:
    """The reference of the newest words."""
    found = (await world.get("H1", f"/ServiceRequest/{request}")).json()
    return next(str(one["valueReference"]["reference"]) for one in found["extension"] if one["url"] == SBAR)


async def at_night(world: World) -> None:
    """Twenty to midnight in Beijing."""
    await world.advance(hours=14 + 40 / 60)


async def test_a_home_without_a_doctor_calls_at_night_and_what_nobody_knows_is_said(world: World) -> None:
    await at_night(world)
    patient = (await world.send("N2", "/Patient", {"resourceType": "Patient", "name": [{"text": "钱阿婆"}]}))["id"]
    request, [task] = await world.refer("N2", patient, "from-home", "H1", priority="stat")

    assert await world.act("N2", task, "submit") == "submitted"

    found = await told(world, "H1", request)
    assert found == await told(world, "N2", request)
    assert {code: zh for code, (zh, _) in found.items()} == {
        "situation": "急诊上转：示范康悦护理中心 → 示范老年病医院；呼叫时间 2026-03-02 23:40；姓名：钱阿婆；"
        "性别：未知；出生日期未知；呼叫原因未知。",
        "background": "老人意愿未知；诊断未知；过敏未知；在用药品未知；管路设备未知。",
        "assessment": "意识未知；呼吸未知；血氧饱和度未知；吸氧流量未知；收缩压未知；心率未知；体温未知；血糖未知；"
        "NEWS2评分未知；病种目录：急诊呼叫不由目录裁定。",
        "recommendation": "请立即准备接诊；急诊呼叫是通知，不等待同意；呼叫机构没有医生，未经医生评估："
        f"请回电指导途中处置；回电：{world.member('N2').phone}。",
    }
    assert found["background"][1] == (
        "the elder's wishes unknown; diagnoses unknown; allergies unknown; medicines in use unknown; devices unknown."
    )


async def test_a_stat_call_about_nobody_has_its_words_too(world: World) -> None:
    await at_night(world)
    request = {
        "resourceType": "ServiceRequest", "status": "active", "intent": "order", "priority": "stat",
        "category": [{"coding": [{"system": DIRECTION, "code": "from-home"}]}],
        "subject": {"display": "门口倒地的老人"}, "note": [{"text": "呼之不应"}],
    }  # fmt: skip

    made = await world.send("N2", "/ServiceRequest", request)

    situation, _ = (await told(world, "N2", made["id"]))["situation"]
    assert situation.endswith("姓名未知；性别：未知；出生日期未知；呼叫原因：呼之不应。")


async def test_what_comes_in_the_same_transaction_is_told_too(world: World) -> None:
    elder, spot = "urn:uuid:6f1c0b9e-3c1e-4e7e-9a4e-0000000000a1", "urn:uuid:6f1c0b9e-3c1e-4e7e-9a4e-0000000000a2"
    resources: list[dict[str, Any]] = [
        {"resourceType": "Patient", "name": [{"text": "钱阿婆"}], "gender": "female", "birthDate": "1941-11-03"},
        {"resourceType": "Observation", "status": "final", "subject": {"reference": elder},
         "code": {"coding": [{"system": FACT_SYSTEM, "code": "spo2"}]}, "valueQuantity": {"value": 84, "unit": "%"},
         "effectiveDateTime": world.ahead()},
        {"resourceType": "ServiceRequest", "status": "active", "intent": "order", "priority": "stat",
         "category": [{"coding": [{"system": DIRECTION, "code": "from-home"}]}], "subject": {"reference": elder}},
    ]  # fmt: skip
    entries = [
        {"fullUrl": url, "resource": one, "request": {"method": "POST", "url": one["resourceType"]}}
        for url, one in zip((elder, spot, spot[:-1] + "3"), resources, strict=True)
    ]

    answer = await world.send("N2", "/", {"resourceType": "Bundle", "type": "transaction", "entry": entries},
                              expected=200)  # fmt: skip

    request = answer["entry"][2]["response"]["location"].split("/_history")[0].rpartition("/")[2]
    found = await told(world, "H1", request)
    assert "姓名：钱阿婆；性别：女；出生 1941-11-03（84岁）" in found["situation"][0]
    assert "血氧饱和度 84 %（0分钟前）" in found["assessment"][0]


async def test_what_the_record_holds_is_told_with_its_age(world: World) -> None:
    patient = await world.elder("N1", "F05", temperature=38.6, spo2=None, glucose=None)
    allergy = {"system": "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical", "code": "inactive"}
    await world.send("N1", "/AllergyIntolerance", {
        "resourceType": "AllergyIntolerance", "clinicalStatus": {"coding": [allergy]}, "code": {"text": "青霉素"},
        "patient": {"reference": f"Patient/{patient}"},
    })  # fmt: skip
    await world.send("N1", "/MedicationStatement", {
        "resourceType": "MedicationStatement", "status": "active", "medicationCodeableConcept": {"text": "华法林"},
        "subject": {"reference": f"Patient/{patient}"},
    })  # fmt: skip
    goals = {"system": GOALS_SYSTEM, "code": "limited"}
    await world.send("N1", "/Consent", {
        "resourceType": "Consent", "status": "active", "patient": {"reference": f"Patient/{patient}"},
        "scope": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "adr"}]},
        "category": [{"coding": [{"code": "acd"}], "text": "不插管"}], "provision": {"code": [{"coding": [goals]}]},
        "policyRule": {"text": "院内预立医疗照护计划"},
    })  # fmt: skip
    await world.advance(hours=3)
    request, [task] = await world.refer("N1", patient, "from-home", "H1", priority="urgent")

    await world.act("N1", task, "submit")

    found = await told(world, "H1", request)
    background, assessment = found["background"], found["assessment"]
    assert background[0].startswith("老人意愿：有限治疗、不插管；")
    assert "过敏：青霉素；在用药品：华法林；管路设备未知。" in background[0]
    assert "体温 38.6 ℃（3小时前）" in assessment[0]
    assert "Body temperature 38.6 °C (3 h ago)" in assessment[1]
    assert "血氧饱和度未知" in assessment[0]
    assert "病种目录（2026.1-sample）：" in assessment[0]


async def test_nobody_is_told_before_the_submission_and_none_but_the_receiver_after_it(world: World) -> None:
    patient = await world.elder("N1", "F05", temperature=38.6)
    request, [task] = await world.refer("N1", patient, "from-home", "H1", priority="urgent")
    assert await told(world, "N1", request) == {}

    await world.act("N1", task, "submit")

    service = (await world.get("H1", f"/ServiceRequest/{request}")).json()
    [name] = [one["valueReference"]["reference"] for one in service["extension"] if one["url"] == SBAR]
    seen = {code: (await world.get(code, f"/{name}")).status_code for code in ("N1", "H1", "M1", "N2")}
    assert seen == {"N1": 200, "H1": 200, "M1": 404, "N2": 404}


async def test_a_bid_tells_nothing_and_the_chosen_one_is_told(world: World) -> None:
    patient = await world.elder("N1", "F05", temperature=38.6)
    request, tasks = await world.refer("N1", patient, "from-home", "H1", "M1", priority="urgent")
    for task in tasks:
        await world.act("N1", task, "submit")
    before = await told(world, "N1", request)
    await world.act("M1", tasks[1], "accept")

    await world.act("N1", tasks[1], "select")

    assert before == {}
    assert "示范街道社区卫生服务中心" in (await told(world, "M1", request))["situation"][0]


async def test_a_bid_that_becomes_stat_tells_every_receiver(world: World) -> None:
    patient = await world.elder("N1", "F05", temperature=38.6)
    request, tasks = await world.refer("N1", patient, "from-home", "H1", "M1", priority="urgent")
    for task in tasks:
        await world.act("N1", task, "submit")

    await world.act("N1", tasks[1], "raise", priority="stat", reason="worse")

    assert (await told(world, "H1", request))["situation"][0].startswith("急诊上转")
    assert await told(world, "M1", request) == await told(world, "H1", request)


async def test_what_the_receiver_keeps_is_told_and_of_others_records_only_what_harms_when_it_is_left_out(
    world: World,
) -> None:
    """An elder who came from H1 and whom M1 has looked after: N1 has its own record of her, and sees some of theirs."""
    own = await world.elder("N1", "F05", temperature=38.6)
    records = {"H1": await world.elder("H1", "I10"), "M1": await world.elder("M1", "E11.9")}
    links = tuple(PersonLink(one, "person-1", "manual") for one in (own, *records.values()))
    sees = [Grant(member=world.member("N1").number, target=Ref("Patient", one), because="test", compartment=True)
            for one in records.values()]  # fmt: skip
    for code, drug in (("H1", "地高辛"), ("M1", "华法林")):
        await world.send(code, "/MedicationStatement", {
            "resourceType": "MedicationStatement", "status": "active", "medicationCodeableConcept": {"text": drug},
            "subject": {"reference": f"Patient/{records[code]}"},
        })  # fmt: skip
    active = {"system": "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical", "code": "active"}
    await world.send("M1", "/AllergyIntolerance", {
        "resourceType": "AllergyIntolerance", "clinicalStatus": {"coding": [active]}, "code": {"text": "青霉素"},
        "patient": {"reference": f"Patient/{records['M1']}"},
    })  # fmt: skip
    await world.hub.store.write(WriteUnit(links=links, grants=tuple(sees)), visibility=GUARD)
    request, [task] = await world.refer("N1", own, "from-home", "H1", priority="urgent")

    await world.act("N1", task, "submit")

    background = (await told(world, "H1", request))["background"][0]
    assert "过敏：青霉素" in background
    assert ("地高辛" in background, "华法林" in background) == (True, True)
    assert ("I10" in background or "高血压" in background, "E11.9" in background) == (True, False)


@pytest.mark.parametrize("verb", ["put", "patch", "delete", "transaction"])
async def test_what_was_said_stays_said_by_every_door(world: World, verb: str) -> None:
    patient = await world.elder("N1", "F05", temperature=38.6)
    request, [task] = await world.refer("N1", patient, "from-home", "H1", priority="urgent")
    await world.act("N1", task, "submit")
    await world.act("H1", task, "accept")
    before = await told(world, "H1", request)
    name = await sbar_name(world, request)
    body = (await world.get("N1", f"/{name}")).json()
    other = body | {"payload": [part | {"contentString": "平稳"} for part in body["payload"]]}
    sender, headers = world.alliance.as_member("N1"), world._token("N1")

    if verb == "transaction":
        entry = [{"resource": other, "request": {"method": "PUT", "url": name}}]
        bundle = {"resourceType": "Bundle", "type": "transaction", "entry": entry}
        answer = await sender.post("/fhir", json=bundle, headers=headers)
    elif verb == "patch":
        patch = [{"op": "replace", "path": "/payload/0/contentString", "value": "平稳"}]
        answer = await sender.patch(
            f"/fhir/{name}", json=patch, headers=headers | {"Content-Type": "application/json-patch+json"}
        )
    elif verb == "put":
        answer = await sender.put(f"/fhir/{name}", json=other, headers=headers)
    else:
        answer = await sender.delete(f"/fhir/{name}", headers=headers)

    assert (answer.status_code, "已发出的上转呼叫摘要" in answer.text) == (422, True)
    assert await told(world, "H1", request) == before


async def test_a_call_that_is_raised_has_words_of_its_own_and_the_old_ones_stay(world: World) -> None:
    patient = await world.elder("N1", "F05", temperature=38.6)
    request, [task] = await world.refer("N1", patient, "from-home", "H1", priority="urgent")
    await world.act("N1", task, "submit")
    first = await sbar_name(world, request)
    await world.act("H1", task, "accept")
    await world.measure("N1", patient, temperature=39.4)

    await world.act("N1", task, "raise", priority="stat", reason="worse")

    second = await sbar_name(world, request)
    assert (first != second, (await world.get("H1", f"/{first}")).status_code) == (True, 200)
    assert "体温 39.4 ℃" in (await told(world, "H1", request))["assessment"][0]


async def test_other_notices_are_changed_as_ever(world: World) -> None:
    made = await world.send("N1", "/Communication", {"resourceType": "Communication", "status": "preparation"})

    sent = await world.alliance.as_member("N1").put(
        f"/fhir/Communication/{made['id']}", json=made | {"status": "completed"}, headers=world._token("N1")
    )

    assert sent.status_code == 200


async def test_the_words_are_of_their_profile(world: World) -> None:
    patient = await world.elder("N1", "F05", temperature=38.6)
    request, [task] = await world.refer("N1", patient, "from-home", "H1", priority="urgent")
    await world.act("N1", task, "submit")

    body = (await world.get("H1", f"/{await sbar_name(world, request)}")).json()

    profile = alliance_profile(body)
    assert (profile or "").endswith("/sbar-communication")
    assert [issue.text for issue in validate(body, profiles=[str(profile)]) if issue.severity == "error"] == []


async def test_a_referral_downward_has_none(world: World) -> None:
    patient = await world.elder("H1", "I63.900", days=9, nihss=4, nihss_stable_hours=96, swallow_screen="pass")
    request, [task] = await world.refer("H1", patient, "down", "M1")

    await world.act("H1", task, "submit")

    assert await told(world, "M1", request) == {}


async def test_no_client_writes_which_words_a_receiver_is_granted(world: World) -> None:
    secret = await world.send("M1", "/Communication", {"resourceType": "Communication", "status": "completed"})
    patient = await world.elder("N1", "F05")
    request, _ = await world.refer("N1", patient, "from-home", "H1", priority="stat")
    body = (await world.get("N1", f"/ServiceRequest/{request}")).json()
    body["extension"] = [{"url": SBAR, "valueReference": {"reference": f"Communication/{secret['id']}"}}]

    answer = await world.alliance.as_member("N1").put(
        f"/fhir/ServiceRequest/{request}", json=body, headers=world._token("N1")
    )

    assert answer.status_code == 200, answer.text
    assert [one for one in answer.json().get("extension", []) if one["url"] == SBAR] == []


@pytest.mark.parametrize("priority", ["stat", "urgent"])
async def test_words_that_cannot_be_made_hold_nobody_back(
    world: World, priority: str, caplog: pytest.LogCaptureFixture
) -> None:
    from fhir_profiles.json_text import dump
    from hub.referral.gather import GUARD
    from hub.store.port import Put, Ref, WriteUnit

    patient = await world.elder("N1", "F05")
    odd: dict[str, Any] = {"resourceType": "AllergyIntolerance", "id": "odd", "clinicalStatus": "not a concept",
                           "patient": {"reference": f"Patient/{patient}"}}  # fmt: skip
    put = Put(ref=Ref("AllergyIntolerance", "odd"), data=dump(odd), custodian=world.member("N1").number)
    await world.hub.store.write(WriteUnit(puts=(put,)), visibility=GUARD)
    request, [task] = await world.refer("N1", patient, "from-home", "H1", priority=priority)

    assert await world.act("N1", task, "submit") == "submitted"

    assert await told(world, "H1", request) == {}
    assert "BACKGROUND_FAILED" in caplog.messages


async def test_the_words_stand_in_the_document_on_the_page_on_paper_and_in_the_inbox(world: World) -> None:
    patient = await world.elder("N1", "F05", temperature=39.4, heart_rate=118)
    request, [task] = await world.refer("N1", patient, "from-home", "H1", priority="stat")
    await world.act("N1", task, "submit")
    situation, assessment = [(await told(world, "H1", request))[part][0] for part in ("situation", "assessment")]
    async with world.person("H1", "desk", "coordinator") as person:
        inbox = (await person.browser.get("/console/inbox")).text
        referral = (await person.browser.get(f"/console/referrals/{task}")).text
        await world.act("N1", task, "depart")
        page = (await person.browser.get(f"/console/transfers/{request}")).text
    document = (await world.get("H1", f"/ServiceRequest/{request}/$transfer-bundle")).json()
    paper = await world.get("H1", f"/ServiceRequest/{request}/$transfer-sheet")

    [reason] = [
        section["text"]["div"] for section in document["entry"][0]["resource"]["section"]
        if section["code"]["coding"][0]["code"] == "42349-1"
    ]  # fmt: skip
    for where in (inbox, referral, page, reason):
        assert (situation in where, "体温 39.4 ℃" in where, "心率 118 次/分" in where) == (True, True, True)
    assert page.index(">转诊原因<") < page.index(">生命体征<")
    assert assessment in reason
    if paper.status_code != 501:  # a machine without the PDF library says so
        assert paper.content.startswith(b"%PDF-")
