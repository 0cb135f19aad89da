"""The fictional families of the extranet in memory. Nobody here exists.

Telephone numbers are of the ranges that ARCEP keeps for fiction, mail domains are reserved ones.
"""

from adapters.memory.accounts import kervella_books, lemarchand_books, no_books, okonkwo_books
from adapters.memory.on_file import options
from adapters.memory.record import Record
from adapters.memory.students import kervellas, lemarchands, nnenna
from adapters.model import Field, Home, Kind, Paragraph, Section, Site

SITES = (
    Site(ref="1", label="Conservatoire – Les Tilleuls"),
    Site(ref="2", label="Antenne de Pont-Aubry"),
)

HOME = Home(
    paragraphs=(
        Paragraph(text="Bienvenue sur l’extranet de l’école de musique", heading=True),
        Paragraph(text="Les cours reprennent le mercredi 9 septembre 2026."),
        Paragraph(text="L’audition d’automne aura lieu à l’auditorium : l’entrée est libre."),
    ),
    menu=(
        "Accueil",
        "Famille",
        "Élèves",
        "Facturation",
        "Accessibilité",
        "Mot de passe",
        "Déconnexion",
    ),
)

CIVILITY = options("Madame", "Monsieur")
NEWS_BY = options("Courriel", "SMS", "Courrier postal")


def fictional_families() -> dict[str, Record]:
    """Families of three, one, no and twelve students, by identifier; new records each time.

    The account of one is closed. On the first site invoices and payments are two lists, on the
    second they are one.
    """
    families = (
        Record(identifier="F-1042", password="tilleul-29", site="1", sections=_lemarchand(),
               students=lemarchands(), books=lemarchand_books()),
        Record(identifier="F-2077", password="o'boé & cie", site="2", sections=_okonkwo(),
               students=[nnenna()], books=okonkwo_books()),
        Record(identifier="F-3001", password="partition", site="2", sections=_closed(),
               closed="Votre compte est clôturé. Veuillez contacter le secrétariat."),
        Record(identifier="F-4120", password="metronome-120", site="1", sections=_kervella(),
               students=kervellas(), books=kervella_books()),
        Record(identifier="F-5003", password="soupir", site="2", sections=_oezdemir(),
               books=no_books()),
    )  # fmt: skip
    return {family.identifier: family for family in families}


def _lemarchand() -> tuple[Section, ...]:
    return _sections(
        civility="1", last="LEMARCHAND", first="Hélène", born="14/03/1984", job="Luthière",
        number="1042", address="12 rue de l’Église\nBât. B, appt 7", postcode="56999",
        city="Saint-Aubin-les-Tilleuls", home="01 99 00 41 17", mobile="06 39 98 12 34",
        email="helene.lemarchand@example.org", quotient="873", image="1", news="1",
        remark="Allergie : arachide & noix.\nSonner « 7B ».",
    )  # fmt: skip


def _okonkwo() -> tuple[Section, ...]:
    return _sections(
        civility="2", last="OKONKWO-D’ARC", first="Chidi", born="02/11/1979", job="",
        number="2077", address="3 bis impasse du Lavoir", postcode="56998", city="Pont-Aubry",
        home="", mobile="06 39 98 77 01", email="chidi@example.org", quotient="", image="",
        news="2", remark="",
    )  # fmt: skip


def _closed() -> tuple[Section, ...]:
    return _sections(
        civility="1", last="VASSEUR", first="Odile", born="30/06/1970", job="Retraitée",
        number="3001", address="1 place du Marché", postcode="56998", city="Pont-Aubry",
        home="01 99 00 30 01", mobile="06 39 98 30 01", email="odile@example.org",
        quotient="1204", image="1", news="3", remark="",
    )  # fmt: skip


def _kervella() -> tuple[Section, ...]:
    return _sections(
        civility="2", last="KERVELLA", first="Goulven", born="08/08/1976", job="Éclusier",
        number="4120", address="Écluse n° 12\nChemin de halage", postcode="56999",
        city="Saint-Aubin-les-Tilleuls", home="01 99 00 41 20", mobile="06 39 98 41 20",
        email="goulven.kervella@example.org", quotient="402", image="1", news="2", remark="",
    )  # fmt: skip


def _oezdemir() -> tuple[Section, ...]:
    return _sections(
        civility="1", last="ÖZDEMIR", first="Elif", born="27/12/1991", job="",
        number="5003", address="9 allée des Œillets", postcode="56998", city="Pont-Aubry",
        home="", mobile="06 39 98 50 03", email="elif@example.org", quotient="", image="",
        news="1", remark="En attente d’une place.",
    )  # fmt: skip


def _sections(
    *, civility: str, last: str, first: str, born: str, job: str, number: str, address: str,
    postcode: str, city: str, home: str, mobile: str, email: str, quotient: str, image: str,
    news: str, remark: str,
) -> tuple[Section, ...]:  # fmt: skip
    identity = (
        Field(key="civilite", caption="Civilité", name="title", value=civility,
              kind=Kind.CHOICE, options=CIVILITY),
        Field(key="nom", caption="Nom", name="family_name", value=last, required=True,
              max_length=50),
        Field(key="prenom", caption="Prénom", name="given_name", value=first, required=True,
              max_length=50),
        Field(key="naissance", caption="Date de naissance", name="birth_date", value=born,
              kind=Kind.DATE, hint="jj/mm/aaaa"),
        Field(key="profession", caption="Profession", name="profession", value=job,
              max_length=80),
        Field(key="numero", caption="N° de famille", name="family_number", value=number,
              editable=False),
    )  # fmt: skip
    contact = (
        Field(key="adresse", caption="Adresse", name="street", value=address,
              kind=Kind.LONG_TEXT),
        Field(key="cp", caption="Code postal", name="postal_code", value=postcode, max_length=5),
        Field(key="ville", caption="Ville", name="city", value=city),
        Field(key="tel", caption="Téléphone domicile", name="home_phone", value=home,
              kind=Kind.PHONE),
        Field(key="portable", caption="Téléphone portable", name="mobile_phone", value=mobile,
              kind=Kind.PHONE, max_length=20),
        Field(key="courriel", caption="E-mail", name="email", value=email, kind=Kind.EMAIL,
              required=True),
    )  # fmt: skip
    school = (
        Field(key="quotient", caption="Quotient familial", value=quotient, kind=Kind.NUMBER),
        Field(key="image", caption="Droit à l’image", value=image, kind=Kind.CHECK),
        Field(key="infos", caption="Recevoir les informations par", value=news, kind=Kind.CHOICE,
              options=NEWS_BY),
        Field(key="remarque", caption="Remarques", value=remark, kind=Kind.LONG_TEXT),
    )  # fmt: skip
    return (
        Section(title="Identité", fields=identity),
        Section(title="Coordonnées", fields=contact),
        Section(title="Pour l’école", fields=school),
    )
