"""CPU of $expand over an ICD table of 40,000 codes, beside one scan of the same text by Python's own search."""

import random
import time
from collections.abc import Callable
from functools import cache
from typing import Any

from hub.api.operations.expand import Question, expansion
from terminology.code_table import CodeTable, TableHead
from terminology.code_table_builder import TableRow, build_table
from terminology.icd10_editions import INSURANCE
from terminology.registry import Registry

Figure = dict[str, Any]

ROWS = 40_000
ROUNDS = 5
FILTERS = ("脑梗", "急性肺炎", "ngs", "gxy", "i63", "I639", "骨折 股骨", "tnb")
"""What people type: words, pinyin initials, codes, two words."""

_SYLLABLES = "急慢性脑心肺肝肾梗死出血感染炎症肿瘤良恶骨折股伴不并发后遗综合征糖尿病高压冠状动脉粥样硬化缺"


def expand_icd40k() -> Figure:
    """Expansions with a filter and a count of 20, first time each: nothing is remembered from one to the next."""
    registry, table = icd_registry()
    value_set = registry.value_set(INSURANCE.replace("/CodeSystem/", "/ValueSet/"))
    assert value_set is not None
    questions = [
        Question(text=text, offset=0, count=20, active_only=False, designations=False, language="") for text in FILTERS
    ]

    def ask() -> None:
        registry.forget()
        for question in questions:
            expansion(registry, value_set, question, "2026-01-31T08:30:00Z")

    def scan() -> None:
        for text in FILTERS:
            table.chinese.count(text) if not text.isascii() else table.latin.count(text)

    ask_us, scan_us = _fastest(ask), _fastest(scan)
    return {
        "value": 1e6 / ask_us,
        "unit": "expansions/s",
        "limit": 1e6 / scan_us,
        "ratio": scan_us / ask_us,
        "cpu_us": ask_us,
    }


@cache
def icd_registry() -> tuple[Registry, CodeTable]:
    """A registry with a made-up ICD table of ROWS codes: three-character codes, six-character ones and extensions."""
    table = build_table(
        TableHead(url=INSURANCE, version="0", name="icd", title="ICD", source="made up", verified=False),
        _rows(),
        infer_parents=True,
    )
    return Registry([CodeTable.from_bytes(table.to_bytes())]), table


def _rows() -> list[TableRow]:
    chosen = random.Random(10)

    def words(length: int) -> str:
        return "".join(chosen.choices(_SYLLABLES, k=length))

    rows: list[TableRow] = []
    for number in range(2600):
        category = f"{chr(ord('A') + number // 100)}{number % 100:02d}"
        rows.append(TableRow(category, words(5)))
        for fourth in range(3):
            rows.append(TableRow(f"{category}.{fourth}00", words(8)))
            rows += [TableRow(f"{category}.{fourth}00x{extra:03d}", words(12)) for extra in range(1, 5)]
    return rows[:ROWS]


def _fastest(run: Callable[[], None]) -> float:
    """Microseconds of processor time for one filter, the fastest of ROUNDS."""
    found = []
    for _ in range(ROUNDS):
        started = time.process_time()
        run()
        found.append(time.process_time() - started)
    return min(found) * 1e6 / len(FILTERS)
