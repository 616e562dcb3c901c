"""The generated pages of docs/profiles/: for each profile what it asks for, and why, in Chinese and English.

`python -m fhir_profiles.compile.pages DIR`. A test compares the pages with the profiles.
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from fhir_profiles import conformance
from fhir_profiles.issue import JsonObject

_MARK = "<!-- generated from fhir_profiles/definitions (make profiles); do not edit -->"
_VALUES = ("fixed", "pattern")
_INTRODUCTION = f"""FHIR R4 4.0.1, canonical base `{conformance.CANONICAL}`, version {conformance.VERSION}.
Differentials are authored in `fhir_profiles/definitions/`; `make definitions` computes the snapshots in
`fhir_profiles/compiled/`. Good and bad examples are in `fhir_profiles/examples/`: `expected.json` there names the
one reason for which each bad one fails. `python -m fhir_profiles.compile.package FILE.tgz` writes the FHIR package
(npm layout) that other validators load. *MS* (must support) means: the hub fills the element where its source gives
it, keeps it, and shows it."""
_INTRODUCTION_ZH = """差异定义由人编写，快照由程序计算；每个规范至少有两个正例和三个反例，
每个反例只因一个指明的原因不通过。MS：来源提供时平台须填写、保存并显示。"""


def main(arguments: Sequence[str] | None = None) -> None:
    """Write every page into the folder that is named, and take away those of profiles that are gone."""
    given = sys.argv[1:] if arguments is None else arguments
    if len(given) != 1:
        sys.exit("usage: python -m fhir_profiles.compile.pages DIR")
    folder = Path(given[0])
    written = pages()
    folder.mkdir(parents=True, exist_ok=True)
    for stale in set(folder.glob("*.md")) - {folder / name for name in written}:
        stale.unlink()
    for name, text in written.items():
        (folder / name).write_text(text, "utf-8")
    print(f"{len(written)} pages in {folder}")


def pages() -> dict[str, str]:
    """The text of each page by file name."""
    definitions = conformance.find("StructureDefinition")
    profiles = [item for item in definitions if item["type"] != "Extension"]
    extensions = [item for item in definitions if item["type"] == "Extension"]
    found = {f"{item['id']}.md": _profile_page(item) for item in profiles}
    return found | {"README.md": _index(profiles), "extensions.md": _extensions_page(extensions)}


def _index(profiles: Sequence[JsonObject]) -> str:
    rows = [
        f"| [{item['id']}]({item['id']}.md) | {item['type']} | {_zh(item, 'title')} | {item['title']} |"
        for item in sorted(profiles, key=lambda item: (item["type"], item["id"]))
    ]
    lines = ["# FHIR profiles 规范", "", _MARK, "", _INTRODUCTION, "", _INTRODUCTION_ZH, ""]
    lines += [
        "| profile | type | 名称 | title |",
        "|---|---|---|---|",
        *rows,
        "",
        "Extensions: [extensions.md](extensions.md).",
    ]
    return "\n".join(lines) + "\n"


def _profile_page(definition: JsonObject) -> str:
    elements = definition["snapshot"]["element"]
    changed = {item["id"] for item in definition["differential"]["element"]}
    rows = [_row(item) for item in elements if item["id"] in changed and "." in item["id"]]
    rules = [row for item in definition["differential"]["element"] for row in _rules(item)]
    lines = [
        f"# {_zh(definition, 'title')} {definition['title']}",
        "",
        _MARK,
        "",
        f"`{definition['url']}` on {definition['type']}, based on `{definition['baseDefinition']}`.",
        "",
        _zh(definition, "description"),
        "",
        definition["description"],
        "",
        "| element | card. | MS | value or binding | 为何 | why |",
        "|---|---|---|---|---|---|",
        *rows,
    ]
    if rules:
        lines += ["", "| rule | on | severity | 规则 | rule in words | FHIRPath |", "|---|---|---|---|---|---|", *rules]
    return "\n".join(lines) + "\n"


def _extensions_page(extensions: Sequence[JsonObject]) -> str:
    rows = []
    for item in extensions:
        contexts = ", ".join(context["expression"] for context in item["context"])
        rows.append(
            f"| `{item['id']}` | {contexts} | {_holds(item)} | {_zh(item, 'description')} | {item['description']} |"
        )
    lines = [
        "# 扩展 Extensions",
        "",
        _MARK,
        "",
        f"The URL of each is `{conformance.CANONICAL}/StructureDefinition/` and its name.",
        "",
        "| extension | on | holds | 说明 | what it says |",
        "|---|---|---|---|---|",
        *rows,
    ]
    return "\n".join(lines) + "\n"


def _holds(definition: JsonObject) -> str:
    """The value's types, or the parts of a complex extension with theirs."""
    elements = {item["id"]: item for item in definition["snapshot"]["element"]}
    parts = [key for key in elements if key.startswith("Extension.extension:") and key.count(".") == 1]
    if not parts:
        return _types(elements["Extension.value[x]"])
    return "; ".join(
        f"{part.rpartition(':')[2]} {_cardinality(elements[part])} {_types(elements[f'{part}.value[x]'])}"
        for part in parts
    )


def _row(element: JsonObject) -> str:
    name = element["id"].partition(".")[2]
    support = "MS" if element.get("mustSupport") else ""
    why = element.get("short", "")
    return f"| {name} | {_cardinality(element)} | {support} | {_content(element)} | {_zh(element, 'short')} | {why} |"


def _rules(element: JsonObject) -> Iterator[str]:
    for item in element.get("constraint", []):
        expression = item["expression"].replace("|", "\\|")
        yield (
            f"| {item['key']} | {element['id']} | {item['severity']} | {_zh(item, 'human')} | {item['human']} "
            f"| `{expression}` |"
        )


def _content(element: JsonObject) -> str:
    """What may stand there: a fixed value or pattern, a binding, the slices' discriminator, or the types."""
    value = next((found for key, found in element.items() if key.startswith(_VALUES)), None)
    if value is not None:
        return f"`{_short_value(value)}`"
    if "slicing" in element:
        paths = ", ".join(item["path"] for item in element["slicing"]["discriminator"])
        return f"sliced by {paths}"
    if "valueSet" in element.get("binding", {}):
        binding = element["binding"]
        return (
            f"{binding['valueSet'].partition('|')[0].removeprefix(f'{conformance.CANONICAL}/')} ({binding['strength']})"
        )
    return _types(element)


def _types(element: JsonObject) -> str:
    found = []
    for kind in element.get("type", []):
        targets = [url.rpartition("/")[2] for url in kind.get("targetProfile", [])]
        profiles = [url.rpartition("/")[2] for url in kind.get("profile", [])]
        more = ", ".join(targets or profiles)
        code = kind["code"].rpartition("/")[2].removeprefix("System.")
        found.append(f"{code}({more})" if more else code)
    return ", ".join(found) if len(found) <= 5 else "any"


def _short_value(value: object) -> str:
    """A code with its system's last part, or the value itself."""
    if isinstance(value, dict):
        codings = value.get("coding", [value])
        return " + ".join(f"{str(one.get('system', '')).rpartition('/')[2]}#{one.get('code', '')}" for one in codings)
    return str(value)


def _cardinality(element: JsonObject) -> str:
    return f"{element['min']}..{element['max']}"


def _zh(holder: JsonObject, member: str) -> str:
    """The Chinese translation of a text, by the R4 extension."""
    for extension in holder.get(f"_{member}", {}).get("extension", []):
        for part in extension["extension"]:
            if part["url"] == "content":
                return str(part["valueString"])
    return ""


if __name__ == "__main__":
    main()
