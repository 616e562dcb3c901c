"""Console sessions of local accounts. The browser holds a random id in a cookie; the store holds its hash."""

import secrets
from dataclasses import dataclass, field

from hub.auth.passwords import Passwords
from hub.auth.principal import Principal
from hub.auth.roles import scopes_of_roles
from hub.clock import Clock
from hub.errors import NotSignedInError
from hub.settings import Settings
from hub.store.admin import AdminStore

COOKIE = "hub_session"
MAX_FAILURES = 5
LOCKED_SECONDS = 15 * 60
_MAX_NAMES = 10_000


@dataclass(slots=True)
class _Failures:
    count: int = 0
    until: int = 0


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new session."""

    session_id: str
    principal: Principal
    seconds: int

    def set_cookie(self, *, secure: bool) -> str:
        """The Set-Cookie header: no script reads it and no other site sends it."""
        return _cookie(self.session_id, seconds=self.seconds, secure=secure)


@dataclass(slots=True)
class Sessions:
    """Signs people in and out."""

    settings: Settings
    admin: AdminStore
    clock: Clock
    passwords: Passwords = field(default_factory=Passwords)
    _failures: dict[str, _Failures] = field(default_factory=dict)

    async def sign_in(self, name: str, password: str) -> SignedIn:
        """A new session. Raises NotSignedInError with one text for every reason.

        After `MAX_FAILURES` wrong passwords an account is locked for `LOCKED_SECONDS`; an unknown
        account is treated the same, so that neither text nor time tells whether it exists.
        """
        user = self.admin.user(name)
        right = await self.passwords.is_right(password, user.password_hash if user and user.enabled else None)
        failures = self._failures.get(name, _Failures())
        if failures.until > self.clock.now() or not right or user is None:
            self._count_failure(name, failures)
            raise NotSignedInError(
                "Name or password is wrong, or the account is locked after too many tries; "
                f"try again, or wait {LOCKED_SECONDS // 60} minutes, or ask the alliance's manager."
            )
        self._failures.pop(name, None)
        session_id = secrets.token_urlsafe(32)
        seconds = self.settings.session_hours * 3600
        self.admin.add_session(session_id, user.name, expires=self.clock.now() + seconds * 1_000_000)
        principal = self.principal(session_id)
        if principal is None:
            raise NotSignedInError("The account was disabled just now; ask the alliance's manager.")
        return SignedIn(session_id, principal, seconds)

    def principal(self, session_id: str) -> Principal | None:
        """Who this session belongs to, while it, its account and its member are in force."""
        session = self.admin.session(session_id) if session_id else None
        user = self.admin.user(session.user) if session is not None else None
        member = self.admin.member(user.member) if user is not None and user.enabled else None
        if user is None or member is None:
            return None
        return Principal(
            agent=f"user:{user.name}",
            member=member.number,
            member_code=member.code,
            scopes=scopes_of_roles(user.roles),
            roles=frozenset(user.roles),
            display=user.display_name or user.name,
        )

    def sign_out(self, session_id: str) -> str:
        """End the session; gives the Set-Cookie header that makes the browser forget it."""
        if session_id:
            self.admin.delete_session(session_id)
        return _cookie("", seconds=0, secure=False)

    def _count_failure(self, name: str, failures: _Failures) -> None:
        now = self.clock.now()
        if failures.until > now:
            return
        failures.count = 1 if failures.until else failures.count + 1
        failures.until = now + LOCKED_SECONDS * 1_000_000 if failures.count >= MAX_FAILURES else 0
        if len(self._failures) < _MAX_NAMES or name in self._failures:
            self._failures[name] = failures


def _cookie(value: str, *, seconds: int, secure: bool) -> str:
    end = "; Secure" if secure else ""
    return f"{COOKIE}={value}; Max-Age={seconds}; Path=/; HttpOnly; SameSite=Strict{end}"
