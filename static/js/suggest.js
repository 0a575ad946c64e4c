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
      else if (event.key === "Escape" && !box.hidden) {
        event.preventDefault(); // or the browser empties the field
        show("");
        field.focus();
      }
    });
  }
}
