"""« Importer » opens its window in many ways: the document arrives there, once, under its name."""

import pytest

from adapters.errors import FormChanged
from adapters.model import Verdict
from adapters.re_enrolment import Document
from tests.unit.imuse.re_enrolling import (
    FILE,
    NAMES,
    PDF,
    Enrolling,
    enrolling,
    first,
    nothing,
    tab_of,
)
from tests.unit.imuse.small_extranet import Answer, PageOf, html

ENCTYPE = "enctype=multipart/form-data"
INSIDE = (
    "<p>Fichier <input type=file name=fichier></p>"
    f"<p>Nom du document <select name=nature>{NAMES}</select></p>"
    "<p>La taille limite est de 2Mo (JPEG, JPG, PNG, PDF).</p>"
    "<input type=submit name=go value=Importer>"
)
FORM = f"<form method=post action=importer.php?e=KEY {ENCTYPE}>{INSIDE}</form>"


def behind(form: str = FORM) -> PageOf:
    """The window as a page of its own."""
    return lambda asked: html(form.replace("KEY", asked.form.get("e", "7")))


BY_SCRIPT = (
    "function ouvrir(a) { window.open(a, 'imp', 'width=400'); }",
    "<input type=button value=Importer onclick=\"ouvrir('import.php?e=KEY')\">",
)
SENT = (
    "document.getElementById('fi').addEventListener('submit', function(e) {{"
    "e.preventDefault(); {} }});"
)
PLAIN_FORM = f"<form id=fi method=post action=rien.php>{INSIDE}</form>"
WAYS: dict[str, tuple[Enrolling, dict[str, Answer | PageOf]]] = {
    "a pop-up by script": (
        Enrolling(window=BY_SCRIPT[1], script=BY_SCRIPT[0]),
        {"import_": behind()},
    ),
    "a link to a window": (
        Enrolling(window="<a target=_blank href='import.php?e=KEY'>Importer un document</a>"),
        {"import_": behind()},
    ),
    "an iframe": (
        Enrolling(window="<iframe src='import.php?e=KEY'></iframe>"),
        {"import_": behind()},
    ),
    "a form in the page": (Enrolling(window=FORM), {}),
    "a modal in the page": (
        Enrolling(
            window="<button type=button data-toggle=modal data-target='#m'>Importer</button>"
            f"<div id=m class=modal style='display:none'>{FORM}</div>"
        ),
        {},
    ),
    "a name first, then the file": (
        Enrolling(window="<a href='import.php?e=KEY'>Importer</a>"),
        {
            "import_": lambda asked: html(
                f"<form method=post action='import2.php?e={asked.form['e']}'><p>Nom du document "
                f"<select name=nature>{NAMES}</select></p><input type=submit value=Continuer>"
                "</form>"
            ),
            "import2": lambda asked: html(
                f"<form method=post action='importer.php?e=7' {ENCTYPE}>"
                f"<input type=hidden name=nature value={asked.form['nature']}>"
                "<p>Fichier <input type=file name=fichier></p>"
                "<input type=submit value=Importer></form>"
            ),
        },
    ),
    "by script, with FormData": (
        Enrolling(
            window=PLAIN_FORM,
            script=SENT.format("fetch('importer.php', {method: 'POST', body: new FormData(this)})"),
        ),
        {},
    ),
    "by XMLHttpRequest, with FormData": (
        Enrolling(
            window=PLAIN_FORM,
            script=SENT.format(
                "var x = new XMLHttpRequest(); x.open('POST', 'importer.php');"
                "x.send(new FormData(document.getElementById('fi')));"
            ),
        ),
        {},
    ),
    "by a library, with FormData": (
        Enrolling(
            window=PLAIN_FORM,
            script="$('#fi').on('submit', function(e) { e.preventDefault(); $.ajax({"
            "url: 'importer.php', type: 'POST', data: new FormData(this), processData: false,"
            "contentType: false, success: function(r) { alert(r.message); }}); });",
        ),
        {},
    ),
}


@pytest.mark.parametrize(("built", "pages"), WAYS.values(), ids=list(WAYS))
async def test_the_document_arrives_once_under_its_name(
    built: Enrolling, pages: dict[str, Answer | PageOf]
) -> None:
    built.imported.clear()
    async with enrolling(built, **pages) as (session, _):
        ref = await first(session)
        tab = await tab_of(session, ref)
        assert tab.imports is not None
        assert [(one.value, one.label) for one in tab.imports.names] == [
            ("7", "RIB"),
            ("8", "Photo"),
        ]

        outcome = await session.upload(ref, FILE, nothing)

        assert (outcome.verdict, outcome.already) == (Verdict.APPLIED, False)
        ((key, parts),) = built.imported
        assert key == "7"
        assert (parts["fichier"].file_name, parts["fichier"].body) == (FILE.file_name, PDF)
        assert parts["nature"].text == "7"
        assert built.pressed == []


async def test_a_name_is_written_where_none_is_to_choose() -> None:
    window = FORM.replace(f"<select name=nature>{NAMES}</select>", "<input name=nature>")
    async with enrolling(built := Enrolling(window=window)) as (session, _):
        ref = await first(session)
        tab = await tab_of(session, ref)
        assert tab.imports is not None
        assert tab.imports.names == ()
        sent = Document(name="Attestation", file_name="a-1.pdf", media_type="x/y", body=PDF)

        assert (await session.upload(ref, sent, nothing)).verdict is Verdict.APPLIED

        assert built.imported[0][1]["nature"].text == "Attestation"


ROW = "<tr><td>{0}</td><td>{1}</td></tr>"


async def test_each_document_may_have_a_button_of_its_own() -> None:
    rows = "".join(
        ROW.format(name, f"<a href='import.php?e=KEY&d={n}'>Importer</a>")
        for n, name in enumerate(("RIB", "Photo"))
    )
    window = f"<table><tr><th>Document demandé</th><th>Action</th></tr>{rows}</table>"
    pages: dict[str, PageOf] = {
        "import_": lambda asked: html(
            f"<form method=post action=importer.php {ENCTYPE}>"
            f"<input type=hidden name=d value={asked.form['d']}>"
            "<p>Fichier <input type=file name=fichier></p><input type=submit value=Importer></form>"
        )
    }
    async with enrolling(built := Enrolling(window=window), **pages) as (session, _):
        ref = await first(session)
        tab = await tab_of(session, ref)
        assert tab.imports is not None
        assert [one.label for one in tab.imports.names] == ["RIB", "Photo"]
        photo = Document(
            name=tab.imports.names[1].value, file_name="p-1.pdf", media_type="x/y", body=PDF
        )

        await session.upload(ref, photo, nothing)

        assert [parts["d"].text for _, parts in built.imported] == ["1"]


async def test_each_document_may_have_a_field_of_its_own_under_one_name() -> None:
    rows = "".join(ROW.format(name, "<input type=file name='doc[]'>") for name in ("RIB", "Photo"))
    window = (
        f"<form method=post action=importer.php {ENCTYPE}>"
        f"<table><tr><th>Document</th><th>Fichier</th></tr>{rows}</table>"
        "<input type=submit value=Importer></form>"
    )
    built = Enrolling(window=window)
    async with enrolling(built) as (session, _):
        ref = await first(session)
        tab = await tab_of(session, ref)
        assert tab.imports is not None
        assert [one.label for one in tab.imports.names] == ["RIB", "Photo"]
        sent = Document(
            name=tab.imports.names[1].value, file_name="p-1.pdf", media_type="x/y", body=PDF
        )
        outcome = await session.upload(ref, sent, nothing)

        assert outcome.verdict is not Verdict.REFUSED
        # A server reads the last of one name: the second field held the file, not the first.
        assert built.imported[0][1]["doc[]"].file_name == "p-1.pdf"


@pytest.mark.parametrize(
    "window",
    [
        "<form method=post action=importer.php><input type=file name=fichier>"
        "<input type=submit value=Importer></form>",
        f"<form method=post action=importer.php {ENCTYPE}><input type=file name=a>"
        "<input type=file name=b><input type=submit value=Importer></form>",
        "<input type=button value=Importer onclick='mystere()'>",
        "<a href='rien.php'>Importer</a>",
    ],
    ids=["only the name would go", "two files, for nothing", "nobody knows what", "no file there"],
)
async def test_where_it_is_not_certain_how_the_tab_is_closed_for_writing(window: str) -> None:
    built = Enrolling(window=window)
    async with enrolling(built, rien=html("<p>Bientôt.</p>")) as (session, served):
        ref = await first(session)
        tab = await tab_of(session, ref)

        assert (tab.writable, tab.imports) == (False, None)
        assert [one.caption for one in tab.disciplines] == ["Piano", "Chœur"]
        with pytest.raises(FormChanged):
            await session.upload(ref, FILE, nothing)
        assert "POST importer.php" not in served.asked


async def test_an_import_never_presses_valider() -> None:
    built = Enrolling()
    built.form_more = "<p>Fichier <input type=file name=fichier></p>"
    async with enrolling(built) as (session, _):
        ref = await first(session)
        assert not (await tab_of(session, ref)).writable
        with pytest.raises(FormChanged):
            await session.upload(ref, FILE, nothing)
        assert (built.pressed, built.imported) == ([], [])


async def test_a_button_that_adds_a_course_opens_no_window() -> None:
    built = Enrolling()
    built.form_more = "<input type=submit name=plus value=Ajouter>"
    async with enrolling(built) as (session, served):
        tab = await tab_of(session, await first(session))
        assert tab.imports is None
        assert "POST valider.php" not in served.asked


async def test_a_window_of_another_student_is_never_filled() -> None:
    pages: dict[str, PageOf] = {
        "import_": lambda asked: html(f"<h1>Léo Dupré</h1>{FORM.replace('KEY', '9')}")
    }
    built = Enrolling(window="<a href='import.php?e=KEY'>Importer</a>")
    async with enrolling(built, **pages) as (session, _):
        ref = await first(session)
        assert not (await tab_of(session, ref)).writable
        with pytest.raises(FormChanged):
            await session.upload(ref, FILE, nothing)
        assert built.imported == []


async def test_a_portrait_behind_another_tab_is_no_document() -> None:
    portrait = (
        f"<form method=post action=photo.php {ENCTYPE}><input type=file name=p>"
        "<input type=submit value=Envoyer></form>"
    )
    tabs = (
        "<ul><li><a href='#a'>Portrait</a><li><a href='#b'>Réinscription</a></ul>"
        f"<div id=a class=tab-pane>{portrait}</div><div id=b class=tab-pane>"
    )
    built = Enrolling()
    built.change = lambda page: page.replace("<div class=message>", f"{tabs}<div class=message>")
    async with enrolling(built) as (session, served):
        ref = await first(session)
        assert (await tab_of(session, ref)).imports is None
        with pytest.raises(FormChanged):
            await session.upload(ref, FILE, nothing)
        assert "POST photo.php" not in served.asked


async def test_a_script_that_puts_its_own_data_together_is_not_certain() -> None:
    built = Enrolling(
        window=PLAIN_FORM,
        script=SENT.format(
            "var d = new FormData(); d.append('piece', this.fichier.files[0]);"
            "fetch('importer.php', {method: 'POST', body: d});"
        ),
    )
    async with enrolling(built) as (session, served):
        ref = await first(session)
        assert not (await tab_of(session, ref)).writable
        with pytest.raises(FormChanged):
            await session.upload(ref, FILE, nothing)
        assert not [asked for asked in served.asked if asked == "POST importer.php"]
