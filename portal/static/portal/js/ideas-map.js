// Moves the pin without a new page. Without this, a click on the picture posts the form.

const map = document.querySelector("[data-map]");

const start = () => {
  const pictures = [...map.querySelectorAll('input[type="image"]')];
  const says = map.querySelector("[data-map-says]");
  const lat = document.getElementById("id_lat");
  const lon = document.getElementById("id_lon");
  const clear = map.querySelector("[data-clear]");

  const show = (position) => {
    lat.value = position ? position.lat.toFixed(5) : "";
    lon.value = position ? position.lon.toFixed(5) : "";
    for (const picture of pictures) {
      const address = new URL(picture.src);
      address.searchParams.delete("lon");
      address.searchParams.delete("lat");
      if (position) {
        address.searchParams.set("lon", lon.value);
        address.searchParams.set("lat", lat.value);
      }
      picture.src = address.href;
    }
    clear.hidden = !position;
    says.textContent = position ? says.dataset.set : "";
  };

  for (const picture of pictures) {
    picture.addEventListener("click", (event) => {
      if (!event.offsetX && !event.offsetY) return; // a key was pressed
      event.preventDefault();
      const frame = picture.dataset;
      const wide = picture.width / picture.clientWidth || 1;
      show({
        lon: Number(frame.west) + (event.offsetX * wide) / Number(frame.lon),
        lat: Number(frame.north) - (event.offsetY * wide) / Number(frame.lat),
      });
    });
  }

  clear.addEventListener("click", (event) => {
    event.preventDefault();
    show(null);
  });

  const locate = map.querySelector("[data-locate]");
  if (!("geolocation" in navigator)) return;
  locate.hidden = false;
  locate.addEventListener("click", () => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => show({ lat: coords.latitude, lon: coords.longitude }),
      () => { says.textContent = locate.dataset.failed; },
      { enableHighAccuracy: true, timeout: 10000 },
    );
  });
};

if (map) start();
