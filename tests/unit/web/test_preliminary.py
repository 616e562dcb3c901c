"""What may still change is never shown as if it were final: on the result's page and in the record."""

from tests.unit.web.conftest import Console


async def test_a_preliminary_value_says_so(console: Console) -> None:
    await console.put("H1", {"resourceType": "Patient", "id": "elder", "name": [{"text": "钱阿婆"}]})
    about = {"reference": "Patient/elder"}
    for name, status in (("血钾", "preliminary"), ("血钠", "final")):
        await console.put(
            "H1",
            {"resourceType": "Observation", "id": f"value-{status}", "status": status, "code": {"text": name},
             "subject": about, "valueQuantity": {"value": 4.1, "unit": "mmol/L"}},
        )  # fmt: skip
    results = [{"reference": f"Observation/value-{status}"} for status in ("preliminary", "final")]
    await console.put(
        "H1",
        {"resourceType": "DiagnosticReport", "id": "report", "status": "final", "code": {"text": "电解质"},
         "subject": about, "result": results},
    )  # fmt: skip

    result = (await console.of("doctor").get("/console/results/report")).text
    record = (await console.of("doctor").get("/console/patients/elder")).text

    assert result.count('<span class="chip info">初步</span>') == 1
    assert record.count('<span class="chip info">初步</span>') == 1
