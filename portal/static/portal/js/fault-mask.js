// Dragging over a photo fills in the numbers of the next empty part. The numbers work without this.

const SVG = "http://www.w3.org/2000/svg";
const NAMES = ["left", "top", "width", "height"];
const LEAST = 0.5; // percent: less is a click

const box = document.querySelector("[data-fault-mask]");
const parts = [...document.querySelectorAll("[data-fault-area]")].map((part) =>
  NAMES.map((name) => part.querySelector(`[name$="-${name}"]`)),
);

if (box) {
  const drawing = box.querySelector("svg");
  let start = null;
  let rect = null;

  const at = (event) => {
    const frame = box.getBoundingClientRect();
    const within = (value) => Math.min(100, Math.max(0, value * 100));
    return [within((event.clientX - frame.left) / frame.width), within((event.clientY - frame.top) / frame.height)];
  };
  const between = ([x, y], [u, v]) => [Math.min(x, u), Math.min(y, v), Math.abs(x - u), Math.abs(y - v)];
  const draw = (shape, numbers) =>
    ["x", "y", "width", "height"].forEach((name, index) => shape.setAttribute(name, numbers[index]));

  const redraw = () => {
    drawing.replaceChildren();
    for (const fields of parts) {
      const numbers = fields.map((field) => Number.parseFloat(field.value.replace(",", ".")));
      if (numbers.every(Number.isFinite)) draw(drawing.appendChild(document.createElementNS(SVG, "rect")), numbers);
    }
  };

  box.addEventListener("pointerdown", (event) => {
    if (!parts.some((fields) => fields.every((field) => !field.value))) return;
    start = at(event);
    rect = drawing.appendChild(document.createElementNS(SVG, "rect"));
    box.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  box.addEventListener("pointermove", (event) => {
    if (start) draw(rect, between(start, at(event)));
  });
  box.addEventListener("pointerup", (event) => {
    if (!start) return;
    const numbers = between(start, at(event));
    start = null;
    const empty = parts.find((fields) => fields.every((field) => !field.value));
    if (numbers[2] >= LEAST && numbers[3] >= LEAST)
      empty.forEach((field, index) => (field.value = numbers[index].toFixed(1).replace(".", ",")));
    redraw();
  });
  document.addEventListener("input", redraw);
  redraw();
}
