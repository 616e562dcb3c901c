import base64
import hashlib
import importlib
import io
from collections.abc import Callable

import numpy as np
import pydicom
import pydicom.data
import pytest
from pydicom.dataset import Dataset

from adapters.ecg.adapter import ADAPTER
from adapters.ecg.dicom import read_ecg
from adapters.ecg.dicom_text import repair
from adapters.ecg.record import STANDARD_LEADS
from adapters.port import Source
from fhir_profiles.json_text import dump
from tests.unit.adapters.ecg.recordings import CLINIC, changed, convert, real_file, resources


def test_the_real_recording_becomes_five_resources_with_conditional_requests() -> None:
    conversion = convert(real_file())

    uid = "urn:dicom:uid|urn:oid:1.3.6.1.4.1.20029.40.20130125105919.5407.1.1"
    binary = conversion.entries[2].resource["id"]
    assert [(entry.method, entry.url, entry.if_none_exist) for entry in conversion.entries] == [
        ("POST", "Patient", "identifier=https://alliance-hub.example/sid/M1/mrn|642341"),
        ("PUT", "ServiceRequest?identifier=https://alliance-hub.example/sid/M1/accession|03028041970546", ""),
        ("PUT", f"Binary/{binary}", ""),
        ("PUT", f"DocumentReference?identifier={uid}", ""),
        ("PUT", f"Observation?identifier={uid}", ""),
    ]
    assert (conversion.label, conversion.issues, conversion.control_id) == (
        "ECG",
        (),
        "1.3.6.1.4.1.20029.40.20130125105919.5407.1.1",
    )


def test_every_resource_is_valid_r4() -> None:
    for entry in convert(real_file()).entries:
        name = entry.resource["resourceType"]
        model = getattr(importlib.import_module(f"fhir.resources.R4B.{name.lower()}"), name)
        model.model_validate_json(dump(entry.resource))


def test_the_same_file_gives_the_same_bytes() -> None:
    assert dump(convert(real_file()).bundle()) == dump(convert(real_file()).bundle())


def test_the_patient_is_the_clinics_own() -> None:
    assert resources(real_file())["Patient"] == {
        "resourceType": "Patient",
        "identifier": [
            {
                "use": "usual",
                "type": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0203", "code": "MR"}]},
                "system": "https://alliance-hub.example/sid/M1/mrn",
                "value": "642341",
            }
        ],
        "name": [{"text": "Anonymous", "family": "Anonymous"}],
        "gender": "female",
        "birthDate": "1971-01-23",
    }


def test_the_original_is_kept_byte_for_byte_with_its_digests() -> None:
    found = resources(real_file())

    attachment = found["DocumentReference"]["content"][0]["attachment"]
    assert base64.b64decode(found["Binary"]["data"]) == real_file()
    assert (attachment["size"], attachment["contentType"]) == (len(real_file()), "application/dicom")
    assert base64.b64decode(attachment["hash"]) == hashlib.sha1(real_file()).digest()
    assert attachment["extension"][0]["valueString"] == hashlib.sha256(real_file()).hexdigest()
    assert attachment["url"] == f"urn:uuid:{found['Binary']['id']}"


def test_the_links_go_to_entries_of_the_same_bundle() -> None:
    urls = {entry.resource["resourceType"]: entry.full_url for entry in convert(real_file()).entries}
    found = resources(real_file())

    assert found["Observation"]["subject"] == {"reference": urls["Patient"]}
    assert found["Observation"]["basedOn"] == [{"reference": urls["ServiceRequest"]}]
    assert found["Observation"]["derivedFrom"] == [{"reference": urls["DocumentReference"]}]
    assert found["ServiceRequest"]["subject"] == {"reference": urls["Patient"]}
    assert found["Binary"]["securityContext"] == {"reference": urls["Patient"]}


def test_every_sample_of_every_lead_is_kept_as_an_integer() -> None:
    components = resources(real_file())["Observation"]["component"]
    leads = {part["code"]["text"]: part["valueSampledData"] for part in components if "valueSampledData" in part}
    expected = pydicom.dcmread(io.BytesIO(real_file())).waveform_array(0)

    assert tuple(leads) == STANDARD_LEADS
    for at, sampled in enumerate(leads.values()):
        values = np.array([int(part) for part in sampled["data"].split()]) * float(sampled["factor"])
        assert np.array_equal(values, expected[:, at])
    assert leads["I"] | {"data": ""} == {
        "origin": {"value": 0, "unit": "uV", "system": "http://unitsofmeasure.org", "code": "uV"},
        "period": 1,
        "factor": leads["I"]["factor"],
        "dimensions": 1,
        "data": "",
    }
    assert str(leads["I"]["factor"]) == "1.25"


def test_lead_codes_are_those_of_mdc() -> None:
    components = resources(real_file())["Observation"]["component"]
    codes = [part["code"]["coding"][0]["code"] for part in components if "valueSampledData" in part]

    assert codes == [
        "131329", "131330", "131389", "131390", "131391", "131392",
        "131331", "131332", "131333", "131334", "131335", "131336",
    ]  # fmt: skip


def test_measurements_and_statements_are_the_machines() -> None:
    observation = resources(real_file())["Observation"]
    values = {
        part["code"]["text"]: (str(part["valueQuantity"]["value"]), part["valueQuantity"]["code"])
        for part in observation["component"]
        if "valueQuantity" in part
    }

    assert values == {
        "心率（由 RR 间期计算）": ("61", "/min"),
        "RR 间期": ("982", "ms"),
        "PR 间期": ("161", "ms"),
        "QRS 时限": ("75", "ms"),
        "QT 间期": ("368", "ms"),
        "QTc 间期": ("370", "ms"),
        "P 电轴": ("74", "deg"),
        "QRS 电轴": ("52", "deg"),
        "T 电轴": ("57", "deg"),
        "高通滤波": ("0.05", "Hz"),
        "低通滤波": ("300", "Hz"),
    }
    assert observation["note"] == [
        {"authorString": "Mortara Instrument, Inc. el250", "text": "机器参考（未经医师审核）：RITMO SINUSALE"},
        {"authorString": "Mortara Instrument, Inc. el250", "text": "机器参考（未经医师审核）：ECG NORMALE"},
    ]


def test_the_median_beat_stays_in_the_original_and_is_reported() -> None:
    assert [issue.text for issue in convert(real_file()).residue] == [
        "Kept in the original only: waveform group MEDIAN BEAT (derived)."
    ]


def test_time_is_the_sources_own_where_the_file_states_no_zone() -> None:
    times = [
        resources(real_file(), Source(name="M1", timezone=zone))["Observation"]["effectiveDateTime"]
        for zone in ("Asia/Shanghai", "Europe/Rome")
    ]

    assert times == ["2013-01-25T10:59:19+08:00", "2013-01-25T10:59:19+01:00"]


def test_a_stated_offset_wins_over_the_source() -> None:
    def set_offset(dataset: Dataset) -> None:
        dataset.TimezoneOffsetFromUTC = "-0330"

    assert read_ecg(changed(set_offset), source=CLINIC).acquired_at == "2013-01-25T10:59:19-03:30"


def test_date_and_time_apart_are_joined() -> None:
    def split(dataset: Dataset) -> None:
        del dataset.AcquisitionDateTime
        dataset.ContentDate, dataset.ContentTime = "20260302", "080510.25"

    assert read_ecg(changed(split), source=CLINIC).acquired_at == "2026-03-02T08:05:10.250000+08:00"


def test_a_walk_in_recording_gets_a_request_from_its_study() -> None:
    def no_order(dataset: Dataset) -> None:
        dataset.AccessionNumber = ""
        dataset.ReasonForStudy = "chest pain"

    request = resources(changed(no_order))["ServiceRequest"]

    assert request["identifier"] == [
        {"system": "urn:dicom:uid", "value": "urn:oid:1.3.76.13.65829.2.20130125082826.1072139.2"}
    ]
    assert (request["status"], request["intent"], request["reasonCode"]) == (
        "active",
        "order",
        [{"text": "chest pain"}],
    )


def test_leads_are_known_by_code_and_never_by_words() -> None:
    def relabel(dataset: Dataset) -> None:
        group = dataset.WaveformSequence[0]
        for definition in group.ChannelDefinitionSequence:
            source = definition.ChannelSourceSequence[0]
            number = source.CodeValue.removeprefix("5.6.3-9-")
            source.CodeValue, source.CodingSchemeDesignator, source.CodeMeaning = f"2:{number}", "MDC", "Lead II"

    assert tuple(lead.name for lead in read_ecg(changed(relabel), source=CLINIC).leads) == STANDARD_LEADS


def test_sensitivity_correction_baseline_and_unit_make_the_scale() -> None:
    def rescale(dataset: Dataset) -> None:
        definition = dataset.WaveformSequence[0].ChannelDefinitionSequence[0]
        definition.ChannelSensitivity = "0.00125"
        definition.ChannelSensitivityCorrectionFactor = "2"
        definition.ChannelBaseline = "0.01"
        definition.ChannelSensitivityUnitsSequence[0].CodeValue = "mV"

    lead = read_ecg(changed(rescale), source=CLINIC).leads[0]

    assert (float(lead.microvolts_per_unit), float(lead.baseline_microvolts)) == (2.5, 10.0)


def test_a_gap_that_the_device_marked_is_written_as_e() -> None:
    def pad(dataset: Dataset) -> None:
        value = (80).to_bytes(2, "little", signed=True)
        dataset.WaveformSequence[0].add_new(0x5400100A, "OW", value)

    data = resources(changed(pad))["Observation"]["component"][-12]["valueSampledData"]["data"]

    assert data.split()[:3] == ["E", "65", "50"]


def name_written_as(raw: bytes, charset: str | None) -> Callable[[Dataset], None]:
    def write(dataset: Dataset) -> None:
        if charset is None:
            del dataset.SpecificCharacterSet
        else:
            dataset.SpecificCharacterSet = charset
        dataset[0x0010, 0x0010] = pydicom.DataElement(0x00100010, "PN", raw)

    return write


@pytest.mark.parametrize(
    ("raw", "charset", "is_repaired"),
    [
        ("王^大爷".encode("gb18030"), "GB18030", False),
        ("王^大爷".encode(), "ISO_IR 192", False),
        ("王^大爷".encode("gb18030"), None, True),
        ("王^大爷".encode("gb18030"), "ISO_IR 100", True),
    ],
)
def test_a_chinese_name_is_read_in_every_charset_that_devices_use(
    raw: bytes, charset: str | None, *, is_repaired: bool
) -> None:
    conversion = convert(changed(name_written_as(raw, charset)))

    assert conversion.entries[0].resource["name"] == [{"text": "王大爷", "family": "王", "given": ["大爷"]}]
    assert [issue.severity for issue in conversion.issues] == (["warning"] if is_repaired else [])


@pytest.mark.parametrize("name", ["Müller", "Ærøskøbing", "Anonymous", "Lefèvre"])
def test_a_latin_name_is_not_taken_for_chinese(name: str) -> None:
    assert repair(name) == name


def test_a_rate_that_the_machine_states_is_not_computed() -> None:
    def state_rate(dataset: Dataset) -> None:
        item = dataset.WaveformAnnotationSequence[2]
        item.ConceptNameCodeSequence[0].CodeValue = "5.10.2.5-1"
        item.NumericValue = "63"

    [rate] = [found for found in read_ecg(changed(state_rate), source=CLINIC).measurements if found.key == "heart-rate"]

    assert (int(rate.value), rate.is_computed) == (63, False)


def test_a_measurement_of_zero_is_one_that_was_not_made() -> None:
    def no_p_wave(dataset: Dataset) -> None:
        dataset.WaveformAnnotationSequence[4].NumericValue = "0"

    assert "pr" not in {found.key for found in read_ecg(changed(no_p_wave), source=CLINIC).measurements}


def test_a_record_without_name_sex_device_or_statements_leaves_them_out() -> None:
    def strip(dataset: Dataset) -> None:
        for keyword in ("PatientName", "PatientSex", "PatientBirthDate", "Manufacturer", "ManufacturerModelName"):
            del dataset[keyword]
        del dataset.WaveformAnnotationSequence

    found = resources(changed(strip))

    assert set(found["Patient"]) == {"resourceType", "identifier"}
    assert {"note", "device"} & set(found["Observation"]) == set()


@pytest.mark.parametrize(
    ("number", "systems"),
    [
        ("330105194111030029", ["https://alliance-hub.example/sid/M1/mrn", "urn:oid:2.16.156.10011.1.3"]),
        ("330105194111030028", ["https://alliance-hub.example/sid/M1/mrn"]),
    ],
)
def test_a_patient_id_that_is_a_valid_resident_id_is_one(number: str, systems: list[str]) -> None:
    def set_number(dataset: Dataset) -> None:
        dataset.PatientID = number

    identifiers = resources(changed(set_number))["Patient"]["identifier"]

    assert [identifier["system"] for identifier in identifiers] == systems


def test_a_serial_number_names_the_device() -> None:
    def name_device(dataset: Dataset) -> None:
        dataset.DeviceSerialNumber = "SN-7"

    assert resources(changed(name_device))["Observation"]["device"] == {
        "type": "Device",
        "display": "Mortara Instrument, Inc. el250",
        "identifier": {"type": {"text": "serial number"}, "value": "SN-7"},
    }


def test_leads_of_several_groups_are_joined_and_the_longest_kept() -> None:
    def split(dataset: Dataset) -> None:
        second = dataset.WaveformSequence[1]
        second.WaveformOriginality = "ORIGINAL"

    leads = read_ecg(changed(split), source=CLINIC).leads

    assert [(lead.name, len(lead.samples)) for lead in leads] == [(name, 10_000) for name in STANDARD_LEADS]


def test_eight_bit_samples_are_read() -> None:
    def narrow(dataset: Dataset) -> None:
        group = dataset.WaveformSequence[0]
        group.WaveformBitsAllocated, group.WaveformSampleInterpretation = 8, "SB"
        group.NumberOfWaveformSamples = 2
        group.WaveformData = bytes([1, 255] * 12)
        dataset.SOPClassUID = "1.2.840.10008.5.1.4.1.1.9.1.2"

    assert read_ecg(changed(narrow), source=CLINIC).leads[0].samples == (1, 1)


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (b"\0" * 128 + b"DICM", "", True),
        (b"", "ecg.DCM", True),
        (b"MSH|^~\\&|", "adt.hl7", False),
        (b"", "", False),
    ],
)
def test_dicom_is_recognised_by_its_mark_or_name(data: bytes, name: str, *, expected: bool) -> None:
    assert ADAPTER.recognises(data, file_name=name) is expected
