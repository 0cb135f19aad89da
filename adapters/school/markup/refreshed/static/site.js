// Lines that open on a double click, tabs within a page, sheets and forms in a dialog.
(function () {
  function closest(element, selector) {
    while (element && element.nodeType === 1 && !element.matches(selector)) {
      element = element.parentNode;
    }
    return element && element.nodeType === 1 ? element : null;
  }

  document.addEventListener('dblclick', function (event) {
    var line = closest(event.target, 'tr[data-href], tr[data-remote]');
    if (!line) { return; }
    if (line.hasAttribute('data-href')) {
      window.location.href = line.getAttribute('data-href');
    } else {
      openDialog(line);
    }
  });

  function openDialog(line) {
    var dialog = document.querySelector(line.getAttribute('data-target'));
    var request = new XMLHttpRequest();
    request.open('GET', line.getAttribute('data-remote'));
    request.setRequestHeader('X-Requested-With', 'XMLHttpRequest');
    request.onload = function () {
      dialog.querySelector('.modal-content').innerHTML = request.responseText;
      dialog.hidden = false;
    };
    request.send();
  }

  document.addEventListener('click', function (event) {
    var link = closest(event.target, 'tr[data-remote] a');
    if (link) {
      event.preventDefault();
      openDialog(closest(link, 'tr[data-remote]'));
      return;
    }
    var opener = closest(event.target, 'button[data-toggle="modal"]');
    if (opener) {
      document.querySelector(opener.getAttribute('data-target')).hidden = false;
      return;
    }
    if (closest(event.target, '[data-dismiss="modal"]')) {
      closest(event.target, '.modal').hidden = true;
      return;
    }
    var tab = closest(event.target, '[data-toggle="tab"]');
    if (!tab) { return; }
    event.preventDefault();
    var pane = document.querySelector(tab.getAttribute('href'));
    [].forEach.call(pane.parentNode.children, function (other) {
      other.classList.toggle('active', other === pane);
    });
    [].forEach.call(tab.parentNode.parentNode.children, function (item) {
      item.classList.toggle('active', item === tab.parentNode);
    });
  });

  document.addEventListener('change', function (event) {
    var shows = event.target.getAttribute('data-shows');
    if (shows && event.target.files.length) {
      document.querySelector(shows).textContent = event.target.files[0].name;
    }
  });

  // What was typed and ticked meanwhile survives the page that follows an import.
  var draft = document.querySelector('form[data-draft]');
  if (draft) {
    var key = draft.getAttribute('data-draft');
    var controls = [].slice.call(draft.querySelectorAll('input[type="checkbox"], textarea'));
    var kept = sessionStorage.getItem(key);
    sessionStorage.removeItem(key);
    JSON.parse(kept || '[]').forEach(function (value, place) {
      if (!controls[place]) { return; }
      if (controls[place].type === 'checkbox') {
        controls[place].checked = value;
      } else {
        controls[place].value = value;
      }
    });
    document.addEventListener('submit', function (event) {
      if (event.target === draft) { return; }
      sessionStorage.setItem(key, JSON.stringify(controls.map(function (control) {
        return control.type === 'checkbox' ? control.checked : control.value;
      })));
    });
  }
})();
