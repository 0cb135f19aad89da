"""What a sheet proves before and after a write, case by case."""

import pytest

from adapters.errors import Conflict, FormChanged
from adapters.model import Change, Field, Kind, Proposal, Section, Sheet, Verdict, Waiting
from adapters.proposals import Signs, absent, already_so, evidence, same, waits

MARK = Waiting(words="en attente de validation")
NOTHING = Signs()


def field(key: str, value: str, waiting: Waiting | None = None, kind: Kind = Kind.TEXT) -> Field:
    return Field(key=key, caption=key.capitalize(), value=value, waiting=waiting, kind=kind)


def sheet(*fields: Field, waiting: str | None = None, shape: str = "form") -> Sheet:
    return Sheet(
        title="Famille", sections=(Section(title="", fields=fields),), shape=shape, waiting=waiting
    )


def proposal(*changes: Change) -> Proposal:
    return Proposal(changes=changes, shape="form")


PHONE = Change(key="portable", caption="Portable", old="06 39 98 00 01", new="06 39 98 00 02")
NOTE = "Les modifications restent en attente de validation par le secrétariat."
SENTENCE = "La fiche est en attente de validation par le personnel administratif."
CITY = Change(key="ville", caption="Ville", old="Vannes", new="Auray")


@pytest.mark.parametrize(
    ("after", "verdict"),
    [
        (sheet(field("portable", PHONE.new)), Verdict.APPLIED),
        (sheet(field("portable", PHONE.new, MARK)), Verdict.PENDING_VALIDATION),
        (sheet(field("portable", PHONE.new), waiting="en attente"), Verdict.PENDING_VALIDATION),
        (sheet(field("portable", PHONE.old, MARK)), Verdict.PENDING_VALIDATION),
        (sheet(field("portable", PHONE.old), waiting="en attente"), Verdict.PENDING_VALIDATION),
        (sheet(field("portable", PHONE.old)), Verdict.UNKNOWN),
        (sheet(field("portable", "06 39 98 00 09")), Verdict.UNKNOWN),
        (sheet(field("ville", "Vannes")), Verdict.UNKNOWN),
    ],
)
def test_only_a_marker_or_the_value_itself_is_evidence(after: Sheet, verdict: Verdict) -> None:
    assert evidence(proposal(PHONE), after, before=NOTHING).verdict is verdict


def test_a_marker_that_was_there_before_proves_nothing_new() -> None:
    after = sheet(field("portable", PHONE.old, MARK))
    for before in (Signs.of(after), None):
        assert evidence(proposal(PHONE), after, before=before).verdict is Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        (NOTE, NOTE, Verdict.UNKNOWN),
        (NOTE, f"{NOTE} {SENTENCE}", Verdict.PENDING_VALIDATION),
        (None, SENTENCE, Verdict.PENDING_VALIDATION),
        ("2 fiches en attente de validation", "3 fiches en attente de validation", Verdict.UNKNOWN),
    ],
)
def test_a_sentence_that_was_there_before_proves_nothing_new(
    before: str | None, after: str, verdict: Verdict
) -> None:
    shown = sheet(field("portable", PHONE.old), waiting=after)
    found = evidence(proposal(PHONE), shown, before=Signs(sentence=before))
    assert found.verdict is verdict


def test_a_mark_beside_others_that_were_there_is_new() -> None:
    before = sheet(field("portable", PHONE.old), field("ville", "Vannes", MARK), waiting=SENTENCE)
    after = sheet(
        field("portable", PHONE.old, MARK), field("ville", "Vannes", MARK), waiting=SENTENCE
    )
    found = evidence(proposal(PHONE), after, before=Signs.of(before))
    assert found.verdict is Verdict.PENDING_VALIDATION


def test_a_field_without_a_mark_still_waits_on_a_sheet_that_says_so() -> None:
    """Sites leave some fields without a mark: others' marks do not account for the sentence."""
    box = Change(key="lettre", caption="Lettre d’information", old="", new="1")
    others = field("portable", PHONE.new, MARK)
    after = sheet(others, field("lettre", "1", kind=Kind.CHECK), waiting=SENTENCE)
    before = Signs(marked=frozenset({"portable"}), sentence=SENTENCE)
    assert evidence(proposal(box), after, before=before).verdict is Verdict.PENDING_VALIDATION
    assert waits((box,), after)
    silent = sheet(others, field("lettre", "1", kind=Kind.CHECK))
    assert evidence(proposal(box), silent, before=before).verdict is Verdict.APPLIED
    assert not waits((box,), silent)


def test_words_refuse_only_where_nothing_changed() -> None:
    refused = evidence(
        proposal(PHONE), sheet(field("portable", PHONE.old)), before=NOTHING, refusal=True
    )
    assert refused.verdict is Verdict.REFUSED
    taken = evidence(
        proposal(PHONE), sheet(field("portable", PHONE.new)), before=NOTHING, refusal=True
    )
    assert taken.verdict is Verdict.APPLIED


@pytest.mark.parametrize(
    ("after", "verdict"),
    [
        (
            sheet(field("portable", PHONE.new, MARK), field("ville", CITY.new)),
            Verdict.PENDING_VALIDATION,
        ),
        (
            sheet(field("portable", PHONE.old, MARK), field("ville", CITY.new)),
            Verdict.PENDING_VALIDATION,
        ),
        (sheet(field("portable", PHONE.new, MARK), field("ville", CITY.old)), Verdict.UNKNOWN),
        (sheet(field("portable", PHONE.new), field("ville", CITY.old)), Verdict.UNKNOWN),
    ],
)
def test_of_two_fields_each_must_be_there_or_marked(after: Sheet, verdict: Verdict) -> None:
    assert evidence(proposal(PHONE, CITY), after, before=NOTHING).verdict is verdict


def test_a_marker_may_name_the_value_as_a_person_reads_it() -> None:
    born = Change(key="naissance", caption="Né le", old="1980-05-06", new="1981-04-09")
    named = Waiting(words="", requested="09/04/1981")
    after = sheet(field("naissance", born.old, named, Kind.DATE))
    assert evidence(proposal(born), after, before=None).verdict is Verdict.PENDING_VALIDATION
    emptied = Change(key="ville", caption="Ville", old="Vannes", new="")
    after = sheet(field("ville", "Vannes", Waiting(words="", requested="(vide)")))
    assert evidence(proposal(emptied), after, before=None).verdict is Verdict.PENDING_VALIDATION


def test_old_values_everywhere_prove_absence() -> None:
    assert absent(proposal(PHONE), sheet(field("portable", PHONE.old)))
    assert not absent(proposal(PHONE), sheet(field("portable", PHONE.new)))
    assert not absent(proposal(PHONE), sheet(field("ville", "Vannes")))


def test_before_sending_what_is_so_already_needs_no_sending() -> None:
    assert already_so(proposal(PHONE), sheet(field("portable", PHONE.new), shape="another"))
    assert already_so(proposal(PHONE), sheet(field("portable", "0639980002")))
    assert not already_so(proposal(PHONE), sheet(field("portable", PHONE.old)))


def test_before_sending_what_a_marker_names_already_needs_no_sending() -> None:
    """On a site that keeps the value in force in its field, the marker alone says what waits."""
    asked = Waiting(words=f"Valeur demandée : {PHONE.new}", requested=PHONE.new)
    another = Waiting(words="Valeur demandée : 06 39 98 00 09", requested="06 39 98 00 09")
    assert already_so(proposal(PHONE), sheet(field("portable", PHONE.old, asked)))
    assert not already_so(proposal(PHONE), sheet(field("portable", PHONE.old, another)))
    assert not already_so(proposal(PHONE), sheet(field("portable", PHONE.old, MARK)))
    partly = sheet(field("portable", PHONE.old, asked), field("ville", CITY.old))
    assert not already_so(proposal(PHONE, CITY), partly)


def test_before_sending_what_the_family_never_saw_is_a_conflict() -> None:
    with pytest.raises(Conflict) as raised:
        already_so(proposal(PHONE), sheet(field("portable", "06 39 98 00 09")))
    assert raised.value.shown == {"portable": "06 39 98 00 09"}


def test_a_conflict_holds_every_field_that_is_not_as_the_family_saw_it() -> None:
    """Whoever decides reads what is there, that somebody has put in what was asked too."""
    now = sheet(field("portable", "06 39 98 00 09"), field("ville", CITY.new))
    with pytest.raises(Conflict) as raised:
        already_so(proposal(PHONE, CITY), now)
    assert raised.value.shown == {"portable": "06 39 98 00 09", "ville": CITY.new}
    as_seen = sheet(field("portable", "06 39 98 00 09"), field("ville", CITY.old))
    with pytest.raises(Conflict) as raised:
        already_so(proposal(PHONE, CITY), as_seen)
    assert raised.value.shown == {"portable": "06 39 98 00 09"}


@pytest.mark.parametrize(
    "now",
    [
        sheet(field("portable", PHONE.old), shape="another"),
        sheet(field("ville", "Vannes")),
        sheet(Field(key="portable", caption="Portable", value=PHONE.old, editable=False)),
    ],
)
def test_before_sending_another_form_closes_writing(now: Sheet) -> None:
    with pytest.raises(FormChanged):
        already_so(proposal(PHONE), now)


@pytest.mark.parametrize(
    ("shown", "wanted", "old", "alike"),
    [
        ("0639980002", "06 39 98 00 02", "06 39 98 00 01", True),
        ("LE GOFF", "Le Goff", "Dupré", True),
        ("Elodie", "Élodie", "Elodie", False),
        ("Élodie", "Élodie", "Elodie", True),
    ],
)
def test_what_a_site_tidied_up_counts_unless_it_could_be_the_old_value(
    shown: str, wanted: str, old: str, alike: bool
) -> None:
    assert same(shown, wanted, old) is alike
