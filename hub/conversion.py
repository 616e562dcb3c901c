"""The registry of adapters, and the only importer of them (DESIGN D11).

An adapter is loaded when it is first needed: `hub convert` of an HL7 v2 message never loads the ECG reader.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from adapters.hl7v2.ack import AckCode, acknowledge
from adapters.hl7v2.batch import BatchAnswer, BatchReader, is_batch, split_messages, stream_messages
from adapters.hl7v2.batch import Part as BatchPart
from adapters.hl7v2.charset import codec_of
from adapters.hl7v2.header import VERSIONS as V2_VERSIONS
from adapters.hl7v2.header import Header, header
from adapters.hl7v2.outbound.target import Target
from adapters.port import STANDARD_DIALECT, Adapter, Conversion, Dialect, Entry, ExtraField, Source
from adapters.tabular.conversions import Part, TableAdapter
from fhir_profiles.issue import Issue, JsonObject
from hub.errors import BadRequestError

if TYPE_CHECKING:  # the writer is loaded when something is to be written
    from adapters.hl7v2.outbound.render import Rendering

__all__ = [
    "ADAPTER_NAMES", "LATER_NAMES", "STANDARD_DIALECT", "TEMPLATES", "V2_VERSIONS", "AckCode", "Adapter", "BatchAnswer",
    "BatchPart", "BatchReader", "Conversion", "Dialect", "Entry", "ExtraField", "Header", "Part", "Source", "Target",
    "acknowledge", "adapter_for", "codec_of", "convert_all", "convert_part", "from_fhir", "header", "in_chinese",
    "is_batch", "is_hl7v2", "is_known_charset", "lint", "messages_out", "speaks", "split_file", "split_messages",
    "stream_messages", "stream_to_fhir", "table_columns", "template", "to_fhir",
]  # fmt: skip


def to_fhir(data: bytes, *, adapter: str | None = None, source: Source) -> Iterator[Conversion]:
    """One Conversion for each message or row, in input order.

    `adapter` names the format; None recognises it by the first bytes, then by `source.file_name`.
    Bad input is a refused Conversion. Raises BadRequestError for a format that the hub cannot read.
    """
    return adapter_for(data, name=adapter, file_name=source.file_name).convert(data, source=source)


def is_hl7v2(head: bytes) -> bool:
    """Whether a file that begins with these bytes holds HL7 v2 that can be read as its bytes come (no UTF-16)."""
    return b"\0" not in head and _load_hl7v2().recognises(head, file_name="")


def stream_to_fhir(chunks: Iterable[bytes], *, source: Source) -> Iterator[Conversion]:
    """`to_fhir` of a file of HL7 v2 messages that is too long to be held."""
    from adapters.hl7v2.adapter import ADAPTER

    return ADAPTER.convert_stream(chunks, source=source)


def from_fhir(bundle: JsonObject, *, message: str = "", target: Target, control_id: str, time: datetime) -> "Rendering":
    """One HL7 v2 message (`ADT^A08`) of the resources of a Bundle, for one receiver, with what it cannot say.

    Without `message` the usual one for what the Bundle holds. A message that cannot be made of them is refused with
    its reason; nothing is raised.
    """
    from adapters.hl7v2.outbound.render import render, suitable

    return render(bundle, message=message or suitable(bundle), target=target, control_id=control_id, time=time)


def messages_out() -> tuple[str, ...]:
    """Messages that `from_fhir` writes, as `ADT^A08`."""
    from adapters.hl7v2.outbound.render import MESSAGES

    return MESSAGES


def in_chinese(finding: str) -> str:
    """What an adapter of tables found, in Chinese; other texts as they are."""
    from adapters.tabular.chinese import in_chinese as translated

    return translated(finding)


def speaks(version: str, message: str) -> bool:
    """Whether this version of HL7 v2 has the message (`OML^O21` came with 2.4)."""
    from adapters.hl7v2.outbound.render import SINCE

    return V2_VERSIONS.index(version) >= V2_VERSIONS.index(SINCE.get(message, V2_VERSIONS[0]))


def convert_all(data: bytes, adapter: str, source: Source) -> tuple[Conversion, ...]:
    """`to_fhir` as one value, for the process pool; a fault of an adapter becomes a refusal."""
    try:
        return tuple(to_fhir(data, adapter=adapter, source=source))
    except BadRequestError:
        raise
    except Exception as err:  # noqa: BLE001  the border to code that reads foreign bytes: one poison message stays one
        return (_faulty(err, data),)


def is_known_charset(name: str) -> bool:
    """Whether messages can be read in the character set of this name (HL7 table 0211 and names in Chinese use)."""
    return bool(codec_of(name))


def split_file(data: bytes, adapter: str, source: Source) -> tuple[Part, ...]:
    """A table in parts that are small enough to be converted one after the other; any other file is one part."""
    found = adapter_for(data, name=adapter, file_name=source.file_name)
    if isinstance(found, TableAdapter):
        try:
            return tuple(found.parts(data, source=source))
        except Exception as err:  # noqa: BLE001  the border to code that reads foreign bytes
            return (Part(refusal=_faulty(err, data)),)
    return (Part(whole=data),)


def convert_part(part: Part, adapter: str, source: Source) -> tuple[Conversion, ...]:
    """The conversions of one part; a fault of an adapter becomes a refusal."""
    if part.whole is not None:
        return convert_all(part.whole, adapter, source)
    found = adapter_for(b"", name=adapter)
    assert isinstance(found, TableAdapter)
    try:
        return tuple(found.convert_part(part, source=source))
    except Exception as err:  # noqa: BLE001  the border to code that reads foreign bytes: one poison row stays one part
        return (_faulty(err, b""),)


def template(adapter: str) -> bytes:
    """The workbook that the hub hands out for an adapter's tables. Raises BadRequestError for one without."""
    if adapter not in TEMPLATES:
        raise BadRequestError(f"There is no template for {adapter!r}; there is one for {', '.join(TEMPLATES)}.")
    from adapters.care_home.template import template as made

    return made()


def table_columns(adapter: str) -> Mapping[str, tuple[str, ...]]:
    """The kinds of table that an adapter of tables reads, each with the keys of its columns."""
    from adapters.care_home import columns as care_home
    from adapters.his import columns as his

    return {kind.name: tuple(kind.columns) for kind in (his.KINDS if adapter == "his" else care_home.KINDS)}


def lint(data: bytes, *, charset: str = "") -> list[tuple[Issue, ...]]:
    """What each HL7 v2 message of a file breaks of its version, and what the hub would refuse, in order.

    The grammar may be slow on an odd message: run it where its time is limited (`hub.offload`).
    """
    from adapters.hl7v2.lint import lint as lint_message

    return [tuple(lint_message(message, charset=charset)) for message in split_messages(data)]


def adapter_for(data: bytes, *, name: str | None = None, file_name: str = "") -> Adapter:
    """The adapter of this name, or the first that recognises the bytes. Raises BadRequestError."""
    if name is not None:
        return _named(name)
    for load in _LOADERS.values():
        adapter = load()
        if adapter.recognises(data, file_name=file_name):
            return adapter
    if why := _fault_of_archive(data):
        raise BadRequestError(f"{why} Of an archive unpack the files and send them one by one.")
    raise BadRequestError(
        "The format was not recognised: expected HL7 v2 (MSH, FHS or BHS first), an ECG (DICOM), readings "
        "of devices (JSON), or a table of a hospital or a care home (CSV, xlsx, JSON, XML). "
        f"Name it with --from; known are {', '.join(_LOADERS)}."
    )


def _fault_of_archive(data: bytes) -> str:
    """Why a zip file, or an old Excel file, is no workbook that can be read; empty for anything else."""
    from adapters.tabular.sheet import TableError
    from adapters.tabular.workbook import is_workbook, read_sheets

    if not is_workbook(data):
        return ""
    try:
        read_sheets(data)
    except TableError as err:
        return str(err)
    return ""


def _named(name: str) -> Adapter:
    load = _LOADERS.get(name)
    if load is not None:
        return load()
    if name in _LATER:
        raise BadRequestError(
            f"The format {name!r} ({_LATER[name]}) is not in this release; known are {', '.join(_LOADERS)}."
        )
    raise BadRequestError(f"No adapter is named {name!r}; known are {', '.join(_LOADERS)}.")


def _load_hl7v2() -> Adapter:
    from adapters.hl7v2.adapter import ADAPTER

    return ADAPTER


def _load_care_home() -> Adapter:
    from adapters.care_home.adapter import ADAPTER

    return ADAPTER


def _load_wst() -> Adapter:
    from adapters.wst.adapter import ADAPTER

    return ADAPTER


def _load_his() -> Adapter:
    from adapters.his.adapter import ADAPTER

    return ADAPTER


def _load_ecg() -> Adapter:
    from adapters.ecg.adapter import ADAPTER

    return ADAPTER


def _load_device() -> Adapter:
    from adapters.device.adapter import ADAPTER

    return ADAPTER


_LOADERS: Mapping[str, Callable[[], Adapter]] = {
    "hl7v2": _load_hl7v2,
    "ecg": _load_ecg,
    "wst": _load_wst,
    "device": _load_device,
    "his": _load_his,
    "care-home": _load_care_home,
}
"""In the order of recognition: the surest first bytes first."""

_LATER: Mapping[str, str] = {
    "dicom": "DICOM images",
}

TEMPLATES = ("care-home",)
"""Adapters whose tables the hub hands out as a workbook."""

ADAPTER_NAMES = tuple(_LOADERS)
"""What this release reads."""

LATER_NAMES = tuple(_LATER)
"""What is refused with a word about a later release."""


def _faulty(err: Exception, data: bytes) -> Conversion:
    text = (
        f"The converter failed on this input ({type(err).__name__}); nothing of it was used. "
        "Keep the message and report it: this is a fault of the hub."
    )
    return Conversion(label="unreadable input", issues=(Issue("error", "exception", text),), raw=data)
