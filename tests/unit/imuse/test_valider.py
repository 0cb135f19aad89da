"""« Valider » on Réinscription: pressed once whatever it is, and believed on evidence only."""

import json

import httpx
import pytest

from adapters.errors import Conflict, FormChanged, NotListed, ScreenMissing, Unstorable
from adapters.model import Change, Verdict
from adapters.re_enrolment import Wish
from tests.unit.imuse.re_enrolling import (
    FILE,
    TAKEN,
    Enrolling,
    EnrollingSite,
    enrolling,
    first,
    nothing,
    tab_of,
    wish,
)
from tests.unit.imuse.small_extranet import Answer
from tests.unit.imuse.visited import screen

CONFIRM = "return confirm('Confirmez-vous la réinscription ?')"
BUTTONS = {
    "a button": "<button type=submit>Valider</button>",
    "a field's button": "<input type=submit name=ok value=Valider>",
    "a picture": "<input type=image src=v.gif alt=Valider name=img>",
    "a link with a script": '<a href="javascript:document.forms[0].submit()">Valider</a>',
    "after a dialogue": f'<input type=submit value=Valider onclick="{CONFIRM}">',
    "more words": "<input type=submit value='Valider la demande'>",
}


@pytest.mark.parametrize("button", BUTTONS.values(), ids=list(BUTTONS))
async def test_it_is_pressed_once_with_all_that_was_asked(button: str) -> None:
    built = Enrolling()
    built.button = button
    async with enrolling(built) as (session, served):
        ref = await first(session)
        asked = wish(await tab_of(session, ref), "choeur", note="Le mercredi,\nsi possible.")

        outcome = await session.submit_re_enrolment(ref, asked, nothing)

        assert outcome.verdict is Verdict.PENDING_VALIDATION
        assert outcome.screen is not None
        assert outcome.screen.waiting == "Réinscription en attente de validation"
        ((key, sent),) = built.pressed
        assert (key, sent["c[]"], sent["t"]) == ("7", ["2"], ["Le mercredi,\r\nsi possible."])
        assert served.asked.count("POST valider.php") == 1


async def test_what_is_no_longer_wanted_is_unticked() -> None:
    built = Enrolling()
    async with enrolling(built) as (session, _):
        ref = await first(session)
        built.change = lambda page: page.replace("value=1>", "value=1 checked>")
        tab = await tab_of(session, ref)
        assert [one.ticked for one in tab.disciplines] == [True, False]

        await session.submit_re_enrolment(ref, wish(tab), nothing)

        assert "c[]" not in built.pressed[0][1]


SAID: dict[str, tuple[Answer, bool, Verdict]] = {
    "said, and shown": (screen(f"<p class=message>{TAKEN}</p>"), True, Verdict.PENDING_VALIDATION),
    "said in a dialogue": (
        screen("", f'alert("{TAKEN} Elle sera confirmée par courriel.")'),
        False,
        Verdict.PENDING_VALIDATION,
    ),
    "said in JSON": (json.dumps({"ok": True, "message": TAKEN}), False, Verdict.PENDING_VALIDATION),
    "only shown": (screen("<p>Bonjour</p>"), True, Verdict.PENDING_VALIDATION),
    "neither said nor shown": (screen("<p>Bonjour</p>"), False, Verdict.UNKNOWN),
    "refused": (
        screen("<p class=erreur>Veuillez cocher un cours au moins.</p>"),
        False,
        Verdict.REFUSED,
    ),
    "refused in one sentence": (
        screen("<p class=erreur>Votre demande n'a pas été enregistrée.</p>"),
        False,
        Verdict.REFUSED,
    ),
    "refused in words, and there all the same": (
        screen("<p class=erreur>Le courriel n'a pas été envoyé : adresse incorrecte.</p>"),
        True,
        Verdict.PENDING_VALIDATION,
    ),
    "a broken server that took it": (httpx.Response(500), True, Verdict.PENDING_VALIDATION),
    "a broken server": (httpx.Response(500), False, Verdict.UNKNOWN),
    "nothing in it": ("", False, Verdict.UNKNOWN),
}


@pytest.mark.parametrize(("answer", "takes", "verdict"), SAID.values(), ids=list(SAID))
async def test_an_answer_is_believed_on_evidence(
    answer: Answer, takes: bool, verdict: Verdict
) -> None:
    built = Enrolling()
    built.answer, built.takes = lambda key: answer, takes
    async with enrolling(built) as (session, _):
        ref = await first(session)
        asked = wish(await tab_of(session, ref), "piano")

        outcome = await session.submit_re_enrolment(ref, asked, nothing)

        assert outcome.verdict is verdict
        assert len(built.pressed) == 1


async def test_what_stands_on_the_tab_or_on_accueil_anyway_is_no_answer() -> None:
    rule = "<p>Une demande enregistrée ne peut plus être changée.</p>"
    built = Enrolling(tab_more=rule)
    built.takes = False
    front = "<p>La réinscription prise en compte en ligne est gratuite.</p>"
    home = screen(f"<h1>Bonjour</h1>{front}")
    built.answer = lambda key: screen(front + rule)
    async with enrolling(built, accueil=home) as (session, _):
        ref = await first(session)

        outcome = await session.submit_re_enrolment(
            ref, wish(await tab_of(session, ref), "piano"), nothing
        )

        assert (outcome.verdict, outcome.words) == (Verdict.UNKNOWN, "")


async def test_a_script_that_sends_it_and_reloads_is_heard() -> None:
    script = (
        "$('#fr').on('submit', function(e) { e.preventDefault();"
        "$.post('valider.php?e=7', $(this).serialize(), function(r) {"
        "alert(r.message); location.reload(); }); });"
    )
    built = Enrolling(script=script)
    built.change = lambda page: page.replace("<form method=post", "<form id=fr method=post")
    built.takes = False
    built.answer = lambda key: json.dumps({"message": TAKEN})
    async with enrolling(built) as (session, _):
        ref = await first(session)

        outcome = await session.submit_re_enrolment(
            ref, wish(await tab_of(session, ref), "piano"), nothing
        )

        assert outcome.verdict is Verdict.PENDING_VALIDATION
        assert TAKEN in outcome.words
        assert "ok" not in built.pressed[0][1]


async def test_a_form_without_valider_is_read_and_retour_is_never_pressed() -> None:
    built = Enrolling()
    built.button = ""
    async with enrolling(built) as (session, served):
        ref = await first(session)
        tab = await tab_of(session, ref)
        assert not tab.writable
        with pytest.raises(FormChanged):
            await session.submit_re_enrolment(ref, wish(tab, "piano"), nothing)
        assert "POST valider.php" not in served.asked


async def test_a_lost_answer_is_unknown_and_is_not_sent_again() -> None:
    async with enrolling(built := Enrolling()) as (session, served):
        ref = await first(session)
        asked = wish(await tab_of(session, ref), "piano")
        served.lose = "valider.php"

        outcome = await session.submit_re_enrolment(ref, asked, nothing)

        assert (outcome.verdict, outcome.settled, outcome.screen) == (Verdict.UNKNOWN, False, None)
        assert len(built.pressed) == 1


async def test_a_session_that_ends_with_the_press_proves_nothing() -> None:
    built = Enrolling()
    async with enrolling(built) as (session, served):
        ref = await first(session)
        asked = wish(await tab_of(session, ref), "piano")

        async def ends() -> None:
            served.end_sessions()

        outcome = await session.submit_re_enrolment(ref, asked, ends)

        assert outcome.verdict is Verdict.UNKNOWN
        assert built.pressed == []
        assert served.asked.count("POST valider.php") == 1


async def test_it_is_called_just_before_the_press() -> None:
    async with enrolling(built := Enrolling()) as (session, served):
        ref = await first(session)
        asked = wish(await tab_of(session, ref), "piano")
        seen: list[list[str]] = []

        async def looks() -> None:
            seen.append(list(served.asked))

        await session.submit_re_enrolment(ref, asked, looks)

        (before,) = seen
        assert served.asked[len(before)] == "POST valider.php"
        assert len(built.pressed) == 1


@pytest.mark.parametrize(
    ("answers", "note", "more"),
    [
        ((Change(key="mode", caption="Mode", old="1", new="9"),), "", ""),
        ((Change(key="quotient", caption="Quotient", old="", new="12345"),), "", ""),
        ((), "日本" * 60, "maxlength=100"),
    ],
    ids=["what a list does not offer", "longer than the field", "longer than the area"],
)
async def test_what_the_form_cannot_say_is_not_sent(
    answers: tuple[Change, ...], note: str, more: str
) -> None:
    built = Enrolling()
    built.form_more = (
        "<p>Mode <select name=m><option value=1>Chèque<option value=2>Virement</select></p>"
        "<p>Quotient <input name=q maxlength=4></p>"
    )
    built.change = lambda page: page.replace("<textarea name=t", f"<textarea name=t {more}")
    async with enrolling(built) as (session, _):
        ref = await first(session)
        tab = await tab_of(session, ref)
        assert [one.key for one in tab.questions] == ["mode", "quotient"]
        asked = Wish(
            ticked=("piano",),
            offered=("piano", "choeur"),
            note=note,
            answers=answers,
            shape=tab.shape,
        )
        with pytest.raises(Unstorable):
            await session.submit_re_enrolment(ref, asked, nothing)
        assert built.pressed == []


async def test_a_course_that_was_not_offered_is_not_forgotten_in_silence() -> None:
    async with enrolling(built := Enrolling()) as (session, _):
        ref = await first(session)
        tab = await tab_of(session, ref)
        with pytest.raises(FormChanged):
            await session.submit_re_enrolment(ref, wish(tab, "piano", "orgue"), nothing)
        assert built.pressed == []


async def test_a_text_that_cannot_be_changed_is_sent_back_as_it_stands() -> None:
    built = Enrolling()
    built.change = lambda page: page.replace(
        "<textarea name=t>", "<textarea name=t readonly>Vu avec Mme Aubry"
    )
    async with enrolling(built) as (session, _):
        ref = await first(session)
        tab = await tab_of(session, ref)
        assert tab.note is not None
        assert (tab.note.value, tab.note.editable) == ("Vu avec Mme Aubry", False)
        with pytest.raises(FormChanged):
            await session.submit_re_enrolment(ref, wish(tab, "piano", note="Autre"), nothing)

        await session.submit_re_enrolment(ref, wish(tab, "piano"), nothing)

        assert [sent["t"] for _, sent in built.pressed] == [["Vu avec Mme Aubry"]]


async def test_a_request_that_waits_since_is_a_conflict() -> None:
    async with enrolling(built := Enrolling()) as (session, _):
        ref = await first(session)
        asked = wish(await tab_of(session, ref), "piano")
        built.waiting.add("7")
        with pytest.raises(Conflict):
            await session.submit_re_enrolment(ref, asked, nothing)
        assert built.pressed == []


@pytest.mark.parametrize(
    "said",
    [
        "Les réinscriptions sont closes.",
        "La période de réinscription n'est pas ouverte.",
    ],
)
async def test_a_tab_that_says_it_is_closed_is_as_none(said: str) -> None:
    built = Enrolling()
    built.instead = f"<p>{said}</p>"
    async with enrolling(built) as (session, _):
        ref = await first(session)
        assert await session.re_enrolment(ref) is None
        with pytest.raises(NotListed):
            await session.upload(ref, FILE, nothing)


async def test_no_tab_is_none_only_on_a_dossier_with_its_others() -> None:
    built = Enrolling()
    built.open = False
    async with enrolling(built) as (session, _):
        assert await session.re_enrolment(await first(session)) is None
    without_tabs = screen("<h2>Anne Dupré</h2><p>Bonjour</p>")
    async with enrolling(built, cours=without_tabs) as (session, _):
        with pytest.raises(ScreenMissing):
            await session.re_enrolment(await first(session))


@pytest.fixture(
    params=[
        "<p>RIB : en attente de validation</p>",
        "<p>Vos documents sont en attente de validation.</p>",
    ]
)
def documents_wait(request: pytest.FixtureRequest) -> str:
    return str(request.param)


async def test_a_document_that_waits_is_no_request_that_waits(documents_wait: str) -> None:
    built = Enrolling(tab_more=documents_wait)
    built.takes = False
    built.answer = built.tab
    async with enrolling(built) as (session, _):
        ref = await first(session)
        tab = await tab_of(session, ref)
        assert tab.waiting is None

        outcome = await session.submit_re_enrolment(ref, wish(tab, "piano"), nothing)

        assert outcome.verdict is Verdict.UNKNOWN


def test_the_site_of_these_tests_takes_no_stranger() -> None:
    served = EnrollingSite(Enrolling(), {})
    asked = httpx.Request("POST", "http://saiga.example/ecole/valider.php", content=b"c=1")
    assert b"Mot de passe" in served(asked).content
    assert served.built.pressed == []
