// Larger print and the other language load the page anew. What was typed into a [data-keep] form waits in this tab
// for the new page and is forgotten as soon as that has it; nothing is sent.
const NAME = "doorstep-typed";
const forms = [...document.querySelectorAll("form[data-keep]")];
const fields = (form) => [...form.elements].filter((one) => one.name && one.type !== "hidden" && one.type !== "submit");
const ticked = (one) => one.type === "checkbox" || one.type === "radio";

function keep() {
  const typed = forms.flatMap((form) => fields(form).map((one) => [form.dataset.keep, one.name, ticked(one) ? one.value : null, ticked(one) ? one.checked : one.value]));
  if (typed.length) sessionStorage.setItem(NAME, JSON.stringify(typed));
}

function put([form, name, choice, value]) {
  for (const one of fields(forms.find((each) => each.dataset.keep === form) ?? { elements: [] })) {
    if (one.name !== name || (choice !== null && one.value !== choice)) continue;
    if (choice === null) one.value = value;
    else one.checked = value;
  }
}

const typed = sessionStorage.getItem(NAME);
sessionStorage.removeItem(NAME);
if (typed) JSON.parse(typed).forEach(put);
for (const way of document.querySelectorAll(".tools form")) way.addEventListener("submit", keep);
for (const way of document.querySelectorAll(".tools a")) way.addEventListener("click", keep);
