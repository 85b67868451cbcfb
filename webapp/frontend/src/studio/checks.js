/** The rows of a proof: what is checked, how far it is, and the margins drawn. */
import { byId, h } from "../lib/dom.js";

export const CHECKS = ["Files", "Cases", "Accepted", "Rejected", "Time margin", "Junk and attacks", "Mutants"];
const SVG = "http://www.w3.org/2000/svg";
const REJECTED = (row) => row.declared !== "AC";

/** Draws the list; `now` is where the proof stands. */
export function drawChecks(found, now) {
  if (!now && !found.read) return byId("checks").replaceChildren();
  const over = now && now.state !== "queued" && now.state !== "running";
  if (found.read?.rows) return byId("checks").replaceChildren(...found.read.rows.map((row) => line(row.name, row, over)));
  const rows = [files(found), cases(found), accepted(found), rejected(found), margin(found), others(found), mutants(found)];
  return byId("checks").replaceChildren(...rows.map((row, i) => line(CHECKS[i], row, over)));
}

function line(name, { state, words, time, drawing }, over) {
  const known = state ?? (over ? "skipped" : "waiting");
  const [tone, sign, said] = { good: ["good", "✓", "passed"], bad: ["bad", "✕", "failed"], busy: ["wait", "…", "under way"], waiting: ["none", "·", "not begun"], skipped: ["none", "–", "not reached"] }[known];
  return h("li", {}, h("span", { class: `verdict ${tone}`, "data-sign": sign }, h("span", { class: "visually-hidden" }, `${said}:`)), h("b", {}, name), h("span", { class: "det" }, words ?? (over ? "not reached" : "")), h("span", { class: "t" }, time ? `${time} s` : ""), drawing ? h("div", { class: "draw" }, drawing) : null);
}

function files({ read }) {
  if (!read) return {};
  const errors = read.notes.filter((note) => note.severity === "error").length;
  return errors ? { state: "bad", words: `${errors} ${errors === 1 ? "finding" : "findings"}` } : { state: "good", words: "no findings" };
}

function cases({ cases, checks, package: about, notes, read }) {
  if (!cases && checks) return { state: "good", words: "as proved before" };
  if (cases) {
    const wrong = notes.some((note) => note.severity === "error" && (note.file === "cases.py" || note.file === "statement.md"));
    return { state: wrong ? "bad" : "good", words: `${cases.fixed} fixed${cases.fresh ? `, ${cases.fresh} fresh` : ""}${read?.package?.samples ? `, ${read.package.samples} shown` : ""}` };
  }
  return about ? { state: notes.some((note) => note.severity === "error") ? "bad" : "busy", words: "making them" } : {};
}

function share({ package: about, results }, wanted) {
  const declared = about?.submissions.filter((one) => (one.declared === "AC") === wanted) ?? [];
  const done = declared.map((one) => results.get(one.name)).filter(Boolean);
  const wrong = done.filter((one) => one.problem).length;
  return { all: declared.length, done: done.length, wrong };
}

function accepted(found) {
  if (!found.package) return {};
  const { all, done, wrong } = share(found, true);
  const elsewhere = found.checks?.older ? `, and on NumPy ${found.checks.older}` : "";
  return { state: wrong ? "bad" : done === all ? "good" : "busy", words: wrong ? `${wrong} of ${all} not as declared` : `${done} of ${all}${done === all ? ", × 5 rounds" : ""}${elsewhere}` };
}

function rejected(found) {
  if (!found.package) return {};
  const { all, done, wrong } = share(found, false);
  if (!all) return { state: "bad", words: "none: add what must be rejected" };
  return { state: wrong ? "bad" : done === all ? "good" : "busy", words: wrong ? `${wrong} of ${all} not as declared` : `${done} of ${all} rejected as declared` };
}

function margin({ package: about, results, checks }) {
  if (!about) return {};
  const rows = [...results.values()];
  const slowest = Math.max(0, ...rows.filter((row) => !REJECTED(row)).map((row) => row.limited_s ?? 0));
  const late = rows.filter((row) => row.declared === "TLE").map((row) => row.time_s);
  if (!slowest) return checks ? { state: "good", words: "nothing that can be measured" } : {};
  const times = about.limit_s / slowest;
  const good = times >= about.clear;
  return { state: checks || !good ? (good ? "good" : "bad") : "busy", words: `${times.toFixed(1)}×, asked ${about.clear}×`, drawing: scale(slowest, about, late.length ? Math.min(...late) : null) };
}

function others({ checks }) {
  return checks ? { state: "good", words: `${checks.answers} answers, ${checks.inputs} inputs, ${checks.attacks} attacks`, time: checks.seconds } : {};
}

function mutants({ mutants: count, mutation, package: about }) {
  if (mutation) {
    const good = mutation.rate >= (about?.publishable ?? 0.97);
    const equivalent = mutation.equivalent ? `, ${mutation.equivalent} equivalent` : "";
    return { state: good ? "good" : "bad", words: `${mutation.killed} of ${mutation.tried} killed = ${(100 * mutation.rate).toFixed(1)} %${equivalent}`, time: mutation.seconds, drawing: bar(mutation.rate, about?.publishable ?? 0.97) };
  }
  return count ? { state: "busy", words: `${count.done} of ${count.total} tried` } : {};
}

function el(name, attributes, text) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (text) node.textContent = text;
  return node;
}

function picture(height, label, ...parts) {
  const svg = el("svg", { viewBox: `0 0 320 ${height}`, role: "img", "aria-label": label });
  svg.append(...parts.filter(Boolean));
  return svg;
}

const short = (seconds) => `${seconds >= 10 ? seconds.toFixed(0) : seconds >= 0.1 ? seconds.toFixed(2) : seconds.toPrecision(2)} s`;

/** Slowest accepted, the limit, quickest that is too slow, on a scale of ratios. */
function scale(slowest, { limit_s: limit, clock, late: factor }, late) {
  const low = Math.log(Math.min(slowest, limit / 4));
  const high = Math.log(Math.max(late ?? 0, limit * factor * 1.4));
  const x = (seconds) => 8 + (304 * (Math.log(seconds) - low)) / (high - low);
  const label = `Slowest accepted ${short(slowest)}, limit ${short(limit)} ${clock}${late ? `, quickest that is too slow ${short(late)} or more` : ""}`;
  return picture(46, label,
    el("path", { class: "axis", d: "M8 20H312" }),
    el("path", { class: "reach", d: `M${x(slowest)} 20H${x(limit)}` }),
    late ? el("path", { class: "reach dashed", d: `M${x(limit)} 20H${x(late)}` }) : null,
    el("circle", { class: "dot", cx: x(slowest), cy: 20, r: 4 }),
    el("path", { class: "mark", d: `M${x(limit)} 11v18` }),
    late ? el("circle", { class: "ring", cx: x(late), cy: 20, r: 4 }) : null,
    el("text", { x: 8, y: 42 }, `accepted ≤ ${short(slowest)}`),
    el("text", { class: "strong", x: x(limit), y: 9, "text-anchor": "middle" }, `limit ${short(limit)}`),
    late ? el("text", { x: 312, y: 42, "text-anchor": "end" }, `too slow ≥ ${short(late)}`) : null,
  );
}

/** The share of killed mutants, from 90 % on, against the bar. */
function bar(rate, least) {
  const x = (share) => 8 + 304 * Math.max(0, (share - 0.9) / 0.1);
  return picture(34, `${(100 * rate).toFixed(1)} percent killed, the bar is ${100 * least} percent`,
    el("rect", { class: "trough", x: 8, y: 4, width: 304, height: 8, rx: 2 }),
    el("rect", { class: "fill", x: 8, y: 4, width: x(rate) - 8, height: 8, rx: 2 }),
    el("path", { class: "mark", d: `M${x(least)} 0v17` }),
    el("text", { x: 8, y: 29 }, "90 %"),
    el("text", { class: "strong", x: x(least), y: 29, "text-anchor": "middle" }, `bar ${100 * least} %`),
    el("text", { x: 312, y: 29, "text-anchor": "end" }, "100 %"),
  );
}
