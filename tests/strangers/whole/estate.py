"""What an old extranet keeps of its families, its staff's side, and the wire below its pages."""

import re
import secrets
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote, unquote_to_bytes, urlsplit

from tests.strangers.dossiers.stage import Eleve, Facturation, Fiche, Grid, Seen
from tests.strangers.requests.stage import Box, Enrolled, Import, Mailed, Tab
from tests.strangers.stage import Account, Effect, Shown

Pairs = list[tuple[bytes, bytes]]
LIMIT = 2_000_000
FORMATS = ("jpeg", "jpg", "png", "pdf")
YES, NO = "oui", "non"


@dataclass
class Champ:
    """A field of a sheet; `kind` is text, mail, long, choice, radio, check, date or fixed."""

    caption: str
    value: str
    section: str = ""
    kind: str = "text"
    options: tuple[str, ...] = ()


@dataclass
class Sheet:
    """Fields in force, and the values that wait for the staff."""

    champs: list[Champ]
    asked: dict[str, str] = field(default_factory=dict)

    def now(self, champ: Champ) -> str:
        return self.asked.get(champ.caption, champ.value)

    def champ(self, caption: str) -> Champ:
        return next(one for one in self.champs if one.caption == caption)

    def take(self, typed: dict[str, str]) -> dict[str, str]:
        """Keeps what differs from what is shown, as asked; says what did."""
        changed = {}
        for champ in self.champs:
            value = typed.get(champ.caption, self.now(champ))
            if champ.kind != "fixed" and value != self.now(champ):
                changed[champ.caption] = self.asked[champ.caption] = value
        return changed

    def accept(self) -> None:
        for caption, value in self.asked.items():
            self.champ(caption).value = value
        self.asked.clear()


@dataclass
class Offer:
    """A cursus or a discipline of Réinscription."""

    number: int
    name: str
    ticked: bool = False
    tickable: bool = True
    group: str = ""


@dataclass
class Student:
    number: int
    label: str
    sheet: Sheet
    cours: Grid
    historique: Grid
    repertoire: Grid
    offers: list[Offer] = field(default_factory=list)
    note: str = ""
    waiting: bool = False
    documents: list[Import] = field(default_factory=list)


@dataclass
class Family:
    account: Account
    password: str
    email: str
    sheet: Sheet
    students: list[Student]
    bills: dict[str, Grid]
    balance: str | None = None


@dataclass
class Session:
    """Someone at the old site; `kept` is what its server remembers of the visit."""

    number: str
    family: Family | None = None
    kept: dict[str, str] = field(default_factory=dict)

    def pop(self, key: str) -> str:
        return self.kept.pop(key, "")


@dataclass
class Asked:
    """One request, decoded."""

    posted: bool
    path: str
    query: dict[str, str]
    pairs: Pairs
    fields: dict[str, list[str]]
    files: dict[str, tuple[str, bytes]]
    session: Session

    def get(self, name: str) -> str:
        return self.fields.get(name, [""])[-1]


@dataclass
class Answer:
    body: str | bytes = ""
    to: str = ""
    kind: str = "text/html"
    status: int = 200


class AnswerLostError(Exception):
    """The line falls before the first byte."""


@dataclass(frozen=True)
class Words:
    """How a site calls and writes what every one of them keeps."""

    day: Callable[[date], str]
    money: Callable[[int], str]
    cours: tuple[str, ...]
    fiche: tuple[str, ...]
    evaluations: str
    evaluation: tuple[str, ...]
    absences: str
    absence: tuple[str, ...]
    invoice: tuple[str, ...]
    payment: tuple[str, ...]
    invoices: str
    payments: str
    opens_absences: bool = True


HISTORIQUE = ("Année", "Département", "Classe", "Cycle", "Enseignant")
REPERTOIRE = ("Répertoire", "Date", "Morceau", "Durée", "Commentaire")
PLACES = ("Violon", "Formation musicale", "Chœur d'enfants", "Danse jazz", "Éveil musical")
TEACHERS = ("Mme Åsa KVIST", "M. Hervé LE DÛ", "Mme N'DIAYE", "", "M. Jérôme LEBŒUF")
PIECES = ("Sonate n° 3 & finale", "L'Été <extrait>", "Ah ! vous dirai-je, maman", "", "Boléro")
MARKS = ("16,5/20", "Acquis", "", "En cours d'acquisition", "12/20")
NOTES = ("Très bon trimestre.", "", "Doit travailler l'archet : position & souplesse.")


def listed(
    columns: tuple[str, ...],
    lines: Sequence[tuple[str, ...]],
    opens: Sequence[Fiche | bytes | None] = (),
) -> Grid:
    """A list; an empty one is said in words, without headings."""
    return Grid(columns if lines else (), tuple(lines), tuple(opens))


def courses(words: Words, seed: int, many: int) -> Grid:
    lines, opens = [], []
    for at in range(many):
        what, who = PLACES[(seed + at) % 5], TEACHERS[(seed + 2 * at) % 5]
        lines.append((what, f"Cycle {1 + at % 2} - {1 + at}A", who, f"Mardi {15 + at % 4}h30"))
        opens.append(follow_up(words, seed * 10 + at, (*lines[-1], NOTES[at % 3])))
    return listed(words.cours, lines, opens)


def follow_up(words: Words, seed: int, values: tuple[str, ...]) -> Fiche:
    """A course's sheet: its values, its assessments, its absences."""
    start = date(2025, 9, 9) + timedelta(days=seed)
    marks, details = [], []
    for at in range((seed * 3) % 5):
        day = words.day(start + timedelta(days=40 * at))
        marks.append((day, f"Trimestre {1 + at % 3}", MARKS[(seed + at) % 5]))
        values_of = (*marks[-1], NOTES[(seed + at) % 3], TEACHERS[(seed + at) % 5])
        captions = (*words.evaluation, "Appréciation", "Évaluateur")
        details.append(Fiche(tuple(map(Seen, captions, values_of))))
    away, reasons = [], []
    for at in range(seed % 3):
        day = words.day(start + timedelta(days=21 * at + 7))
        away.append((day, ("Maladie", "", "Classe verte")[(seed + at) % 3], (YES, NO)[at % 2]))
        told = (*away[-1], NOTES[(seed + at + 1) % 3])
        reasons.append(Fiche(tuple(map(Seen, (*words.absence, "Observation"), told))))
    absences = listed(words.absence, away, reasons if words.opens_absences else ())
    return Fiche(
        tuple(map(Seen, words.fiche, values)),
        {
            words.evaluations: listed(words.evaluation, marks, details),
            words.absences: absences,
        },
    )


def history(words: Words, seed: int, many: int) -> Grid:
    lines, opens = [], []
    for at in range(many):
        year = 2025 - at // 2
        line = (
            f"{year - 1}-{year}", ("Musique", "Danse")[at % 2], PLACES[(seed + at) % 5],
            f"Cycle {1 + at % 3}" if at % 4 else "", TEACHERS[(seed + at) % 5],
        )  # fmt: skip
        lines.append(line)
        opens.append(replaced(follow_up(words, seed + at, ()), HISTORIQUE, line))
    return listed(HISTORIQUE, lines, opens)


def replaced(fiche: Fiche, captions: tuple[str, ...], values: tuple[str, ...]) -> Fiche:
    return Fiche(tuple(map(Seen, captions, values)), fiche.lists)


def events(words: Words, seed: int, many: int) -> Grid:
    lines, opens = [], []
    for at in range(many):
        line = (
            ("Audition de Noël", "Concert des chœurs", "Fête de l'été")[(seed + at) % 3],
            words.day(date(2024, 12, 14) + timedelta(days=90 * at + seed)),
            PIECES[(seed + at) % 5], ("4'30", "", "12 min")[at % 3], NOTES[at % 2],
        )  # fmt: skip
        lines.append(line)
        captions = (*REPERTOIRE, "Lieu", "Compositeur")
        values = (*line, "Auditorium Cassin", ("", "J.-B. LŒILLET")[at % 2])
        opens.append(Fiche(tuple(map(Seen, captions, values))))
    return listed(REPERTOIRE, lines, opens)


def bills(words: Words, seed: int, many: int) -> dict[str, Grid]:
    lines, opens, paid = [], [], []
    for at in range(many):
        day = date(2026, 10, 5) - timedelta(days=30 * at + seed)
        cents = -4550 if at % 9 == 4 else 12050 + 111_300 * (at % 3 == 1) + 25 * at
        number = f"{'AV' if cents < 0 else 'FA'}{day.year}-{seed:02}{many - at:03}"
        what = ("Cotisation trimestrielle", "Location d'instrument", "")[at % 3]
        lines.append((number, words.day(day), what, words.money(cents)))
        opens.append(pdf(f"{number} {cents}"))
        if cents > 0 and at:
            kind = ("Chèque n° 0012", "Prélèvement", "Carte bancaire")[at % 3]
            paid.append((words.day(day + timedelta(days=12)), kind, words.money(cents)))
    return {
        words.invoices: listed(words.invoice, lines, opens),
        words.payments: listed(words.payment, paid),
    }


def pdf(what: str) -> bytes:
    return (
        b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n% "
        + what.encode("latin-1")
        + b"\n"
        + b"0 " * 900
        + (b"\n%%EOF\n")
    )


class Estate(ABC):
    """All that the three stages ask of an old site, but its pages."""

    charset = "utf-8"
    home = "/"
    by_cookie = ""
    names: tuple[str, ...] = ()

    def __init__(self, families: list[Family]) -> None:
        self.families = families
        self.accounts: tuple[Account, ...] = tuple(one.account for one in families)
        self.ledger: list[Effect] = []
        self.posts: list[Pairs] = []
        self.enrolled: list[Enrolled] = []
        self.imports: list[tuple[str, str, Import]] = []
        self.mailed: list[Mailed] = []
        self.sessions: dict[str, Session] = {}
        self.open = True
        self._losing: set[str] = set()
        self._lock = threading.Lock()

    @abstractmethod
    def answer(self, asked: Asked) -> Answer:
        """The page."""

    @abstractmethod
    def session_of(self, query: dict[str, str], cookie: str) -> str:
        """The session's number in a request."""

    def start(self) -> str:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.daemon = True
        self._thread.start()
        return f"http://127.0.0.1:{self._server.server_address[1]}{self.home}"

    def stop(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    # The staff's side.

    def family(self, identifier: str) -> Family:
        return next(one for one in self.families if one.account.identifier == identifier)

    def student(self, identifier: str, label: str) -> Student:
        return next(one for one in self.family(identifier).students if one.label == label)

    def famille(self, identifier: str) -> list[Shown]:
        sheet = self.family(identifier).sheet
        return [
            Shown(one.caption, sheet.now(one), one.section, one.kind != "fixed")
            for one in sheet.champs
        ]

    def waiting(self, identifier: str) -> dict[str, str]:
        return dict(self.family(identifier).sheet.asked)

    def validate(self, identifier: str, label: str | None = None) -> None:
        """The family's sheet, or the re-enrolment of a student."""
        if label is None:
            self.family(identifier).sheet.accept()
        else:
            self.student(identifier, label).waiting = False

    def refuse(self, identifier: str) -> None:
        self.family(identifier).sheet.asked.clear()

    def edit(self, identifier: str, caption: str, value: str) -> None:
        self.family(identifier).sheet.champ(caption).value = value

    def validate_student(self, identifier: str, label: str) -> None:
        self.student(identifier, label).sheet.accept()

    def refuse_student(self, identifier: str, label: str) -> None:
        self.student(identifier, label).sheet.asked.clear()

    def edit_student(self, identifier: str, label: str, caption: str, value: str) -> None:
        self.student(identifier, label).sheet.champ(caption).value = value

    def eleves(self, identifier: str) -> list[Eleve]:
        return [
            Eleve(
                one.label,
                tuple(Seen(champ.caption, one.sheet.now(champ)) for champ in one.sheet.champs),
                one.cours,
                one.historique,
                one.repertoire,
            )
            for one in self.family(identifier).students
        ]

    def facturation(self, identifier: str) -> Facturation:
        family = self.family(identifier)
        return Facturation(family.bills, family.balance)

    def labels(self, identifier: str) -> list[str]:
        return [one.label for one in self.family(identifier).students]

    def activate(self, on: bool) -> None:
        self.open = on

    def tab(self, identifier: str, label: str) -> Tab:
        student = self.student(identifier, label)
        boxes = tuple(Box(one.name, one.ticked, one.tickable) for one in student.offers)
        documents = tuple(student.documents)
        return Tab(boxes, self.names, documents, True, student.note, student.waiting)

    def password(self, identifier: str) -> str:
        return self.family(identifier).password

    def email(self, identifier: str) -> str:
        return self.family(identifier).email

    def end_sessions(self) -> None:
        with self._lock:
            self.sessions.clear()

    def lose_next_answer(self, screen: str) -> None:
        self._losing.add(screen)

    # What pages do to what is kept.

    def lose(self, screen: str) -> None:
        if screen in self._losing:
            self._losing.discard(screen)
            raise AnswerLostError

    def send_password(self, identifier: str, email: str) -> bool:
        for one in self.families:
            if identifier == one.account.identifier and email.lower() == one.email.lower():
                one.password = f"vo{secrets.token_hex(4)}5"
                self.mailed.append(Mailed(identifier, one.email, one.password))
                self.lose("mot_de_passe")
                return True
        return False

    def enrol(self, family: Family, student: Student, ticked: list[str], note: str) -> None:
        for offer in student.offers:
            offer.ticked = offer.tickable and str(offer.number) in ticked
        student.note, student.waiting = note.replace("\r\n", "\n"), True
        taken = tuple(one.name for one in student.offers if one.ticked)
        who = family.account.identifier
        documents = tuple(student.documents)
        self.enrolled.append(Enrolled(who, student.label, taken, student.note, documents))
        self.lose("valider")

    def keep(self, family: Family, student: Student, name: str, file: tuple[str, bytes]) -> None:
        document = Import(name, re.split(r"[\\/]", file[0])[-1], file[1])
        student.documents.append(document)
        self.imports.append((family.account.identifier, student.label, document))
        self.lose("import")

    def serve(self, asked_by: "BaseHTTPRequestHandler", body: bytes) -> tuple[Answer, str]:
        at = urlsplit(asked_by.path)
        query = pairs_of(at.query.encode("ascii"))
        told = {k.decode(self.charset): v.decode(self.charset) for k, v in query}
        posted, files = form_of(asked_by.headers.get("Content-Type", ""), body)
        fields: dict[str, list[str]] = {}
        for key, value in (*query, *posted):
            name = key.decode(self.charset)
            fields.setdefault(name, []).append(value.decode(self.charset))
        kept = {k.decode(self.charset): (n.decode(self.charset), b) for k, (n, b) in files.items()}
        cookie = SimpleCookie(asked_by.headers.get("Cookie", "")).get(self.by_cookie)
        with self._lock:
            number = self.session_of(told, cookie.value if cookie else "")
            if number not in self.sessions:
                number = secrets.token_hex(16)
                self.sessions[number] = Session(number)
            session = self.sessions[number]
            asked = Asked(asked_by.command == "POST", at.path, told, posted, fields, kept, session)
            return self.answer(asked), number


def pairs_of(encoded: bytes) -> Pairs:
    split = [one.partition(b"=") for one in encoded.split(b"&") if one]
    return [
        (unquote_to_bytes(key.replace(b"+", b" ")), unquote_to_bytes(value.replace(b"+", b" ")))
        for key, _, value in split
    ]


def form_of(kind: str, body: bytes) -> tuple[Pairs, dict[bytes, tuple[bytes, bytes]]]:
    boundary = re.search(r'boundary="?([^";]+)', kind)
    if not boundary:
        return pairs_of(body), {}
    pairs: Pairs = []
    files: dict[bytes, tuple[bytes, bytes]] = {}
    for part in (b"\r\n" + body).split(b"\r\n--" + boundary[1].encode())[1:-1]:
        head, _, content = part.partition(b"\r\n\r\n")
        name = re.search(rb'; *name="([^"]*)"', head)
        file_name = re.search(rb'; *filename="([^"]*)"', head)
        if name and file_name:
            files[name[1]] = (file_name[1], content)
        elif name:
            pairs.append((name[1], content))
    return pairs, files


def handler(site: Estate) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._serve(b"")

        def do_POST(self) -> None:
            self._serve(self.rfile.read(int(self.headers.get("Content-Length", "0"))))

        def _serve(self, body: bytes) -> None:
            try:
                answer, number = site.serve(self, body)
            except AnswerLostError:
                self.close_connection = True
                return
            raw = answer.body
            content = raw if isinstance(raw, bytes) else raw.encode(site.charset, "replace")
            self.send_response(302 if answer.to else answer.status)
            if answer.to:
                self.send_header("Location", quote(answer.to, safe="?&=./%#:"))
            kind = answer.kind
            self.send_header("Content-Type", kind)
            if site.by_cookie:
                self.send_header("Set-Cookie", f"{site.by_cookie}={number}; path=/")
            self.send_header("Content-Length", str(len(content)))
            with suppress(ConnectionError):
                self.end_headers()
                self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler
