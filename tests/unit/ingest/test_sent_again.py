"""A message that is sent again under a new control id, as after a restored backup, changes nothing."""

from hub.bootstrap import Hub
from hub.store.port import Ref
from tests.unit.ingest.reading import eyes, receive, refs
from tests.unit.ingest.samples import adt
from tests.unit.ingest.test_message_results import POTASSIUM, oru


async def _versions(hub: Hub, found: list[Ref]) -> list[int]:
    stored = [await hub.store.read(ref, visibility=eyes(hub)) for ref in found]
    return [resource.version for resource in stored if resource is not None]


async def test_a_confirming_event_makes_no_version(hub: Hub) -> None:
    await receive(hub, adt(control_id="A1", extra="AL1|1|DA|^青霉素|SV|皮疹"))

    again = await receive(hub, adt(control_id="A2", extra="AL1|1|DA|^青霉素|SV|皮疹"))

    touched = [*refs(again, "Patient"), *refs(again, "Encounter"), *refs(again, "AllergyIntolerance")]
    assert await _versions(hub, touched) == [1, 1, 1]


async def test_a_result_that_stands_twice_in_a_message_makes_no_version_when_it_comes_again(hub: Hub) -> None:
    twice = (f"{POTASSIUM.format('3.90', 'F')}", f"{POTASSIUM.format('3.90', 'F')}")
    await receive(hub, oru("R1", "F", *twice))

    again = await receive(hub, oru("R2", "F", *twice))

    assert await _versions(hub, refs(again, "Observation")) == [1, 1]


async def test_a_visit_number_that_many_patients_have_names_the_visit_of_each(hub: Hub) -> None:
    people = ("张^三", "李^四", "王^五", "赵^六")
    sent = [adt(control_id=f"V{at}", number=f"H1-{at}", name=name) for at, name in enumerate(people)]
    first = [refs(await receive(hub, message), "Encounter") for message in sent]

    again = [
        refs(await receive(hub, message.replace(f"|V{at}|P|".encode(), f"|W{at}|P|".encode())), "Encounter")
        for at, message in enumerate(sent)
    ]

    assert again == first
    assert len({ref for found in first for ref in found}) == len(people)
