"""Who works where: the roles that each part of the console is for, and what the navigation offers to whom.

A page that lists people is for those who care for them; an interface engineer sees messages, masked, and no records.
"""

from collections.abc import Iterable

from hub.auth.principal import Principal

CARE = frozenset({"nurse", "doctor", "coordinator", "reader"})
REFERRALS = frozenset({"nurse", "doctor", "coordinator"})
APPROVERS = REFERRALS | {"manager"}
"""Who works at the referral desk, and the manager who decides its exceptions."""

BEDS = frozenset({"nurse", "coordinator", "doctor", "manager"})
READERS = frozenset({"reader"})
READING = frozenset({"reader", "doctor"})
MESSAGES = frozenset({"engineer", "manager", "coordinator"})
IMPORTS = frozenset({"nurse", "engineer", "manager", "coordinator"})
AUDIT = frozenset({"auditor", "manager"})

NAVIGATION: tuple[tuple[str, str, frozenset[str]], ...] = (
    ("/console/referrals", "nav.referrals", APPROVERS),
    ("/console/inbox", "nav.inbox", REFERRALS),
    ("/console/beds", "nav.bed_map", BEDS),
    ("/console/slots", "nav.slots", BEDS),
    ("/console/patients", "nav.patients", CARE),
    ("/console/readings", "nav.readings", READING),
    ("/console/results", "nav.results", CARE),
    ("/console/import", "nav.import", IMPORTS),
    ("/console/messages", "nav.messages", MESSAGES),
    ("/console/audit", "nav.audit", AUDIT),
)
"""(path, message id, roles) in the order of the navigation."""

_FIRST = (
    ("reader", "/console/readings"),
    ("nurse", "/console/inbox"),
    ("coordinator", "/console/referrals"),
    ("doctor", "/console/referrals"),
    ("engineer", "/console/messages"),
    ("auditor", "/console/audit"),
    ("manager", "/console/audit"),
)


def navigation(principal: Principal | None) -> list[tuple[str, str]]:
    """The links that this user may follow, as (path, message id)."""
    if principal is None:
        return []
    return [(path, label) for path, label, roles in NAVIGATION if roles & principal.roles]


def first_page(roles: Iterable[str]) -> str:
    """Where a user's day begins; the public page for an account without a role."""
    held = frozenset(roles)
    return next((path for role, path in _FIRST if role in held), "/")
