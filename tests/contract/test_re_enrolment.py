"""Réinscription on every stand: read as it shows, imported once, asked once (guide)."""

from collections.abc import AsyncIterator, Iterator

import pytest

from adapters import re_enrolment_signs as signs
from adapters.errors import Conflict, FormChanged, NotListed, Unstorable
from adapters.model import Verdict
from adapters.port import Extranet, Session
from adapters.re_enrolment import Document, ReEnrolment, Wish
from tests.contract.stands.requests import IN_CONTRACT, REQUEST_STANDS, RequestStand
from tests.contract.visit import nothing_to_do, plain, signed_in
from tests.strangers.stage import Account

PDF = b"%PDF-1.4\r\n--" + bytes(range(256)) * 8 + b"\r\n%%EOF\n"


@pytest.fixture(params=IN_CONTRACT)
def place(request: pytest.FixtureRequest) -> Iterator[RequestStand]:
    with REQUEST_STANDS[request.param]() as built:
        yield built


@pytest.fixture
async def door(place: RequestStand) -> AsyncIterator[Extranet]:
    built = place.extranet()
    yield built
    await built.close()


@pytest.fixture
def family(place: RequestStand) -> Account:
    return place.accounts[0]


@pytest.fixture
async def inside(door: Extranet, family: Account) -> AsyncIterator[Session]:
    opened = await signed_in(door, family)
    yield opened
    await opened.close()


@pytest.fixture
async def refs(place: RequestStand, family: Account, inside: Session) -> dict[str, str]:
    """The students' references by their labels."""
    known = {plain(one.name): one.ref for one in await inside.students()}
    return {label: known[plain(label)] for label in place.labels(family.identifier)}


@pytest.fixture
def zoe(refs: dict[str, str]) -> tuple[str, str]:
    """The first student: label and reference."""
    return next(iter(refs.items()))


async def tab_of(session: Session, ref: str) -> ReEnrolment:
    tab = await session.re_enrolment(ref)
    assert tab is not None
    return tab


def document(tab: ReEnrolment, number: int = 0, name: str = "2026-7K3QX9-1-piece.pdf") -> Document:
    assert tab.imports is not None
    value = tab.imports.names[number].value if tab.imports.names else "Justificatif"
    return Document(name=value, file_name=name, media_type="application/pdf", body=PDF)


def wish(
    tab: ReEnrolment, count: int = 2, note: str = "Deux cours le même soir, si possible."
) -> Wish:
    offered = tuple(one.key for one in tab.disciplines if one.editable)
    return Wish(
        ticked=offered[:count],
        offered=offered,
        note=note,
        shape=tab.shape,
        waiting=tab.waiting,
    )


def captions(tab: ReEnrolment, keys: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(plain(one.caption) for one in tab.disciplines if one.key in keys)


async def test_the_tab_is_read_as_it_shows(
    place: RequestStand, family: Account, inside: Session, refs: dict[str, str]
) -> None:
    for label, ref in refs.items():
        true = place.tab(family.identifier, label)
        tab = await tab_of(inside, ref)
        boxes = {plain(one.caption): one for one in tab.disciplines if one.editable}
        assert {caption: one.ticked for caption, one in boxes.items()} == {
            plain(box.caption): box.ticked for box in true.boxes if box.tickable
        }
        rest = [plain(one.caption) for one in tab.disciplines if not one.editable]
        closed = [plain(box.caption) for box in true.boxes if not box.tickable]
        assert len(rest) == len(closed)
        assert all(any(one in said for said in rest) for one in closed)
        assert tab.imports is not None
        assert [one.label for one in tab.imports.names] == list(true.names)
        assert tab.imports.max_bytes == 2_000_000
        assert {"pdf", "png", "jpeg"} <= set(tab.imports.formats)
        assert tab.note is not None
        assert (tab.note.value, tab.waiting is not None) == (true.note, true.waiting)
        if true.lists_imports:
            assert len(tab.imported or ()) == len(true.imported)


async def test_a_second_reading_is_the_same(inside: Session, zoe: tuple[str, str]) -> None:
    assert await tab_of(inside, zoe[1]) == await tab_of(inside, zoe[1])


async def test_where_the_school_has_closed_it_there_is_no_tab(
    place: RequestStand, inside: Session, zoe: tuple[str, str]
) -> None:
    tab = await tab_of(inside, zoe[1])
    place.activate(False)

    assert await inside.re_enrolment(zoe[1]) is None
    with pytest.raises(NotListed):
        await inside.submit_re_enrolment(zoe[1], wish(tab), nothing_to_do)
    with pytest.raises(NotListed):
        await inside.upload(zoe[1], document(tab), nothing_to_do)
    assert (list(place.enrolled), list(place.imports)) == ([], [])

    place.activate(True)
    assert await tab_of(inside, zoe[1]) == tab


async def test_a_document_arrives_once_byte_for_byte_under_the_name_chosen(
    place: RequestStand, family: Account, inside: Session, zoe: tuple[str, str]
) -> None:
    tab = await tab_of(inside, zoe[1])
    sent = document(tab, 1)

    outcome = await inside.upload(zoe[1], sent, nothing_to_do)

    assert (outcome.verdict, outcome.already) == (Verdict.APPLIED, False)
    ((identifier, label, came),) = place.imports
    assert (identifier, plain(label)) == (family.identifier, plain(zoe[0]))
    assert (came.file_name, came.body) == (sent.file_name, PDF)
    assert tab.imports is not None
    assert came.name == tab.imports.names[1].label
    assert list(place.enrolled) == []
    after = await tab_of(inside, zoe[1])
    assert after.shape == tab.shape
    assert place.tab(family.identifier, zoe[0]).imported == (came,)


async def test_what_is_listed_by_its_very_file_is_not_sent_again(
    place: RequestStand, inside: Session, zoe: tuple[str, str]
) -> None:
    sent = document(await tab_of(inside, zoe[1]))
    await inside.upload(zoe[1], sent, nothing_to_do)
    known = signs.listed(sent, await tab_of(inside, zoe[1]))

    again = await inside.upload(zoe[1], sent, nothing_to_do)

    assert (again.verdict, again.already) == (Verdict.APPLIED, known)
    # A site that shows no file names tells nobody that this very one is there.
    assert len(place.imports) == (1 if known else 2)


async def test_a_document_over_the_limit_is_refused_in_the_schools_words(
    place: RequestStand, inside: Session, zoe: tuple[str, str]
) -> None:
    sent = document(await tab_of(inside, zoe[1]))
    large = Document(
        name=sent.name,
        file_name=sent.file_name,
        media_type=sent.media_type,
        body=PDF + bytes(2_000_000),
    )

    outcome = await inside.upload(zoe[1], large, nothing_to_do)

    assert outcome.verdict is Verdict.REFUSED
    assert outcome.words
    assert list(place.imports) == []


async def test_a_lost_answer_to_an_import_is_unknown_and_the_tab_tells(
    place: RequestStand, inside: Session, zoe: tuple[str, str]
) -> None:
    tab = await tab_of(inside, zoe[1])
    sent = document(tab)
    place.lose_next_answer("import")

    outcome = await inside.upload(zoe[1], sent, nothing_to_do)

    assert (outcome.verdict, outcome.settled) == (Verdict.UNKNOWN, False)
    assert len(place.imports) == 1
    after = await tab_of(inside, zoe[1])
    assert len(after.imported or ()) == len(tab.imported or ()) + 1


async def test_valider_makes_one_request_with_all_that_was_asked(
    place: RequestStand, family: Account, inside: Session, zoe: tuple[str, str]
) -> None:
    tab = await tab_of(inside, zoe[1])
    await inside.upload(zoe[1], document(tab), nothing_to_do)
    asked = wish(tab)

    outcome = await inside.submit_re_enrolment(zoe[1], asked, nothing_to_do)

    assert outcome.verdict is Verdict.PENDING_VALIDATION
    assert outcome.words
    assert outcome.screen is not None
    assert "en attente de validation" in (outcome.screen.waiting or "").lower()
    (made,) = place.enrolled
    assert (made.identifier, plain(made.label)) == (family.identifier, plain(zoe[0]))
    assert {plain(one) for one in made.ticked} == set(captions(tab, asked.ticked))
    assert made.note == asked.note
    assert [one.body for one in made.documents] == [PDF]


async def test_unticking_all_else_is_asked_too(
    place: RequestStand, inside: Session, zoe: tuple[str, str]
) -> None:
    tab = await tab_of(inside, zoe[1])
    await inside.submit_re_enrolment(zoe[1], wish(tab, count=1), nothing_to_do)
    changed = await tab_of(inside, zoe[1])

    offered = tuple(one.key for one in changed.disciplines if one.editable)
    other = Wish(ticked=offered[1:2], offered=offered, shape=changed.shape, waiting=changed.waiting)
    await inside.submit_re_enrolment(zoe[1], other, nothing_to_do)

    assert [{plain(one) for one in made.ticked} for made in place.enrolled] == [
        set(captions(tab, offered[:1])),
        set(captions(tab, offered[1:2])),
    ]


async def test_pressed_twice_it_is_two_there(
    place: RequestStand, inside: Session, zoe: tuple[str, str]
) -> None:
    for _ in range(2):
        tab = await tab_of(inside, zoe[1])
        await inside.submit_re_enrolment(zoe[1], wish(tab), nothing_to_do)

    assert len(place.enrolled) == 2


async def test_a_lost_answer_to_valider_is_unknown_and_the_tab_tells(
    place: RequestStand, inside: Session, zoe: tuple[str, str]
) -> None:
    tab = await tab_of(inside, zoe[1])
    place.lose_next_answer("valider")

    outcome = await inside.submit_re_enrolment(zoe[1], wish(tab), nothing_to_do)

    assert (outcome.verdict, outcome.settled) == (Verdict.UNKNOWN, False)
    assert len(place.enrolled) == 1
    assert signs.waits_newly(tab.waiting, await tab_of(inside, zoe[1]))


async def test_once_the_staff_validates_the_sentence_is_gone(
    place: RequestStand, family: Account, inside: Session, zoe: tuple[str, str]
) -> None:
    tab = await tab_of(inside, zoe[1])
    await inside.submit_re_enrolment(zoe[1], wish(tab), nothing_to_do)
    assert (await tab_of(inside, zoe[1])).waiting

    place.validate(family.identifier, zoe[0])

    assert (await tab_of(inside, zoe[1])).waiting is None


async def test_one_who_saw_no_request_waiting_does_not_send_over_one(
    place: RequestStand, inside: Session, zoe: tuple[str, str]
) -> None:
    tab = await tab_of(inside, zoe[1])
    await inside.submit_re_enrolment(zoe[1], wish(tab), nothing_to_do)

    with pytest.raises(Conflict):
        await inside.submit_re_enrolment(zoe[1], wish(tab), nothing_to_do)

    assert len(place.enrolled) == 1


async def test_siblings_are_never_mixed_up(
    place: RequestStand, family: Account, inside: Session, refs: dict[str, str]
) -> None:
    (one, first), (two, second), *_ = refs.items()
    tabs = {one: await tab_of(inside, first), two: await tab_of(inside, second)}

    await inside.upload(first, document(tabs[one], name="2026-AAAAAA-1.pdf"), nothing_to_do)
    await inside.submit_re_enrolment(second, wish(tabs[two], count=1), nothing_to_do)
    await inside.upload(second, document(tabs[two], name="2026-BBBBBB-1.pdf"), nothing_to_do)
    await inside.submit_re_enrolment(first, wish(tabs[one], count=1), nothing_to_do)

    assert [(plain(label), came.file_name) for _, label, came in place.imports] == [
        (plain(one), "2026-AAAAAA-1.pdf"),
        (plain(two), "2026-BBBBBB-1.pdf"),
    ]
    assert [plain(made.label) for made in place.enrolled] == [plain(two), plain(one)]


async def test_where_the_session_has_ended_it_signs_in_before_it_sends(
    place: RequestStand, inside: Session, zoe: tuple[str, str]
) -> None:
    tab = await tab_of(inside, zoe[1])
    place.end_sessions()
    await inside.upload(zoe[1], document(tab), nothing_to_do)
    place.end_sessions()

    outcome = await inside.submit_re_enrolment(zoe[1], wish(tab), nothing_to_do)

    assert outcome.verdict is Verdict.PENDING_VALIDATION
    assert (len(place.imports), len(place.enrolled)) == (1, 1)


async def test_another_familys_student_is_not_there(
    place: RequestStand, door: Extranet, inside: Session, zoe: tuple[str, str]
) -> None:
    tab = await tab_of(inside, zoe[1])
    other = await signed_in(door, place.accounts[1])

    with pytest.raises(NotListed):
        await other.re_enrolment(zoe[1])
    with pytest.raises(NotListed):
        await other.submit_re_enrolment(zoe[1], wish(tab), nothing_to_do)
    with pytest.raises(NotListed):
        await other.upload(zoe[1], document(tab), nothing_to_do)

    await other.close()
    assert (list(place.enrolled), list(place.imports)) == ([], [])


async def test_what_the_form_cannot_say_is_not_sent(
    place: RequestStand, inside: Session, zoe: tuple[str, str]
) -> None:
    tab = await tab_of(inside, zoe[1])
    stale = wish(tab)

    with pytest.raises(FormChanged):
        await inside.submit_re_enrolment(
            zoe[1],
            Wish(ticked=stale.ticked, offered=stale.offered, shape="another"),
            nothing_to_do,
        )
    assert tab.imports is not None
    if tab.imports.names:
        strange = Document(name="Rien", file_name="a.pdf", media_type="application/pdf", body=PDF)
        with pytest.raises(FormChanged):
            await inside.upload(zoe[1], strange, nothing_to_do)
    if tab.charset != "utf-8":
        with pytest.raises(Unstorable):
            await inside.submit_re_enrolment(zoe[1], wish(tab, note="日本"), nothing_to_do)
    assert (list(place.enrolled), list(place.imports)) == ([], [])


async def test_nothing_leaves_where_what_comes_before_fails(
    place: RequestStand, inside: Session, zoe: tuple[str, str]
) -> None:
    tab = await tab_of(inside, zoe[1])

    async def fails() -> None:
        raise NotCommitted

    with pytest.raises(NotCommitted):
        await inside.submit_re_enrolment(zoe[1], wish(tab), fails)
    with pytest.raises(NotCommitted):
        await inside.upload(zoe[1], document(tab), fails)

    assert (list(place.enrolled), list(place.imports)) == ([], [])


class NotCommitted(Exception):
    """What comes before sending could not be done."""
