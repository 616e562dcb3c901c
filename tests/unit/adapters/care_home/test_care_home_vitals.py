import pytest

from adapters.care_home.adapter import ADAPTER
from adapters.port import Conversion, Source
from fhir_profiles.issue import JsonObject

HEADER = "编号,测量时间,体温,脉搏,呼吸,收缩压,舒张压,血氧,吸氧,血糖,体重,意识"
TIME = "R001,2026-03-02 08:05"


def convert(row: str, header: str = HEADER) -> Conversion:
    [conversion] = ADAPTER.convert(f"{header}\n{row}\n".encode(), source=Source(name="N1"))
    return conversion


def values(conversion: Conversion) -> dict[str, object]:
    """LOINC code to `value unit`, or to the pair of a blood pressure."""
    found: dict[str, object] = {}
    for entry in conversion.entries[1:]:
        resource = entry.resource
        code = resource["code"]["coding"][0]["code"]
        if "component" in resource:
            found[code] = [str(part["valueQuantity"]["value"]) for part in resource["component"]]
        elif "valueQuantity" in resource:
            found[code] = f"{resource['valueQuantity']['value']} {resource['valueQuantity']['code']}"
        else:
            concept = resource["valueCodeableConcept" if "valueCodeableConcept" in resource else "dataAbsentReason"]
            found[code] = concept["coding"][0]["code"]
    return found


def warnings(conversion: Conversion) -> list[tuple[str, str]]:
    return [(issue.severity, issue.text) for issue in conversion.issues]


def test_a_full_row_becomes_one_observation_for_each_measurement() -> None:
    conversion = convert(f"{TIME},36.50,72,18,128,76,97,2L/min,6.1,61.5,清醒")

    assert values(conversion) == {
        "8310-5": "36.50 Cel",
        "8867-4": "72 /min",
        "9279-1": "18 /min",
        "85354-9": ["128", "76"],
        "2708-6": "97 %",
        "3151-8": "2 L/min",
        "15074-8": "6.1 mmol/L",
        "29463-7": "61.5 kg",
        "80288-4": "A",
    }
    assert conversion.issues == ()


def test_an_observation_says_who_when_and_where() -> None:
    [patient, observation] = convert(f"{TIME},36.5,,,,,,,,,").entries

    assert (patient.method, patient.if_none_exist) == (
        "POST",
        "identifier=https://alliance-hub.example/sid/N1/resident|R001",
    )
    assert observation.url == f"Observation?identifier=urn:ietf:rfc:3986|{observation.full_url}"
    assert {name: observation.resource[name] for name in ("status", "category", "subject", "effectiveDateTime")} == {
        "status": "final",
        "category": [
            {
                "coding": [
                    {
                        "system": "http://terminology.hl7.org/CodeSystem/observation-category",
                        "code": "vital-signs",
                    }
                ]
            }
        ],
        "subject": {"reference": patient.full_url},
        "effectiveDateTime": "2026-03-02T08:05:00+08:00",
    }


def test_the_same_measurement_sent_again_is_the_same_observation() -> None:
    first, second = (convert(f"{TIME},{value},,,,,,,,,").entries[1] for value in ("36.5", "36.6"))

    assert first.url == second.url


def test_a_date_and_a_time_column_are_joined() -> None:
    conversion = convert("R001,2026年3月2日,8:05,36.5", "编号,测量日期,时间,体温(℃)")

    assert conversion.entries[1].resource["effectiveDateTime"] == "2026-03-02T08:05:00+08:00"


def test_blood_pressure_in_one_cell_is_split() -> None:
    assert values(convert("R001,2026-03-02 08:05,１２０／80", "编号,测量时间,血压(mmHg)")) == {"85354-9": ["120", "80"]}


def test_an_implausible_value_is_left_out_and_the_other_cells_kept() -> None:
    conversion = convert(f"{TIME},365,72,,,,,,,,")

    assert values(conversion) == {"8867-4": "72 /min"}
    assert warnings(conversion) == [
        (
            "warning",
            (
                "Row 2, column 体温: the value is not plausible: expected 25 to 45 Cel. "
                "The cell is left out, the row is kept."
            ),
        )
    ]


def test_a_row_in_which_nothing_can_be_used_is_refused() -> None:
    conversion = convert(f"{TIME},365,,,,,,,,,")

    assert conversion.entries == ()
    assert [issue.severity for issue in conversion.issues] == ["warning", "error"]


def test_a_diastolic_pressure_above_the_systolic_leaves_both_out() -> None:
    conversion = convert(f"{TIME},36.5,,,80,120,,,,,")

    assert values(conversion) == {"8310-5": "36.5 Cel"}
    assert warnings(conversion) == [
        (
            "warning",
            "Row 2, column 舒张压: the diastolic pressure is not below the systolic; both are left out.",
        )
    ]


def test_a_systolic_pressure_alone_is_kept() -> None:
    assert values(convert(f"{TIME},,,,120,,,,,,")) == {"85354-9": ["120"]}


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("否", "0 L/min"), ("空气", "0 L/min"), ("3", "3 L/min"), ("鼻导管 2L/min", "2 L/min"), ("是", "unknown")],
)
def test_oxygen_is_read_as_flow_or_as_given_without_one(cell: str, expected: str) -> None:
    assert values(convert(f"{TIME},,,,,,,{cell},,,")) == {"3151-8": expected}


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("神志清", "A"), ("谵妄", "C"), ("嗜睡", "V"), ("昏睡", "P"), ("昏迷", "U"), ("v", "V")],
)
def test_consciousness_is_acvpu(cell: str, expected: str) -> None:
    assert values(convert(f"{TIME},,,,,,,,,,{cell}")) == {"80288-4": expected}


def test_weight_in_jin_is_brought_to_kilograms() -> None:
    assert values(convert("R001,2026-03-02,120", "编号,测量时间,体重(斤)")) == {"29463-7": "60 kg"}
    assert values(convert("R001,2026-03-02,61公斤", "编号,测量时间,体重")) == {"29463-7": "61 kg"}


def test_glucose_in_milligrams_is_left_out() -> None:
    conversion = convert("R001,2026-03-02,36.5,45", "编号,测量时间,体温,血糖(mg/dL)")

    assert values(conversion) == {"8310-5": "36.5 Cel"}
    assert [issue.text for issue in conversion.issues] == [
        "Row 2, column 血糖(mg/dL): the unit is mg/dL; expected mmol/L. The cell is left out, the row is kept."
    ]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("R001,,36.5,,,,,,,,,", "the cell is empty; expected the time of measurement"),
        ("R001,昨晚,36.5,,,,,,,,,", "expected a date such as"),
        (f"{TIME},,,,,,,,,,", "the row holds no measurement"),
        (",2026-03-02,36.5,,,,,,,,,", "the row names nobody"),
    ],
)
def test_a_row_without_person_time_or_measurement_is_refused(row: str, words: str) -> None:
    conversion = convert(row)

    assert conversion.entries == ()
    assert [words in issue.text for issue in conversion.issues] == [True]


def test_glucose_is_a_laboratory_result_and_saturation_has_both_codes() -> None:
    resources: list[JsonObject] = [entry.resource for entry in convert(f"{TIME},,,,,,97,,6.1,,").entries[1:]]

    assert [resource["category"][0]["coding"][0]["code"] for resource in resources] == ["vital-signs", "laboratory"]
    assert [coding["code"] for coding in resources[0]["code"]["coding"]] == ["2708-6", "59408-5"]
