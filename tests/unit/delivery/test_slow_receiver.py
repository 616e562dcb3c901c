"""A receiver that hangs holds up nobody else."""

import asyncio
from pathlib import Path

from hub.store.admin import Endpoint, Member
from hub.store.port import Outbound, WriteUnit
from tests.unit.delivery.test_dispatcher import EYES, alliance_with_home


async def test_a_hundred_rows_to_a_receiver_that_hangs_do_not_delay_another(tmp_path: Path) -> None:
    async with alliance_with_home(tmp_path) as alliance:
        held: list[asyncio.StreamWriter] = []
        hanging = await asyncio.start_server(lambda _reader, writer: held.append(writer), "127.0.0.1", 0)
        address = f"http://127.0.0.1:{hanging.sockets[0].getsockname()[1]}/never"
        alliance.admin.add_member(Member(code="N2", name="N2"))
        alliance.admin.add_endpoint(Endpoint(member=3, channel="rest-hook", address=address, secret="s3cret"))
        rows = tuple(
            Outbound(
                key=alliance.store.new_key(),
                receiver=3,
                channel="rest-hook",
                address=address,
                ordering=f"3:{number}",
                subject="Binary/1",
                payload=b"{}",
                due=alliance.clock.now(),
            )
            for number in range(100)
        )
        await alliance.store.write(WriteUnit(outbound=rows), visibility=EYES)
        await alliance.send(b'{"stat":true}')

        running = asyncio.create_task(alliance.dispatcher.run())
        async with asyncio.timeout(30):
            await alliance.home.arrived.wait()

        assert [body for _, body in alliance.home.seen] == [b'{"stat":true}']
        alliance.dispatcher.stop()
        await running
        hanging.close()
        for writer in held:
            writer.close()
        await asyncio.gather(*(writer.wait_closed() for writer in held), return_exceptions=True)
