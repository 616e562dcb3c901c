"""What the hub truly makes fits the profiles: adapters over all samples and golden cases, and what the hub writes."""

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest

from adapters.port import Source
from fhir_profiles.alliance import alliance_profile
from fhir_profiles.conformance import CANONICAL
from fhir_profiles.issue import JsonObject
from fhir_profiles.validate import validate
from hub.audit.events import entry_to_audit_event
from hub.conversion import to_fhir
from hub.diagnostics import reading
from hub.referral.shape import new_task, organization, set_state
from hub.referral.states import State
from hub.store.port import AuditEntry, Ref
from tests.unit.adapters.ecg.recordings import real_file

ROOT = Path(__file__).resolve().parents[3]
INPUTS = sorted(
    [*ROOT.glob("samples/hl7v2/*.hl7"), *ROOT.glob("samples/care_home/*.csv"), *ROOT.glob("tests/golden/*/*/input.*")]
)
INCOMPLETE = tomllib.loads((ROOT / "tests/golden/incomplete.toml").read_text("utf-8"))
NOW = 1_772_500_000_000_000


def resources_of(data: bytes, *, source: str) -> Iterator[JsonObject]:
    for conversion in to_fhir(data, source=Source(name=source)):
        for entry in conversion.entries:
            yield entry.resource


def faults(resource: JsonObject) -> list[tuple[str, str]]:
    """What the resource's profile finds wrong; nothing for a resource that no profile is about."""
    url = alliance_profile(resource)
    found = validate(resource, profiles=[url]) if url else []
    return [(str(url), issue.text) for issue in found if issue.is_error]


def name_of(resource: JsonObject) -> str:
    return str(alliance_profile(resource)).rpartition("/")[2]


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_an_adapter_makes_of_a_sample_fits_its_profiles(path: Path) -> None:
    source = "N1" if path.suffix == ".csv" else "H1"

    made = list(resources_of(path.read_bytes(), source=source))

    found = [fault for resource in made for fault in faults(resource)]
    is_golden = path.is_relative_to(ROOT / "tests/golden")
    if is_golden and path.parent.name in INCOMPLETE:
        assert found != [], "the case is complete now: take it out of tests/golden/incomplete.toml"
    else:
        assert found == []


def test_the_samples_show_the_profiles_that_adapters_make() -> None:
    made = {name_of(resource) for path in INPUTS for resource in resources_of(path.read_bytes(), source="N1")}

    assert made >= {
        "elder-patient", "hospital-encounter", "home-stay", "bed-location", "diagnostic-report", "ability-response",
        "ability-level", "assessment-score", "assessment-level", "assessment-response", "barthel-score",
        "nine-risks-response",
    }  # fmt: skip


def test_a_recording_and_its_order_fit() -> None:
    made = list(resources_of(real_file(), source="M1"))

    assert [name_of(item) for item in made if item["resourceType"] == "Observation"] == ["ecg-observation"]
    assert [fault for resource in made for fault in faults(resource)] == []


def test_the_sample_transfer_bundle_fits_with_what_the_hub_writes_into_it() -> None:
    bundle: dict[str, Any] = json.loads((ROOT / "samples/bundles/transfer_bundle.json").read_text("utf-8"))

    assert name_of(bundle) == "transfer-bundle"
    assert faults(bundle) == []
    own = [entry["resource"] for entry in bundle["entry"]]
    assert {"transfer-composition", "referral-request", "elder-patient", "ability-level"} <= {
        name_of(item) for item in own
    }
    assert [fault for resource in own for fault in faults(resource)] == []


def test_the_tasks_of_the_referral_desk_fit() -> None:
    request, patient = Ref("ServiceRequest", "r1"), Ref("Patient", "p1")
    bid = new_task(task_id="t1", request=request, patient=None, requester="H1", owner="N1", priority="routine", now=NOW)
    set_state(bid, State.UNDER_REVIEW, before=State.SUBMITTED, now=NOW)
    chosen = new_task(
        task_id="t2", request=request, patient=patient, requester="H1", owner="N1", priority="stat", now=NOW,
        state=State.SUBMITTED, code="fulfill",
    )  # fmt: skip

    assert [name_of(bid), name_of(chosen)] == ["referral-bid-task", "referral-task"]
    assert [fault for task in (bid, chosen) for fault in faults(task)] == []


def test_the_tasks_and_reports_of_the_reading_desk_fit() -> None:
    recording = reading.Recording(
        ref=Ref("Observation", "o1"), patient=Ref("Patient", "p1"), order=None, documents=(), priority="stat"
    )
    task = reading.reading_task(recording, requester="M1", owner="H1", now=NOW)
    report = reading.ecg_report(
        task, subject={"reference": "Patient/p1"}, conclusion="窦性心律", reader="林读图", member="H1", now=NOW
    )
    done = reading.completed(task, report=Ref("DiagnosticReport", "d1"), now=NOW)

    assert [name_of(task), name_of(report), name_of(done)] == [
        "reading-request",
        "diagnostic-report",
        "reading-request",
    ]
    assert [fault for item in (task, report, done) for fault in faults(item)] == []


@pytest.mark.parametrize("outcome", [0, 4, 8])
@pytest.mark.parametrize(("action", "interaction"), [("R", "read"), ("E", "search-type"), ("U", "$referral-action")])
def test_an_entry_of_the_audit_trail_fits(outcome: int, action: Literal["R", "E", "U"], interaction: str) -> None:
    entry = AuditEntry(
        key=7, at=NOW, member=3, agent="home-a", action=action, interaction=interaction, target="Task/t1",
        patient="p1", purpose="TREAT", query="patient=p1", outcome=outcome,
    )  # fmt: skip

    event: JsonObject = {**entry_to_audit_event(entry)}

    assert name_of(event) == "access-audit"
    assert faults(event) == []


def test_an_organization_is_named_as_the_profiles_name_it() -> None:
    assert organization("H1") == {"reference": "Organization/H1"}
    assert f"{CANONICAL}/StructureDefinition/referral-task" == alliance_profile(
        {"resourceType": "Task", "businessStatus": {"coding": [{"system": f"{CANONICAL}/CodeSystem/referral-state"}]}}
    )
