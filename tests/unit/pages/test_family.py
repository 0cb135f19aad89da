"""Famille: every field shown, only a form sent back, and nothing typed ever lost in silence."""

import msgspec
from httpx import AsyncClient, Response

from adapters.errors import FormChanged, HalfPage, SessionEnded, TooSlow
from adapters.model import Field, Section, Sheet, Waiting
from gateway.pages.shown.controls import groups
from gateway.pending.errors import InvalidFields
from gateway.pending.states import State
from gateway.views import AskedChange, FamilyView, Visit
from tests.unit.pages.reading import filled, page, words
from tests.unit.pages.stand_ins import COOKIE, CSRF, PASSWORD, WHEN, StandInPortal, asked, sheet


async def famille(client: AsyncClient) -> dict[str, str]:
    return filled(await client.get("/famille"), "/famille")


async def test_every_field_is_shown_in_its_section(family: AsyncClient) -> None:
    shown = page(await family.get("/famille"))

    legends = [legend.get_text() for legend in shown("legend")]
    captions = [
        tag.get_text().split(" (")[0] for tag in shown.select(".sheet label, .field-caption")
    ]
    assert legends == ["Identité", "Coordonnées"]
    assert captions == [field.caption for field in sheet().fields()]


async def test_every_control_has_its_kind_its_label_and_its_autofill(family: AsyncClient) -> None:
    shown = page(await family.get("/famille"))

    def control(key: str) -> tuple[str, str | None, str | None]:
        tag = shown.select_one(f'[name="champ:{key}"]:not([type=hidden])')
        assert tag is not None
        assert shown.find("label", {"for": tag["id"]}) is not None
        autofill = tag.get("autocomplete")
        return tag.name, str(tag.get("type")), None if autofill is None else str(autofill)

    assert control("civ") == ("select", "None", "honorific-prefix")
    assert control("nom") == ("input", "text", "family-name")
    assert control("naissance") == ("input", "text", None)
    assert control("adresse") == ("textarea", "None", "street-address")
    assert control("portable") == ("input", "tel", "mobile tel")
    assert control("courriel") == ("input", "email", "email")
    assert control("image") == ("input", "checkbox", None)


async def test_what_may_not_be_changed_is_shown_without_a_control(family: AsyncClient) -> None:
    answer = await family.get("/famille")

    assert "champ:numero" not in answer.text
    assert "N° de famille 1042" in words(answer)


async def test_an_untouched_form_brings_every_value_back_as_it_was(
    family: AsyncClient, portal: StandInPortal
) -> None:
    answer = await family.post("/famille", data=await famille(family))

    visit, seen, press, typed, keep = next(
        asked_with for name, asked_with in portal.calls if name == "ask_family"
    )
    assert typed == {field.key: field.value for field in sheet().fields() if field.editable}
    assert (visit, seen, press, keep) == (portal.visits[COOKIE], "scellé", "appui", False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/demandes/2026-000042")


async def test_line_ends_come_back_as_they_were_shown(
    family: AsyncClient, portal: StandInPortal
) -> None:
    form = await famille(family) | {"champ:adresse": "12 rue du Moulin\r\nBât. B"}
    await family.post("/famille", data=form)

    typed = next(asked_with for name, asked_with in portal.calls if name == "ask_family")[3]
    assert isinstance(typed, dict)
    assert typed["adresse"] == "12 rue du Moulin\nBât. B"


async def test_an_unticked_box_is_sent_as_such(family: AsyncClient, portal: StandInPortal) -> None:
    answer = page(await family.get("/famille"))
    names = [tag["type"] for tag in answer.find_all("input", {"name": "champ:image"})]

    assert names == ["hidden", "checkbox"]


async def test_the_tick_to_keep_the_password_is_passed_on_only_when_ticked(
    family: AsyncClient, portal: StandInPortal
) -> None:
    await family.post("/famille", data=await famille(family) | {"garder": "1"})

    assert next(a for name, a in portal.calls if name == "ask_family")[4] is True


async def test_without_the_schools_leave_nothing_offers_to_keep_the_password(
    family: AsyncClient, portal: StandInPortal
) -> None:
    portal.answers["family"] = FamilyView(
        sheet=sheet(), read_at=WHEN, seen="s", press="p", waiting={}, offers_keeping=False
    )

    assert "garder" not in (await family.get("/famille")).text


async def test_a_request_of_ours_shows_old_and_new_as_waiting(family: AsyncClient) -> None:
    text = words(await family.get("/famille"))

    assert "06 39 98 00 01 → 06 39 98 00 02 ," in text or "06 39 98 00 01 → 06 39 98 00 02," in text
    assert "en attente de validation par le personnel administratif" in text
    assert "Demande 2026-000042" in text


async def test_the_old_sites_own_marker_shows_old_and_new_as_waiting(
    family: AsyncClient, portal: StandInPortal
) -> None:
    portal.answers["family"] = FamilyView(
        sheet=sheet(), read_at=WHEN, seen="s", press="p", waiting={}, offers_keeping=True
    )
    text = words(await family.get("/famille"))

    assert "01 99 00 12 34 → 01 99 00 43 21" in text
    assert text.count("en attente de validation par le personnel administratif") == 1


def test_a_marker_without_values_still_shows_as_waiting() -> None:
    marked = _with_marker(Waiting(words="à valider"))
    pending = groups(marked, {}, {}, {})[0].controls[1].pending

    assert pending is not None
    assert (pending.requested, pending.words, pending.on_its_way) == (None, "à valider", True)


def test_a_request_in_conflict_is_not_said_to_await_the_staff() -> None:
    shown = groups(sheet(), {"portable": asked(State.BLOCKED_CONFLICT)}, {}, {})
    pending = shown[1].controls[4 - 1].pending

    assert pending is not None
    assert not pending.on_its_way


async def test_the_sheets_own_sentence_is_shown(family: AsyncClient, portal: StandInPortal) -> None:
    portal.answers["family"] = FamilyView(
        sheet=sheet(waiting="Fiche du responsable en attente de validation"),
        read_at=WHEN, seen="s", press="p", waiting={}, offers_keeping=True,
    )  # fmt: skip

    assert "Fiche du responsable en attente de validation" in words(await family.get("/famille"))


async def test_a_sheet_closed_for_writing_has_no_form(
    family: AsyncClient, portal: StandInPortal
) -> None:
    portal.answers["family"] = FamilyView(
        sheet=sheet(writable=False), read_at=WHEN, seen="s", press="p", waiting={},
        offers_keeping=True,
    )  # fmt: skip
    answer = await family.get("/famille")

    assert page(answer).select('form[action="/famille"]') == []
    assert "champ:" not in answer.text
    assert "Lœïza" in words(answer)


async def test_a_stored_choice_that_is_not_offered_is_kept(
    family: AsyncClient, portal: StandInPortal
) -> None:
    odd = msgspec.structs.replace(sheet().fields()[0], value="9")
    portal.answers["family"] = FamilyView(
        sheet=_with(odd), read_at=WHEN, seen="s", press="p", waiting={}, offers_keeping=True
    )

    assert (await famille(family))["champ:civ"] == "9"


def test_an_address_that_a_browser_would_trim_gets_a_plain_control() -> None:
    odd = msgspec.structs.replace(
        sheet().named("email") or sheet().fields()[0], value=" a@b.example"
    )

    assert groups(_with(odd), {}, {}, {})[0].controls[0].type == "text"


async def test_errors_are_summed_up_linked_and_keep_what_was_typed(
    family: AsyncClient, portal: StandInPortal
) -> None:
    form = await famille(family) | {"champ:nom": "", "champ:ville": "Kerlan"}
    portal.answers["ask_family"] = InvalidFields({"nom": "required"}, sheet())
    answer = await family.post("/famille", data=form)

    shown = page(answer)
    link = shown.select_one("[role=alert] a")
    assert answer.status_code == 422
    assert link is not None
    field = shown.find(id=str(link["href"]).removeprefix("#"))
    assert field is not None
    assert (field["name"], field["aria-invalid"]) == ("champ:nom", "true")
    assert filled(answer, "/famille")["champ:ville"] == "Kerlan"
    assert filled(answer, "/famille")["vu"] == "scellé"
    assert "Ce champ est obligatoire" in words(answer)


async def test_an_unreadable_sheet_gets_a_plain_page_with_an_incident_number(
    family: AsyncClient, portal: StandInPortal
) -> None:
    portal.answers["family"] = HalfPage()
    answer = await family.get("/famille")

    assert answer.status_code == 502
    assert "n’a envoyé qu’une partie de la page" in words(answer)
    assert "Numéro d’incident" in words(answer)
    assert "Déconnexion" in words(answer)


async def expired(client: AsyncClient, portal: StandInPortal, **typed: str) -> Response:
    """Open Famille, let the session end, and send the form."""
    form = await famille(client) | {f"champ:{key}": value for key, value in typed.items()}
    visits, portal.visits = portal.visits, {}
    answer = await client.post("/famille", data=form)
    portal.visits = visits
    return answer


async def sign_in_after(client: AsyncClient, answer: Response) -> Response:
    form = filled(answer, "/connexion")
    form |= {"site": "1", "identifiant": "F-1042", "mot-de-passe": PASSWORD}
    client.cookies.clear()
    return await client.post("/connexion", data=form)


async def test_what_was_typed_survives_the_end_of_the_session(
    family: AsyncClient, portal: StandInPortal
) -> None:
    sent = await expired(family, portal, portable="06 39 98 00 77")
    back = await sign_in_after(family, sent)

    assert "n’est pas perdu" in words(sent)
    assert filled(back, "/famille")["champ:portable"] == "06 39 98 00 77"
    assert filled(back, "/famille")["jeton"] == CSRF
    assert back.headers["set-cookie"].startswith("__Host-imuse=")
    assert "ask_family" not in [name for name, _ in portal.calls]


async def test_what_was_typed_survives_a_wrong_password_too(
    family: AsyncClient, portal: StandInPortal
) -> None:
    sent = await expired(family, portal, portable="06 39 98 00 77")
    form = filled(sent, "/connexion") | {"site": "1", "identifiant": "F", "mot-de-passe": "faux"}
    refused = await family.post("/connexion", data=form)
    back = await sign_in_after(family, refused)

    assert filled(back, "/famille")["champ:portable"] == "06 39 98 00 77"


async def test_what_was_typed_never_shows_to_another_family(
    family: AsyncClient, portal: StandInPortal
) -> None:
    sent = await expired(family, portal, portable="06 39 98 00 77")
    portal.visits[COOKIE] = Visit(school="ecole", account="B", session="s2", csrf="jeton-b")
    back = await sign_in_after(family, sent)

    assert back.headers["location"] == "/famille"
    assert "06 39 98 00 77" not in back.text


async def test_a_form_sent_under_another_familys_session_shows_nothing_of_it(
    family: AsyncClient, portal: StandInPortal
) -> None:
    form = await famille(family) | {"champ:portable": "06 39 98 00 77", "jeton": "jeton-b"}
    portal.visits[COOKIE] = Visit(school="ecole", account="B", session="s2", csrf="jeton-b")
    portal.answers["ask_family"] = FormChanged()
    answer = await family.post("/famille", data=form)

    assert answer.headers["location"] == "/famille"


async def test_what_was_kept_of_another_family_is_not_taken_up(
    family: AsyncClient, portal: StandInPortal
) -> None:
    sent = await expired(family, portal, portable="06 39 98 00 77")
    form = {"jeton": "jeton-b", "report": filled(sent, "/connexion")["report"]}
    portal.visits[COOKIE] = Visit(school="ecole", account="B", session="s2", csrf="jeton-b")
    answer = await family.post("/reprise", data=form)

    assert answer.headers["location"] == "/famille"


async def test_what_the_family_left_alone_is_not_carried(
    family: AsyncClient, portal: StandInPortal
) -> None:
    sent = await expired(family, portal, portable="06 39 98 00 77")
    edited = msgspec.structs.replace(sheet().fields()[1], value="TISSERAND-LE GALL")
    portal.answers["family"] = FamilyView(
        sheet=_with(edited), read_at=WHEN, seen="s", press="p", waiting={}, offers_keeping=True
    )
    back = await sign_in_after(family, sent)

    assert filled(back, "/famille")["champ:nom"] == "TISSERAND-LE GALL"


async def test_what_was_typed_waits_while_the_old_site_is_down(
    family: AsyncClient, portal: StandInPortal
) -> None:
    sent = await expired(family, portal, portable="06 39 98 00 77")
    portal.answers["family"] = TooSlow()
    kept = await sign_in_after(family, sent)
    del portal.answers["family"]
    family.cookies.set("__Host-imuse", COOKIE)
    back = await family.post("/reprise", data=filled(kept, "/reprise"))

    assert kept.status_code == 504
    assert "reste gardée dans cette page" in words(kept)
    assert filled(back, "/famille")["champ:portable"] == "06 39 98 00 77"


async def test_what_was_typed_survives_a_session_that_ends_while_it_is_taken_up(
    family: AsyncClient, portal: StandInPortal
) -> None:
    sent = await expired(family, portal, portable="06 39 98 00 77")
    portal.answers["family"] = SessionEnded()
    again = await sign_in_after(family, sent)
    del portal.answers["family"]
    back = await sign_in_after(family, again)

    assert filled(back, "/famille")["champ:portable"] == "06 39 98 00 77"


async def test_what_was_typed_survives_an_old_session_that_ends_on_sending(
    family: AsyncClient, portal: StandInPortal
) -> None:
    form = await famille(family) | {"champ:portable": "06 39 98 00 77"}
    portal.answers["ask_family"] = SessionEnded()
    back = await sign_in_after(family, await family.post("/famille", data=form))

    assert filled(back, "/famille")["champ:portable"] == "06 39 98 00 77"


async def test_a_form_of_an_earlier_session_comes_back_with_what_was_typed(
    family: AsyncClient, portal: StandInPortal
) -> None:
    form = await famille(family) | {"champ:portable": "06 39 98 00 77"}
    portal.answers["ask_family"] = FormChanged()
    answer = await family.post("/famille", data=form)

    assert "Rien n’a encore été envoyé" in words(answer)
    assert filled(answer, "/famille")["champ:portable"] == "06 39 98 00 77"


async def test_a_form_sent_without_a_change_says_so(
    family: AsyncClient, portal: StandInPortal
) -> None:
    portal.answers["ask_family"] = InvalidFields({"": "nothing_changed"}, sheet())
    answer = await family.post("/famille", data=await famille(family))

    assert answer.status_code == 422
    assert "Vous n’avez rien changé" in words(answer)


async def test_a_session_that_the_old_site_ended_leads_to_the_sign_in_page_and_back(
    family: AsyncClient, portal: StandInPortal
) -> None:
    portal.answers["family"] = SessionEnded()

    answer = await family.get("/famille")

    assert answer.headers["location"] == "/connexion?retour=%2Ffamille"


async def test_a_form_that_was_never_ours_only_leads_to_the_sign_in_page(
    stranger: AsyncClient,
) -> None:
    answer = await stranger.post("/famille", data={"champ:nom": "X", "ouvert": "forgé"})

    assert answer.headers["location"] == "/connexion?retour=%2Ffamille"


def _with(field: object) -> Sheet:
    return sheet(sections=(msgspec.structs.replace(sheet().sections[0], fields=(field,)),))


def _with_marker(marker: Waiting) -> Sheet:
    first, second, *_ = sheet().fields()
    marked = msgspec.structs.replace(second, waiting=marker)
    return sheet(sections=(msgspec.structs.replace(sheet().sections[0], fields=(first, marked)),))


def test_of_a_second_change_the_current_value_is_the_one_in_force() -> None:
    field = Field(
        key="portable", caption="Portable", value="2", waiting=Waiting(words="", current="1")
    )
    whole = Sheet(title="", sections=(Section(title="", fields=(field,)),), shape="")
    change = AskedChange(key="portable", caption="Portable", old="2", new="3")
    ((shown,),) = (
        group.controls for group in groups(whole, {"portable": asked(changes=(change,))}, {}, {})
    )
    assert shown.pending is not None
    assert (shown.pending.current, shown.pending.requested) == ("1", "3")
