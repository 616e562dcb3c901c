"""`hub terminology load|list|remove`: code tables of the installation's own (docs/terminology.md)."""

import argparse
import sys
from pathlib import Path

from fhir_profiles.issue import Issue
from hub.cli.command import Subparsers
from hub.cli.installation import add_installation_options, open_installation
from hub.cli.outcome import print_line, refuse
from hub.errors import BadRequestError, NotFoundError

_COLUMNS = frozenset({"code", "zh", "en", "parent"})


def add_parser(subparsers: Subparsers) -> None:
    """Describe the command."""
    parser = subparsers.add_parser(
        "terminology",
        help="load code tables: ICD-10 editions, districts, FHIR packages",
        description="Loads code systems, value sets and concept maps into the installation. A table that has a fault "
        "is refused whole, with the row and column of each fault; docs/terminology.md says what a table looks like.",
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    loading = actions.add_parser("load", help="check a table and put it in force")
    loading.add_argument("file", type=Path, metavar="FILE", help=".csv, .xlsx, FHIR package (.tgz) or .json")
    loading.add_argument("--system", default="", metavar="NAME", help="which code system, such as icd-10-insurance-cn")
    loading.add_argument("--url", default="", help="canonical URL of the code system, when it has no short name")
    loading.add_argument("--version", default="", help="version of the table")
    loading.add_argument("--title", default="", help="title of the table")
    loading.add_argument("--sheet", default="", metavar="NAME", help="sheet of a workbook (default: the first)")
    loading.add_argument("--column", default="", metavar="code=…,zh=…", help="headings of the columns")
    loading.add_argument(
        "--unverified", action="store_true", help="mark the table as not compared with the published original"
    )
    listing = actions.add_parser("list", help="the tables that are in force")
    removing = actions.add_parser("remove", help="take a table out of force")
    removing.add_argument("url", metavar="URL", help="canonical URL of what was loaded")
    removing.add_argument("--version", default="", help="this version only")
    for action in (loading, listing, removing):
        add_installation_options(action)


def run(args: argparse.Namespace) -> int:
    """Load, list or remove."""
    from hub.store.code_tables import CodeTables

    if args.action == "load":
        return _load(args)
    with open_installation(args) as installation:
        tables = CodeTables.of(installation.admin, clock=installation.clock)
        if args.action == "list":
            for one in tables.active():
                print_line(f"{one.kind:13} {one.rows:>9,}  {one.url}|{one.version}  {one.title}".encode())
            return 0
        if not tables.remove(args.url, args.version):
            raise NotFoundError(f"Nothing is loaded under {args.url}; `hub terminology list` says what is.")
    print_line(f"已移除 {args.url}。 Removed.".encode())
    return 0


def _load(args: argparse.Namespace) -> int:
    from hub.store.code_tables import CodeTables
    from terminology.code_table_builder import TableError
    from terminology.load import LoadOptions, load_file

    if not args.file.is_file():
        raise BadRequestError(f"{args.file} cannot be read; expected the path of a readable file.")
    options = LoadOptions(
        url=args.url,
        system=args.system,
        version=args.version,
        title=args.title,
        sheet=args.sheet,
        columns=_columns(args.column),
        verified=not args.unverified,
    )
    with open_installation(args) as installation:
        try:
            taken, notes = load_file(args.file, options, progress=_show_progress)
        except TableError as err:
            faults = [
                Issue("error", "invalid", one.text, expression=one.column, line=one.row or None) for one in err.faults
            ]
            return refuse(*faults)
        finally:
            if sys.stderr.isatty():
                print(file=sys.stderr)
        stored = CodeTables.of(installation.admin, clock=installation.clock).add_all(taken)
    for note in notes:
        print_line(f"略过 {note}".encode())
    for one in stored:
        print_line(f"已载入 {one.title} {one.url}|{one.version}: {one.rows:,}, SHA-256 {one.digest[:16]}".encode())
    return 0


def _columns(text: str) -> dict[str, str]:
    """`code=甲,zh=乙` as a mapping. Raises BadRequestError."""
    found: dict[str, str] = {}
    for part in filter(None, text.split(",")):
        name, equals, heading = part.partition("=")
        if name.strip() not in _COLUMNS or not equals or not heading.strip():
            raise BadRequestError(f"--column {part!r} is not understood; expected as in --column code=编码,zh=名称.")
        found[name.strip()] = heading.strip()
    return found


def _show_progress(rows: int) -> None:
    """The rows so far, on a terminal."""
    if sys.stderr.isatty():
        print(f"\r{rows:,} …", end="", file=sys.stderr, flush=True)
