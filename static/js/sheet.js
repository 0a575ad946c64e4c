// "?" outside a field, or the footer's link, opens the sheet of keys: those that this page shows, and those of all.
const sheet = document.getElementById("keys");
const list = sheet.querySelector("[data-here]");
const way = document.querySelector("a[data-sheet]");
const label = (one) => (one.labels?.[0] ?? one);

function fill() {
  const seen = new Set();
  list.replaceChildren();
  for (const one of document.querySelectorAll("[data-key]")) {
    if (seen.has(one.dataset.key) || !one.checkVisibility({ visibilityProperty: true })) continue;
    seen.add(one.dataset.key);
    const name = label(one).cloneNode(true);
    name.querySelectorAll("kbd, input").forEach((part) => part.remove());
    const key = Object.assign(document.createElement("dt"), { textContent: `Alt ${one.dataset.key.toUpperCase()}` });
    list.append(key, Object.assign(document.createElement("dd"), { textContent: name.textContent.trim() }));
  }
  sheet.querySelector("[data-none]").hidden = seen.size > 0;
}

function open(event) {
  event.preventDefault();
  fill();
  sheet.showModal();
}

addEventListener("keydown", (event) => {
  if ((event.key !== "?" && event.key !== "？") || event.altKey || event.ctrlKey || event.metaKey || event.isComposing || sheet.open) return;
  if (!event.target.closest("input:not([type=radio], [type=checkbox]), textarea, select")) open(event);
});
way?.addEventListener("click", open);
