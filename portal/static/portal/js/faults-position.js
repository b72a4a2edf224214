// Where the fault is: from the device, a click on the map, an address or the arrows, put into the form's hidden fields.

const VAGUE = 200; // metres
const METRES_PER_DEGREE = 111320;

export function positionOf(form) {
  const box = form.querySelector("[data-position]");
  const fields = form.elements;
  const spot = box.querySelector("[data-spot]");
  const hint = box.querySelector("[data-spot-hint]");
  const button = box.querySelector("[data-locate]");
  const moves = box.querySelector("[data-moves]");
  const empty = spot.dataset.spot;
  const maps = [...document.querySelectorAll(`input[data-map][form="${form.id}"]`)];
  const say = (name, metres = 0) => {
    hint.textContent = box.dataset[name].replace("{n}", String(metres));
  };

  let times = 0; // that a place was put: an answer that was asked for before is late, and dropped
  const put = (lon, lat, source, accuracy = "") => {
    times += 1;
    fields.lon.value = lon.toFixed(6);
    fields.lat.value = lat.toFixed(6);
    fields.source.value = source;
    fields.accuracy.value = accuracy;
    spot.textContent = fields.place.value || box.dataset.title;
    for (const map of maps) map.src = `${map.dataset.map}&lon=${lon.toFixed(3)}&lat=${lat.toFixed(3)}`;
    moves.hidden = false;
    moves.querySelector("[data-where]").textContent = `${fields.lat.value}, ${fields.lon.value}`;
    form.dispatchEvent(new Event("moved")); // the kind of fault, and whose it is, may follow the place
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
  const find = (otherwise) => {
    const asked = times;
    const inTime = (then) => (answer) => asked === times && then(answer);
    const how = { enableHighAccuracy: true, timeout: 15000, maximumAge: 30000 };
    say("searching");
    navigator.geolocation.getCurrentPosition(inTime(found), inTime(otherwise), how);
  };

  if (button && "geolocation" in navigator) {
    button.hidden = false;
    button.addEventListener("click", () => find(failed));
  }
  fields.place.addEventListener("input", () => {
    spot.textContent = fields.place.value || (fields.lon.value ? box.dataset.title : empty);
    if (!fields.lon.value) say(fields.place.value ? "words" : "none");
  });
  const SOURCES = { device: "found", map: "fromMap", address: "fromAddress" };
  form.addEventListener("taken-up", () => {
    if (!fields.lon.value) return;
    const { lon, lat, source, accuracy } = fields;
    put(Number(lon.value), Number(lat.value), source.value, accuracy.value);
    if (source.value in SOURCES) say(SOURCES[source.value], accuracy.value);
    else hint.textContent = "";
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
  box.addEventListener("click", (event) => {
    const pressed = event.target.closest("button[data-lon], button[data-north]");
    if (!pressed) return;
    event.preventDefault();
    const { lon, lat, north, east } = pressed.dataset;
    if (lon) {
      fields.place.value = pressed.textContent.trim();
      put(Number(lon), Number(lat), "address");
      say("fromAddress");
      pressed.closest("[data-addresses] ul").remove();
      fields.place.focus();
    } else {
      const up = Number(fields.steg.value) / METRES_PER_DEGREE;
      const aside = up / Math.cos((Number(fields.lat.value) * Math.PI) / 180);
      put(Number(fields.lon.value) + Number(east) * aside, Number(fields.lat.value) + Number(north) * up, "map");
      hint.textContent = `${pressed.textContent.trim()}, ${box.dataset.moved.replace("{n}", fields.steg.value)}`;
    }
  });

  return {
    // As the photo is taken, the phone may ask. Where it may not say, the citizen is left alone.
    async findForPhoto() {
      if (fields.lon.value || !("geolocation" in navigator) || !navigator.permissions) return;
      const { state } = await navigator.permissions.query({ name: "geolocation" });
      if (state !== "denied" && !fields.lon.value) find(() => say(fields.place.value ? "words" : "none"));
    },
  };
}
