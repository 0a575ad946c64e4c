// A template goes below what is typed, without loading the page again; where it stands already, nothing happens.
for (const box of document.querySelectorAll("[data-templates]")) {
  const field = document.getElementById(box.dataset.templates);
  box.querySelector("button")?.addEventListener("click", (event) => {
    event.preventDefault();
    const words = box.querySelector("select").selectedOptions[0]?.dataset.words ?? "";
    const typed = field.value.trimEnd();
    if (!typed.includes(words)) field.value = typed ? `${typed}\n${words}` : words;
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
