"""The console in English: no Chinese but what people and institutions wrote themselves."""

import re
from typing import Any

import pytest

from hub.demo.chapters.night import sample_ecg
from hub.web.elder import elder_of
from tests.builders import patient
from tests.unit.web.conftest import Console

HAN = re.compile(r"[\u4e00-\u9fff]+")


@pytest.mark.parametrize(
    ("gender", "zh", "en"),
    [("female", "女", "female"), ("male", "男", "male"), ("other", "其他", "other"), ("unknown", "未知", "unknown")],
)
async def test_the_sex_of_an_elder_stands_in_the_readers_language(
    console: Console, gender: str, zh: str, en: str
) -> None:
    elder = await console.put("N1", patient(family="Gu", given="Yue") | {"gender": gender})
    nurse = console.of("nurse")

    for path in ("/console/patients", f"/console/patients/{elder.id}"):
        assert re.search(rf">{zh}<", (await nurse.get(f"{path}?lang=zh_Hans")).text)
        assert re.search(rf">{en}<", (await nurse.get(f"{path}?lang=en")).text)


@pytest.mark.parametrize("said", [{}, {"gender": ""}, {"gender": "<b>"}])
def test_a_sex_that_fhir_does_not_know_is_not_shown(said: dict[str, Any]) -> None:
    assert elder_of({"resourceType": "Patient", "id": "p1", **said}).sex == ""


@pytest.mark.parametrize("account", ["coordinator", "engineer", "manager", "auditor"])
async def test_no_desk_has_chinese_words_in_english(console: Console, account: str) -> None:
    await console.put("H1", patient(family="Gu", given="Yue") | {"gender": "female"})
    given = {"中文", *(member.name for member in console.alliance.members.values())}
    browser = console.of(account)
    front = (await browser.get("/console/?lang=en", follow_redirects=True)).text

    for path in sorted(set(re.findall(r'href="(/console/[a-z-]+)"', front)) - {"/console/sign-out"}):
        page = (await browser.get(f"{path}?lang=en", follow_redirects=True)).text
        text = re.sub(r"<[^>]*>", " ", re.sub(r"<head>.*?</head>", "", page, flags=re.DOTALL))
        assert {word for word in HAN.findall(text) if word not in given} == set(), path


async def test_the_sheet_of_an_ecg_is_in_one_language(console: Console) -> None:
    dicom = {"Content-Type": "application/dicom"}
    posted = await console.alliance.as_member("M1").post("/ingest/ecg", content=sample_ecg(), headers=dicom)
    assert posted.status_code == 200
    browser = console.of("reader")
    listed = (await browser.get("/console/readings?lang=en")).text
    address = re.findall(r'href="(/console/readings/[^"]+)"', listed)[0]

    page = (await browser.get(f"{address}?lang=en")).text

    assert "Sex: female" in re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", page))


async def test_the_record_of_an_elder_is_in_the_readers_language(console: Console) -> None:
    elder = await console.put("N1", patient(family="Gu", given="Yue"))
    about = {"status": "final", "resourceType": "Observation", "subject": {"reference": f"Patient/{elder.id}"}}
    loinc, ucum = "http://loinc.org", "http://unitsofmeasure.org"
    fact = "https://alliance-hub.example/fhir/CodeSystem/referral-fact"
    mind = "http://loinc.org"
    for value in (
        {"code": {"coding": [{"system": loinc, "code": "8867-4"}], "text": "心率"},
         "valueQuantity": {"value": 78, "unit": "次/分", "system": ucum, "code": "/min"}},
        {"code": {"coding": [{"system": loinc, "code": "8310-5"}]},
         "valueQuantity": {"value": 36.6, "unit": "Cel", "system": ucum, "code": "Cel"}},
        {"code": {"coding": [{"system": fact, "code": "wandering"}]}, "valueBoolean": True},
        {"code": {"coding": [{"system": mind, "code": "80288-4"}]},
         "valueCodeableConcept": {"coding": [{"code": "A"}], "text": "A"}},
    ):  # fmt: skip
        await console.put("N1", about | value)
    await console.put("N1", {
        "resourceType": "Encounter", "status": "finished", "subject": {"reference": f"Patient/{elder.id}"},
        "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "IMP", "display": "住院"},
    })  # fmt: skip
    nurse = console.of("nurse")

    english = (await nurse.get(f"/console/patients/{elder.id}?lang=en")).text
    chinese = (await nurse.get(f"/console/patients/{elder.id}?lang=zh_Hans")).text

    rows = [
        (title.strip(), detail.strip())
        for title, detail in re.findall(r'<th scope="row">([^<]*)</th><td[^>]*>([^<]*)<', english)
    ]
    assert sorted(rows) == [
        ("Body temperature", "36.6 °C"), ("Consciousness (ACVPU)", "alert"), ("Heart rate", "78 /min"),
        ("Wandering", "yes"), ("inpatient", ""),
    ]  # fmt: skip
    assert [word for word in ("78 次/分", "36.6 ℃", ">是<", ">清醒<", ">住院<") if word not in chinese] == []


async def test_the_banner_of_the_catalogue_is_in_the_readers_language(console: Console) -> None:
    elder = await console.put("N1", patient(family="Gu", given="Yue"))
    sent = {"patient": elder.id, "direction": "from-home", "priority": "routine", "receiver": "H1"}
    nurse = console.of("nurse")
    made = await nurse.post("/console/referrals/new", data=sent | {"csrf": console.csrf("nurse")})
    address = made.headers["location"]

    english = (await nurse.get(f"{address}?lang=en")).text
    chinese = (await nurse.get(f"{address}?lang=zh_Hans")).text

    banner = re.findall(r"Catalogue version 2026.1-sample · ([^<]*)<", english)
    given = {"中文", *(member.name for member in console.alliance.members.values())}
    text = re.sub(r"<[^>]*>", " ", re.sub(r"<head>.*?</head>", "", english, flags=re.DOTALL))
    for name in sorted(given, key=len, reverse=True):
        text = text.replace(name, "")
    assert banner == ["sample catalogue, not signed by a medical committee"]
    assert re.findall(r"[\u4e00-\u9fff（）：；，。、]+", text) == []
    assert "示例目录，未经医务委员会签署" in chinese


async def test_nobody_is_chosen_by_default_where_an_elder_is_handed_on_and_nothing_is_confirmed_that_was_not_said(
    console: Console,
) -> None:
    elder = await console.put("N1", patient(family="Gu", given="Yue"))
    sent = {"patient": elder.id, "direction": "from-home", "priority": "stat", "receiver": "M1"}
    nurse = console.of("nurse")
    made = await nurse.post("/console/referrals/new", data=sent | {"csrf": console.csrf("nurse")})

    page = (await console.of("coordinator").get(f"{made.headers['location']}?lang=en")).text

    choice = re.findall(r'<select id="receiver-redirect".*?</select>', page, flags=re.DOTALL)[0]
    assert re.findall(r'<option value="([^"]*)"', choice) == ["", "H1", "N2", "P1"]
    assert 'value="confirm"' not in page


async def test_a_referral_is_raised_to_what_is_higher(console: Console) -> None:
    elder = await console.put("N1", patient(family="Gu", given="Yue"))
    sent = {"patient": elder.id, "direction": "from-home", "priority": "urgent", "receiver": "M1"}
    nurse = console.of("nurse")
    made = await nurse.post("/console/referrals/new", data=sent | {"csrf": console.csrf("nurse")})
    address = made.headers["location"]
    await nurse.post(address, data={"csrf": console.csrf("nurse"), "event": "submit"})

    page = (await nurse.get(address)).text

    choice = re.findall(r'<select id="priority-raise".*?</select>', page, flags=re.DOTALL)[0]
    assert re.findall(r'<option value="([^"]*)"', choice) == ["stat"]
