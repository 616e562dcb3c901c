"""One door per dependency (DESIGN 2), and names that say what a module is."""

import re
import subprocess
import tomllib

import pytest

from tests.architecture.source_tree import ROOT, all_files, imports_of, module_of, product_files

DOORS = {
    "fhir": ("fhir_profiles.r4",),
    "hl7apy": ("adapters.hl7v2.lint",),
    "sqlmodel": ("hub.store",),
    "sqlalchemy": ("hub.store",),
    "sqlite3": ("hub.store",),
    "asyncpg": ("hub.store",),
    "alembic": ("hub.store",),
    "fastapi": ("hub.api", "hub.web", "hub.server"),
    "starlette": ("hub.api", "hub.web", "hub.server"),
    "uvicorn": ("hub.server",),
    "jinja2": ("hub.web", "hub.transfer.paper"),  # pages, and the sheet on paper
    "weasyprint": ("hub.transfer.paper",),
    "cryptography": ("hub.keys",),
    "joserfc": ("hub.keys",),
    "argon2": ("hub.auth",),
    "pydicom": ("adapters.dicom", "adapters.ecg", "hub.diagnostics.image_store"),
    "jsonschema_rs": ("fhir_profiles",),
}
BANNED_NAMES = {"utils", "util", "common", "helpers", "helper", "core", "services", "misc", "manager"}


@pytest.mark.parametrize("package", DOORS)
def test_a_dependency_is_imported_behind_its_door_only(package: str) -> None:
    elsewhere = [
        f"{module_of(path)}:{line}"
        for path in product_files()
        for name, line in imports_of(path)
        if name.split(".")[0] == package and not module_of(path).startswith(DOORS[package])
    ]

    assert elsewhere == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    vague = [module_of(path) for path in all_files() if BANNED_NAMES & set(module_of(path).split("."))]

    assert vague == []


def test_pydantics_lossy_methods_are_not_used() -> None:
    pattern = re.compile(r"\.(dict|construct)\(\)")
    used = [str(path.relative_to(ROOT)) for path in product_files() if pattern.search(path.read_text(encoding="utf-8"))]

    assert used == []


def test_every_ruff_ignore_is_explained() -> None:
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    start = lines.index("ignore = [")
    block = lines[start + 1 : lines.index("]", start)]

    unexplained = [line for line in block if line.strip().startswith('"') and "#" not in line]

    assert unexplained == []


def test_every_suppression_in_the_product_says_why() -> None:
    pattern = re.compile(
        r"#\s*(noqa(?!: [A-Z]+\d+(, ?[A-Z]+\d+)* +\S)|type: ignore(?!\[[a-z-]+(, ?[a-z-]+)*\]\s+#\s+\S))"
    )
    bare = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in product_files()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if pattern.search(line)
    ]

    assert bare == []


def test_the_lock_has_a_hash_for_every_package_and_names_no_index() -> None:
    for lock in sorted((ROOT / "requirements").glob("*.txt")):
        text = lock.read_text(encoding="utf-8")
        packages = re.findall(r"^([a-zA-Z0-9._-]+)==", text, re.MULTILINE)
        blocks = re.split(r"^(?=[a-zA-Z0-9._-]+==)", text, flags=re.MULTILINE)[1:]

        assert len(packages) == len(blocks) > 0
        assert [block.split("==")[0] for block in blocks if "--hash=sha256:" not in block] == []
        assert re.findall(r"https?://|--index|--find-links", text) == []


def test_every_product_dependency_is_used() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)["project"]
    names = {"fhir.resources": "fhir", "argon2-cffi": "argon2", "python-multipart": "multipart"}
    by_library = {"httptools", "uvloop", "python-multipart", "numpy"}  # uvicorn, fastapi and pydicom import them
    imported = {name.split(".")[0] for path in product_files() for name, _ in imports_of(path)}

    unused = [
        item
        for item in project["dependencies"]
        if item not in by_library and names.get(item, item).replace("-", "_") not in imported
    ]

    assert unused == []


def test_the_tracked_files_name_no_machine_and_no_registry() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    pattern = re.compile(
        "|".join(("pypi" + r"\.org", "registry" + r"\.npmjs", "/" + "work/", "files" + r"\.pythonhosted"))
    )
    found = []
    for name in listed:
        path = ROOT / name
        if name and path.is_file() and path.suffix not in {".zip", ".gz", ".png", ".dcm", ".woff2"}:
            text = path.read_text(encoding="utf-8", errors="ignore")
            if pattern.search(text):
                found.append(name)

    assert found == []
