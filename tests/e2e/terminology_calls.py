"""Calls of the terminology operations, and what their answers say."""

from typing import Any

from terminology.code_table import TableHead
from terminology.code_table_builder import TableRow, build_table
from terminology.icd10_editions import INSURANCE
from tests.builders import Alliance

GENDER = "http://hl7.org/fhir/ValueSet/administrative-gender"
SEX = "urn:oid:2.16.156.10011.2.3.3.4"
CS = "http://hl7.org/fhir/administrative-gender"
ROWS = [
    TableRow("I63", "脑梗死", "Cerebral infarction"),
    TableRow("I63.900", "未特指的脑梗死"),
    TableRow("I63.900x001", "多发性脑梗死"),
    TableRow("I10.x00x002", "高血压病2级"),
]


def load_icd(alliance: Alliance) -> None:
    head = TableHead(
        url=INSURANCE, version="2.0", name="icd-10-insurance-cn", title="医保版", source="test", verified=False
    )
    table = build_table(head, ROWS, infer_parents=True)
    alliance.hub.terminology.tables.add("code-system", table, table.to_bytes())
    alliance.hub.terminology.refresh()


async def get(alliance: Alliance, path: str, **parameters: str) -> tuple[int, Any]:
    answer = await alliance.as_member("H1").get(f"/fhir/{path}", params=parameters)
    return answer.status_code, answer.json()


async def post(alliance: Alliance, path: str, body: dict[str, Any]) -> tuple[int, Any]:
    headers = {"Content-Type": "application/fhir+json"}
    answer = await alliance.as_member("H1").post(f"/fhir/{path}", json=body, headers=headers)
    return answer.status_code, answer.json()


def parameters(**given: Any) -> dict[str, Any]:
    return {
        "resourceType": "Parameters",
        "parameter": [
            {"name": name.rstrip("_"), **(value if isinstance(value, dict) else {"valueString": value})}
            for name, value in given.items()
        ],
    }


def refusal(answer: tuple[int, Any]) -> tuple[int, str, str]:
    status, body = answer
    assert body["resourceType"] == "OperationOutcome"
    return status, body["issue"][0]["code"], body["issue"][0]["diagnostics"]


def simple(body: Any) -> dict[str, Any]:
    return {
        one["name"]: next(value for key, value in one.items() if key.startswith("value"))
        for one in body["parameter"]
        if "part" not in one
    }


def displays(body: Any) -> list[tuple[str, str]]:
    return [(one["code"], one["display"]) for one in body["expansion"].get("contains", [])]
