"""What the demonstration says once it answers: where, with which account, and what to try."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from adapters.school import Account
from gateway.demo.staff import DeskAccount


class Addresses(msgspec.Struct, frozen=True, kw_only=True):
    """Where to look, each a whole address."""

    portal: str
    old: str
    staff: str
    letters: str
    desk: str


def welcome(
    at: Addresses, markup: str, accounts: Sequence[Account], desk: DeskAccount, folder: Path
) -> str:
    """The whole text; the first of `accounts` is the one to try with, `desk` the staff's."""
    one, *others = accounts
    return f"""
La démonstration est prête. L’école est fictive : c’est notre reconstitution d’un extranet
d’après sa notice publique, ce n’est pas iMuse, et ses familles sont inventées.

  Le portail            {at.portal}
  L’ancien extranet     {at.old}
                        (aspect « {markup} »)
  Son secrétariat       {at.staff}
  Les courriels         {at.letters}

  Site                  {one.site}
  Identifiant           {one.identifier}
  Mot de passe          {one.password}

À essayer :
  1. Ouvrez le portail et connectez-vous avec ce compte.
  2. Dans « Famille », changez le téléphone portable : 06 39 98 45 67, puis « Modifier ».
  3. Lisez l’accusé de réception ; il est aussi dans les courriels.
  4. Dans « Demandes », voyez la demande attendre ; l’ancien extranet la montre en attente aussi.
  5. Au secrétariat, jouez l’école : validez la demande.
  6. Revenez à « Demandes » : le portail l’a appris, et le dit.
  7. Voyez la même demande du côté du secrétariat, au bureau : {at.desk}
     Identifiant {desk.login}, premier mot de passe {desk.password} ; vous y choisirez le vôtre,
     et lirez un code QR avec une application de codes (second facteur).
  8. Changez autre chose, arrêtez tout (Ctrl-C), relancez : rien n’est perdu.

Autres familles : {" ; ".join(map(_line, others))}.
Tout est gardé dans {folder} (supprimez ce dossier pour repartir de zéro).
Ctrl-C pour arrêter.
"""


def _line(account: Account) -> str:
    return f"{account.identifier} / {account.password} ({account.site})"
