"""Beds: who may hold one, and what the public is told of them."""

from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path

import pytest

from hub.capacity.directory import BedCount, Price, PublicDirectory
from hub.capacity.holds import release, reserve
from hub.errors import ConflictError, ForbiddenError, NotFoundError, RuleError
from hub.store.port import Claim, WriteUnit
from tests.e2e.referral_stage import Stage, stage


@pytest.fixture
async def alliance(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path) as made:
        yield made


async def test_the_public_is_told_counts_and_prices_and_nobody(alliance: Stage) -> None:
    nursing = {"type": [{"text": "护理床"}]}
    await alliance.bed("N1", "b1", **nursing)
    await alliance.bed("N1", "b2", operationalStatus={"code": "O"}, **nursing)
    await alliance.bed("N1", "b3", status="inactive", **nursing)
    held = await alliance.bed("N1", "b4", **nursing)
    await reserve(alliance.store, alliance.clock, alliance.who("N1"), held.removeprefix("Location/"))
    await alliance.put("N1", {"resourceType": "Location", "status": "active", "name": "食堂"})
    await alliance.put(
        "N1",
        {
            "resourceType": "ChargeItemDefinition",
            "url": "https://alliance-hub.example/price/1",
            "status": "active",
            "title": "护理费(月)",
            "propertyGroup": [{"priceComponent": [{"type": "base", "amount": {"value": 3200, "currency": "CNY"}}]}],
        },
    )
    directory = PublicDirectory(alliance.store, alliance.admin, alliance.clock)

    [home] = await directory.institutions()

    assert (home.member.code, home.free) == ("N1", 1)
    assert home.beds == (BedCount("护理床", 3, 1),)
    assert home.prices == (Price("护理费(月)", "3200", "CNY"),)
    assert home.updated == alliance.clock.now()
    await alliance.bed("N1", "b5", **nursing)
    assert (await directory.institutions())[0].beds == (BedCount("护理床", 3, 1),)
    alliance.clock.advance(seconds=30)
    assert (await directory.institutions())[0].beds == (BedCount("护理床", 4, 2),)


async def test_a_bed_is_held_by_its_own_institution_for_a_while(alliance: Stage) -> None:
    await alliance.bed("N1", "b1")
    await alliance.bed("N1", "full", operationalStatus={"code": "O"})
    await alliance.put("N1", {"resourceType": "Location", "id": "room", "status": "active"})
    home, other = alliance.who("N1"), alliance.who("N2")

    with pytest.raises(ForbiddenError, match="another member"):
        await reserve(alliance.store, alliance.clock, other, "b1")
    with pytest.raises(RuleError, match="no bed"):
        await reserve(alliance.store, alliance.clock, home, "room")
    with pytest.raises(NotFoundError):
        await reserve(alliance.store, alliance.clock, home, "none")
    with pytest.raises(ConflictError, match="occupied"):
        await reserve(alliance.store, alliance.clock, home, "full")
    with pytest.raises(RuleError, match="before now"):
        await reserve(alliance.store, alliance.clock, home, "b1", until=1)
    hold = await reserve(alliance.store, alliance.clock, home, "b1")

    assert hold.until == alliance.clock.now() + 48 * 3_600_000_000
    alliance.clock.advance(seconds=48 * 3600 + 1)
    assert await alliance.store.claim_of("bed", "b1", now=alliance.clock.now()) is None


async def test_a_bed_that_a_referral_holds_is_not_released_by_hand(alliance: Stage) -> None:
    await alliance.bed("N1", "b1")
    claim = Claim("bed", "b1", "ServiceRequest/sr-1")
    await alliance.engine.write(WriteUnit(claims=(claim,)), visibility=alliance.who("N1").visibility)

    with pytest.raises(ConflictError, match="held by a referral"):
        await release(alliance.store, alliance.clock, alliance.who("N1"), "b1", decision="与家属商定放弃")
    with pytest.raises(ConflictError, match="held for another"):
        await reserve(alliance.store, alliance.clock, alliance.who("N1"), "b1")


async def test_a_kept_bed_is_given_up_only_by_a_decision_in_words(alliance: Stage) -> None:
    await alliance.bed("N1", "b1")
    elder = await alliance.patient("N1")
    home = alliance.who("N1")
    claims = (Claim("bed", "b1", str(elder)), Claim("kept-bed", f"N1|{elder.id}", "b1"))
    await alliance.engine.write(WriteUnit(claims=claims), visibility=home.visibility)

    with pytest.raises(ConflictError, match="kept for its resident"):
        await release(alliance.store, alliance.clock, home, "b1")
    await release(alliance.store, alliance.clock, home, "b1", decision="与女儿商定转入护理院，放弃床位")

    now = alliance.clock.now()
    left = [await alliance.engine.claim_of(claim.kind, claim.key, now=now) for claim in claims]
    assert left == [None, None]
    entry = (await alliance.engine.audit_page(visibility=home.visibility))[0]
    assert (entry.interaction, entry.patient, entry.detail) == ("$release", elder.id, "与女儿商定转入护理院，放弃床位")


async def test_a_hold_is_extended_and_ended_by_its_own_token_alone(alliance: Stage) -> None:
    await alliance.bed("N1", "b1")
    home, now = alliance.who("N1"), alliance.clock.now()
    first = await reserve(alliance.store, alliance.clock, home, "b1", until=now + 3_600_000_000)

    with pytest.raises(ConflictError, match="held for another"):
        await reserve(alliance.store, alliance.clock, home, "b1")
    longer = await reserve(alliance.store, alliance.clock, home, "b1", fence=first.fence)
    assert (longer.fence, longer.until) == (first.fence, now + 48 * 3_600_000_000)
    alliance.clock.advance(seconds=48 * 3600 - 1)
    same = await reserve(alliance.store, alliance.clock, home, "b1", fence=first.fence)
    assert same.until == longer.until
    alliance.clock.advance(seconds=2)
    second = await reserve(alliance.store, alliance.clock, home, "b1")

    with pytest.raises(ConflictError, match="That hold has ended"):
        await reserve(alliance.store, alliance.clock, home, "b1", fence=first.fence)
    with pytest.raises(ConflictError, match="nothing was released"):
        await release(alliance.store, alliance.clock, home, "b1", fence=first.fence)
    claim = await alliance.store.claim_of("bed", "b1", now=alliance.clock.now())
    assert claim is not None
    assert claim.holder == f"Organization/N1|{second.fence}"
    await release(alliance.store, alliance.clock, home, "b1", fence=second.fence)
    await release(alliance.store, alliance.clock, home, "b1")
    assert await alliance.store.claim_of("bed", "b1", now=alliance.clock.now()) is None


async def test_a_hold_does_not_outlast_its_longest_time(alliance: Stage) -> None:
    await alliance.bed("N1", "b1")
    home = alliance.who("N1")
    old = f"{alliance.clock.now() - 49 * 3_600_000_000}.7"
    claim = Claim("bed", "b1", f"Organization/N1|{old}")
    await alliance.engine.write(WriteUnit(claims=(claim,)), visibility=home.visibility)

    with pytest.raises(ConflictError, match="longest time"):
        await reserve(alliance.store, alliance.clock, home, "b1", fence=old)


async def test_a_price_whose_period_is_over_is_not_shown(alliance: Stage) -> None:
    for title, period in (
        ("去年", {"start": "2025-01-01", "end": "2025-12-31"}), ("今年", {"start": "2026-01-01"}),
        ("明年", {"start": "2027-01-01"}), ("今日止", {"end": "2026-03-02"}),
    ):  # fmt: skip
        await alliance.put(
            "N1",
            {
                "resourceType": "ChargeItemDefinition", "url": f"https://alliance-hub.example/price/{title}",
                "status": "active", "title": title, "effectivePeriod": period,
                "propertyGroup": [{"priceComponent": [{"type": "base", "amount": {"value": 1, "currency": "CNY"}}]}],
            },
        )  # fmt: skip

    [home] = await PublicDirectory(alliance.store, alliance.admin, alliance.clock).institutions()

    assert [price.title for price in home.prices] == ["今年", "今日止"]
    assert home.price_range == (Decimal(1), Decimal(1))
