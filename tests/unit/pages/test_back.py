"""Back after signing in, or after another language: to a page of ours, and nowhere else."""

import pytest

from gateway.pages.frame.back import after_sign_in, known_page
from tests.unit.pages.files import LOEIZA, ref

FILE = f"/eleves/{LOEIZA.ref}"
DEMAND = "/demandes/2026-000042"


@pytest.mark.parametrize(
    "path",
    ["/eleves", FILE, f"{FILE}/identite", f"{FILE}/cours", f"{FILE}/semaine", f"{FILE}/historique",
     f"{FILE}/repertoire", f"{FILE}/cours/{ref(1)}", f"{FILE}/cours/{ref(1)}/absences/{ref(2)}",
     f"{FILE}/historique/{ref(1)}/list-3/{ref(2)}", "/facturation", "/aide",
     "/accessibilite/declaration", "/mentions-legales", "/donnees-personnelles",
     f"/facturation/factures/{ref(1)}/duplicata", f"{FILE}/reinscription",
     f"{FILE}/reinscription/documents", f"{FILE}/reinscription/demande",
     f"{FILE}/reinscription/recapitulatif", f"{DEMAND}/revoir", f"{DEMAND}/retirer",
     f"{DEMAND}/accuse"],
)  # fmt: skip
def test_the_new_screens_are_known(path: str) -> None:
    assert known_page(path) == after_sign_in(path) == path


@pytest.mark.parametrize(
    "path",
    ["//eleves", "/eleves/", f"/eleves/{LOEIZA.ref}x", f"{FILE}/autre", f"{FILE}/cours/x",
     f"{FILE}/identite/{ref(1)}", f"{FILE}/cours/{ref(1)}/absences", f"{FILE}/cours/../../x",
     f"{FILE}/cours\n", "/facturation?q=x", "https://ailleurs.example/eleves", "/reprise",
     f"/facturation/factures/{ref(1)}/duplicata/x", f"{FILE}/cours" + f"/{ref(1)}/a" * 9,
     f"{FILE}/reinscription/effacer", f"{FILE}/reinscription/documents/x/retirer",
     f"{DEMAND}/reprendre", f"{DEMAND}/revoir/x"],
)  # fmt: skip
def test_anything_else_leads_to_accueil(path: str) -> None:
    assert after_sign_in(path) == "/accueil"
