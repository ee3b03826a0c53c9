// Spares the reloading, nothing else: whatever happens is a form, and the page that comes back is laid over this one.
"use strict";

const parser = new DOMParser();
let asking = false;
let again = false;
let unreached = false; // what was said last did not get through: that stays to be read until something does

/** Lay a newer state of the page over this one. What is typed, opened and looked at stays. */
function lay(html) {
  const newer = parser.parseFromString(html, "text/html");
  for (const place of document.querySelectorAll("[data-live]")) {
    if (unreached && place.dataset.live === "news") continue;
    const other = newer.querySelector(`[data-live="${place.dataset.live}"]`);
    if (other && other.innerHTML !== place.innerHTML) place.innerHTML = other.innerHTML;
  }
  for (const list of document.querySelectorAll("[data-bubbles]")) {
    const other = newer.querySelector(`[data-bubbles="${list.dataset.bubbles}"]`);
    if (other) layBubbles(list, other);
  }
}

/** Bubbles come one by one, so that whoever listens hears the new ones only. */
function layBubbles(list, newer) {
  const wanted = new Map([...newer.children].map((bubble) => [bubble.id, bubble]));
  for (const bubble of [...list.children]) {
    const other = wanted.get(bubble.id);
    if (!other || !bubble.id) bubble.remove();
    else if (other.innerHTML !== bubble.innerHTML) bubble.innerHTML = other.innerHTML;
  }
  const known = new Set([...list.children].map((bubble) => bubble.id));
  const fresh = [...newer.children].filter((bubble) => !known.has(bubble.id));
  list.append(...fresh);
  if (fresh.length) list.parentElement.scrollTop = 0; // the column is reversed: 0 is the newest
}

/** The state of this page, asked for once at a time; whoever comes meanwhile is served by one more asking. */
async function refresh() {
  if (asking) {
    again = true;
    return;
  }
  asking = true;
  try {
    const answer = await fetch(location.href.split("#")[0]);
    if (answer.ok) lay(await answer.text());
  } catch {
    // the house is shut or busy: the next news tries again
  } finally {
    asking = false;
    if (again) {
      again = false;
      setTimeout(refresh, 150);
    }
  }
}

/** Nothing came back: that is said, and what was typed stands there again. */
function complain(form, words) {
  if (words && !form.elements["noi-dung"].value) form.elements["noi-dung"].value = words;
  const news = document.querySelector(".news");
  unreached = true;
  news.classList.add("lost");
  news.textContent = news.closest("main").dataset.unreached;
  news.scrollIntoView({ block: "center" });
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if ("plain" in form.dataset) return;
  event.preventDefault();
  const fields = new URLSearchParams(new FormData(form, event.submitter));
  const isTyped = form.classList.contains("write");
  if (isTyped) form.reset();
  const isKind = form.querySelector("select") !== null;
  try {
    const answer = await fetch(form.action, { method: "POST", body: fields });
    if (!answer.ok) throw new Error(answer.statusText);
    if (isKind) {
      location.assign(answer.url);
      return;
    }
    if (unreached) watch(); // whatever kept it from leaving may have cut the news off too
    unreached = false;
    document.querySelector(".news").classList.remove("lost");
    history.replaceState(null, "", answer.url + location.hash);
    lay(await answer.text());
  } catch {
    complain(form, isTyped && fields.get("noi-dung"));
    return;
  }
  if (!document.activeElement || document.activeElement === document.body) {
    document.getElementById(`${fields.get("ghe")}-words`)?.focus({ preventScroll: true });
  }
});

let watching = null;

/** Listen for news; whatever came before somebody listened is looked up. */
function watch() {
  watching?.close();
  watching = new EventSource(document.querySelector("[data-watch]").dataset.watch);
  watching.onmessage = refresh;
  watching.onopen = refresh;
}

watch();
addEventListener("online", watch);
setInterval(() => {
  if (watching.readyState === EventSource.CLOSED) watch(); // the browser has given up; we have not
}, 3000);

// The steps stay open or shut when the page is loaded anew, as after a change of phones.
const steps = document.querySelector(".steps");
if (sessionStorage.steps) steps.open = sessionStorage.steps === "open";
steps.addEventListener("toggle", () => {
  sessionStorage.steps = steps.open ? "open" : "shut";
});
