"""Visibility as SQL: the one predicate in every query (DESIGN D9).

A row is visible to its custodian, to everyone when its type is one of the shared directory, to a member with a
grant in force on the resource or on its patient compartment, and to the custodian of the Patient in whose
compartment it stands. `:me` and `:now` are its parameters.
"""
# ruff: noqa: S608  SQL is put together from the store's own names; values are always bound.

from collections.abc import Mapping

from hub.store.port import SHARED_TYPES, Visibility

IN_FORCE = "g.since <= :now AND (g.until IS NULL OR g.until > :now)"
"""A grant `g` that counts at `:now`."""

NOT_GRANTED = "0"


class Predicates:
    """Compiles visibility; knows the numbers of the shared types in this database."""

    def __init__(self, type_numbers: Mapping[str, int]) -> None:
        self._patient = type_numbers["Patient"]
        self._texts: dict[str, str] = {}
        self._shared = ", ".join(str(type_numbers[name]) for name in sorted(SHARED_TYPES) if name in type_numbers)

    def visible(self, alias: str, visibility: Visibility) -> str:
        """The condition on a row of `resource` or `resource_history` that is called `alias`."""
        return "1 = 1" if visibility.is_system else self.of_members(alias)

    def of_members(self, alias: str) -> str:
        """The condition for everyone but the hub itself."""
        text = self._texts.get(alias)
        if text is None:
            text = self._texts[alias] = self._of_members(alias)
        return text

    def _of_members(self, alias: str) -> str:
        return (
            f"({alias}.custodian = :me OR {alias}.type IN ({self._shared}) OR EXISTS ("
            "SELECT 1 FROM access_grant g WHERE g.member = :me AND g.compartment = 1 "
            f"AND g.target_id = {alias}.patient AND {alias}.patient <> '' AND {IN_FORCE}) OR EXISTS ("
            "SELECT 1 FROM access_grant g WHERE g.member = :me AND g.compartment = 0 "
            f"AND g.target_id = {alias}.id AND g.target_type = {alias}.type AND {IN_FORCE}) OR EXISTS ("
            "SELECT 1 FROM resource_id pi CROSS JOIN resource p ON p.key = pi.key "
            f"WHERE pi.type = {self._patient} AND pi.id = {alias}.patient AND {alias}.patient <> '' "
            "AND p.custodian = :me))"
        )


MAY_ACT = (
    "SELECT 1 FROM access_grant g WHERE g.member = :me AND g.access = 'act' "
    "AND ((g.compartment = 0 AND g.target_id = :id AND g.target_type = :type) "
    "OR (g.compartment = 1 AND g.target_id = :patient AND :patient <> '')) AND " + IN_FORCE
)
"""Whether a grant lets `:me` write the resource `:type`, `:id` of `:patient`."""
