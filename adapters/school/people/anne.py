"""A family with three students: long lists, short ones, and empty ones."""

from adapters.school.dossier import Absence, Course, Evaluation, Event, Past
from adapters.school.people import anne_offers
from adapters.school.people.makers import Fee, bills, student
from adapters.school.records import Family, Student

_JURY = "Mme LE BIHAN, M. ÖZDEMIR, Mme D’AOÛT <jury>"


def anne() -> Family:
    """Three students."""
    return Family(
        identifier="dupre.anne",
        password="clarinette",
        site="1",
        values={
            "numero": "F-001042",
            "civilite": "2",
            "nom": "Dupré",
            "nom_usage": "Dupré-Le Hénaff",
            "prenom": "Anne",
            "date_naissance": "14/03/1979",
            "adresse": "12 bis, rue de l’Étang",
            "adresse2": 'Bât. B & C, lieu-dit "Le P\'tit Bois"',
            "cp": "56999",
            "ville": "Trois-Rivières",
            "tel_domicile": "01 99 00 41 07",
            "tel_portable": "06 39 98 12 34",
            "mail": "anne.dupre@example.org",
            "profession": "Éditrice (« Vents & Marées »)",
            "quotient": "612,50",
            "droit_image": "1",
            "remarques": "Joindre de préférence après 18 h.\nBudget < 300 € pour l’instrument.",
        },
        students=(_mael(), _eloise(), _gaetan()),
        billing=bills(
            (
                Fee("Dupré Maël", "Cursus clarinette", 14200, 2021, 2026),
                Fee("Dupré Éloïse", "Cursus piano, double discipline", 105000, 2019, 2026),
            ),
            first=101,
        ),
    )


def _mael() -> Student:
    return student(
        "2311",
        "Dupré",
        "Maël",
        "02/05/2014",
        sexe="M",
        lieu_naissance="Trois-Rivières",
        inscription="septembre 2020",
        etablissement="Collège de l’Œillet",
        niveau="31",
        sortie="1",
        droit_image="1",
        urgence="Grand-mère : 06 39 98 77 01",
        observations="Allergie : arachide.\nNe repart jamais avec un inconnu (code « & »).",
        courses=(
            Course(
                discipline="Clarinette",
                cycle="Cycle 2, 1re année",
                teacher="Mme LE BIHAN Gwenn",
                day="Mercredi",
                hours="14h30 - 15h15",
                room="Salle 12",
                loan="Clarinette en si bémol n° 04",
                department="Bois",
                kind="Individuel",
                begins="16/09/2026",
                aims="Tenue du son, articulation.\nConcerto de Krœmer, 1er mouvement.",
                evaluations=(
                    Evaluation(
                        date="14/10/2026",
                        kind="Contrôle continu",
                        test="Lecture à vue",
                        mark="14,5/20",
                        jury="Mme LE BIHAN Gwenn",
                        comment="Bon départ ; attention au tempo.",
                    ),
                    Evaluation(
                        date="25/11/2026",
                        kind="Audition",
                        test="Morceau au choix",
                        mark="17/20",
                        mention="Très bien",
                        piece="L’Œil du héron, d’Ÿves Krœmer & fils",
                        jury=_JURY,
                        comment="Très musical.\nPenser à respirer avant la reprise <mesure 12>.",
                    ),
                    Evaluation(date="26/11/2026", kind="Examen blanc", test="Gammes"),
                ),
                absences=(
                    Absence(
                        date="07/10/2026",
                        hours="14h30 - 15h15",
                        reason="Maladie",
                        justified="Oui",
                        reported="Famille",
                        comment="Certificat reçu le 09/10.",
                    ),
                    Absence(date="18/11/2026", hours="14h30 - 15h15", justified="Non"),
                ),
            ),
            Course(
                discipline="Formation musicale",
                cycle="Cycle 2, 1re année",
                teacher="M. ÖZDEMIR Kerem",
                day="Lundi / Jeudi",
                hours="17h00 - 17h45 / 18h00 - 18h30",
                room="Salle Érik-Satie / Salle 3",
                department="Culture musicale",
                kind="Collectif",
                begins="14/09/2026",
                comment="Apporter le cahier & un crayon.",
                evaluations=(
                    Evaluation(
                        date="12/11/2026",
                        kind="Contrôle continu",
                        test="Dictée à deux voix",
                        mark="12/20",
                        mention="Assez bien",
                    ),
                ),
            ),
            Course(
                discipline="Orchestre d’harmonie junior",
                teacher="Mme D’AOÛT <b> Maïwenn",
                day="Samedi",
                hours="10h00 - 12h00",
                department="Pratiques d’ensemble",
                kind="Collectif",
                comment="Répétition générale le 20/11.\nTenue : noir < simple >.",
            ),
        ),
        history=(
            *_past("2025-2026", "Cycle 1, 4e année", "Admis en cycle 2", "Très bien"),
            *_past("2024-2025", "Cycle 1, 3e année", "Admis", "Bien"),
            *_past("2023-2024", "Cycle 1, 2e année", "Admis", ""),
            *_past("2022-2023", "Cycle 1, 1re année", "Admis", "Bien"),
            Past(year="2021-2022", department="Éveil", level="Éveil musical 2", teacher=""),
        ),
        repertoire=(
            Event(
                repertoire="Concert d’automne",
                date="21/11/2026",
                piece="Suite bretonne « L’Hœdic »",
                duration="12 min",
                comment="Rendez-vous à 15 h 30.\nTenue noire ; pupitre & pinces <obligatoires>.",
                composer="L. D’Août",
                place="Salle des Tilleuls",
                ensemble="Orchestre d’harmonie junior",
                conductor="Mme D’AOÛT <b> Maïwenn",
            ),
            Event(repertoire="Audition de classe", date="25/11/2026", piece="L’Œil du héron"),
            Event(
                repertoire="Fête de la musique",
                date="21/06/2026",
                piece="",
                duration="1 h 05",
                place="Place de l’Œuvre",
                comment="",
            ),
        ),
        offers=anne_offers.MAEL,
    )


def _past(year: str, cycle: str, result: str, mention: str) -> tuple[Past, ...]:
    """One year of an instrument and of theory."""
    return (
        Past(
            year=year,
            department="Bois",
            level="Clarinette",
            cycle=cycle,
            teacher="Mme LE BIHAN Gwenn",
            result=result,
            mention=mention,
            presence="32 cours sur 34",
            comment=f"Année {year} : du travail, de l’écoute.\nContinuer ainsi.",
        ),
        Past(
            year=year,
            department="Culture musicale",
            level=f"FM {cycle[-8:]}",
            cycle=cycle,
            teacher="M. ÖZDEMIR Kerem",
            result=result,
        ),
    )


def _eloise() -> Student:
    return student(
        "2098",
        "Dupré",
        "Éloïse",
        "19/11/2009",
        sexe="F",
        lieu_naissance="L’Haÿ-les-Œillets",
        tel_portable="06 39 98 12 88",
        mail="eloise.dupre@example.org",
        inscription="septembre 2016",
        etablissement="Lycée Anne-de-Bretagne",
        niveau="42",
        sortie="1",
        courses=(
            Course(
                discipline="Piano",
                cycle="Cycle 3, 1re année",
                teacher="Mme FAŸ-QUÉMENER Solène",
                day="Mardi",
                hours="18h15 - 19h15",
                room="Salle 7 (1er étage)",
                department="Claviers",
                kind="Individuel",
                begins="15/09/2026",
            ),
        ),
        history=tuple(
            Past(
                year=f"{year}-{year + 1}",
                department=department,
                level=level,
                cycle=f"Cycle {1 + (year - 2017) // 4}",
                teacher=teacher,
                result="Admise" if department != "Chœurs" else "",
                presence=f"{30 + year % 5} cours sur 34",
                comment="" if year % 2 else f"{level} {year} : travail régulier & soigné.",
            )
            for year in range(2025, 2016, -1)
            for department, level, teacher in (
                ("Claviers", "Piano", "Mme FAŸ-QUÉMENER Solène"),
                ("Culture musicale", "Formation musicale", "M. ÖZDEMIR Kerem"),
                ("Chœurs", "Chœur d’enfants", ""),
            )
        ),
        repertoire=tuple(
            Event(
                repertoire=("Audition", "Concert de fin d’année", "Portes ouvertes")[place % 3],
                date=f"{1 + place:02}/{(6, 3, 12)[place % 3]:02}/{2026 - place // 3}",
                piece=f"Prélude n° {24 - place}",
                duration=f"{2 + place % 6} min 30",
                comment="" if place % 4 else f"Ordre de passage : {place + 1}\nAccordé à 442 Hz",
                composer="Ÿ. Krœmer",
            )
            for place in range(23)
        ),
        offers=anne_offers.ELOISE,
    )


def _gaetan() -> Student:
    return student(
        "2460",
        "Dupré",
        "Gaëtan",
        "30/09/2020",
        sexe="M",
        inscription="juin 2026",
        niveau="10",
        observations="En liste d’attente : éveil musical.",
        offers=anne_offers.GAETAN,
    )
