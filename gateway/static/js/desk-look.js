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
// was, unless somebody went in with the Tab key or the pointer.
let last = null;
let tabbed = false;
document.addEventListener("focusin", (event) => {
  if (!event.target.matches("iframe")) last = event.target;
});
document.addEventListener("keydown", (event) => {
  tabbed = event.key === "Tab";
});
window.addEventListener("blur", () => {
  const frame = document.activeElement;
  if (tabbed || !frame?.matches(".look iframe") || frame.matches(":hover")) return;
  setTimeout(() => last?.focus());
});
