"""What somebody who opens a page for the first time must not stumble over."""

import re
from pathlib import Path

import pytest

from hub.demo.chapters.night import sample_ecg
from tests.builders import patient
from tests.unit.web.conftest import Console

PATIENTS = (Path(__file__).parents[3] / "samples/his/patients.csv").read_bytes()
"""Two rows."""


def seen(page: str) -> str:
    """The text of a page, without markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", re.sub(r"<head>.*?</head>", "", page, flags=re.DOTALL)))


async def posted_ecg(console: Console) -> None:
    dicom = {"Content-Type": "application/dicom"}
    answer = await console.alliance.as_member("M1").post("/ingest/ecg", content=sample_ecg(), headers=dicom)
    assert answer.status_code == 200


async def test_the_reading_desk_says_whose_recording_waits(console: Console) -> None:
    await posted_ecg(console)

    page = (await console.of("reader").get("/console/readings?lang=en")).text

    assert re.findall(r'<td data-label="Name">([^<]*?) <span', page) == ["Anonymous"]


async def test_the_sheet_of_an_ecg_names_the_institution_and_not_its_code(console: Console) -> None:
    await posted_ecg(console)
    browser = console.of("reader")
    address = re.findall(r'href="(/console/readings/[^"]+)"', (await browser.get("/console/readings")).text)[0]

    page = seen((await browser.get(f"{address}?lang=en")).text)

    assert re.findall(r"Recorded at: (\S+)", page) == [console.alliance.members["M1"].name]


@pytest.mark.parametrize(("language", "words"), [("zh_Hans", "（未登记姓名）"), ("en", "(no name)")])
async def test_an_elder_of_whom_only_a_number_is_known_is_said_to_have_no_name(
    console: Console, language: str, words: str
) -> None:
    number = {"system": "https://alliance-hub.example/sid/N1/resident", "value": "R9"}
    elder = await console.put("N1", {"resourceType": "Patient", "identifier": [number]})

    page = (await console.of("nurse").get(f"/console/patients/{elder.id}?lang={language}")).text

    banner = seen(re.findall(r'<section class="elder".*?</section>', page, flags=re.DOTALL)[0]).strip()
    label = {"zh_Hans": "档案号", "en": "Record number"}[language]
    assert banner == f"{words} {label} R9"


@pytest.mark.parametrize(("language", "words"), [("zh_Hans", "2 行"), ("en", "2 rows")])
async def test_a_file_in_the_message_log_is_named_in_the_readers_language(
    console: Console, language: str, words: str
) -> None:
    answer = await console.alliance.as_member("H1").post("/ingest/his?name=patients.csv", content=PATIENTS)
    assert answer.status_code == 200
    engineer = console.of("engineer")

    listed = (await engineer.get(f"/console/messages?lang={language}")).text
    address, label = re.findall(r'<a href="(/console/messages/\d+)">([^<]*)</a>', listed)[0]
    page = (await engineer.get(f"{address}?lang={language}")).text

    assert (label, re.findall(r"<h1>([^<]*?) <span", page)) == (words, [words])


async def test_a_referral_leads_straight_to_what_can_be_done(console: Console) -> None:
    elder = await console.put("N1", patient(family="顾", given="月"))
    sent = {"patient": elder.id, "direction": "from-home", "priority": "routine", "receiver": "H1"}
    nurse = console.of("nurse")
    made = await nurse.post("/console/referrals/new", data=sent | {"csrf": console.csrf("nurse")})
    page = (await nurse.get(made.headers["location"])).text

    assert re.findall(r'<a href="#(\w+)">', page.split('<div class="columns">')[0]) == ["actions"]
    assert page.count('id="actions"') == 1
