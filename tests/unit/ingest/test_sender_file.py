"""Files that describe senders: faults with their lines, and what they change."""

import asyncio
from pathlib import Path

import pytest

from hub.bootstrap import Hub
from hub.cli.main import main
from hub.ingest.receiver import ReceiverFiles
from hub.ingest.sender_file import read_sender_file
from hub.ingest.sender_folder import SenderFolder
from hub.listeners.binding import CertificateBinding
from tests.unit.ingest.reading import encounter_of, eyes, one, receive, refs
from tests.unit.ingest.samples import adt, code_of

HEAD = '[sender]\napplication = "HIS"\nfacility = "H1"\n'
KEYS = "application, facility, member, name, charset, timezone, peers, certificate."


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("[sender\n", 1, "The file is no TOML: Expected ']' at the end of a table declaration."),
        ('[sender]\nfacility = "H1"\n', 1, "[sender] needs application, as MSH-3 gives it."),
        (HEAD + 'membr = "H1"\n', 4, f"'membr' is not known here; expected {KEYS}"),
        (HEAD + "[quirks]\nsequence_numbers = 1\n", 5, "sequence_numbers is 1; expected true or false."),
        (HEAD + 'charset = "GB99"\n', 4, "charset is 'GB99'; expected a character set, as in GB18030."),
        (HEAD + 'timezone = "Mars"\n', 4, "timezone is 'Mars'; expected an IANA time zone, as in Asia/Shanghai."),
        (
            HEAD + 'peers = ["10.0.0.0/33"]\n',
            4,
            "'10.0.0.0/33' is no address or network; expected one, as in 10.1.0.0/16.",
        ),
        (HEAD + "\n[values.PV12]\n", 5, "[values.PV12] names no field; expected a path, as in PV1-2."),
        (HEAD + '[values."PV1-2"]\n"x" = 3\n', 5, "x is 3; expected a text in quotes."),
        (HEAD + '[events]\nA8 = "A08"\n', 5, "'A8' does not fit [events]; expected a name as in A08."),
        (HEAD + '[events]\nA08 = "drop"\n', 5, "A08 is 'drop'; expected a trigger event (as in A08) or \"ignore\"."),
        (HEAD + '[concepts."urn:x"]\n"1" = ["a"]\n', 5, "1: expected [code, system, display], three texts."),
        (HEAD + "[concepts.x]\n", 4, "[concepts.x] is no code system; expected its URI."),
        (HEAD + '[extra."ZPI-3"]\nurl = "urn:x"\n', 4, "[extra.ZPI-3] needs target and url."),
        (
            HEAD + '[extra.ZPI]\ntarget = "Patient"\nurl = "urn:x"\n',
            4,
            "[extra.ZPI] names no field; expected a path, as in ZPI-3.",
        ),
        (HEAD + "[quirks]\nnull_deletes = 1\n", 5, "null_deletes is 1; expected true or false."),
        (HEAD + "quirks = 1\n", 4, f"'quirks' is not known here; expected {KEYS}"),
        ("values = 1\n" + HEAD, 1, "'values' is not a table; write [values] above it."),
    ],
)
def test_a_fault_is_named_with_its_line(text: str, line: int, words: str) -> None:
    found, issues = read_sender_file(text.encode())

    assert (found, [(issue.line, issue.text) for issue in issues]) == (None, [(line, words)])


def test_a_file_that_is_not_utf8_is_refused() -> None:
    found, issues = read_sender_file("# 示范".encode("gb18030"))

    assert (found, [issue.text for issue in issues]) == (None, ["The file is not UTF-8; save it as UTF-8."])


def test_the_example_of_the_guide_has_no_fault() -> None:
    guide = (Path(__file__).parents[3] / "docs" / "senders.md").read_text(encoding="utf-8")
    example = guide.partition("```toml\n")[2].partition("```")[0]

    found, issues = read_sender_file(example.encode())

    assert issues == ()
    assert found is not None
    assert (found.application, found.member, found.control_ids) == ("HIS", "H1", "restart-daily")


def test_the_command_names_each_fault(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    good, bad = tmp_path / "good.toml", tmp_path / "bad.toml"
    good.write_text(HEAD)
    bad.write_text(HEAD + 'charset = "GB99"\n')

    assert main(["sender", "check", str(good)]) == 0
    assert main(["sender", "check", str(bad)]) == 1

    assert capfdbinary.readouterr().out.decode() == (
        f"{good}: HIS at H1: no fault.\n{bad}:4: charset is 'GB99'; expected a character set, as in GB18030.\n"
    )


def test_a_changed_file_is_read_again_and_a_fault_leaves_the_last_good_one(tmp_path: Path) -> None:
    folder, path = SenderFolder(tmp_path), tmp_path / "his.toml"
    states = []
    for text in (HEAD, HEAD + 'name = "HIS-1"\n', HEAD + "name = 1\n# longer\n", None):
        if text is None:
            path.unlink()
        else:
            path.write_text(text)
        folder.refresh()
        found = folder.find("HIS", "H1")
        states.append(found.name if found else None)

    assert states == ["", "HIS-1", "HIS-1", None]


def _describe(hub: Hub, text: str) -> None:
    folder = hub.settings.data / hub.settings.senders
    folder.mkdir(exist_ok=True)
    (folder / "his.toml").write_text(HEAD + text, encoding="utf-8")


async def test_local_codes_events_and_fields_are_read_as_the_file_says(hub: Hub) -> None:
    _describe(
        hub,
        '[values."PV1-2"]\n"住院" = "I"\n[events]\nA31 = "A08"\n[authorities]\n"院内" = "urn:oid:1.2.3"\n'
        '[systems]\n"院内诊断" = "urn:oid:1.2.4"\n[concepts."urn:oid:1.2.4"]\n'
        '"NGS" = ["I63.9", "http://hl7.org/fhir/sid/icd-10", "脑梗死"]\n'
        '[extra."ZPI-1"]\ntarget = "Patient"\nurl = "urn:x:card"\n'
        '[extra."ZPI-2"]\ntarget = "Patient"\nurl = "urn:x:since"\nkind = "date"\n',
    )
    message = adt(event="A31", extra="DG1|1||NGS^脑梗^院内诊断\rZPI|YL0001|20200131").decode()
    message = message.replace("PV1|1|I|", "PV1|1|住院|").replace("^^^H1^MR", "^^^院内^MR")

    receipt = await receive(hub, message.encode())

    patient = await one(hub, "Patient", "H1-0001", system="urn:oid:1.2.3")
    (condition,) = refs(receipt, "Condition")
    stored = await hub.store.read(condition, visibility=eyes(hub))
    assert stored is not None
    assert code_of(receipt.ack) == "AA"
    assert (await encounter_of(hub, receipt))["class"]["code"] == "IMP"
    assert patient["extension"][:2] == [
        {"url": "urn:x:card", "valueString": "YL0001"},
        {"url": "urn:x:since", "valueDate": "2020-01-31"},
    ]
    assert [coding["code"] for coding in stored.json()["code"]["coding"]] == ["I63.9", "NGS"]


async def test_an_ignored_event_is_accepted_and_changes_nothing(hub: Hub) -> None:
    _describe(hub, '[events]\nA08 = "ignore"\n')

    receipt = await receive(hub, adt(event="A08"))

    assert (receipt.state, code_of(receipt.ack), receipt.resources) == ("stored", "AA", ())


async def test_a_null_deletes_nothing_where_the_file_says_so(hub: Hub) -> None:
    _describe(hub, "[quirks]\nnull_deletes = false\n")
    await receive(hub, adt())

    await receive(hub, adt(event="A08", control_id="MSG2", phone='""'))

    assert (await one(hub, "Patient", "H1-0001"))["telecom"][0]["value"] == "13800000001"


async def test_a_control_id_may_come_again_the_next_day_where_the_file_says_so(hub: Hub) -> None:
    _describe(hub, '[quirks]\ncontrol_ids = "restart-daily"\n')

    first = await receive(hub, adt(control_id="1", time="20261122083000"))
    again = await receive(hub, adt(control_id="1", time="20261122083000"))
    next_day = await receive(hub, adt(control_id="1", time="20261123083000", event="A03"))

    assert (first.state, again.state, next_day.state) == ("stored", "duplicate", "stored")


async def test_a_sender_is_taken_from_its_own_addresses_only(hub: Hub) -> None:
    _describe(hub, 'peers = ["10.1.0.0/16"]\n')

    known, unknown = await asyncio.gather(
        receive(hub, adt(control_id="1"), peer="10.1.2.3"), receive(hub, adt(control_id="2"), peer="203.0.113.9")
    )

    assert (code_of(known.ack), code_of(unknown.ack), unknown.state) == ("AA", "AR", "refused")


async def test_the_file_binds_the_sender_to_its_member(hub: Hub) -> None:
    _describe(hub, 'member = "N1"\n')

    receipt = await receive(hub, adt())

    (patient,) = refs(receipt, "Patient")
    assert await hub.store.read(patient, visibility=eyes(hub, "N1")) is not None
    assert await hub.store.read(patient, visibility=eyes(hub, "H1")) is None


def test_messages_that_go_out_by_themselves_are_named_or_a_fault() -> None:
    head = b'[sender]\napplication = "HIS"\nfacility = "H1"\n[outbound]\n'

    good, _ = read_sender_file(head + b'tell = ["ADT^A08", "SIU^S12"]\n')
    one, _ = read_sender_file(head + b'tell = "ADT^A08"\n')
    bad, issues = read_sender_file(head + b'tell = ["ADT^A08", "ORU^R01", 7]\n')

    assert good is not None
    assert one is not None
    assert (good.outbound.tell, one.outbound.tell) == (frozenset({"ADT^A08", "SIU^S12"}), frozenset({"ADT^A08"}))
    assert (bad, [issue.line for issue in issues]) == (None, [5, 5])
    assert issues[0].text.startswith("tell has 'ORU^R01'; expected a list of ADT^A01, ")


def test_a_message_that_the_systems_version_lacks_is_a_fault() -> None:
    head = HEAD + '[outbound]\nversion = "2.3.1"\n'

    good, _ = read_sender_file((head + 'tell = ["ORM^O01", "ADT^A40", "SIU^S12"]\n').encode())
    bad, issues = read_sender_file((head + 'tell = "OML^O21"\n').encode())

    assert good is not None
    assert bad is None
    assert [(issue.line, issue.text) for issue in issues] == [
        (6, "tell has OML^O21, which version 2.3.1 lacks; expected a later version, or another message (ORM^O01).")
    ]


async def test_a_new_file_is_told_once_in_the_log_however_many_read_it(
    hub: Hub, caplog: pytest.LogCaptureFixture
) -> None:
    _describe(hub, "")
    caplog.set_level("INFO", logger="hub")

    await hub.ingest.receive(adt(), door="mllp", adapter="hl7v2", member=None, peer="")
    ReceiverFiles(hub.settings).listeners()
    CertificateBinding(hub.settings, hub.clock).refusal(adt(), frozenset(), peer="")

    assert [record.getMessage() for record in caplog.records].count("SENDER_FILE_READ") == 1
