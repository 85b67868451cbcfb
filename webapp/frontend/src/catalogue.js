/** The catalogue by keyboard. Without this file the filters are a plain GET form. */
import { addCommands } from "./lib/commands.js";
import { byId } from "./lib/dom.js";

const FOLDED = "readyroom:folded";

const rows = () => [...document.querySelectorAll("[data-row]")].filter((link) => link.offsetParent);

function move(step) {
  const links = rows();
  const at = links.indexOf(document.activeElement);
  const next = at < 0 ? (step > 0 ? 0 : links.length - 1) : Math.min(Math.max(at + step, 0), links.length - 1);
  links[next]?.focus();
}

/** Opens a filter's menu or goes to its first box; pressed again, on to the next box. */
function openFilter(id) {
  const filter = byId(id);
  if (!filter) return;
  if (filter.tagName === "DETAILS") {
    document.querySelectorAll(".menu[open]").forEach((menu) => menu !== filter && (menu.open = false));
    filter.open = !filter.open;
  }
  const boxes = [...filter.querySelectorAll("input")];
  const next = boxes[(boxes.indexOf(document.activeElement) + 1) % boxes.length];
  (filter.tagName === "DETAILS" && !filter.open ? filter.querySelector("summary") : next)?.focus();
}

function fold() {
  const body = document.activeElement?.closest("tbody") ?? document.querySelector(".problems tbody");
  const box = body?.querySelector("[data-fold]");
  if (!box) return;
  box.checked = !box.checked;
  box.dispatchEvent(new Event("change", { bubbles: true }));
  box.focus();
}

function escape() {
  const menu = document.querySelector(".menu[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  } else if (document.activeElement === byId("search") && byId("search").value) {
    byId("search").value = "";
    byId("search").dispatchEvent(new Event("input", { bubbles: true }));
  } else if (location.search) {
    location.href = document.body.dataset.home;
  }
}

const folded = () => new Set(JSON.parse(localStorage.getItem(FOLDED) ?? "[]"));

function rememberFold(event) {
  const set = event.target.dataset?.fold;
  if (!set) return;
  event.stopPropagation();
  const sets = folded();
  if (event.target.checked) sets.delete(set);
  else sets.add(set);
  localStorage.setItem(FOLDED, JSON.stringify([...sets]));
}

function applyFolds() {
  const sets = folded();
  document.querySelectorAll("[data-fold]").forEach((box) => (box.checked = !sets.has(box.dataset.fold)));
}

/** After a filter changed: the menu that was open stays open, and the focus stays where it was. */
function keepPlace() {
  let place = null;
  document.addEventListener("htmx:beforeSwap", () => {
    place = { menu: document.querySelector(".menu[open]")?.id, focus: document.activeElement?.id };
  });
  document.addEventListener("htmx:afterSwap", () => {
    applyFolds();
    if (place?.menu && byId(place.menu)) byId(place.menu).open = true;
    const field = place?.focus && byId(place.focus);
    if (!field || document.activeElement !== document.body) return; // somebody has moved on
    field.focus();
    if (field.type === "search") field.setSelectionRange(field.value.length, field.value.length);
  });
}

/** Wires the catalogue. */
export function startCatalogue() {
  addCommands("Catalogue", [
    { id: "down", title: "Next problem", keys: ["ArrowDown", "j"], run: () => move(1) },
    { id: "up", title: "Previous problem", keys: ["ArrowUp", "k"], run: () => move(-1) },
    { id: "continue", title: "Continue where you left off", keys: ["c"], when: () => byId("continue") != null, run: () => byId("continue").click() },
    { id: "topic", title: "Filter by topic", keys: ["t"], run: () => openFilter("filter-topic") },
    { id: "kind", title: "Filter by kind", keys: ["d"], run: () => openFilter("filter-kind") },
    { id: "level", title: "Filter by level", keys: ["l"], run: () => openFilter("filter-level") },
    { id: "status", title: "Filter by status", keys: ["s"], run: () => openFilter("filter-status") },
    { id: "fold", title: "Fold or unfold a set", keys: ["z"], run: fold },
  ]);
  document.addEventListener("keydown", (event) => event.key === "Escape" && !document.querySelector("dialog[open]") && escape());
  document.addEventListener("click", (event) => {
    document.querySelectorAll(".menu[open]").forEach((menu) => menu.contains(event.target) || (menu.open = false));
  });
  document.addEventListener("change", rememberFold, true);
  applyFolds();
  keepPlace();
  if (location.hash === "#search") byId("search")?.focus();
}
