// What is typed into a [data-draft] form outlives a dropped line and a closed tab: it is kept on this device under
// the form's own key until that has arrived (forget.js). Sent again after a lost answer, the key gives the same ticket.
const KEPT = "doorstep.draft.";
const WAIT = 400; // milliseconds without a key
const AGAIN = 3000; // milliseconds between two looks whether the line is back
const PATIENCE = 4000; // milliseconds for an answer
const form = document.querySelector("[data-draft]");
const said = document.getElementById("draft-said");
const offers = document.getElementById("draft-offers");
const all = offers.querySelector("[data-all]");
const words = ["matter", "words", "answer", "estate", "name", "phone", "came_at", "slip"];
let timer = 0;
let looking = 0;
let button = null; // what was pressed and waits for the line
let through = false; // the line is there: the browser may send
let typed = false;

const fields = () => [...form.elements].filter((one) => one.name && one.type !== "submit" && one.name !== "csrfmiddlewaretoken");
const ticked = (one) => one.type === "checkbox" || one.type === "radio";
const whose = () => `${KEPT}${form.dataset.draft}.`;
const name = () => whose() + form.elements.key.value;

function stored(action) {
  try {
    return action();
  } catch {
    return null; // storage refused or full: the form works without it
  }
}

function keep() {
  clearTimeout(timer);
  const filled = words.some((one) => form.elements[one]?.value.trim());
  const values = fields().map((one) => [one.name, ticked(one) ? one.value : null, ticked(one) ? one.checked : one.value]);
  stored(() => (filled ? localStorage.setItem(name(), JSON.stringify({ at: Date.now(), values })) : localStorage.removeItem(name())));
}

function put([field, choice, value]) {
  for (const one of fields()) {
    if (one.name !== field || (choice !== null && one.value !== choice)) continue;
    if (choice === null) one.value = value;
    else one.checked = value;
  }
}

function take(draft) {
  draft.values.forEach(put);
  for (const part of form.querySelectorAll("details")) part.open ||= [...part.querySelectorAll("input, select")].some((one) => one.value);
  form.elements.phone.dispatchEvent(new Event("input", { bubbles: true }));
  form.elements.matter.focus();
}

function offer([kept, draft]) {
  const row = offers.querySelector("template").content.firstElementChild.cloneNode(true);
  const value = (field) => draft.values.find(([one, choice]) => one === field && choice === null)?.[2] ?? "";
  const time = new Date(draft.at);
  row.querySelector("time").textContent = `${time.getHours()}:${String(time.getMinutes()).padStart(2, "0")}`;
  row.querySelector("b").textContent = value("matter") || value("words").slice(0, 20) || "…";
  row.querySelector("[data-take]").addEventListener("click", () => { take(draft); gone(row); });
  row.querySelector("[data-drop]").addEventListener("click", () => {
    stored(() => localStorage.removeItem(kept));
    gone(row);
    form.elements.matter.focus();
  });
  offers.insertBefore(row, all);
  offers.hidden = false;
  all.hidden = offers.querySelectorAll("[data-drop]").length < 2;
}

function gone(row) {
  row.remove();
  const left = offers.querySelectorAll("[data-drop]").length;
  all.hidden = left < 2;
  offers.hidden = left === 0;
}

function stop(message) {
  clearTimeout(looking);
  button = null;
  said.textContent = message;
}

async function alive() {
  if (!navigator.onLine) return false;
  try {
    return (await fetch(form.dataset.alive, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) })).ok;
  } catch {
    return false;
  }
}

async function send() {
  clearTimeout(looking);
  const wanted = button;
  const there = await alive();
  if (wanted === null || wanted !== button) return;
  if (!there) {
    said.textContent = said.dataset.waiting;
    looking = setTimeout(send, AGAIN);
    return;
  }
  stop("");
  through = true;
  form.requestSubmit(wanted);
}

form.addEventListener("submit", (event) => {
  keep();
  if (through) return;
  event.preventDefault();
  if (button !== null) return; // on its way already
  button = event.submitter;
  send();
});
for (const kind of ["input", "change"]) {
  form.addEventListener(kind, () => {
    typed = true;
    if (button !== null) stop(said.dataset.changed);
    clearTimeout(timer);
    timer = setTimeout(keep, WAIT);
  });
}
addEventListener("pagehide", () => { if (typed) keep(); });
// Signing out forgets everything, and this page must not write it down again while it goes.
for (const way of document.querySelectorAll("form[data-sign-out]")) {
  way.addEventListener("submit", () => { typed = false; clearTimeout(timer); });
}
addEventListener("pageshow", () => { through = false; });
addEventListener("online", () => { if (button !== null) send(); });
all.querySelector("button").addEventListener("click", () => {
  for (const drop of [...offers.querySelectorAll("[data-drop]")]) drop.click();
});
if ("fresh" in form.dataset) {
  const kept = stored(() => Object.keys(localStorage).filter((one) => one.startsWith(whose()))) ?? [];
  for (const one of kept) stored(() => offer([one, JSON.parse(localStorage.getItem(one))]));
}
