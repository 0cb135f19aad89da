// A key presses the link or button that bears it as data-key, or goes to the field that does: the
// page holds the table. Lines of a list are walked by the keys that the list itself names.
// What was sent is not sent again by a second press, and the page that comes next is seen before a
// key decides anything on it.
const UNSEEN = 400; // milliseconds
let sent = false;
const FIELDS = "input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable]";

function press(element) {
  if (element.matches("input, select, textarea")) {
    element.focus();
    return;
  }
  const details = element.closest("summary") && element.parentElement;
  if (details) {
    details.open = true;
    // Never to a list of sentences: it would take what is typed next for the name of one.
    const field = details.querySelector("textarea") ?? details.querySelector("select");
    (field || element).focus();
    details.scrollIntoView({ block: "nearest" });
    return;
  }
  if (element.type === "submit" && (sent || !document.body.dataset.keys)) return;
  if (element.matches("[data-ticked]")) tickOneAtLeast(element.form);
  element.click();
}

// Of several that bear one key, as a request's documents, the first that is not open yet.
const next = (all) => all.find((each) => !each.closest("details[open] > summary")) ?? all[0];

const link = (line) => line?.querySelector(".line-link");
const current = () => document.activeElement?.closest("[data-line]");

function tickOneAtLeast(form) {
  if (form.querySelector("input[name=demande]:checked")) return;
  const box = current()?.querySelector("input[name=demande]");
  if (box) box.checked = true;
}

function walk(list, key) {
  const lines = [...list.querySelectorAll("[data-line]")];
  const here = lines.indexOf(current());
  const names = (what) => (list.dataset[what] ?? "").split(" ").includes(key);
  // Arrows scroll the page, until a line has the focus.
  if (key.startsWith("Arrow") && here < 0) return false;
  if (names("next")) link(lines[Math.min(here + 1, lines.length - 1)])?.focus();
  else if (names("previous")) link(lines[Math.max(here - 1, 0)])?.focus();
  else if (names("tick")) current()?.querySelector("input[type=checkbox]")?.click();
  else return false;
  return true;
}

document.addEventListener("keydown", (event) => {
  const modified = event.altKey || event.ctrlKey || event.metaKey || event.isComposing;
  if (modified || event.defaultPrevented || event.target.closest?.(FIELDS)) return;
  // Names are typed in capitals: the key is the same with or without their lock.
  const locked = event.getModifierState?.("CapsLock") && event.key.length === 1;
  const key = locked ? event.key.toLowerCase() : event.key;
  const list = document.querySelector("table[data-next]");
  if (list && walk(list, key)) {
    event.preventDefault();
    return;
  }
  if (event.repeat) return;
  const element = next([...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)]);
  if (!element) return;
  event.preventDefault();
  press(element);
});

document.body.classList.add("with-keys");
setTimeout(() => {
  document.body.dataset.keys = "decide";
}, UNSEEN);

document.addEventListener("submit", (event) => {
  if (sent) event.preventDefault();
  sent = true;
});
window.addEventListener("pageshow", () => {
  sent = false;
});
