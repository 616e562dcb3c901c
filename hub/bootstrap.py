"""The composition root: every part of a running hub, made once and handed on by name.

A new part is a field of `Hub` and a line in `build_hub`, in the order of what it needs.
"""

import contextlib
import sys
from dataclasses import dataclass

from hub.auth.address import fhir_base_of
from hub.auth.sessions import Sessions
from hub.auth.smart import TokenEndpoint
from hub.auth.tokens import Tokens
from hub.bulk.exports import Exports
from hub.capacity.desk import BookingDesk
from hub.capacity.ownership import Ownership
from hub.clock import Clock, SystemClock
from hub.delivery.channels.file import FileChannel
from hub.delivery.channels.mllp import MllpChannel, client_context
from hub.delivery.dispatcher import Channel, Dispatcher
from hub.delivery.speech import OutboxSpeech
from hub.delivery.timers import Timers
from hub.delivery.triggers import Triggers
from hub.diagnostics.guard import ReadingDesk
from hub.errors import ConflictError
from hub.identity.person import Persons
from hub.ingest.pipeline import Pipeline
from hub.ingest.receiver import ReceiverFiles
from hub.keys import Keys
from hub.offload import Offload
from hub.referral.alarms import Alarms
from hub.referral.arrival_basis import ArrivalBasis
from hub.referral.catalogues import Catalogues
from hub.referral.following import GrantsFollow
from hub.referral.guard import ReferralGuard
from hub.referral.receipt_desk import ReceiptDesk
from hub.referral.unsent import Unsent
from hub.referral.waits import Waits
from hub.referral.workflow import Workflow
from hub.settings import Settings
from hub.store.admin import AdminStore, Member
from hub.store.code_tables import CodeTables, Terminologies
from hub.store.installation import SqlEngine, open_database
from hub.store.port import Engine
from hub.store.served_under import note_base
from hub.store.subscriptions import CHANNEL
from hub.subscription.guard import SubscriptionGuard
from hub.subscription.matcher import Matcher
from hub.subscription.sending import Teller
from hub.transfer.kept import KeptDocuments
from hub.transfer.late_results import LateResults
from hub.transfer.loan_alarms import LoanAlarms

KEYS = "keys"


@dataclass(frozen=True, slots=True)
class Hub:
    """A running hub's parts. `engine` is the store below its layers: for history that is over, never for events."""

    settings: Settings
    clock: Clock
    keys: Keys
    store: Engine
    engine: SqlEngine
    admin: AdminStore
    tokens: Tokens
    token_endpoint: TokenEndpoint
    sessions: Sessions
    offload: Offload
    ingest: Pipeline
    catalogues: Catalogues
    workflow: Workflow
    dispatcher: Dispatcher
    timers: Timers
    terminology: Terminologies
    exports: Exports
    matcher: Matcher
    teller: Teller


async def build_hub(settings: Settings, *, clock: Clock | None = None, keys: Keys | None = None) -> Hub:
    """A hub on the data folder or the database of the settings; keys, tables and first member are made when new."""
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    clock = clock or SystemClock()
    keys = keys or Keys.open(settings.data / KEYS)
    sys.setswitchinterval(0.0005)  # a thread that waits for the lock gets it soon (building-blocks: GIL convoy)
    engine, admin = await open_database(settings, keys=keys, clock=clock)
    await note_base(engine, clock, fhir_base_of(settings))
    _make_first_member(settings, admin)
    terminology = Terminologies(CodeTables.of(admin, clock=clock), clock)
    catalogues = Catalogues(admin, terminology)
    teller = Teller(engine, admin, clock, settings)
    persons = Persons(SubscriptionGuard(engine, admin), keys=keys)
    desk = BookingDesk(persons, admin=admin, clock=clock, consents=ArrivalBasis(persons))
    guarded = ReferralGuard(desk, admin, catalogues, clock, keys=keys, waits=Waits.of(settings))
    own = Ownership(guarded, admin=admin, clock=clock)
    late = LateResults(GrantsFollow(own, admin=admin), admin=admin, clock=clock)
    receivers = ReceiverFiles(settings)
    told = Triggers(late, receivers, admin=admin, clock=clock)
    store = KeptDocuments(ReadingDesk(told, admin=admin, clock=clock, keys=keys, settings=settings))
    workflow = Workflow(store, admin, clock, keys, catalogues)
    timers = Timers(store, clock)
    timers.register(Alarms(store, workflow, admin).handlers())
    timers.register(LoanAlarms(store, admin, clock).handlers())
    timers.register(Unsent(store, admin, clock).handlers())
    tokens = Tokens(settings=settings, keys=keys, admin=admin, clock=clock)
    offload = Offload(
        processes=settings.pool_processes,
        waiting=settings.pool_queue,
        seconds=settings.pool_seconds,
        megabytes=settings.pool_megabytes,
    )
    channels = _channels(OutboxSpeech(store, admin, receivers, clock), settings)
    watcher, tellers = ReceiptDesk(store, workflow), {CHANNEL: teller}
    dispatcher = Dispatcher(store, admin, clock, settings, channels=channels, tellers=tellers, watcher=watcher)
    return Hub(
        settings=settings,
        clock=clock,
        keys=keys,
        store=store,
        engine=engine,
        admin=admin,
        tokens=tokens,
        token_endpoint=TokenEndpoint(settings=settings, admin=admin, tokens=tokens, clock=clock),
        sessions=Sessions(settings, admin, clock),
        offload=offload,
        ingest=Pipeline(store, admin, clock, settings, offload),
        catalogues=catalogues,
        workflow=workflow,
        exports=Exports(engine, clock, settings),
        matcher=Matcher(engine, clock),
        teller=teller,
        dispatcher=dispatcher,
        timers=timers,
        terminology=terminology,
    )


def _channels(speech: OutboxSpeech, settings: Settings) -> dict[str, Channel]:
    """The ways to members' systems other than HTTP."""
    return {
        "mllp": MllpChannel(speech, tls=lambda: client_context(settings.data / KEYS, settings)),
        "file": FileChannel(speech),
    }


async def close_hub(hub: Hub) -> None:
    """Finish what is under way and let go of files, threads and processes."""
    hub.offload.close()
    hub.sessions.passwords.close()
    await hub.store.close()
    hub.admin.close()


def _make_first_member(settings: Settings, admin: AdminStore) -> None:
    """The lead of the alliance, so that a new installation has somebody to act for."""
    if not admin.members():
        with contextlib.suppress(ConflictError):  # another worker that starts at the same time was quicker
            admin.add_member(Member(code=settings.lead_code, name=settings.lead_name, kind="hospital", licensed=True))
