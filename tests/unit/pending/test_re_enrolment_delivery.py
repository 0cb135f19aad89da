"""A re-enrolment reaches the old site once: each document, then « Valider »."""

import shutil
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from gateway.pending.requests import Known
from gateway.pending.states import State
from gateway.request_views import shown
from gateway.views import AskedReEnrolment
from tests.unit.pending.enrolling_stage import EnrollingStage, enrolling, pdf
from tests.unit.pending.old_tab import Fate
from tests.unit.portal.stage import LONGEST_RUN

HOME, INSURANCE, PHOTO = "Justificatif de domicile", "Attestation d’assurance", "Photo d’identité"


@pytest_asyncio.fixture
async def stage(tmp_path: Path) -> AsyncIterator[EnrollingStage]:
    async with enrolling(tmp_path) as ready:
        yield ready


async def ask_with_two(stage: EnrollingStage) -> Known:
    return await stage.ask(await stage.piece(HOME, "h"), await stage.piece(PHOTO, "p"))


async def view_of(stage: EnrollingStage, asked: Known) -> AskedReEnrolment:
    view = shown(await stage.now_of(asked)).re_enrolment
    assert view is not None
    return view


async def documents(stage: EnrollingStage, asked: Known) -> list[str]:
    return [document.state for document in (await view_of(stage, asked)).documents]


def twice(stage: EnrollingStage) -> list[str]:
    """The files that the old site has taken more than once."""
    return [
        file for file, times in Counter(each[2] for each in stage.tab.imports).items() if times > 1
    ]


async def put_in_once(stage: EnrollingStage, asked: Known) -> None:
    """The old site has exactly one request, with both documents, each once."""
    assert await stage.state(asked) is State.AWAITING_STAFF
    (taken,) = stage.tab.enrolled
    number = asked.row.number
    files = (f"{number}-01-justificatif-de-domicile.pdf", f"{number}-02-photo-d-identite.pdf")
    assert sorted(taken.files) == list(files)
    assert sorted(each[2] for each in stage.tab.imports) == list(files)
    assert await documents(stage, asked) == ["sent", "sent"]


async def test_documents_go_first_each_once_then_the_request(stage: EnrollingStage) -> None:
    asked = await ask_with_two(stage)
    await stage.work_out()
    await put_in_once(stage, asked)
    assert [(label, body) for _, label, _, body in stage.tab.imports] == [
        (HOME, pdf("h")),
        (PHOTO, pdf("p")),
    ]
    (taken,) = stage.tab.enrolled
    assert (taken.ticked, taken.note) == (("piano",), "Plutôt le mercredi.")
    assert (await view_of(stage, asked)).pressed


async def test_without_documents_only_the_request_goes(stage: EnrollingStage) -> None:
    asked = await stage.ask()
    await stage.work_out()
    assert await stage.state(asked) is State.AWAITING_STAFF
    assert (len(stage.tab.enrolled), stage.tab.imports) == (1, [])


@pytest.mark.parametrize("lists", ["files", "names"])
@pytest.mark.parametrize("lost", [Fate.ANSWER_LOST, Fate.REQUEST_LOST, Fate.BREAKS])
@pytest.mark.parametrize("write", [0, 1, 2])
async def test_where_the_tab_lists_imports_one_lost_answer_is_settled_by_reading(
    stage: EnrollingStage, lists: str, lost: Fate, write: int
) -> None:
    stage.tab.lists = lists
    stage.tab.fates = [Fate.ARRIVES] * write + [lost]
    asked = await ask_with_two(stage)
    await stage.work()
    shown = write == 2 and lost is not Fate.REQUEST_LOST
    assert await stage.state(asked) is (State.AWAITING_STAFF if shown else State.UNKNOWN)
    reads = stage.tab.reads
    stage.clock.turn(seconds=LONGEST_RUN - 1)
    await stage.work()
    assert stage.tab.reads == reads, "the old server may still be at it"
    await stage.work_out()
    await put_in_once(stage, asked)


@pytest.mark.parametrize("write", [0, 1, 2])
async def test_what_lands_late_is_found_before_anything_is_sent_again(
    stage: EnrollingStage, write: int
) -> None:
    stage.tab.fates = [Fate.ARRIVES] * write + [Fate.LANDS_LATE]
    asked = await ask_with_two(stage)
    await stage.work()
    stage.clock.turn(seconds=LONGEST_RUN - 1)
    await stage.work()
    stage.tab.land()
    await stage.work_out()
    await put_in_once(stage, asked)


@pytest.mark.parametrize("write", [0, 1, 2])
async def test_what_was_proved_absent_is_sent_once_more_and_never_a_third_time(
    stage: EnrollingStage, write: int
) -> None:
    stage.tab.fates = [Fate.ARRIVES] * write + [Fate.REQUEST_LOST, Fate.REQUEST_LOST]
    asked = await ask_with_two(stage)
    await stage.work_out()
    assert await stage.state(asked) is State.NEEDS_ATTENTION
    assert stage.tab.enrolled == []
    assert len(stage.tab.imports) == min(write, 2)


@pytest.mark.parametrize("lost", [Fate.ANSWER_LOST, Fate.REQUEST_LOST])
async def test_where_the_tab_lists_nothing_a_lost_import_is_for_a_person(
    stage: EnrollingStage, lost: Fate
) -> None:
    stage.tab.lists = "nothing"
    stage.tab.fates = [Fate.ARRIVES, lost]
    asked = await ask_with_two(stage)
    await stage.work_out()
    assert await stage.state(asked) is State.NEEDS_ATTENTION
    assert (await documents(stage, asked), twice(stage)) == (["sent", "unclear"], [])
    assert stage.tab.enrolled == []
    assert not (await view_of(stage, asked)).pressed


async def test_where_the_tab_lists_nothing_what_the_site_says_is_proof(
    stage: EnrollingStage,
) -> None:
    stage.tab.lists = "nothing"
    asked = await ask_with_two(stage)
    await stage.work_out()
    await put_in_once(stage, asked)


async def test_where_a_silent_site_shows_the_waiting_sentence_that_is_proof(
    stage: EnrollingStage,
) -> None:
    stage.tab.speaks = False
    asked = await ask_with_two(stage)
    await stage.work_out()
    await put_in_once(stage, asked)


async def test_words_that_say_nothing_are_never_answered_by_sending_again(
    stage: EnrollingStage,
) -> None:
    """They may be all that the site ever shows of what it took."""
    stage.tab.lists, stage.tab.shows_waiting = "files", False
    stage.tab.fates = [Fate.ARRIVES, Fate.ARRIVES, Fate.MUMBLED]
    asked = await ask_with_two(stage)
    await stage.work_out()
    assert await stage.state(asked) is State.NEEDS_ATTENTION
    assert len(stage.tab.enrolled) == 1
    assert (await view_of(stage, asked)).pressed


async def test_a_line_more_of_whatever_words_is_no_proof_of_absence(stage: EnrollingStage) -> None:
    """The list may show a document under another name than the one that was chosen."""
    stage.tab.lists = "names"
    stage.tab.fates = [Fate.ANSWER_LOST]
    asked = await ask_with_two(stage)
    await stage.work()
    session, _, file, body = stage.tab.imports[0]
    stage.tab.imports[0] = (session, "Domicile", file, body)
    await stage.work_out()
    assert await stage.state(asked) is State.NEEDS_ATTENTION
    assert len(stage.tab.imports) == 1


async def test_a_document_that_the_site_refuses_stops_it_before_anything_is_asked(
    stage: EnrollingStage,
) -> None:
    stage.tab.fates = [Fate.ARRIVES, Fate.REFUSED]
    asked = await ask_with_two(stage)
    await stage.work_out()
    view = shown(await stage.now_of(asked))
    assert view.state is State.REFUSED
    assert view.words == "Ce fichier ne peut pas être lu."
    assert await documents(stage, asked) == ["sent", "refused"]
    assert stage.tab.enrolled == []


async def test_a_request_that_the_site_refuses_says_why(stage: EnrollingStage) -> None:
    stage.tab.fates = [Fate.ARRIVES, Fate.ARRIVES, Fate.REFUSED]
    asked = await ask_with_two(stage)
    await stage.work_out()
    view = shown(await stage.now_of(asked))
    assert (view.state, view.words) == (State.REFUSED, "Ce fichier ne peut pas être lu.")


@pytest.mark.parametrize("lists", ["files", "names", "nothing"])
@pytest.mark.parametrize("held", ["site", "session"])
@pytest.mark.parametrize("after", [1, 2])
async def test_a_session_that_ends_in_between_loses_no_document_in_silence(
    stage: EnrollingStage, lists: str, held: str, after: int
) -> None:
    """Sites that hold imports with the session forget them with it: a list shows that."""
    stage.tab.lists, stage.tab.held = lists, held
    writes = 0

    def end_sessions() -> None:
        nonlocal writes
        writes += 1
        if writes == after + 1:
            stage.extranet.end_sessions()

    stage.tab.before_write = end_sessions
    asked = await ask_with_two(stage)
    await stage.work_out()
    (taken,) = stage.tab.enrolled
    states = await documents(stage, asked)
    complete = len(taken.files) == 2
    assert complete or "unclear" in states
    if held == "site":
        assert complete
        assert twice(stage) == []
    if lists != "nothing":
        assert complete


@pytest.mark.parametrize("at", [0, 1, 2])
async def test_a_tab_that_is_closed_meanwhile_stops_it_and_says_so(
    stage: EnrollingStage, at: int
) -> None:
    writes = 0

    def close() -> None:
        nonlocal writes
        stage.tab.active = writes < at
        writes += 1

    stage.tab.before_write = close
    asked = await ask_with_two(stage)
    await stage.work_out()
    assert await stage.state(asked) is State.BLOCKED_CONFLICT
    assert (await view_of(stage, asked)).hindrance == "closed"
    assert (len(stage.tab.imports), stage.tab.enrolled) == (at, [])


async def test_a_tab_that_is_closed_before_the_delivery_stops_it(stage: EnrollingStage) -> None:
    asked = await ask_with_two(stage)
    stage.tab.active = False
    await stage.work_out()
    assert await stage.state(asked) is State.BLOCKED_CONFLICT
    assert (await view_of(stage, asked)).hindrance == "closed"


async def test_another_form_stops_it_before_a_document_leaves(stage: EnrollingStage) -> None:
    asked = await ask_with_two(stage)
    stage.tab.shape = "another"
    await stage.work_out()
    assert await stage.state(asked) is State.BLOCKED_CONFLICT
    assert (await view_of(stage, asked)).hindrance == "changed"
    assert (stage.tab.imports, stage.tab.enrolled) == ([], [])


async def test_what_waits_already_and_is_not_ours_stops_it(stage: EnrollingStage) -> None:
    """The family has asked on the old site itself meanwhile."""
    asked = await ask_with_two(stage)
    stage.tab.waiting = True
    await stage.work_out()
    assert await stage.state(asked) is State.BLOCKED_CONFLICT
    assert (await view_of(stage, asked)).hindrance == "waiting"
    assert (stage.tab.imports, stage.tab.enrolled) == ([], [])


async def test_what_waited_already_and_the_family_saw_does_not(stage: EnrollingStage) -> None:
    stage.tab.waiting = True
    asked = await ask_with_two(stage)
    await stage.work_out()
    await put_in_once(stage, asked)


async def test_where_it_waited_before_a_lost_answer_is_for_a_person(stage: EnrollingStage) -> None:
    """The sentence was there: it proves nothing."""
    stage.tab.waiting = True
    stage.tab.fates = [Fate.ARRIVES, Fate.ARRIVES, Fate.REQUEST_LOST]
    asked = await ask_with_two(stage)
    await stage.work_out()
    assert await stage.state(asked) is State.NEEDS_ATTENTION
    assert stage.tab.enrolled == []


async def test_absence_is_no_proof_once_the_staff_may_have_validated(stage: EnrollingStage) -> None:
    stage.tab.fates = [Fate.ARRIVES, Fate.ARRIVES, Fate.LANDS_LATE]
    asked = await ask_with_two(stage)
    await stage.work()
    stage.tab.land()
    stage.tab.waiting = False
    stage.clock.turn(hours=2)
    await stage.work_out()
    assert await stage.state(asked) is State.NEEDS_ATTENTION
    assert len(stage.tab.enrolled) == 1


async def test_absence_is_no_proof_where_the_tab_is_not_as_it_was(stage: EnrollingStage) -> None:
    stage.tab.fates = [Fate.ARRIVES, Fate.ARRIVES, Fate.LANDS_LATE]
    asked = await ask_with_two(stage)
    await stage.work()
    stage.tab.land()
    stage.tab.waiting, stage.tab.note = False, "Plutôt le mercredi."
    await stage.work_out()
    assert await stage.state(asked) is State.NEEDS_ATTENTION
    assert len(stage.tab.enrolled) == 1


async def test_while_the_site_is_down_it_waits_and_nothing_is_lost(stage: EnrollingStage) -> None:
    asked = await ask_with_two(stage)
    stage.extranet.faults.down = True
    await stage.work()
    assert await stage.state(asked) is State.RECEIVED
    stage.extranet.faults.down = False
    await stage.work_out()
    await put_in_once(stage, asked)


async def test_a_document_that_is_gone_here_stops_it_before_anything_is_asked(
    stage: EnrollingStage,
) -> None:
    asked = await ask_with_two(stage)
    shutil.rmtree(stage.folder / "documents")
    await stage.work_out()
    assert await stage.state(asked) is State.BLOCKED_CONFLICT
    assert (await view_of(stage, asked)).hindrance == "documents"
    assert (stage.tab.imports, stage.tab.enrolled) == ([], [])


async def test_two_documents_of_one_name_are_told_apart_where_only_names_show(
    stage: EnrollingStage,
) -> None:
    stage.tab.lists = "names"
    stage.tab.fates = [Fate.ARRIVES, Fate.REQUEST_LOST]
    asked = await stage.ask(await stage.piece(HOME, "1"), await stage.piece(HOME, "2"))
    await stage.work_out()
    assert await stage.state(asked) is State.AWAITING_STAFF
    assert [body for *_, body in stage.tab.imports] == [pdf("1"), pdf("2")]


async def test_documents_go_with_the_end_of_their_request(stage: EnrollingStage) -> None:
    asked = await ask_with_two(stage)
    assert set((await stage.held()).values()) == {asked.row.number}
    await stage.work_out()
    assert len(await stage.held()) == 2
    stage.tab.waiting = False
    await stage.look()
    assert await stage.state(asked) is State.VALIDATED
    assert await stage.held() == {}
