"""Connexion, Accueil and Déconnexion, on every stand."""

import msgspec
import pytest

from adapters.errors import BadCredentials
from adapters.port import Extranet, Session
from tests.contract.stands.stand import Stand
from tests.contract.visit import credentials, plain, read, signed_in, true
from tests.strangers.stage import Account

MENU = (
    "Accueil",
    "Famille",
    "Élèves",
    "Facturation",
    "Accessibilité",
    "Mot de passe",
    "Déconnexion",
)


async def test_every_familys_site_is_offered_at_sign_in(extranet: Extranet, stand: Stand) -> None:
    offered = [site.label for site in await extranet.sites()]

    assert {account.site for account in stand.accounts} - {None} <= set(offered)
    assert len(offered) == len(set(offered))


async def test_sign_in_leads_to_accueil_with_the_guides_seven_menu_entries(
    session: Session,
) -> None:
    home = await session.home()

    *offered, last = map(plain, home.menu)
    *words, sign_out = map(plain, MENU)
    assert offered == words
    assert last in (sign_out, "se deconnecter")
    assert all(paragraph.text.strip() for paragraph in home.paragraphs)
    assert home.paragraphs


async def test_a_wrong_password_is_bad_credentials(extranet: Extranet, account: Account) -> None:
    right = await credentials(extranet, account)

    with pytest.raises(BadCredentials):
        await extranet.sign_in(msgspec.structs.replace(right, password="not-this-one"))


async def test_an_unknown_identifier_is_bad_credentials(
    extranet: Extranet, account: Account
) -> None:
    right = await credentials(extranet, account)

    with pytest.raises(BadCredentials):
        await extranet.sign_in(msgspec.structs.replace(right, identifier="NOBODY-9"))


async def test_after_a_refused_sign_in_the_right_password_still_signs_in(
    extranet: Extranet, stand: Stand, account: Account
) -> None:
    right = await credentials(extranet, account)
    with pytest.raises(BadCredentials):
        await extranet.sign_in(msgspec.structs.replace(right, password="not-this-one"))

    session = await extranet.sign_in(right)

    assert read(await session.family()) == true(stand.famille(account.identifier))
    await session.close()


async def test_a_session_goes_on_elsewhere_from_its_state_alone(
    extranet: Extranet, stand: Stand, session: Session, account: Account
) -> None:
    await session.family()
    unable = msgspec.structs.replace(await credentials(extranet, account), password="not-this-one")
    other = stand.extranet()

    resumed = await other.resume(unable, session.state)

    assert read(await resumed.family()) == true(stand.famille(account.identifier))
    await resumed.close()
    await other.close()


async def test_closing_leaves_the_session_on_the_old_site_open(
    extranet: Extranet, stand: Stand, account: Account
) -> None:
    first = await signed_in(extranet, account)
    state = first.state
    await first.close()
    unable = msgspec.structs.replace(await credentials(extranet, account), password="not-this-one")

    resumed = await extranet.resume(unable, state)

    assert read(await resumed.family()) == true(stand.famille(account.identifier))
    await resumed.close()


async def test_after_deconnexion_the_old_state_opens_nothing(
    extranet: Extranet, session: Session, account: Account
) -> None:
    await session.family()
    state = session.state
    unable = msgspec.structs.replace(await credentials(extranet, account), password="not-this-one")

    await session.sign_out()

    resumed = await extranet.resume(unable, state)
    with pytest.raises(BadCredentials):
        await resumed.family()
    await resumed.close()


async def test_deconnexion_is_harmless_where_the_session_has_ended(
    stand: Stand, session: Session
) -> None:
    stand.end_sessions()

    await session.sign_out()
    await session.sign_out()


async def test_credentials_and_sessions_show_no_secret_when_printed(
    extranet: Extranet, session: Session, account: Account
) -> None:
    printed = f"{await credentials(extranet, account)!r} {session!r} {extranet!r}"

    assert account.password not in printed
    assert account.identifier not in printed
