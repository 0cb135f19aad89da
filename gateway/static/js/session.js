// Warns before a session ends, and prolongs it; without this script the page says nothing.
// A module, so that no other script of a page shares its names.
const LONGEST_WARNING = 5 * 60 * 1000;
const AGAIN = 30 * 1000;
const CONFIRMED = 10 * 1000;

const notice = document.getElementById("fin-de-session");
// What is sent from these after the end is kept until the family has signed in again.
const typed = [...document.querySelectorAll("main form")].find(
  (form) => form.querySelector('[name="ouvert"], [name="brouillon"]') && sender(form),
);

let ends = moments({ idle: Number(notice.dataset.idle), absolute: Number(notice.dataset.absolute) });
const warning = Math.min(LONGEST_WARNING, (ends.idle - Date.now()) / 4);
let shown = "";
let timer;
let lastFocused = null;

function sender(form) {
  return form.querySelector('.button-main[type="submit"]');
}

function moments(left) {
  const now = Date.now();
  return { idle: now + left.idle * 1000, absolute: now + left.absolute * 1000 };
}

// Other pages may have prolonged the session: asked just before a warning, which prolongs nothing.
async function ask() {
  const answer = await fetch("/session/reste", { cache: "no-store", redirect: "error" });
  if (!answer.ok) throw new Error("no answer");
  ends = moments(await answer.json());
}

async function look() {
  clearTimeout(timer);
  if (soon()) {
    try {
      await ask();
    } catch {
      // The network is away: what was known before still holds.
    }
  }
  const left = Math.min(ends.idle, ends.absolute) - Date.now();
  if (left > warning) hide();
  else if (left > 0) show(ends.absolute <= ends.idle ? "absolute" : "idle");
  else show("ended");
  if (shown !== "ended") next(soon() ? Math.min(left, AGAIN) : left - warning);
}

const soon = () => Math.min(ends.idle, ends.absolute) - Date.now() <= warning;

function next(pause) {
  clearTimeout(timer);
  timer = setTimeout(look, Math.max(pause, 0) + 50);
}

function show(what) {
  if (what === shown) return;
  shown = what;
  const template = document.querySelector(`template[data-session-end="${what}"]`);
  const content = template.content.cloneNode(true);
  const at = new Date(Math.min(ends.idle, ends.absolute));
  const time = { hour: "2-digit", minute: "2-digit" };
  for (const place of content.querySelectorAll("[data-at]")) {
    place.textContent = at.toLocaleTimeString(document.documentElement.lang, time);
  }
  for (const one of content.querySelectorAll(typed ? "[data-unkept]" : "[data-kept]")) one.remove();
  replace(content);
}

function hide() {
  if (shown === "prolonged" || !shown) return;
  shown = "";
  replace();
}

// Who had the focus in what goes away finds it where they were before.
function replace(...content) {
  const within = notice.contains(document.activeElement);
  notice.replaceChildren(...content);
  if (!within) return;
  const before = lastFocused?.isConnected ? lastFocused : document.getElementById("contenu");
  before.focus();
}

async function prolong(form) {
  const body = new URLSearchParams(new FormData(form));
  const headers = { Accept: "application/json" };
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers, redirect: "error" });
    if (!answer.ok) throw new Error("refused");
    ends = moments(await answer.json());
  } catch {
    await look();
    const failed = notice.querySelector("[data-failed]");
    if (failed) failed.hidden = false;
    return;
  }
  show("prolonged");
  setTimeout(() => {
    if (shown !== "prolonged") return;
    shown = "";
    replace();
  }, CONFIRMED);
  next(Math.min(ends.idle, ends.absolute) - Date.now() - warning);
}

notice.addEventListener("submit", (event) => {
  event.preventDefault();
  prolong(event.target);
});
notice.addEventListener("click", (event) => {
  if (event.target.closest("[data-to-send]")) sender(typed).focus();
});
document.addEventListener("focusin", (event) => {
  if (!notice.contains(event.target)) lastFocused = event.target;
});
// A machine that slept, a tab long behind others: its timers may be late.
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") look();
});
// What gets the focus is never below the notice (WCAG 2.4.11).
new ResizeObserver(() => {
  document.documentElement.style.scrollPaddingBlockEnd = `${notice.offsetHeight}px`;
}).observe(notice);
next(Math.min(ends.idle, ends.absolute) - Date.now() - warning);
