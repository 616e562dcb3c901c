"""What was final or signed is not deleted by anybody: it is corrected, or marked entered-in-error, and stays readable.

A layer of the store, so that every door meets it: DELETE, a conditional one, an entry of a transaction. Others may have
acted on it, and what was done on its word must be read for 15 and 30 years (医疗机构病历管理规定). What its
owner turned back into a draft was final all the same: every version counts, and what is deleted is what was looked at.
The words of a call upward (SBAR) are not changed at all once they were said: a later call has words of its own.
"""

from collections.abc import Mapping
from dataclasses import replace

from fhir_profiles.issue import JsonObject
from hub.errors import RuleError
from hub.store.layer import EngineLayer
from hub.store.port import Put, Ref, Visibility, WriteResult, WriteUnit
from hub.store.query import HistoryQuery

CATEGORY_SYSTEM = "https://alliance-hub.example/fhir/CodeSystem/communication-category"
SBAR_CODE = "sbar"
_FINAL = frozenset({"final", "amended", "corrected", "appended"})
_TYPES = frozenset({"DiagnosticReport", "Composition", "DocumentReference", "Bundle"})
_PAGE = 100


class KeptDocuments(EngineLayer):
    """An engine that keeps final and signed documents."""

    async def write(self, unit: WriteUnit, *, visibility: Visibility) -> WriteResult:
        """Store the unit. Raises RuleError for the deletion of a final or signed document, or for a changed SBAR."""
        await self._demand_said_stays_said(unit, visibility)
        asked = [] if visibility.is_system else [put.ref for put in unit.puts if put.delete and put.ref.type in _TYPES]
        if asked:
            stored = await self.inner.read_many(asked, visibility=visibility)
            for ref, one in stored.items():
                if not _is_error(one.json()) and (is_kept(one.json()) or await self._was_kept(ref, visibility)):
                    raise _kept(ref)
            versions = {ref: one.version for ref, one in stored.items()}
            unit = replace(unit, puts=tuple([_of_version(put, versions) for put in unit.puts]))
        return await self.inner.write(unit, visibility=visibility)

    async def _demand_said_stays_said(self, unit: WriteUnit, visibility: Visibility) -> None:
        """Who took a call has acted on its words: they are not other words afterwards."""
        asked = [] if visibility.is_system else [put.ref for put in unit.puts if put.ref.type == "Communication"]
        stored = await self.inner.read_many(asked, visibility=visibility) if asked else {}
        for ref, one in stored.items():
            if is_call(one.json()):
                raise RuleError(
                    f"{ref} 是已发出的上转呼叫摘要(SBAR)，接收方据此处置，不能更改或删除；"
                    "情况有变请加急(raise)重新呼叫，有误请电话更正并在补充资料(supply)的备注中写明。 It is a call that "
                    "was made (SBAR): the receiver acts on it, so nobody changes it. `raise` calls again; correct it "
                    "by phone, and in the `note` of `supply`."
                )

    async def _was_kept(self, ref: Ref, visibility: Visibility) -> bool:
        """Whether any version was final or signed; who deletes it sees its own record's."""
        query = HistoryQuery(type=ref.type, id=ref.id, count=_PAGE)
        while True:
            page = await self.inner.history(query, visibility=visibility)
            if any(not one.deleted and is_kept(one.json()) for one in page.resources):
                return True
            if not page.cursor:
                return False
            query = replace(query, cursor=page.cursor)


def _of_version(put: Put, versions: Mapping[Ref, int]) -> Put:
    """A deletion of the version that was looked at, where its sender names none: it may become final meanwhile."""
    if not put.delete or put.expected is not None or put.ref not in versions:
        return put
    return replace(put, expected=versions[put.ref])


def is_call(communication: JsonObject) -> bool:
    """Whether a Communication is the SBAR of a call upward, which the hub made when it was sent."""
    codings = [coding for concept in communication.get("category", []) for coding in concept.get("coding", [])]
    return any(one.get("system") == CATEGORY_SYSTEM and one.get("code") == SBAR_CODE for one in codings)


def _is_error(document: JsonObject) -> bool:
    """Whether it was marked as an error: then it may go, whatever it was before."""
    return document.get("status") == "entered-in-error"


def is_kept(document: JsonObject) -> bool:
    """Whether a document is final or signed; a draft, and what was marked as an error before, is not."""
    kind = document.get("resourceType")
    if kind == "Bundle":
        return document.get("type") == "document" and "signature" in document
    if kind == "DocumentReference":
        return document.get("status") == "current" and document.get("docStatus") in _FINAL
    return document.get("status") in _FINAL


def _kept(ref: Ref) -> RuleError:
    return RuleError(
        f"{ref} 已签发(终稿或已签名)，不能删除；有误请更正，或标记为录入错误(entered-in-error)。 It is final or signed "
        "and is not deleted; correct it, or set its status to entered-in-error."
    )
