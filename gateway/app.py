"""The one place where everything is put together."""

import asyncio
import os
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Lifespan

from adapters import registry
from adapters.port import Extranet
from adapters.registry import ExtranetSettings
from gateway import clock, resources
from gateway.background import Background
from gateway.config import Config, School
from gateway.desk.frame.front import DeskFront
from gateway.desk.frame.guards import refused
from gateway.desk.frame.unsent import Drawer
from gateway.desk.frame.wishes import Searches
from gateway.desk.routes import routes as desk_routes
from gateway.hosts import Hosts
from gateway.keys import load_keys
from gateway.mail import Stationery
from gateway.office import Office
from gateway.office.digest_letters import DigestLetters
from gateway.office.digests import Digests
from gateway.pages.frame.assets import Assets
from gateway.pages.frame.front import Front
from gateway.pages.frame.mishaps import Mishaps, explain
from gateway.pages.frame.templates import Templates
from gateway.pages.frame.tokens import Tokens
from gateway.pending.records import Records
from gateway.pending.restored import Restored
from gateway.portal import Portal
from gateway.postmen import postman
from gateway.routes import routes
from gateway.shield import MAX_BODY, Gatekeeper, Shield
from gateway.staff import Journal, Staff
from gateway.store.epochs import Epochs, check_whole
from gateway.store.lock import Lock
from gateway.store.store import Store
from gateway.vault import Vault

DATABASE = "gateway.sqlite3"
"""The store's file in the folder of the gateway's data."""


def create_app(config: Config, extranets: Mapping[str, Extranet] | None = None) -> Starlette:
    """The whole gateway; its work begins and ends with the application's lifespan.

    `extranets`, by school, stand in for those that `config` names; they stay the caller's to close.

    Raises:
        KeyUnusable, StoreUnusable, UnknownAdapter, ProfileError: it cannot start.
    """
    vault = Vault(load_keys(config.gateway.key_file, os.environ))
    old_sites = extranets or {id: _extranet(school) for id, school in config.schools.items()}
    lock = Lock(config.gateway.data)
    check_whole(config.gateway.data)
    store = Store(config.gateway.data / DATABASE)
    epochs = Epochs(store, config.gateway.data)
    restored = Restored(vault, config.schools, clock.now)
    beside = Background()
    portal = Portal(config, store, vault, old_sites, postman(config.mail), resources.templates())
    assets = Assets(resources.static())
    front = Front(
        portal=portal,
        templates=Templates(resources.templates(), assets, clock.now),
        tokens=Tokens(vault.signing_keys("pages")),
        assets=assets,
        letters=config.mail.folder if config.demo else None,
    )

    staff = Staff(store, vault, config.desk, clock.now)
    desk = DeskFront(
        portal=front,
        staff=staff,
        office=Office(
            store,
            vault,
            portal.engine,
            portal.documents,
            portal.outbox,
            config.schools,
            portal.drift,
            clock.now,
        ),
        journal=Journal(store, vault, clock.now),
        searches=Searches(vault),
        drawer=Drawer(vault, clock.now),
    )
    language = config.gateway.language
    digests = Digests(
        store,
        DigestLetters(Records(vault), Stationery(resources.templates(), language), language),
        portal.outbox,
        config.schools,
        portal.engine.halted,
        portal.drift,
        clock.now,
    )

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            stack.callback(lock.release)
            stack.push_async_callback(asyncio.to_thread, store.close)
            for old_site in () if extranets else old_sites.values():
                stack.push_async_callback(old_site.close)
            stack.push_async_callback(portal.stop)
            stack.push_async_callback(beside.stop)
            await epochs.begin(restored.at_start)
            beside.keep_running("epochs", epochs.run)
            beside.keep_running("desk", staff.run)
            await portal.start()
            beside.keep_running("digests", digests.run)
            yield

    largest = int(config.documents.image_megabytes * 1_000_000)
    return wrap(front, Hosts(config.schools), lifespan, desk=desk, max_document=largest)


def wrap(
    front: Front,
    hosts: Hosts,
    lifespan: Lifespan[Starlette] | None = None,
    *,
    desk: DeskFront | None = None,
    max_document: int = MAX_BODY,
) -> Starlette:
    """The portal's pages and the desk's behind their layers, from the outside in.

    `max_document` is the largest document that may come, in bytes.
    """

    async def on_http_error(request: Request, error: Exception) -> Response:
        if desk and isinstance(error, HTTPException) and request.url.path.startswith("/bureau/"):
            await desk.clerk(request)
            return refused(desk, request, error)
        if isinstance(error, HTTPException) and error.status_code == 404:
            # No route, so that no guard has looked who is there.
            await front.visit(request)
        return explain(front, request, error)

    return Starlette(
        routes=[*routes(front), *(desk_routes(desk) if desk else ())],
        middleware=[
            Middleware(Shield, hosts=hosts),
            Middleware(Mishaps, front=front),
            Middleware(Gatekeeper, hosts=hosts, max_document=max_document),
        ],
        # Without this, Starlette would answer these itself, in plain text.
        exception_handlers={HTTPException: on_http_error},
        lifespan=lifespan,
    )


def _extranet(school: School) -> Extranet:
    return registry.extranet(
        school.adapter,
        ExtranetSettings(
            sign_in_url=school.sign_in_url,
            profile=school.profile,
            ca_file=school.ca_file,
            pages_per_second=school.pages_per_second,
            at_once=school.at_once,
            timeout=school.timeout,
            longest_run=school.longest_run,
            contact=school.contact.email,
        ),
    )
