/** Changes of a board's text, one line at a time; what the other lines say stays as it was written. */
import { read } from "./plan.js";

const clean = (text) => text.replace(/[\n\r]+/g, " ").trim();
const nameOf = (text) => clean(text).replace(/\s*(->|~>)\s*/g, " ").replace(/[=;:]+/g, " ").replace(/\s+/g, " ").trim();
const same = (one, other) => one.trim().toLowerCase() === other.trim().toLowerCase();

/** A component as a line. */
export function componentLine({ type, name, ms = "", note = "" }) {
  const figure = String(ms).trim();
  return `${type}: ${nameOf(name)}${figure ? ` = ${Number(figure)} ms` : ""}${clean(note) ? `; ${clean(note)}` : ""}`;
}

/** An arrow as a line. */
export function arrowLine({ from, to, late, label = "" }) {
  return `${from} ${late ? "~>" : "->"} ${to}${clean(label) ? `: ${clean(label)}` : ""}`;
}

const added = (text, line) => `${text.replace(/\n+$/, "")}${text.trim() ? "\n" : ""}${line}\n`;

function withLine(text, number, line) {
  const lines = text.split("\n");
  if (line === null) lines.splice(number - 1, 1);
  else lines[number - 1] = line;
  return lines.join("\n");
}

/** The text with one component more; the same text where its name is empty or taken. */
export function addComponent(text, fields) {
  const name = nameOf(fields.name);
  const taken = [...read(text).components.keys()].some((key) => same(key, name));
  return name && !taken ? added(text, componentLine(fields)) : text;
}

/** The text with the component `key` as `fields` say; its arrows go along with a new name. */
export function changeComponent(text, key, fields) {
  const board = read(text);
  const old = board.components.get(key);
  const name = nameOf(fields.name);
  const taken = [...board.components.keys()].some((other) => other !== key && same(other, name));
  if (!old || !name || taken) return text;
  let changed = withLine(text, old.line, componentLine(fields));
  if (same(name, key)) return changed;
  const spelled = (id) => (id === key ? name : board.components.get(id).name);
  for (const arrow of board.arrows) if (arrow.from === key || arrow.to === key) changed = withLine(changed, arrow.line, arrowLine({ ...arrow, from: spelled(arrow.from), to: spelled(arrow.to) }));
  return changed;
}

/** The text without the component `key` and without its arrows. */
export function removeComponent(text, key) {
  const board = read(text);
  const old = board.components.get(key);
  if (!old) return text;
  const gone = [old.line, ...board.arrows.filter((arrow) => arrow.from === key || arrow.to === key).map((arrow) => arrow.line)];
  return gone.sort((one, other) => other - one).reduce((left, line) => withLine(left, line, null), text);
}

/** The text with an arrow between two components (keys); the same text where they have it, or are one. */
export function addArrow(text, { from, to, late = false, label = "" }) {
  const board = read(text);
  const [start, end] = [board.components.get(from), board.components.get(to)];
  if (!start || !end || from === to || board.arrows.some((arrow) => arrow.from === from && arrow.to === to)) return text;
  return added(text, arrowLine({ from: start.name, to: end.name, late, label }));
}

/** The text with the arrow of line `number` as `fields` say (`late`, `label`), or without it for null. */
export function changeArrow(text, number, fields) {
  const board = read(text);
  const arrow = board.arrows.find((one) => one.line === number);
  if (!arrow) return text;
  const name = (id) => board.components.get(id).name;
  return withLine(text, number, fields && arrowLine({ from: name(arrow.from), to: name(arrow.to), ...fields }));
}

/** The text with this budget (ms), in place of the one it has; empty takes it away. */
export function setBudget(text, ms) {
  const at = text.split("\n").findIndex((line) => /^\s*budget\s*=/i.test(line));
  const line = String(ms).trim() ? `budget = ${Number(ms)} ms` : null;
  if (at < 0) return line ? added(text, line) : text;
  return withLine(text, at + 1, line);
}
