"""The kinds of table that an adapter reads, and the header line that tells which one a table is.

A header is compared without width, case, spaces, numbering (`B.1.1 进食`) and anything in brackets (`体温(℃)`). The
first name of a column is its official one and stands in error texts.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

Names = tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """One kind of table. `required` holds groups; of each group one column must be there.

    `titles` are names of a sheet, an element or a list that say the kind where the columns alone do not.
    """

    name: str
    title: str
    columns: Mapping[str, Names]
    required: tuple[tuple[str, ...], ...]
    titles: Names = ()

    def label(self, key: str) -> str:
        """The official name of a column."""
        return self.columns[key][0]


@dataclass(frozen=True, slots=True)
class Header:
    """A header that was understood: the kind, column key to position, and what is left over."""

    kind: Kind
    positions: Mapping[str, int]
    names: tuple[str, ...]
    unmapped: tuple[int, ...]


class HeaderError(ValueError):
    """The header fits no kind; the text names the missing columns and the known ones."""


def recognise(
    names: Sequence[str],
    kinds: Sequence[Kind],
    *,
    title: str = "",
    page: str,
    own: Mapping[str, Mapping[str, str]] | None = None,
) -> Header:
    """The kind of table that these column names make; raises HeaderError.

    `title` (of the sheet, the element, the list) counts before the order of `kinds`. `own` gives, for a kind, the
    site's own column names with the key that each stands for. `page` is where all names are documented.
    """
    wanted = normalise(title)
    matches = [(kind, _positions(kind, names, (own or {}).get(kind.name, {}))) for kind in kinds]
    if wanted:
        matches.sort(key=lambda match: wanted not in map(normalise, (match[0].name, match[0].title, *match[0].titles)))
    for kind, positions in matches:
        if not _missing(kind, positions):
            taken = set(positions.values())
            left = tuple(at for at, name in enumerate(names) if name and at not in taken)
            return Header(kind=kind, positions=positions, names=tuple(names), unmapped=left)
    raise HeaderError(_refusal(matches, page))


@lru_cache(maxsize=8192)
def normalise(name: str) -> str:
    """A column name without width, case, spaces, numbering and bracketed units."""
    text = unicodedata.normalize("NFKC", name).casefold()
    text = re.sub(r"[(\[【].*?[)\]】]|[\s*:]", "", text)
    text = re.sub(r"^(?:[ab]\.?)?\d+(?:\.\d+)*[.、_-]?(?=\D)", "", text)
    return text.replace("_", "").replace("-", "")


def _positions(kind: Kind, names: Sequence[str], own: Mapping[str, str]) -> dict[str, int]:
    known = {normalise(name): key for key, synonyms in reversed(list(kind.columns.items())) for name in synonyms}
    known |= {normalise(name): key for name, key in own.items()}
    found: dict[str, int] = {}
    for at, name in enumerate(names):
        key = known.get(normalise(name))
        if key and key not in found:
            found[key] = at
    return found


def _missing(kind: Kind, positions: Mapping[str, int]) -> list[str]:
    groups = (group for group in kind.required if not any(key in positions for key in group))
    return [" or ".join(kind.label(key) for key in group) for group in groups]


def _refusal(matches: list[tuple[Kind, dict[str, int]]], page: str) -> str:
    kind, positions = max(matches, key=lambda match: len(match[1]) - len(_missing(*match)))
    if len(positions) < 2:
        wanted = "; ".join(f"{kind.title}: {', '.join(_missing(kind, {})[:4])} …" for kind, _ in matches)
        return (
            "The header cannot be understood: its first line holds no known column names. Expected one of these "
            f"kinds of table. {wanted}. See {page} for all names."
        )
    understood = ", ".join(kind.label(key) for key in positions)
    return (
        f"The header looks like {kind.title} but lacks: {', '.join(_missing(kind, positions))}. "
        f"Understood columns: {understood}. See {page} for all names."
    )
