import pytest

from tests.unit.adapters.hl7v2.messages import PID, PV1, convert, entry, msh, problems, resource

I12 = msh("REF^I12^REF_I12")
RF1 = "RF1|P|S|MED^内科|AM|I|ZZ1|20260310|20260410|20260309155000|S^康复治疗"
RP = "PRD|RP|李医生|||0571-2^WPN^PH||D1^EI|||示范老年病医院^^H1"
RT = "PRD|RT|||||||||示范街道社区卫生服务中心^^M1"


def test_a_referral_is_a_request_with_a_task() -> None:
    found = convert(I12, RF1, RP, RT, PID, "DG1|1||I63.900^脑梗死^ICD-10", "AL1|1|DA|^青霉素", PV1, "NTE|1||转社区康复")

    request, task = resource(found, "ServiceRequest"), resource(found, "Task")
    assert (request["status"], request["intent"], request["priority"]) == ("active", "order", "stat")
    assert request["identifier"][0]["value"] == "ZZ1"
    assert request["requester"]["display"] == "李医生"
    assert [party["display"] for party in request["performer"]] == ["示范街道社区卫生服务中心"]
    assert request["reasonReference"] == [{"reference": entry(found, "Condition").full_url}]
    assert request["supportingInfo"] == [{"reference": entry(found, "AllergyIntolerance").full_url}]
    assert request["note"] == [{"text": "转社区康复"}]
    assert (task["status"], task["focus"]) == ("requested", {"reference": entry(found, "ServiceRequest").full_url})
    assert task["for"] == request["subject"]
    assert (task["requester"]["display"], task["owner"]["display"]) == ("示范老年病医院", "示范街道社区卫生服务中心")
    assert task["restriction"]["period"] == {"start": "2026-03-10", "end": "2026-04-10"}


@pytest.mark.parametrize(
    ("code", "task", "request_status"),
    [
        ("A", "accepted", "active"),
        ("P", "requested", "active"),
        ("R", "rejected", "revoked"),
        ("E", "failed", "revoked"),
        ("", "requested", "active"),
        ("?", "requested", "active"),
    ],
)
def test_the_referral_status_is_mapped(code: str, task: str, request_status: str) -> None:
    found = convert(I12, f"RF1|{code}|||||ZZ1", PID)

    assert (resource(found, "Task")["status"], resource(found, "ServiceRequest")["status"]) == (task, request_status)


def test_a_cancelled_referral_stays_on_record_revoked() -> None:
    first = entry(convert(I12, RF1, PID), "Task")
    cancelled = convert(msh("REF^I14"), RF1, PID)

    assert entry(cancelled, "Task").url == first.url
    assert (resource(cancelled, "Task")["status"], resource(cancelled, "ServiceRequest")["status"]) == (
        "cancelled",
        "revoked",
    )


def test_an_authorization_is_an_input_of_the_task() -> None:
    found = resource(convert(I12, RF1, "AUT|01^职工医保||示范市医保局|20260310|20260410|SQ1|||5", RP, PID), "Task")

    assert [item["type"]["text"] for item in found["input"]] == [
        "authorization",
        "authorizing payor",
        "authorizing plan",
        "authorization period",
    ]
    assert found["restriction"]["repetitions"] == 5


def test_observations_go_along_with_the_referral() -> None:
    found = convert(
        I12, RF1, PID, "OBR|1|||VIT^生命体征{}F".format("|" * 21), "OBX|1|NM|8480-6^收缩压^LN||138|mmHg|||||F"
    )

    links = {item["reference"] for item in resource(found, "ServiceRequest")["supportingInfo"]}
    assert links == {entry(found, "Observation").full_url, entry(found, "DiagnosticReport").full_url}


@pytest.mark.parametrize(("segments", "place"), [((RF1,), "PID"), ((PID,), "RF1")])
def test_a_referral_without_its_core_is_refused(segments: tuple[str, ...], place: str) -> None:
    assert ("error", place) in problems(convert(I12, *segments))
