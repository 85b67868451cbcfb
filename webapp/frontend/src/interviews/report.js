/** The report: printing, and the words selected in an answer as evidence for a mark. */
import { addCommands } from "../lib/commands.js";
import { pageData } from "../lib/dom.js";
import { sendCopies } from "./late.js";
import { wireHearing } from "./speaking.js";

/** Wires the page. */
export function startReport() {
  const button = document.querySelector("[data-print]");
  if (button) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
  wireHearing();
  sendCopies(pageData()).then((late) => late && location.reload());
  addCommands("Report", [{ id: "print", title: "Print, or save as PDF", run: () => print() }]);
  // What is selected in an answer is offered as evidence where a quote is about to be typed.
  let selected = "";
  document.addEventListener("selectionchange", () => {
    const selection = getSelection();
    const within = selection.anchorNode?.parentElement?.closest(".answer");
    if (within && !selection.isCollapsed) selected = selection.toString().replace(/\s+/g, " ").trim().slice(0, 500);
  });
  document.addEventListener("focusin", (event) => {
    if (event.target.name !== "quote" || event.target.value || !selected) return;
    event.target.value = selected;
    event.target.select();
    selected = "";
  });
}
