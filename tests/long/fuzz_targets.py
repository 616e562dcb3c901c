"""What atheris drives: `python -m tests.long.fuzz_targets TARGET [libFuzzer's options] SEEDS…`.

Run by test_fuzz.py in the environment of tests/peers/python, with the hub's own packages behind it. Each target
takes any bytes; an exception, an endless loop or a broken promise ends the run with the input that did it.
"""

import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Final

import atheris  # of tests/peers/python

with atheris.instrument_imports(include=["adapters", "hub.listeners.framing", "hub.conversion"]):
    import adapters.care_home.adapter
    import adapters.hl7v2.adapter
    from adapters.port import Conversion, Source
    from hub.conversion import convert_all
    from hub.listeners.framing import Frame, Framer

from fhir_profiles.validate import validate
from tests.unit.adapters.tabular.books import book, changed

BOOK: Final = book({"residents": []})
SOURCE: Final = Source(name="H1")


def framing(data: bytes) -> None:
    """However a stream is cut, the same frames come out. The first byte says how it is cut."""
    step, stream = (data[0] % 64) + 1 if data else 1, data[1:]
    cut, whole = Framer(limit=4_096), Framer(limit=4_096)
    pieces = [one for at in range(0, len(stream), step) for one in cut.feed(stream[at : at + step])]
    found = [*pieces, *cut.close()]
    expected = [*whole.feed(stream), *whole.close()]
    assert [one for one in found if isinstance(one, Frame)] == [one for one in expected if isinstance(one, Frame)]


def hl7v2(data: bytes) -> None:
    """Any bytes as HL7 v2 messages: refused in words or valid resources."""
    _are_sound(convert_all(data, adapters.hl7v2.adapter.ADAPTER.name, SOURCE))


def delimited(data: bytes) -> None:
    """Any bytes as a table of a care home. What an open zip would be is left to `workbook`."""
    if not data.startswith(b"PK"):
        _are_sound(convert_all(data, adapters.care_home.adapter.ADAPTER.name, SOURCE))


def workbook(data: bytes) -> None:
    """Any bytes as the first sheet of a workbook whose other parts are right."""
    _are_sound(
        convert_all(changed(BOOK, {"xl/worksheets/sheet1.xml": data}), adapters.care_home.adapter.ADAPTER.name, SOURCE)
    )


def _are_sound(conversions: tuple[Conversion, ...]) -> None:
    for conversion in conversions:
        crashed = [issue.text for issue in conversion.issues if issue.code == "exception"]
        assert not crashed, crashed
        for entry in conversion.entries:
            faults = validate(entry.resource)
            assert not faults, faults


TARGETS: Final[dict[str, Callable[[bytes], None]]] = {
    "framing": framing, "hl7v2": hl7v2, "delimited": delimited, "workbook": workbook,
}  # fmt: skip


def _main() -> None:
    warnings.simplefilter("ignore")
    name, *options = sys.argv[1:]
    atheris.Setup([str(Path(__file__)), *options], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    _main()
