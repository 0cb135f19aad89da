"""Recording a visit: what is kept, how it is told, and what is refused."""

import gzip
from pathlib import Path

import httpx
import msgspec
import pytest

from adapters.recording.errors import RecordingError, ScenarioError
from adapters.recording.folder import load, save
from adapters.recording.format import Volatile
from adapters.recording.recorder import Recorder
from adapters.recording.volatile import blanked
from tests.contract.small_site import (
    HEAD,
    OUTCOME,
    PROPOSAL,
    REAL,
    SHEET,
    SmallSite,
    client,
    record_visit,
    recorder,
)


async def test_a_visit_is_kept_step_by_step_and_repetitions_once(tmp_path: Path) -> None:
    await record_visit(tmp_path / "visit")

    steps = load(tmp_path / "visit").steps
    assert [(s.name, s.request.method, s.request.states, s.request.leads_to) for s in steps] == [
        ("01-form", "GET", ("before",), None),
        ("02-form", "GET", ("before",), None),
        ("03-save", "POST", ("before",), "pending"),
        ("04-save", "GET", ("pending",), None),
    ]
    assert [s.request.cookies for s in steps] == [(), ("a", "b"), ("a", "b"), ("a", "b")]


async def test_bodies_are_kept_as_bytes_and_told_under_the_scenarios_own_host(
    tmp_path: Path,
) -> None:
    await record_visit(tmp_path / "visit")

    page = (tmp_path / "visit" / "01-form" / "response.body").read_bytes()
    assert "<b>é</b>\r\n".encode("windows-1252") in page
    assert b'action="https://extranet.example/save"' in page
    sent = (tmp_path / "visit" / "03-save" / "request.body").read_bytes()
    assert sent == b"city=Auray&token=t0k-0003&city="
    for path in (tmp_path / "visit").rglob("*"):
        assert not path.is_file() or b"127.0.0.1" not in path.read_bytes()


async def test_headers_keep_their_order_and_repetitions_and_tell_nothing_of_the_server(
    tmp_path: Path,
) -> None:
    await record_visit(tmp_path / "visit")

    form, _, saved, _ = load(tmp_path / "visit").steps
    assert form.response.headers == (
        ("content-type", "text/html; charset=windows-1252"),
        ("set-cookie", "a=1; path=/"),
        ("set-cookie", "b=2; path=/"),
    )
    assert saved.response.headers == (("location", "https://extranet.example/form?lang=fr"),)


async def test_expected_models_are_read_back_as_they_were(tmp_path: Path) -> None:
    await record_visit(tmp_path / "visit")

    expected = [step.expected for step in load(tmp_path / "visit").steps]
    assert [e.reads if e else None for e in expected] == [None, "family", "outcome", "family"]
    assert expected[1] is not None
    assert expected[1].model == SHEET
    assert expected[2] is not None
    assert expected[2].model == msgspec.structs.replace(OUTCOME, sheet=None)
    assert expected[2].asked == PROPOSAL
    assert "« é »" in (tmp_path / "visit" / "02-form" / "expected.json").read_text("utf-8")


async def test_a_scenario_that_was_loaded_is_saved_as_it_was(tmp_path: Path) -> None:
    await record_visit(tmp_path / "visit")

    save(load(tmp_path / "visit"), tmp_path / "again")

    def contents(folder: Path) -> dict[str, bytes]:
        files = [path for path in folder.rglob("*") if path.is_file()]
        return {str(path.relative_to(folder)): path.read_bytes() for path in files}

    assert contents(tmp_path / "visit") == contents(tmp_path / "again")
    assert len(contents(tmp_path / "again")) == 1 + 4 * 2 + 1 + 3 + 3


async def test_nothing_is_saved_over_what_is_there(tmp_path: Path) -> None:
    await record_visit(tmp_path)

    with pytest.raises(ScenarioError, match="not empty"):
        await record_visit(tmp_path)


def test_a_real_extranet_is_not_recorded() -> None:
    head = msgspec.structs.replace(HEAD, origin="recorded")

    with pytest.raises(RecordingError, match="no redaction yet"):
        Recorder(SmallSite(), head, f"{REAL}/form")


async def test_an_answer_that_changes_within_one_state_is_refused() -> None:
    site = SmallSite()
    recording = Recorder(site, HEAD, f"{REAL}/form")
    async with client(recording, REAL) as browser:
        recording.scene("form", state="before")
        await browser.get("/form", headers={"cookie": "a=1"})
        site.city = "Auray"

        with pytest.raises(RecordingError, match="01-form was answered otherwise"):
            await browser.get("/form", headers={"cookie": "a=1"})


async def test_a_compressed_answer_is_kept_undone_and_passed_on_readable() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        headers = {"content-encoding": "gzip", "content-type": "text/html"}
        return httpx.Response(200, headers=headers, content=gzip.compress(b"<p>page</p>"))

    recording = Recorder(httpx.MockTransport(answer), HEAD, f"{REAL}/form")
    async with client(recording, REAL) as browser:
        response = await browser.get("/form")

    assert response.content == b"<p>page</p>"
    (step,) = recording.scenario().steps
    assert step.response_body == b"<p>page</p>"
    assert step.response.headers == (("content-type", "text/html"),)


async def test_a_step_is_not_read_in_two_ways() -> None:
    recording = recorder()
    async with client(recording, REAL) as browser:
        await browser.get("/form")
        recording.expect("family", SHEET)

        with pytest.raises(RecordingError, match="read otherwise"):
            recording.expect("family", msgspec.structs.replace(SHEET, title="other"))


async def test_a_page_already_kept_for_every_state_is_not_kept_again() -> None:
    recording = recorder()
    async with client(recording, REAL) as browser:
        recording.scene("anywhere")
        await browser.get("/form", headers={"cookie": "a=1"})
        recording.scene("form", state="before")
        await browser.get("/form", headers={"cookie": "a=1"})

    assert [step.name for step in recording.scenario().steps] == ["01-anywhere"]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ('<input value="x81" name=token>', '<input value="y9" name=token>'),
        ('<a href="/f?token=x81&amp;p=1">f</a>', '<a href="/f?token=y9&amp;p=1">f</a>'),
        ('<script>var token = "x81";</script>', '<script>var token = "y9";</script>'),
        ('{"token": "x81"}', '{"token": "y9"}'),
        ('<a href="/(S(x81))/f">f</a>', '<a href="/(S(y9))/f">f</a>'),
    ],
)
def test_two_answers_that_differ_by_what_is_volatile_are_alike(one: str, two: str) -> None:
    volatile = Volatile(names=("token",), paths=(r"\(S\(\w+\)\)",))

    assert blanked(one.encode(), volatile) == blanked(two.encode(), volatile)
    assert blanked(one.encode(), volatile) != blanked(two.encode() + b".", volatile)
    assert blanked(one.encode(), Volatile()) != blanked(two.encode(), Volatile())
