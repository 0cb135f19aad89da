// Lines that open on a double click, tabs within a page, sheets in a dialog.
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
})();
