/** The readiness check by keyboard. Without this file every question is a plain form. */
import { addCommands } from "./lib/commands.js";
import { byId } from "./lib/dom.js";

const options = () => [...document.querySelectorAll("#ask .opt > input")];

function choose(place) {
  const input = options()[place - 1];
  if (!input) return;
  if (input.type === "checkbox") input.checked = !input.checked;
  else input.checked = true;
  input.focus();
}

/** Enter answers from anywhere but a control that has a use for it itself. */
function answer() {
  byId("submit")?.click();
}

/** Two steps never share a place: the one that had it takes the other's, and the list is shown in that order. */
function reorder(event) {
  const list = event.target.closest("[data-ordering]");
  if (!list) return;
  const selects = [...list.querySelectorAll("select")];
  const taken = new Set(selects.map((select) => select.value));
  const free = selects.map((_, index) => String(index + 1)).find((place) => !taken.has(place));
  const other = selects.find((select) => select !== event.target && select.value === event.target.value);
  if (other && free) other.value = free;
  const steps = selects.sort((a, b) => a.value - b.value).map((select) => select.closest(".step"));
  list.append(...steps);
  event.target.focus();
}

function focusQuestion() {
  document.querySelector("#check [data-focus]")?.focus();
}

/** Wires the check; the panel is swapped, so everything listens on the document. */
export function startReadiness() {
  addCommands("Readiness check", [
    ...[1, 2, 3, 4, 5, 6, 7, 8].map((place) => ({
      id: `choose-${place}`,
      title: `Choose option ${place}`,
      keys: [String(place)],
      when: () => options().length >= place,
      run: () => choose(place),
    })),
    { id: "unknown", title: "I do not know", keys: ["0"], when: () => byId("unknown") != null, run: () => byId("unknown").click() },
    { id: "pause", title: "Pause", keys: ["p"], when: () => byId("pause") != null, run: () => byId("pause").click() },
    {
      id: "answer",
      title: "Answer, or go on",
      keys: ["Enter"],
      when: () => byId("submit") != null && !document.activeElement?.closest("a, button, summary"),
      run: answer,
    },
  ]);
  document.addEventListener("change", reorder);
  document.addEventListener("htmx:beforeSwap", (event) => {
    // A refusal is a page as well: it says why, and shows what is open.
    if ([400, 404, 409].includes(event.detail.xhr.status)) event.detail.shouldSwap = true;
  });
  document.addEventListener("htmx:afterSettle", focusQuestion);
  focusQuestion();
}
