"""What the old site says and shows after an import: believed on evidence, never sent twice."""

import json

import httpx
import pytest

from adapters.errors import FormChanged
from adapters.model import Verdict
from adapters.re_enrolment import Document
from tests.unit.imuse.re_enrolling import (
    FILE,
    NAMES,
    PDF,
    Enrolling,
    enrolling,
    first,
    nothing,
    tab_of,
)
from tests.unit.imuse.small_extranet import Answer, Asked, html

FORM = (
    "<form method=post action=importer.php?e=KEY enctype=multipart/form-data>"
    "<p>Fichier <input type=file name=fichier></p>"
    f"<p>Nom du document <select name=nature>{NAMES}</select></p>"
    "<input type=submit value=Importer></form>"
)
LINK = "<a href='import.php?e=KEY'>Importer</a>"
DONE = "Le document a été importé."


def window(listed: str = "") -> str:
    """The window as a page of its own, with what was imported listed in it or not."""
    return html(f"{FORM.replace('KEY', '7')}{listed}")


ANSWERS: dict[str, tuple[Answer, Verdict]] = {
    "said in a dialogue that closes itself": (
        f'<script>alert("{DONE}"); opener.location.reload(); window.close();</script>',
        Verdict.APPLIED,
    ),
    "said in the window": (html(f"<p>{DONE}</p>"), Verdict.APPLIED),
    "said in JSON": (json.dumps({"success": True, "message": DONE}), Verdict.APPLIED),
    "too large": (
        html("<p class=erreur>Le fichier dépasse la taille limite de 2 Mo.</p>"),
        Verdict.REFUSED,
    ),
    "refused in JSON": (json.dumps({"success": False, "message": "Non"}), Verdict.REFUSED),
    "refused, though it speaks of importing": (
        html("<p class=erreur>Le document n'a pas été importé.</p>"),
        Verdict.REFUSED,
    ),
    "nothing is said": (html("<p>Bonjour</p>"), Verdict.UNKNOWN),
    "the same window again": (window(), Verdict.UNKNOWN),
    "a broken server": (httpx.Response(500), Verdict.UNKNOWN),
}


@pytest.mark.parametrize(("answer", "verdict"), ANSWERS.values(), ids=list(ANSWERS))
async def test_where_nothing_lists_it_words_are_the_evidence(
    answer: Answer, verdict: Verdict
) -> None:
    built = Enrolling(window=LINK)
    built.import_answer, built.takes = lambda key: answer, False
    async with enrolling(built, import_=window()) as (session, served):
        ref = await first(session)

        outcome = await session.upload(ref, FILE, nothing)

        assert outcome.verdict is verdict
        assert served.asked.count("POST importer.php") == 1


async def test_what_only_the_window_lists_is_evidence_too() -> None:
    built = Enrolling(window=LINK)
    built.import_answer = lambda key: html("<p>Bonjour</p>")

    def shown(asked: Asked) -> str:
        listed = f"<ul><li>RIB : {FILE.file_name}</li></ul>" if built.imported else ""
        return window(f"<h3>Documents déjà importés</h3>{listed}")

    async with enrolling(built, import_=shown) as (session, served):
        ref = await first(session)
        built.change = lambda page: page.replace("Documents importés", "Bonjour").replace(
            f"<li>{FILE.file_name}</li>", ""
        )
        assert (await tab_of(session, ref)).imported == ()

        outcome = await session.upload(ref, FILE, nothing)
        again = await session.upload(ref, FILE, nothing)

        assert (outcome.verdict, outcome.already) == (Verdict.APPLIED, False)
        assert (again.verdict, again.already) == (Verdict.APPLIED, True)
        assert served.asked.count("POST importer.php") == 1


async def test_a_name_alone_is_evidence_where_it_stands_once_more() -> None:
    built = Enrolling(window=FORM)
    built.import_answer = lambda key: html("<p>Bonjour</p>")
    line = "<li>RIB, importé le 03/06/2026</li>"
    built.change = lambda page: page.replace(
        f"<h3>Documents importés</h3><ul><li>{FILE.file_name}</li></ul>", ""
    ).replace(
        "</body>", f"<h3>Pièces jointes</h3><ul>{line * (1 + len(built.imported))}</ul></body>"
    )
    async with enrolling(built) as (session, _):
        ref = await first(session)
        tab = await tab_of(session, ref)
        assert [one.name for one in tab.imported or ()] == ["RIB"]

        outcome = await session.upload(ref, FILE, nothing)

        assert outcome.verdict is Verdict.APPLIED


async def test_a_lost_answer_is_unknown_and_the_tab_tells_later() -> None:
    async with enrolling(built := Enrolling(window=FORM)) as (session, served):
        ref = await first(session)
        served.lose = "importer.php"

        outcome = await session.upload(ref, FILE, nothing)

        assert (outcome.verdict, outcome.settled) == (Verdict.UNKNOWN, False)
        assert len(built.imported) == 1
        assert [one.file for one in (await tab_of(session, ref)).imported or ()] == [FILE.file_name]


async def test_a_session_that_ends_in_between_is_begun_again_before_and_never_after() -> None:
    async with enrolling(built := Enrolling(window=LINK), import_=window()) as (session, served):
        ref = await first(session)
        served.end_sessions()
        assert (await session.upload(ref, FILE, nothing)).verdict is Verdict.APPLIED

        async def ends() -> None:
            served.end_sessions()

        other = Document(name="8", file_name="b-1.pdf", media_type="x/y", body=PDF)
        assert (await session.upload(ref, other, ends)).verdict is Verdict.UNKNOWN
        assert len(built.imported) == 1
        assert served.asked.count("POST importer.php") == 2


async def test_a_name_that_is_no_longer_offered_sends_nothing() -> None:
    gone = Document(name="99", file_name="a-1.pdf", media_type="x/y", body=PDF)
    none = Document(name="", file_name="a-1.pdf", media_type="x/y", body=PDF)
    async with enrolling(Enrolling(window=FORM)) as (session, served):
        ref = await first(session)
        for document in (gone, none):
            with pytest.raises(FormChanged):
                await session.upload(ref, document, nothing)
        assert "POST importer.php" not in served.asked
