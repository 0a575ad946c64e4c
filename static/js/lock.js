// The page of somebody with a PIN locks itself when nobody touches it, and takes along what stands in its form.
const lock = document.querySelector("form[data-lock]");
let timer;

// The form that somebody has begun: its fields travel with the lock and are offered again behind it.
function begun() {
  const changed = (one) => (one.type === "checkbox" || one.type === "radio" ? one.checked !== one.defaultChecked : one.value !== one.defaultValue);
  return [...document.forms].find((form) => form !== lock && form.method === "post" && [...form.elements].some((one) => one.name && /INPUT|TEXTAREA/.test(one.tagName) && one.type !== "hidden" && changed(one)));
}

function take() {
  const form = begun();
  if (!form) return;
  lock.elements.locked_from.value = new URL(form.action).pathname + new URL(form.action).search;
  for (const [name, value] of new FormData(form)) {
    if (typeof value !== "string" || name === "csrfmiddlewaretoken" || name === "locked_from") continue;
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value });
    lock.append(field);
  }
}

function wait() {
  clearTimeout(timer);
  timer = setTimeout(() => lock.requestSubmit(), Number(lock.dataset.lock) * 60000);
}

if (lock) {
  lock.addEventListener("submit", take);
  for (const what of ["keydown", "pointerdown", "pointermove", "scroll"]) addEventListener(what, wait, { passive: true });
  // A machine that slept has missed its timer: whoever opens it sees the page no longer than this takes.
  let seen = Date.now();
  setInterval(() => {
    if (Date.now() - seen > Number(lock.dataset.lock) * 60000) lock.requestSubmit();
    seen = Date.now();
  }, 5000);
  wait();
}
