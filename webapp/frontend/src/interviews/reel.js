/** The lanes of a recording, drawn once; a head moves over them. The events are a list beside it, for who cannot see this. */
const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 900;
const LANES = [["Typing", 44], ["Runs", 24], ["Verdicts", 24], ["Follow-ups", 24], ["Marks", 24]];
const BIN = 20_000;
const TOP = 18;

const make = (tag, attributes = {}, text = "") => {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  if (text) element.textContent = text;
  return element;
};

/** Draws `film` into `place`; returns a function that moves the head. A click calls `seek(ms)`. */
export function drawReel(place, film, remarks, seek) {
  const whole = Math.max(1, film.whole);
  const x = (at) => (WIDTH * at) / whole;
  const height = TOP + LANES.reduce((sum, [, tall]) => sum + tall, 0);
  const picture = make("svg", { viewBox: `-90 0 ${WIDTH + 100} ${height}`, role: "img", "aria-label": "Timeline of the recording; the events are listed beside it" });
  const tops = [];
  let y = TOP;
  for (const [name, tall] of LANES) {
    picture.append(make("text", { class: "lane", x: -86, y: y + tall / 2 + 4 }, name), make("path", { class: "rule", d: `M0 ${y + tall}H${WIDTH}` }));
    tops.push(y);
    y += tall;
  }
  for (const [from, to] of film.idle) picture.append(make("rect", { class: "idle", x: x(from), y: TOP, width: Math.max(1, x(to) - x(from)), height: height - TOP }));
  for (let n = 0; n <= 4; n++) picture.append(make("text", { class: "axis", x: (WIDTH * n) / 4, y: 11, "text-anchor": n === 0 ? "start" : n === 4 ? "end" : "middle" }, `${Math.floor((whole * n) / 4 / 60_000)}:${String(Math.floor(((whole * n) / 4 / 1000) % 60)).padStart(2, "0")}`));
  typing(picture, film, whole, tops[0], LANES[0][1]);
  for (const event of film.events) {
    if (event.kind === "stage") picture.append(make("path", { class: "stage", d: `M${x(event.at)} ${TOP}V${height}` }));
    if (event.kind === "run" || event.kind === "submit") sign(picture, x(event.at), tops[1], event.kind === "run" ? "▸" : "▲", "run");
    if (event.kind === "verdict" && event.data.mode === "grade") sign(picture, x(event.at), tops[2], event.data.verdict === "AC" ? "✓" : "✕", event.data.verdict === "AC" ? "good" : "bad");
    if (event.kind === "probe") sign(picture, x(event.at), tops[3], "?", "run");
    if (event.kind === "star") sign(picture, x(event.at), tops[3], event.data.part === "end" ? "·" : event.data.part, "run");
  }
  for (const remark of remarks) sign(picture, x(remark.at), tops[4], "◆", "remark", remark.text);
  const head = make("path", { class: "head", d: `M0 ${TOP}V${height}` });
  picture.append(head);
  picture.addEventListener("click", (event) => {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(picture.getScreenCTM().inverse());
    seek((whole * Math.max(0, point.x)) / WIDTH);
  });
  place.replaceChildren(picture);
  return (at) => head.setAttribute("transform", `translate(${x(at)} 0)`);
}

function typing(picture, film, whole, top, tall) {
  const bins = new Array(Math.ceil(whole / BIN)).fill(0);
  for (const event of film.events) if (event.kind === "text") bins[Math.min(bins.length - 1, Math.floor(event.at / BIN))] += event.data.put.length + event.data.cut;
  const most = Math.max(1, ...bins.map((count) => Math.min(count, 400)));
  bins.forEach((count, n) => {
    if (!count) return;
    const high = Math.max(2, ((tall - 6) * Math.min(count, 400)) / most);
    picture.append(make("rect", { class: "key", x: (WIDTH * n * BIN) / whole, y: top + tall - high, width: Math.max(1, (WIDTH * BIN) / whole - 1), height: high }));
  });
}

function sign(picture, x, top, text, kind, title = "") {
  const element = make("text", { class: `sign ${kind}`, x, y: top + 16, "text-anchor": "middle" }, text);
  if (title) element.append(make("title", {}, title));
  picture.append(element);
}
