"""Reading the audit trail: single entries and searches by patient, date, agent and outcome."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from fhir_profiles.json_text import dump
from hub.audit.events import entry_to_audit_event
from hub.clock import SHANGHAI, datetime_to_micros
from hub.errors import BadSearchError, TooCostlyError
from hub.store.port import Access, AuditEntry, Visibility

DEFAULT_COUNT = 50
MAX_COUNT = 200
_PAGE = 500
_MAX_PAGES = 100

Test = Callable[[AuditEntry], bool]


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Entries, newest first, and the key below which the next page begins (0 at the end)."""

    entries: tuple[AuditEntry, ...]
    before: int = 0


async def read_audit_event(store: Access, key: str, *, visibility: Visibility) -> bytes | None:
    """The AuditEvent with this id as JSON; None when unknown or not visible."""
    if not (key.isascii() and key.isdigit()) or len(key) > 18:
        return None
    found = await store.audit_page(visibility=visibility, before=int(key) + 1, count=1)
    if not found or found[0].key != int(key):
        return None
    return dump(entry_to_audit_event(found[0]))


async def search_audit(store: Access, query: tuple[tuple[str, str], ...], *, visibility: Visibility) -> AuditPage:
    """A page of the trail. Raises BadSearchError, or TooCostlyError when too much would have to be read."""
    patient, before, count, tests = _read_query(query)
    found: list[AuditEntry] = []
    for _ in range(_MAX_PAGES):
        page = await store.audit_page(visibility=visibility, patient=patient, before=before, count=_PAGE)
        for entry in page:
            if all(test(entry) for test in tests):
                found.append(entry)
                if len(found) > count:
                    return AuditPage(tuple(found[:count]), before=found[count - 1].key)
        if len(page) < _PAGE:
            return AuditPage(tuple(found))
        before = page[-1].key
    raise TooCostlyError("The search would read too much of the trail; narrow it with patient or date=ge….")


def _read_query(query: tuple[tuple[str, str], ...]) -> tuple[str, int, int, list[Test]]:
    patient, before, count = "", 0, DEFAULT_COUNT
    tests: list[Test] = []
    for name, value in query:
        if name in {"patient", "patient:Patient", "entity"}:
            patient = value.removeprefix("Patient/")
        elif name in {"date", "_lastUpdated"}:
            tests.append(_date_test(value))
        elif name in {"agent", "agent:identifier"}:
            tests.append(_agent_test(value))
        elif name == "outcome":
            tests.append(_outcome_test(value))
        elif name == "action":
            tests.append(_action_test(value))
        elif name in {"_before", "_count"}:
            number = _number(name, value)
            before, count = (number, count) if name == "_before" else (before, min(number, MAX_COUNT))
        elif name not in {"_format", "_pretty", "_sort", "_total"}:
            raise BadSearchError(
                f"AuditEvent has no search parameter {name!r} here; "
                "expected patient, date, agent, action, outcome, _count."
            )
    return patient, before, max(count, 1), tests


def _number(name: str, value: str) -> int:
    if not (value.isascii() and value.isdigit()) or len(value) > 18:
        raise BadSearchError(f"{name} is not a number; expected digits.")
    return int(value)


def _agent_test(value: str) -> Test:
    wanted = {item.rsplit("|", 1)[-1] for item in value.split(",")}
    return lambda entry: entry.agent in wanted


def _outcome_test(value: str) -> Test:
    wanted = set(value.split(","))
    return lambda entry: str(entry.outcome) in wanted


def _action_test(value: str) -> Test:
    wanted = set(value.split(","))
    return lambda entry: entry.action in wanted


def _date_test(value: str) -> Test:
    """A test for `ge2026-11-01`; a value without a time means the whole day, in the hub's time zone."""
    prefix, text = (value[:2], value[2:]) if value[:2].isalpha() else ("eq", value)
    try:
        begin = datetime.fromisoformat(text)
    except ValueError as err:
        raise BadSearchError(f"The date {text!r} cannot be read; expected as in ge2026-11-01.") from err
    if begin.tzinfo is None:
        begin = begin.replace(tzinfo=SHANGHAI)
    low = datetime_to_micros(begin)
    high = datetime_to_micros(begin + (timedelta(days=1) if len(text) <= 10 else timedelta(seconds=1)))
    tests: dict[str, Test] = {
        "eq": lambda entry: low <= entry.at < high,
        "ge": lambda entry: entry.at >= low,
        "gt": lambda entry: entry.at >= high,
        "le": lambda entry: entry.at < high,
        "lt": lambda entry: entry.at < low,
    }
    if prefix not in tests:
        raise BadSearchError(f"The prefix {prefix!r} is not known here; expected eq, ge, gt, le or lt.")
    return tests[prefix]
