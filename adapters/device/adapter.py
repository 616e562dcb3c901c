"""Wearables and bedside devices: JSON of a gateway to FHIR, one Conversion a reading. See docs/adapters/device.md."""

import json
import re
from collections.abc import Iterator
from typing import Final

from adapters.device.parties import Notes
from adapters.device.resources import reading_to_entries
from adapters.device.shapes import FIRST, Delivery, Reading, ShapeError, read_delivery, split
from adapters.device.times import Clocks, clocks_of
from adapters.port import Conversion, Entry, Source
from adapters.tabular.conversions import Part
from adapters.tabular.json_rows import looks_like_json
from fhir_profiles.issue import Issue

_PART_READINGS: Final = 1_000
_MARKS: Final = re.compile(
    rb'"(?:gateway(?:_?id)?|device_?(?:id|sn|no|time|type)|observations|readings|imei|spo2)"\s*:'
    rb'|"device"\s*:\s*\{|"effective_time_frame"\s*:|"\xe8\xae\xbe\xe5\xa4\x87\xe7\xbc\x96\xe5\x8f\xb7"\s*:',
    re.IGNORECASE,
)
"""Members by which a gateway's JSON is known from a table's; the last is 设备编号."""


class DeviceAdapter:
    """Reads measurements, events and alarms of wearables and bedside devices."""

    name = "device"

    def recognises(self, data: bytes, *, file_name: str) -> bool:  # noqa: ARG002  the port's shape; the members say it
        """By the names of its first members."""
        return looks_like_json(data) and _MARKS.search(data[:4096]) is not None

    def convert(self, data: bytes, *, source: Source) -> Iterator[Conversion]:
        """One Conversion a reading; a file that is none is one refused Conversion."""
        try:
            delivery = read_delivery(data.decode("utf-8-sig"))
        except UnicodeDecodeError:
            yield _refused("The file is not UTF-8; expected JSON in UTF-8.", data)
            return
        except ShapeError as err:
            yield _refused(str(err), data)
            return
        clocks = clocks_of(delivery.sent, source)
        first: dict[str, int] = {}
        for reading in delivery.readings:
            yield _conversion(reading, delivery, clocks, first)

    def parts(self, data: bytes, *, source: Source) -> Iterator[Part]:  # noqa: ARG002  the shape of adapters in parts
        """The file in parts of a thousand readings, each with the head of the file."""
        try:
            head, found = split(data.decode("utf-8-sig"))
        except (UnicodeDecodeError, ShapeError):
            yield Part(whole=data)
            return
        if len(found) <= _PART_READINGS:
            yield Part(whole=data)
            return
        for start in range(0, len(found), _PART_READINGS):
            body = {**head, "observations": found[start : start + _PART_READINGS], FIRST: str(start + 1)}
            yield Part(whole=json.dumps(body, ensure_ascii=False).encode())

    def convert_part(self, part: Part, *, source: Source) -> Iterator[Conversion]:
        """The conversions of one part."""
        return self.convert(part.whole or b"", source=source)


def _conversion(reading: Reading, delivery: Delivery, clocks: Clocks, first: dict[str, int]) -> Conversion:
    """`first` has the number of the reading that said each Observation first."""
    notes = Notes(reading)
    if delivery.sent and clocks.sent is None and reading.number == delivery.readings[0].number:
        notes.report("sent", "the time at which the gateway sent the file cannot be read; its clock is not checked.")
    entries = reading_to_entries(reading, delivery, clocks, notes)
    is_refused = any(issue.is_error for issue in notes.issues)
    if not is_refused:
        _tell_a_second_time(reading, entries, notes, first)
    return Conversion(
        label=f"reading {reading.number}",
        entries=() if is_refused else tuple(entries),
        issues=tuple(notes.issues),
        residue=tuple(_residue(reading, name) for name in reading.unread),
        event=" ".join(dict.fromkeys(stated.kind.key if stated.kind else "other" for stated in reading.values)),
        charset="utf-8",
    )


def _tell_a_second_time(reading: Reading, entries: list[Entry], notes: Notes, first: dict[str, int]) -> None:
    said = {entry.url for entry in entries if entry.resource["resourceType"] == "Observation"}
    if again := sorted({first[url] for url in said if url in first}):
        text = (
            f"the file says the same already in reading {again[-1]} (the same id, or the same device, time and kind); "
            "this later one counts alone. Give each reading an id of its own."
        )
        notes.report("id", text, code="duplicate")
    first |= dict.fromkeys(said, reading.number)


def _residue(reading: Reading, name: str) -> Issue:
    text = f"Reading {reading.number}: {name} is not mapped; it stays in the original."
    return Issue("information", "not-supported", text, f"reading {reading.number} {name}", reading.number)


def _refused(text: str, data: bytes) -> Conversion:
    return Conversion(label="readings", issues=(Issue("error", "structure", text, "readings", 1),), raw=data)


ADAPTER = DeviceAdapter()
