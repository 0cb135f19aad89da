"""The two sheets that a family may change: Famille, and a student's Identité."""

from adapters.school.fields import Entry, FormField, Group, Sheet

CIVILITIES = (("", ""), ("1", "M."), ("2", "Mme"), ("3", "M. et Mme"))

FAMILY_SHEET = Sheet(
    "Fiche du responsable",
    (
        Group(
            "Identité",
            (
                FormField("numero", "N° de famille", Entry.FIXED),
                FormField("civilite", "Civilité", Entry.CHOICE, options=CIVILITIES),
                FormField("nom", "Nom", required=True),
                FormField("nom_usage", "Nom d’usage"),
                FormField("prenom", "Prénom", required=True),
                FormField("date_naissance", "Date de naissance", Entry.DATE, 10, hint="jj/mm/aaaa"),
            ),
        ),
        Group(
            "Coordonnées",
            (
                FormField("adresse", "Adresse", max_length=80),
                FormField("adresse2", "Complément d’adresse", max_length=80),
                FormField("cp", "Code postal", max_length=5),
                FormField("ville", "Ville"),
                FormField("tel_domicile", "Téléphone domicile", Entry.PHONE, max_length=14),
                FormField("tel_portable", "Téléphone portable", Entry.PHONE, max_length=14),
                FormField("mail", "E-mail", Entry.EMAIL, max_length=80),
            ),
        ),
        Group(
            "Renseignements complémentaires",
            (
                FormField("profession", "Profession"),
                FormField("quotient", "Quotient familial", max_length=8, hint="en euros"),
                FormField("droit_image", "Droit à l’image", Entry.CHECK),
                FormField("remarques", "Remarques", Entry.LONG, max_length=500),
            ),
        ),
    ),
)

GENDERS = (("", ""), ("F", "Féminin"), ("M", "Masculin"))

SCHOOL_YEARS = (
    ("", ""),
    ("10", "Maternelle"),
    ("21", "CP"),
    ("22", "CE1"),
    ("23", "CE2"),
    ("24", "CM1"),
    ("25", "CM2"),
    ("31", "6e"),
    ("32", "5e"),
    ("33", "4e"),
    ("34", "3e"),
    ("41", "Seconde"),
    ("42", "Première"),
    ("43", "Terminale"),
    ("90", "Études supérieures"),
    ("99", "Adulte"),
)

STUDENT_SHEET = Sheet(
    "Fiche de l’élève",
    (
        Group(
            "Identité",
            (
                FormField("numero", "N° d’élève", Entry.FIXED),
                FormField("sexe", "Sexe", Entry.CHOICE, options=GENDERS),
                FormField("nom", "Nom", required=True),
                FormField("prenom", "Prénom", required=True),
                FormField(
                    "date_naissance",
                    "Date de naissance",
                    Entry.DATE,
                    10,
                    required=True,
                    hint="jj/mm/aaaa",
                ),
                FormField("lieu_naissance", "Lieu de naissance"),
            ),
        ),
        Group(
            "Coordonnées de l’élève",
            (
                FormField("tel_portable", "Téléphone portable", Entry.PHONE, max_length=14),
                FormField("mail", "E-mail", Entry.EMAIL, max_length=80),
            ),
        ),
        Group(
            "Scolarité",
            (
                FormField("inscription", "Inscrit depuis", Entry.FIXED),
                FormField("etablissement", "Établissement scolaire", max_length=80),
                FormField("niveau", "Classe", Entry.CHOICE, options=SCHOOL_YEARS),
            ),
        ),
        Group(
            "Autorisations",
            (
                FormField("sortie", "Autorisé à rentrer seul", Entry.CHECK),
                FormField("droit_image", "Droit à l’image", Entry.CHECK),
                FormField("urgence", "Personne à prévenir", max_length=80),
                FormField("observations", "Observations", Entry.LONG, max_length=500),
            ),
        ),
    ),
)


def field_called(word: str) -> FormField:
    """The field of Famille of that name or caption.

    Raises:
        KeyError: Famille has none.
    """
    return FAMILY_SHEET.field_called(word)
