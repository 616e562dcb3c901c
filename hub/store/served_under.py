"""The addresses that a database was served under, noted when the hub starts (`hub.store.addresses`)."""

from typing import Final

from hub.clock import Clock
from hub.store.addresses import BASE_NAME
from hub.store.ledger import Sql
from hub.store.reindex import Reindexing, demand_reindex

_NOTE: Final = "INSERT INTO meta (name, text) VALUES (:name, :text) ON CONFLICT DO NOTHING RETURNING 1"
_TYPES: Final = (
    "SELECT DISTINCT r.type FROM index_reference x JOIN resource r ON r.key = x.key "
    "WHERE x.target_id >= :base AND x.target_id < :behind"
)


async def note_base(engine: Reindexing, clock: Clock, address: str) -> None:
    """Let references under `address` (`https://hub.example/fhir`) lead to this hub's resources.

    Where resources that name it were stored before it was the hub's, their types wait for a reindex.
    """
    base = f"{address.rstrip('/')}/"

    def note(sql: Sql) -> list[int]:
        if not sql.rows(_NOTE, {"name": f"{BASE_NAME}{base}", "text": base}):
            return []
        return [int(row[0]) for row in sql.rows(_TYPES, {"base": base, "behind": f"{base[:-1]}0"})]  # 0 follows /

    types = await engine.change(note)
    await engine.look(lambda queries: queries.bases.add(base))  # one set for all connections of the engine
    if types:
        names = await engine.look(lambda queries: [queries.type_names[number] for number in types])
        await demand_reindex(engine, clock, names)
