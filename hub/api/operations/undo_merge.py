"""Patient/$undo-merge: a merge is taken back, and both records stand for themselves again."""

from hub.api.operation import Operation, OperationAnswer, OperationCall
from hub.api.operations.merge import actor_of, merge_answer, patient_of
from hub.ingest.merging import undo_merge


async def run(call: OperationCall) -> OperationAnswer:
    """Parameters with the outcome in words and the former survivor; with `preview` true nothing is written."""
    call.principal.demand("Patient", "r")  # the answer shows the former survivor
    source = await patient_of(call, "source")
    preview = call.value("preview").lower() == "true"
    parted = await undo_merge(call.hub.store, call.hub.clock, actor_of(call), source=source, preview=preview)
    words = f"{source} stands for itself again; {parted.following} resources that came by its number went back to it."
    return merge_answer(call, parted, words)


OPERATION = Operation(
    name="undo-merge",
    levels=frozenset({"type"}),
    types=frozenset({"Patient"}),
    run=run,
    scope="u",
    changes_state=True,
)
