"""Rows of the HL7 guide's segment maps that few senders fill."""

import pytest

from adapters.port import Conversion
from fhir_profiles.issue import JsonObject
from fhir_profiles.validate import validate
from tests.unit.adapters.hl7v2.messages import MRN, PID, PV1, convert, msh, resource, resources, segment

V2 = "http://terminology.hl7.org/CodeSystem/v2-"
ADT = (msh("ADT^A01"), "EVN||20260301", PID, PV1)
ORC = "ORC|RE|PL1|FI1"
OBR = "OBR|1|PL1|FI1|T1^甲^L|||20260301120000||||||||||||||||||F"
OBX = "OBX|1|NM|A^甲^L||5|mg|||{}||F"


def left(conversion: Conversion) -> list[str]:
    """What is in no resource and was not used either."""
    return [issue.expression for issue in conversion.residue if issue.code == "not-supported"]


def agents(conversion: Conversion) -> list[tuple[str, JsonObject]]:
    """Role and party of the agents of the Provenance, but the sender."""
    found = resource(conversion, "Provenance")["agent"][2:]
    return [(agent["type"]["coding"][0]["code"], agent["who"]) for agent in found]


def is_valid(conversion: Conversion) -> bool:
    return not [issue for one in conversion.entries for issue in validate(one.resource) if issue.is_error]


def test_the_software_that_made_a_message_is_an_agent_of_its_provenance() -> None:
    conversion = convert(*ADT, "SFT|Maker|2.1|Product|B1|words|20250101")

    assert agents(conversion) == [("assembler", {"type": "Device", "display": "Product 2.1 (Maker)"})]
    assert left(conversion) == []


@pytest.mark.parametrize(("sft", "expected"), [("SFT|Maker", ["Maker"]), ("SFT|||Product", ["Product"]), ("SFT|", [])])
def test_software_is_named_by_what_is_known_of_it(sft: str, expected: list[str]) -> None:
    assert [who["display"] for _, who in agents(convert(*ADT, sft))] == expected


def test_who_entered_verified_and_did_an_order_are_agents_each_once() -> None:
    people = {
        1: "RE",
        2: "PL1",
        10: "N1^张",
        11: "D2^李",
        12: "D3^王",
        17: "U1^药房^L",
        18: "T1^终端^L",
        19: "D4^赵",
        21: "外院",
        22: "1 路^^上海",
        23: "^WPN^PH^^^^5550000",
    }
    conversion = convert(msh("ORU^R01"), PID, segment("ORC", people), OBR, segment("ORC", people), OBR)

    found = agents(conversion)

    assert [role for role, _ in found] == ["enterer", "verifier", "performer", "assembler", "author"]
    assert [who["display"] for _, who in found] == ["张", "李", "赵", "终端", "王"]
    assert [
        agent.get("onBehalfOf", {}).get("display") for agent in resource(conversion, "Provenance")["agent"][2:]
    ] == [
        "药房",
        None,
        None,
        None,
        "外院",
    ]
    institution = next(one for one in resources(conversion, "Organization") if one["name"] == "外院")
    assert institution["address"][0]["city"] == "上海"
    assert institution["telecom"][0]["value"] == "5550000"
    assert is_valid(conversion)


def test_an_orders_unit_and_facility_stand_alone_where_nobody_is_named() -> None:
    conversion = convert(msh("ORU^R01"), PID, segment("ORC", {1: "RE", 2: "PL1", 17: "U1^药房^L", 21: "外院"}), OBR)

    assert [(role, who["display"]) for role, who in agents(conversion)] == [("enterer", "药房"), ("author", "外院")]


@pytest.mark.parametrize(
    ("status", "clinical", "verification"),
    [
        ("C", "active", "confirmed"),
        ("E", None, "entered-in-error"),
        ("I", "inactive", None),
        ("S", "active", "unconfirmed"),
        ("D", "active", "refuted"),
        ("resolved", "resolved", None),
        ("odd", "active", None),
    ],
)
def test_the_status_of_an_allergy_says_how_it_is_and_how_sure(
    status: str, clinical: str | None, verification: str | None
) -> None:
    conversion = convert(*ADT, segment("IAM", {2: "DA", 3: "ASP^阿司匹林^L", 7: "I1", 17: status}))

    allergy = resource(conversion, "AllergyIntolerance")

    def code(name: str) -> str | None:
        return allergy[name]["coding"][0]["code"] if name in allergy else None

    assert (code("clinicalStatus"), code("verificationStatus")) == (clinical, verification)
    assert is_valid(conversion)


def test_who_told_of_an_allergy_is_the_patient_a_relative_or_a_name() -> None:
    def recorder(relation: str) -> tuple[Conversion, JsonObject]:
        iam = segment("IAM", {2: "DA", 3: "ASP^阿司匹林^L", 7: "I1", 14: "张^三", 15: relation})
        conversion = convert(*ADT, iam)
        return conversion, resource(conversion, "AllergyIntolerance")["recorder"]

    assert recorder("SEL")[1] == resource(recorder("SEL")[0], "AllergyIntolerance")["patient"]
    assert recorder("")[1] == {"display": "张三"}
    conversion, daughter = recorder("CHD")
    assert resource(conversion, "RelatedPerson")["relationship"][0]["coding"][0]["code"] == "CHILD"
    assert daughter == {"reference": next(e.full_url for e in conversion.entries if "RelatedPerson" in e.url)}


def test_the_clinicians_code_of_an_allergen_stands_behind_the_senders() -> None:
    conversion = convert(*ADT, segment("IAM", {3: "ASP^阿司匹林^L", 7: "I1", 27: "387458008^Aspirin^SCT"}))

    codings = resource(conversion, "AllergyIntolerance")["code"]["coding"]

    assert [coding["code"] for coding in codings] == ["ASP", "387458008"]
    assert left(conversion) == []


def test_the_insured_is_a_related_person_or_the_patient() -> None:
    other = {2: "P1", 4: "医保局", 10: "G77", 11: "某厂", 16: "张^三", 17: "SPO", 18: "19500101", 19: "1 路", 43: "M"}

    conversion = convert(*ADT, segment("IN1", other))
    own = convert(*ADT, segment("IN1", other | {10: "", 11: "", 17: "SEL"}))
    group_alone = convert(*ADT, segment("IN1", {2: "P1", 4: "医保局", 10: "G77"}))

    coverage, spouse = resource(conversion, "Coverage"), resource(conversion, "RelatedPerson")
    assert (spouse["birthDate"], spouse["gender"], spouse["name"][0]["text"]) == ("1950-01-01", "male", "张三")
    assert "reference" in coverage["subscriber"]
    factory = next(one for one in resources(conversion, "Organization") if one["name"] == "某厂")
    assert factory["identifier"][0]["value"] == "G77"
    assert resource(own, "Coverage")["subscriber"] == resource(own, "Coverage")["beneficiary"]
    assert resource(group_alone, "Coverage")["policyHolder"]["identifier"]["value"] == "G77"
    assert [left(one) for one in (conversion, own, group_alone)] == [[], [], []]
    assert is_valid(conversion)


def test_a_relatives_employer_address_and_number_are_kept() -> None:
    nk1 = {1: "1", 2: "张^三", 3: "SPO", 13: "某厂", 32: "2 路^^上海", 37: "SS-12"}

    conversion = convert(*ADT, segment("NK1", nk1))
    numbered = convert(*ADT, segment("NK1", nk1 | {37: "11010519491231002X"}))

    relative = resource(conversion, "RelatedPerson")
    assert relative["identifier"][1]["value"] == "SS-12"
    assert relative["identifier"][1]["type"]["coding"][0]["code"] == "SB"
    assert relative["address"][0]["city"] == "上海"
    contact = resource(conversion, "Patient")["contact"][0]
    assert (contact["organization"]["display"], contact["name"]["text"]) == ("某厂", "张三")
    assert resource(numbered, "RelatedPerson")["identifier"][1]["system"] == "urn:oid:2.16.156.10011.1.3"


def test_a_result_says_what_was_abnormal_its_kind_and_its_specimen() -> None:
    obx = segment(
        "OBX",
        {1: "1", 2: "NM", 3: "A^甲^L", 5: "5", 6: "mg", 10: "S", 11: "F", 15: "LAB^院内检验^L", 23: "外院检验",
         29: "RSLT", 30: "TS", 33: "S1^S2"},
    )  # fmt: skip
    far = segment("OBX", {1: "2", 2: "NM", 3: "B^乙^L", 5: "6", 11: "F", 33: "S9"})
    conversion = convert(msh("ORU^R01"), PID, ORC, OBR, "SPM|1|S1^S2||BLD", obx, far)

    one, other = resources(conversion, "Observation")

    assert [found["valueCodeableConcept"]["coding"][0]["code"] for found in one["extension"]] == ["S", "TS"]
    assert one["category"][-1]["coding"][0] == {"system": f"{V2}0936", "code": "RSLT"}
    assert "reference" in one["specimen"]
    assert other["specimen"]["identifier"]["value"] == "S9"
    assert [performer["display"] for performer in one["performer"]] == ["外院检验", "院内检验"]
    assert is_valid(conversion)


def test_the_nature_of_an_abnormal_result_is_read_from_a_short_segment() -> None:
    conversion = convert(msh("ORU^R01"), PID, ORC, OBR, OBX.format("|A"))

    assert resource(conversion, "Observation")["extension"][0]["valueCodeableConcept"]["coding"][0]["code"] == "A"


def test_a_specimen_has_its_parent_shipment_and_collector() -> None:
    spm = segment("SPM", {1: "1", 3: "S0^F0", 4: "BLD", 32: "SH1"})
    obr = OBR.split("|")
    obr[10] = "N1^采血员"
    conversion = convert(msh("ORU^R01"), PID, ORC, "|".join(obr), spm, OBX.format(""))

    specimen = resource(conversion, "Specimen")

    assert [parent["identifier"]["value"] for parent in specimen["parent"]] == ["S0", "F0"]
    assert specimen["identifier"][0]["type"]["coding"][0]["code"] == "SHIP"
    assert specimen["collection"]["collector"]["display"] == "采血员"
    assert is_valid(conversion)


def test_the_collection_of_a_specimen_that_nobody_describes_makes_one() -> None:
    fields = {1: "1", 2: "PL1", 3: "FI1", 4: "T1^甲^L", 9: "5^mL", 14: "20260301110000", 25: "F"}
    conversion = convert(msh("ORU^R01"), PID, ORC, segment("OBR", fields), OBX.format(""))
    nothing = convert(msh("ORU^R01"), PID, ORC, segment("OBR", {4: "T1", 9: "words", 25: "F"}), OBX.format(""))

    assert resource(conversion, "Specimen")["collection"]["quantity"]["value"] == 5
    assert resource(conversion, "Specimen")["receivedTime"] == "2026-03-01T11:00:00+08:00"
    assert resources(nothing, "Specimen") == []


def test_a_diagnosis_that_another_caused_says_so() -> None:
    conversion = convert(*ADT, segment("DG1", {1: "1", 3: "N18^肾病^I10", 20: "D2", 21: "A", 22: "D1"}))

    condition = resource(conversion, "Condition")

    assert condition["extension"][0]["valueReference"]["identifier"]["value"] == "D1"
    assert left(conversion) == []


def test_a_procedure_has_its_length_place_and_whole() -> None:
    fields = {1: "1", 3: "P^手术^L", 5: "202603010900", 7: "45", 23: "手术室^1", 25: "PR0"}

    procedure = resource(convert(*ADT, segment("PR1", fields)), "Procedure")
    of_a_day = resource(convert(*ADT, segment("PR1", fields | {5: "20260301"})), "Procedure")

    assert procedure["performedPeriod"]["end"] == "2026-03-01T09:45:00+08:00"
    assert procedure["location"]["display"] == "1"
    assert procedure["partOf"][0]["identifier"]["value"] == "PR0"
    assert of_a_day["performedDateTime"] == "2026-03-01"


def test_a_visit_names_its_episode_and_the_places_before_and_after() -> None:
    pv1 = {1: "1", 2: "I", 3: "A^1^1", 19: "V1", 43: "B^2^2", 53: "康复", 54: "EP1"}

    encounter = resource(convert(ADT[0], ADT[1], PID, segment("PV1", pv1), "PV2|C^3^3"), "Encounter")

    assert encounter["episodeOfCare"][0]["identifier"]["value"] == "EP1"
    assert encounter["episodeOfCare"][0]["display"] == "康复"
    assert [(place["location"]["display"], place["status"]) for place in encounter["location"]] == [
        ("1", "active"),
        ("2", "completed"),
        ("3", "planned"),
    ]


def test_a_mother_who_is_known_by_her_number_is_a_related_person() -> None:
    conversion = convert(*ADT[:2], segment("PID", {3: "ZY1^^^^MR", 5: "婴", 21: "ZY9^^^^MR"}), PV1)

    mother = resource(conversion, "RelatedPerson")

    assert mother["identifier"][1]["system"] == MRN
    assert mother["relationship"][0]["coding"][0]["code"] == "MTH"


def test_a_vaccine_says_where_it_was_given_and_who_reports_it() -> None:
    rxa = {
        1: "0",
        2: "1",
        3: "20260301",
        5: "141^流感^CVX",
        6: "0.5",
        9: "00^New^NIP001",
        11: "接种室^1",
        20: "CP",
        21: "A",
    }
    old = rxa | {9: "01^Historical^NIP001~^受凉", 11: "", 27: "门诊^2", 28: "1 路^^上海"}

    conversion = convert(msh("VXU^V04"), PID, ORC, segment("RXA", rxa))
    reported = convert(msh("VXU^V04"), PID, "ORC|RE||F1||||||20260302", segment("RXA", old))

    given, told = resource(conversion, "Immunization"), resource(reported, "Immunization")
    assert (given["primarySource"], given["location"]["display"]) == (True, "1")
    assert (told["primarySource"], told["reportOrigin"]["coding"][0]["code"]) == (False, "01")
    assert told["note"] == [{"text": "受凉"}]
    assert told["recorded"] == "2026-03-02"
    place = next(one for one in resources(reported, "Location") if one["name"] == "2")
    assert place["address"]["city"] == "上海"
    assert (left(conversion), left(reported)) == ([], [])
    assert is_valid(conversion)


def test_a_comment_has_its_kind_and_code() -> None:
    conversion = convert(
        msh("ORU^R01"), PID, ORC, OBR, OBX.format(""), "NTE|1||words|RE^remark||||", "NTE|2||||||||C1^代码^L"
    )

    first, second = resource(conversion, "Observation")["note"]

    assert first["extension"][0]["valueCodeableConcept"]["coding"][0]["code"] == "RE"
    assert second["text"] == "代码"


def test_what_is_noted_behind_a_document_is_part_of_it() -> None:
    conversion = convert(msh("MDM^T02"), PID, "TXA|1|DS|TX|||||||||DOC1", "OBX|1|TX|R||甲||||||F", "NTE|1||乙")

    content = resource(conversion, "DocumentReference")["content"]

    assert content[0]["attachment"]["data"] == "55SyCuS5mQ=="
    assert left(conversion) == []


def test_a_strength_is_so_much_in_so_much() -> None:
    rxo = segment("RXO", {1: "M1^药^L", 2: "5", 4: "mL", 18: "500", 19: "mg", 25: "5", 26: "mL"})
    conversion = convert(msh("OMP^O09"), PID, "ORC|NW|PL1||G1", rxo)

    request = resource(conversion, "MedicationRequest")

    strength = request["contained"][0]["ingredient"][0]["strength"]
    assert (strength["numerator"]["value"], strength["denominator"]["value"]) == (500, 5)
    assert request["groupIdentifier"]["value"] == "G1"
    assert left(conversion) == []


@pytest.mark.parametrize("kind", ["AllergyIntolerance", "Condition"])
def test_what_a_message_states_and_takes_back_is_taken_back(kind: str) -> None:
    stated = {
        "AllergyIntolerance": ("AL1|1|DA|ASP^阿司匹林^L", "IAM|1|DA|ASP^阿司匹林^L|||D"),
        "Condition": ("DG1|1||I10^高血压^I10", segment("DG1", {1: "2", 3: "I10^高血压^I10", 21: "D"})),
    }

    for segments in (stated[kind], stated[kind][::-1]):
        [found] = resources(convert(*ADT, *segments), kind)

        assert found["verificationStatus"]["coding"][0]["code"] == "entered-in-error"
        assert "clinicalStatus" not in found


def test_several_files_in_one_field_are_all_kept() -> None:
    files = "^TEXT^PLAIN^A^one~^TEXT^PLAIN^A^two"
    document = convert(msh("MDM^T02"), PID, "TXA|1|DS|TX||||||||||DOC1", f"OBX|1|ED|R||{files}||||||F")
    result = convert(msh("ORU^R01"), PID, ORC, OBR, f"OBX|1|ED|R^片^L||{files}||||||F")

    assert len(resource(document, "DocumentReference")["content"]) == 2
    assert len(resource(result, "Observation")["extension"]) == 2


def test_a_prescription_number_of_line_breaks_is_none() -> None:
    rxe = segment("RXE", {2: "M1^药^L", 3: "5", 5: "mg", 15: "\\.br\\"})

    request = resource(convert(msh("RDE^O11"), PID, "ORC|NW|PL1", rxe), "MedicationRequest")

    assert [identifier["value"] for identifier in request["identifier"]] == ["PL1"]


def test_a_daughter_of_two_patients_is_a_related_person_of_each() -> None:
    nk1 = "NK1|1|张^三|CHD||||||||||||||||||||||||||||||D77^^^^MR"
    father, mother = (
        next(
            one
            for one in convert(ADT[0], ADT[1], PID.replace("ZY1", number), PV1, nk1).entries
            if one.resource["resourceType"] == "RelatedPerson"
        )
        for number in ("ZY1", "ZY2")
    )

    assert father.url != mother.url
    assert [identifier["value"] for identifier in father.resource["identifier"][1:]] == ["D77"]
    assert [identifier["value"] for identifier in mother.resource["identifier"][1:]] == ["D77"]
