"""Documents are taken in whole or not at all, sealed, each family's own (TRUST 14, 16)."""

import asyncio
import os
import stat
from collections.abc import AsyncIterator
from functools import partial

import msgspec
import pytest

from gateway.documents import DocumentGone, DocumentRefused, Owner, Stored, refusals
from gateway.store import documents as rows
from tests.unit.documents.conftest import Cupboard, pieces
from tests.unit.documents.samples import pdf, photo

OTHER = Owner("tilleuls", "b" * 32)


async def give(
    cupboard: Cupboard, owner: Owner, body: bytes = b"", name: str = "piece.pdf", declared: str = ""
) -> Stored:
    return await cupboard.documents.receive(owner, name, declared, pieces(body or pdf(5_000)))


async def refused(cupboard: Cupboard, owner: Owner, body: bytes, name: str = "piece.pdf") -> str:
    with pytest.raises(DocumentRefused) as refusal:
        await give(cupboard, owner, body, name)
    assert cupboard.files() == []
    return refusal.value.key


async def test_what_was_given_is_read_back_byte_for_byte(cupboard: Cupboard, family: Owner) -> None:
    for size in (60, 65_535, 65_536, 65_537, 200_000, 2_000_000):
        body = pdf(size)
        stored = await give(cupboard, family, body, "Justificatif d’août.pdf")
        assert await cupboard.documents.read(family, stored.id) == body
        assert (stored.size, stored.media_type, stored.extension, stored.reduced) == (
            size, "application/pdf", "pdf", False,
        )  # fmt: skip
        await cupboard.documents.forget(family, [stored.id])


async def test_a_photo_is_kept_as_it_will_be_sent(cupboard: Cupboard, family: Owner) -> None:
    stored = await give(cupboard, family, photo(2600, 2000), "IMG_0001.JPG", "image/jpeg")

    body = await cupboard.documents.read(family, stored.id)
    assert stored.reduced
    assert len(body) == stored.size <= 2_000_000
    assert len(cupboard.files()) == 1


async def test_nothing_lies_on_disk_in_clear(cupboard: Cupboard, family: Owner) -> None:
    seen: list[bytes] = []

    async def watched() -> AsyncIterator[bytes]:
        async for piece in pieces(pdf(300_000).replace(b"x" * 40, b"CANARI" * 6 + b"xxxx")):
            seen.extend(file.read_bytes() for file in cupboard.files())
            yield piece

    await cupboard.documents.receive(family, "CANARI.pdf", "", watched())

    seen += [file.read_bytes() for file in cupboard.folder.parent.rglob("*") if file.is_file()]
    assert len(seen) > 10
    assert not any(b"CANARI" in each or b"%PDF" in each for each in seen)
    assert {file.stat().st_mode & 0o777 for file in cupboard.files()} == {0o600}
    assert cupboard.folder.stat().st_mode & 0o777 == 0o700


async def test_the_file_is_on_disk_before_its_row_is_committed(
    cupboard: Cupboard, family: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    happened: list[str] = []
    sync, write = os.fsync, cupboard.store.write

    def noted_sync(handle: int) -> None:
        sync(handle)
        happened.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")

    async def noted_write(fn):  # type: ignore[no-untyped-def]
        result = await write(fn)
        happened.append("commit")
        return result

    monkeypatch.setattr(os, "fsync", noted_sync)
    monkeypatch.setattr(cupboard.store, "write", noted_write)

    await give(cupboard, family)
    await give(cupboard, family)

    new_folder, each = ["folder"], ["file", "folder", "commit"]
    assert happened == new_folder + each + each


@pytest.mark.parametrize("size", [2_000_001, 3_000_000])
async def test_a_pdf_over_the_old_sites_limit_is_refused(
    cupboard: Cupboard, family: Owner, size: int
) -> None:
    assert await refused(cupboard, family, pdf(size)) == refusals.LARGE


async def test_a_photo_over_the_limit_is_refused_while_it_comes(
    cupboard: Cupboard, family: Owner
) -> None:
    came = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal came
        yield photo(40, 40)
        while came < 20_000_000:
            came += 100_000
            yield bytes(100_000)

    with pytest.raises(DocumentRefused) as refusal:
        await cupboard.documents.receive(family, "photo.jpg", "image/jpeg", endless())

    assert refusal.value.key == refusals.LARGE_PICTURE
    assert came <= 15_200_000
    assert cupboard.files() == []


async def test_nothing_and_half_a_document_are_refused(cupboard: Cupboard, family: Owner) -> None:
    async def nothing() -> AsyncIterator[bytes]:
        return
        yield b""

    with pytest.raises(DocumentRefused) as refusal:
        await cupboard.documents.receive(family, "vide.pdf", "", nothing())
    assert refusal.value.key == refusals.EMPTY
    assert await refused(cupboard, family, pdf(90_000)[:-20]) == refusals.CUT_PDF
    assert await refused(cupboard, family, photo()[:2_000], "photo.jpg") == refusals.BROKEN


async def test_one_who_leaves_in_the_middle_leaves_nothing(
    cupboard: Cupboard, family: Owner
) -> None:
    async def breaks_off() -> AsyncIterator[bytes]:
        yield pdf(90_000)[:70_000]
        raise ConnectionError

    with pytest.raises(ConnectionError):
        await cupboard.documents.receive(family, "piece.pdf", "", breaks_off())

    assert cupboard.files() == []
    assert len([await give(cupboard, family) for _ in range(4)]) == 4


async def test_a_family_keeps_no_more_than_it_may(cupboard: Cupboard, family: Owner) -> None:
    for _ in range(4):
        await give(cupboard, family)

    with pytest.raises(DocumentRefused) as refusal:
        await give(cupboard, family)

    assert refusal.value.key == refusals.MANY
    assert len(cupboard.files()) == 4
    assert (await give(cupboard, OTHER)).size == 5_000


async def test_two_at_once_do_not_both_take_the_last_place(
    cupboard: Cupboard, family: Owner
) -> None:
    for _ in range(3):
        await give(cupboard, family)

    ended = await asyncio.gather(
        *(give(cupboard, family) for _ in range(3)), return_exceptions=True
    )

    assert [type(one) for one in ended].count(Stored) == 1
    assert len(cupboard.files()) == 4


async def test_a_family_keeps_no_more_bytes_than_it_may(cupboard: Cupboard, family: Owner) -> None:
    for _ in range(2):
        await give(cupboard, family, pdf(2_000_000))

    with pytest.raises(DocumentRefused) as refusal:
        await give(cupboard, family, pdf(1_500_000))

    assert refusal.value.key == refusals.FULL
    assert len(cupboard.files()) == 2


async def test_one_family_that_sends_slowly_keeps_no_other_out(
    cupboard: Cupboard, family: Owner
) -> None:
    begun = 0

    async def stalls() -> AsyncIterator[bytes]:
        nonlocal begun
        begun += 1
        yield pdf(90_000)[:2_000]
        await asyncio.Event().wait()

    slow = [
        asyncio.create_task(cupboard.documents.receive(family, "piece.pdf", "", stalls()))
        for _ in range(20)
    ]
    async with asyncio.timeout(10):
        assert (await give(cupboard, OTHER)).size == 5_000
    for each in slow:
        each.cancel()
    await asyncio.gather(*slow, return_exceptions=True)

    assert begun == 3


async def test_what_is_stopped_while_it_is_committed_leaves_no_document_without_its_file(
    cupboard: Cupboard, family: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = cupboard.store.write

    async def stopped(fn):  # type: ignore[no-untyped-def]
        await write(fn)
        raise asyncio.CancelledError

    monkeypatch.setattr(cupboard.store, "write", stopped)
    with pytest.raises(asyncio.CancelledError):
        await give(cupboard, family)
    monkeypatch.undo()

    await cupboard.documents.sweep()
    known = await cupboard.store.read(rows.ids)
    assert {file.name for file in cupboard.files()} == known
    assert len(known) == 1


async def test_a_document_whose_file_or_whose_key_is_gone_is_not_there(
    cupboard: Cupboard, family: Owner
) -> None:
    kept, lost, sealed = [await give(cupboard, family) for _ in range(3)]
    (cupboard.folder / lost.id).unlink()
    other_family = rows.DocumentRow(
        school="tilleuls", id="e" * 32, account=OTHER.account, number=None, size=1,
        kept_at=cupboard.now, sealed=b"",
    )  # fmt: skip
    (row,) = await cupboard.store.read(
        lambda c: rows.find(c, "tilleuls", family.account, [sealed.id])
    )
    (cupboard.folder / other_family.id).write_bytes(b"")
    moved = msgspec.structs.replace(other_family, sealed=row.sealed)
    await cupboard.store.write(lambda c: rows.add(c, moved))

    found = await cupboard.documents.find(family, [lost.id, kept.id])
    assert found == (kept,)
    assert await cupboard.documents.find(OTHER, [moved.id]) == ()
    for owner, id in ((family, lost.id), (OTHER, moved.id)):
        with pytest.raises(DocumentGone):
            await cupboard.documents.read(owner, id)
        with pytest.raises(DocumentGone):
            await cupboard.documents.copy(owner, id)


async def test_anothers_document_is_not_there(cupboard: Cupboard, family: Owner) -> None:
    stored = await give(cupboard, family)

    for other in (OTHER, Owner("ormes", family.account)):
        assert await cupboard.documents.find(other, [stored.id]) == ()
        with pytest.raises(DocumentGone):
            await cupboard.documents.read(other, stored.id)
        await cupboard.documents.forget(other, [stored.id])
        row = await cupboard.store.read(
            lambda c, who=other: rows.find(c, who.school, who.account, [stored.id])  # type: ignore[misc]
        )
        assert row == []
    assert await cupboard.documents.find(family, [stored.id]) == (stored,)


async def test_a_file_that_was_exchanged_cut_or_mixed_up_does_not_open(
    cupboard: Cupboard, family: Owner
) -> None:
    one = await give(cupboard, family, pdf(150_000))
    two = await give(cupboard, family, pdf(150_000))
    first, second = (cupboard.folder / each.id for each in (one, two))
    whole, other = first.read_bytes(), second.read_bytes()
    length = int.from_bytes(whole[:4]) + 4

    for damaged in (
        other,
        whole[:length],
        whole[length:],
        whole[length : 2 * length] + whole[:length] + whole[2 * length :],
        b"",
        whole[:-1],
    ):
        first.write_bytes(damaged)
        with pytest.raises(DocumentGone):
            await cupboard.documents.read(family, one.id)
    first.write_bytes(whole)
    assert await cupboard.documents.read(family, one.id) == pdf(150_000)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("C:\\Users\\Zoé\\photo.pdf", "photo.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie: x.pdf"),
        (f"{'é' * 300}.pdf", f"{'é' * 76}.pdf"),
        ("<b>piece</b>.pdf", "b>.pdf"),
        ("photo\u202efdp.pdf", "photo fdp.pdf"),
    ],
)
async def test_a_files_name_is_only_shown_and_holds_no_harm(
    cupboard: Cupboard, family: Owner, given: str, shown: str
) -> None:
    stored = await give(cupboard, family, name=given)

    assert stored.file_name == shown
    assert [file.name for file in cupboard.files()] == [stored.id]


async def test_a_copy_is_one_of_its_own(cupboard: Cupboard, family: Owner) -> None:
    stored = await give(cupboard, family)

    copy = await cupboard.documents.copy(family, stored.id)
    await cupboard.documents.forget(family, [stored.id])

    assert await cupboard.documents.read(family, copy.id) == pdf(5_000)
    assert await cupboard.documents.find(family, [stored.id, copy.id]) == (copy,)
    with pytest.raises(DocumentGone):
        await cupboard.documents.copy(OTHER, copy.id)


async def test_what_a_request_holds_stays_until_it_ends(cupboard: Cupboard, family: Owner) -> None:
    stored = await give(cupboard, family)
    store, documents = cupboard.store, cupboard.documents
    await store.write(lambda c: documents.hand_over(c, family, [stored.id], "2026-ABC"))

    await documents.forget(family, [stored.id])
    cupboard.later(days=90)
    await documents.sweep()
    assert await documents.read(family, stored.id) == pdf(5_000)
    with pytest.raises(DocumentGone):
        await store.write(lambda c: documents.hand_over(c, family, [stored.id], "2026-XYZ"))

    await store.write(lambda c: documents.let_go(c, "tilleuls", "2026-ABC"))
    with pytest.raises(DocumentGone):
        await documents.read(family, stored.id)
    await documents.sweep()
    assert cupboard.files() == []


async def test_what_is_handed_over_is_all_there_or_nothing_is(
    cupboard: Cupboard, family: Owner
) -> None:
    stored, other = await give(cupboard, family), await give(cupboard, OTHER)

    for ids in ([stored.id, "0" * 32], [stored.id, other.id]):
        hand_over = partial(cupboard.documents.hand_over, owner=family, ids=ids, number="2026-ABC")
        with pytest.raises(DocumentGone):
            await cupboard.store.write(hand_over)

    await cupboard.documents.forget(family, [stored.id])
    assert await cupboard.documents.find(family, [stored.id]) == ()


async def test_what_nobody_sends_is_erased_in_time(cupboard: Cupboard, family: Owner) -> None:
    old = await give(cupboard, family)
    cupboard.later(days=29)
    young = await give(cupboard, family)
    cupboard.later(days=2)

    await cupboard.documents.sweep()

    assert await cupboard.documents.find(family, [old.id, young.id]) == (young,)
    assert [file.name for file in cupboard.files()] == [young.id]


async def test_what_a_crash_left_is_swept_and_what_is_coming_is_not(
    cupboard: Cupboard, family: Owner
) -> None:
    kept = await give(cupboard, family)
    (cupboard.folder / ("f" * 32)).write_bytes(b"left by a crash")

    async def swept_meanwhile() -> AsyncIterator[bytes]:
        yield pdf(90_000)[:70_000]
        await cupboard.documents.sweep()
        yield pdf(90_000)[70_000:]

    coming = await cupboard.documents.receive(family, "piece.pdf", "", swept_meanwhile())

    assert [file.name for file in cupboard.files()] == sorted([kept.id, coming.id])
    assert await cupboard.documents.read(family, coming.id) == pdf(90_000)


async def test_files_go_by_themselves_once_a_request_has_ended(
    cupboard: Cupboard, family: Owner
) -> None:
    stored = await give(cupboard, family)
    store, documents = cupboard.store, cupboard.documents
    running = asyncio.create_task(documents.run())
    await store.write(lambda c: documents.hand_over(c, family, [stored.id], "2026-ABC"))

    await store.write(lambda c: documents.let_go(c, "tilleuls", "2026-ABC"))
    for _ in range(60):
        if not cupboard.files():
            break
        await asyncio.sleep(0.1)
    running.cancel()

    assert cupboard.files() == []
