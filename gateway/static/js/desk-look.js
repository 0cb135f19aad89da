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
