"""A replay answers what was recorded, and says plainly what was not."""

from pathlib import Path

import httpx
import pytest

from adapters.recording.errors import NoStepAnswers
from adapters.recording.folder import load
from adapters.recording.replay import Replay
from tests.contract.small_site import TOLD, client, form, record_visit, send


@pytest.fixture
async def replay(tmp_path: Path) -> Replay:
    await record_visit(tmp_path / "visit")
    return Replay(load(tmp_path / "visit"))


async def refused(replay: Replay, *pairs: tuple[str, str]) -> str:
    async with client(replay, TOLD) as browser:
        await browser.get("/form?lang=fr")
        with pytest.raises(NoStepAnswers) as error:
            await send(browser, form(*pairs))
    return str(error.value)


async def test_the_bytes_and_headers_that_were_recorded_come_back(replay: Replay) -> None:
    async with client(replay, TOLD) as browser:
        response = await browser.get("/form?lang=fr")

    assert response.status_code == 200
    assert response.content == replay.scenario.steps[0].response_body
    assert response.headers.get_list("set-cookie") == ["a=1; path=/", "b=2; path=/"]


async def test_a_write_moves_the_site_to_its_next_state(replay: Replay) -> None:
    async with client(replay, TOLD) as browser:
        before = await browser.get("/form?lang=fr")
        await send(browser, form(("city", "Auray"), ("token", "t0k-0001"), ("city", "")))
        after = await browser.get("/form?lang=fr")

    assert b"Vannes" in before.content
    assert b"Auray" in after.content
    assert replay.answered == ["01-form", "03-save", "04-save"]
    assert replay.state == "pending"


async def test_a_write_is_not_answered_again_in_the_state_it_led_to(replay: Replay) -> None:
    body = form(("city", "Auray"), ("token", "t0k-0001"), ("city", ""))
    async with client(replay, TOLD) as browser:
        await browser.get("/form?lang=fr")
        await send(browser, body)
        with pytest.raises(NoStepAnswers, match="it answers in state before, not in pending"):
            await send(browser, body)


async def test_the_step_that_demands_the_cookies_sent_goes_first(replay: Replay) -> None:
    async with client(replay, TOLD) as browser:
        await browser.get("/form?lang=fr")
        await browser.get("/form?lang=fr")

    assert replay.answered == ["01-form", "02-form"]


async def test_a_request_that_was_not_recorded_names_the_nearest_step(replay: Replay) -> None:
    async with client(replay, TOLD) as browser:
        with pytest.raises(NoStepAnswers) as error:
            await browser.get("/form?lang=en&page=2")

    assert str(error.value) == (
        "No step answers GET /form in state before. "
        "The nearest is 01-form, but query parameter 'page' is one too many."
    )


async def test_another_value_is_told_by_name_and_never_shown(replay: Replay) -> None:
    told = await refused(replay, ("city", "Quiberon"), ("token", "t"), ("city", ""))

    assert "The nearest is 03-save, but control 'city' has another value." in told
    assert "Quiberon" not in told
    assert "Auray" not in told


@pytest.mark.parametrize(
    ("pairs", "why"),
    [
        ([("city", "Auray"), ("token", "t")], "control 'city' is missing"),
        ([("city", "Auray"), ("city", "")], "control 'token' is missing"),
        (
            [("city", "Auray"), ("token", "t"), ("city", ""), ("go", "1")],
            "control 'go' is one too many",
        ),
        ([("token", "t"), ("city", "Auray"), ("city", "")], "control is there, in another order"),
        ([("city", ""), ("token", "t"), ("city", "Auray")], "control 'city' has another value"),
    ],
)
async def test_a_form_that_is_not_the_recorded_one_is_not_answered(
    replay: Replay, pairs: list[tuple[str, str]], why: str
) -> None:
    assert why in await refused(replay, *pairs)
    assert replay.state == "before"


async def test_a_cookie_that_is_not_carried_is_named(replay: Replay) -> None:
    headers = {"content-type": "application/x-www-form-urlencoded", "cookie": "a=1"}
    body = form(("city", "Auray"), ("token", "t"), ("city", ""))
    async with client(replay, TOLD) as browser:
        with pytest.raises(NoStepAnswers, match="03-save, but cookie b is not sent"):
            await browser.post("/save", content=body, headers=headers)


async def test_another_content_type_is_named(replay: Replay) -> None:
    headers = {"content-type": "text/plain", "cookie": "a=1; b=2"}
    body = form(("city", "Auray"), ("token", "t0k-0003"), ("city", ""))
    async with client(replay, TOLD) as browser:
        with pytest.raises(NoStepAnswers, match="header content-type"):
            await browser.post("/save", content=body, headers=headers)


@pytest.mark.parametrize("host", ["https://elsewhere.example", "http://extranet.example"])
async def test_another_host_is_never_asked(replay: Replay, host: str) -> None:
    async with client(replay, host) as browser:
        with pytest.raises(NoStepAnswers, match="another host"):
            await browser.get("/form?lang=fr")


def test_an_adapter_that_handles_a_failing_network_does_not_swallow_it() -> None:
    assert not issubclass(NoStepAnswers, httpx.HTTPError | OSError)


async def test_a_session_id_in_the_path_or_query_may_be_another_one(tmp_path: Path) -> None:
    await record_visit(tmp_path / "visit")
    for path in (tmp_path / "visit").rglob("request.toml"):
        path.write_text(path.read_text("utf-8").replace("/form?", "/(S(x81))/form?sid=x&"), "utf-8")
    head = tmp_path / "visit" / "scenario.toml"
    names = 'names = ["token"]'
    assert names in head.read_text("utf-8")
    paths = r"""names = ["token", "sid"]
paths = ['\(S\(\w+\)\)']"""
    head.write_text(head.read_text("utf-8").replace(names, paths), "utf-8")
    replay = Replay(load(tmp_path / "visit"))

    async with client(replay, TOLD) as browser:
        assert (await browser.get("/(S(y9))/form?sid=y&lang=fr")).status_code == 200
        with pytest.raises(NoStepAnswers, match="the path is /y9/form"):
            await browser.get("/y9/form?sid=y&lang=fr")
