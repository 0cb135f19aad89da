"""What goes wrong on demand, over real connections."""

import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from adapters.school import Running, running
from tests.unit.school.visitor import Visitor


def wait_until_paused(school: Running) -> None:
    deadline = time.monotonic() + 10
    while not school.control.paused():
        assert time.monotonic() < deadline, "no request is held up"
        time.sleep(0.005)


def changed(school: Running) -> list[str]:
    return [change.new for effect in school.control.ledger() for change in effect.changes]


def test_a_lost_answer_leaves_the_effect(school: Running, anne: Visitor) -> None:
    anne.family()
    school.control.fault("answer_lost", screen="family", method="POST")
    with pytest.raises(httpx.RemoteProtocolError):
        anne.modify(ville="Kerlann")

    assert changed(school) == ["Kerlann"]
    anne.family()
    assert "Kerlann" in anne.text


def test_a_late_effect_lands_after_the_hang_up_and_the_next_reading_waits_for_it(
    school: Running, anne: Visitor
) -> None:
    anne.family()
    school.control.fault("late_effect", screen="family", method="POST", seconds=60)
    with pytest.raises(httpx.RemoteProtocolError):
        anne.modify(ville="Kerlann")
    wait_until_paused(school)
    assert changed(school) == []

    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(anne.follow, "Famille")
        # Its session is held: whatever becomes of other visitors, this reading must wait.
        with Visitor(school).client as stranger:
            assert stranger.get(school.sign_in_url).is_success
        assert not reading.done()
        school.control.release()
        reading.result(timeout=20)
    assert changed(school) == ["Kerlann"]
    assert "Kerlann" in anne.text


def test_a_slow_page_takes_effect_though_its_reader_has_gone(
    school: Running, anne: Visitor
) -> None:
    anne.family()
    school.control.fault("slow", method="POST", seconds=60)
    anne.client.timeout = httpx.Timeout(0.3)
    with pytest.raises(httpx.ReadTimeout):
        anne.modify(ville="Kerlann")
    anne.client.timeout = httpx.Timeout(20)
    wait_until_paused(school)
    school.control.release()
    anne.family()

    assert changed(school) == ["Kerlann"]


def test_a_slow_page_comes_after_its_seconds(school: Running, anne: Visitor) -> None:
    school.control.fault("slow", screen="family", seconds=0.2)
    before = time.monotonic()
    anne.family()

    assert time.monotonic() - before >= 0.2
    assert "Modifier" in anne.text


def test_an_error_comes_before_anything_is_done(school: Running, anne: Visitor) -> None:
    anne.family()
    school.control.fault("error", method="POST")
    anne.modify(ville="Kerlann")

    assert anne.page.status_code == 500
    assert changed(school) == []


@pytest.mark.parametrize("status", [200, 503])
def test_maintenance_says_so_with_the_status_wanted(
    school: Running, anne: Visitor, status: int
) -> None:
    school.control.fault("maintenance", status=status)
    anne.family()

    assert anne.page.status_code == status
    assert "Site en maintenance" in anne.text


def test_a_dropped_session_gets_the_sign_in_page_and_has_no_effect(
    school: Running, anne: Visitor
) -> None:
    anne.family()
    school.control.fault("session_dropped", screen="family", method="POST")
    anne.modify(ville="Kerlann")

    assert anne.page.status_code == 200
    assert "Se connecter" in anne.text
    assert changed(school) == []


def test_half_a_page_claims_to_be_whole(school: Running, anne: Visitor) -> None:
    school.control.fault("half_page", screen="family", percent=40)
    anne.family()

    assert "</html>" not in anne.text.lower()
    assert int(anne.page.headers["content-length"]) == len(anne.page.content)
    assert len(anne.page.content) > 0


def test_a_cut_connection_breaks_within_the_page(school: Running, anne: Visitor) -> None:
    school.control.fault("cut", screen="family", percent=40)
    with pytest.raises(httpx.RemoteProtocolError, match="complete message body"):
        anne.family()


def test_a_redirect_that_is_cut_is_no_answer(school: Running) -> None:
    visitor = Visitor(school)
    school.control.fault("cut", screen="sign_in", method="POST")
    with visitor.client, pytest.raises(httpx.RemoteProtocolError):
        visitor.sign_in(school.accounts[0])


def test_a_fault_befalls_only_what_it_is_meant_for_and_so_many_times(
    school: Running, anne: Visitor
) -> None:
    school.control.fault("error", screen="family", method="GET", times=2)

    anne.follow("Accueil")
    assert anne.page.is_success
    here = anne.address
    statuses = []
    for _ in range(3):
        anne.family()
        statuses.append(anne.page.status_code)
        anne.go(here)
    assert statuses == [500, 500, 200]


def test_cleared_faults_do_not_come(school: Running, anne: Visitor) -> None:
    school.control.fault("error", times=9)
    school.control.clear_faults()
    anne.family()

    assert anne.page.is_success


def test_a_school_that_is_down_answers_nothing_until_it_is_up(
    school: Running, anne: Visitor
) -> None:
    school.control.down()
    with pytest.raises(httpx.RemoteProtocolError):
        anne.follow("Famille")
    school.control.down(False)
    anne.family()

    assert "Modifier" in anne.text


def test_one_session_runs_one_request_at_a_time(school: Running, anne: Visitor) -> None:
    school.control.fault("slow", screen="home", seconds=60)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(anne.client.get, anne.address)
        wait_until_paused(school)
        second = pool.submit(anne.client.get, anne.address)
        with Visitor(school).client as stranger:
            assert stranger.get(school.sign_in_url).is_success
        assert not second.done()
        school.control.release()
        assert first.result(timeout=20).is_success
        assert second.result(timeout=20).is_success


def test_an_effect_that_is_still_to_land_is_given_up_with_the_server() -> None:
    with running() as school:
        anne = Visitor(school)
        with anne.client:
            anne.sign_in(school.accounts[0]).family()
            school.control.fault("late_effect", method="POST", seconds=60)
            with pytest.raises(httpx.RemoteProtocolError):
                anne.modify(ville="Kerlann")
        wait_until_paused(school)

    assert changed(school) == []
