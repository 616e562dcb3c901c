"""HAPI FHIR's instance validator as a third opinion: it and we agree on 98 of 100, and each difference is explained.

Needs Java 17 and the jars of tests/peers/hapi/pom.xml in the folder that HUB_TEST_HAPI names.
"""

import json
import os
import random
import shutil
import subprocess
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from fhir_profiles import conformance
from fhir_profiles.compile.package import write_package
from fhir_profiles.issue import JsonObject
from fhir_profiles.registry import RESOURCE_TYPES
from fhir_profiles.validate import validate
from tests.unit.fhir_profiles.mutations import mutations
from tests.unit.fhir_profiles.samples import sample

_JARS = os.environ.get("HUB_TEST_HAPI", "")
_RUNNER = Path(__file__).parents[1] / "peers/hapi/Validate.java"
_EXPLAINED = tomllib.loads((Path(__file__).parent / "hapi_disagreements.toml").read_text(encoding="utf-8"))["kind"]
_EXAMPLES = Path(conformance.__file__).parent / "examples"

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(  # 60 MB of other people's files
        not _JARS or shutil.which("java") is None, reason="HUB_TEST_HAPI names no folder of jars, or Java is missing"
    ),
]


class Case(NamedTuple):
    """One resource to be judged. `kind` says what it is: good, a kind of defect, or a bad example."""

    kind: str
    resource: JsonObject
    profile: str = ""


def _judged(cases: Sequence[Case], folder: Path) -> list[str]:
    """What HAPI says of each: "ok", or its first error."""
    package = folder / "alliance.tgz"
    write_package(package)
    lines = []
    for number, case in enumerate(cases):
        path = folder / f"{number}.json"
        path.write_text(json.dumps(case.resource, ensure_ascii=False, default=float), encoding="utf-8")
        lines.append(f"{path}\t{case.profile}")
    command = ["java", "-Xmx2g", "-cp", f"{_JARS}/*", str(_RUNNER), str(package)]
    done = subprocess.run(command, input="\n".join(lines), capture_output=True, text=True, check=True)
    said = done.stdout.splitlines()
    assert len(said) == len(cases)
    return said


def _differences(cases: Sequence[Case], said: Iterable[str]) -> Iterator[tuple[Case, str, str]]:
    """Cases of which one says right and the other wrong, with the words of each."""
    for case, theirs in zip(cases, said, strict=True):
        profiles = [case.profile] if case.profile else []
        ours = next((issue.text for issue in validate(case.resource, profiles=profiles) if issue.is_error), "ok")
        if (ours == "ok") != (theirs == "ok"):
            yield case, ours, theirs


def _unexplained(found: Iterable[tuple[Case, str, str]]) -> list[str]:
    return [
        f"{case.kind} in {case.resource['resourceType']}: ours {ours!r}, HAPI {theirs!r}"
        for case, ours, theirs in found
        if not any(
            one["case"] in {case.kind, "any"} and one["ours"] in ours and one["hapi"] in theirs for one in _EXPLAINED
        )
    ]


def test_both_agree_on_generated_resources_and_on_their_defects(tmp_path: Path) -> None:
    cases: list[Case] = []
    for resource_type in sorted(RESOURCE_TYPES):
        good = sample(resource_type, 0)
        cases.append(Case("good", good))
        cases += [
            Case(one.kind, one.resource) for one in mutations(good, random.Random(f"hapi{resource_type}"), most=9)
        ]

    found = list(_differences(cases, _judged(cases, tmp_path)))

    skipped = {one["case"] for one in _EXPLAINED if one.get("skipped")}
    judged = [case for case in cases if case.kind not in skipped]
    differing = Counter(case.kind for case, _, _ in found if case.kind not in skipped)
    assert _unexplained(found) == []
    assert differing.total() <= 0.02 * len(judged), differing


def test_both_agree_on_the_examples_of_our_profiles(tmp_path: Path) -> None:
    cases = [
        Case(path.stem.partition("-")[0], json.loads(path.read_text("utf-8")),
             f"{conformance.CANONICAL}/StructureDefinition/{path.parent.name}")
        for path in sorted(_EXAMPLES.glob("*/*.json"))
    ]  # fmt: skip

    found = list(_differences(cases, _judged(cases, tmp_path)))

    assert _unexplained(found) == []
    assert len(found) <= 0.02 * len(cases)


def test_hapi_finds_no_error_in_what_the_adapters_make(tmp_path: Path) -> None:
    golden = Path(__file__).parents[1] / "golden"
    made = [one for path in sorted(golden.glob("*/*/expected.json")) for one in json.loads(path.read_text("utf-8"))]
    entries = [entry for one in made for entry in one.get("entries", one.get("bundle", {}).get("entry", ()))]
    cases = [Case("golden", entry["resource"]) for entry in entries if "resource" in entry]
    assert len(cases) > 100

    found = list(_differences(cases, _judged(cases, tmp_path)))

    assert _unexplained(found) == []
    assert len(found) <= 0.02 * len(cases)
