// Where the fault is, from the device or from a click on the map, put into the form's hidden fields.

const VAGUE = 200; // metres

export function positionOf(form) {
  const box = form.querySelector("[data-position]");
  const fields = form.elements;
  const spot = box.querySelector("[data-spot]");
  const hint = box.querySelector("[data-spot-hint]");
  const button = box.querySelector("[data-locate]");
  const empty = spot.dataset.spot;
  const maps = [...document.querySelectorAll(`input[data-map][form="${form.id}"]`)];
  const say = (name, metres = 0) => {
    hint.textContent = box.dataset[name].replace("{n}", String(metres));
  };

  const put = (lon, lat, source, accuracy = "") => {
    fields.lon.value = lon.toFixed(6);
    fields.lat.value = lat.toFixed(6);
    fields.source.value = source;
    fields.accuracy.value = accuracy;
    spot.textContent = fields.place.value || box.dataset.title;
    for (const map of maps) map.src = `${map.dataset.map}&lon=${lon.toFixed(3)}&lat=${lat.toFixed(3)}`;
  };

  const found = ({ coords }) => {
    const metres = Math.max(1, Math.round(coords.accuracy));
    put(coords.longitude, coords.latitude, "device", String(metres));
    say(metres > VAGUE ? "vague" : "found", metres);
  };
  const failed = (error) => {
    say(error.code === error.PERMISSION_DENIED ? "refused" : "missing");
    box.querySelector("details").open = true;
  };
  const find = () => {
    say("searching");
    navigator.geolocation.getCurrentPosition(found, failed, { enableHighAccuracy: true, timeout: 15000, maximumAge: 30000 });
  };

  if (button && "geolocation" in navigator) {
    button.hidden = false;
    button.addEventListener("click", find);
  }
  fields.place.addEventListener("input", () => {
    spot.textContent = fields.place.value || (fields.lon.value ? box.dataset.title : empty);
    if (!fields.lon.value) say(fields.place.value ? "words" : "none");
  });
  for (const map of maps) {
    map.addEventListener("click", (event) => {
      if (event.detail === 0) return; // a key, not a click: the server explains
      event.preventDefault();
      const lon = Number(map.dataset.west) + event.offsetX / Number(map.dataset.perLon);
      const lat = Number(map.dataset.north) - event.offsetY / Number(map.dataset.perLat);
      put(lon, lat, "map");
      say("fromMap");
    });
  }

  return {
    async findIfAllowed() {
      if (fields.lon.value || !("geolocation" in navigator) || !navigator.permissions) return;
      const { state } = await navigator.permissions.query({ name: "geolocation" });
      if (state === "granted") find();
    },
  };
}
