// Alt and a letter or digit press the [data-key] button or choice, or follow the [data-key] link, that shows it; the
// cursor goes on to its [data-next], where it has one.
addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey || document.querySelector("dialog[open]")) return;
  const letter = event.code.replace("Key", "").replace("Digit", "").toLowerCase();
  const target = document.querySelector(`[data-key="${CSS.escape(letter)}"]`);
  if (!target) return;
  event.preventDefault();
  target.focus();
  if (target.matches("a, button, summary, input")) target.click();
  document.getElementById(target.dataset.next)?.focus();
});
