// A button for a common matter writes it into the field; typing there lets the button go.
const matter = document.getElementById("id_matter");
const buttons = [...document.querySelectorAll("input[name=quick]")];
for (const one of buttons) {
  one.addEventListener("change", () => { matter.value = one.labels[0].querySelector("span").textContent; matter.dispatchEvent(new Event("change", { bubbles: true })); });
}
matter.addEventListener("input", () => { for (const one of buttons) one.checked = false; });
