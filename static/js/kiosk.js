// The kiosk by the door. Every way is gone inside this one page: what a link or a form asks for is fetched and laid in
// its place. So the browser never stands before an error page of its own when the line is down, and its history holds
// nobody's slip. After a while without a touch the start comes back, in Chinese, whoever stood there before.
const body = document.body;
const LONGEST = 15000; // milliseconds between two tries while the line is down
const PATIENCE = 8000; // for one answer
const NIGHT = 3; // the hour, by the device's clock, in which the page loads itself anew
const ONE_NIGHT = 12 * 3600 * 1000;
const CAMERA = 30000; // so long it looks for a code
const SCAN = 500; // a scanner types a whole code in less, nobody's finger does
const begun = Date.now();

let timer = 0;
let tries = 0;
let busy = false;
let scanned = { text: "", at: 0 };
let camera = null; // { stream, ends }

const home = () => body.dataset.home;
const atStart = () => Boolean(document.getElementById("scan"));

async function fetched(url, options) {
  const stop = new AbortController();
  const limit = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const answer = await fetch(url, { ...options, cache: "no-store", signal: stop.signal });
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  } finally {
    clearTimeout(limit);
  }
}

// Lay the page behind `url` in the place of this one; false where nobody answers, and then nothing is changed.
async function go(url, options = {}) {
  if (busy) return true;
  busy = true;
  body.setAttribute("aria-busy", "true");
  try {
    const page = await fetched(url, options);
    if (!("kiosk" in page.body.dataset)) {
      // Ended, or in trouble: who is not the kiosk any more loads that page itself, others ask again.
      if (page.querySelector("[data-ended]")) location.replace(home());
      throw new Error("no page of the kiosk");
    }
    lay(page);
    return true;
  } catch {
    return false;
  } finally {
    busy = false;
    body.removeAttribute("aria-busy");
  }
}

function lay(page) {
  end(camera);
  const fresh = page.body.dataset.version !== body.dataset.version || night();
  if (fresh && page.getElementById("scan")) return location.replace(page.body.dataset.home);
  document.title = page.title;
  document.documentElement.lang = page.documentElement.lang;
  body.dataset.home = page.body.dataset.home;
  body.dataset.seconds = page.body.dataset.seconds;
  body.replaceChildren(...page.body.childNodes);
  scrollTo(0, 0);
  ready();
}

function night() {
  return new Date().getHours() === NIGHT && Date.now() - begun > ONE_NIGHT;
}

// What a page has that only a script can do.
function ready() {
  for (const button of document.querySelectorAll("[data-print]")) button.hidden = false;
  const way = document.querySelector("[data-camera]");
  if (way && "BarcodeDetector" in window && navigator.mediaDevices?.getUserMedia) way.hidden = false;
  (document.querySelector("[data-focus], [autofocus]") ?? document.querySelector("h1"))?.focus({ preventScroll: true });
  lost(false);
  tries = 0;
  wait(body.dataset.seconds * 1000);
}

function lost(yes) {
  const notice = document.getElementById("lost");
  if (notice) notice.hidden = !yes;
}

function wait(milliseconds) {
  clearTimeout(timer);
  timer = setTimeout(reset, milliseconds);
}

// Nobody has touched it for a while. What stands here may be somebody's slip: it goes, even if nobody answers.
async function reset() {
  if (await go(home())) return;
  const template = document.getElementById("waiting-page");
  if (template) document.getElementById("main").replaceChildren(...template.content.cloneNode(true).children, template);
  tries += 1;
  wait(Math.min(1500 * 2 ** tries, LONGEST));
}

async function press(url, options) {
  lost(false); // until it is known whether this try is lost, too
  if (await go(url, options)) return;
  lost(true);
  wait(body.dataset.seconds * 1000);
}

function send(form, button) {
  const fields = new URLSearchParams(new FormData(form));
  if (button?.name) fields.set(button.name, button.value);
  press(form.action, { method: "POST", body: fields });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (link) {
    event.preventDefault();
    press(link.href);
  } else if (event.target.closest("[data-print]")) {
    print();
  } else if (event.target.closest("[data-camera] button")) {
    look(event.target.closest("[data-camera]"));
  }
});

document.addEventListener("submit", (event) => {
  event.preventDefault();
  send(event.target, event.submitter);
});

for (const touch of ["pointerdown", "keydown", "scroll"]) {
  document.addEventListener(touch, () => tries || wait(body.dataset.seconds * 1000), { passive: true });
}
addEventListener("afterprint", () => wait(body.dataset.seconds * 1000));
addEventListener("pageshow", (event) => event.persisted && location.replace(home()));

// At the start nothing has the focus: a scanner's keys are collected, and Enter hands them in.
document.addEventListener("keydown", (event) => {
  if (!atStart() || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.timeStamp - scanned.at > SCAN) scanned.text = "";
  scanned.at = event.timeStamp;
  if (event.key === "Enter" && scanned.text.length >= 8) {
    event.preventDefault();
    const form = document.getElementById("scan");
    form.elements.code.value = scanned.text;
    scanned.text = "";
    send(form);
  } else if (event.key.length === 1 && scanned.text.length < 200) {
    scanned.text += event.key;
  }
});

async function look(place) {
  end(camera);
  const video = place.querySelector("video");
  const form = place.closest("form");
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "user" } });
    const own = (camera = { stream, ends: Date.now() + CAMERA });
    video.srcObject = stream;
    video.hidden = false;
    await video.play();
    const eyes = new BarcodeDetector({ formats: ["qr_code"] });
    while (camera === own && Date.now() < own.ends) {
      const [code] = await eyes.detect(video);
      if (code && camera === own) {
        form.elements.code.value = code.rawValue.slice(0, 200);
        end(own);
        return send(form);
      }
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    end(own);
  } catch {
    end(camera); // no camera, or it may not be used: the field is enough
  }
  video.hidden = true;
}

function end(one) {
  for (const track of one?.stream.getTracks() ?? []) track.stop();
  if (one === camera) camera = null;
}

ready();
