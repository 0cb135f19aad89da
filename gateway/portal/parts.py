"""The portal's parts, put together."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from adapters.errors import ExtranetError
from adapters.port import Extranet
from gateway.announcements import Announcements
from gateway.background import Background
from gateway.cache import Cache, Far, Key, Near, Terms
from gateway.clock import Clock, Steady
from gateway.config import Config
from gateway.documents import Documents
from gateway.drafts import Drafts
from gateway.drift import Drift
from gateway.form_tokens import FormTokens
from gateway.holdings.erasure import Erasure
from gateway.holdings.holdings import Holdings
from gateway.holdings.purging import Purging
from gateway.limits import Limits
from gateway.mail import Outbox, Stationery
from gateway.pending.letters.receipts import Receipts
from gateway.pending.records import Records
from gateway.pending.requests import Requests
from gateway.portal.accueil import Accueil
from gateway.portal.bills import Bills
from gateway.portal.demands import Demands
from gateway.portal.dossiers import Dossiers
from gateway.portal.entrance import Entrance
from gateway.portal.looking import Looking
from gateway.portal.my_data import MyData
from gateway.portal.old_side import OldSide
from gateway.portal.passwords import Passwords
from gateway.portal.re_enrolments import ReEnrolments
from gateway.portal.reviews import Reviews
from gateway.portal.sent_once import SentOnce
from gateway.portal.sheets import Sheets
from gateway.portal.tabs import Tabs
from gateway.postmen import Postman
from gateway.sessions import Sessions
from gateway.store.store import Store
from gateway.vault import Vault

DOCUMENTS = "documents"
"""The folder of sealed documents in that of the gateway's data."""

_REPEATABLE = timedelta(days=2)
"""Longer than any page that needs no session stays good."""

_PATIENCE = 2.0
"""Seconds that a page waits for the old site where it can be shown without it."""


@dataclass(frozen=True)
class Parts:
    """What the portal is made of."""

    background: Background
    announcements: Announcements
    drift: Drift
    sessions: Sessions
    cache: Cache
    outbox: Outbox
    documents: Documents
    drafts: Drafts
    re_enrolments: ReEnrolments
    requests: Requests
    entrance: Entrance
    accueil: Accueil
    sheets: Sheets
    dossiers: Dossiers
    bills: Bills
    demands: Demands
    reviews: Reviews
    passwords: Passwords
    my_data: MyData
    purging: Purging


def put_together(
    config: Config,
    store: Store,
    vault: Vault,
    extranets: Mapping[str, Extranet],
    postman: Postman,
    templates: Path,
    clock: Clock,
    steady: Steady | None = None,
) -> Parts:
    """Every part, each with what it needs; see `Portal`."""
    schools, language = config.schools, config.gateway.language
    background, drift = Background(), Drift(clock)
    sessions = Sessions(store, vault, extranets, config.sessions, clock)
    cache = _cache(config, store, vault, drift, clock)
    outbox = Outbox(store, vault, postman, config.mail.sender, config.delivery, clock)
    receipts = Receipts(outbox, Stationery(templates, language), schools, language)
    documents = Documents(store, vault, config.gateway.data / DOCUMENTS, config.documents, clock)
    requests = Requests(
        store, vault, sessions, extranets, receipts, documents, config, cache.end, clock, steady
    )
    limits = Limits(store, vault, config.limits, clock)
    lists = Terms(fresh_for=timedelta(minutes=config.kept.fresh_minutes))
    old_side = OldSide(sessions, cache, lists, clock)
    looking = Looking(old_side, cache, requests, drift, clock)
    tabs = Tabs(old_side, clock)
    dossiers = Dossiers(old_side, tabs)
    bills = Bills(old_side, schools, drift, clock)
    demands = Demands(requests, looking)
    tokens = FormTokens(vault, clock)
    entrance = Entrance(extranets, vault, limits, sessions, cache, requests, background)
    lost_limits = Limits(store, vault, config.lost_passwords, clock)
    repeatable = max(_REPEATABLE, timedelta(minutes=config.sessions.absolute_minutes))
    drafts_for = timedelta(days=config.documents.draft_days)
    drafts = Drafts(store, vault, drafts_for, clock)
    records = Records(vault)
    holdings = Holdings(
        store, vault, sessions, cache, requests, receipts, drafts, documents, drafts_for,
        (limits, lost_limits),
    )  # fmt: skip
    erasure = Erasure(store, records, documents, clock)
    return Parts(
        background=background,
        announcements=Announcements(store, clock),
        drift=drift,
        sessions=sessions,
        cache=cache,
        outbox=outbox,
        documents=documents,
        drafts=drafts,
        re_enrolments=ReEnrolments(
            tabs, dossiers, looking, requests, sessions, drafts, documents, tokens, config
        ),
        requests=requests,
        entrance=entrance,
        accueil=Accueil(old_side, dossiers, bills, demands, tabs, drafts),
        sheets=Sheets(looking, dossiers, requests, sessions, tokens, schools, drift),
        dossiers=dossiers,
        bills=bills,
        demands=demands,
        reviews=Reviews(
            requests, looking, sessions, tokens, drafts, documents, schools, drift
        ),
        passwords=Passwords(
            SentOnce(store, vault, repeatable, clock), vault, extranets, sessions, old_side,
            entrance, requests, cache, tokens, limits, lost_limits,
        ),
        my_data=MyData(holdings, erasure, sessions, cache, entrance, limits, schools, clock),
        purging=Purging(store, records, config, repeatable, clock, steady),
    )  # fmt: skip


def _cache(config: Config, store: Store, vault: Vault, drift: Drift, clock: Clock) -> Cache:
    def report(key: Key, error: ExtranetError) -> str:
        return drift.report(key.school, key.account, key.resource, error)

    longest = timedelta(minutes=config.sessions.absolute_minutes).total_seconds()
    near = Near(config.kept.most, longest, lambda: clock().timestamp())
    return Cache(near, Far(store, vault), report, _PATIENCE, clock)
