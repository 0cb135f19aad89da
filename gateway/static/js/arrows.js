// ← → Home End follow the sheet's own links, as long as no field has the focus.
const KEYS = { ArrowLeft: "prev", ArrowRight: "next", Home: "first", End: "last" };
const FIELDS = "input, select, textarea, summary, [contenteditable]";

document.addEventListener("keydown", (event) => {
  const rel = KEYS[event.key];
  const modified = event.altKey || event.ctrlKey || event.metaKey || event.shiftKey;
  if (!rel || modified || event.defaultPrevented || event.target.closest(FIELDS)) return;
  const link = document.querySelector(`.arrows a[rel="${rel}"]`);
  if (!link) return;
  event.preventDefault();
  link.click();
});
