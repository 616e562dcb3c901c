"""Tables by hand in the console: template, preview, and only then the commit."""

import asyncio
import re

import httpx2

from hub.web.views.imports import XLSX
from tests.unit.web.conftest import Console

TABLE = "编号,姓名,性别,入住日期,年龄\nR900,王大爷,男,2024-05-06,88\n,钱阿婆,女,2024-05-06,\n"
LARGE = "编号,姓名,性别,入住日期\n" + "".join(f"L{n},住{n},女,2024-05-06\n" for n in range(300))


async def upload(console: Console, name: str, text: str, **fields: str) -> httpx2.Response:
    form = {"csrf": console.csrf(name), "adapter": "care-home"} | fields
    return await console.of(name).post(
        "/console/import", data=form, files={"file": ("residents.csv", text.encode(), "text/csv")}
    )


async def shown(console: Console, name: str, page: str) -> str:
    for _ in range(600):
        answer = await console.of(name).get(page)
        if "http-equiv" not in answer.text:
            return answer.text
        await asyncio.sleep(0.1)
    raise AssertionError("the preview did not end")


async def test_the_page_offers_the_template(console: Console) -> None:
    page = await console.of("nurse").get("/console/import")
    book = await console.of("nurse").get("/console/import/template/care-home")
    missing = await console.of("nurse").get("/console/import/template/his")

    assert (page.status_code, "/console/import/template/care-home" in page.text) == (200, True)
    assert (book.status_code, book.headers["content-type"], book.content[:2]) == (200, XLSX, b"PK")
    assert missing.status_code == 404


async def test_a_file_is_previewed_and_stored_only_when_it_is_confirmed(console: Console) -> None:
    sent = await upload(console, "nurse", TABLE)
    page = sent.headers["location"]

    text = await shown(console, "nurse", page)
    before = await console.alliance.hub.ingest.quarantine.page(
        visibility=console.alliance.principal("N1").visibility, state="", text="", before=0, count=10
    )
    done = await console.of("nurse").post(f"{page}/store", data={"csrf": console.csrf("nurse")})
    again = await console.of("nurse").get(page)

    assert sent.status_code == 303
    assert re.findall(r"可入库 (\d+) 行|将退回 (\d+) 行", text) == [("1", ""), ("", "1")]
    assert "年龄" in text
    assert "第 3 行“编号”列：本行没有写明是谁；应填身份证号或编号（只有姓名不安全）。" in text
    assert list(before) == []
    assert "已入库 1 行，退回 1 行" in done.text
    assert "第 3 行“编号”列：本行没有写明是谁" in done.text
    assert again.status_code == 404


async def test_findings_stand_in_english_where_the_reader_asks_for_it(console: Console) -> None:
    sent = await upload(console, "nurse", TABLE)

    text = await shown(console, "nurse", f"{sent.headers['location']}?lang=en")

    assert "Row 3, column 编号: the row names nobody; expected 身份证号 or 编号" in text
    assert "本行" not in text


async def test_a_long_file_is_read_beside_the_page(console: Console) -> None:
    sent = await upload(console, "nurse", LARGE)

    first = await console.of("nurse").get(sent.headers["location"])
    text = await shown(console, "nurse", sent.headers["location"])

    assert "正在读取" in first.text
    assert "可入库 300 行" in text


async def test_an_upload_is_for_the_account_that_sent_it_alone(console: Console) -> None:
    sent = await upload(console, "nurse", TABLE)
    page = sent.headers["location"]

    others = [await console.of(name).get(page) for name in ("other-nurse", "engineer")]
    odd = await console.of("nurse").get("/console/import/a.b")

    assert [answer.status_code for answer in (*others, odd)] == [404, 404, 404]


async def test_who_may_not_import_is_refused(console: Console) -> None:
    answers = [await console.of(name).get("/console/import") for name in ("reader", "auditor")]

    assert [answer.status_code for answer in answers] == [403, 403]


async def test_forms_that_are_not_the_pages_own_are_refused(console: Console) -> None:
    nurse = console.of("nurse")
    csrf = console.csrf("nurse")
    file = {"file": ("a.csv", b"x", "text/csv")}
    forged = await nurse.post("/console/import", data={"csrf": "x", "adapter": "his"}, files=file)
    nobody = await nurse.post("/console/import", data={"csrf": csrf, "adapter": "nobody"}, files=file)
    plain = await nurse.post("/console/import", data={"csrf": csrf})
    empty = await nurse.post(
        "/console/import", data={"csrf": csrf, "adapter": "his"}, files={"file": ("a.csv", b"", "text/csv")}
    )
    nothing = await nurse.post("/console/import", data={"csrf": csrf}, files={"other": ("a.csv", b"x", "text/csv")})
    broken = await nurse.post("/console/import", content=b"--x", headers={"content-type": "multipart/form-data"})
    large = await nurse.post(
        "/console/import",
        content=b"",
        headers={"content-type": "multipart/form-data; boundary=x", "content-length": "999999999"},
    )

    found = [answer.status_code for answer in (forged, nobody, plain, empty, nothing, broken, large)]
    assert found == [403, 400, 400, 400, 400, 400, 413]
