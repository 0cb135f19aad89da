"""The ways in which scripts of old pages fill a list with the records of an answer in JSON."""

# ruff: noqa: E501 - markup keeps to its line

TABLE = """<table id=liste><thead><tr><th>Cours</th><th>Enseignant</th><th>Salle</th></tr></thead>
    <tbody id=corps></tbody></table>"""
DATA = [
    {"id": 7, "intitule": "Piano", "prof": {"nom": "Mme Le Goff"}, "salle": "B12"},
    {"id": 9, "intitule": "Formation & éveil <1>", "prof": {"nom": "M. D'Août"}, "salle": None},
]
READ = (
    ("Cours", "Enseignant", "Salle"),
    [("Piano", "Mme Le Goff", "B12"), ("Formation & éveil <1>", "M. D'Août", "")],
)
ESCAPES = """function esc(t) { return String(t).replace(/&/g, '&amp;').replace(/</g, '&lt;'); }"""

SCRIPTS = {
    "pieces joined": ESCAPES + """
        $.getJSON('cours.json', function (lignes) {
            var html = '';
            for (var i = 0; i < lignes.length; i++) {
                html += '<tr><td>' + esc(lignes[i].intitule) + '</td><td>' + esc(lignes[i].prof.nom) + '</td><td>' + esc(lignes[i].salle) + '</td></tr>';
            }
            $('#corps').html(html);
        });""",
    "pieces joined, a name for the record": ESCAPES + """
        $.getJSON('cours.json', function (lignes) {
            $.each(lignes, function (i, c) {
                $('#corps').append('<tr class="' + (i % 2 ? 'pair' : 'impair') + '"><td>' + esc(c.intitule) + '</td><td>' + esc(c.prof.nom) + '</td><td>' + esc(c.salle || '') + '</td></tr>');
            });
        });""",
    "a text that grows": ESCAPES + """
        $.getJSON('cours.json', function (lignes) {
            var s = '';
            for (var i in lignes) {
                var c = lignes[i];
                s = s + '<tr onclick="ouvrir(' + c.id + ')">';
                s = s + '<td>' + esc(c.intitule) + '</td>';
                s = s + '<td>' + esc(c.prof.nom) + '</td>';
                s = s + '<td>' + esc(c.salle) + '</td>';
                s = s + '</tr>';
            }
            document.getElementById('corps').innerHTML = s;
        });""",
    "a template string": ESCAPES + """
        fetch('cours.json').then(r => r.json()).then(lignes => {
            document.getElementById('corps').innerHTML = lignes.map(c =>
                `<tr data-id="${c.id}"><td>${esc(c.intitule)}</td><td>${esc(c.prof.nom)}</td><td>${esc(c.salle ?? '')}</td></tr>`).join('');
        });""",
    "elements and their text": """
        var x = new XMLHttpRequest();
        x.open('GET', 'cours.json', true);
        x.onreadystatechange = function () {
            if (x.readyState != 4) return;
            var lignes = JSON.parse(x.responseText);
            for (var i = 0; i < lignes.length; i++) {
                var c = lignes[i];
                var tr = document.createElement('tr');
                var a = document.createElement('td'); a.textContent = c.intitule; tr.appendChild(a);
                var b = document.createElement('td'); b.textContent = c.prof.nom; tr.appendChild(b);
                var s = document.createElement('td'); s.textContent = c.salle; tr.appendChild(s);
                document.getElementById('corps').appendChild(tr);
            }
        };
        x.send();""",
    "elements by jQuery": """
        $.getJSON('cours.json', function (lignes) {
            $.each(lignes, function () {
                var c = this;
            });
            lignes.forEach(function (c) {
                var tr = $('<tr>');
                tr.append($('<td>').text(c.intitule));
                tr.append($('<td>').text(c.prof.nom));
                tr.append($('<td>').text(c.salle));
                $('#corps').append(tr);
            });
        });""",
    "a function that makes a cell": """
        function cellule(tr, texte) { var td = document.createElement('td'); td.appendChild(document.createTextNode(texte)); tr.appendChild(td); }
        $.getJSON('cours.json', function (lignes) {
            lignes.forEach(function (c) {
                var tr = document.createElement('tr');
                cellule(tr, c.intitule);
                cellule(tr, c.prof.nom);
                cellule(tr, c.salle);
                document.getElementById('corps').appendChild(tr);
            });
        });""",
    "a library's columns": """
        $('#liste').DataTable({ ajax: { url: 'cours.json', dataSrc: '' }, columns: [
            { data: 'intitule', render: $.fn.dataTable.render.text() }, { data: 'prof.nom' }, { data: 'salle', defaultContent: '' } ] });""",
}  # fmt: skip
