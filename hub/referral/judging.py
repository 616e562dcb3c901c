"""Judges the cases of a dry-run by two versions of the catalogue: here, or by the chunk in the process pool.

A case is plain values and the stored bytes of the elder's record, so that whoever judges needs no store. A worker keeps
the versions that it was sent; one that lacks one says so, and is sent it with the same chunk again (docs/adr/0057).
"""

import asyncio
import copyreg
import io
import json
import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

from hub.clock import SHANGHAI, micros_to_datetime
from hub.errors import OverloadError
from hub.offload import Offload
from hub.referral.rules.alike import decide_alike, find_alike, same_facts, same_names
from hub.referral.rules.engine import evaluate, evidence_of
from hub.referral.rules.observations import facts_from_resources
from hub.referral.rules.values import Decision, Direction, Fact, Overall, Priority, Question, Receiver
from terminology.catalogue import Catalogue
from terminology.fact_definitions import FactDefinition

CHUNK = 100
"""Cases of one job: some 60 ms of a worker's time, against a millisecond or two in which it waits for the next."""

_AHEAD = 6
"""Chunks for each worker that may wait: it has work while the next page is read, and no more is held in memory."""

_MOST_HELD = 8
_HELD: dict[str, Catalogue] = {}
"""The versions that this process knows, the oldest of them first."""

_CLOCKS_DIFFER = timedelta(minutes=10)
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Case:
    """One candidate of one past referral, with the served JSON of what the record holds of the elder."""

    request: str
    receiver: str
    at: int
    direction: Direction
    priority: Priority
    is_returning: bool
    record: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Changed:
    """One candidate of one referral that the new version answers otherwise: results before and after.

    `because` are the hard rules that find otherwise, in Chinese and English.
    """

    request: str
    receiver: str
    before: Overall
    after: Overall
    because: tuple[tuple[str, str], ...] = ()


class Pair(NamedTuple):
    """The old and the new version, by their keys."""

    old: str
    new: str


class NotHeldError(Exception):
    """One of the versions is not known to this process."""


_Work = Callable[[Catalogue, Catalogue, Sequence[Case], Mapping[str, Receiver]], list[_T]]


class Judges:
    """Hands chunks of cases to the pool, or judges them here where there is none.

    With `helps` this process judges too as soon as the workers have enough to do: a command has nobody else to serve.
    """

    def __init__(self, offload: Offload | None = None, *, processes: int = 1, helps: bool = False) -> None:
        self._offload = offload
        self._helps = helps
        self._turns = asyncio.Semaphore(_AHEAD * processes)
        self._known: dict[str, Catalogue] = {}
        self._frozen: dict[str, bytes] = {}

    def know(self, catalogue: Catalogue) -> str:
        """The key of a version that is asked by."""
        key = f"{catalogue.digest} {catalogue.effective_from} {catalogue.effective_to}"
        self._known[key] = catalogue
        return key

    async def may_differ(self, pair: Pair, cases: Sequence[Case]) -> list[bool]:
        """For each case, of which the diagnoses are known: whether the versions can answer otherwise."""
        return await self._ask_all(may_differ, pair, cases, {})

    async def judge(self, pair: Pair, cases: Sequence[Case], receivers: Mapping[str, Receiver]) -> list[Changed]:
        """What changes, in the order of the cases. Raises TooCostlyError for a chunk over a limit of the pool."""
        return [one for one in await self._ask_all(judge, pair, cases, receivers) if one is not None]

    async def _ask_all(
        self, work: _Work[_T], pair: Pair, cases: Sequence[Case], receivers: Mapping[str, Receiver]
    ) -> list[_T]:
        """The answers, worked out by the chunk; when one fails the others are not waited for."""
        tasks = [
            asyncio.create_task(self._ask(work, pair, chunk, receivers), name="rehearse chunk")
            for chunk in (cases[start : start + CHUNK] for start in range(0, len(cases), CHUNK))
        ]
        try:
            return [one for answers in await asyncio.gather(*tasks) for one in answers]
        finally:
            for task in tasks:
                task.cancel()

    async def _ask(
        self, work: _Work[_T], pair: Pair, cases: Sequence[Case], receivers: Mapping[str, Receiver]
    ) -> list[_T]:
        if self._offload is None or (self._helps and self._turns.locked()):
            return await self._ask_here(work, pair, cases, receivers)
        theirs = {case.receiver: receivers[case.receiver] for case in cases if case.receiver in receivers}
        async with self._turns:
            try:
                return await self._ask_worker(self._offload, work, pair, cases, theirs)
            except OverloadError:  # others fill the pool: what can be done here is not refused
                return await self._ask_here(work, pair, cases, theirs)

    async def _ask_worker(
        self, offload: Offload, work: _Work[_T], pair: Pair, cases: Sequence[Case], receivers: Mapping[str, Receiver]
    ) -> list[_T]:
        """The answer of a worker: of one that has just started, when it was sent the versions too."""
        try:
            return await offload.run(in_worker, work, pair, {}, cases, receivers)
        except NotHeldError:
            sent = {key: self._freeze(key) for key in pair}
            return await offload.run(in_worker, work, pair, sent, cases, receivers)

    async def _ask_here(
        self, work: _Work[_T], pair: Pair, cases: Sequence[Case], receivers: Mapping[str, Receiver]
    ) -> list[_T]:
        """Case by case: others have their turn in between."""
        old, new = self._known[pair.old], self._known[pair.new]
        found: list[_T] = []
        for case in cases:
            found += work(old, new, [case], receivers)
            await asyncio.sleep(0)
        return found

    def _freeze(self, key: str) -> bytes:
        if key not in self._frozen:
            self._frozen[key] = freeze(self._known[key])
        return self._frozen[key]


def in_worker(
    work: _Work[_T], pair: Pair, sent: Mapping[str, bytes], cases: Sequence[Case], receivers: Mapping[str, Receiver]
) -> list[_T]:
    """A job of the pool. Raises NotHeldError where a version is not known here and was not sent."""
    if not all(key in _HELD or key in sent for key in pair):
        raise NotHeldError
    for key in pair:  # to the end of the list: those go first that were not asked by for the longest time
        _HELD[key] = _HELD.pop(key) if key in _HELD else pickle.loads(sent[key])  # noqa: S301  the hub wrote it for its own worker
    while len(_HELD) > _MOST_HELD:
        del _HELD[next(iter(_HELD))]
    return work(_HELD[pair.old], _HELD[pair.new], cases, receivers)


def may_differ(old: Catalogue, new: Catalogue, cases: Sequence[Case], _receivers: Mapping[str, Receiver]) -> list[bool]:
    """For each case, of which the diagnoses are known: whether the versions can answer otherwise."""
    return [not decide_alike(old, new, _facts(case, old.facts)) for case in cases]


def judge(
    old: Catalogue, new: Catalogue, cases: Sequence[Case], receivers: Mapping[str, Receiver]
) -> list[Changed | None]:
    """For each case what changes; None where both answer alike."""
    return [_judge(case, receivers.get(case.receiver), old, new) for case in cases]


def _judge(case: Case, receiver: Receiver | None, old: Catalogue, new: Catalogue) -> Changed | None:
    """What changes for one candidate; whole decisions are taken only where the versions can differ."""
    question = again = _question(case, receiver, old.facts)
    evidence = by_new = evidence_of(old, question)
    if not same_facts(old, new):
        again = question if same_names(old, new) else _question(case, receiver, new.facts)
        by_new = evidence_of(new, again)
    if find_alike(old, new, evidence, by_new):
        return None
    before, after = evaluate(old, question, evidence), evaluate(new, again, by_new)
    if before.overall == after.overall:
        return None
    return Changed(case.request, case.receiver, before.overall, after.overall, tuple(_differing(before, after)))


def _differing(before: Decision, after: Decision) -> Iterator[tuple[str, str]]:
    """Hard rules whose finding is another one now, or is new or gone."""
    old = {finding.rule: finding for finding in before.findings if finding.severity == "hard"}
    new = {finding.rule: finding for finding in after.findings if finding.severity == "hard"}
    for rule, finding in (old | new).items():
        was, now = old.get(rule), new.get(rule)
        if was is None or now is None or was.result != now.result:
            yield f"【{rule}】{finding.title_zh}", f"[{rule}] {finding.title_en}"


def _question(case: Case, receiver: Receiver | None, definitions: Mapping[str, FactDefinition]) -> Question:
    moment = _moment(case)
    known_until = moment + _CLOCKS_DIFFER
    facts = _facts(case, definitions)
    return Question(
        direction=case.direction,
        at=moment,
        facts=tuple(fact for fact in facts if fact.measured_at is None or fact.measured_at <= known_until),
        priority=case.priority,
        receiver=receiver,
        is_returning_resident=case.is_returning,
    )


def _facts(case: Case, definitions: Mapping[str, FactDefinition]) -> tuple[Fact, ...]:
    # Nothing is written back, so floats will do.
    record = [json.loads(one.decode()) for one in case.record]
    return facts_from_resources(record, at=_moment(case), definitions=definitions)


def _moment(case: Case) -> datetime:
    return micros_to_datetime(case.at).astimezone(SHANGHAI)


def freeze(catalogue: Catalogue) -> bytes:
    """A version as bytes that a worker makes it from again: its maps are views, which pickle does not take."""
    out = io.BytesIO()
    pickler = pickle.Pickler(out, protocol=pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = {**copyreg.dispatch_table, MappingProxyType: _take_apart}
    pickler.dump(catalogue)
    return out.getvalue()


def _take_apart(view: Mapping[Any, Any]) -> tuple[Callable[..., Any], tuple[dict[Any, Any]]]:
    return _as_view, (dict(view),)


def _as_view(values: dict[Any, Any]) -> Mapping[Any, Any]:
    return MappingProxyType(values)
