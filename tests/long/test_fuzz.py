"""Coverage-guided fuzzing of what reads foreign bytes: no crash, no hang, bounded memory, nothing invalid comes out."""

import os
import subprocess
import sysconfig
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
PYTHON: Final = ROOT / "tests" / "peers" / "python" / ".venv" / "bin" / "python"
SAMPLES: Final = {
    "framing": ("hl7v2", b"\x07\x0b%s\x1c\r"),
    "hl7v2": ("hl7v2", b"%s"),
    "delimited": ("care_home", b"%s"),
    "workbook": ("", b""),
}
ROWS: Final = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    b'<row r="1"><c r="A1" t="inlineStr"><is><t>\xe5\xa7\x93\xe5\x90\x8d</t></is></c></row>'
    b'<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2"><v>44000.5</v></c></row></sheetData></worksheet>'
)

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not PYTHON.exists(), reason="`make peers` makes the environment of tests/peers/python"),
]


@pytest.mark.parametrize("target", SAMPLES)
def test_no_bytes_crash_hang_or_fill_the_memory(target: str, tmp_path: Path) -> None:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    folder, form = SAMPLES[target]
    for file in (ROOT / "samples" / folder).glob("*.[hc]*") if folder else ():
        (seeds / file.name).write_bytes(form % file.read_bytes())
    if not folder:
        (seeds / "sheet1.xml").write_bytes(ROWS)
    runs = os.environ.get("HUB_TEST_FUZZ_RUNS", "20000")
    limits = [f"-runs={runs}", "-timeout=60", "-rss_limit_mb=2048", "-max_len=4096", f"-artifact_prefix={tmp_path}/"]
    paths = f"{ROOT}:{sysconfig.get_paths()['purelib']}"
    command = [str(PYTHON), "-m", "tests.long.fuzz_targets", target, *limits, str(seeds)]
    environment = {**os.environ, "PYTHONPATH": paths, "HUB_LOG_LEVEL": "ERROR"}
    done = subprocess.run(command, capture_output=True, cwd=ROOT, env=environment, check=False)

    assert done.returncode == 0, done.stdout[-2000:].decode(errors="replace") + done.stderr[-4000:].decode(
        errors="replace"
    )
