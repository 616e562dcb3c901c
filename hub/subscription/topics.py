"""The hub's topics: what may be subscribed to by name. https://hl7.org/fhir/uv/subscriptions-backport/topic-canonicals.html.

A trigger is a plain function of the resource and what it was before (None: nothing).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from fhir_profiles.issue import JsonObject

BASE: Final = "https://alliance-hub.example/fhir/SubscriptionTopic/"
_STATE: Final = "https://alliance-hub.example/fhir/CodeSystem/referral-state"
_OUTPUT: Final = "https://alliance-hub.example/fhir/CodeSystem/referral-output"
_CRITICAL: Final = frozenset({"AA", "HH", "LL"})
"""https://terminology.hl7.org/CodeSystem-v3-ObservationInterpretation.html: critical, critical high, critical low."""

_READY: Final = frozenset({"final", "amended", "corrected", "appended"})

Trigger = Callable[[JsonObject, JsonObject | None], bool]


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic: the type of its focus, and when it fires. `filters` are the search parameters that narrow it."""

    name: str
    type: str
    title: str
    filters: tuple[str, ...]
    fires: Trigger

    @property
    def url(self) -> str:
        """Its canonical."""
        return BASE + self.name


def _referral_changed(now: JsonObject, before: JsonObject | None) -> bool:
    state = _codes(now.get("businessStatus"), _STATE)
    if not state:
        return False
    return before is None or (now.get("status"), state) != (
        before.get("status"),
        _codes(before.get("businessStatus"), _STATE),
    )


def _bundle_delivered(now: JsonObject, before: JsonObject | None) -> bool:
    return _bundles(now) > _bundles(before or {})


def _critical(now: JsonObject, before: JsonObject | None) -> bool:
    return _is_critical(now) and (before is None or not _is_critical(before) or _values(now) != _values(before))


def _report_ready(now: JsonObject, before: JsonObject | None) -> bool:
    return now.get("status") in _READY and (before is None or before.get("status") != now.get("status"))


def _encounter_changed(now: JsonObject, before: JsonObject | None) -> bool:
    return before is None or before.get("status") != now.get("status")


def _encounter_ended(now: JsonObject, before: JsonObject | None) -> bool:
    return now.get("status") == "finished" and (before is None or before.get("status") != "finished")


def _bundles(task: JsonObject) -> int:
    """How many transfer bundles a Task has as its output."""
    return sum("transfer-bundle" in _codes(item.get("type"), _OUTPUT) for item in task.get("output", []))


def _is_critical(observation: JsonObject) -> bool:
    if observation.get("status") not in _READY:
        return False
    places = [observation, *observation.get("component", [])]
    return any(
        coding.get("code") in _CRITICAL
        for place in places
        for concept in place.get("interpretation", [])
        for coding in concept.get("coding", [])
    )


def _values(observation: JsonObject) -> list[tuple[str, Any]]:
    return sorted((name, str(value)) for name, value in observation.items() if name.startswith("value"))


def _codes(concept: JsonObject | None, system: str) -> frozenset[str]:
    codings = (concept or {}).get("coding", [])
    return frozenset(str(one.get("code")) for one in codings if one.get("system") == system)


TOPICS: Final[Mapping[str, Topic]] = {
    topic.url: topic
    for topic in (
        Topic("referral-changed", "Task", "A referral's Task is new or in another state 转诊状态变化",
              ("patient", "owner", "requester", "status", "business-status", "priority"), _referral_changed),
        Topic("transfer-bundle-delivered", "Task", "The signed transfer bundle was handed over 转诊资料已送达",
              ("patient", "owner", "requester"), _bundle_delivered),
        Topic("critical-value", "Observation", "A final result is critical 危急值",
              ("patient", "code", "category", "performer"), _critical),
        Topic("report-ready", "DiagnosticReport", "A report was signed or corrected 报告已签发",
              ("patient", "code", "category", "performer", "status"), _report_ready),
        Topic("encounter-changed", "Encounter", "A stay or visit begins, ends or changes its status 就诊状态变化",
              ("patient", "class", "status", "service-provider"), _encounter_changed),
        Topic("encounter-ended", "Encounter", "A stay or visit is finished 就诊结束",
              ("patient", "class", "service-provider"), _encounter_ended),
    )
}  # fmt: skip
"""By canonical."""
