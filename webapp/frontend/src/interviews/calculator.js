/** The calculator beside a design: results of the lines, and the steps held against the budget. */
import { h } from "../lib/dom.js";
import { calculate, shown } from "./arithmetic.js";

const SVG = "http://www.w3.org/2000/svg";

function svg(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/** Draws what `text` computes into `list`, and its budget into `place`. */
export function showCalculation(text, list, place) {
  const rows = calculate(text);
  list.replaceChildren(
    ...(rows.length ? [h("dl", {}, ...rows.flatMap((row) => [h("dt", {}, `${row.step ? "+ " : ""}${row.name}`), h("dd", { class: row.wrong ? "wrong" : "" }, row.wrong ? `line ${row.line}: ${row.wrong}` : row.text)]))] : []),
  );
  const budget = rows.find((row) => row.name.toLowerCase() === "budget" && row.value)?.value;
  const steps = rows.filter((row) => row.step && row.value);
  if (!budget || !steps.length) return place.replaceChildren();
  const odd = steps.find((row) => row.value.bytes !== budget.bytes || row.value.time !== budget.time);
  if (odd) return place.replaceChildren(h("p", { class: "wrong" }, `“${odd.name}” is not measured as the budget is.`));
  const sum = steps.reduce((total, row) => total + row.value.n, 0);
  const free = budget.n - sum;
  const verdict = free >= 0 ? ["good", "✓", `inside, ${shown({ ...budget, n: free })} free`] : ["bad", "✕", `over by ${shown({ ...budget, n: -free })}`];
  return place.replaceChildren(
    h("p", { class: "budget-words" }, h("b", {}, `${shown({ ...budget, n: sum })} of ${shown(budget)}`), " ", h("span", { class: `verdict ${verdict[0]}`, "data-sign": verdict[1] }, verdict[2])),
    bar(steps, Math.max(sum, budget.n), budget.n),
    h("p", { class: "quiet small" }, "Steps are added; what runs at the same time is max(…) of its parts."),
  );
}

function bar(steps, whole, limit) {
  let x = 0;
  const picture = svg("svg", { class: "budget-bar", viewBox: "0 0 400 40", preserveAspectRatio: "none", role: "img", "aria-label": `Steps: ${steps.map((row) => `${row.name} ${row.text}`).join(", ")}` });
  for (const row of steps) {
    const width = (400 * row.value.n) / whole;
    picture.append(svg("rect", { x, y: 6, width: Math.max(width - 1.5, 0.5), height: 24 }, svg("title", {}, `${row.name} ${row.text}`)));
    x += width;
  }
  const at = Math.min((400 * limit) / whole, 399);
  picture.append(svg("path", { class: "limit", d: `M${at} 0v40` }));
  return picture;
}
