"""A family with twelve students, two of the same name, and ten years of bills."""

from adapters.school.dossier import Absence, Course, Evaluation, Event, Past
from adapters.school.people.makers import CURRENT_YEAR, Fee, bills, student
from adapters.school.re_enrolment import DISCIPLINES, ENSEMBLES, Offer
from adapters.school.records import Family, Student

_STUDENTS = (
    ("1501", "Kerdreux", "Aël", "03/01/2004", "M"),
    ("1502", "Kerdreux", "Bleuenn", "17/02/2006", "F"),
    ("1640", "Kerdreux", "Corentin", "28/03/2008", "M"),
    ("1641", "Kerdreux", "Jeanne", "08/04/2009", "F"),
    ("1799", "L’Haÿ-Kerdreux", "Énora", "11/05/2010", "F"),
    ("1800", "L’Haÿ-Kerdreux", "Fañch-Œdipe", "22/06/2011", "M"),
    ("1933", "L’Haÿ-Kerdreux", "Guénolé", "05/07/2012", "M"),
    ("2050", "Kerdreux", "Jeanne", "09/08/2014", "F"),
    ("2051", "Kerdreux", "Ilan", "14/09/2015", "M"),
    ("2207", "Kerdreux", "Klervi", "30/10/2016", "F"),
    ("2208", "Ÿvelin", "Loïc", "19/11/2017", "M"),
    ("2399", "Ÿvelin", "Maëlys", "24/12/2018", "F"),
)
"""Two cousins are both called Jeanne Kerdreux: only their numbers and birth dates differ."""

_CLASSES = (
    ("Harpe celtique", "Cordes", "Mme KERBŒUF Rozenn"),
    ("Violoncelle", "Cordes", "M. SÛR-LANÇON Aymeric"),
    ("Percussions", "Percussions", "Mme N’GUYÊN Chloé"),
    ("Trompette", "Cuivres", ""),
)
_DAYS = ("Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi", "Samedi")


def soazig() -> Family:
    """Twelve students, and 250 invoices."""
    return Family(
        identifier="kerdreux.soazig",
        password="harpe celtique",
        site="3",
        values={
            "numero": "F-000311",
            "civilite": "3",
            "nom": "Kerdreux",
            "nom_usage": "L’Haÿ-Kerdreux",
            "prenom": "Soazig",
            "date_naissance": "01/05/1978",
            "adresse": "Le Moulin-d’Ÿs",
            "cp": "56997",
            "ville": "L’Île-aux-Œillets",
            "tel_domicile": "01 99 00 33 12",
            "tel_portable": "06 39 98 33 12",
            "mail": "soazig.kerdreux@example.org",
            "profession": "Ostréicultrice",
            "remarques": "",
        },
        students=tuple(_student(place) for place in range(len(_STUDENTS))),
        billing=bills(
            tuple(
                Fee(
                    f"{nom} {prenom}",
                    f"Cursus {_CLASSES[place % 4][0].lower()}",
                    12000 + 700 * place,
                    max(2016, int(born[-4:]) + 7),
                    2026,
                )
                for place, (_, nom, prenom, born, _) in enumerate(_STUDENTS)
            ),
            first=1001,
            keep=250,
        ),
    )


def _student(place: int) -> Student:
    id, nom, prenom, born, gender = _STUDENTS[place]
    begun = max(2016, int(born[-4:]) + 7)
    return student(
        id,
        nom,
        prenom,
        born,
        sexe=gender,
        lieu_naissance=("L’Île-aux-Œillets", "Kerlann", "")[place % 3],
        inscription=f"septembre {begun}",
        niveau=("99", "43", "34", "25", "22", "10")[place // 2],
        sortie="1" if place < 6 else "",
        urgence="" if place % 2 else "Mme L’Haÿ : 06 39 98 33 40",
        observations=""
        if place % 3
        else f"Bateau de {15 + place % 4} h 20.\nPeut arriver en retard.",
        courses=() if place == 2 else _courses(place),
        history=_history(place, begun),
        repertoire=_repertoire(place),
        offers=() if place % 3 == 2 else _offers(place),
    )


def _courses(place: int) -> tuple[Course, ...]:
    level, department, teacher = _CLASSES[place % 4]
    return (
        Course(
            discipline=level,
            cycle=f"Cycle {1 + place % 3}",
            teacher=teacher,
            day=_DAYS[place % 6],
            hours=f"{14 + place % 5}h{place % 4 * 15:02} - {15 + place % 5}h{place % 4 * 15:02}",
            room="" if place % 5 == 0 else f"Salle {1 + place}",
            loan="" if place % 4 else "Harpe 27 cordes",
            department=department,
            kind="Individuel",
            begins=f"{14 + place % 6}/09/{CURRENT_YEAR}",
            evaluations=tuple(
                Evaluation(
                    date=f"{5 + test:02}/11/{CURRENT_YEAR}",
                    kind="Contrôle continu",
                    test=f"Étude n° {place + 1}-{test + 1}",
                    mark=f"{10 + (place + test) % 10}/20",
                    comment="" if test % 2 else f"À revoir : mesure {8 * (test + 1)}.",
                )
                for test in range(place % 4)
            ),
            absences=tuple(
                Absence(
                    date=f"{20 + missed:02}/10/{CURRENT_YEAR}", reason="Tempête", justified="Oui"
                )
                for missed in range(place % 3)
            ),
        ),
        Course(
            discipline="Formation musicale",
            teacher="M. ÖZDEMIR Kerem",
            day="Samedi",
            hours="9h15 - 10h00",
            department="Culture musicale",
            kind="Collectif",
        ),
    )[: 1 + place % 2]


def _offers(place: int) -> tuple[Offer, ...]:
    level, _, teacher = _CLASSES[place % 4]
    return (
        Offer(
            caption=level,
            group=DISCIPLINES,
            level=f"Cycle {1 + place % 3}",
            teacher=teacher,
            ticked=place % 2 == 0,
        ),
        Offer(caption="Formation musicale", group=DISCIPLINES, teacher="M. ÖZDEMIR Kerem"),
        Offer(caption="Ensemble des îles", group=ENSEMBLES, closed="" if place % 4 else "Complet"),
    )


def _history(place: int, begun: int) -> tuple[Past, ...]:
    level, department, teacher = _CLASSES[place % 4]
    return tuple(
        Past(
            year=f"{year}-{year + 1}",
            department=department,
            level=level,
            cycle=f"Cycle {1 + (year - begun) // 4}",
            teacher=teacher,
            result="" if year % 3 else "Admis(e)",
            comment=f"Bilan {year} de {_STUDENTS[place][2]}." if year % 2 else "",
        )
        for year in range(CURRENT_YEAR - 1, begun - 1, -1)
    )


def _repertoire(place: int) -> tuple[Event, ...]:
    return tuple(
        Event(
            repertoire="Concert des îles",
            date=f"{10 + place}/07/{CURRENT_YEAR - number}",
            piece=f"Gavotte n° {place + number} <bis>",
            duration="" if number else "4 min",
            place="Fort de l’Île",
        )
        for number in range(place % 5)
    )
