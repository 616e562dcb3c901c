"""What a load does with lines that mean harm, with other members' records, and after a crash in the middle."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.bulk.load import Entry, Line, Refusal, line_to_entry, parts_of
from hub.cli.main import main
from tests.e2e.hub_process import HubProcess, running_hub
from tests.e2e.test_bulk_import import Captured, file_of, get, load, patient, weight


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    with running_hub(tmp_path_factory.mktemp("hub")) as running:
        data = ["--data", str(running.data)]
        register = ["client", "add", "loader", "--member", "H1", "--make-key", "--scopes", "system/*.cruds", *data]
        assert main(register) == 0
        assert main(["member", "add", "N9", "某养护院", "--kind", "home", *data]) == 0
        other = ["client", "add", "other", "--member", "N9", "--make-key", "--scopes", "system/*.cruds", *data]
        assert main(other) == 0
        yield running


@pytest.mark.parametrize(
    "text",
    [
        '{"resourceType":"../Patient","id":"a"}',
        '{"resourceType":"Patient?identifier=s|1&x=","id":"a"}',
        '{"resourceType":"Patient","id":""}',
        '{"resourceType":"Patient","identifier":[7,{"system":{"a":1},"value":[1]}]}',
        '{"resourceType":"Patient","id":"a","id":"b"}',
        "[" * 100_000,
        "\x00",
    ],
)
@pytest.mark.parametrize("prefix", ["", "N1-"])
def test_a_hostile_line_is_refused_before_it_is_sent(text: str, prefix: str) -> None:
    assert isinstance(line_to_entry(Line(1, len(text), text.encode()), prefix=prefix), Refusal)


@pytest.mark.parametrize("kind", ['["transaction"]', '{"a":1}'])
def test_a_bundle_whose_type_is_no_text_is_sent_as_any_resource(kind: str) -> None:
    text = f'{{"resourceType":"Bundle","type":{kind},"id":"q"}}'.encode()

    found = line_to_entry(Line(1, len(text), text))

    assert isinstance(found, Entry)
    assert not found.alone


@pytest.mark.parametrize("end", ["\n", ""])
def test_a_giant_line_is_passed_over_and_the_next_one_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    monkeypatch.setattr("hub.bulk.load.MOST_OF_LINE", 100)
    path = tmp_path / "giant.ndjson"
    path.write_text(patient("a") + "\n" + patient("b" * 900) + "\n" + patient("c") + "\n" + "x" * 250 + end, "utf-8")

    with path.open("rb") as file:
        (part,) = parts_of(file)

    assert [entry.line.number for entry in part.entries] == [1, 3]
    assert [(one.line.number, one.line.text) for one in part.refused] == [(2, b""), (4, b"")]
    assert "more than 100 bytes" in part.refused[0].outcome["issue"][0]["diagnostics"]
    assert (part.end, part.last) == (path.stat().st_size, 4)


def test_a_giant_line_has_a_reason_and_no_copy(
    hub: HubProcess, tmp_path: Path, capsysbinary: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.bulk.load.MOST_OF_LINE", 200)
    name = file_of(tmp_path / "giant.ndjson", patient("g-1"), "x" * 999, "bad")

    _, done, _ = load(hub, capsysbinary, name)

    assert done == [{"file": name, "stored": 1, "refused": 2}]
    assert Path(f"{name}.refused.ndjson").read_bytes() == b"bad\n"
    assert len(Path(f"{name}.errors.ndjson").read_bytes().splitlines()) == 2


def test_another_members_records_are_neither_changed_nor_shown(
    hub: HubProcess, tmp_path: Path, capsysbinary: Captured
) -> None:
    first = file_of(tmp_path / "first.ndjson", patient("w-1", gender="male"), weight("w-2", of="w-1"))
    load(hub, capsysbinary, first)
    taken = json.dumps({"resourceType": "Patient", "id": "w-1", "gender": "female", "meta": {"versionId": "9"}})
    name = file_of(tmp_path / "second.ndjson", taken, weight("w-2", of="w-1"), weight("w-3", of="w-1"), patient("w-4"))

    status = main(["import", "--url", hub.url, "--client", "other", "--data", str(hub.data), name])
    reasons = [json.loads(line) for line in Path(f"{name}.errors.ndjson").read_bytes().splitlines()]

    assert status == 1
    assert [one["issue"][0]["diagnostics"].partition(":")[0] for one in reasons] == ["line 1", "line 2"]
    assert {one["issue"][0]["code"] for one in reasons} <= {"not-found", "forbidden", "conflict"}
    kept = get(hub, capsysbinary, "Patient/w-1")
    assert (kept["gender"], kept["meta"]["versionId"]) == ("male", "1")
    everything = get(hub, capsysbinary, "Observation?patient=w-1")
    assert [one["resource"]["id"] for one in everything["entry"]] == ["w-2"]


def test_ids_that_stand_twice_and_versions_that_are_claimed_make_no_other_history(
    hub: HubProcess, tmp_path: Path, capsysbinary: Captured
) -> None:
    claimed = patient("d-1", gender="male", meta={"versionId": "77", "lastUpdated": "1999-01-01T00:00:00Z"})
    name = file_of(tmp_path / "twice.ndjson", claimed, patient("d-1", gender="female"))

    status, done, _ = load(hub, capsysbinary, name)

    assert (status, done) == (0, [{"file": name, "stored": 2, "refused": 0}])
    stored = get(hub, capsysbinary, "Patient/d-1")
    assert (stored["gender"], stored["meta"]["versionId"]) == ("female", "2")
    assert not stored["meta"]["lastUpdated"].startswith("1999")


def test_what_a_crash_left_of_the_reasons_is_written_once(
    hub: HubProcess, tmp_path: Path, capsysbinary: Captured
) -> None:
    name = file_of(tmp_path / "crash.ndjson", "bad 1", "bad 2", patient("k-1"))
    errors, refused = Path(f"{name}.errors.ndjson"), Path(f"{name}.refused.ndjson")
    errors.write_bytes(b'{"first":1}\n{"second":2}\n{"thi')  # written, and killed before the place was noted
    refused.write_bytes(b"bad 1\nbad 2\n")
    place = {"url": hub.url, "offset": 6, "line": 1, "stored": 0, "refused": 1, "errors": 12, "lines": 6}
    Path(f"{name}.progress.json").write_text(json.dumps(place), encoding="utf-8")

    _, done, _ = load(hub, capsysbinary, name)

    assert done == [{"file": name, "stored": 1, "refused": 2}]
    assert refused.read_bytes() == b"bad 1\nbad 2\n"
    lines = errors.read_bytes().splitlines()
    assert (lines[0], len(lines)) == (b'{"first":1}', 2)


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ('{"url": "', "cannot be read; begin"),
        ('{"url": "U", "more": 1}', "cannot be read; begin"),
        ('{"url": "U", "offset": 9999}', "has changed since"),
        ('{"url": "U", "offset": 5}', "has changed since"),
    ],
)
def test_a_place_that_cannot_be_gone_on_from_is_said(
    hub: HubProcess, tmp_path: Path, capsysbinary: Captured, place: str, words: str
) -> None:
    name = file_of(tmp_path / "place.ndjson", patient("q-1"))
    Path(f"{name}.progress.json").write_text(place.replace('"U"', json.dumps(hub.url)), encoding="utf-8")

    status, _, outcome = load(hub, capsysbinary, name)

    assert status == 1
    assert words in outcome[0]["issue"][0]["diagnostics"]
