"""Élèves (guide): the choice of a student, whose dossier opens."""

from adapters.school.screens.dossier import choice
from adapters.school.screens.screen import Answer, Goto, Page, Screen, Told, Visit


def _show(visit: Visit) -> Answer:
    if visit.markup.student_in_session:
        students = visit.signed_in().students
        if len(students) == 1:
            visit.session.student = students[0].number
        if visit.student() is not None:
            return Goto("identity")
    return Page(choice(visit, None))


def _choose(visit: Visit) -> Answer:
    number = visit.form.values.get("id_eleve", "")
    if number not in (student.number for student in visit.signed_in().students):
        return Told("Veuillez choisir un élève.", good=False, screen="students")
    visit.session.student = number
    return Goto("identity")


SCREEN = Screen(
    name="students",
    caption="Élèves",
    slug="eleves",
    template="students.html",
    show=_show,
    post=_choose,
)
