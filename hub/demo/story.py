"""One elder's story: nine days in thirteen chapters, told through the doors that real systems use."""

from collections.abc import Awaitable, Callable

from hub.demo.chapters import catalogue, night, transfer, ward
from hub.demo.narrator import StoryError
from hub.demo.stage import Stage

Chapter = Callable[[Stage], Awaitable[None]]

CHAPTERS: tuple[Chapter, ...] = (
    ward.admission,
    ward.wrong_number,
    ward.record,
    transfer.refused_by_the_catalogue,
    catalogue.edited_row,
    transfer.accepted_elsewhere,
    transfer.departed,
    transfer.flipped_byte,
    transfer.moved_in,
    night.fever,
    night.to_hospital,
    night.electrocardiogram,
    night.home_again,
    night.wrong_look,
)


async def tell_story(stage: Stage) -> bool:
    """Tell it; whether every step held."""
    for chapter in CHAPTERS:
        try:
            await chapter(stage)
        except StoryError:
            return False
    return not stage.tell.failed
