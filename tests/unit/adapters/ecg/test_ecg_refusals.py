from collections.abc import Callable

import pytest
from pydicom.dataset import Dataset

from adapters.ecg.dicom import EcgError, read_ecg
from tests.unit.adapters.ecg.recordings import CLINIC, changed, real_file, refusal


@pytest.mark.parametrize("cut", [200, 1000, 5000, 20_000, 150_000, 290_000])
def test_a_file_that_was_cut_off_is_refused(cut: int) -> None:
    assert refusal(real_file()[:cut]).split(".")[0] in {
        "SOP class (none) is no ECG waveform",
        "The file holds no waveform (5400,0100); it is cut off or was stripped",
        "The DICOM file is damaged or cut off (OSError)",
        "The DICOM file is damaged or cut off (EOFError)",
    }


def test_what_is_no_dicom_file_is_refused() -> None:
    assert refusal(b"hello") == (
        "This is not a DICOM Part 10 file: DICM is missing at byte 128. Expected a 12-lead ECG as DICOM; SCP-ECG, "
        "aECG and PDF are not read."
    )


def test_an_image_is_refused_with_its_class_and_the_expected_ones() -> None:
    assert refusal(real_file("CT_small.dcm")) == (
        "SOP class 1.2.840.10008.5.1.4.1.1.2 is no ECG waveform. "
        "Expected one of: 12-lead ECG, General ECG, Ambulatory ECG, General 32-bit ECG."
    )


def drop_v2_and_v6(dataset: Dataset) -> None:
    group = dataset.WaveformSequence[0]
    for at in (7, 11):
        group.ChannelDefinitionSequence[at].ChannelSourceSequence[0].CodeValue = "5.6.3-9-999"


def drop_patient(dataset: Dataset) -> None:
    dataset.PatientID = ""


def drop_scale(dataset: Dataset) -> None:
    del dataset.WaveformSequence[0].ChannelDefinitionSequence[0].ChannelSensitivity


def drop_time(dataset: Dataset) -> None:
    for keyword in ("AcquisitionDateTime", "ContentTime", "StudyTime"):
        del dataset[keyword]


def drop_rate(dataset: Dataset) -> None:
    dataset.WaveformSequence[0].SamplingFrequency = "0"


def drop_channel_definition(dataset: Dataset) -> None:
    del dataset.WaveformSequence[0].ChannelDefinitionSequence[-1]


def shorten_samples(dataset: Dataset) -> None:
    group = dataset.WaveformSequence[0]
    group.WaveformData = group.WaveformData[:1000]


def compand(dataset: Dataset) -> None:
    dataset.WaveformSequence[0].WaveformSampleInterpretation = "MB"


def drop_every_code(dataset: Dataset) -> None:
    for definition in dataset.WaveformSequence[0].ChannelDefinitionSequence:
        definition.ChannelSourceSequence[0].CodingSchemeDesignator = "99LOCAL"


def drop_sample_count(dataset: Dataset) -> None:
    del dataset.WaveformSequence[0].NumberOfWaveformSamples


def last_for_a_day(dataset: Dataset) -> None:
    dataset.WaveformSequence[0].NumberOfWaveformSamples = 86_400_000


def drop_wave(dataset: Dataset) -> None:
    del dataset.WaveformSequence


def garble_sensitivity(dataset: Dataset) -> None:
    dataset.WaveformSequence[0].ChannelDefinitionSequence[0].ChannelSensitivity = None


def drop_instance(dataset: Dataset) -> None:
    del dataset.SOPInstanceUID


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (drop_v2_and_v6, "lacks the leads V2, V6"),
        (drop_patient, "names no patient"),
        (drop_scale, "Lead I has no scale"),
        (drop_time, "no readable time"),
        (drop_rate, "sampling frequency"),
        (drop_channel_definition, "12 channels are announced, 11 are defined"),
        (shorten_samples, "cut off: 1000 bytes of 240000"),
        (compand, "Sample interpretation MB is not linear"),
        (drop_every_code, "No channel has a known lead code"),
        (drop_sample_count, "does not say its channels"),
        (last_for_a_day, "86400000 samples a lead; at most 200000"),
        (drop_wave, "holds no waveform"),
        (garble_sensitivity, "Lead I has no scale"),
        (drop_instance, "no valid SOP Instance UID"),
    ],
)
def test_a_recording_that_cannot_be_trusted_is_refused_with_the_reason(
    change: Callable[[Dataset], None], words: str
) -> None:
    with pytest.raises(EcgError) as caught:
        read_ecg(changed(change), source=CLINIC)

    assert words in str(caught.value)


def test_a_refusal_names_nothing_personal() -> None:
    assert "Anonymous" not in refusal(changed(drop_scale))
