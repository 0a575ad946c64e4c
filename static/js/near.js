// Adds the reader's position to a [data-near] link when it is followed, rounded to about 100 m.
// Without a position (refused, switched off, too slow) the link leads where it always leads.
const round = (degrees) => degrees.toFixed(3);

function follow(link, position) {
  const url = new URL(link.href);
  if (position) {
    url.searchParams.set("near", `${round(position.coords.latitude)},${round(position.coords.longitude)}`);
  }
  location.assign(url);
}

for (const link of document.querySelectorAll("a[data-near]")) {
  link.addEventListener("click", (event) => {
    if (!navigator.geolocation) return;
    event.preventDefault();
    link.setAttribute("aria-live", "polite");
    link.textContent = link.dataset.wait;
    navigator.geolocation.getCurrentPosition(
      (position) => follow(link, position),
      () => follow(link, null),
      { timeout: 8000, maximumAge: 60000 },
    );
  });
}
