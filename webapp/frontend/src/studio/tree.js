/** The files of the package as a tree of links; what is known of each stands at its end. */
import { byId, h } from "../lib/dom.js";

const FIRST = ["bank.toml", "loop.toml", "rubric.toml", "readiness.toml", "problem.toml", "statement.md", "starter.py", "hints.md", "editorial.md", "cases.py", "examiner.py", "simulator.py", "checker.toml", "checker.py", "scaling.toml", "curves.py", "curves.toml", "answers.toml", "mutants.toml", "design.md"];
const rank = (path) => (FIRST.includes(path) ? FIRST.indexOf(path) : FIRST.length);

/** Draws the tree. `state` as the server sends it, `current` the open path, `verdicts` path -> {verdict, good}. */
export function drawTree({ files, people }, { current, verdicts, me, open }) {
  const root = { folders: new Map(), files: [] };
  for (const file of [...files].sort((a, b) => rank(a.path) - rank(b.path) || a.path.localeCompare(b.path))) {
    const parts = file.path.split("/");
    let place = root;
    for (const folder of parts.slice(0, -1)) {
      if (!place.folders.has(folder)) place.folders.set(folder, { folders: new Map(), files: [] });
      place = place.folders.get(folder);
    }
    place.files.push({ ...file, name: parts.at(-1) });
  }
  const closed = new Set([...document.querySelectorAll("#tree details:not([open])")].map((one) => one.dataset.folder));
  const held = document.activeElement?.closest("#tree a")?.dataset.open;
  byId("tree").replaceChildren(list(root, "", { closed, people, current, verdicts, me, open }));
  if (held) byId("tree").querySelector(`[data-open="${CSS.escape(held)}"]`)?.focus();
}

function list(place, above, about) {
  const rows = place.files.map((file) => h("li", {}, link(file, about)));
  for (const [name, inner] of place.folders) {
    const folder = `${above}${name}/`;
    const summary = h("summary", {}, fold(), h("span", {}, name === ".." ? "shared by the set" : name));
    rows.push(h("li", {}, h("details", { open: !about.closed.has(folder), "data-folder": folder }, summary, list(inner, folder, about))));
  }
  return h("ul", {}, ...rows);
}

function link(file, { people, current, verdicts, me, open }) {
  const others = people.filter((person) => person.path === file.path && person.user !== me).map((person) => person.name);
  const known = verdicts.get(file.path);
  const mark = others.length ? h("span", { class: "m who" }, `${others.join(", ")} ${others.length > 1 ? "are" : "is"} here`)
    : known ? h("span", { class: known.good ? "m ok" : "m no" }, h("span", { "aria-hidden": "true" }, known.good ? "✓ " : "✕ "), known.verdict, known.good ? "" : h("span", { class: "visually-hidden" }, ", not as declared"))
    : file.edited ? h("span", { class: "m" }, "edited") : null;
  return h("a", { href: `?file=${encodeURIComponent(file.path)}`, "data-open": file.path, "aria-current": file.path === current ? "true" : null, onclick: (event) => (event.preventDefault(), open(file.path)) }, h("span", {}, file.name), mark);
}

function fold() {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 12 12");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(svg.namespaceURI, "path");
  path.setAttribute("d", "M4 2.5 8 6 4 9.5");
  svg.append(path);
  return svg;
}
