"""Write the generated parts of docs/ (`make docs`); tests/architecture/test_docs.py compares."""

import argparse
import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from functools import partial
from pathlib import Path

from hub import errors
from hub.log import LogEvent
from hub.referral.diagram import page_with_table
from hub.settings import Settings
from terminology.catalogue import sample
from terminology.facts_page import facts_page
from tests.architecture.mapping_tables import mapping_table
from tests.architecture.source_tree import ROOT

START = "<!-- generated: {name} (make docs) -->"
END = "<!-- end of generated: {name} -->"


def settings_table() -> str:
    rows = [
        f"| `HUB_{item.name.upper()}` | `{item.default}` | {item.metadata['meaning']} |"
        if str(item.default)
        else f"| `HUB_{item.name.upper()}` | (empty) | {item.metadata['meaning']} |"
        for item in fields(Settings)
    ]
    return "\n".join(["| variable | default | meaning |", "|---|---|---|", *rows])


def errors_table() -> str:
    classes = [
        item
        for _, item in inspect.getmembers(errors, inspect.isclass)
        if issubclass(item, errors.HubError) and item is not errors.HubError
    ]
    rows = [
        f"| {item.status} | `{item.code}` | `{item.__name__}` | {(item.__doc__ or '').splitlines()[0]} |"
        for item in sorted(classes, key=lambda item: (item.status, item.__name__))
    ]
    return "\n".join(["| HTTP | issue code | class | when |", "|---|---|---|---|", *rows])


def log_table() -> str:
    names = {10: "DEBUG", 20: "INFO", 30: "WARNING", 40: "ERROR", 50: "CRITICAL"}
    rows = [f"| `{event.name}` | {names[event.value[0]]} | {event.value[1]} |" for event in LogEvent]
    return "\n".join(["| id | level | text |", "|---|---|---|", *rows])


def commands_text() -> str:
    from hub.cli.main import build_parser

    parser = build_parser()
    parts = [f"```text\n{parser.format_help().strip()}\n```"]
    parts += [f"## {name}\n\n```text\n{sub.format_help().strip()}\n```" for name, sub in _leaves(parser)]
    return "\n\n".join(parts)


def _leaves(parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for sub in action.choices.values():
                yield sub.prog, sub
                yield from _leaves(sub)


GENERATED = {
    "docs/settings.md": {"settings": settings_table},
    "docs/errors.md": {"errors": errors_table, "log events": log_table},
    "docs/commands.md": {"commands": commands_text},
}


def adapter_tables() -> Iterator[tuple[str, dict[str, Callable[[], str]]]]:
    """The pages of the adapters of tables and devices, with a mapping table for each kind."""
    from adapters.care_home import adapter as care_home
    from adapters.care_home.columns import KINDS as CARE_HOME_KINDS
    from adapters.his import adapter as his
    from adapters.his.columns import KINDS as HIS_KINDS

    for name, adapter, kinds in (
        ("his", his.ADAPTER, HIS_KINDS),
        ("care_home", care_home.ADAPTER, CARE_HOME_KINDS),
    ):
        folder = ROOT / "docs" / "adapters" / "examples" / name
        made = {kind.name: partial(mapping_table, adapter, kind, folder / f"{kind.name}.csv") for kind in kinds}
        yield f"docs/adapters/{name}.md", {f"mapping of {kind}": make for kind, make in made.items()}
    yield "docs/adapters/device.md", {"kinds of readings": device_kinds}


def device_kinds() -> str:
    """What devices measure and notice, by the names that their gateways give."""
    from adapters.device.kinds import EVENTS, MEASURES

    rows = [
        f"| {item.words} | {_coded(item.names)} | {_coded(item.mdc)} | {_coded(code for code, _ in item.codes)} "
        f"| {item.lowest} to {item.highest} {item.unit} | {_coded(sorted(item.scales))} |"
        for item in MEASURES
    ]
    head = "| measured | names | MDC | LOINC | plausible | also in |\n|---|---|---|---|---|---|"
    events = [
        f"| {item.words} | {_coded(item.names)} | `{item.key}` | {'alarm' if item.is_alarm else 'event'} |"
        for item in EVENTS
    ]
    return "\n".join([head, *rows, "", "| noticed | names | code | category |", "|---|---|---|---|", *events])


def _coded(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def with_generated(path: Path, parts: dict[str, str]) -> str:
    """The page with its generated parts replaced."""
    text = path.read_text(encoding="utf-8")
    for name, content in parts.items():
        start, end = START.format(name=name), END.format(name=name)
        before, rest = text.split(start)
        _, after = rest.split(end)
        text = f"{before}{start}\n{content}\n{end}{after}"
    return text


def pages() -> Iterator[tuple[Path, str]]:
    for name, parts in (*GENERATED.items(), *adapter_tables()):
        path = ROOT / name
        yield path, with_generated(path, {part: make() for part, make in parts.items()})
    referral = ROOT / "docs" / "referral.md"
    yield referral, page_with_table(referral.read_text(encoding="utf-8"))
    yield ROOT / "docs" / "facts.md", facts_page(sample())


if __name__ == "__main__":
    for page, wanted in pages():
        page.write_text(wanted, encoding="utf-8")
