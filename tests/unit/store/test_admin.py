"""The administration store."""

from collections.abc import Callable, Iterator
from dataclasses import FrozenInstanceError, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hub.clock import FrozenClock
from hub.errors import BadRequestError, ConflictError, NotFoundError
from hub.store.admin import AdminStore, CatalogueVersion, Client, Endpoint, Member, Sender, Session, User
from hub.store.postgres_admin import open_postgres_admin
from tests.postgres_server import fresh_database

Open = Callable[[], AdminStore]
CANONICAL = "https://alliance-hub.example/fhir/PlanDefinition/catalogue"


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(datetime(2026, 3, 2, tzinfo=UTC))


@pytest.fixture(params=["sqlite", "postgres"])
def open_again(request: pytest.FixtureRequest, tmp_path: Path, clock: FrozenClock) -> Iterator[Open]:
    """Opens the same administration, as often as it is called."""
    if request.param == "sqlite":
        yield lambda: AdminStore.open(tmp_path / "new" / "hub.sqlite", clock=clock)
        return
    with fresh_database() as url:
        yield lambda: open_postgres_admin(url, clock=clock)


@pytest.fixture
def admin(open_again: Open) -> Iterator[AdminStore]:
    made = open_again()
    made.add_member(Member(code="H1", name="示范老年病医院", kind="hospital", capabilities=("ct", "mri")))
    yield made
    made.close()


def test_a_member_is_found_by_code_and_by_number_and_changed(admin: AdminStore) -> None:
    home = admin.add_member(Member(code="N1", name="示范颐和养护院", kind="home", declared_ability_level=3))

    changed = admin.change_member(replace(home, night_doctor=True, capabilities=("oxygen",)))

    assert home.number == 2
    assert admin.member("N1") == admin.member(2) == changed
    assert [one.code for one in admin.members()] == ["H1", "N1"]
    assert admin.member("N9") is None


def test_a_code_is_given_once(admin: AdminStore) -> None:
    with pytest.raises(ConflictError, match="Member H1 exists"):
        admin.add_member(Member(code="H1", name="another"))
    other = admin.add_member(Member(code="N1", name="home"))
    with pytest.raises(ConflictError):
        admin.change_member(replace(other, code="H1"))
    with pytest.raises(NotFoundError):
        admin.change_member(Member(code="X", name="x", number=99))


def test_a_uscc_may_be_shared(admin: AdminStore) -> None:
    pair = [admin.add_member(Member(code=code, name=code, uscc="91110000MA0012345X")) for code in ("N1", "M1")]

    assert [one.uscc for one in pair] == ["91110000MA0012345X"] * 2


def test_a_client_belongs_to_a_member(admin: AdminStore) -> None:
    client = admin.add_client(Client(id="lead", member=1, scopes="system/*.rs", jwks='{"keys":[]}'))

    with pytest.raises(NotFoundError):
        admin.add_client(Client(id="stray", member=9, scopes="", jwks="{}"))
    with pytest.raises(ConflictError):
        admin.add_client(client)
    admin.change_client(replace(client, enabled=False))

    assert admin.clients() == (replace(client, enabled=False),)
    assert admin.client("none") is None


def test_a_session_ends_by_the_clock_by_sign_out_and_with_its_account(admin: AdminStore, clock: FrozenClock) -> None:
    user = admin.add_user(User(name="li", member=1, password_hash="$argon2", roles=("nurse", "reader")))
    until = clock.now() + 60_000_000
    made = [admin.add_session(one, "li", expires=until) for one in ("a", "b", "c")]

    admin.delete_session("b")
    before = admin.session("a"), admin.session("b")
    clock.advance(seconds=60)
    late = admin.session("a")
    again = admin.add_session("d", "li", expires=clock.now() + 1)
    admin.change_user(replace(user, enabled=False))

    assert made[0] == Session(user="li", created=until - 60_000_000, expires=until)
    assert before == (made[0], None)
    assert late is None
    assert again.user == "li"
    assert admin.session("d") is None
    assert admin.user("li") == replace(user, enabled=False)


def test_a_session_id_is_not_in_the_file(tmp_path: Path, clock: FrozenClock) -> None:
    admin = AdminStore.open(tmp_path / "new" / "hub.sqlite", clock=clock)
    admin.add_member(Member(code="H1", name="示范老年病医院"))
    admin.add_user(User(name="li", member=1, password_hash="h"))
    admin.add_session("very-secret-session", "li", expires=2**60)
    admin.close()

    files = b"".join(path.read_bytes() for path in (tmp_path / "new").iterdir())

    assert b"li" in files
    assert b"very-secret-session" not in files


def test_an_endpoint_of_another_process_counts_at_once(admin: AdminStore, open_again: Open) -> None:
    assert admin.endpoints_of(1) == ()
    other = open_again()

    made = other.add_endpoint(Endpoint(member=1, channel="file", address="file:///out"))

    assert admin.endpoints_of(1) == (made,)
    assert other.delete_endpoint(made.number)
    assert admin.endpoints_of(1) == ()
    other.close()


def test_endpoints_and_senders_are_kept(admin: AdminStore) -> None:
    first = admin.add_endpoint(Endpoint(member=1, channel="rest-hook", address="http://h/hook", secret="s"))
    second = admin.add_endpoint(Endpoint(member=1, channel="mllp", address="h:2575"))
    sender = admin.add_sender(Sender(application="HIS", facility="H1", member=1, charset="GB18030", name="H1"))

    assert admin.endpoints_of(1) == (first, second)
    assert admin.endpoints_of(2) == ()
    assert admin.sender("HIS", "H1") == sender
    assert admin.sender("HIS", "N1") is None
    with pytest.raises(ConflictError):
        admin.add_sender(sender)


def test_a_jti_counts_once_until_it_expires_even_after_a_restart(
    admin: AdminStore, clock: FrozenClock, open_again: Open
) -> None:
    until = clock.now() + 60_000_000
    first = admin.use_jti("lead", "j1", until)
    again = open_again()

    outcomes = [again.use_jti("lead", "j1", until), again.use_jti("home", "j1", until)]
    again.close()
    clock.advance(seconds=61)

    assert first
    assert outcomes == [False, True]
    assert admin.use_jti("lead", "j1", until + 1)


def test_a_published_catalogue_version_never_changes(admin: AdminStore) -> None:
    draft = CatalogueVersion(canonical=CANONICAL, version="1", digest="d", content=b"rows")
    admin.add_catalogue_version(draft)
    admin.add_catalogue_version(replace(draft, content=b"better rows"))
    published = admin.add_catalogue_version(replace(draft, content=b"final", status="published", effective_from=100))

    with pytest.raises(ConflictError, match="is published and cannot change"):
        admin.add_catalogue_version(replace(published, content=b"other"))

    assert admin.catalogue_version(CANONICAL, "1") == published
    assert admin.catalogue_versions() == (published,)


def test_the_version_in_force_is_the_one_that_began_last(admin: AdminStore) -> None:
    base = CatalogueVersion(canonical=CANONICAL, version="1", digest="d", content=b"", status="published")
    admin.add_catalogue_version(replace(base, effective_from=100, effective_to=300))
    admin.add_catalogue_version(replace(base, version="2", effective_from=200))
    admin.add_catalogue_version(replace(base, version="3", effective_from=0, status="draft"))

    in_force = [admin.catalogue_in_force(at, CANONICAL) for at in (99, 100, 199, 200, 400)]

    assert [one and one.version for one in in_force] == [None, "1", "1", "2", "2"]
    assert admin.catalogue_in_force(400, "https://elsewhere") is None
    with pytest.raises(BadRequestError):
        admin.add_catalogue_version(replace(base, version="4", effective_from=5, effective_to=5))


def test_values_are_frozen(admin: AdminStore) -> None:
    member = admin.member("H1")

    with pytest.raises(FrozenInstanceError):
        member.name = "x"  # type: ignore[union-attr,misc]  # that is the point
