"""The doors of tables and documents under a hostile clerk: other members, wrong types, huge and crafted files."""

import zipfile
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from tests.builders import Alliance, small_alliance
from tests.unit.adapters.tabular.books import book, changed, sheet_xml

HEAD = ["姓名", "编号", "性别", "出生日期"]
GOOD = [HEAD, ["张秀英", "R001", "女", "1941-05-03"]]
SHEET = "xl/worksheets/sheet1.xml"
SAMPLES = Path(__file__).parents[2] / "samples"
DOORS = [
    "/ingest/his",
    "/ingest/wst",
    "/ingest/care-home",
    "/ingest/device",
    "/ingest/care-home/preview",
    "/ingest/his/preview",
]


@pytest.fixture
async def alliance(tmp_path: Path) -> AsyncIterator[Alliance]:
    async with small_alliance(tmp_path, body_limit=3_000_000) as made:
        yield made


async def send(alliance: Alliance, content: bytes, path: str = "/ingest/care-home") -> tuple[int, list[str], list[str]]:
    """Status, what is wrong, and the names of the Patients that are there then."""
    home = alliance.as_member("N1")
    answer = await home.post(path, content=content)
    issues = [issue for issue in answer.json()["issue"] if issue["severity"] in {"error", "fatal", "warning"}]
    found = (await home.get("/fhir/Patient")).json().get("entry", [])
    names = sorted(entry["resource"]["name"][0]["text"] for entry in found)
    return answer.status_code, [issue["diagnostics"] for issue in issues], names


@pytest.mark.parametrize("path", DOORS)
async def test_a_door_is_shut_for_nobody_for_readers_and_for_too_much(alliance: Alliance, path: str) -> None:
    content = book({"住户": GOOD})

    answers = [
        await alliance.as_nobody().post(path, content=content),
        await alliance.as_client("engineer").post(path, content=content),
        await alliance.as_member("N1").post(path, content=b"x" * 3_000_001),
        await alliance.as_member("N1").post(path, content=content, headers={"Content-Encoding": "deflate"}),
    ]

    assert [answer.status_code for answer in answers] == [401, 403, 413, 415]
    assert {answer.json()["resourceType"] for answer in answers} == {"OperationOutcome"}


@pytest.mark.parametrize("path", DOORS)
@pytest.mark.parametrize("content", [b"", b"\x00\xff\xfe", b"%PDF-1.7", b"<a/>", b"{}", b"PK\x03\x04"])
async def test_what_is_no_such_file_is_unprocessable_and_stores_nothing(
    alliance: Alliance, path: str, content: bytes
) -> None:
    status, issues, names = await send(alliance, content, path)

    assert (status, bool(issues), names) == (422, True, [])


async def test_the_template_is_for_clients_that_may_send_and_for_what_has_one(alliance: Alliance) -> None:
    home = alliance.as_member("N1")

    answers = [
        await alliance.as_nobody().get("/ingest/care-home/template"),
        await alliance.as_client("engineer").get("/ingest/care-home/template"),
        await home.get("/ingest/his/template"),
        await home.get("/ingest/care-home/template"),
    ]

    assert [answer.status_code for answer in answers] == [401, 403, 400, 200]
    assert zipfile.is_zipfile(BytesIO(answers[3].content))


async def test_two_members_with_the_same_numbers_keep_their_own_records(alliance: Alliance) -> None:
    export = (SAMPLES / "his" / "all_tables.json").read_bytes()

    answers = [await alliance.as_member(code).post("/ingest/his", content=export) for code in ("H1", "M1")]
    seen = [(await alliance.as_member(code).get("/fhir/Patient")).json() for code in ("H1", "M1", "N2")]

    assert [answer.status_code for answer in answers] == [200, 200]
    systems = [
        {number["system"] for entry in page.get("entry", []) for number in entry["resource"]["identifier"]
         if "/mrn" in number["system"]}
        for page in seen
    ]  # fmt: skip
    assert systems == [
        {"https://alliance-hub.example/sid/H1/mrn"}, {"https://alliance-hub.example/sid/M1/mrn"}, set(),
    ]  # fmt: skip


async def test_a_document_of_one_member_is_not_seen_by_another(alliance: Alliance) -> None:
    document = next((SAMPLES / "wst").glob("*.xml")).read_bytes()

    answer = await alliance.as_member("H1").post("/ingest/wst", content=document)
    seen = [(await alliance.as_member(code).get("/fhir/Composition")).json() for code in ("H1", "N2")]

    assert answer.status_code == 200
    assert [len(page.get("entry", [])) for page in seen] == [1, 0]


def inline(*texts: str) -> str:
    return "".join(f'<c r="{chr(65 + at)}1" t="inlineStr"><is><t>{text}</t></is></c>' for at, text in enumerate(texts))


@pytest.mark.parametrize(
    ("content", "status", "words", "names"),
    [
        (book({"住户": [HEAD, ["=HYPERLINK(1)", "R1", "女", "1941-05-03"], ["李四", "R2", "男", "1938-01-02"]]}),
         200, "holds a formula", ["李四"]),
        (book({"住户": [HEAD, ["+cmd|' /C calc'!A0", "R1", "女", "1941-05-03"]]}), 200, "", ["+cmd|' /C calc'!A0"]),
        (book({"住户": [[*HEAD, "姓名"], ["张秀英", "R1", "女", "1941-05-03", "李四"]]}), 200, "", ["张秀英"]),
        (book({"住户": [HEAD, ["张\u200b秀\u200f英", "R1", "女", "1941-05-03"]]}), 200, "", ["张秀英"]),
        (book({"住户": [HEAD, ["\u202e英秀张\u202c", "R1", "女", "1941-05-03"]]}), 200, "", ["英秀张"]),
        (book({"住户": [HEAD, ["张秀英", "R1", "女", "15099"]]}), 200, "", ["张秀英"]),
        (book({"住户": [HEAD, ["张秀英", "R1", "女", "1941-02-30"]]}), 422, "does not exist in the calendar", []),
        (book({"住户": [HEAD] + [[None] * 4] * 2_000 + [["张秀英", "R1", "女", "1941-05-03"]]}), 200, "", ["张秀英"]),
        (book({"住户": [HEAD]}), 422, "a header but no rows", []),
        (book({"住户": [["甲", "乙"], [1, 2]]}), 422, "header cannot be understood", []),
    ],
    ids=["formula", "formula-as-text", "header-twice", "zero-width", "right-to-left", "number-as-text", "no-such-day",
         "empty-rows", "no-rows", "no-header"],
)  # fmt: skip
async def test_a_workbook_is_read_as_it_is_seen(
    alliance: Alliance, content: bytes, status: int, words: str, names: list[str]
) -> None:
    found = await send(alliance, content)

    assert (found[0], found[2]) == (status, names)
    assert words in " ".join(found[1])


async def test_a_million_empty_rows_cost_nothing(alliance: Alliance) -> None:
    rows = "".join(f'<row r="{at}" spans="1:4"/>' for at in range(3, 1_000_003))
    person = inline("张秀英", "R1", "女", "1941-05-03")
    xml = sheet_xml(f'<row r="1">{inline(*HEAD)}</row><row r="2">{person}</row>{rows}')

    status, issues, names = await send(alliance, changed(book({"住户": GOOD}), {SHEET: xml}))

    assert (status, issues, names) == (200, [], ["张秀英"])


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"xl/vbaProject.bin": "x"}, "macros"),
        ({SHEET: '<!DOCTYPE a [<!ENTITY b "c">]><worksheet/>'}, "document type declaration"),
        ({SHEET: sheet_xml(f'<row r="1">{"<c/>" * 1_100_000}</row>')}, "too long"),
        ({"xl/media/x": bytes(700_000_000)}, "unpacks to more than 600 MB"),
    ],
    ids=["macros", "entities", "endless-row", "bomb"],
)
async def test_a_crafted_workbook_is_refused_in_words(alliance: Alliance, parts: dict[str, Any], words: str) -> None:
    status, issues, names = await send(alliance, changed(book({"住户": GOOD}), parts))

    assert (status, names) == (422, [])
    assert words in issues[0]


async def test_a_merged_title_and_a_hidden_sheet_do_not_stand_in_for_rows(alliance: Alliance) -> None:
    data = book(
        {
            "住户": [["示范颐和养护院 住户名册", None, None, None], *GOOD],
            "旧": [HEAD, ["李四", "R9", "男", "1938-01-02"]],
        }
    )
    with zipfile.ZipFile(BytesIO(data)) as parts:
        listed = parts.read("xl/workbook.xml").decode()
    before, name, after = listed.partition('name="旧"')
    hidden = before + name + after.replace('state="visible"', 'state="hidden"', 1)

    status, issues, names = await send(alliance, changed(data, {"xl/workbook.xml": hidden}))

    told = "Sheet 旧: The sheet is hidden and was not read. Show it in the spreadsheet if its rows are to be read."
    assert (status, issues, names) == (200, [told], ["张秀英"])


async def test_a_bed_move_keeps_what_else_is_known_of_the_stay(alliance: Alliance) -> None:
    home = alliance.as_member("N1")
    beds = "床号,床位状态\n301-1,占\n301-2,空\n"
    residents = "姓名,编号,性别,出生日期,入住日期,护理等级,房间,床号\n张秀英,R1,女,1941-05-03,2026-01-05,二级,301,1\n"
    move = "编号,调床时间,新房间,新床号,入住日期\nR1,2026-02-01 09:00,301,2,2026-01-05\n"

    for table in (beds, residents, move):
        answer = await home.post("/ingest/care-home", content=table.encode())
        assert answer.headers["x-hub-state"] == "stored", answer.text
    [entry] = (await home.get("/fhir/EpisodeOfCare")).json()["entry"]
    stay = entry["resource"]

    extensions = {one["url"].rpartition("/")[2]: one for one in stay["extension"]}
    bed = await home.get("/fhir/" + extensions["residence-bed"]["valueReference"]["reference"])
    assert extensions["care-level"]["valueCodeableConcept"]["text"] == "二级"
    assert (bed.json()["identifier"][0]["value"], stay["period"]["start"]) == ("301-2", "2026-01-05")
    assert len(stay["extension"]) == len(extensions)
