"""No test holds a measured time against a bound: what takes how long is a figure of benchmarks/, with a gate."""

import ast

import pytest

from tests.architecture.measured_time import timed_assertions
from tests.architecture.source_tree import ROOT, all_files, tree_of

_FAULTS = {
    "a duration": "began = time.monotonic()\n    work()\n    assert time.monotonic() - began < 5",
    "a duration in a name": "began = time.time()\n    took = time.time() - began\n    assert took < 0.1",
    "between two bounds": "began = perf_counter()\n    assert 1.0 < perf_counter() - began < 10.0",
    "within a larger equality": "began = time.time()\n    waited = time.time() - began\n"
    "    assert (answer, waited < 5) == (b'', True)",
    "a verdict in a name": "began = time.time()\n    is_quick = time.time() - began < 5\n    assert is_quick",
    "the median of many": "loop, lags = asyncio.get_running_loop(), []\n    for _ in range(9):\n"
    "        before = loop.time()\n        lags.append(loop.time() - before)\n    assert sorted(lags)[4] < 0.005",
    "the longest of many": "longest = 0.0\n    before = time.thread_time()\n"
    "    longest = max(longest, time.thread_time() - before)\n    assert longest < 0.1",
    "one duration beside another": "a, b, c = time.time(), time.time(), time.time()\n    assert b - a < c - b",
    "a function inside": "def seconds():\n        start = time.process_time()\n"
    "        return time.process_time() - start\n    assert seconds() < 24 * seconds()",
    "a reading against a number": "assert time.process_time() < 60",
    "processor time of the children": "assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime < 2",
    "a duration for callers": "began = time.monotonic()\n    return time.monotonic() - began",
    "a duration in somebody's attribute": "began = time.thread_time()\n    lag.longest = time.thread_time() - began",
}
_GOOD = {
    "the end of a hung test": "until = time.time() + 60\n    while wait():\n        assert time.time() < until",
    "an order of events": "low = time.time_ns() // 1000\n    assert low <= clock.now() <= time.time_ns() // 1000",
    "a frozen clock": "began = clock.now()\n    clock.advance(seconds=5)\n    assert clock.now() - began == 5_000_000",
    "when to ask again": "since = time.time()\n    if time.time() - since > 5:\n        ask()\n    assert answer == 1",
    "a count": "with calls_here() as calls:\n        work()\n    assert calls.total < 1000",
}


@pytest.mark.parametrize("fault", _FAULTS)
def test_an_assertion_about_measured_time_is_found(fault: str) -> None:
    assert len(timed_assertions(ast.parse(f"def test_it():\n    {_FAULTS[fault]}\n"))) == 1


@pytest.mark.parametrize("use", _GOOD)
def test_another_use_of_a_clock_is_left_alone(use: str) -> None:
    assert timed_assertions(ast.parse(f"def test_it():\n    {_GOOD[use]}\n")) == []


def test_no_test_holds_a_measured_time_against_a_bound() -> None:
    peers = ROOT / "tests/peers"
    files = [path for path in all_files() if path.is_relative_to(ROOT / "tests") and not path.is_relative_to(peers)]

    found = [
        f"{path.relative_to(ROOT)}:{line}: {fault}" for path in files for line, fault in timed_assertions(tree_of(path))
    ]

    assert found == []
