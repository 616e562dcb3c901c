"""v2 to FHIR to v2 to FHIR: what was mapped comes back, or the writer says that it could not say it."""

from pathlib import Path

import pytest

from adapters.hl7v2.outbound.render import MESSAGES
from tests.golden.hl7v2.cases import cases
from tests.unit.adapters.hl7v2.facts import convert, lost, render_for_h1

SAMPLES = sorted(Path("samples/hl7v2").glob("*.hl7"))
NOT_YET = frozenset((Path(__file__).parent / "not_yet_back.txt").read_text(encoding="utf-8").split())
INPUTS = [*(case / "input.hl7" for case in cases() if case.name not in NOT_YET), *SAMPLES]


@pytest.mark.parametrize("file", INPUTS, ids=lambda file: f"{file.parent.name}-{file.stem}")
@pytest.mark.parametrize("version", ["2.5.1", "2.7"])
def test_the_facts_of_a_message_survive_the_way_there_and_back(file: Path, version: str) -> None:
    told = [one for one in convert(file.read_bytes()) if not one.is_refused and one.event in MESSAGES]

    for conversion in told:
        message = conversion.event.replace("ORM^O01", "OML^O21")
        rendering = render_for_h1(conversion, message, version=version)

        assert [issue.text for issue in rendering.issues if issue.is_error] == []
        assert lost(conversion, rendering) == []


@pytest.mark.parametrize("file", INPUTS, ids=lambda file: f"{file.parent.name}-{file.stem}")
@pytest.mark.parametrize("charset", ["GB 18030-2000", "GB2312"])
def test_what_an_old_system_is_told_can_be_read_in_its_charset(file: Path, charset: str) -> None:
    told = [one for one in convert(file.read_bytes()) if not one.is_refused and one.event in MESSAGES]

    for conversion in told:
        rendering = render_for_h1(conversion, version="2.3.1", charset=charset)
        [again] = convert(rendering.data)

        assert again.is_refused is False
        assert again.charset == "GB18030"
        assert again.control_id == "OUT-1"
