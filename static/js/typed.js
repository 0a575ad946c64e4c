// What is typed into one form of the sheet outlives the others: it waits in this tab while another form is sent, the
// language is changed or the board is looked at, and goes when its own form is sent or somebody signs out (forget.js).
const KEPT = "doorstep.draft.";
const WAIT = 300; // milliseconds without a key
const forms = [...document.querySelectorAll("form[data-typed]")];
const name = (form) => KEPT + form.dataset.typed;
const fields = (form) => [...form.elements].filter((one) => one.name && !["hidden", "submit", "file", "checkbox", "radio"].includes(one.type));
const filled = (form) => fields(form).some((one) => one.tagName !== "SELECT" && one.value.trim());

function stored(action) {
  try {
    return action();
  } catch {
    return null; // storage refused or full: the forms work without it
  }
}

function keep(form) {
  const values = fields(form).map((one) => [one.name, one.value]);
  stored(() => (filled(form) ? sessionStorage.setItem(name(form), JSON.stringify({ at: Date.now(), values })) : sessionStorage.removeItem(name(form))));
}

function put(form) {
  if ("fresh" in form.dataset) return stored(() => sessionStorage.removeItem(name(form))); // somebody else's turn
  const kept = stored(() => JSON.parse(sessionStorage.getItem(name(form))));
  if (!kept || filled(form)) return; // sent back by the server with its errors: that is newer
  for (const [field, value] of kept.values) {
    const one = form.elements[field];
    if (one) one.value = value;
  }
  const around = form.closest("details");
  if (around) around.open = true;
}

for (const form of forms) {
  let timer = 0;
  put(form);
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, WAIT, form);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    stored(() => sessionStorage.removeItem(name(form)));
  });
  // Another form, or a link, may be pressed within the pause.
  for (const other of document.querySelectorAll("form")) {
    if (other !== form && !("signOut" in other.dataset)) other.addEventListener("submit", () => timer && keep(form));
  }
  // What was filled in for a fresh form (book once more for the same person) goes along to another day.
  for (const link of document.querySelectorAll("a[href]")) link.addEventListener("click", () => (timer || "fresh" in form.dataset) && keep(form));
}
