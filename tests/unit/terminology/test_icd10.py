import pytest

from terminology.icd10 import dagger_or_asterisk, normalise, parse_pattern


@pytest.mark.parametrize(
    ("code", "who"),
    [
        ("I10.x00x002", "I10"),
        ("J18.900", "J18.9"),
        ("I63.900", "I63.9"),
        ("F03.x00", "F03"),
        ("I10", "I10"),
        ("i63.9", "I63.9"),
        ("I639", "I63.9"),
        ("Ｉ６３．９", "I63.9"),
        ("A17.0†", "A17.0"),
        ("G01*", "G01"),
        (" S72.000 ", "S72.0"),
    ],
)
def test_a_code_of_any_edition_becomes_the_who_code(code: str, who: str) -> None:
    assert normalise(code) == who


@pytest.mark.parametrize("code", ["", "Z-XNZ-001", "M8000/3", "脑梗死", "I6", "163.9", "I63.900 脑梗"])
def test_what_is_no_icd_10_code_is_none(code: str) -> None:
    assert normalise(code) is None


@pytest.mark.parametrize(
    ("code", "mark"), [("A17.0†", "dagger"), ("G01*", "asterisk"), ("I10", ""), ("A17.0+", "dagger")]
)
def test_the_mark_of_dagger_and_asterisk_codes_is_read(code: str, mark: str) -> None:
    assert dagger_or_asterisk(code) == mark


@pytest.mark.parametrize(
    ("pattern", "code", "specificity"),
    [
        ("I63", "I63.9", 3),
        ("I63.*", "I63", 3),
        ("I63.9", "I63.9", 4),
        ("I63.9", "I63.8", 0),
        ("C00-C97", "C34.1", 2),
        ("C00–C97", "C97", 2),
        ("E10.0-E10.1", "E10.1", 4),
        ("E10.0-E10.1", "E10.2", 0),
        ("I26，I80-I82", "I81.0", 2),
        ("I50,!I50.1", "I50.1", 0),
        ("I50 除I50.1", "I50.9", 3),
        ("C00-C97,C34", "C34.1", 3),
    ],
)
def test_a_pattern_says_how_exactly_it_names_a_code(pattern: str, code: str, specificity: int) -> None:
    assert parse_pattern(pattern).specificity(code) == specificity


@pytest.mark.parametrize("pattern", ["", "C97-C00", "I6", "E10.0-E11", "A-B-C", "I16", "R40.3", "I63.99"])
def test_a_pattern_that_cannot_be_read_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"no ICD-10 code|backwards|same form|no range|ICD-10-CM"):
        parse_pattern(pattern)
