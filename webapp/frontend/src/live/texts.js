/** Shared texts on the page: in the code editor, in a plain text area, or in a pane for notes. */
import { defaultKeymap } from "@codemirror/commands";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, keymap, placeholder } from "@codemirror/view";
import { yCollab, yUndoManagerKeymap } from "y-codemirror.next";
import * as Y from "yjs";
import { codeEditor } from "../editor/code.js";
import { h } from "../lib/dom.js";
import { carets } from "./carets.js";

export const LONGEST = 64 * 1024; // characters, as for a submission

/** What every view of a shared text has: the binding, others' carets, a limit, and whether it can be written. */
function binding(room, shared, { full }) {
  const undoManager = new Y.UndoManager(shared.text);
  const limit = EditorState.changeFilter.of((change) => {
    const fits = !change.docChanged || change.newDoc.length <= LONGEST || change.newDoc.length <= change.startState.doc.length;
    if (!fits && change.isUserEvent("input")) full();
    return fits || !change.isUserEvent("input"); // what others wrote always comes in
  });
  return {
    undoManager,
    extensions: [yCollab(shared.text, null, { undoManager }), carets(room, shared), limit, EditorState.readOnly.of(!shared.write), EditorView.editable.of(shared.write || room.you?.role === "observer")],
  };
}

/** The code editor on a shared text, with the interface of the practice page's editor. */
export function sharedCode({ parent, room, shared, preferences, full }) {
  if (preferences.editor === "plain") return sharedPlain({ parent, shared, label: "The shared code", className: "plain-code" });
  const { undoManager, extensions } = binding(room, shared, { full });
  return codeEditor({
    parent,
    text: shared.text.toString(),
    vimKeys: preferences.keymap === "vim",
    onChange: () => {},
    onSave: () => {},
    shared: { extensions, keys: yUndoManagerKeymap, undo: () => undoManager.undo(), redo: () => undoManager.redo() },
  });
}

/** A pane of prose on a shared text. */
export function sharedNotes({ parent, room, shared, preferences, label, hint, full }) {
  if (preferences.editor === "plain") return sharedPlain({ parent, shared, label, className: "plain-notes" });
  const { extensions } = binding(room, shared, { full });
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: shared.text.toString(),
      extensions: [
        EditorView.cspNonce.of(document.body.dataset.cspNonce ?? ""),
        extensions, drawSelection(), EditorView.lineWrapping, placeholder(hint),
        keymap.of([...yUndoManagerKeymap, ...defaultKeymap]),
        EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "true" }),
      ],
    }),
  });
  return { kind: "notes", text: () => view.state.doc.toString(), focus: () => view.focus(), destroy: () => view.destroy() };
}

/** A text area, which every screen reader knows. Others' changes leave the selection where its neighbours are. */
export function sharedPlain({ parent, shared, label, className }) {
  const area = h("textarea", { class: className, "aria-label": label, spellcheck: "false", autocapitalize: "off", autocomplete: "off", maxlength: LONGEST, readonly: !shared.write });
  const origin = { area };
  area.value = shared.text.toString();
  area.addEventListener("input", () => {
    const [start, removed, inserted] = difference(shared.text.toString(), area.value);
    shared.doc.transact(() => {
      if (removed) shared.text.delete(start, removed);
      if (inserted) shared.text.insert(start, inserted);
    }, origin);
  });
  const follow = ({ delta }, transaction) => {
    if (transaction.origin === origin) return;
    const [from, to] = [area.selectionStart, area.selectionEnd].map((place) => moved(place, delta));
    const { scrollTop } = area;
    area.value = shared.text.toString();
    area.setSelectionRange(from, to);
    area.scrollTop = scrollTop;
  };
  shared.text.observe(follow);
  parent.append(area);
  return {
    kind: "plain",
    text: () => area.value,
    focus: () => area.focus(),
    destroy: () => (shared.text.unobserve(follow), area.remove()),
  };
}

/** What makes `after` of `before`: [where, how many characters go, what comes]. */
export function difference(before, after) {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  while (end < before.length - start && end < after.length - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  return [start, before.length - start - end, after.slice(start, after.length - end)];
}

/** Where a place in a text is after somebody else's change. */
export function moved(place, delta) {
  let at = 0;
  for (const { retain = 0, insert = "", delete: removed = 0 } of delta) {
    if (at > place) break;
    if (insert && at <= place) place += insert.length;
    if (removed) place -= Math.min(removed, Math.max(0, place - at));
    at += retain + insert.length;
  }
  return place;
}
