// Reads a page's main part aloud, piece by piece in each piece's own language, by the device's own voice.
// The button [data-read] shows only where the device can speak; pressed again it is silent.
const PIECES = "h1, h2, h3, h4, p, li, dt, dd, th, td, legend, label, summary, blockquote, figcaption";
const PACE = 0.9; // a little slower than people chat
const PATIENCE = 4000; // milliseconds after which a device that has said nothing has no voice
const button = document.querySelector("[data-read]");
const voice = window.speechSynthesis;

// A piece's words as the screen shows them, parted where the language changes.
function* runs(piece) {
  const walker = document.createTreeWalker(piece, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  let text = "";
  let lang = "";
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.nodeType === Node.ELEMENT_NODE) {
      if (node.matches("br") || !getComputedStyle(node).display.startsWith("inline")) text += " "; // a pause
      continue;
    }
    const around = node.parentElement;
    if (!around.checkVisibility() || around.closest("[aria-hidden=true]")) continue;
    const here = around.closest("[lang]").lang;
    if (here !== lang && text.trim()) {
      yield { text: text.replace(/\s+/g, " ").trim(), lang };
      text = "";
    }
    lang = here;
    text += node.data;
  }
  if (text.trim()) yield { text: text.replace(/\s+/g, " ").trim(), lang };
}

function* spoken(main) {
  for (const piece of main.querySelectorAll(PIECES)) {
    if (piece.parentElement.closest(PIECES) || piece.closest("[data-reader]") || !piece.checkVisibility()) continue;
    for (const run of runs(piece)) yield { piece, ...run };
  }
}

function silence() {
  voice.cancel();
  button.setAttribute("aria-pressed", "false");
  button.textContent = button.dataset.read;
  for (const piece of document.querySelectorAll("[data-spoken]")) piece.removeAttribute("data-spoken");
}

function read() {
  let begun = false;
  const mute = document.querySelector("[data-mute]");
  mute.textContent = "";
  setTimeout(() => {
    if (begun || button.getAttribute("aria-pressed") !== "true") return;
    silence();
    mute.textContent = mute.dataset.words;
  }, PATIENCE);
  const queue = [...spoken(document.querySelector("main"))];
  button.setAttribute("aria-pressed", "true");
  button.textContent = button.dataset.stop;
  queue.forEach(({ piece, text, lang }, place) => {
    const said = new SpeechSynthesisUtterance(text);
    said.lang = lang.startsWith("zh") ? "zh-CN" : lang;
    said.rate = PACE;
    said.onstart = () => {
      begun = true;
      piece.setAttribute("data-spoken", "");
    };
    said.onend = () => {
      piece.removeAttribute("data-spoken");
      if (place === queue.length - 1) silence();
    };
    voice.speak(said);
  });
}

if (button && voice) {
  button.parentElement.hidden = false;
  button.addEventListener("click", () => (button.getAttribute("aria-pressed") === "true" ? silence() : read()));
  addEventListener("pagehide", () => voice.cancel());
}
