/** A round that is solved in code: the practice page's editor, journal, runs and results under the round's clock. */
import { addCommands, addNote } from "../lib/commands.js";
import { announce, byId, pageData } from "../lib/dom.js";
import { createEditor } from "../editor/index.js";
import { Draft } from "../journal/draft.js";
import { Grading } from "../practice/grading.js";
import { ownInput } from "../practice/input.js";
import { nextPane, wirePanes } from "../practice/panes.js";
import { markLines, stepCase, wireLineLinks } from "../practice/result.js";
import { selectTab, wireTabs } from "../practice/tabs.js";
import { RoundClock } from "./clock.js";
import { wireInviting } from "./inviting.js";
import { flushFirst } from "./sheets.js";
import { Teller, watchFocus } from "./telling.js";

/** Starts the room; resolves when the editor is ready. */
export async function startCodeRoom() {
  const page = pageData();
  let editor;
  wireTabs();
  wirePanes();
  const draft = new Draft(page, (text) => editor?.set(text));
  const text = await draft.open();
  editor = createEditor({ parent: byId("editor"), text, preferences: page.preferences, onChange: (value) => draft.edited(value), onSave: () => draft.flush() });
  const input = ownInput(page);
  const grading = new Grading(page, {
    text: () => editor.text(),
    input: input.value,
    inputError: input.error,
    flush: () => draft.flush(),
    finished: (outcome) => {
      markLines(editor);
      if (outcome.mode === "grade" && outcome.verdict === "AC") accepted();
    },
  });
  wireLineLinks((line, column) => editor.go(line, column));
  const teller = new Teller(page.urls.events);
  const all = async () => {
    await teller.send();
    return draft.flush();
  };
  flushFirst(all);
  const clock = new RoundClock(page, all);
  wireInviting(page, all);
  if (page.clock.state === "open") {
    teller.tell("view", { sheet: page.problem.split("/").at(-1) });
    watchFocus(teller);
  }
  register({ page, editor, draft, grading, clock });
  document.body.dataset.ready = "1";
}

/** The stage is solved: the button to the next one says so. */
function accepted() {
  const form = byId("go-on");
  if (!form) return;
  form.classList.add("good");
  byId("go-on-words").textContent = "Accepted. The interviewer now changes the constraint; your code carries on.";
  const button = form.querySelector("button");
  button.textContent = "Go on";
  button.classList.add("primary");
  announce("Accepted. You can go on to the next stage.");
}

function register({ page, editor, draft, grading, clock }) {
  const vim = () => byId("toggle-vim").setAttribute("aria-pressed", String(editor.chosen.keymap === "vim"));
  vim();
  const open = () => page.clock.state === "open";
  addCommands("Round", [
    { id: "run", title: "Run on the samples or your own input", keys: ["Mod-Enter"], when: open, run: () => grading.run() },
    { id: "submit", title: "Submit", keys: ["Mod-Shift-Enter"], when: () => open() && byId("submit") != null, run: () => grading.submit() },
    { id: "save", title: "Save now (it saves itself anyway)", keys: ["Mod-s"], run: () => draft.flush() },
    { id: "time-left", title: "Say the time that is left", keys: ["Alt-t"], run: () => clock.say() },
    { id: "resume", title: "Go on after the pause", when: () => page.clock.state === "paused", run: () => document.querySelector('[data-command="resume"]').form.requestSubmit() },
  ]);
  addCommands("Move", [
    { id: "next-pane", title: "Next pane: statement, code, result", keys: ["F6"], run: () => nextPane(1, editor.focus) },
    { id: "previous-pane", title: "Previous pane", keys: ["Shift-F6"], run: () => nextPane(-1, editor.focus) },
    { id: "next-case", title: "Next case of the result", keys: ["Alt-ArrowRight"], shownKeys: ["Alt-→"], run: () => stepCase(1) },
    { id: "own-input", title: "Own input", keys: ["Alt-i"], run: () => (selectTab("tab-input"), byId("own-input").focus()) },
  ]);
  addCommands("Editor", [
    { id: "vim", title: "Vim keys on or off", keys: ["Alt-v"], run: () => (editor.change({ keymap: editor.chosen.keymap === "vim" ? "default" : "vim" }), vim()) },
    { id: "plain", title: "Plain text area on or off", keys: ["Alt-p"], run: () => editor.change({ editor: editor.chosen.editor === "plain" ? "code" : "plain" }) },
  ]);
  addNote("In the code editor Tab indents. Escape, then Tab leaves it, as does F6.");
}
