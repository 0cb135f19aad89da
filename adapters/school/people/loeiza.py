"""A family with one student, whose name is full of rare letters and looks like markup."""

from adapters.school.dossier import Course, Evaluation, Past
from adapters.school.people.makers import Fee, bills, student
from adapters.school.re_enrolment import DISCIPLINES, ENSEMBLES, Offer
from adapters.school.records import Family


def loeiza() -> Family:
    """One student."""
    return Family(
        identifier="daout.loeiza",
        password="bombarde",
        site="2",
        values={
            "numero": "F-000987",
            "civilite": "2",
            "nom": "D’Août",
            "prenom": "Lœïza",
            "date_naissance": "29/02/1984",
            "adresse": "3, place de l’Œuvre",
            "cp": "56998",
            "ville": "Kerlann",
            "tel_portable": "06 39 98 56 78",
            "mail": "loeiza.daout@example.org",
            "profession": "Ébéniste",
            "quotient": "1034",
        },
        students=(
            student(
                "1975",
                "D'Août <b>",
                "Lœïza",
                "12/08/2012",
                sexe="F",
                lieu_naissance="Kerlann",
                inscription="septembre 2023",
                niveau="33",
                observations="Porte le même prénom que sa mère.",
                courses=(
                    Course(
                        discipline="Bombarde & biniou",
                        cycle="Cycle 1, 3e année",
                        teacher="M. L’HAŸ Ewen",
                        day="Vendredi",
                        hours="17:00 à 17:45",
                        room="Grange < Sud >",
                        department="Musiques traditionnelles",
                        kind="Individuel",
                        evaluations=(
                            Evaluation(
                                date="13/11/2026",
                                kind="Contrôle continu",
                                test="Gwerz",
                                mark="Acquis",
                                comment="Belle voix d'instrument : \"à l'ancienne\" & juste.",
                            ),
                        ),
                    ),
                    Course(
                        discipline="Ensemble de musique traditionnelle",
                        teacher="M. L’HAŸ Ewen",
                        comment="Jour et lieu annoncés par courriel.",
                    ),
                ),
                history=(
                    Past(
                        year="2025-2026",
                        department="Musiques traditionnelles",
                        level="Bombarde",
                        cycle="Cycle 1, 2e année",
                        teacher="M. L’HAŸ Ewen",
                        comment="« Ça sonne ! »",
                    ),
                ),
                offers=(
                    Offer(
                        caption="Bombarde & biniou",
                        group=DISCIPLINES,
                        level="Cycle 1, 4e année",
                        teacher="M. L’HAŸ Ewen",
                        ticked=True,
                    ),
                    Offer(caption="Formation musicale (œuvres & chants)", group=DISCIPLINES),
                    Offer(
                        caption="Ensemble de musique traditionnelle",
                        group=ENSEMBLES,
                        teacher="M. L’HAŸ Ewen",
                    ),
                    Offer(caption="Bagad <cadets>", group=ENSEMBLES, closed="Sur audition"),
                ),
            ),
        ),
        billing=bills((Fee("D'Août <b> Lœïza", "Bombarde & ensemble", 9800, 2025, 2026),), 401),
    )
