"""Every word has its English, and the French is set as French is."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from gateway import resources
from gateway.language import LANGUAGES, catalogue

KEYWORDS = {"_": None, "gettext": None, "mark": None}
GATEWAY = Path(__file__).parents[3] / "gateway"


def extracted() -> set[str]:
    """Every message id of the templates, letters too, and of the code."""
    pages = extract_from_dir(
        resources.templates(),
        [("**.html", "jinja2.ext:babel_extract"), ("**.txt", "jinja2.ext:babel_extract")],
        {"**": {"silent": "false"}},
        keywords=KEYWORDS,
    )
    code = extract_from_dir(GATEWAY, [("**.py", "python")], keywords=KEYWORDS)
    return {str(message) for _, _, message, _, _ in [*pages, *code]}


def test_no_message_lacks_its_english_and_none_is_left_over() -> None:
    with (resources.locale() / "en" / "LC_MESSAGES" / "gateway.po").open("rb") as source:
        translated = {str(message.id): message.string for message in read_po(source) if message.id}

    assert extracted() == translated.keys()
    assert all(translated.values())


def test_a_translation_has_the_same_places_to_fill_in() -> None:
    english = catalogue("en")
    for message in extracted():
        places = re.findall(r"%\(\w+\)s", message)
        assert sorted(places) == sorted(re.findall(r"%\(\w+\)s", english.gettext(message)))


def test_french_is_the_source_and_needs_no_catalogue() -> None:
    assert list(LANGUAGES) == ["fr", "en"]
    assert catalogue("fr").gettext("Connexion") == "Connexion"


@pytest.mark.parametrize(
    ("fault", "what"),
    [
        (r" [;:?!»]", "a plain space before a high mark"),
        (r"\w[:;?!»](?!\w)", "no space before a high mark"),
        (r"« |«\S", "no no-break space after a guillemet"),
        (r"'", "a straight apostrophe"),
        (r"\.\.\.", "three dots"),
    ],
)
def test_french_messages_are_set_as_french_is(fault: str, what: str) -> None:
    faulty = [message for message in extracted() if re.search(fault, message)]

    assert not faulty, what


def test_no_template_says_a_word_outside_its_messages() -> None:
    folder = resources.templates()
    for path in folder.rglob("*.html"):
        if path.is_relative_to(folder / "mail"):
            continue
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"{% block kind %}\w*{% endblock %}", "", text)
        for block in (r"trans.*?%}.*?{% endtrans", r"set \w+ %}.*?{% endset"):
            text = re.sub(f"{{% {block} %}}", "", text, flags=re.DOTALL)
        text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|<!?[a-z/].*?>", "", text, flags=re.DOTALL)
        assert not re.findall(r"\w+", text), path.name
