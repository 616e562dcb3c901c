"""The sample alliance. Every name, code and number in it is fictitious (DESIGN 4.4)."""

from dataclasses import dataclass

from fhir_profiles.issue import JsonObject
from hub.store.admin import Member

BASE = "https://alliance-hub.example"
PASSWORD = "alliance-demo-2026"  # noqa: S105 -- the sample accounts' password is printed on purpose; they exist in a demo only

MEMBERS = (
    Member(
        code="H1",
        name="示范老年病医院",
        kind="hospital",
        licensed=True,
        night_doctor=True,
        capabilities=(
            "O2", "NIV", "TRACH", "SUCT", "NGT", "PEG", "FOLEY", "STOMA", "PICC", "WOUND3", "HD", "ECG", "INS", "OPI",
            "ISO", "DEM", "REHAB", "MON",
        ),
        declared_ability_level=4,
        uscc="12330100470116008Q",
        institution_code="470116008",
        address="示范市拱墅区示范路 1 号",
        phone="0571-00000001",
        district="拱墅区",
        level="三级",
    ),
    Member(
        code="M1",
        name="示范街道社区卫生服务中心",
        kind="clinic",
        licensed=True,
        night_doctor=False,
        capabilities=("O2", "NGT", "FOLEY", "ECG", "INS", "REHAB"),
        declared_ability_level=4,
        uscc="12330105470117000F",
        institution_code="470117000",
        address="示范市拱墅区示范街 22 号",
        phone="0571-00000002",
        district="拱墅区",
        level="社区",
    ),
    Member(
        code="N1",
        name="示范颐和养护院",
        kind="home",
        licensed=True,
        night_doctor=False,
        capabilities=("NGT", "FOLEY", "O2", "PEG", "INS", "SUCT"),
        declared_ability_level=4,
        uscc="52330105MJ8T20001D",
        filing_number="示范备养〔2024〕001",
        address="示范市拱墅区颐和弄 8 号",
        phone="0571-00000003",
        district="拱墅区",
        level="四级",
    ),
    Member(
        code="N2",
        name="示范康悦护理中心",
        kind="home",
        licensed=False,
        night_doctor=False,
        capabilities=("INS",),
        declared_ability_level=2,
        uscc="91330105MA2B00000D",
        filing_number="示范备养〔2025〕017",
        address="示范市西湖区康悦路 3 号",
        phone="0571-00000004",
        district="西湖区",
        level="二级",
    ),
    Member(
        code="P1",
        name="示范安宁病区",
        kind="ward",
        licensed=True,
        night_doctor=True,
        capabilities=("O2", "SUCT", "NGT", "FOLEY", "OPI", "PALL"),
        declared_ability_level=4,
        uscc="12330105470117000F",
        institution_code="470117000",
        address="示范市拱墅区示范街 22 号 3 楼",
        phone="0571-00000005",
        district="拱墅区",
        level="社区",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SampleClient:
    """A system client of the sample alliance."""

    id: str
    member: str
    scopes: str


CLIENTS = (
    SampleClient(id="lead-hospital", member="H1", scopes="system/*.cruds"),
    SampleClient(id="clinic", member="M1", scopes="system/*.cruds"),
    SampleClient(id="home-a", member="N1", scopes="system/*.cruds"),
    SampleClient(id="home-b", member="N2", scopes="system/*.cruds"),
    SampleClient(id="ward", member="P1", scopes="system/*.cruds"),
    SampleClient(id="engineer", member="H1", scopes="system/*.cruds"),
    SampleClient(
        id="manager",
        member="H1",
        scopes="system/*.rs system/Organization.cruds system/Location.cruds system/HealthcareService.cruds "
        "system/PlanDefinition.cruds system/CodeSystem.cruds system/ValueSet.cruds",
    ),
    SampleClient(id="auditor", member="H1", scopes="system/AuditEvent.rs system/Provenance.rs"),
)


@dataclass(frozen=True, slots=True)
class SampleUser:
    """A console account of the sample alliance."""

    name: str
    member: str
    display: str
    roles: tuple[str, ...]


USERS = (
    SampleUser(name="desk", member="H1", display="陈转诊", roles=("coordinator", "doctor")),
    SampleUser(name="reader", member="H1", display="林读图", roles=("reader", "doctor")),
    SampleUser(name="engineer", member="H1", display="吴接口", roles=("engineer",)),
    SampleUser(name="manager", member="H1", display="沈管理", roles=("manager", "auditor", "coordinator")),
    SampleUser(name="clinic", member="M1", display="何全科", roles=("doctor", "coordinator")),
    SampleUser(name="nurse-a", member="N1", display="徐护士", roles=("nurse", "coordinator")),
    SampleUser(name="nurse-b", member="N2", display="蒋护士", roles=("nurse", "coordinator")),
)


def organization(member: Member) -> JsonObject:
    """The Organization resource of a member; its id is the member's code."""
    identifiers = [{"system": f"{BASE}/sid/member", "value": member.code}]
    if member.uscc:
        identifiers.append({"system": f"{BASE}/sid/uscc", "value": member.uscc})
    if member.institution_code:
        identifiers.append({"system": "urn:oid:2.16.156.10011.1.5", "value": member.institution_code})
    if member.filing_number:
        identifiers.append({"system": f"{BASE}/sid/care-home-filing", "value": member.filing_number})
    return {
        "resourceType": "Organization",
        "id": member.code,
        "identifier": identifiers,
        "active": True,
        "type": [{"coding": [{"system": f"{BASE}/fhir/CodeSystem/member-kind", "code": member.kind}]}],
        "name": member.name,
        "telecom": [{"system": "phone", "value": member.phone}],
        "address": [{"text": member.address, "district": member.district, "country": "CN"}],
    }
