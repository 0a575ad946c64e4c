// Shows under a [data-suggest] field, while somebody types, links to what is called so. Enter searches as
// ever; without script, or where the net is slow, nothing is missing.
const WAIT = 250; // milliseconds without a key
const field = document.querySelector("[data-suggest]");
const box = document.querySelector("[data-suggestions]");
const said = document.getElementById("suggestions-status");
let timer = 0;
let asking = new AbortController();

const links = () => [...box.querySelectorAll("a")];

function show(html) {
  box.innerHTML = html;
  box.hidden = !box.firstElementChild;
  said.textContent = box.firstElementChild?.dataset.status ?? "";
}

// What is still being asked must not open it again.
function close() {
  clearTimeout(timer);
  asking.abort();
  show("");
}

// The name is in the field when somebody comes back, whether the browser kept the page or loads it anew.
function choose(event) {
  const link = event.target.closest("a");
  if (!link) return;
  field.value = link.textContent;
  history.replaceState({ ...history.state, chosen: link.textContent }, "");
  close();
}

async function suggest() {
  asking.abort();
  asking = new AbortController();
  const words = field.value.trim();
  // One Latin letter names half the city.
  if (!words || /^[\x00-\x7f]$/.test(words)) return show("");
  try {
    const answer = await fetch(`${box.dataset.suggestions}?q=${encodeURIComponent(words)}`, { signal: asking.signal });
    if (answer.ok) show(await answer.text());
  } catch (error) {
    // Typed on, or the net is gone: the search still stands.
    if (error.name !== "AbortError") show("");
  }
}

function move(event, step) {
  const all = links();
  const next = all.indexOf(document.activeElement) + step;
  if (!all.length || next >= all.length) return;
  event.preventDefault();
  (all[next] ?? field).focus();
}

if (field && box) {
  const around = [field, box];
  const elsewhere = (event) => !around.some((part) => part.contains(event.target));
  if (performance.getEntriesByType("navigation")[0]?.type === "back_forward" && history.state?.chosen) {
    field.value = history.state.chosen;
  }
  field.addEventListener("input", (event) => {
    clearTimeout(timer);
    if (!event.isComposing) timer = setTimeout(suggest, WAIT);
  });
  field.addEventListener("compositionend", suggest);
  for (const part of around) {
    part.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "ArrowDown") move(event, 1);
      else if (event.key === "ArrowUp" && document.activeElement !== field) move(event, -1);
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing || box.hidden) return;
    event.preventDefault(); // or the browser empties the field
    if (box.contains(document.activeElement)) field.focus();
    close();
  });
  box.addEventListener("click", choose);
  // A tap on something that acts is waited for: the list's room must not vanish under the finger before.
  document.addEventListener("pointerup", (event) => {
    if (elsewhere(event) && !event.target.closest("a, button, input, label, summary")) close();
  });
  document.addEventListener("click", (event) => {
    if (elsewhere(event)) close();
  });
}
