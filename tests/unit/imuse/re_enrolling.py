"""A small old site that takes re-enrolments: its tab, its window, each replaceable by a test."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from email import policy
from email.parser import BytesParser

import httpx

from adapters.imuse.session import ImuseSession
from adapters.re_enrolment import Document, ReEnrolment, Wish
from tests.unit.imuse.dossier_site import CHOICE, STUDENTS, TABS, WORDS, identity
from tests.unit.imuse.small_extranet import Answer, Asked, PageOf, SmallExtranet
from tests.unit.imuse.visited import SIGN_IN, screen, site, visit

PDF = b"%PDF-1.4\r\n\0\xff--\r\n%%EOF"
FILE = Document(name="7", file_name="2026-AA-1-piece.pdf", media_type="application/pdf", body=PDF)
COURSES = ("Piano", "Chœur")
TAKEN = "Votre demande de réinscription est prise en compte."
WAITS = "Réinscription en attente de validation"
NAMES = "<option value=''>Choisissez</option><option value=7>RIB</option><option value=8>Photo"


class Part:
    """One part of a body that was sent: its file's name is None for what is no file."""

    def __init__(self, file_name: str | None, body: bytes) -> None:
        self.file_name = file_name
        self.body = body

    @property
    def text(self) -> str:
        """A value that was typed or chosen."""
        return self.body.decode()


class Enrolling:
    """The old site's own memory of the students' re-enrolments."""

    def __init__(self, *, window: str = "", tab_more: str = "", script: str = "") -> None:
        """`window` is what takes documents in the tab; `tab_more` stands after its form."""
        self.window = window
        self.tab_more = tab_more
        self.script = script
        self.open = True
        self.change: Callable[[str], str] = str
        """What the test makes of the tab's page."""
        self.instead = ""
        """What stands on the tab instead of its form."""
        self.form_more = ""
        self.button = "<input type=submit name=ok value=Valider>"
        self.pressed: list[tuple[str, dict[str, list[str]]]] = []
        """Each « Valider »: the student, and all that was sent."""
        self.imported: list[tuple[str, dict[str, Part]]] = []
        self.waiting: set[str] = set()
        self.answer: Callable[[str], Answer] = lambda key: self.tab(key, TAKEN)
        self.import_answer: Callable[[str], Answer] = self.tab
        self.takes = True

    def tab(self, key: str, said: str = "") -> str:
        """The page Réinscription of a student."""
        if self.instead:
            return self.dossier(key, self.instead)
        boxes = "".join(
            f"<li><label><input type=checkbox name=c[] value={n}> {course}</label></li>"
            for n, course in enumerate(COURSES, 1)
        )
        listed = "".join(
            f"<li>{part['fichier'].file_name}</li>"
            for student, part in self.imported
            if student == key and "fichier" in part
        )
        documents = f"<h3>Documents importés</h3><ul>{listed}</ul>" if listed else ""
        waits = f"<p>{WAITS}</p>" if key in self.waiting else ""
        return self.change(
            self.dossier(
                key,
                f"<div class=message>{said}</div><form method=post action=valider.php?e={key}>"
                f"<ul>{boxes}</ul>{self.form_more}<p>Demandes complémentaires<br><textarea name=t>"
                f"</textarea></p>{self.button}<input type=submit name=retour value=Retour></form>"
                f"{waits}{self.window.replace('KEY', key)}{documents}{self.tab_more}",
            )
        )

    def dossier(self, key: str, inside: str) -> str:
        """A page of a student's dossier, with the tab if re-enrolments are open."""
        tabs = "".join(
            f"<td><a href='{page}.php?e={key}'>{words}</a></td>"
            for page, words in zip(TABS, WORDS, strict=True)
        )
        if self.open:
            tabs += f"<td><a href='reins.php?e={key}'>Réinscription</a></td>"
        top = f"<h2>{STUDENTS[key]}</h2><table><tr>{tabs}</tr></table>"
        return screen(top + inside, self.script)

    def validate(self, key: str, form: dict[str, list[str]]) -> Answer:
        """« Valider », pressed."""
        if "retour" in form:
            raise AssertionError("« Retour » was pressed")
        self.pressed.append((key, form))
        if self.takes:
            self.waiting.add(key)
        return self.answer(key)

    def take(self, key: str, parts: dict[str, Part]) -> Answer:
        """A document, sent."""
        if self.takes:
            self.imported.append((key, parts))
        return self.import_answer(key)


class EnrollingSite(SmallExtranet):
    """The site around it: bodies are read as a server reads them."""

    def __init__(self, built: Enrolling, pages: Mapping[str, Answer | PageOf]) -> None:
        """`pages` are the test's own."""
        self.built = built
        self.lose = ""
        """The page whose next answer is lost."""
        known: dict[str, Answer | PageOf] = {
            "eleves.php": screen(CHOICE),
            "cours.php": lambda asked: self.known(asked, built.dossier),
            "identite.php": identity,
            "reins.php": lambda asked: self.known(asked, lambda key, _: built.tab(key)),
            **pages,
        }
        super().__init__(site(known).pages)

    @staticmethod
    def known(asked: Asked, page: Callable[[str, str], str]) -> Answer:
        """A student's page, for those who are signed in."""
        return page(asked.form["e"], "<p>Cours</p>") if asked.known else SIGN_IN

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """As the site answers, bodies with files and lists included."""
        name = request.url.path.removeprefix("/ecole/")
        if name not in ("valider.php", "importer.php") or request.method != "POST":
            return super().__call__(request)
        self.asked.append(f"POST {name}")
        key = request.url.params.get("e", "7")
        if not self.is_known(request):
            return _response(SIGN_IN)
        if name == "importer.php":
            answer = self.built.take(key, parts(request))
        else:
            answer = self.built.validate(key, _lists(request))
        if self.lose == name:
            self.lose = ""
            raise httpx.ReadError("lost")
        return _response(answer)

    def is_known(self, request: httpx.Request) -> bool:
        """Whether somebody signed in asks."""
        return request.headers.get("cookie", "").removeprefix("S=") in self._sessions


def _response(answer: Answer) -> httpx.Response:
    if not isinstance(answer, str):
        return answer
    kind = "application/json" if answer.startswith("{") else "text/html"
    return httpx.Response(
        200, headers={"content-type": f"{kind}; charset=utf-8"}, content=answer.encode()
    )


def parts(request: httpx.Request) -> dict[str, Part]:
    """The parts of `multipart/form-data`, as any server reads them; {} of anything else."""
    head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode()
    message = BytesParser(policy=policy.HTTP).parsebytes(head + request.content)
    found: dict[str, Part] = {}
    for part in message.iter_parts():
        name = str(part.get_param("name", header="content-disposition"))
        payload = part.get_payload(decode=True)
        assert isinstance(payload, bytes)
        found[name] = Part(part.get_filename(), payload)
    return found


def _lists(request: httpx.Request) -> dict[str, list[str]]:
    if request.headers["content-type"].startswith("multipart/"):
        return {name: [part.text] for name, part in parts(request).items()}
    found: dict[str, list[str]] = {}
    for name, value in httpx.QueryParams(request.content.decode()).multi_items():
        found.setdefault(name, []).append(value)
    return found


@asynccontextmanager
async def enrolling(
    built: Enrolling, **pages: Answer | PageOf
) -> AsyncIterator[tuple[ImuseSession, EnrollingSite]]:
    """A family signed in to it; `import_=…` is import.php."""
    named = {f"{name.rstrip('_')}.php": page for name, page in pages.items()}
    served = EnrollingSite(built, named)
    async with visit(served) as session:
        yield session, served


async def first(session: ImuseSession) -> str:
    """The first student's reference."""
    return (await session.students())[0].ref


async def tab_of(session: ImuseSession, ref: str) -> ReEnrolment:
    """The tab, which is there."""
    tab = await session.re_enrolment(ref)
    assert tab is not None
    return tab


def wish(tab: ReEnrolment, *ticked: str, note: str = "") -> Wish:
    """What a family asks that saw this tab."""
    offered = tuple(one.key for one in tab.disciplines if one.editable)
    return Wish(ticked=ticked, offered=offered, note=note, shape=tab.shape, waiting=tab.waiting)


async def nothing() -> None:
    """Nothing to do before sending."""
