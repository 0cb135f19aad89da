// Shows a choice of display at once, before « Appliquer » keeps it. A module, as session.js is.
const form = document.querySelector("[data-display]");

const show = (control) => {
  document.documentElement.setAttribute(`data-${control.name}`, control.value);
};

form.addEventListener("change", (event) => {
  if (event.target.type !== "radio") return;
  show(event.target);
  // Other sizes move what is above it: what has the focus stays in view.
  event.target.scrollIntoView({ block: "nearest" });
});

// A browser that comes back to this page may have kept other choices in it.
addEventListener("pageshow", () => form.querySelectorAll("input:checked").forEach(show));
