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
