// Brings the error summary into focus, so that it is read out and the keyboard starts there.
document.querySelector("[data-focus]")?.focus();
