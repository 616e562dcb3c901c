"""The one way in for everything that is not FHIR: MLLP, `/ingest`, replay (DESIGN 3, first walk)."""

from collections.abc import AsyncIterable, AsyncIterator

from hub.clock import Clock
from hub.conversion import adapter_for, is_batch
from hub.ingest.batch import BatchIntake
from hub.ingest.file import PACKED, FileIntake
from hub.ingest.inbox import Inbox
from hub.ingest.message import MessageIntake
from hub.ingest.order import Turns
from hub.ingest.quarantine import Quarantine
from hub.ingest.receipt import Receipt
from hub.offload import Offload
from hub.settings import Settings
from hub.store.admin import AdminStore
from hub.store.port import Engine, Visibility


class Pipeline:
    """Takes input at every door; one for each process."""

    def __init__(
        self,
        store: Engine,
        admin: AdminStore,
        clock: Clock,
        settings: Settings,
        offload: Offload | None = None,
    ) -> None:
        self._offload = offload
        self.quarantine = Quarantine(store, clock=clock, receive=self.receive)
        turns = Turns()
        inbox = Inbox(admin, clock=clock, settings=settings)
        self.messages = MessageIntake(
            store=store, inbox=inbox, clock=clock, settings=settings, offload=offload, turns=turns
        )
        self.batches = BatchIntake(self.messages, clock=clock, settings=settings, new_key=store.new_key)
        self.files = FileIntake(
            store=store,
            inbox=inbox,
            clock=clock,
            settings=settings,
            offload=offload,
            turns=turns,
        )

    async def receive(
        self,
        data: bytes,
        *,
        door: str,
        adapter: str | None = None,
        member: int | None = None,
        peer: str = "",
        file_name: str = "",
        replay_of: int = 0,
        replayed_from: str = "",
    ) -> Receipt:
        """Take one input; returns once it is on the disk, or with a reason why it is not.

        `adapter` None recognises the format. `member` is the number of the caller's member where the door knows it.
        `replay_of` and `replayed_from` name the row of a message that is sent through again, and its sender.
        Raises BadRequestError for a format that the hub cannot read; of a message it never raises.
        """
        name = adapter or await self.recognise(data, file_name=file_name)
        if name != "hl7v2":
            name = adapter_for(data, name=name).name
        if name == "hl7v2" and is_batch(data):
            return await self.receive_batch(_whole(data), door=door, member=member, peer=peer)
        if name == "hl7v2":
            return await self.messages.receive(
                data, door=door, member=member, peer=peer, replay_of=replay_of, replayed_from=replayed_from
            )
        return await self.files.receive(
            data, door=door, adapter=name, member=member, file_name=file_name, replay_of=replay_of
        )

    async def recognise(self, data: bytes, *, file_name: str = "") -> str:
        """The name of the adapter for these bytes; a workbook is opened in the pool (DESIGN D16).

        Raises BadRequestError for a format that the hub cannot read, TooCostlyError for what unpacks to too much.
        """
        if self._offload is None or not data.startswith(PACKED):
            return recognised(data, file_name)
        return await self._offload.run(recognised, data, file_name)

    async def receive_batch(
        self, chunks: AsyncIterable[bytes], *, door: str, member: int | None = None, peer: str = ""
    ) -> Receipt:
        """Take a file or batch of HL7 v2 messages as its bytes come; the answer is a batch of acknowledgements."""
        return await self.batches.receive(chunks, door=door, member=member, peer=peer)

    async def replay(
        self, key: int, *, visibility: Visibility, corrected: bytes | None = None, agent: str = ""
    ) -> Receipt:
        """Send a refused message through again; see `Quarantine.replay`."""
        return await self.quarantine.replay(key, visibility=visibility, agent=agent, corrected=corrected)

    def refuse_oversize(self, head: bytes, *, limit: int) -> bytes:
        """The acknowledgement of an HL7 v2 message that is too large; `head` is its beginning."""
        return self.messages.refuse_oversize(head, limit=limit)


def recognised(data: bytes, file_name: str) -> str:
    """The name of the adapter that recognises the bytes; one call for the process pool."""
    return adapter_for(data, file_name=file_name).name


async def _whole(data: bytes) -> AsyncIterator[bytes]:
    """A batch that is here already, in pieces."""
    for start in range(0, len(data), 65_536):
        yield data[start : start + 65_536]
