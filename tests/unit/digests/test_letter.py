"""What a digest says: numbers, in right French, and nothing of anybody."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from adapters.errors import ColumnsLost
from gateway.drift import Drift
from gateway.office.digest_letters import Digest
from gateway.pending.restored import Restored
from gateway.pending.states import State
from gateway.pending.subjects import Kind, Subject
from gateway.views.office import Day, Decision
from tests.unit.digests.post import ANNE, Post, body, paris, told
from tests.unit.office.stage import ANNE as CLERK

LOEIZA = Subject(kind=Kind.STUDENT, ref="loeiza0000000001", name="D’AOÛT Lœïza <b>")
SEVEN = datetime(2026, 9, 9, 5, 0, tzinfo=UTC)


async def test_it_counts_what_the_desk_counts(post: Post) -> None:
    post.at(2026, 9, 7, 12, 0)
    await post.desk.standing("2026-1", State.AWAITING_STAFF)
    post.at(2026, 9, 8, 12, 0)
    for number, state in (
        ("2026-2", State.AWAITING_STAFF), ("2026-3", State.BLOCKED_CONFLICT),
        ("2026-4", State.BLOCKED_CREDENTIALS), ("2026-5", State.REVIEW),
        ("2026-6", State.VALIDATED), ("2026-7", State.RECEIVED),
    ):  # fmt: skip
        await post.desk.standing(number, state, account=number)
    row = await post.desk.row("2026-5")
    await post.desk.office.decide(CLERK, "2026-5", row.fence, Decision.ASK, "Une pièce manque.")
    await post.taken()

    post.at(2026, 9, 9, 7, 0)
    letter = await post.one()
    assert letter["Subject"] == (
        "1 demande à traiter, 2 à valider dans iMuse, 2 bloquées – Conservatoire des Tilleuls"
    )
    said = body(letter)
    for line in (
        "Voici où en est la file des demandes, le mercredi 9 septembre 2026 à 7 h 00.",
        "- À traiter d’abord : 1",
        "- À valider dans iMuse : 2",
        "- Bloquées : 2",
        "- Chez la famille : 1",
        "- Où il manque une pièce ou une précision : 1",
        "Une demande bloquée peut être aussi à traiter d’abord : elle compte alors dans les deux "
        "nombres.",
        "La plus ancienne attend depuis le lundi 7 septembre 2026.",
        "Ouvrir le bureau : https://portail.tilleuls.example/bureau",
        "Depuis le mardi 8 septembre 2026 à 7 h 00 :",
        "- Demandes reçues : 6",
        "- Demandes envoyées à iMuse : 0",
    ):
        assert f"{line}\n" in said, line
    for line in ("À traiter d’abord", "La plus ancienne attend", "Demandes reçues"):
        assert line in body(letter, "html")
    day = await post.desk.office.day(CLERK)
    assert (day.urgent, day.waiting, day.blocked, day.with_family) == (1, 2, 2, 1)


async def test_what_imuse_got_is_counted_since_the_last_one(post: Post) -> None:
    stage = post.desk.stage
    await stage.ask(await stage.sign_in(), keep=True)
    await stage.work()
    await post.taken()
    post.at(2026, 9, 10, 7, 0)
    assert "- Demandes envoyées à iMuse : 1\n" in body(await post.one())
    post.at(2026, 9, 11, 7, 0)
    assert "- Demandes envoyées à iMuse : 0\n" in body(await post.one())


async def test_what_imuse_got_before_is_not_counted_again_once_a_backup_is_put_back(
    post: Post,
) -> None:
    stage = post.desk.stage
    await stage.ask(await stage.sign_in(), keep=True)
    await stage.work()
    await post.taken()
    post.at(2026, 9, 10, 7, 0)
    assert "- Demandes envoyées à iMuse : 1\n" in body(await post.one())

    restored = Restored(stage.vault, stage.settings.schools, stage.clock)
    post.at(2026, 9, 10, 12, 0)
    await stage.store.write(lambda c: restored.begin(c, stage.clock()))
    post.at(2026, 9, 11, 7, 0)
    said = body(await post.one())
    assert "- À valider dans iMuse : 1\n" in said
    assert "- Demandes envoyées à iMuse : 0\n" in said


async def test_nothing_of_a_family_is_in_it(post: Post) -> None:
    await post.desk.standing(
        "2026-7K3QX9", State.REVIEW, subject=LOEIZA, family="D’AOÛT Maël <b>",
        account="pseudonyme",
    )  # fmt: skip
    row = await post.desk.row("2026-7K3QX9")
    await post.desk.office.decide(CLERK, row.number, row.fence, Decision.ASK, "Un justificatif.")
    await post.taken()
    post.at(2026, 9, 10, 7, 0)
    letter = await post.one()
    whole = f"{letter.items()}{body(letter)}{body(letter, 'html')}".casefold()
    assert "où il manque une pièce ou une précision : 1" in whole
    for word in (
        "lœïza", "août", "maël", "<b>", "&lt;b", "7k3qx9", "2026-7", "loeiza", "pseudonyme",
        "helene@", "justificatif", "06 39", "le gall",
    ):  # fmt: skip
        assert word not in whole, word


async def test_the_schools_name_is_inert_wherever_it_stands(post: Post) -> None:
    name = 'École <b>"Tilleuls"</b> & Cie\r\nBcc: x@example.org'
    post.schools = [replace(told(post.school, ANNE), name=name)]
    await post.desk.standing("2026-1", State.REVIEW)
    post.at(2026, 9, 9, 7, 0)
    letter = await post.one()
    assert letter["Bcc"] is None
    assert "<b>" not in body(letter, "html")
    assert "École &lt;b&gt;" in body(letter, "html")
    assert 'École <b>"Tilleuls"</b> & Cie' in body(letter)


async def test_what_comes_while_it_is_written_is_the_next_ones_alone(post: Post) -> None:
    """Its moment is taken before the store is read: what is accepted in between is not lost."""
    store, letters = post.desk.stage.store, post.letters()
    post.at(2026, 9, 9, 7, 0)
    now = post.desk.stage.clock()
    await post.desk.standing("2026-1", State.REVIEW)
    found = await store.read(lambda c: letters.digest(c, post.school, now))
    assert (found.day.received, found.day.urgent) == (0, 1)
    later = await store.read(lambda c: letters.digest(c, post.school, now + timedelta(days=1)))
    assert later.day.received == 1


async def test_a_quiet_day_has_none_and_its_requests_are_the_next_ones(post: Post) -> None:
    digests = post.digests()
    post.at(2026, 9, 9, 7, 0)
    assert await post.written(digests) == []
    post.at(2026, 9, 9, 12, 0)
    await post.desk.standing("2026-1", State.VALIDATED)
    assert await post.written(digests) == []
    post.at(2026, 9, 10, 7, 0)
    letter = await post.one(digests)
    assert letter["Subject"] == "Aucune demande à traiter – Conservatoire des Tilleuls"
    assert "- Demandes reçues : 1\n" in body(letter)
    assert "Toutes les demandes sont closes.\n" in body(letter)
    post.at(2026, 9, 11, 7, 0)
    assert await post.written(digests) == []


async def test_a_quiet_day_has_one_where_the_school_wants_it(post: Post) -> None:
    post.schools = [told(post.school, ANNE, digest_when_quiet=True)]
    post.at(2026, 9, 9, 7, 0)
    assert (await post.one())["Subject"].startswith("Aucune demande à traiter – ")


async def test_an_old_site_that_does_not_answer_is_worth_a_letter(post: Post) -> None:
    post.halted = ("", "student")
    post.at(2026, 9, 9, 7, 0)
    letter = await post.one()
    assert letter["Subject"] == (
        "Aucune demande à traiter, l’extranet ne répond pas – Conservatoire des Tilleuls"
    )
    for kind in ("plain", "html"):
        said = body(letter, kind)
        assert "Il ne répond pas : rien n’y est envoyé pour le moment." in said
        assert "Identité d’un élève : sa page n’est plus comme avant" in said
        assert "Rien d’anormal" not in said


async def test_what_could_not_be_read_is_told_once(post: Post) -> None:
    drift = Drift(lambda: paris(2026, 9, 8, 15, 0))
    for resource in ("courses", "look", "sites"):
        drift.report(post.school.id, "pseudonyme", resource, ColumnsLost("x"))
    post.drifted = drift.of_school(post.school.id)
    post.at(2026, 9, 9, 7, 0)
    said = body(await post.one())
    assert "- Cours : n’a pas pu être lu comme avant." in said
    assert said.count("- Un autre écran : n’a pas pu être lu") == 1
    assert "look" not in said
    post.at(2026, 9, 10, 7, 0)
    assert await post.written() == []


def subject(post: Post, urgent: int = 0, waiting: int = 0, blocked: int = 0) -> str:
    day = Day(
        received=0,
        sent=0,
        waiting=waiting,
        blocked=blocked,
        with_family=0,
        urgent=urgent,
        oldest=SEVEN,
    )
    digest = Digest(since=SEVEN - timedelta(days=1), at=SEVEN, day=day, lacking=0)
    said: str = post.letters().write(post.school, digest).subject
    return said.removesuffix(" – Conservatoire des Tilleuls")


@pytest.mark.parametrize(
    ("counts", "french", "english"),
    [
        ((0, 0, 0), "Aucune demande à traiter", "No request to deal with"),
        ((1, 0, 0), "1 demande à traiter", "1 request to deal with"),
        ((4, 0, 2), "4 demandes à traiter, 2 bloquées", "4 requests to deal with, 2 blocked"),
        ((1, 1, 1), "1 demande à traiter, 1 à valider dans iMuse, 1 bloquée",
         "1 request to deal with, 1 to validate in iMuse, 1 blocked"),
        ((0, 1, 0), "1 demande à valider dans iMuse", "1 request to validate in iMuse"),
        ((0, 2, 1), "2 demandes à valider dans iMuse, 1 bloquée",
         "2 requests to validate in iMuse, 1 blocked"),
        ((0, 0, 1), "1 demande bloquée", "1 request blocked"),
        ((0, 0, 2), "2 demandes bloquées", "2 requests blocked"),
    ],
)  # fmt: skip
async def test_the_subject_says_the_essential_with_right_plurals(
    post: Post, counts: tuple[int, int, int], french: str, english: str
) -> None:
    assert subject(post, *counts) == french
    post.language = "en"
    assert subject(post, *counts) == english
