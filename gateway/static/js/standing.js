// Follows a request while it may change within seconds; « Actualiser » does the same without this.
// Who wants nothing to move is left alone (WCAG 2.2.2).
const PATIENCE = 10 * 60 * 1000;
const FIRST = 2000;
const LONGEST = 20000;

const began = Date.now();
const region = document.getElementById("ou-en-est-elle");
const announced = document.getElementById("annonce");

const read = async () => {
  const answer = await fetch(location.href, { credentials: "same-origin", redirect: "error" });
  if (!answer.ok) return null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.getElementById(region.id);
};

const show = (fresh) => {
  const before = region.querySelector(".badge").textContent.trim();
  const after = fresh.querySelector(".badge").textContent.trim();
  region.replaceChildren(...fresh.childNodes);
  region.toggleAttribute("data-moves", fresh.hasAttribute("data-moves"));
  if (after !== before) announced.textContent = after;
};

const follow = (pause) => {
  if (!region.hasAttribute("data-moves") || Date.now() - began > PATIENCE) return;
  setTimeout(async () => {
    try {
      const fresh = await read();
      if (fresh && !region.contains(document.activeElement)) show(fresh);
    } catch {
      // The network is away: the next turn tries again.
    }
    follow(Math.min(pause * 1.5, LONGEST));
  }, pause);
};

if (document.documentElement.dataset.mouvement !== "reduit") follow(FIRST);
