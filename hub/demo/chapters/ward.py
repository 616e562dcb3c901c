"""Chapters 1 to 3: the elder comes to the ward, her record grows, and a wrong message does no harm."""

from hub.demo import elder, feeds
from hub.demo.caller import send_mllp
from hub.demo.handover import handover
from hub.demo.stage import Stage

_ACCEPTED = b"MSA|AA|"


async def admission(stage: Stage) -> None:
    """A GB18030 ADT^A01 arrives over MLLP."""
    now = stage.now()
    stage.tell.chapter(
        now, "入院：HIS 发来 GB18030 编码的 ADT^A01", "The ward's HIS admits her: a GB18030 ADT^A01 over MLLP"
    )
    message = feeds.admission(now, control="STORY-1")
    address = stage.hub.settings.mllp
    ack = await send_mllp(address, message)
    stage.tell.demand("应答 AA：先落盘，后应答 (acknowledged after the commit)", holds=_ACCEPTED in ack)
    again = await send_mllp(address, message)
    stage.tell.check("同一消息再发一次，得到同一份应答，不会重复入库 (a resend changes nothing)", holds=again == ack)
    found = await stage.caller("lead-hospital").found(
        f"Patient?identifier=https://alliance-hub.example/sid/H1/mrn|{elder.HOSPITAL_NUMBER}"
    )
    stage.tell.demand(
        "H1 恰有一份患者资源，姓名无乱码 (one Patient, her name intact)", holds=_names(found) == [elder.NAME]
    )
    stage.patient = str(found[0]["id"])
    stage.tell.look("逐段解析 message log", stage.page("/console/messages"))


async def wrong_number(stage: Stage) -> None:
    """A message with a wrong resident ID goes into quarantine."""
    stage.tell.chapter(
        stage.now(), "身份证校验位错误的消息进入隔离区", "A wrong check digit: refused with AE, kept in quarantine"
    )
    ack = await send_mllp(stage.hub.settings.mllp, feeds.wrong_identity(stage.now(), control="STORY-2"))
    stage.tell.check("应答 AE，并指出 PID-3 (the ACK names the field)", holds=b"MSA|AE|" in ack and b"PID" in ack)
    found = await stage.caller("lead-hospital").found(
        f"Patient?identifier=https://alliance-hub.example/sid/H1/mrn|{elder.HOSPITAL_NUMBER}"
    )
    stage.tell.check("没有产生第二个患者，也没有改动第一个 (no second Patient)", holds=len(found) == 1)


async def record(stage: Stage) -> None:
    """Nine days later: laboratory results over MLLP, the ward's findings over FHIR."""
    now = stage.clock.put_forward(days=5, hour=8, minute=30)
    stage.tell.chapter(
        now, "病情稳定：检验结果与病房评估汇入连续档案", "Stable: results and assessments assemble into one record"
    )
    ack = await send_mllp(stage.hub.settings.mllp, feeds.laboratory(now, control="STORY-3"))
    stage.tell.check("ORU^R01 应答 AA (results acknowledged)", holds=_ACCEPTED in ack)
    subject = f"Patient/{stage.patient}"
    stored = await stage.store_all("lead-hospital", [*elder.recovery(subject, now), *handover(subject, now)])
    stage.tell.demand("病房的生命体征、评估与用药情况以一个事务写入 (one transaction)", holds=stored.status == 200)
    everything = await stage.caller("lead-hospital").call("GET", f"/fhir/{subject}/$everything")
    count = len(everything.body.get("entry", []))
    potassium = b'"value":4.10' in everything.data.replace(b" ", b"")
    stage.tell.check(f"连续档案共 {count} 份资源 (record assembled)", holds=everything.status == 200 and count > 30)
    stage.tell.check("血钾 4.10 保留末位 0 (4.10 stays 4.10)", holds=potassium)
    stage.tell.look("档案 record", stage.page(f"/console/patients/{stage.patient}"))


def _names(patients: list[dict[str, object]]) -> list[str]:
    return [str(name.get("text")) for patient in patients for name in list(patient.get("name", []))[:1]]  # type: ignore[call-overload]  # FHIR JSON
