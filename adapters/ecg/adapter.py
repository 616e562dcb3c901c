"""ECG files to FHIR: one file, one Conversion. See docs/adapters/ecg.md."""

from collections.abc import Iterator

from adapters.ecg.dicom import EcgError, read_ecg
from adapters.ecg.record import EcgRecord
from adapters.ecg.resources import ecg_to_entries
from adapters.port import Conversion, Source
from fhir_profiles.issue import Issue


class EcgAdapter:
    """Reads DICOM ECG waveforms."""

    name = "ecg"

    def recognises(self, data: bytes, *, file_name: str) -> bool:
        """By the DICM mark at byte 128, or by the name `*.dcm`; what is no ECG is refused with its SOP class."""
        return data[128:132] == b"DICM" or file_name.casefold().endswith(".dcm")

    def convert(self, data: bytes, *, source: Source) -> Iterator[Conversion]:
        """One Conversion; a file that is no usable ECG is refused with the reason."""
        try:
            record = read_ecg(data, source=source)
        except EcgError as err:
            issue = Issue(severity="error", code="structure", text=str(err))
            yield Conversion(label="ECG", issues=(issue,), event="ecg", raw=data)
            return
        yield Conversion(
            label="ECG",
            entries=ecg_to_entries(record, data, source=source),
            issues=_findings(record),
            residue=tuple(_kept_only(words) for words in record.left_in_original),
            control_id=record.instance_uid,
            event="ecg",
            raw=data,
        )


def _findings(record: EcgRecord) -> tuple[Issue, ...]:
    if not record.repaired_charset:
        return ()
    text = (
        "The patient's name was written in GB18030 without saying so; it was repaired. "
        "Set the device's character set (0008,0005) to GB18030."
    )
    return (Issue(severity="warning", code="value", text=text, expression="PatientName"),)


def _kept_only(words: str) -> Issue:
    return Issue(severity="information", code="not-supported", text=f"Kept in the original only: {words}.")


ADAPTER = EcgAdapter()
