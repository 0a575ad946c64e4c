// Remembers on this device alone which estate was opened last ([data-estate]), and offers it where a page has
// a place for it ([data-recent]). Nothing is sent. A browser that keeps nothing just shows nothing.
const KEY = "doorstep.estate";

function kept() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY));
    return Number.isInteger(found?.key) && found.zh ? found : null;
  } catch {
    return null; // storage refused, or not what we wrote
  }
}

const here = document.querySelector("[data-estate]");
if (here) {
  const { estate, zh, en } = here.dataset;
  try {
    localStorage.setItem(KEY, JSON.stringify({ key: Number(estate), zh, en }));
  } catch {
    // storage refused: the page is complete without it
  }
}

const place = document.querySelector("[data-recent]");
const estate = place && kept();
if (estate) {
  const link = place.querySelector("a");
  const english = document.documentElement.lang === "en" && estate.en;
  link.href = place.dataset.recent.replace("/0/", `/${estate.key}/`);
  link.textContent = english ? estate.en : estate.zh;
  if (!english) link.lang = "zh-Hans";
  place.querySelector("button").addEventListener("click", () => {
    localStorage.removeItem(KEY);
    place.hidden = true;
    document.querySelector("[data-suggest]")?.focus();
  });
  place.hidden = false;
}
