// Alt and a letter press the [data-key] button or follow the [data-key] link that shows it.
addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey) return;
  const letter = event.code.replace("Key", "").replace("Digit", "").toLowerCase();
  const target = document.querySelector(`[data-key="${CSS.escape(letter)}"]`);
  if (!target) return;
  event.preventDefault();
  target.focus();
  if (target.matches("a, button, summary")) target.click();
});
