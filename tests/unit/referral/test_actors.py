"""In which capacities a caller acts: by its member's part in the referral, and by a person's roles."""

import pytest

from hub.referral.actors import SYSTEM, Caller, Parties, actors_of
from hub.referral.states import Actor
from tests.unit.referral.changes import H1, N1, N2

PARTIES = Parties(requester=N1, owner=N2, lead=H1)


@pytest.mark.parametrize(
    ("member", "roles", "actors"),
    [
        (2, {"doctor"}, {Actor.SD, Actor.SC, Actor.HN}),
        (2, {"coordinator"}, {Actor.SC, Actor.HN}),
        (2, {"nurse"}, {Actor.SC, Actor.HN}),
        (2, {"manager"}, {Actor.HN}),
        (2, set(), set()),
        (3, {"doctor"}, {Actor.RD, Actor.RC}),
        (3, {"nurse"}, {Actor.RC}),
        (1, {"manager"}, {Actor.LH, Actor.MED}),
        (1, {"doctor"}, {Actor.LH}),
        (1, {"nurse"}, set()),
        (9, {"doctor", "manager"}, set()),
    ],
)
def test_a_person_acts_by_the_roles_of_the_account(member: int, roles: set[str], actors: set[Actor]) -> None:
    assert actors_of(Caller(agent="user:wang", member=member, roles=frozenset(roles)), PARTIES) == actors


@pytest.mark.parametrize(
    ("member", "actors"), [(2, {Actor.SC, Actor.HN}), (3, {Actor.RC}), (1, {Actor.LH}), (9, set())]
)
def test_a_system_acts_for_its_member(member: int, actors: set[Actor]) -> None:
    assert actors_of(Caller(agent="client:x", member=member), PARTIES) == actors


def test_the_hubs_clock_acts_as_itself_and_nobody_acts_for_parties_that_left() -> None:
    gone = Parties(requester=None, owner=None, lead=None)

    assert actors_of(SYSTEM, gone) == {Actor.SYS}
    assert actors_of(Caller(agent="client:x", member=2), gone) == frozenset()
