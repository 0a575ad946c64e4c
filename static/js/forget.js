// Drafts kept on this device (draft.js) or in this tab (typed.js) go when their form has arrived, when they are older
// than twelve hours, and with signing out: they hold names and phones.
const KEPT = "doorstep.draft.";
const LASTS = 12 * 3600 * 1000; // milliseconds
const sent = /(?:^|; )sent=([^;]+)/.exec(document.cookie)?.[1];

function forget(goes) {
  try {
    for (const kept of [localStorage, sessionStorage]) {
      for (const name of Object.keys(kept)) if (name.startsWith(KEPT) && goes(name, kept)) kept.removeItem(name);
    }
  } catch {
    // storage refused: then nothing is kept either
  }
}

function old(name, kept) {
  try {
    return Date.now() - JSON.parse(kept.getItem(name)).at > LASTS;
  } catch {
    return true; // not what we wrote
  }
}

forget((name, kept) => old(name, kept) || (sent && name.endsWith(`.${sent}`)));
for (const way of document.querySelectorAll("form[data-sign-out]")) way.addEventListener("submit", () => forget(() => true));
