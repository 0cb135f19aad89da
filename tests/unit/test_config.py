"""The configuration: strict, and helpful about what is wrong with it."""

import re
import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest

from gateway import config, resources
from gateway.config import ConfigError

_TEXT = """
[gateway]
port = 8000
[mail]
sender = "portail@tilleuls.example"
[schools.tilleuls]
name = "Les Tilleuls"
public_url = "https://portail.tilleuls.example"
sign_in_url = "https://extranet.tilleuls.example/connexion.php?p=x"
[schools.tilleuls.contact]
service = "Secrétariat"
postal = "1 place du Marché"
email = "secretariat@tilleuls.example"
phone = "01 99 00 10 10"
"""


def _stated(**changed: str) -> str:
    """The school's declaration with that in it, before the table that follows."""
    stated = {"declared_on": "2026-09-01", "contact": "acces@tilleuls.example", **changed}
    values = "".join(f'{key} = "{value}"\n' for key, value in stated.items())
    return f"[schools.tilleuls.accessibility]\n{values}[gateway]"


def _digest(line: str) -> str:
    """The school's desk with that line in it, before the table that follows."""
    return f"[schools.tilleuls.desk]\n{line}\n[gateway]"


def problems(text: str) -> str:
    with pytest.raises(ConfigError) as refusal:
        config.parse(text)
    return "\n".join(refusal.value.problems)


def test_a_short_configuration_takes_the_defaults() -> None:
    parsed = config.parse(_TEXT)
    assert parsed.schools["tilleuls"].id == "tilleuls"
    assert parsed.gateway.host == "127.0.0.1"
    assert parsed.limits.per_account == 5
    assert parsed.demo is None
    assert (parsed.kept.fresh_minutes, parsed.schools["tilleuls"].payment_url) == (5, None)


def test_a_schools_payment_page_is_taken_as_it_is() -> None:
    text = _TEXT.replace("name =", 'payment_url = "https://paiement.example/ecole?no=12"\nname =')
    school = config.parse(text).schools["tilleuls"]
    assert school.payment_url == "https://paiement.example/ecole?no=12"


def test_a_daily_digest_goes_to_nobody_unless_it_is_asked_for_and_then_at_seven() -> None:
    desk = config.parse(_TEXT).schools["tilleuls"].desk
    assert (desk.digest_to, desk.digest_hour, desk.digest_when_quiet) == ((), 7, False)
    lines = 'digest_to = ["a@b.example", "c@b.example"]\ndigest_hour = 0'
    desk = config.parse(_TEXT.replace("[gateway]", _digest(lines))).schools["tilleuls"].desk
    assert (desk.digest_to, desk.digest_hour) == (("a@b.example", "c@b.example"), 0)


@pytest.mark.parametrize("contact", ["acces@tilleuls.example", "https://tilleuls.example/acces"])
def test_a_declaration_is_answered_by_mail_or_on_a_page(contact: str) -> None:
    text = _TEXT.replace("[gateway]", _stated(contact=contact, plan_url="https://a.example/plan"))
    stated = config.parse(text).schools["tilleuls"].accessibility
    assert stated is not None
    assert (stated.contact, stated.plan_url) == (contact, "https://a.example/plan")


def test_an_unknown_key_is_refused_with_its_place_and_a_guess() -> None:
    said = problems(_TEXT.replace("port = 8000", "prot = 8000"))
    assert said == "ligne 3, gateway.prot : clé inconnue. Vouliez-vous dire « port » ?"


def test_an_unknown_key_that_is_like_no_other_is_answered_with_the_known_ones() -> None:
    said = problems(_TEXT.replace("[mail]", "[mail]\nzzz = 1"))
    assert "mail.zzz" in said
    assert "sender, host, port" in said


def test_an_unknown_key_of_a_school_is_refused_too() -> None:
    said = problems(_TEXT.replace("name =", "nme ="))
    assert "ligne 7, schools.tilleuls.nme : clé inconnue. Vouliez-vous dire « name »" in said
    assert "schools.tilleuls.name : cette clé manque" in said


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("port = 8000", 'port = "8000"', "gateway.port : un nombre entier"),
        ("port = 8000", "port = 70000", "au plus 65535"),
        ("port = 8000", "host = 127", "gateway.host : un texte entre guillemets"),
        ("port = 8000", "trusted_proxies = [1]", "une liste de textes"),
        ("port = 8000", 'trusted_proxies = ["proxy"]', "des adresses IP"),
        ("port = 8000", 'trusted_proxies = ["*"]', "des adresses IP"),
        ("port = 8000", 'trusted_proxies = ["0.0.0.0/0"]', "de vos mandataires seulement"),
        ("port = 8000", 'language = "de"', 'l’un de ces textes : "fr", "en"'),
        ("port = 8000", 'host = "0.0.0.0"', "gateway.host : la passerelle ne sert en http que"),
        ("port = 8000", 'tls_certificate = "c.pem"', "vont ensemble"),
        ("[gateway]", "gateway = 3\n[autre]", "gateway : une table est attendue"),
        ("https://portail", "http://portail", "public_url : les familles n’accèdent au portail"),
        ("https://portail", "portail", "public_url : une adresse https"),
        ("https://portail.tilleuls.example", "https://x.example/portail", "sans chemin"),
        ("https://extranet", "https://compte:secret@extranet", "sign_in_url : l’adresse complète"),
        ("https://extranet", "ftp://extranet", "sign_in_url : l’adresse complète"),
        ("[schools.tilleuls", "[schools.Tilleuls", "minuscules"),
        ('email = "secretariat@', 'email = "secretariat', "contact.email : une adresse"),
        (
            'name = "Les Tilleuls"',
            'name = "x"\npayment_url = "http://paiement.example"',
            "payment_url : une adresse https",
        ),
        (
            'name = "Les Tilleuls"',
            'name = "x"\npayment_url = "https://a:secret@b.example"',
            "payment_url : une adresse https",
        ),
        ("[gateway]", _stated(contact="rien"), "accessibility.contact : une adresse électronique"),
        ("[gateway]", _stated(contact="http://a.example/"), "accessibility.contact : une adresse"),
        ("[gateway]", _stated(plan_url="http://a.example/"), "accessibility.plan_url : une"),
        ("[gateway]", _stated(plan_url="https://a:b@c.example"), "accessibility.plan_url : une"),
        ("[gateway]", _stated(declared_on="2026-02-30"), "declared_on : ce jour n’existe pas"),
        ("[gateway]", _stated(declared_on="1er mai"), "accessibility.declared_on"),
        (
            "[gateway]",
            _digest('digest_to = ["a@b.example", "hélène@b.example"]'),
            "ligne 3, schools.tilleuls.desk.digest_to : « hélène@b.example » n’est pas une adresse",
        ),
        ("[gateway]", _digest('digest_to = ["a@b.example, c@b.example"]'), "desk.digest_to : « a@"),
        ("[gateway]", _digest('digest_to = "a@b.example"'), "digest_to : une liste de textes"),
        ("[gateway]", _digest("digest_hour = 24"), "desk.digest_hour : un nombre entier"),
        ("[gateway]", _digest("digest_hour = 24"), "(au moins 0, au plus 23)"),
        ("[gateway]", _digest("digest_hour = -1"), "desk.digest_hour : un nombre entier"),
        ("[gateway]", _digest('digest_hour = "7 h"'), "desk.digest_hour : un nombre entier"),
        ("[gateway]", _digest("digest_when_quiet = 1"), "digest_when_quiet : true ou false"),
        ("[gateway]", _digest("digest_hours = 7"), "Vouliez-vous dire « digest_hour »"),
        ("[mail]", "[kept]\nmost = 0\n[mail]", "kept.most : un nombre entier (au moins 1)"),
        ('phone = "01 99 00 10 10"', "", "contact.phone : cette clé manque"),
        ('name = "Les Tilleuls"', 'name = ""', "non vide"),
        ("[mail]", '[mail]\nkind = "folder"\nfolder = "x"', "réservé à la démonstration"),
        ("[mail]", '[mail]\nkind = "folder"', "« folder » demande un dossier"),
        ("[mail]", '[mail]\nusername = "u"', "vont ensemble"),
        ("[mail]", '[mail]\nhost = "smtp.example"\ntls = "none"', "« starttls »"),
        ("sender = \"portail@", 'sender = "portail', "mail.sender : une adresse"),
        ("[gateway]", "[gateway", "pas du TOML correct"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_in_a_sentence(old: str, new: str, said: str) -> None:
    assert old in _TEXT
    assert said in problems(_TEXT.replace(old, new))


def test_a_secret_in_a_refused_value_is_not_said_again() -> None:
    hostile = _TEXT.replace("https://extranet", "https://compte:secret@extranet")
    assert "secret" not in problems(hostile).replace("secretariat", "")


def test_every_problem_is_said_at_once() -> None:
    said = problems(_TEXT.replace("port = 8000", 'port = "x"').replace("name =", "nom ="))
    assert said.count("\n") == 2


def test_without_a_school_nothing_starts() -> None:
    assert "au moins une école" in problems('schools = {}\n[mail]\nsender = "a@b.example"')


def test_the_gateway_serves_off_loopback_behind_tls_or_a_trusted_proxy() -> None:
    for more in ('trusted_proxies = ["10.0.0.1"]', 'tls_certificate = "c"\ntls_key = "k"'):
        text = _TEXT.replace("port = 8000", f'host = "0.0.0.0"\n{more}')
        assert config.parse(text).gateway.host == "0.0.0.0"  # noqa: S104


def test_plain_http_to_the_old_site_is_warned_about_off_loopback_only() -> None:
    def of_sign_in(text: str) -> list[str]:
        return [said for said in config.warnings(config.parse(text)) if "sign_in_url" in said]

    (warning,) = of_sign_in(_TEXT.replace("https://extranet", "http://extranet"))
    assert warning.startswith("schools.tilleuls.sign_in_url")
    assert of_sign_in(_TEXT) == []
    near = _TEXT.replace("https://extranet.tilleuls.example", "http://127.0.0.1:8081")
    assert of_sign_in(near) == []


@pytest.mark.parametrize(
    ("table", "means"),
    [
        ("re_enrolment", "ne s’envoient pas"),
        ("notices", "renvoient à l’école"),
        ("accessibility", "n’est pas datée"),
    ],
)
def test_a_table_that_a_school_lacks_is_warned_about_with_what_that_means(
    table: str, means: str
) -> None:
    said = config.warnings(config.parse(_TEXT))
    (warning,) = [each for each in said if each.startswith(f"schools.tilleuls.{table} ")]
    assert means in warning
    whole = config.load(resources.demo_config()).schools["demo"]
    complete = config.parse(_TEXT)
    schools = {"tilleuls": msgspec.structs.replace(whole, id="tilleuls")}
    assert config.warnings(msgspec.structs.replace(complete, schools=schools)) == ()


def test_two_schools_need_two_addresses() -> None:
    second = (
        _TEXT[_TEXT.index("[schools") :]
        .replace("tilleuls]", "b]")
        .replace("schools.tilleuls", "schools.b")
    )
    assert "même public_url" in problems(_TEXT + second)


def test_paths_start_at_the_files_folder(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(
        _TEXT.replace("port = 8000", 'data = "d"\nkey_file = "/etc/key"').replace(
            "[schools.tilleuls]", '[schools.tilleuls]\nprofile = "p.toml"'
        )
    )
    loaded = config.load(tmp_path / "config.toml")
    assert loaded.gateway.data == tmp_path / "d"
    assert loaded.gateway.key_file == Path("/etc/key")
    assert loaded.schools["tilleuls"].profile == str(tmp_path / "p.toml")


def test_a_file_that_cannot_be_read_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="illisible"):
        config.load(tmp_path / "none.toml")
    (tmp_path / "c.toml").write_bytes(b"\xe9")
    with pytest.raises(ConfigError, match="UTF-8"):
        config.load(tmp_path / "c.toml")


def test_the_configuration_at_hand_runs_the_demo() -> None:
    demo = config.load(resources.demo_config())
    assert demo.demo is not None
    assert (demo.mail.kind, demo.gateway.port, demo.demo.school_port) == ("folder", 8000, 8081)
    assert config.warnings(demo) == ()


def test_the_configuration_at_hand_holds_every_key_and_only_known_ones() -> None:
    text = resources.demo_config().read_text(encoding="utf-8")
    whole = re.sub(r"^#(?=[a-z_]+ = )", "", text, flags=re.MULTILINE)
    keys = {
        re.sub(r"^schools\.demo\.", "schools.<id>.", key) for key in _keys(tomllib.loads(whole))
    }
    assert keys == config.descriptions().keys()


def test_the_configuration_at_hand_says_of_every_key_what_it_is_for() -> None:
    text = resources.demo_config().read_text(encoding="utf-8")
    comments = " ".join(re.sub(r"^# ?", "", line) for line in text.splitlines())
    for key, description in config.descriptions().items():
        assert description in comments, key


def _keys(table: dict[str, Any], path: str = "") -> set[str]:
    keys: set[str] = set()
    for name, value in table.items():
        place = f"{path}{name}"
        keys |= _keys(value, f"{place}.") if isinstance(value, dict) else {place}
    return keys


@pytest.mark.parametrize("sender", ["ne-pas-répondre@a.example", "a@b@c.example", "a@b..example"])
def test_a_sender_that_no_letter_can_carry_is_refused(sender: str) -> None:
    assert "mail.sender" in problems(_TEXT.replace("portail@tilleuls.example", sender))


@pytest.mark.parametrize(
    "same", ["https://portail.tilleuls.example:443", "https://PORTAIL.tilleuls.example"]
)
def test_two_schools_at_one_address_are_refused_however_it_is_written(same: str) -> None:
    school = _TEXT[_TEXT.index("[schools.tilleuls]") :].replace("tilleuls]", "autre]")
    school = school.replace("schools.tilleuls.", "schools.autre.")
    second = school.replace("https://portail.tilleuls.example", same)
    assert "deux écoles" in problems(_TEXT + second)
