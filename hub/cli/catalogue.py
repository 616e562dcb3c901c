"""`hub catalogue …`: the disease catalogue, as the medical affairs office keeps it, from template to publication."""

import argparse
import asyncio
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from fhir_profiles.issue import Issue, operation_outcome
from hub.cli.command import Subparsers
from hub.cli.installation import add_installation_options, open_installation, reading_of
from hub.cli.outcome import print_line, print_outcome
from hub.errors import BadRequestError
from terminology.catalogue import (
    Catalogue,
    CatalogueIssue,
    CatalogueSource,
    check,
    compile_catalogue,
    diff,
    load,
)
from terminology.catalogue_source import read_files, read_source

if TYPE_CHECKING:
    from hub.referral.erratum import Affected
    from hub.referral.rehearsal import Rehearsal


def add_parser(subparsers: Subparsers) -> None:
    """Describe the command."""
    parser = subparsers.add_parser(
        "catalogue",
        help="check the disease catalogue, say what a new version changes, publish it",
        description="The catalogue is a folder with manifest.toml, catalogue.csv, rules.csv and facts.csv, or one "
        "Excel workbook with these sheets, or single files of one; a file that is not named is taken from the sample "
        "catalogue of this package.",
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    checking = actions.add_parser("check", help="find every fault, with file, row and column")
    checking.add_argument("files", nargs="+", metavar="FILE", help="a folder, or files of one catalogue")
    differing = actions.add_parser("diff", help="say in words what changes from the old to the new")
    differing.add_argument("files", nargs="+", metavar="FILE", help="the old and the new version; one alone is new")
    rehearsing = actions.add_parser("dry-run", help="decide the past referrals again, by the new version")
    correcting = actions.add_parser("erratum", help="say what an erratum corrects, and which referrals that decided")
    publishing = actions.add_parser("publish", help="put a version in force, for good")
    for action in (rehearsing, correcting, publishing):
        action.add_argument("files", nargs="+", metavar="FILE", help="a folder, or files of one catalogue")
        add_installation_options(action)
    template = actions.add_parser("template", help="write a catalogue as one Excel workbook, to be filled in")
    template.add_argument("output", metavar="OUT.xlsx", help="the workbook to write")
    template.add_argument("files", nargs="*", metavar="FILE", help="a folder, or files of one catalogue")
    writing = actions.add_parser("fhir", help="print it as FHIR: code systems, value sets, PlanDefinition")
    writing.add_argument("files", nargs="*", metavar="FILE", help="a folder, or files of one catalogue")
    printing = actions.add_parser("sheet", help="write it as a page to print (HTML, A4)")
    printing.add_argument("output", metavar="OUT.html", help="the page to write")
    printing.add_argument("files", nargs="*", metavar="FILE", help="a folder, or files of one catalogue")
    signing = actions.add_parser("sign", help="sign a catalogue in one of two roles; publishing needs both")
    signing.add_argument("folder", metavar="FOLDER", help="the folder; signatures.json is written there")
    signing.add_argument("--role", required=True, choices=("medical-affairs", "medical-committee"), help="as what")
    signing.add_argument("--name", required=True, help="who signs")
    add_installation_options(signing)
    publishing.add_argument(
        "--supersede", action="store_true", help="end earlier versions where this one begins, instead of refusing"
    )


def run(args: argparse.Namespace) -> int:
    """Check, compare, rehearse or publish."""
    if args.action == "publish":
        return _publish(args)
    if args.action == "dry-run":
        return _rehearse(args)
    if args.action == "erratum":
        return _erratum(args)
    if args.action == "sign":
        return _sign(args)
    if args.action == "template":
        return _template(args)
    if args.action in {"fhir", "sheet"}:
        return _show(args)
    if args.action == "check":
        return _check(_load(args.files))
    if len(args.files) > 2:
        raise BadRequestError(f"{len(args.files)} versions were given; expected the old and the new one.")
    old = load() if len(args.files) == 1 else _load(args.files[:1])
    for sentence in diff(old, _load(args.files[-1:])):
        print_line(sentence.encode())
    return 0


def _check(source: CatalogueSource) -> int:
    issues = check(source)
    errors = [issue for issue in issues if issue.severity == "error"]
    if issues:
        print_outcome(operation_outcome(_to_issue(issue) for issue in issues))
    if errors:
        return 1
    catalogue = compile_catalogue(source)
    if catalogue.experimental:
        print_line(f"【{catalogue.banner}】".encode())
    entries = len({row.entry for row in catalogue.rows})
    rules = sum(len(rules) for rules in catalogue.rules.values())
    size = f"{entries} entries, {len(catalogue.rows)} rows, {rules} rules"
    print_line(f"{catalogue.title} {catalogue.version}: {size}.".encode())
    print_line(f"{catalogue.effective_from} – {catalogue.effective_to}, SHA-256 {catalogue.digest}".encode())
    return 0


def _template(args: argparse.Namespace) -> int:
    from terminology.catalogue_xlsx import files_to_workbook

    Path(args.output).write_bytes(files_to_workbook(_files(args.files)))
    print_line(f"{args.output}: 填好后可直接检查、比较和发布。 check, diff and publish take it as it is.".encode())
    return 0


def _show(args: argparse.Namespace) -> int:
    """The catalogue for other programs, or for people."""
    from fhir_profiles.json_text import dump
    from terminology.catalogue_fhir import catalogue_to_resources
    from terminology.catalogue_sheet import catalogue_to_sheet

    source = _load(args.files)
    if any(issue.severity == "error" for issue in check(source)):
        return _check(source)
    catalogue = compile_catalogue(source)
    if args.action == "sheet":
        Path(args.output).write_text(catalogue_to_sheet(catalogue, signed=_signers(args.files)), encoding="utf-8")
        print_line(f"{args.output}: 可直接打印。 Open it in a browser and print it.".encode())
        return 0
    entries = [{"fullUrl": one["url"], "resource": one} for one in catalogue_to_resources(catalogue)]
    print_line(dump({"resourceType": "Bundle", "type": "collection", "entry": entries}))
    return 0


def _signers(names: list[str]) -> list[str]:
    """Who has put a name under these files; `hub catalogue publish` checks whether the signatures are good."""
    import json

    from terminology.catalogue_source import SIGNATURES

    entries = json.loads(_files(names).get(SIGNATURES, b"[]"))
    return [f"{one['name']}（{one['role']}）" for one in entries]


def _sign(args: argparse.Namespace) -> int:
    from hub.referral.catalogue_signing import sign
    from terminology.catalogue_source import SIGNATURES

    folder = Path(args.folder)
    if not folder.is_dir():
        raise BadRequestError(f"{folder} is no folder; expected the folder of a catalogue.")
    if _check(_load([args.folder])):
        return 1
    with open_installation(args) as installation:
        made = sign(
            _files([args.folder]), role=args.role, name=args.name, keys=installation.keys, now=installation.clock.now()
        )
    (folder / SIGNATURES).write_bytes(made)
    print_line(f"{args.name} 已以 {args.role} 身份签署。 Signed; any change of the files ends it.".encode())
    return 0


def _publish(args: argparse.Namespace) -> int:
    from hub.clock import SHANGHAI, micros_to_datetime
    from hub.referral.catalogues import publish

    if _check(_load(args.files)):
        return 1
    with open_installation(args) as installation:
        version = publish(
            installation.admin, _files(args.files), now=installation.clock.now(), supersede=args.supersede,
            keys=installation.keys,
        )  # fmt: skip
    begins = micros_to_datetime(version.effective_from).astimezone(SHANGHAI)
    print_line(f"已发布 {version.version}，自 {begins:%Y-%m-%d %H:%M} 起生效；已发布版本不可修改。".encode())
    print_line(f"Published {version.version}, in force from {begins:%Y-%m-%d %H:%M}; it never changes.".encode())
    if version.experimental or version.signatures == "[]":
        print_line("注意：试验版本或未经医务委员会签署。 It is experimental or unsigned, and says so.".encode())
    return 0


def _rehearse(args: argparse.Namespace) -> int:
    source = _load(args.files)
    if any(issue.severity == "error" for issue in check(source)):
        return _check(source)
    found = asyncio.run(_rehearsed(args, compile_catalogue(source)))
    for line in rehearsal_in_words(found):
        print_line(line.encode())
    return 0


_SWITCH_SECONDS = 0.0005
"""How long a dry-run reads before the thread that feeds a worker has its turn; a worker that waits does nothing."""

_ANSWERS = {"pass": "符合", "fail": "不符合", "unknown": "无法判断", "information": "仅供参考"}


def rehearsal_in_words(found: "Rehearsal") -> Iterator[str]:
    """How many decisions would change, and which, in Chinese and English: ids and rules, nothing of any person."""
    count, of = len(found.changed), found.decided
    these_zh, these_en = ("，即：", ": these.") if count else ("。", ".")
    yield f"新版目录会改变 {of} 例判定中的 {count} 例{these_zh}"
    yield f"{count} of {of} decisions would change{these_en}"
    if found.skipped:
        yield f"另有 {found.skipped} 例当日无生效目录，未重判。 {found.skipped} had no catalogue in force, left out."
    for one in found.changed:
        yield (
            f"ServiceRequest/{one.request} → {one.receiver}: {_ANSWERS[one.before]} → {_ANSWERS[one.after]} "
            f"({one.before} → {one.after})"
        )
        yield from (f"    {zh} {en}" for zh, en in one.because)


def _erratum(args: argparse.Namespace) -> int:
    from hub.referral.erratum import corrected_version

    new = _load(args.files)
    if any(issue.severity == "error" for issue in check(new)):
        return _check(new)
    version = corrected_version(new)
    old, found = asyncio.run(_erred(args, new, version))
    for line in (f"勘误：更正 {version}。 Erratum of {version}.", *diff(old, new), *impact_in_words(found)):
        print_line(line.encode())
    return 0


def impact_in_words(found: "Sequence[Affected]") -> Iterator[str]:
    """Which referrals the corrected cells decided, the open ones first: ids and rules, nothing of any person."""
    still_open = [one for one in found if one.is_open]
    yield f"受影响的转诊 {len(found)} 例，其中未结束 {len(still_open)} 例；均不自动重判，请逐例复核。"
    yield f"{len(found)} referrals were decided by corrected cells, {len(still_open)} still open; review each by hand."
    for one in sorted(found, key=lambda one: not one.is_open):
        state = "未结束 open" if one.is_open else "已结束 past"
        overall = _ANSWERS.get(one.overall, one.overall)
        yield f"ServiceRequest/{one.request} {state}: {overall} ({one.overall}) — {'、'.join(one.rules)}"


async def _erred(
    args: argparse.Namespace, new: CatalogueSource, version: str
) -> "tuple[CatalogueSource, list[Affected]]":
    """The files of the version that is corrected, and the referrals that what is corrected decided."""
    from hub.referral.catalogues import source_of_version
    from hub.referral.erratum import corrected_rules, impact

    async with reading_of(args, types=("ServiceRequest",)) as look:
        old = source_of_version(look.admin, version)
        rules = corrected_rules(old, new)
        return old, [one async for one in impact(look.store, version=version, rules=rules)]


async def _rehearsed(args: argparse.Namespace, catalogue: Catalogue) -> "Rehearsal":
    """By this process and, where there is another core, a worker for each."""
    from hub.offload import Offload
    from hub.referral.judging import Judges
    from hub.referral.rehearsal import SEARCHED, rehearse

    async with reading_of(args, types=SEARCHED) as look:
        settings = look.settings
        workers = len(os.sched_getaffinity(0)) - 1
        pool = (
            Offload(
                processes=workers, waiting=settings.pool_queue, seconds=settings.pool_seconds,
                megabytes=settings.pool_megabytes,
            )
            if workers else None
        )  # fmt: skip
        judges = Judges(pool, processes=workers, helps=True)
        sys.setswitchinterval(_SWITCH_SECONDS)
        try:
            return await rehearse(look.store, look.admin, new=catalogue, judges=judges)
        finally:
            if pool is not None:
                pool.close()


def _files(names: list[str]) -> dict[str, bytes]:
    return read_files(*(Path(name) for name in names))


def _load(names: list[str]) -> CatalogueSource:
    try:
        return read_source(_files(names))
    except FileNotFoundError as err:
        raise BadRequestError(f"{err} Expected the folder of a catalogue or one of its files.") from err


def _to_issue(issue: CatalogueIssue) -> Issue:
    return Issue(issue.severity, issue.code, issue.text, expression=issue.place, line=issue.row)
