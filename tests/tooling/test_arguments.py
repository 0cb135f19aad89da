"""The command line speaks French, its complaints too."""

import pytest

from gateway.commands.arguments import FrenchParser


def parser() -> FrenchParser:
    made = FrenchParser("essai")
    made.add_argument("--port", type=int)
    made.add_argument("--markup", choices=("old", "refreshed"))
    made.add_argument("name")
    return made


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ([], "il manque : name"),
        (["a", "--what"], "non reconnu : --what"),
        (["a", "--port", "x"], "--port n’accepte pas 'x'"),
        (["a", "--port"], "--port demande une valeur"),
        (["a", "--markup", "new"], "--markup n’accepte pas 'new'"),
    ],
)
def test_a_complaint_is_a_french_sentence_and_exits_with_two(
    typed: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        parser().parse_args(typed)

    shown = capsys.readouterr()
    assert stopped.value.code == 2
    assert said in shown.err
    assert not shown.out


def test_the_help_is_in_french(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parser().parse_args(["--help"])

    shown = capsys.readouterr().out
    assert shown.startswith("usage : essai")
    assert "affiche cette aide" in shown
