/** Marking by keyboard: numbers give a level, j and k move, n, p and c comment on a line, Enter confirms. Without this file all of it is plain forms. */
import { addCommands } from "./lib/commands.js";
import { byId } from "./lib/dom.js";
import { startShared } from "./lib/shared.js";

const criteria = () => [...document.querySelectorAll("#marks [data-criterion]")];
const lines = () => [...document.querySelectorAll("[data-line]")];
let at = 0;
let line = -1;

const writable = () => byId("confirm") != null && criteria().length > 0;
const marked = (criterion) => criterion.querySelector("input:checked") != null;

function show(place, focus = true) {
  const all = criteria();
  at = Math.max(0, Math.min(place, all.length - 1));
  for (const [n, one] of all.entries()) one.classList.toggle("current", n === at);
  const input = all[at]?.querySelector("input:checked") ?? all[at]?.querySelector("input");
  if (focus) input?.focus();
}

/** The first criterion that is not marked; the first of all where all are. */
const open = () => Math.max(0, criteria().findIndex((one) => !marked(one)));

/** Gives the current criterion its level and goes on to the next one. */
function give(level) {
  const input = criteria()[at]?.querySelector(`input[value="${level}"]`);
  if (!input) return;
  input.checked = true;
  if (at + 1 < criteria().length) show(at + 1);
  else byId("confirm").focus();
}

/** Submits when everything is marked; else it goes to what is not. */
function confirm() {
  const open = criteria().findIndex((one) => !marked(one));
  if (open >= 0) show(open);
  else byId("confirm").click();
}

function choose(place) {
  const all = lines();
  line = Math.max(0, Math.min(place, all.length - 1));
  for (const [n, one] of all.entries()) one.classList.toggle("here", n === line);
  const row = all[line];
  if (!row || !byId("line")) return;
  byId("line").value = row.dataset.line;
  byId("sheet").value = row.dataset.sheet;
  row.scrollIntoView({ block: "nearest" });
}

function comment() {
  if (line < 0) choose(0);
  byId("text").focus();
}

/** Sends the comment that was typed. */
function say() {
  const text = byId("text");
  if (text.value.trim()) text.form.requestSubmit(document.querySelector(`button[formaction][form="${text.form.id}"]`));
}

/** Leaves a field, its text as it is, for the marks. */
function leave() {
  document.activeElement.blur();
  if (writable()) show(open());
}

addCommands("Marking", [
  ...[0, 1, 2, 3, 4].map((level) => ({
    id: `level-${level}`,
    title: `Give level ${level}`,
    keys: [String(level)],
    when: () => writable() && criteria()[at]?.querySelector(`input[value="${level}"]`) != null,
    run: () => give(level),
  })),
  { id: "next-criterion", title: "Next criterion", keys: ["j"], when: writable, run: () => show(at + 1) },
  { id: "previous-criterion", title: "Previous criterion", keys: ["k"], when: writable, run: () => show(at - 1) },
  { id: "next-line", title: "Next line", keys: ["n"], when: () => byId("line") != null, run: () => choose(line + 1) },
  { id: "previous-line", title: "Previous line", keys: ["p"], when: () => byId("line") != null, run: () => choose(line - 1) },
  { id: "comment", title: "Comment on the line", keys: ["c"], when: () => byId("text") != null, run: comment },
  { id: "say", title: "Send the comment", keys: ["Mod-Enter"], when: () => document.activeElement === byId("text"), run: say },
  { id: "leave", title: "Back to the marks", keys: ["Escape"], when: () => document.activeElement?.matches("#text, #line, #note, #answer") === true, run: leave },
  {
    id: "confirm-marks",
    title: "Confirm the marks",
    keys: ["Enter"],
    when: () => writable() && !document.activeElement?.closest("a, button, summary, textarea, select, input:not([type='radio'])"),
    run: confirm,
  },
]);

document.addEventListener("click", (event) => {
  const row = event.target.closest("[data-line]");
  if (row && byId("line") && !event.target.closest(".said")) choose(lines().indexOf(row));
});
document.addEventListener("focusin", (event) => {
  const place = criteria().indexOf(event.target.closest("[data-criterion]"));
  if (place >= 0) show(place, false);
});

startShared();
const said = location.hash.startsWith("#line-") ? lines().findIndex((row) => `#${row.id}` === location.hash) : -1;
if (said >= 0) choose(said); // a comment was just made there
if (writable()) show(open(), said < 0);
else document.querySelector("[data-next]")?.focus();

document.body.dataset.ready = "1";
