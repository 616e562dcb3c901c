"""Chapters 9 to 13: a fever at night, stat up without asking, an ECG read from afar, and home to the kept bed."""

from hub.demo import elder
from hub.demo.chapters.transfer import DIRECTION
from hub.demo.stage import Stage, findings_of, refusal_of, state_of, value_of, words_of

_URN = "urn:uuid:7a1d9a34-4d5f-4a53-9d57-3e6a4a9f5b02"


async def fever(stage: Stage) -> None:
    """02:10, no doctor in the house. The nurse's notice goes through with nothing else in place."""
    now = stage.clock.put_forward(days=2, hour=2, minute=10)
    stage.tell.chapter(
        now,
        "夜间高热：养老机构无医生在场，护士发出紧急上转",
        "Fever at night: the home's nurse calls stat; nothing stops it",
    )
    signs = elder.vital_signs(
        f"Patient/{stage.home_patient}", now, temperature=39.4, pulse=118, breaths=28, systolic=96, saturation=88
    )
    stored = await stage.store_all("home-a", signs)
    stage.tell.check("护士录入体征 T 39.4、SpO₂ 88 % (vital signs)", holds=stored.status == 200)
    stage.night_task = await _draft(stage)
    sent = await stage.caller("home-a").act(stage.night_task, "submit", reason="concern")
    stage.tell.demand(
        f"紧急上转已通知 H1，无床位、同意书、评估等任何前置条件 {refusal_of(sent.body)} (stat is notice, not request)",
        holds=sent.status == 200 and state_of(sent.body) == "submitted",
    )
    asked = await stage.caller("home-a").call(
        "POST", f"/fhir/ServiceRequest/{stage.request}/$evaluate-referral", _question(stage)
    )
    for finding in findings_of(asked.body, "fail")[:2]:
        stage.tell.say(f"· {words_of(finding)}")
    stage.tell.check(
        "目录只提示，不阻拦 (the catalogue informs and blocks nothing)",
        holds=value_of(asked.body, "overall") in {"information", "pass"},
    )


async def to_hospital(stage: Stage) -> None:
    """She leaves at once; the hospital answers, receives and treats her. Her bed at home is kept."""
    now = stage.clock.put_forward(days=0, hour=2, minute=25)
    stage.tell.chapter(
        now, "出发即通知；医院接诊；原床位保留", "She leaves at once; the hospital receives her; her bed is kept"
    )
    await stage.step("home-a", stage.night_task, "depart", "in-transit")
    sheet = await stage.caller("lead-hospital").call("GET", f"/fhir/ServiceRequest/{stage.request}/$transfer-bundle")
    stage.tell.check(
        "H1 取回交接文书，即为签收 (its transfer document is fetched, and so received)", holds=sheet.status == 200
    )
    stage.clock.put_forward(days=0, hour=2, minute=50)
    await stage.step("lead-hospital", stage.night_task, "arrive", "arrived")
    await stage.step("lead-hospital", stage.night_task, "admit", "in-care")
    holder = await stage.hub.store.claim_of("kept-bed", f"N1|{stage.home_patient}", now=stage.hub.clock.now())
    stage.tell.check("N1 为她保留原床位 206-1 (her own bed is kept)", holds=holder is not None)


async def electrocardiogram(stage: Stage) -> None:
    """A clinic records, the lead hospital reads, the clinic pulls the report."""
    now = stage.clock.put_forward(days=0, hour=9, minute=40)
    stage.tell.chapter(
        now,
        "成员检查、医院诊断：社区中心上传 12 导联心电图，医院出报告",
        "A clinic records an ECG, the hospital reads it, the report comes back",
    )
    data = sample_ecg()
    posted = await stage.caller("clinic").call("POST", "/ingest/ecg", data, Content_Type="application/dicom")
    stage.tell.demand(
        f"真实 12 导联 DICOM 心电图入库，{len(data) // 1000} kB (a real 12-lead recording)", holds=posted.status == 200
    )
    waiting = await stage.caller("lead-hospital").found("Task?status=requested&code=read-ecg&_count=5")
    stage.tell.demand("牵头医院阅片台出现待读任务 (a reading Task appears)", holds=len(waiting) == 1)
    recording = waiting[0]["input"][0]["valueReference"]["reference"]
    order = waiting[0]["focus"]["reference"]
    report = {
        "resourceType": "DiagnosticReport",
        "status": "final",
        "category": [{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0074", "code": "EC"}]}],
        "code": {"coding": [{"system": "http://loinc.org", "code": "11524-6"}], "text": "心电图诊断报告"},
        "basedOn": [{"reference": order}],
        "subject": waiting[0]["for"],
        "issued": stage.now().isoformat(timespec="seconds"),
        "resultsInterpreter": [{"reference": "Organization/H1", "display": "林读图"}],
        "result": [{"reference": recording}],
        "conclusion": "窦性心律，心电图大致正常。",
    }
    signed = await stage.caller("lead-hospital").call("POST", "/fhir/DiagnosticReport", report)
    stage.tell.demand(f"读图医师签发报告 {refusal_of(signed.body)} (the signed report)", holds=signed.status == 201)
    found = await stage.caller("clinic").found("DiagnosticReport?status=final")
    stage.tell.check(
        "社区中心查询即得报告 (the clinic finds it)",
        holds=any("窦性心律" in item.get("conclusion", "") for item in found),
    )
    task = await stage.caller("clinic").call("GET", f"/fhir/Task/{waiting[0]['id']}")
    stage.tell.check("阅片任务随之关闭 (the Task is closed)", holds=task.body.get("status") == "completed")
    stage.tell.look("心电图单 ECG sheet（clinic）", stage.page("/console/results"))


async def home_again(stage: Stage) -> None:
    """Five days later she goes home, to her own bed: no new admission."""
    now = stage.clock.put_forward(days=1, hour=10, minute=0)
    stage.tell.chapter(
        now,
        "回到自己的床位：不是新入住，不受能力等级与携带状态限制",
        "Home to her own bed: not a new admission, blocked by nothing",
    )
    await stage.step("lead-hospital", stage.night_task, "return-home", "feedback-due")
    await stage.step(
        "lead-hospital",
        stage.night_task,
        "feedback",
        "feedback-sent",
        note="肺炎复发已控制，继续口服抗生素 5 天，一周后复诊。",
    )
    await stage.step("home-a", stage.night_task, "acknowledge", "closed")


async def wrong_look(stage: Stage) -> None:
    """A home that has nothing to do with her looks, finds nothing, and is seen."""
    stage.tell.chapter(stage.now(), "无关机构查看被拒，并留下审计", "One look by the wrong home: refused and audited")
    looked = await stage.caller("home-b").call("GET", f"/fhir/Patient/{stage.patient}")
    unknown = await stage.caller("home-b").call("GET", "/fhir/Patient/no-such-elder")
    stage.tell.check(
        "N2 得到的答复与“不存在”一致：404 (as if she did not exist)", holds=looked.status == 404 == unknown.status
    )
    leaked = await stage.caller("home-b").call("GET", "/fhir/Patient?name=" + elder.NAME)
    stage.tell.check("按姓名检索也得不到 (nor by name)", holds=elder.NAME.encode() not in leaked.data)
    trail = await stage.caller("home-b").found("AuditEvent?outcome=4&_count=20")
    stage.tell.check(
        "这次查看已记入审计 (the look is in the audit)", holds=any(stage.patient in str(event) for event in trail)
    )
    stage.tell.look("访问审计 audit（manager）", stage.page("/console/audit"))


def sample_ecg() -> bytes:
    """A real 12-lead ECG: the recording that the installed pydicom package carries as test data (MIT licence)."""
    from importlib.resources import files

    return (files("pydicom") / "data" / "test_files" / "waveform_ecg.dcm").read_bytes()


async def _draft(stage: Stage) -> str:
    subject = {"reference": f"Patient/{stage.home_patient}"}
    request = {
        "resourceType": "ServiceRequest",
        "status": "draft",
        "intent": "order",
        "category": [{"coding": [{"system": DIRECTION, "code": "from-home"}]}],
        "priority": "stat",
        "subject": subject,
        "requester": {"reference": "Organization/N1"},
        "performer": [{"reference": "Organization/H1"}],
        "reasonCode": [{"text": "夜间高热、气促，护士担忧"}],
    }
    task = {
        "resourceType": "Task",
        "status": "draft",
        "intent": "order",
        "priority": "stat",
        "code": {"coding": [{"system": "http://hl7.org/fhir/CodeSystem/task-code", "code": "fulfill"}]},
        "focus": {"reference": _URN},
        "for": subject,
        "requester": {"reference": "Organization/N1"},
        "owner": {"reference": "Organization/H1"},
    }
    entries = [
        {"fullUrl": _URN, "resource": request, "request": {"method": "POST", "url": "ServiceRequest"}},
        {"resource": task, "request": {"method": "POST", "url": "Task"}},
    ]
    bundle = {"resourceType": "Bundle", "type": "transaction", "entry": entries}
    answer = await stage.caller("home-a").call("POST", "/fhir", bundle)
    stage.tell.demand(f"紧急转诊单已建立 {refusal_of(answer.body)} (stat request made)", holds=answer.status == 200)
    places = [str(entry["response"]["location"]).split("/_history")[0].split("/")[-1] for entry in answer.body["entry"]]
    stage.request = places[0]
    return places[1]


def _question(stage: Stage) -> dict[str, object]:
    return {
        "resourceType": "Parameters",
        "parameter": [
            {"name": "direction", "valueCode": "from-home"},
            {"name": "priority", "valueCode": "stat"},
            {"name": "receiver", "valueReference": {"reference": "Organization/H1"}},
            {"name": "patient", "valueReference": {"reference": f"Patient/{stage.home_patient}"}},
        ],
    }
