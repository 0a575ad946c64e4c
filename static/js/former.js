// Beside the form of a walk-in, while name, phone or reference are typed: who came before. What is typed travels in
// the body of a request, never in an address. Without script the button sends the whole form and does the same.
const WAIT = 350; // milliseconds without a key
const form = document.querySelector("[data-former]");
const list = document.getElementById("former");
const said = document.getElementById("former-said");
const button = document.querySelector("button[name=look]");
const fields = ["name", "phone", "slip"].map((name) => form.elements[name]);
const asked = () => fields.map((one) => one.value.trim()).join("\n");
let timer = 0;
let asking = new AbortController();
let last = asked();

function show(html) {
  list.innerHTML = html;
  said.textContent = list.firstElementChild?.dataset.said ?? "";
  document.getElementById("former-way").hidden = !list.querySelector("a");
}

async function look() {
  clearTimeout(timer);
  asking.abort();
  asking = new AbortController();
  last = asked();
  if (!last.trim()) return show("");
  const body = new URLSearchParams(fields.map((one) => [one.name, one.value]));
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  try {
    const answer = await fetch(form.dataset.former, { method: "POST", body, signal: asking.signal });
    if (answer.ok) show(await answer.text());
  } catch (error) {
    if (error.name !== "AbortError") show(""); // no line: the form itself will say so
  }
}

function later() {
  clearTimeout(timer);
  if (asked() !== last) timer = setTimeout(look, WAIT);
}

for (const one of fields) {
  one.addEventListener("input", (event) => { if (!event.isComposing) later(); });
  one.addEventListener("compositionend", later);
}
async function press(event) {
  event.preventDefault();
  await look();
  list.querySelector("a, button")?.focus();
}
button.addEventListener("click", press);
// Enter in the reference looks; in the form itself it serves.
form.elements.slip.addEventListener("keydown", (event) => { if (event.key === "Enter" && !event.isComposing) press(event); });
