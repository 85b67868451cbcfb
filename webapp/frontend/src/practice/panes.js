/** The three panes: resized by pointer or keyboard, remembered; on a narrow screen one at a time. */
import { byId } from "../lib/dom.js";

// A design is read, a function is written: each kind of problem has sizes of its own.
const key = () => `readyroom:panes:${byId("main").classList.contains("design") ? "design" : "function"}`;
const STEP = 2; // per cent for an arrow key

function remembered() {
  try {
    return JSON.parse(localStorage.getItem(key())) ?? {};
  } catch {
    return {};
  }
}

/** Wires the resize bars and the narrow pane switch. */
export function wirePanes() {
  const work = byId("main");
  bar(byId("bar-columns"), work, "--left", "left", (event) => (event.clientX / work.clientWidth) * 100);
  bar(byId("bar-rows"), work, "--lower", "lower", (event) => {
    const box = work.querySelector(".right").getBoundingClientRect();
    return ((box.bottom - event.clientY) / box.height) * 100;
  });
  document.querySelectorAll("[data-show-pane]").forEach((button) => button.addEventListener("click", () => showPane(button.dataset.showPane)));
}

function bar(element, work, property, name, place) {
  const low = Number(element.getAttribute("aria-valuemin"));
  const high = Number(element.getAttribute("aria-valuemax"));
  const initial = Number(element.getAttribute("aria-valuenow"));
  let now = initial;

  function set(value, keep = true) {
    now = Math.round(Math.min(Math.max(value, low), high) * 10) / 10;
    work.style.setProperty(property, `${now}%`);
    element.setAttribute("aria-valuenow", String(Math.round(now)));
    element.setAttribute("aria-valuetext", `${Math.round(now)} per cent`);
    if (keep) localStorage.setItem(key(), JSON.stringify({ ...remembered(), [name]: now }));
  }

  set(remembered()[name] ?? initial, false);
  element.addEventListener("pointerdown", (event) => {
    element.setPointerCapture(event.pointerId);
    element.dataset.dragging = "";
  });
  element.addEventListener("pointermove", (event) => element.hasPointerCapture(event.pointerId) && set(place(event)));
  element.addEventListener("pointerup", () => delete element.dataset.dragging);
  element.addEventListener("lostpointercapture", () => delete element.dataset.dragging);
  element.addEventListener("dblclick", () => set(initial));
  element.addEventListener("keydown", (event) => {
    const rows = element.getAttribute("aria-orientation") === "horizontal";
    const more = rows ? "ArrowUp" : "ArrowRight";
    const less = rows ? "ArrowDown" : "ArrowLeft";
    const to = { [more]: now + STEP, [less]: now - STEP, Home: low, End: high, Enter: initial }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    set(to);
  });
}

/** Which pane a narrow screen shows. */
export function showPane(name) {
  byId("main").dataset.pane = name;
  document.querySelectorAll("[data-show-pane]").forEach((button) => {
    if (button.dataset.showPane === name) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  });
}

/** Moves the focus from pane to pane: statement, code, result. */
export function nextPane(step, focusEditor) {
  const names = ["statement", "code", "results"];
  const at = names.findIndex((name) => byId(`pane-${name}`).contains(document.activeElement));
  const name = names[(Math.max(at, step > 0 ? -1 : 0) + step + names.length) % names.length];
  showPane(name);
  if (name === "code") focusEditor();
  else byId(`pane-${name}`).querySelector(".panel-body:not([hidden])").focus();
}
