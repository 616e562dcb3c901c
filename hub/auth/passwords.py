"""Passwords of local accounts: argon2id (RFC 9106) in one thread of its own.

One thread, because a check takes about 0.1 s of processor time and 64 MB: the event loop must not wait for it,
and many at once would be a way to exhaust the machine (DESIGN D16).
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from hub.errors import BadRequestError, OverloadError

MIN_LENGTH = 10
MAX_LENGTH = 256
_MAX_WAITING = 32
T = TypeVar("T")


class Passwords:
    """Hashes and checks passwords beside the event loop."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="argon2")
        self._waiting = 0
        self._decoy = ""

    async def hash(self, password: str) -> str:
        """The encoded argon2id hash. Raises BadRequestError for a password that is too short or too long."""
        if not MIN_LENGTH <= len(password) <= MAX_LENGTH:
            raise BadRequestError(
                f"The password has {len(password)} characters; expected {MIN_LENGTH} to {MAX_LENGTH}."
            )
        return await self._in_thread(self._hasher.hash, password)

    async def is_right(self, password: str, encoded: str | None) -> bool:
        """Whether the password fits; without a hash (unknown account) it takes as long and says no."""
        if len(password) > MAX_LENGTH:
            return False
        return await self._in_thread(self._check, password, encoded)

    def close(self) -> None:
        """Let the thread go."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _check(self, password: str, encoded: str | None) -> bool:
        if not self._decoy:
            self._decoy = self._hasher.hash("no account has this password")
        try:
            self._hasher.verify(encoded or self._decoy, password)
        except (VerificationError, InvalidHashError):
            return False
        return encoded is not None

    async def _in_thread(self, function: Callable[..., T], *args: str | None) -> T:
        if self._waiting >= _MAX_WAITING:
            raise OverloadError("Too many sign-ins wait; try again in a few seconds.", headers=(("Retry-After", "5"),))
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, function, *args)
        finally:
            self._waiting -= 1
