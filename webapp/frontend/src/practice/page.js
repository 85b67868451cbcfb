/** The practice page: editor, journal, panes and grading put together. */
import { addCommands, addNote } from "../lib/commands.js";
import { announce, byId, h, pageData } from "../lib/dom.js";
import { createEditor } from "../editor/index.js";
import { Draft } from "../journal/draft.js";
import { showEarlier } from "../journal/earlier.js";
import { wireAside } from "./aside.js";
import { Grading } from "./grading.js";
import { ownInput } from "./input.js";
import { nextPane, wirePanes } from "./panes.js";
import { markLines, stepCase, wireLineLinks } from "./result.js";
import { selectTab, wireTabs } from "./tabs.js";

/** Starts everything; resolves when the editor is ready. */
export async function startPractice() {
  const page = pageData();
  let editor;
  wireTabs();
  wirePanes();

  const draft = new Draft(page, (text) => editor?.set(text));
  const text = await draft.open();
  editor = createEditor({
    parent: byId("editor"),
    text,
    preferences: page.preferences,
    onChange: (value) => draft.edited(value),
    onSave: () => draft.flush(),
  });

  const input = ownInput(page);
  const aside = wireAside(page, {
    beforeRestore: () => draft.flush(),
    restored: async (answer) => {
      await draft.take(answer.content, answer.revision, "before restoring a submission");
      say("The submission is in the editor. What was there is under “Earlier texts”.");
      editor.focus();
    },
  });
  const grading = new Grading(page, {
    text: () => editor.text(),
    input: input.value,
    inputError: input.error,
    flush: () => draft.flush(),
    finished: (outcome) => {
      markLines(editor);
      if (outcome.mode === "grade") aside.graded(outcome);
    },
  });

  wireLineLinks((line, column) => editor.go(line, column));
  byId("panel-result").addEventListener("tabselected", () => markLines(editor));
  register({ page, editor, draft, grading, aside });
  resume(page, grading, editor);
  document.body.dataset.ready = "1";
}

/** Goes on with what was under way: an unfinished submission, the last result, or an interrupted Submit. */
async function resume(page, grading, editor) {
  const last = document.querySelector("[data-load]");
  if (page.active) await grading.watch(page.active);
  else if (last && (await grading.show(last.dataset.load))) markLines(editor);
  const kind = grading.intent();
  if (kind) say(`You are logged in, and your code is here. ${kind === "run" ? "Run" : "Submit"} when you like.`);
}

function say(text, ...more) {
  const close = h("button", { class: "button plain", type: "button", onclick: () => note.remove() }, "Close");
  const note = h("div", { class: "note" }, h("span", { class: "sign", "aria-hidden": "true" }, "i"), h("p", { class: "grow" }, text), ...more, close);
  byId("notice").replaceChildren(...[...byId("notice").querySelectorAll(".warn")], note);
}

async function reset(page, editor, draft) {
  const before = editor.text();
  if (before === page.starter) return;
  await draft.putAside("before resetting to the starter");
  editor.set(page.starter);
  const undo = h("button", { class: "button", type: "button", onclick: () => (editor.set(before), byId("notice").replaceChildren(), editor.focus()) }, "Undo");
  say("The editor holds the starter again.", undo);
}

function showVim(editor) {
  byId("toggle-vim").setAttribute("aria-pressed", String(editor.chosen.keymap === "vim" && editor.chosen.editor === "code"));
  byId("toggle-vim").hidden = editor.chosen.editor === "plain";
}

function register({ page, editor, draft, grading, aside }) {
  const settings = (wish, words) => {
    editor.change(wish);
    showVim(editor);
    announce(words);
  };
  showVim(editor);
  addCommands("Solve", [
    { id: "run", title: "Run on the samples or your own input", keys: ["Mod-Enter"], run: () => grading.run() },
    { id: "submit", title: "Submit", keys: ["Mod-Shift-Enter"], run: () => grading.submit() },
    { id: "save", title: "Save now (it saves itself anyway)", keys: ["Mod-s"], run: () => draft.flush() },
    { id: "hint", title: "Show the next hint", keys: ["Alt-h"], run: () => aside.hint(), when: () => page.urls.hint !== undefined },
    { id: "give-up", title: "Give up and read the editorial", run: () => (selectTab("tab-editorial"), aside.giveUp()), when: () => page.signed_in && document.querySelector('[data-command="give-up"]') != null },
  ]);
  addCommands("Move", [
    { id: "next-pane", title: "Next pane: statement, code, result", keys: ["F6"], run: () => nextPane(1, editor.focus) },
    { id: "previous-pane", title: "Previous pane", keys: ["Shift-F6"], run: () => nextPane(-1, editor.focus) },
    { id: "next-case", title: "Next case of the result", keys: ["Alt-ArrowRight"], shownKeys: ["Alt-→"], run: () => stepCase(1), when: hasCases },
    { id: "previous-case", title: "Previous case of the result", keys: ["Alt-ArrowLeft"], shownKeys: ["Alt-←"], run: () => stepCase(-1), when: hasCases },
    { id: "own-input", title: "Own input", keys: ["Alt-i"], run: () => (selectTab("tab-input"), byId("own-input").focus()) },
    { id: "submissions", title: "Submissions", keys: ["Alt-s"], run: () => (selectTab("tab-submissions"), byId("panel-submissions").focus()) },
  ]);
  addCommands("Editor", [
    { id: "vim", title: "Vim keys on or off", keys: ["Alt-v"], run: () => settings({ keymap: editor.chosen.keymap === "vim" ? "default" : "vim" }, editor.chosen.keymap === "vim" ? "Vim keys off" : "Vim keys on"), when: () => editor.chosen.editor === "code" },
    { id: "plain", title: "Plain text area on or off", keys: ["Alt-p"], run: () => settings({ editor: editor.chosen.editor === "plain" ? "code" : "plain" }, editor.chosen.editor === "plain" ? "Code editor" : "Plain text area") },
    { id: "reset", title: "Reset to the starter", run: () => reset(page, editor, draft) },
    { id: "earlier", title: "Earlier texts in this browser", run: () => showEarlier(draft.key, async (chosen) => (await draft.putAside("before taking an earlier text"), editor.set(chosen), editor.focus())) },
  ]);
  addNote("In the code editor Tab indents. Escape, then Tab leaves it, as does F6. Ctrl F searches in it, Ctrl Space completes.");
}

const hasCases = () => document.querySelector("[data-cases]") != null && !document.activeElement.closest(".cm-editor, textarea");
