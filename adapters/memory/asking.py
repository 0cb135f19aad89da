"""Réinscription and the password, as a family asks for them on the extranet in memory."""

from adapters import re_enrolment_signs as signs
from adapters.errors import FormChanged, NotListed, Unstorable
from adapters.memory import passwords
from adapters.memory.enrolling import IMPORTED, LONGEST_NOTE, TAKEN, Import
from adapters.memory.old_side import OldSide
from adapters.memory.record import Record
from adapters.memory.sending import Unanswered, check_storable, send
from adapters.model import Outcome, Verdict
from adapters.port import BeforeSending
from adapters.re_enrolment import Document, Filed, ReEnrolment, Wish


def tab(extranet: OldSide, family: Record, student: str) -> ReEnrolment | None:
    """The tab of a student, None where there is none."""
    on_file = family.student(student).enrolment
    if on_file is None or not extranet.re_enrolments_open:
        return None
    return on_file.screen(extranet.charset)


async def upload(
    extranet: OldSide,
    token: str,
    family: Record,
    student: str,
    document: Document,
    before_sending: BeforeSending,
) -> Filed:
    """Import one document; see `adapters.port.Session`."""
    before = _open(extranet, family, student)
    if signs.listed(document, before):
        return Filed(verdict=Verdict.APPLIED, already=True, screen=before)
    names = {one.value for one in before.imports.names} if before.imports else set()
    if document.name not in names:
        raise FormChanged
    await before_sending()

    def act(identifier: str) -> str | None:
        on_file = extranet.families[identifier].student(student).enrolment
        if on_file is None:
            return "Réinscription fermée."
        came = on_file.take(identifier, student, document)
        if not isinstance(came, Import):
            return came
        extranet.imports.append(came)
        return None

    sent = await send(extranet, token, act)
    if isinstance(sent, Unanswered):
        return Filed(verdict=Verdict.UNKNOWN, settled=sent.settled)
    after = _open(extranet, family, student)
    said = sent.objection or IMPORTED
    refusal = sent.objection is not None
    return signs.imported(document, before, after, words=said, refusal=refusal, taken=not refusal)


async def submit(
    extranet: OldSide,
    token: str,
    family: Record,
    student: str,
    wish: Wish,
    before_sending: BeforeSending,
) -> Filed:
    """Press « Valider »; see `adapters.port.Session`."""
    before = _open(extranet, family, student)
    signs.check(wish, before)
    check_storable("note", wish.note, extranet.charset)
    if len(wish.note) > LONGEST_NOTE:
        raise Unstorable("note", "")
    await before_sending()

    def act(identifier: str) -> str | None:
        on_file = extranet.families[identifier].student(student).enrolment
        if on_file is None:
            return "Réinscription fermée."
        extranet.enrolled.append(on_file.ask(identifier, student, wish))
        return None

    sent = await send(extranet, token, act)
    if isinstance(sent, Unanswered):
        return Filed(verdict=Verdict.UNKNOWN, settled=sent.settled)
    after = _open(extranet, family, student)
    refusal = sent.objection is not None
    words = sent.objection or TAKEN
    return signs.filed(before, after, words=words, refusal=refusal, taken=not refusal)


def _open(extranet: OldSide, family: Record, student: str) -> ReEnrolment:
    found = tab(extranet, family, student)
    if found is None:
        raise NotListed
    return found


async def change_password(
    extranet: OldSide,
    token: str,
    former: str,
    new: str,
    before_sending: BeforeSending,
) -> Outcome:
    """Change the password of who is signed in under `token`."""
    check_storable("new", new, extranet.charset)
    if len(new) > passwords.LONGEST:
        raise Unstorable("new", "")
    await before_sending()
    sent = await send(
        extranet, token, lambda who: passwords.change(extranet.families[who], former, new)
    )
    if isinstance(sent, Unanswered):
        return Outcome(verdict=Verdict.UNKNOWN, settled=sent.settled)
    verdict = Verdict.APPLIED if sent.objection is None else Verdict.REFUSED
    return Outcome(verdict=verdict, words=sent.objection or passwords.CHANGED)
