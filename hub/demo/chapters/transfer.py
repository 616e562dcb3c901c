"""Chapters 4 to 8: refused by one home with reasons, accepted by another, the signed bundle, one flipped byte."""

from pathlib import Path

from fhir_profiles.issue import JsonObject
from hub.demo import elder, feeds
from hub.demo.stage import Stage, findings_of, refusal_of, value_of, words_of
from hub.errors import InvalidResourceError
from hub.transfer.verify import verify_bundle

DIRECTION = "https://alliance-hub.example/fhir/CodeSystem/referral-direction"


async def refused_by_the_catalogue(stage: Stage) -> None:
    """N2 cannot take her, and the catalogue says why."""
    stage.tell.chapter(
        stage.now(), "目录判定：康悦护理中心（N2）不宜接收，逐条说明", "The catalogue refuses N2, and says why"
    )
    answer = await _evaluate(stage, "N2")
    failed = findings_of(answer, "fail")
    stage.tell.demand("判定不符合 (overall fail)", holds=value_of(answer, "overall") == "fail")
    for finding in failed[:4]:
        stage.tell.say(f"· {words_of(finding)}")
    rules = [words_of(finding) for finding in failed]
    stage.tell.check(
        "能力等级超出收住范围 (ability level beyond N2's scope)", holds=any("能力等级" in word for word in rules)
    )
    stage.tell.check("缺吸氧能力 (N2 has no oxygen)", holds=any("吸氧" in word for word in rules))
    better = await _evaluate(stage, "N1")
    for finding in [*findings_of(better, "fail"), *findings_of(better, "unknown")][:4]:
        stage.tell.say(f"· {words_of(finding)}")
    stage.tell.demand("同样的事实，颐和养护院（N1）符合 (N1 passes)", holds=value_of(better, "overall") == "pass")


async def accepted_elsewhere(stage: Stage) -> None:
    """Draft, submit, open, accept, select with a bed, schedule."""
    stage.tell.chapter(
        stage.now(),
        "转介颐和养护院（N1）：提交、接收、锁床、排期",
        "Referred to N1: submitted, accepted, bed held, scheduled",
    )
    listed = await stage.caller("home-a").call("POST", "/ingest/care-home", feeds.beds(), Content_Type="text/csv")
    stage.tell.demand("N1 上报床位清单（GBK 表格）(the home's bed list)", holds=listed.status == 200)
    free = await stage.caller("home-a").found("Location?organization=Organization/N1&operational-status=U&_count=50")
    stage.bed = next((str(bed["id"]) for bed in free if "206" in str(bed.get("name", ""))), "")
    stage.tell.demand("206 室 1 床空闲 (a free bed)", holds=bool(stage.bed))
    agreed = elder.consent(f"Patient/{stage.patient}", stage.now(), recipient="N1")
    kept = await stage.caller("lead-hospital").call("POST", "/fhir/Consent", agreed)
    stage.tell.check(f"老人本人同意向 N1 告知 {refusal_of(kept.body)} (her consent)", holds=kept.status == 201)
    await _draft(stage)
    await stage.step("lead-hospital", stage.task, "submit", "submitted", basis="consent")
    await stage.step("home-a", stage.task, "open", "under-review")
    await stage.step("home-a", stage.task, "accept", "accepted")
    await stage.step("lead-hospital", stage.task, "select", "reserved", bed=f"Location/{stage.bed}")
    planned = stage.now().replace(hour=14, minute=0).isoformat()
    await stage.step("home-a", stage.task, "schedule", "scheduled", planned=planned)
    stage.tell.look("转诊台 referral desk（desk）", stage.page(f"/console/referrals/{stage.task}"))


async def departed(stage: Stage) -> None:
    """The elder leaves; the signed bundle is delivered, retried once, and opens as a sheet."""
    now = stage.clock.put_forward(days=0, hour=14, minute=0)
    stage.tell.chapter(now, "出发：签名交接单送达养老机构", "Departure: the signed transfer bundle is delivered")
    early = await stage.caller("lead-hospital").act(stage.task, "depart")
    stage.tell.check(
        "没有 4 小时内的体征，不得出发 (no departure without fresh vital signs)", holds=early.status == 422
    )
    signs = elder.vital_signs(f"Patient/{stage.patient}", now)
    measured = await stage.store_all("lead-hospital", signs)
    stage.tell.check("护士复测体征 (measured again)", holds=measured.status == 200)
    stage.receiver.refuse_first = 1
    await stage.step("lead-hospital", stage.task, "depart", "in-transit")
    arrived = await stage.receiver.wait_for_bundle(seconds=60)
    stage.tell.demand("N1 的系统第一次忙（503），平台重试后送达 (delivered on the second try)", holds=arrived)
    stage.bundle = stage.receiver.bundles[0]
    pulled = await stage.caller("home-a").call("GET", f"/fhir/ServiceRequest/{stage.request}/$transfer-bundle")
    stage.tell.check("N1 也可自行拉取，字节完全相同 (pulled: the same bytes)", holds=pulled.data == stage.bundle)
    verdict = verify_bundle(stage.bundle, trusted=[stage.hub.keys.public_jwk("member-H1")])
    stage.tell.check(f"签名有效，签署方 {verdict.member} (the signature is good)", holds=verdict.trust == "trusted")
    folder = stage.hub.settings.data / "demo"
    _save(folder, "transfer_bundle.json", stage.bundle)
    stage.tell.look("交接单 sheet（nurse-a）", stage.page(f"/console/transfers/{stage.request}"))
    stage.tell.look("离线核验 offline", f"hub verify {folder / 'transfer_bundle.json'}")


async def flipped_byte(stage: Stage) -> None:
    """One byte of the file changes, and the check finds it."""
    stage.tell.chapter(stage.now(), "改动一个字节，离线核验立即发现", "One flipped byte is found")
    place = stage.bundle.index("青霉素".encode()) if "青霉素".encode() in stage.bundle else len(stage.bundle) // 2
    changed = bytearray(stage.bundle)
    changed[place + 1] ^= 0x01
    try:
        verify_bundle(bytes(changed))
    except InvalidResourceError as err:
        stage.tell.check(f"核验拒绝：{err.text[:60]}… (refused)", holds=True)
    else:
        stage.tell.check("核验拒绝 (refused)", holds=False)
    _save(stage.hub.settings.data / "demo", "flipped_bundle.json", bytes(changed))


async def moved_in(stage: Stage) -> None:
    """She arrives and is admitted; the home's own list makes her a resident; the persons are linked."""
    now = stage.clock.put_forward(days=0, hour=15, minute=10)
    stage.tell.chapter(
        now,
        "到达入住：养老机构自己的名册与医院档案自动关联",
        "Arrived: the home's own record is linked by resident ID",
    )
    await stage.step("home-a", stage.task, "arrive", "arrived")
    await stage.step("home-a", stage.task, "admit", "in-care")
    listed = await stage.caller("home-a").call(
        "POST", "/ingest/care-home", feeds.resident(now), Content_Type="text/csv"
    )
    stage.tell.check("N1 名册（GBK 表格）入库 (the home's list)", holds=listed.status == 200)
    own = await stage.caller("home-a").found("Patient?identifier=https://alliance-hub.example/sid/N1/resident|R101")
    stage.tell.demand("N1 有自己的患者资源，与 H1 的不同 (each keeps its own Patient)", holds=len(own) == 1)
    stage.home_patient = str(own[0]["id"])
    record = await stage.caller("home-a").call("GET", f"/fhir/Patient/{stage.home_patient}/$everything")
    people = [entry["resource"]["id"] for entry in record.body.get("entry", []) if _is_patient(entry)]
    stage.tell.check(
        "N1 一次看到两处档案 (one record of both)", holds={stage.patient, stage.home_patient} <= set(people)
    )


async def _evaluate(stage: Stage, receiver: str) -> JsonObject:
    parameters = {
        "resourceType": "Parameters",
        "parameter": [
            {"name": "direction", "valueCode": "into-home"},
            {"name": "receiver", "valueReference": {"reference": f"Organization/{receiver}"}},
            {"name": "patient", "valueReference": {"reference": f"Patient/{stage.patient}"}},
        ],
    }
    answer = await stage.caller("lead-hospital").call("POST", "/fhir/ServiceRequest/$evaluate-referral", parameters)
    if answer.status != 200:
        stage.tell.demand(f"$evaluate-referral: {refusal_of(answer.body)}", holds=False)
    return answer.body


async def _draft(stage: Stage) -> None:
    """A draft as any client makes it: ServiceRequest and Task in one transaction."""
    subject = {"reference": f"Patient/{stage.patient}"}
    request: JsonObject = {
        "resourceType": "ServiceRequest",
        "status": "draft",
        "intent": "order",
        "category": [{"coding": [{"system": DIRECTION, "code": "into-home"}]}],
        "priority": "routine",
        "subject": subject,
        "requester": {"reference": "Organization/H1"},
        "performer": [{"reference": "Organization/N1"}],
        "reasonCode": [{"text": "肺炎恢复期，需吸氧与生活照护"}],
    }
    task: JsonObject = {
        "resourceType": "Task",
        "status": "draft",
        "intent": "order",
        "code": {"coding": [{"system": "http://hl7.org/fhir/CodeSystem/task-code", "code": "fulfill"}]},
        "focus": {"reference": "urn:uuid:0b9c8ad7-6c5b-4a39-8a1f-5d0f5d2a7c01"},
        "for": subject,
        "requester": {"reference": "Organization/H1"},
        "owner": {"reference": "Organization/N1"},
    }
    bundle = {
        "resourceType": "Bundle",
        "type": "transaction",
        "entry": [
            {
                "fullUrl": "urn:uuid:0b9c8ad7-6c5b-4a39-8a1f-5d0f5d2a7c01",
                "resource": request,
                "request": {"method": "POST", "url": "ServiceRequest"},
            },
            {"resource": task, "request": {"method": "POST", "url": "Task"}},
        ],
    }
    answer = await stage.caller("lead-hospital").call("POST", "/fhir", bundle)
    places = [entry.get("response", {}).get("location", "") for entry in answer.body.get("entry", [])]
    stage.tell.demand(
        f"草稿已建立 {refusal_of(answer.body)} (draft made)", holds=answer.status == 200 and len(places) == 2
    )
    stage.request, stage.task = (place.split("/_history")[0].split("/")[-1] for place in places)


def _is_patient(entry: JsonObject) -> bool:
    return bool(entry["resource"]["resourceType"] == "Patient")


def _save(folder: Path, name: str, data: bytes) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)
