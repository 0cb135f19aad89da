"""The old pages' server: sessions held one request at a time, and what goes wrong as planned."""

import asyncio
from collections.abc import Coroutine
from typing import Any, Literal

from starlette.requests import Request
from starlette.responses import Response

from adapters.school.faults import Fault, FaultKind, Faults
from adapters.school.form import Form
from adapters.school.markup import Markup
from adapters.school.office import Office
from adapters.school.replies import Replies
from adapters.school.screens import screen_at
from adapters.school.screens.screen import PLAIN, Screen, Visit
from adapters.school.sessions import COOKIE, PhpSession, Sessions
from adapters.school.wire import CutAnswer, NoAnswer, Post, half, meant_as, post


class Portal:
    """Answers every request for an old page."""

    def __init__(self, office: Office, sessions: Sessions, faults: Faults, markup: Markup) -> None:
        """All four are shared with the control side."""
        self.posts: list[Post] = []
        """Every form that came, whether it took effect or not."""
        self._office = office
        self._sessions = sessions
        self._faults = faults
        self._markup = markup
        self._replies = Replies(markup)
        self._late: set[asyncio.Task[Response]] = set()

    async def answer(self, request: Request) -> Response:
        """Answer, or go wrong as planned."""
        if self._faults.down:
            return NoAnswer()
        slug = request.path_params.get("slug") or request.query_params.get("p", "")
        screen = screen_at(slug.removeprefix("nc_"))
        sent = await _sent(request, screen)
        if sent is not None:
            self.posts.append(sent)
        fault = self._faults.take(screen.name, request.method)
        work = self._in_turn(request, screen, sent, fault)
        if fault is not None and fault.kind is FaultKind.LATE_EFFECT:
            self._do_later(work)
            return NoAnswer()
        response = await work
        return response if fault is None else _spoilt(response, fault)

    def _do_later(self, work: Coroutine[Any, Any, Response]) -> None:
        task = asyncio.create_task(work)
        self._late.add(task)
        task.add_done_callback(self._late.discard)

    async def _in_turn(
        self, request: Request, screen: Screen, sent: Post | None, fault: Fault | None
    ) -> Response:
        key = request.cookies.get(COOKIE)
        held = self._sessions.find(key)
        if held is None:
            return await self._work(request, screen, sent, fault, self._sessions.start())
        async with held.lock:
            # It may have ended while this request waited for it.
            session = self._sessions.find(key) or self._sessions.start()
            return await self._work(request, screen, sent, fault, session)

    async def _work(
        self,
        request: Request,
        screen: Screen,
        sent: Post | None,
        fault: Fault | None,
        session: PhpSession,
    ) -> Response:
        if fault is not None and fault.seconds:
            await self._faults.pause(fault.seconds)
        if self._faults.off:
            return NoAnswer()
        if fault is not None:
            if fault.kind is FaultKind.ERROR:
                return self._replies.notice("error.html", 500)
            if fault.kind is FaultKind.MAINTENANCE:
                return self._replies.notice("maintenance.html", fault.status)
            if fault.kind is FaultKind.SESSION_DROPPED:
                self._sessions.end(session)
                session = self._sessions.start()
        posted = sent is not None
        visit = Visit(
            self._office,
            self._sessions,
            self._markup,
            session,
            query=request.query_params,
            form=Form.of(sent, self._markup.charset),
            plain=request.cookies.get(PLAIN) == "1",
            headings=fault is None or fault.kind is not FaultKind.COLUMNS,
        )
        if fault is not None and fault.kind is FaultKind.HTML:
            return self._html_instead(visit, screen, posted=posted, page=fault.page)
        response = self._replies.to(visit, screen, posted=posted)
        if visit.session.key != request.cookies.get(COOKIE):
            cookie = f"{COOKIE}={visit.session.key}; {self._markup.cookie}"
            response.headers.append("set-cookie", cookie)
        return response

    def _html_instead(
        self, visit: Visit, screen: Screen, *, posted: bool, page: Literal["sign_in", "error"]
    ) -> Response:
        if page == "sign_in":
            visit.session = PhpSession("")
            return self._replies.sign_in(visit)
        meant = self._replies.to(visit, screen, posted=posted)
        return meant_as(self._replies.notice("error.html", 200), meant)

    def open(self) -> None:
        """Answer, again if need be."""
        self._faults.off = False

    async def close(self) -> None:
        """Give up what was still to happen, as when the old server is switched off."""
        self._faults.off = True
        self._faults.release()
        if self._late:
            await asyncio.wait(self._late)


async def _sent(request: Request, screen: Screen) -> Post | None:
    """The form that came, None where none did."""
    body = await request.body()
    if request.method != "POST":
        return None
    return post(screen.name, request.headers.get("content-type", ""), body)


def _spoilt(response: Response, fault: Fault) -> Response:
    match fault.kind:
        case FaultKind.HALF_PAGE:
            return half(response, fault.percent)
        case FaultKind.CUT:
            return CutAnswer(response, fault.percent) if response.body else NoAnswer()
        case FaultKind.ANSWER_LOST:
            return NoAnswer()
        case _:
            return response
