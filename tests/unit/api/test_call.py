import pytest

from hub.api.call import preferences, query_for_audit
from hub.api.http import http_date, pairs_of
from hub.api.links import page_link
from hub.api.metrics import Metrics
from hub.errors import BadRequestError


@pytest.mark.parametrize(
    ("name", "is_hidden"),
    [
        ("identifier", True),
        ("name:contains", True),
        ("family", True),
        ("birthdate", True),
        ("patient.identifier", True),
        ("subject:Patient.family", True),
        ("patient:identifier", True),
        ("composition.identifier", True),
        ("composition.patient.identifier", True),
        ("composition.type", False),
        ("_has:Observation:patient:identifier", True),
        ("_has:Patient:general-practitioner:name", True),
        ("code", False),
        ("patient", False),
        ("_count", False),
        ("subject.active", False),
    ],
)
def test_values_that_identify_a_person_stay_out_of_the_trail(name: str, is_hidden: bool) -> None:
    assert query_for_audit(((name, "440101"), ("status", "final"))) == (
        f"{name}={'…' if is_hidden else '440101'}&status=final"
    )


def test_a_query_is_decoded_as_utf_8() -> None:
    assert pairs_of(b"name=%E5%BC%A0&name=a+b&empty=") == (("name", "张"), ("name", "a b"), ("empty", ""))


@pytest.mark.parametrize("text", [b"name=%ff", b"name=\xe5", b"&".join([b"a=1"] * 201)])
def test_a_query_that_cannot_be_read_is_refused(text: bytes) -> None:
    with pytest.raises(BadRequestError):
        pairs_of(text)


def test_a_link_keeps_the_search_and_replaces_the_cursor() -> None:
    query = (("name", "张 三"), ("_cursor", "old"), ("identifier", "https://a.example/x|1"))

    assert page_link("http://hub/fhir", "Patient", query, cursor="new") == (
        "http://hub/fhir/Patient?name=%E5%BC%A0%20%E4%B8%89&identifier=https://a.example/x|1&_cursor=new"
    )
    assert page_link("http://hub/fhir", "", ()) == "http://hub/fhir"


def test_a_date_is_written_as_http_wants_it() -> None:
    assert http_date(1_795_309_766) == b"Sun, 22 Nov 2026 01:09:26 GMT"


def test_metrics_count_by_interaction_and_status() -> None:
    metrics = Metrics()
    metrics.count("read", 200, 0.001)
    metrics.count("read", 200, 0.2)
    metrics.count("read", 404, 9.0)

    lines = metrics.text().splitlines()

    assert 'hub_requests_total{interaction="read",status="200"} 2' in lines
    assert [line for line in lines if "bucket" in line] == [
        'hub_request_seconds_bucket{le="0.005"} 1',
        'hub_request_seconds_bucket{le="0.025"} 1',
        'hub_request_seconds_bucket{le="0.1"} 1',
        'hub_request_seconds_bucket{le="0.5"} 2',
        'hub_request_seconds_bucket{le="2.5"} 2',
        'hub_request_seconds_bucket{le="+Inf"} 3',
    ]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("return=minimal", {"return=minimal"}), ("Return=minimal", {"return=minimal"}),
        ('return="minimal"', {"return=minimal"}),
        (" return = minimal ; handling=strict", {"return=minimal", "handling=strict"}),
        ("respond-async, return=OperationOutcome", {"respond-async", "return=OperationOutcome"}), ("", {""}),
    ],
)  # fmt: skip
def test_a_preference_is_read_whatever_its_letters_quotation_marks_and_blanks(header: str, expected: set[str]) -> None:
    assert preferences(header) == expected
