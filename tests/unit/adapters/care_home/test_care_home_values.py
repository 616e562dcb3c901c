from collections.abc import Callable
from decimal import Decimal

import pytest

from adapters.care_home.adjustments import to_event_count
from adapters.care_home.beds import to_bed_status, to_price
from adapters.care_home.residents import to_episode_status
from adapters.tabular.resident_id import ResidentId, to_resident_id
from adapters.tabular.values import (
    Bounds,
    CellError,
    to_date,
    to_flag,
    to_instant,
    to_number,
    to_phone,
    to_sex,
    to_whole_number,
)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("1940-01-01", "1940-01-01"),
        ("14611", "1940-01-01"),
        ("14611.0", "1940-01-01"),
        ("9000", "1924-08-21"),
        ("2026/3/2", "2026-03-02"),
        ("2026.3.2", "2026-03-02"),
        ("2026年3月2日", "2026-03-02"),
        ("2026 年 3 月 2 日", "2026-03-02"),
        ("20260302", "2026-03-02"),
        ("1940-01-01 00:00:00", "1940-01-01"),
    ],
)
def test_dates_are_read_in_every_form_that_homes_write(cell: str, expected: str) -> None:
    assert to_date(cell) == expected


@pytest.mark.parametrize(("cell", "expected"), [("1940", "1940"), ("1940年", "1940"), ("1940年2月", "1940-02")])
def test_a_birth_date_may_be_known_in_part(cell: str, expected: str) -> None:
    assert to_date(cell, may_be_partial=True) == expected


@pytest.mark.parametrize(
    "cell", ["2026-02-30", "02/03/2026", "3月2日", "", "今天", "99999999", "1840-01-01", "2026-13-01", "1940-02"]
)
def test_a_date_that_is_none_is_refused(cell: str) -> None:
    with pytest.raises(CellError, match="expected"):
        to_date(cell)


@pytest.mark.parametrize(
    ("cell", "clock", "expected"),
    [
        ("2026/3/2 8:05", "", "2026-03-02T08:05:00+08:00"),
        ("2026-03-02T08:05:30+09:00", "", "2026-03-02T08:05:30+09:00"),
        ("2026-03-02T08:05:00Z", "", "2026-03-02T08:05:00+00:00"),
        ("2026年3月2日8时5分", "", "2026-03-02T08:05:00+08:00"),
        ("2026年3月2日 下午3:20", "", "2026-03-02T15:20:00+08:00"),
        ("202603020805", "", "2026-03-02T08:05:00+08:00"),
        ("20260302 0805", "", "2026-03-02T08:05:00+08:00"),
        ("46083.3368055556", "", "2026-03-02T08:05:00+08:00"),
        ("2026-03-02", "8:05", "2026-03-02T08:05:00+08:00"),
        ("2026-03-02", "", "2026-03-02"),
        ("46083", "", "2026-03-02"),
    ],
)
def test_times_of_measurement_carry_an_offset(cell: str, clock: str, expected: str) -> None:
    assert to_instant(cell, clock, timezone="Asia/Shanghai") == expected


@pytest.mark.parametrize("cell", ["2026-03-02 25:00", "2026-03-02 八点", "08:05", "2026-03-02 08:61"])
def test_a_time_that_is_none_is_refused(cell: str) -> None:
    with pytest.raises(CellError, match="expected"):
        to_instant(cell, timezone="Asia/Shanghai")


@pytest.mark.parametrize(
    ("cell", "expected"), [("36.50", "36.50"), ("36.5℃", "36.5"), ("3,200元/月", "3200"), ("72 次/分", "72")]
)
def test_numbers_keep_their_digits_and_lose_their_unit(cell: str, expected: str) -> None:
    assert str(to_number(cell)) == expected


@pytest.mark.parametrize("cell", ["", "高", "36.5-37.2", "120/80"])
def test_a_cell_without_exactly_one_number_is_refused(cell: str) -> None:
    with pytest.raises(CellError, match="expected one number"):
        to_number(cell)


def test_a_number_outside_its_bounds_is_refused_without_repeating_it() -> None:
    with pytest.raises(CellError) as caught:
        to_number("365", Bounds(Decimal(25), Decimal(45), "Cel"))

    assert str(caught.value) == "the value is not plausible: expected 25 to 45 Cel"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("男", "male"), ("女性", "female"), ("1", "male"), ("2", "female"), ("F", "female"), ("9", "unknown")],
)
def test_sex_is_read_by_word_and_by_gbt_2261_1(cell: str, expected: str) -> None:
    assert to_sex(cell) == expected


def test_flags_are_read() -> None:
    assert [to_flag(cell) for cell in ("是", "否", "无", "√", "N")] == [True, False, False, True, False]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("330105193804120014", ResidentId("330105193804120014", "1938-04-12", "male")),
        ("330105194111030029", ResidentId("330105194111030029", "1941-11-03", "female")),
        ("330105 19411103 0029", ResidentId("330105194111030029", "1941-11-03", "female")),
        ("330105380412001", ResidentId("330105193804120014", "1938-04-12", "male")),
    ],
)
def test_a_resident_id_states_birth_date_and_sex(cell: str, expected: ResidentId) -> None:
    assert to_resident_id(cell) == expected


def test_a_resident_id_may_end_in_x() -> None:
    assert to_resident_id("11010519491231002x").number == "11010519491231002X"


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("330105193804120015", "check character"),
        ("33010519380412001", "18 characters"),
        ("3.30105E+17", "power of ten"),
        ("330105193802300012", "check character"),
    ],
)
def test_a_resident_id_that_is_none_is_refused_with_the_reason(cell: str, words: str) -> None:
    with pytest.raises(CellError, match=words):
        to_resident_id(cell)


def test_a_resident_id_with_an_impossible_day_is_refused() -> None:
    with pytest.raises(CellError, match="date inside the number does not exist"):
        to_resident_id("330105193802300011")


@pytest.mark.parametrize(
    ("cell", "expected"), [("无", 0), ("0", 0), ("2", 2), ("2次", 2), ("跌倒2次、走失", 3), ("跌倒；噎食1次", 2)]
)
def test_care_risk_events_are_counted(cell: str, expected: int) -> None:
    assert to_event_count(cell.replace("；", ";")) == expected


def test_a_price_is_per_month_unless_a_day_is_named() -> None:
    periods = [
        to_price(*cells)["extension"][1]["valueCode"] for cells in (("3200",), ("110元/天",), ("110", "价格(元/日)"))
    ]

    assert periods == ["mo", "d", "d"]


def test_bed_states_follow_v2_0116_and_reserved_beds_are_not_offered() -> None:
    found = [(to_bed_status(word).code, to_bed_status(word).offered) for word in ("空", "占", "停用", "预留", "待消毒")]

    assert found == [("U", "active"), ("O", "active"), ("C", "suspended"), ("U", "suspended"), ("K", "active")]


@pytest.mark.parametrize(
    ("reader", "cell"),
    [(to_sex, "公"), (to_flag, "可能"), (to_phone, "见档案"), (to_event_count, "有点多"), (to_bed_status, "?"),
     (to_episode_status, "不明")],
)  # fmt: skip
def test_an_unknown_word_is_refused_with_the_expected_ones_and_not_repeated(
    reader: Callable[[str], object], cell: str
) -> None:
    with pytest.raises(CellError, match="expected") as caught:
        reader(cell)

    assert cell not in str(caught.value).replace("(or 0, 1, 2, 9 of GB/T 2261.1)", "")


@pytest.mark.parametrize("cell", ["2.5", "5", "-1"])
def test_a_score_is_a_whole_number_in_its_range(cell: str) -> None:
    with pytest.raises(CellError):
        to_whole_number(cell, highest=4)
