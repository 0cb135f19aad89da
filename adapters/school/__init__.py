"""A fictional school: an extranet as the old one may be, served over real HTTP on this machine.

It is our own reconstruction, made from the public user guide alone (« Notice d'utilisation extranet
usager »). It is not iMuse, holds none of its code or looks, and none of its makers has had a hand
in it; its families are invented. Every page says so at its foot. It is there to try the gateway
against: what it proves is that the gateway reads by visible words, not that it reads a given site.

The same school comes in two markups, chosen by configuration, with the same behaviour:

- `old`: a PHP site of about 2005: windows-1252, tables within tables, captions in neighbouring
  cells, menu of pictures, messages by `alert("…")` on the page that answers the form;
- `refreshed`: the same product ten years later: UTF-8, labels, a Bootstrap-like page, messages on
  the page that follows a redirect.

Of the dossiers that a family reads, the old markup keeps the chosen student in its session, opens
lines by a double click in windows of their own, and hands out the duplicate of any invoice that it
is asked for by number; the refreshed one names the student in every address, fills the list of
courses by a script from JSON, and shows an event as a fragment in a dialog. Its families have 3, 1,
0 and 12 students; `control.eleves` and `control.facturation` tell what a person reads of them.

Re-enrolments are open, for most students, until `control.activate_re_enrolments(False)`. Every
press of « Valider » is one more request. The old markup imports documents in a window of its own,
without a token, and takes a file for what its name says; the refreshed one has a dialog, and looks
at the first bytes. No mail leaves: `control.mailed` has those with new passwords and confirmations.
Changing a password ends no session. For « Mot de passe perdu », only the old markup tells that an
identifier and an e-mail are not known.

In a test, or in the demo's own process::

    with running("old") as school:              # in a thread
        school.sign_in_url, school.accounts, school.control.ledger()

    async with serve(School("refreshed")) as base:  # in the running event loop
        ...

As its own process, whose ledger outlives a killed gateway (and the school itself)::

    python -m adapters.school --markup old --port 8081 --ledger ledger.jsonl

The staff's page is at `/personnel`; `/_controle/…` has the same, and faults, as JSON
(`adapters.school.control`). `domain` holds what the school does, `people` one file per family,
`screens` one file per screen, `markup` one template per screen and markup. To add a screen: one
file in `screens`, its line in `screens/__init__.py`, one template in each markup.
"""

from adapters.school.control import Control
from adapters.school.domain import Changed
from adapters.school.faults import FaultKind
from adapters.school.ledger import Effect
from adapters.school.running import Running, running
from adapters.school.school import Account, School
from adapters.school.serving import serve
from adapters.school.truth import Eleve, Facturation, Fiche, Grid, Shown

__all__ = [
    "Account",
    "Changed",
    "Control",
    "Effect",
    "Eleve",
    "Facturation",
    "FaultKind",
    "Fiche",
    "Grid",
    "Running",
    "School",
    "Shown",
    "running",
    "serve",
]
