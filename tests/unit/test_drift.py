"""Screens that are no longer as they were: counted by school, logged without what was read."""

import io
import logging
from datetime import UTC, datetime

from adapters.errors import ColumnsLost, HalfPage, Unreachable
from gateway import telemetry
from gateway.drift import Drift

NOON = datetime(2026, 9, 9, 12, tzinfo=UTC)


def drift() -> Drift:
    return Drift(lambda: NOON)


def test_what_a_person_must_look_at_is_counted_by_school_and_screen() -> None:
    found = drift()
    for error in (ColumnsLost(), HalfPage()):
        found.report("e", "a", "courses", error)
    found.report("e", "b", "billing", ColumnsLost())
    found.report("f", "a", "courses", ColumnsLost())
    assert [(each.resource, each.times, each.key) for each in found.of_school("e")] == [
        ("billing", 1, "columns_lost"),
        ("courses", 2, "half_page"),
    ]
    assert found.of_school("e")[0].last_at == NOON
    assert len(found.of_school("f")) == 1


def test_an_outage_is_no_drift() -> None:
    found = drift()
    found.report("e", "a", "courses", Unreachable())
    assert found.of_school("e") == ()


def test_each_has_its_own_incident_in_the_log_and_nothing_of_what_was_read() -> None:
    stream = io.StringIO()
    handler = telemetry.set_up("plain", stream)
    try:
        incidents = [
            drift().report("e", "a", "courses", error("CANARI"))
            for error in (ColumnsLost, HalfPage)
        ]
    finally:
        logging.getLogger().removeHandler(handler)
    logged = stream.getvalue()
    assert len(set(incidents)) == 2
    assert all(f"incident={incident}" in logged for incident in incidents)
    assert "ColumnsLost" in logged
    assert "CANARI" not in logged
