"""Commands that act on an installation."""

import asyncio
import io
import json
import sqlite3
import sys
from pathlib import Path

import pytest

from hub.cli.main import COMMANDS, main
from tests.builders import patient

Captured = pytest.CaptureFixture[bytes]


@pytest.fixture
def data(tmp_path: Path, capsysbinary: Captured) -> str:
    assert main(["db", "upgrade", "--data", str(tmp_path / "data")]) == 0
    assert (
        main(
            [
                "member",
                "add",
                "H1",
                "示范老年病医院",
                "--kind",
                "hospital",
                "--licensed",
                "--data",
                str(tmp_path / "data"),
            ]
        )
        == 0
    )
    capsysbinary.readouterr()
    return str(tmp_path / "data")


def test_members_are_added_and_listed(data: str, capsysbinary: Captured) -> None:
    assert main(["member", "add", "N1", "示范颐和养护院", "--kind", "home", "--data", data]) == 0
    assert main(["member", "list", "--data", data]) == 0

    lines = capsysbinary.readouterr().out.decode().splitlines()
    assert lines[0] == "Member N1 is number 2."
    assert [line.split() for line in lines[2:]] == [
        ["1", "H1", "hospital", "yes", "open", "示范老年病医院"],
        ["2", "N1", "home", "no", "open", "示范颐和养护院"],
    ]


def test_a_member_leaves_and_keeps_its_number(data: str, capsysbinary: Captured) -> None:
    assert main(["member", "add", "N1", "示范颐和养护院", "--kind", "home", "--data", data]) == 0
    capsysbinary.readouterr()

    assert main(["member", "leave", "N1", "--reason", "合同到期", "--data", data]) == 0
    left = capsysbinary.readouterr().out.decode().splitlines()
    assert main(["member", "leave", "N1", "--reason", "合同到期", "--data", data]) == 1
    again = json.loads(capsysbinary.readouterr().err)["issue"][0]["code"]
    assert main(["member", "list", "--data", data]) == 0
    lines = capsysbinary.readouterr().out.decode().splitlines()

    assert left[-2:] == [
        (
            "Member N1 has left: 0 clients and 0 users disabled, 0 endpoints removed, 0 deliveries stopped. "
            "Its record stays."
        ),
        "0 appointments cancelled, 0 reservations of equipment released.",
    ]
    assert again == "conflict"
    assert lines[-1].split() == ["2", "N1", "home", "no", "left", "示范颐和养护院"]


def test_a_member_twice_is_refused(data: str, capsysbinary: Captured) -> None:
    assert main(["member", "add", "H1", "again", "--data", data]) == 1

    assert json.loads(capsysbinary.readouterr().err)["issue"][0]["code"] == "conflict"


@pytest.mark.parametrize("argv", [["--uscc", "123456789012345679"], []])
def test_a_member_with_unusable_values_is_refused(data: str, capsysbinary: Captured, argv: list[str]) -> None:
    code = "X1" if argv else "坏 码"

    assert main(["member", "add", code, "名", *argv, "--data", data]) == 1


def test_a_client_made_here_gets_a_token(data: str, capsysbinary: Captured) -> None:
    assert main(["client", "add", "lead-hospital", "--member", "H1", "--make-key", "--data", data]) == 0
    assert main(["client", "list", "--data", data]) == 0
    listed = capsysbinary.readouterr().out.decode().splitlines()[-1].split()
    assert main(["token", "--client", "lead-hospital", "--data", data]) == 0

    token = capsysbinary.readouterr().out.decode().strip()
    assert listed == ["lead-hospital", "H1", "yes", "system/*.cruds"]
    assert token.count(".") == 2


def test_a_client_with_its_own_key_has_no_token_here(data: str, tmp_path: Path, capsysbinary: Captured) -> None:
    from hub.keys import Keys

    jwks = tmp_path / "jwks.json"
    jwks.write_text(json.dumps({"keys": [Keys.in_memory().public_jwk("client-x")]}))

    assert main(["client", "add", "clinic", "--member", "H1", "--jwks", str(jwks), "--data", data]) == 0
    assert main(["token", "--client", "clinic", "--data", data]) == 1
    assert main(["token", "--client", "nobody", "--data", data]) == 1


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"keys": [{"kty": "oct", "k": "AA"}]}'])
def test_unusable_keys_are_refused(data: str, tmp_path: Path, capsysbinary: Captured, content: str) -> None:
    jwks = tmp_path / "jwks.json"
    jwks.write_text(content)

    assert main(["client", "add", "clinic", "--member", "H1", "--jwks", str(jwks), "--data", data]) == 1
    assert json.loads(capsysbinary.readouterr().err)["issue"][0]["diagnostics"].startswith(str(jwks))


def test_a_user_gets_a_hashed_password(data: str, capsysbinary: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("correct horse 1949\n"))

    assert main(["user", "add", "li", "--member", "H1", "--role", "reader", "--data", data]) == 0
    assert main(["user", "list", "--data", data]) == 0

    assert capsysbinary.readouterr().out.decode().splitlines()[-1].split() == ["li", "H1", "yes", "reader"]


def test_a_short_password_is_refused(data: str, monkeypatch: pytest.MonkeyPatch, capsysbinary: Captured) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("short\n"))

    assert main(["user", "add", "li", "--member", "H1", "--role", "reader", "--data", data]) == 1


def test_senders_are_bound_and_listed(data: str, capsysbinary: Captured) -> None:
    assert main(["sender", "add", "HIS", "H1", "--member", "H1", "--charset", "gb18030", "--data", data]) == 0
    assert main(["sender", "add", "HIS", "H2", "--member", "H9", "--data", data]) == 1
    assert main(["sender", "add", "HIS", "H2", "--member", "H1", "--timezone", "Mars", "--data", data]) == 1
    assert main(["sender", "list", "--data", data]) == 0

    out = capsysbinary.readouterr().out.decode().splitlines()
    assert out[-1].split() == ["HIS", "H1", "H1", "gb18030", "Asia/Shanghai"]


def test_a_sound_database_says_so(data: str, capsysbinary: Captured) -> None:
    assert main(["db", "check", "--data", data]) == 0

    assert b"is sound" in capsysbinary.readouterr().out


def test_a_reindex_of_a_type_that_there_is_not_is_refused(data: str, capsysbinary: Captured) -> None:
    assert main(["db", "reindex", "Elder", "--data", data]) == 1

    assert json.loads(capsysbinary.readouterr().err)["issue"][0]["diagnostics"].startswith("Elder is no FHIR R4")


def test_an_index_that_waits_is_told_from_damage_and_made_again(
    data: str, capsysbinary: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    path = Path(data) / "hub.db"
    asyncio.run(_store_patient(Path(data)))
    with sqlite3.connect(path) as file:
        file.execute("DELETE FROM index_string")
    file.close()

    assert main(["db", "check", "--data", data]) == 1
    damaged = capsysbinary.readouterr().err.decode()
    with sqlite3.connect(path) as file:
        file.execute("DELETE FROM index_state")
    file.close()
    assert main(["db", "reindex", "Patient", "--data", data]) == 0
    done = capsysbinary.readouterr()
    assert main(["db", "check", "--data", data]) == 0

    assert "restore the last backup" in damaged
    assert "Patient: 1 / 1" in done.err.decode()
    assert done.out.decode().endswith(": the index of 1 resources was made again.\n")


def test_an_index_that_waits_is_not_called_damage_and_a_worker_elsewhere_is_waited_for(
    data: str, capsysbinary: Captured
) -> None:
    path = Path(data) / "hub.db"
    asyncio.run(_store_patient(Path(data)))
    with sqlite3.connect(path) as file:
        file.execute("DELETE FROM index_string")
        file.execute("UPDATE index_state SET waiting = '[\"1.value\"]', lease = 9000000000000000 "
                     "WHERE type = (SELECT number FROM term WHERE text = 'Patient')")  # fmt: skip
    file.close()

    assert main(["db", "check", "--data", data]) == 1
    waits = capsysbinary.readouterr().err.decode()
    assert main(["db", "reindex", "--data", data]) == 1

    assert "Run `hub db reindex`, then check again" in waits
    assert "Another worker makes the index of Patient again" in capsysbinary.readouterr().err.decode()


async def _store_patient(folder: Path) -> None:
    from dataclasses import replace

    from hub.bootstrap import build_hub, close_hub
    from hub.settings import Settings
    from hub.store.port import Put, Ref, Visibility, WriteUnit

    hub = await build_hub(replace(Settings(), data=folder))
    put = Put(Ref("Patient", "p1"), json.dumps({**patient(), "id": "p1"}).encode())
    await hub.store.write(WriteUnit(puts=(put,)), visibility=Visibility(1))
    await close_hub(hub)


@pytest.mark.parametrize(
    "argv",
    [
        ["member", "list"],
        ["db", "check"],
        ["token", "--client", "x"],
        ["client", "list"],
        ["sender", "list"],
        ["user", "list"],
    ],
)
def test_a_folder_without_an_installation_is_named(tmp_path: Path, capsysbinary: Captured, argv: list[str]) -> None:
    assert main([*argv, "--data", str(tmp_path / "none")]) == 1

    outcome = json.loads(capsysbinary.readouterr().err)
    assert outcome["issue"][0]["code"] == "not-found"
    assert not (tmp_path / "none").exists()


def test_quarantine_and_audit_of_a_stopped_installation_are_listed(data: str, capsysbinary: Captured) -> None:
    assert main(["quarantine", "list", "--data", data]) == 0
    assert main(["audit", "list", "--data", data]) == 0
    assert main(["quarantine", "show", "1", "--data", data]) == 1

    lines = capsysbinary.readouterr().out.decode().splitlines()
    assert [line.split()[0] for line in lines] == ["NUMBER", "TIME"]


def test_a_database_server_that_is_not_there_is_said_in_words(tmp_path: Path, capsysbinary: Captured) -> None:
    url = f"postgresql://hub@/hub?host={tmp_path}"

    assert main(["member", "list", "--data", str(tmp_path), "--db", url]) == 1

    assert b"cannot reach its PostgreSQL server" in capsysbinary.readouterr().err


def test_the_embedded_database_takes_one_process(tmp_path: Path, capsysbinary: Captured) -> None:
    assert main(["serve", "--data", str(tmp_path), "--workers", "2"]) == 1

    assert b"exactly one process" in capsysbinary.readouterr().err


def test_validate_prints_an_outcome_for_each_file(tmp_path: Path, capsysbinary: Captured) -> None:
    good, bad, broken = tmp_path / "good.json", tmp_path / "bad.json", tmp_path / "broken.json"
    good.write_text(json.dumps(patient()))
    bad.write_text(json.dumps(patient(gender="weiblich")))
    broken.write_text("{")

    status = main(["validate", str(good), str(bad), str(broken), str(tmp_path / "none")])

    lines = [json.loads(line) for line in capsysbinary.readouterr().out.splitlines()]
    assert status == 1
    assert [line["issue"][0]["severity"] for line in lines] == ["information", "error", "fatal", "error"]
    assert main(["validate", str(good)]) == 0


def test_an_unknown_profile_is_an_error(tmp_path: Path, capsysbinary: Captured) -> None:
    good = tmp_path / "good.json"
    good.write_text(json.dumps(patient()))

    assert main(["validate", str(good), "--profile", "https://example.org/p"]) == 1
    assert main(["validate", str(good), "--profile", "http://hl7.org/fhir/StructureDefinition/Patient"]) == 0


def test_validate_knows_the_profiles_of_a_package_that_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = "https://example.org/StructureDefinition/named"
    name = {"id": "Patient.name", "path": "Patient.name", "min": 1, "max": "*"}
    definition = {
        "resourceType": "StructureDefinition", "url": url, "name": "named", "type": "Patient", "kind": "resource",
        "derivation": "constraint", "snapshot": {"element": [{"id": "Patient", "path": "Patient"}, name]},
    }  # fmt: skip
    profile, bare = tmp_path / "named.json", tmp_path / "bare.json"
    profile.write_text(json.dumps(definition))
    bare.write_text(json.dumps(definition | {"url": f"{url}-not", "snapshot": None} | {"snapshot": {}}))
    patient, nameless = tmp_path / "patient.json", tmp_path / "nameless.json"
    patient.write_text('{"resourceType":"Patient","name":[{"text":"a"}]}')
    nameless.write_text('{"resourceType":"Patient"}')
    packages = ["--package", str(profile), "--package", str(bare)]

    assert main(["validate", str(patient), "--profile", url, *packages]) == 0
    assert "bare.json is left out" in capsys.readouterr().err
    assert main(["validate", str(nameless), "--profile", url, *packages]) == 1
    assert main(["validate", str(patient), "--package", str(tmp_path / "none.tgz")]) == 1


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_has_help(name: str, capsysbinary: Captured) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([name, "--help"])

    assert (stopped.value.code, b"usage: hub" in capsysbinary.readouterr().out) == (0, True)
