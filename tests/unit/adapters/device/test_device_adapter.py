"""Readings of devices: what is refused, what is kept with a warning, and what is the same reading again."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from adapters.device.adapter import ADAPTER
from adapters.port import Conversion, Source
from hub.conversion import adapter_for, convert_all, convert_part, split_file

NOW = datetime(2026, 3, 2, 0, 6, 10, tzinfo=UTC)
AT = "2026-03-02T08:05:00+08:00"


def convert(value: Any, *, received: datetime = NOW) -> list[Conversion]:
    data = value if isinstance(value, bytes) else json.dumps(value, ensure_ascii=False).encode()
    return list(ADAPTER.convert(data, source=Source(name="N1", received_at=received)))


def reading(**members: Any) -> dict[str, Any]:
    return {"device": "W-1", "resident": "R001", "time": AT, **members}


def observations(found: Conversion) -> list[dict[str, Any]]:
    resources = [entry.resource for entry in found.entries]
    return [resource for resource in resources if resource["resourceType"] == "Observation"]


def warnings(found: Conversion) -> list[str]:
    return [issue.text.partition(": ")[2] for issue in found.issues]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xff\xfe{}", "not UTF-8"),
        (b"[]", "holds no reading"),
        (b'{"observations": []}', "holds no reading"),
        (b"", "holds no reading"),
        (b'"text"', "no object and no list"),
        (b"[" * 100_000, "nested too deeply"),
    ],
)
def test_a_file_without_readings_is_refused_in_words(data: bytes, words: str) -> None:
    [found] = convert(data)

    assert found.is_refused
    assert words in found.issues[0].text
    assert [part.whole for part in split_file(data, "device", Source())] == [data]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (7, "is no JSON object"),
        ({"device": "W-1", "time": AT}, "holds no measurement"),
        ({"hr": 60, "time": AT}, "names no device"),
    ],
)
def test_a_reading_that_says_nothing_is_refused_alone(value: Any, words: str) -> None:
    bad, good = convert([value, reading(hr=60)])

    assert (bad.is_refused, good.is_refused) == (True, False)
    assert words in bad.issues[0].text
    assert bad.entries == ()


def test_a_reading_without_a_time_is_refused_where_its_receipt_is_unknown() -> None:
    unknown = datetime(1970, 1, 1, tzinfo=UTC)

    without, strange, told = convert(
        [reading(time="", hr=60), reading(time="soon", hr=60), reading(hr=60)], received=unknown
    )

    assert [found.is_refused for found in (without, strange, told)] == [True, True, False]


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-02T08:05:00+08:00", "2026-03-02T00:05:00Z", "2026-03-02 08:05:00", "20260302080500", 1772409900,
        1772409900000, 1772409900000000, "1772409900000",
    ],
)  # fmt: skip
def test_times_as_gateways_write_them_are_one_time(text: Any) -> None:
    [found] = convert([reading(time=text, hr=60)])

    moment = datetime.fromisoformat(observations(found)[0]["effectiveDateTime"])
    assert (moment, found.issues) == (datetime(2026, 3, 2, 0, 5, tzinfo=UTC), ())


@pytest.mark.parametrize(
    ("sent", "time", "effective", "words"),
    [
        ("2026-03-02T08:07:00+08:00", AT, {"effectiveDateTime": AT}, ""),
        ("2026-03-01T08:07:00+08:00", AT, {"effectiveDateTime": AT}, ""),
        ("2026-03-02T08:26:10+08:00", "2026-03-02T08:25:00+08:00", {"effectiveDateTime": AT}, "20 min ahead"),
        ("2026-03-03T08:06:10+08:00", "2026-03-03T08:05:00+08:00", {"effectiveDateTime": AT}, "24 h ahead"),
        ("soon", AT, {"effectiveDateTime": AT}, "sent the file cannot be read"),
        ("", "2026-03-02", {"effectiveDateTime": "2026-03-02"}, ""),
        ("", "2026-03-03", {"effectivePeriod": {"end": "2026-03-02T08:06:10+08:00"}}, "in the future;"),
        ("", "2026-03-02T08:40:00+08:00", {"effectivePeriod": {"end": "2026-03-02T08:06:10+08:00"}}, "in the future;"),
    ],
)
def test_clocks_are_compared_and_set_right(sent: str, time: str, effective: dict[str, Any], words: str) -> None:
    [found] = convert({"gateway": {"id": "G", "sent": sent}, "observations": [reading(time=time, hr=60)]})

    [made] = observations(found)
    assert {name: value for name, value in made.items() if name.startswith("effective")} == effective
    assert [words in text for text in warnings(found)] == ([True] if words else [])


def test_a_devices_own_clock_is_compared_with_the_receipt_where_the_gateway_says_no_time() -> None:
    device = {"id": "W-1", "clock": "2026-03-02T08:36:10+08:00"}

    [found] = convert([reading(device=device, time="2026-03-02T08:35:00+08:00", hr=60)])
    [blind] = convert([reading(device={"id": "W-1", "clock": "noon"}, hr=60)])

    assert observations(found)[0]["effectiveDateTime"] == AT
    assert warnings(found) == ["the device's clock is 30 min ahead; the time was set right."]
    assert observations(blind)[0]["effectiveDateTime"] == AT


def test_an_end_before_the_beginning_is_no_period() -> None:
    [found] = convert([reading(kind="apnoea", end_time="2026-03-02T08:00:00+08:00")])

    assert observations(found)[0]["effectiveDateTime"] == AT


def test_the_same_reading_is_the_same_observation_whatever_else_is_in_its_file() -> None:
    alone = convert([reading(id="m1", hr=60)])[0]
    among = convert({"gateway": "G", "observations": [reading(id="m0", hr=59), reading(id="m1", hr=60)]})[1]
    other = convert([reading(id="m2", hr=60)])[0]

    urls = [[entry.full_url for entry in found.entries][-1] for found in (alone, among, other)]
    assert urls[0] == urls[1] != urls[2]


def test_a_corrected_value_takes_the_place_of_the_first() -> None:
    first, again = convert([reading(id="m1", hr=60), reading(id="m1", hr=61, status="更正")])

    assert first.entries[-1].url == again.entries[-1].url
    assert [observations(found)[0]["status"] for found in (first, again)] == ["final", "corrected"]


@pytest.mark.parametrize(
    ("members", "value", "is_repaired"),
    [
        ({"temp": "98.6℉"}, 37.0, True),
        ({"kind": "temp", "value": 98.6, "unit": "[degF]"}, 37.0, True),
        ({"temp": 98.6}, 37.0, True),
        ({"temp": 36.6}, 36.6, False),
        ({"temp": {"value": 36.6, "unit": "°C"}}, 36.6, False),
        ({"spo2": 0.97}, 97, True),
        ({"spo2": "97%"}, 97, False),
        ({"glucose": 90, "unit": "mg/dL"}, 5.0, True),
        ({"weight": 120, "unit": "斤"}, 60, True),
        ({"weight": 6.0e1, "unit": "kg"}, 60, False),
        ({"sleep": 420, "unit": "min"}, 7, True),
    ],
)
def test_units_are_repaired_with_a_word(members: dict[str, Any], value: float, is_repaired: bool) -> None:
    [found] = convert([reading(**members)])

    [made] = observations(found)
    assert (float(made["valueQuantity"]["value"]), bool(warnings(found))) == (value, is_repaired)
    assert ("component" in made) is is_repaired


@pytest.mark.parametrize("value", [0, -1, 255, 1e9, "--", "60 Hz", "60 61", True, [], {"x": 1}, "NaN", "9" * 400])
def test_what_cannot_be_a_result_is_kept_and_counts_for_none(value: Any) -> None:
    [found] = convert([reading(kind="hr", value=value)])

    [made] = observations(found)
    assert ("valueQuantity" in made, made["dataAbsentReason"]["coding"][0]["code"]) == (False, "error")
    assert len(warnings(found)) == 1


def test_one_part_of_the_blood_pressure_may_be_spoilt_alone() -> None:
    [found] = convert([reading(sbp=135, dbp=500)])

    upper, lower, reported = observations(found)[0]["component"]
    assert float(upper["valueQuantity"]["value"]) == 135
    assert "valueQuantity" not in lower
    assert float(reported["valueQuantity"]["value"]) == 500


@pytest.mark.parametrize("value", ["120-80", {"systolic": 120, "diastolic": 80}, {"sbp": {"value": 120}, "dbp": 80}])
def test_blood_pressure_as_makers_write_it(value: Any) -> None:
    [found] = convert([reading(bp=value)])

    made = observations(found)
    pairs = [float(part["valueQuantity"]["value"]) for part in made[0].get("component", [])]
    assert pairs == ([120, 80] if isinstance(value, dict) else [])


@pytest.mark.parametrize(
    ("state", "level", "value", "interpretation"),
    [
        (None, None, True, "A"),
        ("start", "低", True, "A"),
        (True, "critical", True, "AA"),
        (False, "critical", False, None),
        ("误报", None, False, None),
        ("weak", "1", None, "AA"),
    ],
)
def test_an_alarm_says_whether_it_begins_and_how_grave_it_is(
    state: Any, level: Any, value: bool | None, interpretation: str | None
) -> None:
    [found] = convert([reading(kind="fall", state=state, level=level)])

    [made] = observations(found)
    coded = [item["coding"][0]["code"] for item in made.get("interpretation", [])]
    assert (made.get("valueBoolean"), coded) == (value, [interpretation] if interpretation else [])
    assert made["category"][0]["coding"][0]["code"] == "device-alarm"


@pytest.mark.parametrize("battery", ["low", "130", "-1"])
def test_a_charge_that_is_none_is_left_out_with_a_word(battery: str) -> None:
    [found] = convert([reading(hr=60, battery=battery)])

    assert (len(observations(found)), warnings(found)[0][:8]) == (1, "expected")


def test_a_charge_without_a_device_is_left_out_with_a_word() -> None:
    [found] = convert([{"resident": "R001", "battery": 50, "time": AT}])

    assert (observations(found), len(warnings(found))) == ([], 1)


def test_what_the_head_says_counts_for_all_readings_and_the_rest_of_it_is_residue() -> None:
    head = {"deviceId": "W-7", "elderId": "R009", "version": 3, "hr": 70, "id": "f1", "data": [{"hr": 60, "ts": AT}]}

    [found] = convert(head)

    assert {entry.resource["resourceType"] for entry in found.entries} == {"Patient", "Device", "Observation"}
    assert [issue.expression for issue in found.residue] == [
        "reading 1 head: version", "reading 1 head: hr", "reading 1 head: id",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("members", "paths"),
    [
        ({"value": 3}, ["value"]),
        ({"unit": "%", "spo2": 97}, []),
        ({"unit": "%", "spo2": 97, "hr": 60}, ["unit"]),
        ({"hr": 60, "status": "odd"}, ["status"]),
        ({"hr": 60, "deviceId": "W-2"}, ["deviceId"]),
        ({"hr": 60, "device": {"id": "W-1", "colour": "red", "type": {"x": 1}}}, ["device.colour", "device.type"]),
        ({"type": "手环", "hr": 60}, []),
    ],
)
def test_what_is_not_read_is_residue(members: dict[str, Any], paths: list[str]) -> None:
    [found] = convert([reading(**({"hr": 60} | members if "spo2" not in members else members))])

    assert [issue.expression.removeprefix("reading 1 ") for issue in found.residue] == paths


def test_an_unknown_kind_is_kept_under_its_own_name() -> None:
    silent, told = convert([reading(kind="gait"), reading(kind="gait", value=0.8, unit="m/s")])

    assert observations(silent)[0]["valueString"] == "true"
    assert observations(told)[0]["valueQuantity"] == {"value": Decimal("0.8"), "unit": "m/s"}
    assert observations(told)[0]["code"]["text"] == "gait"


@pytest.mark.parametrize(
    ("members", "value"),
    [
        ({"value": 0.8, "unit": "m/s"}, {"valueQuantity": {"value": Decimal("0.8"), "unit": "m/s"}}),
        ({"value": "0.8 m/s"}, {"valueQuantity": {"value": Decimal("0.8"), "unit": "m/s"}}),
        ({"value": 3}, {"valueString": "3"}),
        ({"value": "slow", "unit": "m/s"}, {"valueString": "slow m/s"}),
    ],
)
def test_a_number_with_a_unit_is_a_quantity_though_nobody_knows_its_kind(
    members: dict[str, Any], value: dict[str, Any]
) -> None:
    [found] = convert(reading(kind="gait_speed", **members))

    [observation] = observations(found)
    assert {name: held for name, held in observation.items() if name.startswith("value")} == value


def test_a_mean_pressure_is_part_of_the_panel_and_a_name_of_the_person_is_kept() -> None:
    [found] = convert([reading(sbp=120, dbp=80, map=93, name="张秀英", id_card="330105194111030029")])

    [panel] = observations(found)
    patient = found.entries[0].resource
    assert [part["code"]["text"] for part in panel["component"]] == ["收缩压", "舒张压", "平均压"]
    assert (patient["name"][0]["text"], patient["gender"]) == ("张秀英", "female")


def test_a_long_file_is_cut_into_parts_that_count_on() -> None:
    many = {"gateway": "G", "observations": [reading(id=str(number), hr=60) for number in range(2_500)]}
    data, source = json.dumps(many).encode(), Source(name="N1", received_at=NOW)

    parts = split_file(data, "device", source)
    found = [conversion for part in parts for conversion in convert_part(part, "device", source)]

    assert [len(list(convert_part(part, "device", source))) for part in parts] == [1_000, 1_000, 500]
    assert [found[at].label for at in (0, 1_000, 2_499)] == ["reading 1", "reading 1001", "reading 2500"]
    assert [item.entries for item in found] == [item.entries for item in convert_all(data, "device", source)]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b'{"gateway": {"id": "x"}, "observations": []}', "device"),
        (b'[{"deviceSn": "x", "hr": 60}]', "device"),
        (b'{"device": {"id": "x"}, "hr": 60}\n', "device"),
        (b'[{"header": {}, "body": {"effective_time_frame": {}}}]', "device"),
        ('[{"resident_no":"R1","device":"胃管","placed":"2026-01-01"}]'.encode(), "care-home"),
    ],
)
def test_the_json_of_a_gateway_is_told_from_a_table(data: bytes, name: str) -> None:
    assert adapter_for(data).name == name


def test_one_id_twice_in_a_file_is_told_for_the_later_one_stands_alone() -> None:
    found = convert([reading(id="m-1", hr=60), reading(id="m-2", hr=61), reading(id="m-1", hr=72)])

    words = (
        "the file says the same already in reading 1 (the same id, or the same device, time and kind); "
        "this later one counts alone. Give each reading an id of its own."
    )
    assert [warnings(one) for one in found] == [[], [], [words]]
    assert observations(found[0])[0]["identifier"] == observations(found[2])[0]["identifier"]


def test_one_id_for_two_kinds_of_measurement_is_two_observations_and_no_finding() -> None:
    found = convert([reading(id="m-1", hr=60), reading(id="m-1", spo2=97)])

    assert [warnings(one) for one in found] == [[], []]
