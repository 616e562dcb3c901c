"""Which version decides, on several nodes: by its period, to the microsecond, and with its files read once."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hub.clock import FrozenClock
from hub.errors import RuleError
from hub.referral.catalogues import Catalogues, pack, publish, to_version
from hub.store.admin import AdminStore, CatalogueVersion
from hub.store.postgres_admin import open_postgres_admin
from terminology.catalogue import sample
from terminology.catalogue_source import FILES, SAMPLE
from tests.postgres_server import fresh_database

FIRST_DAY = datetime(2026, 3, 2, tzinfo=UTC)
HOUR = 3_600_000_000


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(FIRST_DAY)


@pytest.fixture(params=["sqlite", "postgres"])
def open_node(request: pytest.FixtureRequest, tmp_path: Path, clock: FrozenClock) -> Iterator[Callable[[], AdminStore]]:
    """Opens one more node of the same installation."""
    nodes: list[AdminStore] = []

    def kept(made: AdminStore) -> AdminStore:
        nodes.append(made)
        return made

    if request.param == "sqlite":
        yield lambda: kept(AdminStore.open(tmp_path / "hub.db", clock=clock))
    else:
        with fresh_database() as url:
            yield lambda: kept(open_postgres_admin(url, clock=clock))
            for node in nodes:
                node.close()
    for node in nodes:
        node.close()


def files(version: str, title: str = "示例目录") -> dict[str, bytes]:
    """The sample as another version."""
    found = {name: (SAMPLE / name).read_bytes() for name in FILES if (SAMPLE / name).exists()}
    manifest = found["manifest.toml"].decode().replace(f'"{sample().version}"', f'"{version}"')
    return found | {"manifest.toml": f"{manifest}\n# {title}\n".encode()}


def row(version: str, *, begins: int, ends: int | None, digest: str = "") -> CatalogueVersion:
    made = to_version(sample(), files(version))
    return replace(
        made, version=version, digest=digest or version, content=pack(files(version)), effective_from=begins,
        effective_to=ends,
    )  # fmt: skip


def test_a_period_begins_and_ends_to_the_microsecond(open_node: Callable[[], AdminStore], clock: FrozenClock) -> None:
    admin, noon = open_node(), clock.now() + 12 * HOUR
    admin.add_catalogue_version(row("a", begins=clock.now(), ends=noon))
    admin.add_catalogue_version(row("b", begins=noon, ends=noon + HOUR))
    catalogues = Catalogues(admin)

    assert [catalogues.in_force(at).version for at in (noon - 1, noon, noon + HOUR - 1)] == ["a", "b", "b"]
    with pytest.raises(RuleError, match="No version of the disease catalogue is in force"):
        catalogues.in_force(noon + HOUR)


def test_what_one_node_publishes_decides_on_the_other_within_a_second(
    open_node: Callable[[], AdminStore], clock: FrozenClock
) -> None:
    here, there = open_node(), open_node()
    here.add_catalogue_version(row("a", begins=clock.now() - HOUR, ends=None))
    catalogues = Catalogues(there)
    assert catalogues.in_force(clock.now()).version == "a"

    here.add_catalogue_version(row("b", begins=clock.now(), ends=None))
    at_once = Catalogues(here).in_force(clock.now()).version
    clock.advance(seconds=1)

    assert at_once == "b"
    assert catalogues.in_force(clock.now()).version == "b"


def test_a_version_that_was_just_published_elsewhere_is_found_where_none_was_in_force(
    open_node: Callable[[], AdminStore], clock: FrozenClock
) -> None:
    here, there = open_node(), open_node()
    here.add_catalogue_version(row("a", begins=1, ends=2))
    catalogues = Catalogues(there)
    with pytest.raises(RuleError):
        catalogues.in_force(clock.now())

    here.add_catalogue_version(row("b", begins=clock.now(), ends=None))

    assert catalogues.in_force(clock.now()).version == "b"
    assert [one and one.version for one in map(catalogues.of_version, ("a", "b", "c", ""))] == ["a", "b", None, None]


def test_a_superseding_version_decides_from_its_first_moment_and_the_old_one_for_the_past(
    open_node: Callable[[], AdminStore], clock: FrozenClock
) -> None:
    admin = open_node()
    publish(admin, files("2026.8"), now=clock.now())
    catalogues, before = Catalogues(admin), clock.now()
    assert catalogues.in_force(before).version == "2026.8"
    clock.advance(seconds=60)

    publish(admin, files("2026.9", "勘误"), now=clock.now(), supersede=True)

    assert catalogues.in_force(clock.now()).version == "2026.9"
    assert catalogues.in_force(before).version == "2026.8"


def test_the_files_of_a_version_are_read_once(open_node: Callable[[], AdminStore], clock: FrozenClock) -> None:
    admin = open_node()
    admin.add_catalogue_version(row("a", begins=clock.now(), ends=None))
    catalogues = Catalogues(admin)

    first = catalogues.in_force(clock.now())
    clock.advance(seconds=5)

    assert catalogues.in_force(clock.now()) is first
    assert catalogues.of_version("a") is first
