"""Residents' row to Patient, RelatedPerson, EpisodeOfCare and bed.

A stay in a home is an EpisodeOfCare of type residential care, not an Encounter of years; a leave puts it
on hold and keeps the bed. https://hl7.org/fhir/R4/episodeofcare.html
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from adapters.care_home.beds import bed_of_resident
from adapters.care_home.person import read_resident
from adapters.port import Conversion, Entry, Source
from adapters.tabular.conversions import Part
from adapters.tabular.fields import Fields, institution, put_by_key, split_list
from adapters.tabular.person import Person
from adapters.tabular.values import CellError, to_date, to_phone
from fhir_profiles.issue import JsonObject

EPISODE_TYPE = "https://alliance-hub.example/fhir/CodeSystem/episode-type"
EPISODE_CONCEPT = [
    {
        "coding": [{"system": EPISODE_TYPE, "code": "residential-care", "display": "机构养老居住"}],
        "text": "机构养老居住",
    }
]
"""EpisodeOfCare.type of a stay."""
BED_EXTENSION = "https://alliance-hub.example/fhir/StructureDefinition/residence-bed"
CARE_LEVEL_EXTENSION = "https://alliance-hub.example/fhir/StructureDefinition/care-level"

_STATUS = {
    **dict.fromkeys(("在住", "在院", "入住", "已入住", "在册", "试住", "正常", "active"), "active"),
    **dict.fromkeys(("外出", "外出就医", "请假", "住院", "住院中", "暂离", "离院就医",
                     "onhold", "on-hold", "leave"), "onhold"),
    **dict.fromkeys(("退住", "已退住", "离院", "已离院", "出院", "已出院", "转出", "finished", "left"), "finished"),
}  # fmt: skip
_DEAD = frozenset({"死亡", "去世", "已故", "身故", "亡故", "过世", "deceased", "died"})

ROLE = "http://terminology.hl7.org/CodeSystem/v3-RoleCode"
RELATIONS = {
    **dict.fromkeys(("儿子", "子", "长子", "次子", "son"), "SONC"),
    **dict.fromkeys(("女儿", "女", "长女", "次女", "daughter"), "DAUC"),
    **dict.fromkeys(("丈夫", "老伴(夫)", "husband"), "HUSB"),
    **dict.fromkeys(("妻子", "妻", "老伴(妻)", "wife"), "WIFE"),
    **dict.fromkeys(("配偶", "老伴", "夫妻", "spouse"), "SPS"),
    **dict.fromkeys(("兄弟", "哥哥", "弟弟", "brother"), "BRO"),
    **dict.fromkeys(("姐妹", "姐姐", "妹妹", "sister"), "SIS"),
    **dict.fromkeys(("孙子", "孙女", "外孙", "外孙女", "grandchild"), "GRNDCHILD"),
    **dict.fromkeys(("亲戚", "亲属", "侄子", "侄女", "外甥", "儿媳", "女婿", "family"), "FAMMEMB"),
    **dict.fromkeys(("朋友", "friend"), "FRND"),
}  # fmt: skip
_EMERGENCY_CONTACT = {
    "coding": [
        {
            "system": "http://terminology.hl7.org/CodeSystem/v2-0131",
            "code": "C",
            "display": "Emergency Contact",
        }
    ]
}


def resident_to_entries(fields: Fields) -> list[Entry]:
    """Everything that one row of the residents' list says; nothing when the row is refused."""
    person = read_resident(fields)
    if not fields.text("name"):
        fields.report("name", "the cell is empty; expected the resident's name.", code="required")
    status = fields.read("status", to_episode_status)
    admitted = fields.read("admitted", to_date)
    left = fields.read("left", to_date)
    if admitted and left and left < admitted:
        fields.report("left", "lies before the day of admission; expected a later day.")
    if fields.is_refused or person is None:
        return []
    if fields.text("status").casefold() in _DEAD:
        person.entry.resource["deceasedBoolean"] = True
    status = status or ("finished" if left else "active")
    bed = bed_of_resident(fields) if status != "finished" else None
    episode = _episode(fields, person, status=status, admitted=admitted, left=left, bed=bed)
    return [person.entry, *_contacts(fields, person), *([bed] if bed else []), episode]


def bed_told_twice(part: Part, source: Source, made: Iterable[Conversion]) -> Iterator[Conversion]:
    """A warning at the row that has a resident of an earlier row at another bed."""
    beds: dict[str, tuple[int, str]] = {}
    assert part.header is not None
    for row, conversion in zip(part.rows, made, strict=True):
        for entry in conversion.entries:
            said = _bed_of(entry.resource)
            if said is None:
                continue
            person, bed = said
            before = beds.setdefault(person, (row.number, bed))
            if before[1] != bed:
                text = (
                    f"another row of the list has this resident at another bed (row {before[0]}); "
                    "the stay has the later one, and both beds count as occupied. Leave one of the rows."
                )
                issue = Fields(row, part.header, source).finding("bed", text, severity="warning", code="duplicate")
                conversion = replace(conversion, issues=(*conversion.issues, issue))  # noqa: PLW2901  the row, told more
        yield conversion


def _bed_of(resource: JsonObject) -> tuple[str, str] | None:
    """The person and the bed of a stay that has one."""
    for extension in resource.get("extension", ()):
        if resource["resourceType"] == "EpisodeOfCare" and extension["url"] == BED_EXTENSION:
            return str(resource["patient"]["reference"]), str(extension["valueReference"]["reference"])
    return None


def to_episode_status(cell: str) -> str:
    """EpisodeOfCareStatus: 在住 active, 外出 or 住院 onhold, 退住 or 死亡 finished."""
    word = cell.casefold()
    if word in _DEAD:
        return "finished"
    if word not in _STATUS:
        raise CellError("expected 在住, 外出就医, 请假, 退住 or 死亡")
    return _STATUS[word]


def _episode(
    fields: Fields, person: Person, *, status: str, admitted: str | None, left: str | None, bed: Entry | None
) -> Entry:
    episode: JsonObject = {
        "resourceType": "EpisodeOfCare",
        "status": status,
        "type": EPISODE_CONCEPT,
        "patient": person.reference,
        "managingOrganization": institution(fields.source),
    }
    period = {name: day for name, day in (("start", admitted), ("end", left)) if day}
    if period:
        episode["period"] = period
    extensions: list[JsonObject] = []
    if bed:
        extensions.append({"url": BED_EXTENSION, "valueReference": {"reference": bed.full_url}})
    if level := fields.text("care_level"):
        extensions.append({"url": CARE_LEVEL_EXTENSION, "valueCodeableConcept": {"text": level}})
    if extensions:
        episode["extension"] = extensions
    return put_by_key(episode, source=fields.source, key=f"{person.key}|{admitted or ''}")


def _contacts(fields: Fields, person: Person) -> list[Entry]:
    name = fields.text("contact")
    phones = fields.read("contact_phone", _phones, severity="warning")
    if not name and not phones:
        return []
    contact: JsonObject = {
        "resourceType": "RelatedPerson",
        "active": True,
        "patient": person.reference,
        "relationship": [_EMERGENCY_CONTACT],
    }
    if relation := fields.text("relation"):
        code = RELATIONS.get(relation.casefold())
        coding = {"coding": [{"system": ROLE, "code": code}]} if code else {}
        contact["relationship"].append({**coding, "text": relation})
    if name:
        contact["name"] = [{"text": name}]
    if phones:
        contact["telecom"] = [{"system": "phone", "value": phone} for phone in phones]
    return [put_by_key(contact, source=fields.source, key=f"{person.key}|contact-1")]


def _phones(cell: str) -> list[str]:
    return [to_phone(part) for part in split_list(cell)]
