"""What a referral decision is asked and what it answers. Plain values; nothing here knows the store or a clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Literal, NamedTuple

from terminology.condition_language import Expression
from terminology.fact_definitions import FactDefinition
from terminology.icd10 import normalise

Direction = Literal["up", "down", "into-home", "from-home"]
Priority = Literal["stat", "urgent", "routine"]
Result = Literal["pass", "fail", "unknown", "not-applicable"]
Weight = Literal["hard", "soft", "info"]
Overall = Literal["pass", "fail", "unknown", "information"]
Advice = Literal["refer", "stay", "consult"]

GBT_42195 = "https://alliance-hub.example/fhir/CodeSystem/gbt-42195-2022"
"""The instrument that the catalogue's ability levels mean."""

_ICD_OID = "urn:oid:2.16.156.10011.2.3.3.11.3"
_INACTIVE = frozenset({"inactive", "remission", "resolved"})
_PROVISIONAL = frozenset({"provisional", "differential", "unconfirmed"})


class Coding(NamedTuple):
    """A code as its sender wrote it; `system` may be empty for a bare ICD-10 code."""

    system: str
    code: str
    display: str = ""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A Condition as the rules need it. `role` background means a chronic code that the problem list carries."""

    codings: tuple[Coding, ...]
    clinical_status: str = "active"
    verification_status: str = "confirmed"
    role: Literal["main", "background"] = "main"
    onset: datetime | None = None

    @property
    def is_active(self) -> bool:
        """Whether it counts today; a missing status counts."""
        return self.clinical_status not in _INACTIVE

    @property
    def is_provisional(self) -> bool:
        """Whether it is suspected only (疑似): it counts for the way up, not for the way down."""
        return self.verification_status in _PROVISIONAL

    def who_codes(self) -> tuple[str, ...]:
        """The WHO ICD-10 codes of its codings; empty for a local code that no map has translated."""
        return _who_codes(self.codings)

    @property
    def label(self) -> str:
        """The first code as sent."""
        return self.codings[0].code if self.codings else "?"


@lru_cache(maxsize=1 << 14)
def _who_codes(codings: tuple[Coding, ...]) -> tuple[str, ...]:
    found = (normalise(coding.code) for coding in codings if is_icd_system(coding.system))
    return tuple(dict.fromkeys(code for code in found if code is not None))


def is_icd_system(system: str) -> bool:
    """Whether codes of this system are ICD-10 in one of its editions."""
    lowered = system.lower()
    return not system or system == _ICD_OID or (("icd-10" in lowered or "icd10" in lowered) and "pcs" not in lowered)


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement about the elder: what, when measured, by whom, from where.

    `code` is from facts.csv, or `diagnosis` or `device`. `instrument` is the code system of an ability level.
    `is_baseline` marks the elder's own usual value.
    `status` preliminary marks a provisional assessment, `partial` a NEWS2 that some parameter is missing from.
    """

    code: str
    value: float | str | bool | Diagnosis
    unit: str = ""
    measured_at: datetime | None = None
    source: str = ""
    stated_by: str = ""
    status: str = "final"
    instrument: str = ""
    reference: str = ""
    is_baseline: bool = False


@dataclass(frozen=True, slots=True)
class Receiver:
    """What an institution can take. `max_ability` is the declared scope (备案/contract); None: not declared."""

    code: str
    kind: Literal["hospital", "clinic", "home"]
    name: str = ""
    is_licensed: bool = True
    has_ward: bool = True
    capabilities: frozenset[str] = frozenset()
    max_ability: int | None = None
    ability_instrument: str = GBT_42195
    has_doctor_now: bool | None = None
    state: Literal["open", "restricted", "closed-to-admission", "closed"] = "open"

    @property
    def called(self) -> str:
        """What people call it: its name, else the code."""
        return self.name or self.code

    @property
    def rank(self) -> int:
        """0 home, 1 home with a medical unit or clinic without beds, 2 clinic with a ward, 3 hospital."""
        if self.kind == "hospital":
            return 3
        if self.kind == "clinic":
            return 2 if self.has_ward else 1
        return 1 if self.is_licensed else 0


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to decide. `at` is aware. `vital_age_hours` tightens the age limit of vital signs (4 at departure)."""

    direction: Direction
    at: datetime
    facts: tuple[Fact, ...] = ()
    baseline: tuple[Fact, ...] = ()
    priority: Priority = "routine"
    receiver: Receiver | None = None
    sender: Receiver | None = None
    others: tuple[Receiver, ...] = ()
    is_returning_resident: bool = False
    goals_of_care: Literal["", "comfort", "limited", "full"] = ""
    vital_age_hours: float | None = None

    @property
    def is_upward(self) -> bool:
        """Whether the elder goes to more care: then instability never blocks."""
        return self.direction in {"up", "from-home"}

    @property
    def is_notice(self) -> bool:
        """Whether it is a stat call on the way up: a notice, which nothing may block."""
        return self.is_upward and self.priority == "stat"


class Missing(NamedTuple):
    """A fact that a rule could not use. `why` is missing, stale, unit, implausible, baseline, history or partial."""

    code: str
    why: str


class Finding(NamedTuple):
    """What one rule found; its words are made when they are read (`words.py`).

    `at` is when its facts were looked at; None where it rests on none, since nothing of it has an age then.
    `condition` is what would make it pass, or with `is_negated` what must not be; `would_pass_zh` and `would_pass_en`
    say it where there is none.
    """

    rule: str
    dimension: str
    result: Result
    severity: Weight
    at: datetime | None
    title_zh: str
    title_en: str
    would_pass_zh: str = ""
    would_pass_en: str = ""
    facts: tuple[Fact, ...] = ()
    missing: tuple[Missing, ...] = ()
    condition: Expression | None = None
    is_negated: bool = False
    definitions: Mapping[str, FactDefinition] = MappingProxyType({})

    def __repr__(self) -> str:
        """Without the definitions that it carries for its words."""
        return f"Finding({self.rule} {self.dimension} {self.result} {self.severity})"

    @property
    def words_zh(self) -> str:
        """The finding in Chinese: rule, result, facts with place and age, and what would make it pass."""
        from hub.referral.rules.words import finding_in_chinese

        return finding_in_chinese(self)

    @property
    def words_en(self) -> str:
        """The same in English."""
        from hub.referral.rules.words import finding_in_english

        return finding_in_english(self)

    @property
    def what_would_pass(self) -> str:
        """What would make it pass, in Chinese; empty when it passes."""
        from hub.referral.rules.words import would_pass_in_chinese

        return would_pass_in_chinese(self)


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another receiver that would do, and why."""

    receiver: str
    why_zh: str
    why_en: str


class Decision(NamedTuple):
    """The answer, with the version that gave it. `catch_up` is what a stat notice still owes within 24 hours."""

    overall: Overall
    advice: Advice
    level: int | None
    findings: tuple[Finding, ...]
    missing: tuple[Missing, ...]
    catch_up: tuple[Missing, ...]
    alternatives: tuple[Alternative, ...]
    catalogue_url: str
    catalogue_version: str
    catalogue_digest: str
    banner: str

    @property
    def told(self) -> tuple[Finding, ...]:
        """The findings as people are told them: one line for everything that one missing capability fails."""
        from hub.referral.rules.told import fold

        return fold(self.findings)

    @property
    def facts_used(self) -> tuple[Fact, ...]:
        """Every fact that a finding rests on, once, in the order of the findings."""
        return tuple(dict.fromkeys(fact for finding in self.findings for fact in finding.facts))
