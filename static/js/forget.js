// Drafts kept on this device (draft.js) go when their form has arrived, when they are older than twelve hours, and
// with signing out: they hold names and phones.
const KEPT = "doorstep.draft.";
const LASTS = 12 * 3600 * 1000; // milliseconds
const sent = /(?:^|; )sent=([^;]+)/.exec(document.cookie)?.[1];

function forget(goes) {
  try {
    for (const name of Object.keys(localStorage)) {
      if (name.startsWith(KEPT) && goes(name)) localStorage.removeItem(name);
    }
  } catch {
    // storage refused: then nothing is kept either
  }
}

function old(name) {
  try {
    return Date.now() - JSON.parse(localStorage.getItem(name)).at > LASTS;
  } catch {
    return true; // not what we wrote
  }
}

forget((name) => old(name) || (sent && name.endsWith(`.${sent}`)));
for (const way of document.querySelectorAll("form[data-sign-out]")) way.addEventListener("submit", () => forget(() => true));
