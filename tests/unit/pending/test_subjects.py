"""Whose sheet a request is about."""

import msgspec

from gateway.pending.records import Body
from gateway.pending.subjects import FAMILY, Kind, Subject

ZOE = Subject(kind=Kind.STUDENT, ref="z", name="LEMARCHAND Zoé")


def test_each_sheet_has_a_place_of_its_own() -> None:
    sibling = Subject(kind=Kind.STUDENT, ref="u", name="LEMARCHAND Zoé")
    nobody = Subject(kind=Kind.STUDENT)
    assert len({each.place for each in (FAMILY, ZOE, sibling, nobody)}) == 4


def test_a_name_that_changed_is_the_same_sheet() -> None:
    assert msgspec.structs.replace(ZOE, name="D’AOÛT Zoé").place == ZOE.place


def test_a_request_from_before_there_were_students_is_about_famille() -> None:
    former = msgspec.msgpack.encode({"wanted": [], "shape": "s", "waited": False, "mailed_to": []})
    assert msgspec.msgpack.decode(former, type=Body).subject == FAMILY


def test_whose_sheet_it_is_lies_in_the_body() -> None:
    body = Body(wanted=(), shape="s", waited=False, mailed_to=(), subject=ZOE)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(body), type=Body).subject == ZOE
