"""`hub import` as whoever brings a member in calls it, against a server in a process of its own."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from hub.bulk.load import Entry, Line, Refusal, line_to_entry, parts_of
from hub.cli import bulk_import
from hub.cli.main import main
from tests.e2e.hub_process import HubProcess, running_hub

Captured = pytest.CaptureFixture[bytes]
SYSTEM = "https://alliance-hub.example/sid/N1/resident"


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    with running_hub(tmp_path_factory.mktemp("hub")) as running:
        data = ["--data", str(running.data)]
        register = ["client", "add", "loader", "--member", "H1", "--make-key", "--scopes", "system/*.cruds", *data]
        assert main(register) == 0
        yield running


def load(hub: HubProcess, captured: Captured, *argv: str) -> tuple[int, list[dict[str, Any]], list[dict[str, Any]]]:
    captured.readouterr()
    status = main(["import", "--url", hub.url, "--client", "loader", "--data", str(hub.data), *argv])
    out, err = captured.readouterr()
    return status, [json.loads(line) for line in out.splitlines()], [json.loads(line) for line in err.splitlines()]


def get(hub: HubProcess, captured: Captured, path: str) -> dict[str, Any]:
    import urllib.request

    captured.readouterr()
    main(["token", "--client", "loader", "--data", str(hub.data)])
    token = captured.readouterr().out.decode().strip()
    request = urllib.request.Request(f"{hub.url}/fhir/{path}", headers={"Authorization": f"Bearer {token}"})
    with urllib.request.urlopen(request, timeout=20) as answer:
        found: dict[str, Any] = json.loads(answer.read())
    return found


def file_of(path: Path, *lines: str) -> str:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def patient(number: str, **more: Any) -> str:
    return json.dumps({"resourceType": "Patient", "id": number, "name": [{"text": "张三"}], **more}, ensure_ascii=False)


def weight(number: str, *, of: str) -> str:
    return (
        f'{{"resourceType":"Observation","id":"{number}","status":"final","code":{{"text":"体重"}},'
        f'"subject":{{"reference":"Patient/{of}"}},"valueQuantity":{{"value":72.50,"unit":"kg"}}}}'
    )


def test_a_load_stores_all_that_is_good_and_says_what_is_wrong_with_each_other_line(
    hub: HubProcess, tmp_path: Path, capsysbinary: Captured
) -> None:
    name = file_of(
        tmp_path / "a.ndjson",
        weight("a-w", of="a-p"),
        patient("a-p"),
        "",
        '{"resourceType":"Patient","id":"a-bad","gender":"x"}',
        "no json",
        '{"resourceType":"Patient","name":[{"text":"无号"}]}',
        json.dumps({"resourceType": "Patient", "identifier": [{"value": "1"}, {"system": SYSTEM, "value": "A,1"}]}),
        patient("a/bad"),
    )

    first = load(hub, capsysbinary, name)
    again = load(hub, capsysbinary, name)

    assert [first[0], again[0]] == [1, 1]
    assert first[1] == again[1] == [{"file": name, "stored": 3, "refused": 4}]
    assert "FILE.errors.ndjson says why" in first[2][0]["issue"][0]["diagnostics"]
    errors = [json.loads(line) for line in Path(f"{name}.errors.ndjson").read_text(encoding="utf-8").splitlines()]
    assert [one["issue"][0]["diagnostics"].split(":")[0] for one in errors] == ["line 4", "line 5", "line 6", "line 8"]
    assert len(Path(f"{name}.refused.ndjson").read_text(encoding="utf-8").splitlines()) == 4
    assert not Path(f"{name}.progress.json").exists()
    stored = get(hub, capsysbinary, "Observation?patient=a-p")["entry"][0]["resource"]
    assert (stored["id"], stored["meta"]["versionId"]) == ("a-w", "1")
    assert len(get(hub, capsysbinary, f"Patient?identifier={SYSTEM}%7CA%5C,1")["entry"]) == 1


def test_ids_and_references_take_a_prefix_and_decimals_stay(
    hub: HubProcess, tmp_path: Path, capsysbinary: Captured
) -> None:
    tagged = patient("1", meta={"tag": [{"code": "x"}]})
    no_id = json.dumps(
        {
            "resourceType": "Basic",
            "identifier": [{"system": SYSTEM, "value": "b"}],
            "code": {"text": "a"},
            "subject": {"reference": "Patient/1"},
        }
    )
    name = file_of(tmp_path / "b.ndjson", tagged, weight("1", of="1"), no_id)

    status, summary, _ = load(hub, capsysbinary, name, "--prefix", "N1-")

    assert (status, summary[0]["stored"]) == (0, 3)
    found = get(hub, capsysbinary, "Observation/N1-1")
    assert found["subject"] == {"reference": "Patient/N1-1"}
    assert get(hub, capsysbinary, "Patient/N1-1")["meta"]["tag"] == [{"code": "x"}]
    basic = get(hub, capsysbinary, f"Basic?identifier={SYSTEM}%7Cb")["entry"][0]["resource"]
    assert basic["subject"] == {"reference": "Patient/N1-1"}


def test_transactions_go_as_they_are_and_one_that_is_refused_stops_no_other(
    hub: HubProcess, tmp_path: Path, capsysbinary: Captured
) -> None:
    def transaction(gender: str) -> str:
        resource = {"resourceType": "Patient", "id": f"t-{gender}", "gender": gender}
        request = {"method": "PUT", "url": f"Patient/t-{gender}"}
        entry = [{"resource": resource, "request": request}]
        return json.dumps({"resourceType": "Bundle", "type": "transaction", "entry": entry})

    name = file_of(tmp_path / "c.ndjson", transaction("x"), transaction("male"))

    status, summary, _ = load(hub, capsysbinary, name)

    assert (status, summary) == (1, [{"file": name, "stored": 1, "refused": 1}])
    assert get(hub, capsysbinary, "Patient/t-male")["gender"] == "male"


def test_a_line_that_is_too_large_is_refused_alone(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path, capsysbinary: Captured
) -> None:
    big = patient("big", text={"status": "generated", "div": "x" * 60_000})
    name = file_of(tmp_path / "d.ndjson", patient("d-1"), big, patient("d-2"))
    with running_hub(tmp_path_factory.mktemp("small"), HUB_BODY_LIMIT="50000") as running:
        data = ["--data", str(running.data)]
        main(["client", "add", "loader", "--member", "H1", "--make-key", "--scopes", "system/*.cruds", *data])

        status, summary, _ = load(running, capsysbinary, name)

    assert (status, summary) == (1, [{"file": name, "stored": 2, "refused": 1}])


def test_what_cannot_be_loaded_is_said(hub: HubProcess, tmp_path: Path, capsysbinary: Captured) -> None:
    missing = load(hub, capsysbinary, str(tmp_path / "none.ndjson"))
    capsysbinary.readouterr()
    nowhere = main(["import", file_of(tmp_path / "e.ndjson", patient("e"))])
    said = capsysbinary.readouterr().err
    stranger = main(["import", str(tmp_path / "e.ndjson"), "--url", hub.url, "--token", "x"])

    assert (missing[0], nowhere, stranger) == (1, 1, 1)
    assert "cannot be read" in missing[2][0]["issue"][0]["diagnostics"]
    assert b"--url is missing" in said


def test_a_load_that_is_broken_off_goes_on_where_it_stood(
    hub: HubProcess, tmp_path: Path, capsysbinary: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.bulk.load.MOST_LINES", 2)
    monkeypatch.setattr(bulk_import, "_WAITS", (0,))
    lines = [patient(f"f-{number}") for number in range(6)]
    name = file_of(tmp_path / "f.ndjson", lines[0], "broken", *lines[1:])
    with door(answers=[(503, {}), (200, stored(1)), (503, {}), (200, stored(2))]) as url:
        monkeypatch.setattr(bulk_import, "_WAITS", (0, 0))
        status = main(["import", name, "--url", url, "--token", "x"])
        elsewhere = main(["import", name, "--url", hub.url, "--token", "x"])
    progress = json.loads(Path(f"{name}.progress.json").read_text(encoding="utf-8"))
    with door(answers=[(200, stored(2)), (200, stored(1))]) as other:
        Path(f"{name}.progress.json").write_text(json.dumps(progress | {"url": other}), encoding="utf-8")
        capsysbinary.readouterr()
        finished = main(["import", name, "--url", other, "--token", "x"])
        summary = json.loads(capsysbinary.readouterr().out)
    restarted = load(hub, capsysbinary, name, "--restart")

    assert (status, elsewhere, finished) == (1, 1, 1)
    assert (progress["line"], progress["stored"], progress["refused"]) == (4, 3, 1)
    assert summary == {"file": name, "stored": 6, "refused": 1}
    assert restarted[1] == [{"file": name, "stored": 6, "refused": 1}]


def test_a_hub_that_stays_busy_is_left_for_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk_import, "_WAITS", (0,))
    name = file_of(tmp_path / "g.ndjson", patient("g"))
    with door(answers=[(200, busy(1)), (200, busy(1))]) as url:
        status = main(["import", name, "--url", url, "--token", "x"])

    assert status == 1
    assert not Path(f"{name}.errors.ndjson").exists()


def test_a_terminal_sees_how_far_it_is(
    hub: HubProcess, tmp_path: Path, capsysbinary: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = file_of(tmp_path / "h.ndjson", patient("h"))
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)

    main(["import", "--url", hub.url, "--client", "loader", "--data", str(hub.data), name])

    assert "100 %, 1 stored, 0 refused" in capsysbinary.readouterr().err.decode()


def test_parts_are_bounded_by_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hub.bulk.load.MOST_BYTES", 150)
    path = Path(file_of(tmp_path / "i.ndjson", *[patient(str(number)) for number in range(5)]))

    with path.open("rb") as file:
        parts = [[entry.line.number for entry in part.entries] for part in parts_of(file)]

    assert parts == [[1, 2], [3, 4], [5]]


@pytest.mark.parametrize(("text", "is_alone"), [('{"resourceType":"Bundle","type":"document","id":"b"}', False),
                                                ('{"resourceType":"Bundle","type":"batch"}', True)])  # fmt: skip
def test_only_transactions_and_batches_are_taken_apart(text: str, is_alone: bool) -> None:
    found = line_to_entry(Line(1, len(text), text.encode()))

    assert isinstance(found, Entry)
    assert found.alone is is_alone


def test_an_id_that_grows_too_long_by_its_prefix_is_refused() -> None:
    text = patient("x" * 60).encode()

    assert isinstance(line_to_entry(Line(1, len(text), text), prefix="N1-home-"), Refusal)


def stored(count: int) -> dict[str, Any]:
    return {"resourceType": "Bundle", "entry": [{"response": {"status": "201 Created"}}] * count}


def busy(count: int) -> dict[str, Any]:
    return {"resourceType": "Bundle", "entry": [{"response": {"status": "503 Service Unavailable"}}] * count}


@contextmanager
def door(*, answers: list[tuple[int, dict[str, Any]]]) -> Iterator[str]:
    """A server that gives these answers in order, and then none but 503."""
    waiting = iter(answers)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            status, body = next(waiting, (503, {}))
            data = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
