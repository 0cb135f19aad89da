"""Which school a Host header names."""

import pytest

from gateway.config import Contact, School
from gateway.hosts import Hosts


def school(public_url: str) -> School:
    contact = Contact(service="S", postal="P", email="s@example.org", phone="01 99 00 00 00")
    return School(
        name="École", public_url=public_url, sign_in_url="https://a.example/", contact=contact
    )


def origin(hosts: Hosts, host: str) -> str | None:
    place = hosts.find(host)
    return place.origin if place else None


@pytest.mark.parametrize("host", ["portail.example", "PORTAIL.example", "portail.example:443"])
def test_a_school_answers_under_its_own_host(host: str) -> None:
    assert (
        origin(Hosts({"a": school("https://portail.example/")}), host) == "https://portail.example"
    )


@pytest.mark.parametrize(
    "host", ["", "ailleurs.example", "portail.example:80", "portail.example:8443"]
)
def test_no_school_answers_under_another_host(host: str) -> None:
    assert origin(Hosts({"a": school("https://portail.example")}), host) is None


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1:8000", "[::1]:8000"])
def test_a_school_alone_on_a_loopback_port_answers_under_every_loopback_name(host: str) -> None:
    hosts = Hosts({"a": school("http://127.0.0.1:8000"), "b": school("https://b.example")})

    assert origin(hosts, host) == f"http://{host}"


def test_two_schools_on_one_loopback_port_keep_their_names_apart() -> None:
    hosts = Hosts({"a": school("http://127.0.0.1:8000"), "b": school("http://localhost:8000")})

    assert [hosts.find(h).id for h in ("127.0.0.1:8000", "localhost:8000")] == ["a", "b"]  # type: ignore[union-attr]
    assert hosts.find("[::1]:8000") is None


def test_a_host_that_only_begins_like_loopback_is_not_loopback() -> None:
    hosts = Hosts({"a": school("https://localhost.example:8000")})

    assert hosts.find("localhost:8000") is None
