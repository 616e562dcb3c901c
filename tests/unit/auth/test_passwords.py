"""Passwords of local accounts: their length, the one thread, and what an unknown account tells."""

import asyncio
from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher

from hub.auth.passwords import MAX_LENGTH, MIN_LENGTH, Passwords
from hub.errors import BadRequestError, OverloadError

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture
def passwords() -> Iterator[Passwords]:
    made = Passwords(QUICK)
    yield made
    made.close()


@pytest.mark.parametrize("length", [0, MIN_LENGTH - 1, MAX_LENGTH + 1])
async def test_a_password_that_is_too_short_or_too_long_is_not_taken(passwords: Passwords, length: int) -> None:
    with pytest.raises(BadRequestError) as caught:
        await passwords.hash("x" * length)

    assert str(caught.value) == f"The password has {length} characters; expected {MIN_LENGTH} to {MAX_LENGTH}."


async def test_a_password_fits_its_own_hash_and_no_other(passwords: Passwords) -> None:
    encoded = await passwords.hash("a long password")

    assert await passwords.is_right("a long password", encoded) is True
    assert await passwords.is_right("another password", encoded) is False


async def test_without_an_account_no_password_is_right(passwords: Passwords) -> None:
    assert await passwords.is_right("no account has this password", None) is False


async def test_a_hash_that_is_none_is_wrong_and_not_an_error(passwords: Passwords) -> None:
    assert await passwords.is_right("a long password", "not a hash") is False


async def test_a_very_long_password_is_wrong_without_being_hashed(passwords: Passwords) -> None:
    encoded = await passwords.hash("x" * MAX_LENGTH)

    assert await passwords.is_right("x" * (MAX_LENGTH + 1), encoded) is False


async def test_the_33rd_sign_in_that_waits_is_sent_away_and_later_ones_are_served_again(passwords: Passwords) -> None:
    encoded = await passwords.hash("a long password")

    answers = await asyncio.gather(
        *(passwords.is_right("a long password", encoded) for _ in range(33)), return_exceptions=True
    )

    refused = [answer for answer in answers if isinstance(answer, OverloadError)]
    assert [answer for answer in answers if answer is True] == [True] * 32
    assert [error.headers for error in refused] == [(("Retry-After", "5"),)]
    assert await passwords.is_right("a long password", encoded) is True
