import pytest

from hub.referral.states import STATE_WORDS
from terminology.ability import GROUPS, ITEMS, REASON_WORDS
from terminology.code_systems import code_system_names, find_code_system, load_code_system
from terminology.concept_maps import concept_map_names, load_concept_map
from terminology.value_sets import load_value_set, value_set_names


@pytest.mark.parametrize("name", code_system_names())
def test_every_code_system_has_url_version_source_and_words(name: str) -> None:
    system = load_code_system(name)

    assert all((system.url, system.version, system.title, system.source))
    assert [code for code, concept in system.codes.items() if not (code and concept.zh and concept.en)] == []


def test_every_url_names_one_code_system() -> None:
    systems = [load_code_system(name) for name in code_system_names()]

    assert [find_code_system(system.url) for system in systems] == systems
    assert find_code_system("http://example.org/none") is None


@pytest.mark.parametrize("name", value_set_names())
def test_every_value_set_has_members(name: str) -> None:
    assert load_value_set(name).members


def test_a_value_set_knows_its_members() -> None:
    reasons = load_value_set("up-reason")

    assert reasons.contains("https://alliance-hub.example/fhir/CodeSystem/referral-reason", "UP-1")
    assert not reasons.contains("https://alliance-hub.example/fhir/CodeSystem/referral-reason", "DN-1")


@pytest.mark.parametrize("name", concept_map_names())
def test_every_concept_map_has_targets(name: str) -> None:
    assert load_concept_map(name).targets


def test_a_concept_map_translates_what_it_knows() -> None:
    sex = load_concept_map("sex-to-fhir")
    male = sex.translate("1")

    assert male is not None
    assert (male.code, male.equivalence) == ("male", "equivalent")
    assert sex.translate("7") is None


@pytest.mark.parametrize("load", [load_code_system, load_value_set, load_concept_map])
def test_an_unknown_name_is_refused(load: object) -> None:
    with pytest.raises(KeyError, match="There is no"):
        load("nothing")  # type: ignore[operator]  # one of three loaders


def test_display_is_the_chinese_word() -> None:
    assert load_code_system("decline-reason").display("no-bed") == "无床位"
    assert load_code_system("decline-reason").display("x") is None


def test_the_states_of_a_referral_are_those_of_its_state_table() -> None:
    codes = load_code_system("referral-state").codes

    assert {code: (one.zh, one.en) for code, one in codes.items()} == {
        state.value: words for state, words in STATE_WORDS.items()
    }


def test_the_ability_assessment_has_every_code_that_an_assessment_writes() -> None:
    codes = set(load_code_system("ability-level-gbt-42195-2022").codes)
    answers = {f"{code}-{score}" for code, item in ITEMS.items() for score in range(item.highest + 1)}
    results = {"total", "raw-level", "level", "adjustment-reason", *(group.slug for group in GROUPS)}

    assert codes == {str(level) for level in range(5)} | results | set(REASON_WORDS) | set(ITEMS) | answers
