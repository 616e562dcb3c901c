"""What is different from the last transfer of the same elder, in words: what a nurse who knows her looks for first.

Only what this receiver may know is compared, so that a difference never tells what the document leaves out.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from fhir_profiles.issue import JsonObject
from hub.record.timeline import concept_text
from hub.transfer.medicines import TYPES, dose_text, medicine_name
from hub.transfer.minimise import is_withheld
from hub.transfer.rows import cells_of, value_text
from hub.transfer.sections import sections
from hub.transfer.words import moment_text


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind of thing that is compared: its heading, which resources, their names, and what may change in one."""

    zh: str
    takes: Callable[[JsonObject], bool]
    name: Callable[[JsonObject], str]
    value: Callable[[JsonObject], str] = lambda _item: ""
    is_measured: bool = False


def resources_of(bundle: JsonObject) -> list[JsonObject]:
    """The resources of a document."""
    return [entry["resource"] for entry in bundle.get("entry", []) if "resource" in entry]


def changes_since(
    bundle: JsonObject, record: Sequence[JsonObject], *, receiver_kind: str, receiver_licensed: bool
) -> list[str]:
    """Lines of what was added, changed and no longer stands, against the last document of this elder."""
    before = [
        item
        for item in resources_of(bundle)
        if not is_withheld(item, receiver_kind=receiver_kind, receiver_licensed=receiver_licensed)
    ]
    lines = [line for kind in _KINDS for line in _compare(kind, before, record)]
    when = moment_text(bundle.get("timestamp"))
    return [f"上次转诊文书：{when}", *(lines or ["诊断、用药、过敏、管路、风险、能力与皮肤均无变化。"])]


def _compare(kind: _Kind, before: Sequence[JsonObject], now: Sequence[JsonObject]) -> list[str]:
    earlier, current = _by_name(kind, before), _by_name(kind, now)
    added = [name for name in current if name not in earlier]
    gone = [name for name in earlier if name not in current]
    changed = [
        f"{name} {earlier[name]} → {value}"
        for name, value in current.items()
        if name in earlier and value and earlier[name] and value != earlier[name]
    ]
    lines = []
    if added:
        lines.append(f"{kind.zh}新增：{'、'.join(added)}")
    if changed:
        lines.append(f"{kind.zh}变化：{'；'.join(changed)}")
    if gone and not kind.is_measured:
        lines.append(f"{kind.zh}不再列出：{'、'.join(gone)}")
    return lines


def _by_name(kind: _Kind, items: Sequence[JsonObject]) -> dict[str, str]:
    """Value by name; of what is measured, the latest."""
    chosen = sorted((item for item in items if kind.takes(item)), key=_moment)
    return {name: kind.value(item) for item in chosen if (name := kind.name(item))}


def _moment(item: JsonObject) -> str:
    return str(item.get("effectiveDateTime") or item.get("recordedDate") or "")


def _type(*names: str) -> Callable[[JsonObject], bool]:
    return lambda item: item.get("resourceType") in names


def _taken(item: JsonObject) -> bool:
    return item.get("resourceType") in TYPES and item.get("status") not in {"stopped", "completed"}


def _in_section(code: str) -> Callable[[JsonObject], bool]:
    takes = next(section.takes for section in sections(upward=False) if section.code == code)
    return lambda item: item.get("resourceType") == "Observation" and takes(item)


def _first_cell(item: JsonObject) -> str:
    return cells_of(item)[0]


def _words(item: JsonObject) -> str:
    return concept_text(item.get("code"))


_KINDS = (
    _Kind("诊断", _type("Condition"), _words),
    _Kind("用药", _taken, medicine_name, dose_text),
    _Kind("过敏", _type("AllergyIntolerance"), _words),
    _Kind("管路", _type("DeviceUseStatement"), _first_cell),
    _Kind("风险与注意事项", next(one.takes for one in sections(upward=False) if one.code == "risks"), _words),
    _Kind("能力", _in_section("47420-5"), _words, value_text, is_measured=True),
    _Kind("皮肤", _in_section("skin"), _words, value_text, is_measured=True),
)
