"""From what a screen says to an answer in one markup: a page, a redirect, a message on either."""

from collections.abc import Mapping
from email.utils import formatdate
from typing import Any

from starlette.responses import Response

from adapters.school.families import NAME
from adapters.school.markup import Markup
from adapters.school.screens import MENU, SIGN_IN, screen_named
from adapters.school.screens.screen import (
    Answer,
    Content,
    Goto,
    Missing,
    Page,
    Screen,
    Told,
    Visit,
)
from adapters.school.sessions import Message


class Replies:
    """Answers in one markup."""

    def __init__(self, markup: Markup) -> None:
        """The markup of every page."""
        self._markup = markup

    def to(self, visit: Visit, screen: Screen, *, posted: bool) -> Response:
        """What this visit to `screen` gets."""
        response = self._to(visit, screen, posted=posted)
        for cookie in visit.cookies:
            response.headers.append("set-cookie", cookie)
        return response

    def _to(self, visit: Visit, screen: Screen, *, posted: bool) -> Response:
        if visit.family is None and not screen.public:
            return self.sign_in(visit)
        act = screen.post if posted and screen.post else screen.show
        return self._answer(visit, screen, act(visit))

    def sign_in(self, visit: Visit) -> Response:
        """The sign-in page in place of a screen, as where a session has ended."""
        expired = Message(self._markup.expired, good=False) if self._markup.expired else None
        return self._screen(visit, SIGN_IN, expired)

    def _answer(self, visit: Visit, screen: Screen, said: Answer) -> Response:
        match said:
            case Goto():
                return self._redirect(said.screen, said.parameters)
            case Page():
                message, visit.session.flash = visit.session.flash, None
                return self._page(visit, screen, said, message)
            case Told():
                return self._tell(visit, said)
            case Content():
                return _content(said)
            case Missing():
                return self._page(visit, screen, said, None)

    def _tell(self, visit: Visit, told: Told) -> Response:
        message = Message(told.words, told.good)
        if self._markup.tells_in_place:
            return self._screen(visit, screen_named(told.screen), message)
        visit.session.flash = message
        return self._redirect(told.screen, told.parameters)

    def _screen(self, visit: Visit, screen: Screen, message: Message | None) -> Response:
        visit.session.flash = message
        return self._answer(visit, screen, screen.show(visit))

    def _redirect(self, screen: str, parameters: Mapping[str, str]) -> Response:
        address = self._markup.link(screen_named(screen).slug, **parameters)
        return Response(status_code=302, headers={"location": address, **_php_headers()})

    def _page(
        self, visit: Visit, screen: Screen, page: Page | Missing, message: Message | None
    ) -> Response:
        context = {
            "screen": screen,
            "menu": MENU if visit.family is not None else (),
            "message": message,
            "plain": visit.plain,
            "headings": visit.headings,
        }
        if isinstance(page, Missing):
            return self._render("missing.html", context, self._markup.missing)
        return self._render(screen.template, {**context, **page.context}, 200)

    def notice(self, template: str, status: int) -> Response:
        """A page that is no screen: an error, a closed site."""
        return self._render(template, {}, status)

    def _render(self, template: str, context: Mapping[str, Any], status: int) -> Response:
        text = self._markup.templates.get_template(template).render(
            markup=self._markup,
            link=self._markup.link,
            control=self._markup.control,
            school=NAME,
            **context,
        )
        body = text.encode(self._markup.charset, "xmlcharrefreplace")
        headers = {"content-type": self._markup.content_type, **_php_headers()}
        return Response(body, status, headers)


def _content(content: Content) -> Response:
    headers = {"content-type": content.type, **_php_headers()}
    if content.file:
        headers["content-disposition"] = f'inline; filename="{content.file}"'
    return Response(content.body, 200, headers)


def _php_headers() -> dict[str, str]:
    """What PHP sends with every session."""
    return {
        "date": formatdate(usegmt=True),
        "expires": "Thu, 19 Nov 1981 08:52:00 GMT",
        "cache-control": "no-store, no-cache, must-revalidate",
        "pragma": "no-cache",
    }
