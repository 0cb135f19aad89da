"""/bureau/annonces: what is said to all families, seen as they will see it before it is put up."""

from dataclasses import dataclass, field, replace
from datetime import date

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from gateway.announcements import Kind, Opening, Period, Phase
from gateway.desk.front import ADDRESS, DeskFront
from gateway.french import days as french
from gateway.language import mark
from gateway.office import Taken
from gateway.office.announcing import Standing
from gateway.pages.frame.front import see
from gateway.pages.frame.guards import text
from gateway.views.office import Clerk

LONGEST = 400
"""Letters of a banner: it stands above every page, on telephones too."""

PROBLEMS = {
    "no_text": mark("Écrivez ce que les familles doivent lire, ou retirez l’annonce."),
    "too_long": mark("Ce texte est trop long : 400 caractères au plus."),
    "no_day": mark("Donnez au moins une date, ou retirez celles qui sont en place."),
    "not_a_day": mark("Cette date ne se comprend pas : écrivez-la comme 09/09/2026."),
    "order": mark("La fin est avant le début : corrigez l’une des deux dates."),
    "over": mark("Ce jour est déjà passé : personne ne verrait l’annonce. Changez la fin."),
}
DONE = {
    "banner-set": mark("L’annonce est en place : les familles la voient d’ici quelques secondes."),
    "banner-removed": mark("L’annonce est retirée."),
    "re_enrolment-set": mark("Les dates de la réinscription sont en place."),
    "re_enrolment-removed": mark(
        "Il n’y a plus de dates ici : l’extranet seul ouvre et ferme la réinscription."
    ),
}
_PREVIEW, _PUT_UP, _TAKE_DOWN = "apercu", "publier", "retirer"


@dataclass(frozen=True)
class Typed:
    """What somebody is writing of one kind, as it was typed."""

    text: str = ""
    since: str = ""
    until: str = ""
    version: int = 0
    problems: dict[str, str] = field(default_factory=dict)
    """By the field's name, a key of `PROBLEMS`."""
    previewed: bool = False
    """Whether it is shown as families will see it, to be put up."""
    taken: Taken | None = None
    """Who has changed it meanwhile: nothing was done."""
    period: Period = field(default_factory=Period)

    @property
    def openings(self) -> tuple[Opening, ...]:
        """What families see before, during and after, as far as there is such a time."""
        phases = [Phase.DURING]
        if self.period.since:
            phases.insert(0, Phase.BEFORE)
        if self.period.until:
            phases.append(Phase.AFTER)
        return tuple(Opening(period=self.period, phase=phase) for phase in phases)


async def show(front: DeskFront, request: Request, clerk: Clerk) -> Response:
    """GET: what is announced, and forms to change it."""
    return await _page(front, request, clerk, {})


async def change(front: DeskFront, request: Request, clerk: Clerk, form: FormData) -> Response:
    """POST: show as families will see it; put it up; take it down."""
    said, step = text(form, "quoi"), text(form, "etape")
    if said not in set(Kind) or step not in (_PREVIEW, _PUT_UP, _TAKE_DOWN):
        raise HTTPException(400)
    kind = Kind(said)
    today = front.office.announcing.today()
    if step == _TAKE_DOWN:
        typed = Typed(version=_version(form))
    else:
        typed = _checked(kind, form, today)
        if typed.problems:
            return await _page(front, request, clerk, {kind: typed}, 422)
        if step == _PREVIEW:
            return await _page(front, request, clerk, {kind: replace(typed, previewed=True)})
    try:
        await front.office.announcing.put(clerk, kind, typed.text, typed.period, typed.version)
    except Taken as error:
        standing = await front.office.announcing.standing(clerk, kind)
        kept = typed if step == _PUT_UP else _as_it_stands(standing)
        kept = replace(kept, taken=error, version=standing.version)
        return await _page(front, request, clerk, {kind: kept}, 409)
    return see(f"{ADDRESS}/annonces?fait={kind}-{'set' if step == _PUT_UP else 'removed'}")


async def _page(
    front: DeskFront,
    request: Request,
    clerk: Clerk,
    typed: dict[Kind, Typed],
    status: int = 200,
) -> Response:
    standing = {kind: await front.office.announcing.standing(clerk, kind) for kind in Kind}
    forms = {kind: typed.get(kind) or _as_it_stands(standing[kind]) for kind in Kind}
    today = front.office.announcing.today()
    done = DONE.get(request.query_params.get("fait", ""), "")
    return front.page(
        request,
        "announcements.html",
        status=status,
        standing=standing,
        forms=forms,
        said=PROBLEMS,
        done=done,
        longest=LONGEST,
        phases={kind: standing[kind].days.phase(today) for kind in Kind},
    )


def _as_it_stands(standing: Standing) -> Typed:
    return Typed(
        text=standing.text,
        since=standing.days.since.isoformat() if standing.days.since else "",
        until=standing.days.until.isoformat() if standing.days.until else "",
        version=standing.version,
        period=standing.days,
    )


def _checked(kind: Kind, form: FormData, today: date) -> Typed:
    typed = Typed(
        text=_lines(text(form, "texte")) if kind is Kind.BANNER else "",
        since=text(form, "du").strip(),
        until=text(form, "au").strip(),
        version=_version(form),
    )
    since, until = _day(typed.since), _day(typed.until)
    problems = {}
    if kind is Kind.BANNER and not typed.text:
        problems["texte"] = "no_text"
    elif len(typed.text) > LONGEST:
        problems["texte"] = "too_long"
    for name, written, found in (("du", typed.since, since), ("au", typed.until, until)):
        if written and found is None:
            problems[name] = "not_a_day"
    if since and until and until < since:
        problems["au"] = "order"
    elif kind is Kind.BANNER and until and until < today:
        problems["au"] = "over"
    if kind is Kind.RE_ENROLMENT and not typed.since and not typed.until:
        problems["du"] = "no_day"
    return replace(typed, problems=problems, period=Period(since=since, until=until))


def _lines(typed: str) -> str:
    """Without what cannot be seen: it would be read on every page."""
    lines = typed.replace("\r\n", "\n").split("\n")
    return "\n".join("".join(filter(str.isprintable, line)).rstrip() for line in lines).strip()


def _day(written: str) -> date | None:
    """As a browser sends a day, or as a person types one."""
    found = french.day(written) if written else None
    return found if found and 2000 <= found.year <= 2999 else None


def _version(form: FormData) -> int:
    said = text(form, "version")
    return int(said) if said.isdecimal() and len(said) < 10 else -1
