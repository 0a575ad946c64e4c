// The print button, and every folded line opened on paper and folded again afterwards.
const folded = [];

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

addEventListener("beforeprint", () => {
  for (const item of document.querySelectorAll("details:not([open])")) {
    item.open = true;
    folded.push(item);
  }
});

addEventListener("afterprint", () => {
  for (const item of folded.splice(0)) item.open = false;
});
