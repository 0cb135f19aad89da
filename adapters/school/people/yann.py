"""A family without students, without invoices."""

from adapters.school.records import Family


def yann() -> Family:
    """No student."""
    return Family(
        identifier="legoff.yann",
        password="accordéon",
        site="1",
        values={
            "numero": "F-001107",
            "civilite": "1",
            "nom": "LE GOFF",
            "prenom": "Yann",
            "date_naissance": "07/11/1990",
            "adresse": "Résidence L’Haÿ-Rœulx",
            "adresse2": "Appt 4",
            "cp": "56999",
            "ville": "Trois-Rivières",
            "tel_domicile": "01 99 00 41 88",
            "mail": "yann.legoff@example.org",
            "droit_image": "1",
            "remarques": "Garde alternée : semaines paires.",
        },
    )
