"""/bureau/annonces: what is said to all families, seen as they will see it before it is put up."""

from dataclasses import replace

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from gateway.announcements import Kind
from gateway.desk.announcement_forms import (
    FIELDS,
    LONGEST,
    PROBLEMS,
    Typed,
    as_it_stands,
    checked,
    typed_in,
)
from gateway.desk.frame.front import ADDRESS, DeskFront
from gateway.language import mark
from gateway.office import Taken
from gateway.pages.frame.front import place, see
from gateway.pages.frame.guards import text
from gateway.pages.frame.tokens import TokenForged, TokenTooOld
from gateway.views.office import Clerk

ANNOUNCEMENTS = f"{ADDRESS}/annonces"

DONE = {
    "banner-set": mark("L’annonce est en place : les familles la voient d’ici quelques secondes."),
    "banner-removed": mark("L’annonce est retirée."),
    "re_enrolment-set": mark("Les dates de la réinscription sont en place."),
    "re_enrolment-removed": mark(
        "Il n’y a plus de dates ici : l’extranet seul ouvre et ferme la réinscription."
    ),
}
_PREVIEW, _PUT_UP, _TAKE_DOWN = "apercu", "publier", "retirer"


async def show(front: DeskFront, request: Request, clerk: Clerk) -> Response:
    """GET: what is announced, and forms to change it; what a session's end has stopped is there."""
    typed = {}
    for kind in Kind:
        unsent = front.drawer.take(clerk, _about(kind))
        if unsent is not None:
            standing = await front.office.announcing.standing(clerk, kind)
            typed[kind] = replace(typed_in(kind, unsent), unsent=True, version=standing.version)
    return await _page(front, request, clerk, typed)


def ended(front: DeskFront, request: Request, form: FormData) -> str:
    """What was typed waits for its author; back to the page, where it is shown again."""
    said, typed = text(form, "quoi"), {name: text(form, name) for name in FIELDS}
    if said in set(Kind) and any(map(str.strip, typed.values())):
        front.drawer.keep(place(request).id, text(form, "auteur"), _about(Kind(said)), typed)
    return ANNOUNCEMENTS


async def change(front: DeskFront, request: Request, clerk: Clerk, form: FormData) -> Response:
    """POST: show as families will see it; put up what was shown so; take it down."""
    said, step = text(form, "quoi"), text(form, "etape")
    if said not in set(Kind) or step not in (_PREVIEW, _PUT_UP, _TAKE_DOWN):
        raise HTTPException(400)
    kind = Kind(said)
    typed = typed_in(kind, {name: text(form, name) for name in (*FIELDS, "version")})
    if step == _TAKE_DOWN:
        typed = Typed(version=typed.version)
    else:
        typed = checked(typed, kind, front.office.announcing.today())
        if typed.problems:
            return await _page(front, request, clerk, {kind: typed}, 422)
        if step == _PREVIEW or not _was_shown(front, clerk, kind, typed, text(form, "vu")):
            seen = front.portal.tokens.previewed(clerk.school, clerk.id, (kind, *typed.seen))
            typed = replace(typed, previewed=seen, unseen=step == _PUT_UP)
            return await _page(front, request, clerk, {kind: typed})
    try:
        await front.office.announcing.put(clerk, kind, typed.text, typed.period, typed.version)
    except Taken as error:
        standing = await front.office.announcing.standing(clerk, kind)
        kept = typed if step == _PUT_UP else as_it_stands(standing)
        kept = replace(kept, taken=error, version=standing.version)
        return await _page(front, request, clerk, {kind: kept}, 409)
    return see(f"{ANNOUNCEMENTS}?fait={kind}-{'set' if step == _PUT_UP else 'removed'}")


def _about(kind: Kind) -> str:
    """By which the drawer knows what was typed of that kind."""
    return f"{ANNOUNCEMENTS}/{kind}"


def _was_shown(front: DeskFront, clerk: Clerk, kind: Kind, typed: Typed, token: str) -> bool:
    """Whether this very clerk has seen exactly that, as families will."""
    try:
        front.portal.tokens.check_previewed(clerk.school, clerk.id, (kind, *typed.seen), token)
    except (TokenForged, TokenTooOld):
        return False
    return True


async def _page(
    front: DeskFront,
    request: Request,
    clerk: Clerk,
    typed: dict[Kind, Typed],
    status: int = 200,
) -> Response:
    standing = {kind: await front.office.announcing.standing(clerk, kind) for kind in Kind}
    forms = {kind: typed.get(kind) or as_it_stands(standing[kind]) for kind in Kind}
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
