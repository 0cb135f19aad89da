"""What the students of the first family may be re-enrolled in."""

from adapters.school.re_enrolment import CURSUS, DISCIPLINES, ENSEMBLES, Offer

MAEL = (
    Offer(
        caption="Cursus diplômant, cycle 2",
        group=CURSUS,
        level="2e année",
        ticked=True,
    ),
    Offer(
        caption="Clarinette",
        group=DISCIPLINES,
        level="Cycle 2, 2e année",
        teacher="Mme LE BIHAN Gwenn",
        ticked=True,
    ),
    Offer(
        caption="Formation musicale",
        group=DISCIPLINES,
        level="Cycle 2, 2e année",
        teacher="M. ÖZDEMIR Kerem",
    ),
    Offer(
        caption="Chœur & percussions <initiation>",
        group=DISCIPLINES,
    ),
    Offer(
        caption="Orchestre d’harmonie junior",
        group=ENSEMBLES,
        teacher="Mme D’AOÛT <b> Maïwenn",
    ),
    Offer(
        caption="Big band",
        group=ENSEMBLES,
        closed="Sur audition",
    ),
)

ELOISE = (
    Offer(
        caption="Piano",
        group=DISCIPLINES,
        level="Cycle 3, 2e année",
        teacher="Mme FAŸ-QUÉMENER Solène",
        ticked=True,
    ),
    Offer(
        caption="Écriture et analyse",
        group=DISCIPLINES,
        level="Cycle 3",
    ),
    Offer(
        caption="Accompagnement au piano",
        group=DISCIPLINES,
        closed="Complet : s’adresser au secrétariat",
    ),
    Offer(
        caption="Musique de chambre",
        group=ENSEMBLES,
    ),
)

GAETAN = (
    Offer(
        caption="Parcours découverte",
        group=CURSUS,
        level="1re année",
    ),
    Offer(
        caption="Éveil musical 2",
        group=DISCIPLINES,
        ticked=True,
    ),
    Offer(
        caption="Chœur d’enfants",
        group=ENSEMBLES,
        closed="À partir de 8 ans",
    ),
)
