from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hub.bootstrap import Hub, build_hub, close_hub
from hub.keys import Keys
from hub.settings import Settings
from hub.store.admin import Member, Sender


@pytest.fixture
async def hub(tmp_path: Path) -> AsyncIterator[Hub]:
    """A hub with the hospital H1, whose HIS is bound to it, and the home N1."""
    made = await build_hub(Settings(data=tmp_path, lead_code="H1"), keys=Keys.in_memory())
    first = made.admin.member("H1")
    assert first is not None
    made.admin.add_sender(Sender(application="HIS", facility="H1", member=first.number))
    made.admin.add_member(Member(code="N1", name="示范颐和养护院", kind="home"))
    yield made
    await close_hub(made)
