// The call screen: asks the desk every few seconds, shows what it is told, says each call once. It goes on for months
// on a television nobody looks after: it writes into the same places, keeps what was said of today's calls alone, and
// when the line is down it says so, keeps the last state and asks again, ever more slowly, until somebody answers.
const said = document.body.dataset;
const EVERY = Number(said.every); // milliseconds
const LONGEST = 15000; // between two tries while the line is down
const PATIENCE = 8000; // for one answer
const AFRESH = 30000; // after so long a silence only those are called aloud who are still awaited
const NIGHT = 3; // the hour, at the station, in which the page loads itself anew
const ONE_NIGHT = 12 * 3600 * 1000; // and not twice in one night
const STUCK = 60000; // a voice that still has not said the calls of a minute ago never will
const KEPT = "doorstep.called";
const begun = Date.now();
const find = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => within.querySelectorAll(selector);
const places = { recent: [...all("#recent li")], next: [...all("#next li")], doors: [...all("[data-door]")] };

let etag = "";
let pause = EVERY;
let answered = Date.now();
let ahead = 0; // milliseconds by which this device's clock is behind the server's
let sound;
let spoken = 0;

// Of the calls shown now how often each was called: { day, calls: { number: times } }. A page that has loaded itself
// anew goes on from there; what stands on the screen when it is first opened is not said.
let heard = recall();

function recall() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT));
  } catch {
    return null; // storage refused, or not what we wrote
  }
}

function keep() {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(heard));
  } catch {
    // then a call may be said twice after the page has loaded itself anew
  }
}

function write(place, text) {
  if (place.textContent !== text) place.textContent = text;
}

// The station's time by the server's clock: televisions are set up by nobody.
const local = new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit" });

function clock(at) {
  return local.format(at + ahead);
}

function fill(place, one) {
  place.hidden = !one;
  if (!one) return;
  write(find("[data-number]", place), String(one.number));
  const to = find("[data-to]", place);
  const green = find("[data-green]", place);
  if (to) to.hidden = !one.desk;
  if (green) green.hidden = !one.green;
  for (const desk of all("[data-desk]", place)) write(desk, String(one.desk ?? ""));
}

function show(feed) {
  const [first, ...recent] = feed.called;
  const now = find("#now");
  find("#nobody").hidden = Boolean(first);
  fill(now, first);
  find("[data-come]").hidden = !first?.desk;
  find("[data-come-here]").hidden = Boolean(first?.desk);
  places.recent.forEach((place, number) => fill(place, recent[number]));
  places.next.forEach((place, number) => fill(place, feed.next[number]));
  write(find("#waiting"), String(feed.waiting));
  const door = feed.line_closed && feed.hours !== "closed" ? "line_closed" : feed.hours;
  for (const place of places.doors) {
    place.hidden = place.dataset.door !== door;
    for (const until of all("[data-until]", place)) write(until, feed.until);
  }
}

// One line for each call: a number called again has been called more often.
function announce(feed, silence) {
  const known = heard?.day === feed.day ? heard.calls : {};
  const fresh = heard ? feed.called.filter((one) => known[one.number] !== one.times) : [];
  heard = { day: feed.day, calls: Object.fromEntries(feed.called.map((one) => [one.number, one.times])) };
  keep();
  const aloud = fresh.filter((one) => one.awaited || silence < AFRESH).reverse();
  if (!aloud.length) return;
  if (Date.now() - spoken > STUCK) window.speechSynthesis?.cancel();
  spoken = Date.now();
  chime();
  for (const one of aloud) {
    for (const [short, language] of [["Zh", "zh-CN"], ["En", "en"]]) {
      const pattern = said[(one.desk ? "say" : "sayHere") + short];
      speak(pattern.replace("{number}", one.number).replace("{desk}", one.desk ?? ""), language);
    }
  }
}

function speak(text, language) {
  if (!("speechSynthesis" in window)) return;
  const line = new SpeechSynthesisUtterance(text);
  line.lang = language;
  line.rate = 0.9;
  speechSynthesis.speak(line);
}

// Two tones, made here: a third apart, the second lower, as at a door.
function chime() {
  if (sound?.state !== "running") return;
  for (const [number, pitch] of [659.25, 523.25].entries()) {
    const tone = new OscillatorNode(sound, { frequency: pitch });
    const loud = new GainNode(sound, { gain: 0 });
    const at = sound.currentTime + number * 0.45;
    loud.gain.setValueAtTime(0.4, at);
    loud.gain.exponentialRampToValueAtTime(0.001, at + 0.9);
    tone.connect(loud).connect(sound.destination);
    tone.onended = () => loud.disconnect();
    tone.start(at);
    tone.stop(at + 1);
  }
}

// Browsers are silent until somebody has touched the page: the button says so and is that touch.
function offer() {
  const button = find("#sound");
  button.hidden = !("AudioContext" in window) || sound?.state === "running";
}

async function listen() {
  try {
    sound ??= new AudioContext();
    sound.onstatechange = offer;
    offer(); // the next line may wait for the touch for ever
    await sound.resume();
  } catch {
    // no loudspeaker: the numbers are enough
  }
}

function trouble(yes) {
  const place = find("#trouble");
  if (yes) for (const time of all("[data-time]", place)) write(time, clock(answered));
  place.hidden = !yes;
}

async function ask() {
  const stop = new AbortController();
  const limit = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const headers = etag ? { "If-None-Match": etag } : {};
    const answer = await fetch(said.feed, { headers, cache: "no-store", signal: stop.signal });
    if (answer.status === 403 || answer.status === 404) return location.reload(); // ended: the page says so
    if (answer.status !== 304 && !answer.ok) throw new Error(answer.status);
    take(answer.status === 304 ? null : await answer.json(), answer.headers);
    pause = EVERY;
  } catch {
    trouble(true);
    pause = Math.min(pause * 2, LONGEST);
  } finally {
    clearTimeout(limit);
  }
  setTimeout(ask, pause);
}

function take(feed, headers) {
  const silence = Date.now() - answered;
  const date = Date.parse(headers.get("Date"));
  if (date) ahead = date - Date.now();
  answered = Date.now();
  trouble(false);
  if (feed) {
    etag = headers.get("ETag") ?? "";
    announce(feed, silence);
    show(feed);
  }
  // Only now, when somebody has just answered: a page that loads itself while the line is down is gone.
  if ((feed && feed.version !== said.version) || night()) location.reload();
}

function night() {
  return Number(clock(Date.now()).slice(0, 2)) === NIGHT && Date.now() - begun > ONE_NIGHT;
}

setInterval(() => write(find("#clock"), clock(Date.now())), 1000);
find("#sound").addEventListener("click", listen);
document.addEventListener("pointerdown", listen);
listen();
ask();
