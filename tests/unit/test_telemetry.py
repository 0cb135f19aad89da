"""The technical log (TRUST 13, 23)."""

import io
import json
import logging
from collections.abc import Iterator

import pytest

from gateway import telemetry


@pytest.fixture(params=["plain", "json"])
def log(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    stream = io.StringIO()
    handler = telemetry.set_up(request.param, stream)
    yield stream
    logging.getLogger().removeHandler(handler)


def test_a_line_end_in_a_value_makes_no_new_line(log: io.StringIO) -> None:
    logging.getLogger("essai").info("nom : %s", "LEMARCHAND\r\n2026 INFO faux\u2028x\x1b[2J")
    assert len(log.getvalue().splitlines()) == 1
    assert "\x1b" not in log.getvalue()


def test_an_exceptions_message_is_not_logged(log: io.StringIO) -> None:
    try:
        try:
            raise ValueError("06 39 98 00 01")
        except ValueError as error:
            raise RuntimeError("LEMARCHAND") from error
    except RuntimeError:
        logging.getLogger("essai").exception("échec", extra={"incident": "ABCD"})
    written = log.getvalue()
    assert "06 39" not in written
    assert "LEMARCHAND" not in written
    assert "RuntimeError" in written
    assert "ValueError" in written
    assert "test_an_exceptions_message_is_not_logged" in written
    assert "ABCD" in written


def test_json_lines_are_json() -> None:
    stream = io.StringIO()
    handler = telemetry.set_up("json", stream)
    logging.getLogger("essai").info("bonjour", extra={"school": "tilleuls"})
    logging.getLogger().removeHandler(handler)
    fact = json.loads(stream.getvalue())
    assert (fact["message"], fact["school"], fact["level"]) == ("bonjour", "tilleuls", "INFO")


def test_incident_numbers_are_short_and_differ() -> None:
    numbers = {telemetry.incident() for _ in range(50)}
    assert len(numbers) == 50
    assert {len(number) for number in numbers} == {8}
