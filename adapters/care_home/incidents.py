"""Rows of incidents and of leave to Observations of the home's record. GB 38600-2019 names the nine risks."""

from adapters.care_home.person import read_person
from adapters.care_home.record import notes, observed, read_time
from adapters.care_home.stay import stay_again
from adapters.port import Entry
from adapters.tabular.fields import Fields
from adapters.tabular.values import CellError, to_date
from fhir_profiles.issue import JsonObject

_INCIDENTS = {
    **dict.fromkeys(("跌倒", "摔倒", "滑倒", "摔跤", "fall"), "fall"),
    **dict.fromkeys(("坠床", "bed-fall"), "bed-fall"),
    **dict.fromkeys(("噎食", "呛咳", "误吸", "窒息", "choking"), "choking"),
    **dict.fromkeys(("误食", "误服", "wrong-swallow"), "wrong-swallow"),
    **dict.fromkeys(("走失", "走丢", "出走", "wandering", "lost"), "wandering"),
    **dict.fromkeys(("烫伤", "scald"), "scald"),
    **dict.fromkeys(("压疮", "压力性损伤", "压伤", "pressure-injury"), "pressure-injury"),
    **dict.fromkeys(("他伤", "自伤", "他伤自伤", "自杀", "伤人", "harm"), "harm"),
    **dict.fromkeys(("文娱活动意外", "文娱意外", "活动意外"), "activity-accident"),
    **dict.fromkeys(("其他", "其他意外", "other"), "other-incident"),
}


def incident_to_entries(fields: Fields) -> list[Entry]:
    """The Patient (created once) and the Observation of what happened."""
    person = read_person(fields)
    at = read_time(fields, "at", is_needed=True)
    code = fields.read("incident", _incident)
    if not fields.text("incident"):
        fields.report("incident", "the cell is empty; expected 跌倒, 噎食, 走失 or another.", code="required")
    if fields.is_refused or person is None or code is None:
        return []
    body: JsonObject = notes(fields, "story", "measures", "family_told", "note")
    body["valueString"] = fields.text("injury") or "未记录伤情"
    if place := fields.text("place"):
        body["component"] = [{"code": {"text": "发生地点"}, "valueString": place}]
    return [person.entry, observed(fields, person, code=code, at=at, body=body)]


def leave_to_entries(fields: Fields) -> list[Entry]:
    """The Patient (created once), the leave, and the stay: on hold until the return, where the row names it."""
    person = read_person(fields)
    left = read_time(fields, "left", is_needed=True)
    returned = read_time(fields, "returned")
    admitted = fields.read("admitted", to_date)
    if left and returned and returned[:16] < left[:16]:
        fields.report("returned", "lies before the leave; expected a later time.")
    if fields.is_refused or person is None:
        return []
    body: JsonObject = notes(fields, "companion", "note")
    body["status"] = "final" if returned else "preliminary"
    body["effectivePeriod"] = {"start": left, **({"end": returned} if returned else {})}
    body["valueString"] = fields.text("reason") or "未记录原因"
    if expected := read_time(fields, "expected"):
        body["component"] = [{"code": {"text": "预计返回时间"}, "valueDateTime": expected}]
    leave = observed(fields, person, code="leave", at=left, body=body)
    stay = stay_again(fields, person, admitted, {"status": "active" if returned else "onhold"})
    return [person.entry, leave, *stay]


def _incident(cell: str) -> str:
    """The kind of incident; of several in one cell (跌倒并烫伤) nothing is chosen."""
    found = _INCIDENTS.get(cell.casefold())
    if found is None:
        raise CellError("expected one of 跌倒, 坠床, 噎食, 误食, 走失, 烫伤, 压疮, 他伤自伤, 文娱活动意外, 其他")
    return found
