// A document is fetched as it is opened here, and not before: that somebody looked at it is written
// down. Nor is it where there are no scripts, for browsers load at once then whatever may wait: its
// link to a tab of its own is there.
for (const details of document.querySelectorAll("details.look")) {
  details.addEventListener("toggle", () => {
    const template = details.querySelector("template");
    if (!details.open || !template) return;
    template.replaceWith(template.content);
    requestAnimationFrame(() => details.scrollIntoView({ block: "nearest" }));
  });
  details.hidden = false;
}

// A viewer takes the focus as it loads, from a field where somebody types too: it goes back where it
// was, unless somebody went in with the pointer, or with the Tab key from beside it.
let last = null;
let tab = null;
document.addEventListener("focusin", (event) => {
  if (!event.target.matches("iframe")) last = event.target;
});
document.addEventListener("keydown", (event) => {
  tab = event.key === "Tab" ? event : null;
});
window.addEventListener("blur", () => {
  const frame = document.activeElement;
  if (!frame?.matches(".look iframe") || frame.matches(":hover")) return;
  if (tab && (tab.shiftKey || frame.closest("details").contains(last))) return;
  setTimeout(() => last?.focus());
});
