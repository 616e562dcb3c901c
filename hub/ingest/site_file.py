"""The readable file that describes the tables of one site, and the views that they are read from. docs/adapters/his.md.

TOML, one file for each site, read like a sender's file. `read_site_file` gives what it says, or every fault with its
line; it is pure, so that `hub his check`, `hub convert --site`, the running hub and the tests read alike.
"""

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from fhir_profiles.issue import Issue
from hub.conversion import STANDARD_DIALECT, Dialect, Source, is_known_charset, table_columns
from hub.ingest.sender_file import URI, Check, is_zone, read_concepts, syntax_fault
from hub.store.views import fault_in_url

_NAME = re.compile(r"[A-Za-z_\u4e00-\u9fff][\w$#\u4e00-\u9fff]*")
_VARIABLE = re.compile(r"\$\{\w+\}")
_SELECT = re.compile(r"\s*(?:select|with)\b", re.IGNORECASE)
_QUALIFIED = re.compile(r"[\w$#\u4e00-\u9fff]+(?:\.[\w$#\u4e00-\u9fff]+){0,2}")
_WRITES = re.compile(r"\b(?:insert|update|delete|merge|drop|alter|create|grant|truncate|exec|call)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class View:
    """One view to read: `query` is a SELECT or the name of a view; rows are ordered by `watermark`, then `key`."""

    kind: str
    query: str
    watermark: str
    key: str


@dataclass(frozen=True, slots=True)
class SiteFile:
    """What a site's file says. `every` and `overlap` are seconds, `batch` rows of one look."""

    member: str = ""
    name: str = ""
    charset: str = ""
    timezone: str = ""
    dialect: Dialect = STANDARD_DIALECT
    url: str = field(default="", repr=False)
    every: int = 60
    overlap: int = 120
    batch: int = 500
    views: tuple[View, ...] = ()

    def source(self, source: Source) -> Source:
        """The source with this site's words over it."""
        return replace(
            source,
            name=self.name or source.name,
            charset=source.charset or self.charset,
            timezone=self.timezone or source.timezone,
            dialect=self.dialect,
        )


def read_site_file(data: bytes) -> tuple[SiteFile | None, tuple[Issue, ...]]:
    """The file, or None and what is wrong with it, each with its line."""
    try:
        text = data.decode("utf-8-sig")
        document = tomllib.loads(text)
    except UnicodeDecodeError:
        return None, (Issue("error", "structure", "The file is not UTF-8; save it as UTF-8."),)
    except tomllib.TOMLDecodeError as err:
        return None, (syntax_fault(str(err)),)
    check = Check(text)
    found = _site(document, check, hashlib.sha256(data).hexdigest())
    return (None if check.issues else found), tuple(check.issues)


def _site(document: Mapping[str, Any], check: Check, digest: str) -> SiteFile:
    check.only("", document, ("site", "systems", "concepts", "titles", "columns", "values", "database", "views"))
    own, database = check.table(document, "site"), check.table(document, "database")
    check.only("site", own, ("member", "name", "charset", "timezone"))
    check.only("database", database, ("url", "every", "overlap", "batch"))
    dialect = Dialect(
        digest=digest,
        systems=check.texts(document, "systems", value=URI, expected="a URI (https://… or urn:…)"),
        concepts=read_concepts(document, check),
        titles=_titles(document, check),
        columns=_columns(document, check),
        values=_values(document, check),
    )
    views = _views(document, check)
    url = check.text(database, "database", "url")
    if views and not url:
        check.fault("database", "url", "[views] needs [database] with url, an SQLAlchemy URL.")
    elif url and (fault := fault_in_url(_VARIABLE.sub("1", url))):
        check.fault("database", "url", fault)
    return SiteFile(
        member=check.text(own, "site", "member"),
        name=check.text(own, "site", "name"),
        charset=check.text(own, "site", "charset", is_known_charset, "a character set, as in GB18030"),
        timezone=check.text(own, "site", "timezone", is_zone, "an IANA time zone, as in Asia/Shanghai"),
        dialect=dialect,
        url=url,
        every=_number(database, check, "every", 60, least=1, most=86_400),
        overlap=_number(database, check, "overlap", 120, least=0, most=86_400),
        batch=_number(database, check, "batch", 500, least=1, most=10_000),
        views=views,
    )


def _titles(document: Mapping[str, Any], check: Check) -> Mapping[str, str]:
    found = check.texts(document, "titles")
    for title, kind in found.items():
        if kind not in table_columns("his"):
            check.fault("titles", title, f"{title} is {kind!r}; expected one of {', '.join(table_columns('his'))}.")
    return found


def _columns(document: Mapping[str, Any], check: Check) -> Mapping[str, Mapping[str, str]]:
    """Their column name to our key; written the other way round: `visit_no = "ZYH"`, or a list of names."""
    made: dict[str, dict[str, str]] = {}
    tables = check.table(document, "columns")
    check.only("columns", tables, tuple(table_columns("his")))
    for kind in tables.keys() & table_columns("his").keys():
        where, known = f"columns.{kind}", table_columns("his")[kind]
        made[kind] = {}
        for key, said in check.table(tables, kind, under="columns").items():
            names = said if isinstance(said, list) else [said]
            if key not in known:
                check.fault(where, key, f"{key!r} is no column of {kind}; expected one of {', '.join(known)}.")
            elif not names or not all(isinstance(name, str) and name for name in names):
                check.fault(where, key, f"{key}: expected the site's column name, or a list of names.")
            else:
                made[kind] |= dict.fromkeys(names, key)
    return made


def _values(document: Mapping[str, Any], check: Check) -> Mapping[str, Mapping[str, str]]:
    """`visits.class` to the site's words with the words that the hub knows."""
    made: dict[str, Mapping[str, str]] = {}
    tables = check.table(document, "values")
    check.only("values", tables, tuple(table_columns("his")))
    for kind in tables.keys() & table_columns("his").keys():
        columns = check.table(tables, kind, under="values")
        check.only(f"values.{kind}", columns, table_columns("his")[kind])
        for key in columns:
            made[f"{kind}.{key}"] = check.texts(columns, key, under=f"values.{kind}")
    return made


def _views(document: Mapping[str, Any], check: Check) -> tuple[View, ...]:
    made = []
    tables = check.table(document, "views")
    check.only("views", tables, tuple(table_columns("his")))
    for kind in (kind for kind in table_columns("his") if kind in tables):
        where, table = f"views.{kind}", check.table(tables, kind, under="views")
        check.only(where, table, ("query", "watermark", "key"))
        view = View(
            kind,
            check.text(table, where, "query", _is_query, "one SELECT without a semicolon, or the name of a view"),
            check.text(table, where, "watermark", _is_name, "the name of a column that grows with every change"),
            check.text(table, where, "key", _is_name, "the name of a column that tells the rows of one moment apart"),
        )
        if not (view.query and view.watermark and view.key):
            check.fault(where, "", f"[{where}] needs query, watermark and key.")
        made.append(view)
    return tuple(made)


def _is_query(text: str) -> bool:
    if _SELECT.match(text):
        return ";" not in text and not _WRITES.search(text)
    return _QUALIFIED.fullmatch(text) is not None


def _is_name(text: str) -> bool:
    return _NAME.fullmatch(text) is not None


def _number(table: Mapping[str, Any], check: Check, key: str, default: int, *, least: int, most: int) -> int:
    found = table.get(key, default)
    if isinstance(found, int) and not isinstance(found, bool) and least <= found <= most:
        return found
    check.fault("database", key, f"{key} is {found!r}; expected a whole number from {least} to {most}.")
    return default
