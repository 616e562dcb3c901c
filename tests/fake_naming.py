"""Several searches in one look, for the store in memory: each by itself, in the plain words of a search."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from hub.errors import BadSearchError
from hub.store.port import BY_ID, Naming, Page, Ref, StoredResource, Visibility, Witnessed
from hub.store.query import Criterion, SearchQuery
from hub.store.search.parse import parse_query


class Looks(Protocol):
    """What of a store `find_each` is made of."""

    async def search(self, query: SearchQuery, *, visibility: Visibility) -> Page: ...

    async def read_many(self, refs: Sequence[Ref], *, visibility: Visibility) -> Mapping[Ref, StoredResource]: ...


class FindsEach:
    """Answers `find_each` by the store's own searches and reads."""

    async def find_each(
        self: Looks, wanted: Sequence[Naming], *, visibility: Visibility, also: Visibility | None = None
    ) -> Witnessed:
        found: list[tuple[StoredResource, ...]] = []
        for one in wanted:
            if one.parameter == BY_ID:
                named = await self.read_many([one.target], visibility=visibility) if one.target.type == one.type else {}
                found.append(tuple(named.values()))
                continue
            pairs = [(one.parameter, str(one.target)), ("_count", str(one.most))]
            query = parse_query(one.type, pairs, strict=True)
            if not isinstance(query.criteria[0], Criterion) or query.criteria[0].parameter.type != "reference":
                raise BadSearchError(f"{one.type}.{one.parameter} is no reference that is searched by.")
            found.append((await self.search(query, visibility=visibility)).resources)
        refs = [one.ref for part in found for one in part]
        seen = await self.read_many(refs, visibility=also) if also is not None else {}
        return Witnessed(tuple(found), frozenset(seen))
