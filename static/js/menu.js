// A menu of the desk's sections closes by Escape, and when one goes on elsewhere.
const menus = document.querySelectorAll(".nav details");
const close = (menu) => { menu.open = false; };
addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus) {
    if (menu.open && menu.contains(document.activeElement)) menu.firstElementChild.focus();
    close(menu);
  }
});
for (const kind of ["pointerdown", "focusin"]) {
  addEventListener(kind, (event) => {
    for (const menu of menus) if (!menu.contains(event.target)) close(menu);
  });
}
