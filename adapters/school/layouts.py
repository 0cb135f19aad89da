"""The lists of a student's dossier (guide, menu Élèves), and the sheets behind their lines."""

from adapters.school.tables import Layout

COURSES = Layout(
    columns=(
        ("Discipline", "discipline"),
        ("Cycle", "cycle"),
        ("Enseignant", "teacher"),
        ("Jour", "day"),
        ("Horaire", "hours"),
        ("Salle", "room"),
        ("Instrument prêté", "loan"),
        ("Observations", "comment"),
    ),
    sheet=(
        ("Discipline", "discipline"),
        ("Département", "department"),
        ("Type de cours", "kind"),
        ("Cycle", "cycle"),
        ("Enseignant", "teacher"),
        ("Jour", "day"),
        ("Horaire", "hours"),
        ("Salle", "room"),
        ("Premier cours", "begins"),
        ("Instrument prêté", "loan"),
        ("Objectifs de l’année", "aims"),
        ("Observations", "comment"),
    ),
    empty="Aucun cours pour l’année scolaire en cours.",
)

EVALUATIONS = Layout(
    columns=(
        ("Date", "date"),
        ("Type", "kind"),
        ("Épreuve", "test"),
        ("Note", "mark"),
        ("Mention", "mention"),
    ),
    sheet=(
        ("Date", "date"),
        ("Type", "kind"),
        ("Épreuve", "test"),
        ("Morceau", "piece"),
        ("Note", "mark"),
        ("Mention", "mention"),
        ("Jury", "jury"),
        ("Appréciation", "comment"),
    ),
    empty="Aucune évaluation saisie à ce jour.",
)

ABSENCES = Layout(
    columns=(
        ("Date", "date"),
        ("Horaire", "hours"),
        ("Motif", "reason"),
        ("Justifiée", "justified"),
    ),
    sheet=(
        ("Date", "date"),
        ("Horaire", "hours"),
        ("Motif", "reason"),
        ("Justifiée", "justified"),
        ("Signalée par", "reported"),
        ("Commentaire", "comment"),
    ),
    empty="Aucune absence.",
)

HISTORY = Layout(
    columns=(
        ("Année", "year"),
        ("Département", "department"),
        ("Classe", "level"),
        ("Cycle", "cycle"),
        ("Enseignant", "teacher"),
    ),
    sheet=(
        ("Année", "year"),
        ("Département", "department"),
        ("Classe", "level"),
        ("Cycle", "cycle"),
        ("Enseignant", "teacher"),
        ("Résultat", "result"),
        ("Mention", "mention"),
        ("Assiduité", "presence"),
        ("Appréciation", "comment"),
    ),
    empty="Aucune fiche de suivi pour les années antérieures.",
)

REPERTOIRE = Layout(
    columns=(
        ("Répertoire", "repertoire"),
        ("Date", "date"),
        ("Morceau", "piece"),
        ("Durée", "duration"),
        ("Commentaire", "comment"),
    ),
    sheet=(
        ("Répertoire", "repertoire"),
        ("Date", "date"),
        ("Lieu", "place"),
        ("Morceau", "piece"),
        ("Compositeur", "composer"),
        ("Durée", "duration"),
        ("Ensemble", "ensemble"),
        ("Direction", "conductor"),
        ("Commentaire", "comment"),
    ),
    empty="L’élève n’a participé à aucun événement musical.",
)
