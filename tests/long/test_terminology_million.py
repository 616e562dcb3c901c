"""A table of a million rows is loaded in bounded memory, and one row more is refused."""

import subprocess
import sys
from pathlib import Path

import pytest

MEGABYTES = 450

PROGRAM = """
import resource, sys
from pathlib import Path
from terminology.code_table_builder import TableError
from terminology.load import LoadOptions, load_file

options = LoadOptions(url="http://example.org/big", version="1")
try:
    taken, _ = load_file(Path(sys.argv[1]), options)
    print(len(taken[0][1]), len(taken[0][1].search("zwz96")))
except TableError as err:
    print(err.faults[0].text)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


@pytest.mark.long
@pytest.mark.parametrize(
    ("rows", "expected"),
    [(1_000_000, "1000000 10309"), (1_000_001, "The table has more than 1,000,000 rows; load it in parts.")],
)
def test_a_million_rows_take_bounded_memory(tmp_path: Path, rows: int, expected: str) -> None:
    path = tmp_path / "big.csv"
    with path.open("w", encoding="gb18030") as file:
        file.write("编码,名称\n")
        file.writelines(f"{number:07d},很大的中文字{number % 97}\n" for number in range(rows))

    done = subprocess.run([sys.executable, "-c", PROGRAM, str(path)], capture_output=True, text=True, check=True)

    answer, megabytes = done.stdout.splitlines()
    assert answer == expected
    assert int(megabytes) < MEGABYTES
