/** The whiteboard's picture, whose parts can be chosen, its check against the budget, and the same as a list for who cannot see it. */
import { h } from "../lib/dom.js";
import { place, read, slowest } from "./plan.js";

const SVG = "http://www.w3.org/2000/svg";
const [WIDE, TALL, GAP_X, GAP_Y] = [138, 60, 52, 34];

function svg(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/** Draws the board that `text` describes into `picture`, and what it adds up to into `words`. */
export function showBoard(text, picture, words) {
  const board = read(text);
  if (!board.components.size) {
    picture.replaceChildren(h("p", { class: "quiet small" }, "The board is empty. Write its first component: client: Feed app"));
    words.replaceChildren(...complaints(board));
    return;
  }
  picture.replaceChildren(draw(board));
  words.replaceChildren(...budget(board), ...complaints(board), list(board));
}

function draw(board) {
  const places = place(board);
  const at = (name) => {
    const { column, row } = places.get(name);
    return { x: 8 + column * (WIDE + GAP_X), y: 8 + row * (TALL + GAP_Y) };
  };
  const spots = [...places.values()];
  const width = 16 + Math.max(...spots.map((spot) => spot.column + 1)) * (WIDE + GAP_X) - GAP_X;
  const height = 16 + Math.max(...spots.map((spot) => spot.row + 1)) * (TALL + GAP_Y) - GAP_Y;
  const root = svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": `Board: ${board.components.size} components, ${board.arrows.length} arrows; the list below names them` });
  root.append(svg("defs", {}, svg("marker", { id: "board-tip", viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto" }, svg("path", { class: "tip", d: "M0 .8 7.5 4 0 7.2Z" }))));
  const said = (id) => board.components.get(id).name;
  for (const arrow of board.arrows) root.append(chosen(wire(at(arrow.from), at(arrow.to), arrow), { "data-line": arrow.line }, `${said(arrow.from)} ${arrow.late ? "feeds" : "asks"} ${said(arrow.to)}${arrow.label ? `, ${arrow.label}` : ""}`));
  for (const [name, one] of board.components) root.append(chosen([box(at(name), one, places.get(name).late)], { "data-name": name }, `${one.type} ${one.name}${one.note ? `, ${one.note}` : ""}${one.ms == null ? "" : `, ${one.ms} ms`}`));
  root.style.setProperty("max-width", `${width * 1.15}px`);
  return root;
}

/** A part of the picture that can be chosen by a click, or by Tab and Enter. */
function chosen(parts, attributes, label) {
  return svg("g", { class: "chosen", tabindex: 0, role: "button", "aria-label": label, ...attributes }, ...parts);
}

function wire(from, to, arrow) {
  const forward = to.x > from.x;
  const down = to.x === from.x;
  const start = down ? { x: from.x + WIDE / 2, y: to.y > from.y ? from.y + TALL : from.y } : { x: forward ? from.x + WIDE : from.x, y: from.y + TALL / 2 };
  const end = down ? { x: to.x + WIDE / 2, y: to.y > from.y ? to.y : to.y + TALL } : { x: forward ? to.x : to.x + WIDE, y: to.y + TALL / 2 };
  const bend = down ? 0 : (end.x - start.x) / 2;
  const path = down ? `M${start.x} ${start.y}L${end.x} ${end.y}` : `M${start.x} ${start.y}C${start.x + bend} ${start.y} ${end.x - bend} ${end.y} ${end.x} ${end.y}`;
  const parts = [svg("path", { class: "grip", d: path }), svg("path", { class: arrow.late ? "wire late" : "wire", d: path, "marker-end": "url(#board-tip)" })];
  if (arrow.label) parts.push(svg("text", { class: "label", x: (start.x + end.x) / 2, y: (start.y + end.y) / 2 - 5, "text-anchor": "middle" }, arrow.label));
  return parts;
}

/** Its words stand in the order of its label and apart from each other: what is read out begins as what is seen. */
function box({ x, y }, { type, name, ms, note }, late) {
  const cut = (text, most) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
  const group = svg("g", { class: late ? "part late" : "part", transform: `translate(${x} ${y})` }, svg("rect", { width: WIDE, height: TALL, rx: 6 }), svg("text", { class: "type", x: 9, y: 16 }, `${type} `), svg("text", { class: "name", x: 9, y: 35 }, `${cut(name, 19)} `), svg("text", { class: "note", x: 9, y: 51 }, `${cut(note, 24)} `));
  if (ms != null) group.append(svg("text", { class: "ms", x: WIDE - 9, y: 16, "text-anchor": "end" }, `${Number(ms.toPrecision(3))} ms`));
  return group;
}

function budget(board) {
  const way = slowest(board);
  if (!way.ms) return [];
  const names = way.names.filter((name) => board.components.get(name).ms).map((name) => board.components.get(name).name);
  const sum = Number(way.ms.toPrecision(3));
  const path = h("span", { class: "quiet small" }, ` slowest way: ${names.join(" → ")}`);
  if (board.budget == null) return [h("p", { class: "budget-words" }, h("b", {}, `${sum} ms`), path)];
  const free = Number((board.budget - way.ms).toPrecision(3));
  const verdict = free >= 0 ? ["good", "✓", `inside, ${free} ms free`] : ["bad", "✕", `over by ${-free} ms`];
  return [h("p", { class: "budget-words" }, h("b", {}, `${sum} of ${board.budget} ms `), h("span", { class: `verdict ${verdict[0]}`, "data-sign": verdict[1] }, verdict[2]), path)];
}

const complaints = (board) => board.wrong.map(({ line, words }) => h("p", { class: "wrong small" }, `Line ${line}: ${words}.`));

function list(board) {
  const name = (id) => board.components.get(id).name;
  return h("details", { class: "small" }, h("summary", {}, "The board as a list"), h("ul", {}, ...[...board.components.values()].map((one) => h("li", {}, `${one.type} ${one.name}${one.ms == null ? "" : `, ${one.ms} ms`}${one.note ? `, ${one.note}` : ""}`)), ...board.arrows.map((arrow) => h("li", {}, `${name(arrow.from)} ${arrow.late ? "feeds" : "asks"} ${name(arrow.to)}${arrow.label ? `, ${arrow.label}` : ""}`))));
}
