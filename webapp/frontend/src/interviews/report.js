/** The report: printing, and the words selected in an answer as evidence for a mark. */
import { addCommands } from "../lib/commands.js";
import { announce, byId, h, pageData } from "../lib/dom.js";
import { sendCopies } from "./late.js";
import { wireHearing } from "./speaking.js";

/** What was taken late is on the page as the server makes it now; lines of the chat that were not are told here. */
function tellOfLate({ fresh, dropped, waiting }) {
  if (fresh && !dropped.length) return void location.reload();
  const words = dropped.length
    ? "What was recorded in this round was deleted, and its chat takes nothing any more. What you wrote last is shown here once, and then forgotten:"
    : waiting && "Part of what you wrote in the chat has not reached the site yet. This browser keeps it, and sends it again when you open this page.";
  if (!words) return;
  const lines = dropped.map((text) => h("li", {}, text));
  const place = byId("late-lines");
  place.hidden = false;
  place.replaceChildren(h("div", { class: "note warn noprint" }, h("span", { class: "sign", "aria-hidden": "true" }, "!"), h("div", { class: "grow" }, h("p", {}, words), ...(lines.length ? [h("ul", {}, ...lines)] : []))));
  announce(words);
}

/** Wires the page. */
export function startReport() {
  const button = document.querySelector("[data-print]");
  if (button) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
  wireHearing();
  sendCopies(pageData()).then(tellOfLate);
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
