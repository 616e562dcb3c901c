"""`hub convert --to hl7v2` and `hub endpoint`, as a person calls them."""

import json
from pathlib import Path

import pytest

from hub.cli.main import main

PATIENT = {
    "resourceType": "Patient", "gender": "female", "photo": [{"title": "x"}], "name": [{"text": "钱䶮"}],
    "identifier": [{"system": "https://alliance-hub.example/sid/H1/mrn", "value": "Z1"}],
}  # fmt: skip
RECEIVER = """
[sender]
application = "HIS"
facility = "H1"
member = "H1"
charset = "GB2312"

[values.PID-8]
"女" = "F"

[outbound]
version = "2.3.1"
application = "HUB"
bundle = "REF"
"""


def written(tmp_path: Path, name: str, content: str) -> str:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    return str(path)


def test_a_resource_becomes_a_message_as_the_receivers_file_asks(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    patient = written(tmp_path, "p.json", json.dumps(PATIENT))
    receiver = written(tmp_path, "his.toml", RECEIVER)

    status = main(["convert", "--to", "hl7v2", patient, "--message", "ADT^A04", "--receiver", receiver, "--report"])

    out, err = capfdbinary.readouterr()
    lines = out.decode("gb2312").split("\r")
    assert status == 0
    assert lines[0].startswith("MSH|^~\\&|HUB||HIS|H1|")
    assert lines[0].endswith("|P|2.3.1||||||GB2312")
    assert lines[2] == "PID|1||Z1||钱〓|||女"
    issues = json.loads(err)["issue"]
    assert [(issue["code"], issue.get("expression")) for issue in issues] == [
        ("code-invalid", None),
        ("not-supported", ["Patient[0].photo"]),
    ]


def test_one_resource_a_line_becomes_one_message_each(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    lines = written(tmp_path, "p.ndjson", f"{json.dumps(PATIENT)}\n\n{json.dumps(PATIENT)}\n")

    status = main(["convert", "--to", "hl7v2", lines, "--source", "H1"])

    out, _ = capfdbinary.readouterr()
    assert (status, out.count(b"MSH|"), out.count(b"|ADT^A08^ADT_A01|")) == (0, 2, 2)


@pytest.mark.parametrize(
    ("content", "message", "words"),
    [
        ("hello", "", "is no FHIR JSON"),
        ("{}", "", "holds no FHIR resource"),
        (json.dumps(PATIENT), "ADT^A40", "which record replaces which"),
        (json.dumps(PATIENT), "ADT^X99", "is no message that can be written"),
        ('{"resourceType":"Slot"}', "", "is no message that can be written"),
        (json.dumps(PATIENT), "ORU^R01", "holds neither report nor observation"),
        (json.dumps(PATIENT), "SIU^S12", "holds none"),
        (json.dumps(PATIENT), "MFN^M05", "holds none"),
    ],
)
def test_what_cannot_be_written_is_refused_with_the_reason(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], content: str, message: str, words: str
) -> None:
    file = written(tmp_path, "p.json", content)

    status = main(["convert", "--to", "hl7v2", file, "--message", message])

    out, err = capfdbinary.readouterr()
    assert (status, out) == (1, b"")
    assert words in json.loads(err)["issue"][-1]["diagnostics"]


def test_a_receivers_file_with_faults_is_refused(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    patient = written(tmp_path, "p.json", json.dumps(PATIENT))
    receiver = written(tmp_path, "his.toml", RECEIVER.replace('"2.3.1"', '"12"'))

    status = main(["convert", "--to", "hl7v2", patient, "--receiver", receiver])

    assert (status, b"a version of HL7 v2" in capfdbinary.readouterr().err) == (1, True)


def test_endpoints_are_added_listed_and_removed(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    data = ["--data", str(tmp_path)]
    assert main(["member", "add", "H1", "示范老年病医院", *data]) == 0

    added = main(["endpoint", "add", "H1", "mllp", "mllp://10.1.2.3:2575/HIS/H1", *data])
    listed = main(["endpoint", "list", *data])
    removed = main(["endpoint", "remove", "1", *data])
    again = main(["endpoint", "remove", "1", *data])

    out, err = capfdbinary.readouterr()
    assert (added, listed, removed, again) == (0, 0, 0, 1)
    assert b"mllp://10.1.2.3:2575/HIS/H1" in out
    assert b"There is no endpoint 1" in err


@pytest.mark.parametrize(
    ("channel", "address"),
    [("mllp", "10.1.2.3:2575"), ("mllp", "mllp://10.1.2.3"), ("rest-hook", "mllp://a:1"), ("file", "file:"),
     ("mllp", "mllp://h:x")],
)  # fmt: skip
def test_an_address_that_does_not_fit_its_channel_is_refused(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], channel: str, address: str
) -> None:
    assert main(["endpoint", "add", "H1", channel, address, "--data", str(tmp_path)]) == 1

    assert f"expected an address of the channel {channel}" in capfdbinary.readouterr().err.decode()
