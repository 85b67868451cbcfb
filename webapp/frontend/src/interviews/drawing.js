/** Drawing on the board: components and arrows are added, chosen and changed, and each change is one of the text. */
import { announce, byId, h } from "../lib/dom.js";
import { read, TYPES } from "./plan.js";
import { addArrow, addComponent, changeArrow, changeComponent, removeComponent, setBudget } from "./plan_edit.js";

/** Wires the tools above the picture; `text()` is the board's text and `put(text)` replaces it. Returns what to call after each redraw. */
export function wireDrawing(text, put) {
  const tools = byId("drawing");
  const picture = byId("board-picture");
  if (!tools || tools.dataset.fixed !== undefined) return () => {};
  let at = null; // {name} or {line}: what is chosen

  const change = (next, words, then = at) => {
    if (next === text()) return announce("Nothing changed: the name is empty or taken, or the arrow is there.");
    put(next);
    choose(then, true);
    announce(words);
  };

  function choose(next, focus = false) {
    at = next;
    show(focus);
    mark();
  }

  /** After a redraw: what is chosen looks so, and has the focus back if it had it. */
  function mark(focus = false) {
    for (const part of picture.querySelectorAll(".chosen")) {
      const on = at && (part.dataset.name === at.name || Number(part.dataset.line) === at.line);
      part.classList.toggle("on", Boolean(on));
      part.setAttribute("aria-pressed", String(Boolean(on)));
      if (on && focus) part.focus();
    }
  }

  function show(keep) {
    const board = read(text());
    const component = at?.name != null && board.components.get(at.name);
    const arrow = at?.line != null && board.arrows.find((one) => one.line === at.line);
    if (!component && !arrow) at = null;
    const form = component ? ofComponent(board, at.name, component) : arrow ? ofArrow(board, arrow) : ofNew(board);
    const inside = tools.contains(document.activeElement);
    tools.replaceChildren(form);
    if (inside && keep) form.querySelector("input")?.focus();
  }

  const field = (label, control) => h("label", {}, h("span", { class: "small quiet" }, label), control);
  const input = (name, value = "", more = {}) => h("input", { class: "input", name, value, autocomplete: "off", ...more });
  const types = (chosen) => h("select", { class: "input", name: "type" }, ...TYPES.map((type) => h("option", { selected: type === chosen }, type)));
  const fields = (form) => Object.fromEntries(new FormData(form));
  const button = (words, run, kind = "") => h("button", { class: `button ${kind}`, type: "button", onclick: run }, words);
  const formOf = (label, submit, ...children) =>
    h("form", { class: "tools-row", "aria-label": label, onsubmit: (event) => (event.preventDefault(), submit(fields(event.target))) }, ...children);

  const figures = (one) => [
    field("Name", input("name", one?.name ?? "", { required: true, maxlength: 40, size: 14 })),
    field("ms", input("ms", one?.ms ?? "", { type: "number", min: 0, step: "any", size: 5, class: "input figures" })),
    field("Numbers, notes", input("note", one?.note ?? "", { maxlength: 120, size: 16, placeholder: "k=200" })),
  ];

  const ofNew = (board) =>
    formOf(
      "Add to the board",
      (given) => change(addComponent(text(), given), `${given.name} added.`, null),
      field("Component", types("client")),
      ...figures(null),
      h("button", { class: "button", type: "submit" }, "Add"),
      field("Budget, ms", input("budget", board.budget ?? "", { type: "number", min: 0, step: "any", class: "input figures", onchange: (event) => change(setBudget(text(), event.target.value), "Budget set.", null) })),
      h("span", { class: "small quiet hint-line" }, "Choose a part of the picture to change it; drag from one to another for an arrow."),
    );

  function ofComponent(board, key, one) {
    const others = [...board.components].filter(([id]) => id !== key);
    const target = h("select", { class: "input", name: "to", "aria-label": "Arrow to" }, ...others.map(([id, other]) => h("option", { value: id }, other.name)));
    const late = h("input", { type: "checkbox" });
    const label = input("label", "", { placeholder: "40 k/s", size: 8, "aria-label": "What goes along the arrow" });
    return h(
      "div",
      {},
      formOf(
        `Change ${one.name}`,
        (given) => change(changeComponent(text(), key, given), "Changed.", { name: given.name.trim().toLowerCase() }),
        field("Component", types(one.type)),
        ...figures(one),
        h("button", { class: "button", type: "submit" }, "Change"),
        button("Remove", () => change(removeComponent(text(), key), `${one.name} removed.`, null)),
        button("Done", () => choose(null), "plain"),
      ),
      others.length
        ? formOf(
            `Arrow from ${one.name}`,
            () => change(addArrow(text(), { from: key, to: target.value, late: late.checked, label: label.value }), "Arrow drawn."),
            field("Arrow to", target),
            label,
            h("label", { class: "check" }, late, " no request waits"),
            h("button", { class: "button", type: "submit" }, "Draw"),
          )
        : null,
    );
  }

  function ofArrow(board, arrow) {
    const name = (id) => board.components.get(id).name;
    const late = h("input", { type: "checkbox", ...(arrow.late ? { checked: true } : {}) });
    return formOf(
      "Change the arrow",
      (given) => change(changeArrow(text(), arrow.line, { late: late.checked, label: given.label }), "Changed."),
      h("b", {}, `${name(arrow.from)} → ${name(arrow.to)}`),
      field("Along it", input("label", arrow.label, { size: 10, maxlength: 40 })),
      h("label", { class: "check" }, late, " no request waits"),
      h("button", { class: "button", type: "submit" }, "Change"),
      button("Remove", () => change(changeArrow(text(), arrow.line, null), "Arrow removed.", null)),
      button("Done", () => choose(null), "plain"),
    );
  }

  const partOf = (target) => target.closest?.(".chosen");
  const choice = (part) => (part.dataset.name != null ? { name: part.dataset.name } : { line: Number(part.dataset.line) });
  picture.addEventListener("keydown", (event) => {
    const part = partOf(event.target);
    if (!part) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      choose(choice(part));
      tools.querySelector("input, select")?.focus();
    } else if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      const { name, line } = choice(part);
      change(name != null ? removeComponent(text(), name) : changeArrow(text(), line, null), "Removed.", null);
    } else if (event.key === "Escape") choose(null);
  });
  wireDragging(picture, partOf, (from, to) => {
    if (from && to && from !== to && from.dataset.name != null && to.dataset.name != null) change(addArrow(text(), { from: from.dataset.name, to: to.dataset.name }), "Arrow drawn.", null);
    else if (from && from === to) choose(choice(from));
  });
  show(false);
  return () => {
    const busy = tools.contains(document.activeElement);
    if (!busy) show(false);
    mark(picture.contains(document.activeElement));
  };
}

/** From press to release: `done(from, to)` gets the parts at both ends; between them a line is drawn. */
function wireDragging(picture, partOf, done) {
  let from = null;
  let line = null;
  const point = (event) => {
    const svg = picture.querySelector("svg");
    return new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
  };
  picture.addEventListener("pointerdown", (event) => {
    from = event.button === 0 ? partOf(event.target) : null;
    if (from?.dataset.name == null || event.pointerType === "touch") return; // a finger scrolls, and chooses
    const { x, y } = point(event);
    line = document.createElementNS("http://www.w3.org/2000/svg", "path");
    line.setAttribute("class", "wire drawn");
    line.dataset.from = `M${x} ${y}`;
    picture.querySelector("svg").append(line);
  });
  picture.addEventListener("pointermove", (event) => {
    if (!line) return;
    const { x, y } = point(event);
    line.setAttribute("d", `${line.dataset.from}L${x} ${y}`);
  });
  window.addEventListener("pointerup", (event) => {
    line?.remove();
    line = null;
    if (!from) return;
    const start = from;
    from = null;
    done(start, partOf(document.elementFromPoint(event.clientX, event.clientY) ?? picture));
  });
}
