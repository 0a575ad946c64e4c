// One tick for all the tickets on this page; without script each has its own, as ever.
const all = document.querySelector("[data-all]");
const boxes = [...document.querySelectorAll('input[name="ticket"]')];

function count() {
  const chosen = boxes.filter((one) => one.checked).length;
  all.checked = chosen === boxes.length;
  all.indeterminate = chosen > 0 && !all.checked;
}

if (all && boxes.length) {
  all.closest("[hidden]").hidden = false;
  all.addEventListener("change", () => boxes.forEach((one) => (one.checked = all.checked)));
  for (const one of boxes) one.addEventListener("change", count);
  count();
}
