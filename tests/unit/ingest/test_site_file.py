"""What a site's file says, and every fault with its line."""

import pytest

from adapters.port import Source
from hub.conversion import to_fhir
from hub.ingest.site_file import View, read_site_file

FILE = """[site]
member = "H1"
name = "HA"
charset = "GB18030"
timezone = "Asia/Urumqi"
[titles]
"V_ZYXX" = "visits"
[columns.visits]
visit_no = "ZYH_X"
start = ["RYSJ_X", "入科"]
[columns.patients]
mrn = "BRID_X"
[values.visits.class]
"9" = "住院"
[systems]
"本院" = "https://h1.example/codes"
[concepts."https://h1.example/codes"]
"Z-1" = ["http://hl7.org/fhir/sid/icd-10", "I69.3", "脑梗死后遗症"]
[database]
url = "sqlite:///x"
every = 5
[views.visits]
query = "SELECT * FROM v"
watermark = "GXSJ"
key = "ZYH_X"
"""


def faults(text: str) -> list[tuple[int | None, str]]:
    found, issues = read_site_file(text.encode())
    assert found is None
    return [(issue.line, issue.text) for issue in issues]


def test_a_file_says_who_how_and_what() -> None:
    site, issues = read_site_file(FILE.encode())

    assert issues == ()
    assert site is not None
    assert (site.member, site.every, site.overlap, site.batch) == ("H1", 5, 120, 500)
    assert site.views == (View("visits", "SELECT * FROM v", "GXSJ", "ZYH_X"),)
    assert site.dialect.columns["visits"] == {"ZYH_X": "visit_no", "RYSJ_X": "start", "入科": "start"}
    assert site.dialect.values == {"visits.class": {"9": "住院"}}


def test_a_sites_own_columns_values_and_codes_are_understood() -> None:
    site, _ = read_site_file(FILE.encode())
    assert site is not None
    source = site.source(Source(name="H1"))
    visits = "ZYH_X,病历号,就诊类型,RYSJ_X\nV1,P1,9,2026-03-01 08:00\n".encode("gb18030")
    diagnoses = "病历号,诊断编码,诊断名称,编码体系\nP1,Z-1,脑梗塞后遗症,本院\n".encode("gb18030")

    [visit] = to_fhir(visits, adapter="his", source=source)
    [diagnosis] = to_fhir(diagnoses, adapter="his", source=source)

    encounter, condition = visit.entries[-1].resource, diagnosis.entries[-1].resource
    assert (encounter["identifier"][0]["system"], encounter["class"]["code"], encounter["period"]["start"]) == (
        "https://alliance-hub.example/sid/HA/visit", "IMP", "2026-03-01T08:00:00+06:00",
    )  # fmt: skip
    assert [coding["code"] for coding in condition["code"]["coding"]] == ["I69.3", "Z-1"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("x = ]", [(1, "The file is no TOML: Invalid value.")]),
        ('[titles]\n"a" = "nothing"', [(2, "a is 'nothing'; expected one of results, prescriptions")]),
        ('[columns.visits]\nnothing = "a"', [(2, "'nothing' is no column of visits; expected one of visit_no")]),
        ("[columns.visits]\nvisit_no = 1", [(2, "visit_no: expected the site's column name")]),
        ('[columns.nothing]\na = "b"', [(1, "'nothing' is not known here")]),
        ("[database]\nevery = 0", [(2, "every is 0; expected a whole number from 1 to 86400.")]),
        (FILE.replace("sqlite:///x", ""), [(20, "[views] needs [database] with url")]),
        (FILE.replace("sqlite:///x", "sqlite+nosuch:///x"), [(20, "The URL of the database cannot be understood")]),
        (FILE.replace("sqlite:///x", "mysql+pymysql://a:${PW}@b"), [(20, "The driver pymysql of this database")]),
        (FILE.replace("SELECT * FROM v", "DELETE FROM v"), [(23, "query is 'DELETE FROM v'")]),
        (FILE.replace("SELECT * FROM v", "SELECT 1; DROP TABLE v"), [(23, "query is")]),
        (FILE.replace("GXSJ", "a b"), [(24, "watermark is 'a b'")]),
    ],
    ids=range(12),
)
def test_a_fault_is_named_with_its_line(text: str, found: list[tuple[int, str]]) -> None:
    first = faults(text)[0]

    assert (first[0], first[1][: len(found[0][1])]) == found[0]


def test_a_file_in_another_charset_is_refused() -> None:
    found, issues = read_site_file("名 = 1".encode("gbk"))

    assert (found, [issue.text for issue in issues]) == (None, ["The file is not UTF-8; save it as UTF-8."])
