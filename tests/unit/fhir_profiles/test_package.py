"""The FHIR package: what a loader reads of it, and that it is the same every time."""

import json
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Any

import pytest

from fhir_profiles import conformance
from fhir_profiles.compile.package import main, write_package
from fhir_profiles.guide import published_resources
from fhir_profiles.validate import validate

Files = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    path = tmp_path_factory.mktemp("package") / "own.tgz"
    write_package(path)
    with tarfile.open(path) as archive:
        members = [(item.name, archive.extractfile(item)) for item in archive.getmembers()]
        return {name: json.loads(content.read()) for name, content in members if content is not None}


def test_without_a_file_name_the_command_says_how_it_is_used() -> None:
    with pytest.raises(SystemExit, match=r"usage: python -m fhir_profiles.compile.package FILE.tgz"):
        main([])


def test_the_same_sources_give_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    write_package(tmp_path / "here.tgz")
    command = [sys.executable, "-m", "fhir_profiles.compile.package", str(tmp_path / "there.tgz")]
    subprocess.run(command, check=True, capture_output=True, env={"PYTHONHASHSEED": "7"})

    assert (tmp_path / "here.tgz").read_bytes() == (tmp_path / "there.tgz").read_bytes()


def test_the_manifest_comes_first_and_names_r4(files: Files) -> None:
    manifest = files["package/package.json"]

    assert next(iter(files)) == "package/package.json"
    assert (manifest["name"], manifest["fhirVersions"], manifest["canonical"]) == (
        "example.alliance-hub.r4", ["4.0.1"], conformance.CANONICAL,
    )  # fmt: skip
    assert manifest["dependencies"] == {"hl7.fhir.r4.core": "4.0.1"}


@pytest.mark.parametrize("folder", ["package", "package/example"])
def test_the_index_has_every_file_of_its_folder(files: Files, folder: str) -> None:
    index = files[f"{folder}/.index.json"]
    names = [name for name in files if name.rpartition("/")[0] == folder]

    assert index["index-version"] == 2
    assert sorted(f"{folder}/{item['filename']}" for item in index["files"]) == sorted(
        name for name in names if not name.endswith(("/.index.json", "/package.json"))
    )
    for item in index["files"]:
        resource = files[f"{folder}/{item['filename']}"]
        kept = {key: value for key, value in item.items() if key != "filename"}
        assert {key: resource[key] for key in kept} == kept


def test_the_guide_lists_every_resource_once(files: Files) -> None:
    guide = files["package/ImplementationGuide-alliance-hub.json"]
    listed = [item["reference"]["reference"] for item in guide["definition"]["resource"]]
    others = [
        f"{resource['resourceType']}/{resource['id']}"
        for name, resource in files.items()
        if "resourceType" in resource and name != "package/ImplementationGuide-alliance-hub.json"
    ]
    groups = {item["id"] for item in guide["definition"]["grouping"]}

    assert sorted(listed) == sorted(others)
    assert {item["groupingId"] for item in guide["definition"]["resource"]} <= groups


def test_every_canonical_of_ours_that_is_named_is_in_the_package(files: Files) -> None:
    here = {resource["url"] for resource in files.values() if "url" in resource and "resourceType" in resource}
    named: set[str] = set()
    for resource in published_resources():
        if resource["resourceType"] == "StructureDefinition":
            elements = resource["snapshot"]["element"]
            named |= {item["binding"]["valueSet"] for item in elements if "valueSet" in item.get("binding", {})}
            kinds = [kind for item in elements for kind in item.get("type", [])]
            named |= {url for kind in kinds for key in ("profile", "targetProfile") for url in kind.get(key, [])}
            named.add(resource["baseDefinition"])
        if resource["resourceType"] == "ValueSet":
            includes = resource.get("compose", {}).get("include", [])
            named |= {item["system"] for item in includes if "system" in item}

    assert {url for url in named if url.startswith(conformance.CANONICAL)} - here == set()


def test_every_resource_of_the_package_is_valid_r4(files: Files) -> None:
    wrong = [
        (name, issue.expression, issue.text)
        for name, resource in files.items()
        if "resourceType" in resource
        for issue in validate(resource)
        if issue.is_error
    ]

    assert wrong == []
