/** Which editor is used, by preference and by switch. The switch is remembered until the preference itself changes. */
import { codeEditor } from "./code.js";
import { plainEditor } from "./plain.js";

const KEY = "readyroom:editor";

function remembered(preferences) {
  try {
    const stored = JSON.parse(localStorage.getItem(KEY));
    const same = stored?.over === `${preferences.editor}/${preferences.keymap}`;
    return same ? stored : null;
  } catch {
    return null;
  }
}

/** One editor over the life of the page; `change({editor, keymap})` swaps what is behind it and keeps the text. */
export function createEditor({ parent, text, preferences, onChange, onSave, onCaret, language, label }) {
  const chosen = { editor: preferences.editor, keymap: preferences.keymap, ...remembered(preferences) };
  const build = (content) =>
    (chosen.editor === "plain" ? plainEditor : codeEditor)({ parent, text: content, vimKeys: chosen.keymap === "vim", onChange, onSave, onCaret, language, label });
  let current = build(text);

  function change(wish) {
    const rebuild = wish.editor && wish.editor !== chosen.editor;
    Object.assign(chosen, wish);
    localStorage.setItem(KEY, JSON.stringify({ editor: chosen.editor, keymap: chosen.keymap, over: `${preferences.editor}/${preferences.keymap}` }));
    if (rebuild) {
      const content = current.text();
      current.destroy();
      current = build(content);
      current.focus();
    } else {
      current.setVim(chosen.keymap === "vim");
    }
  }

  return {
    chosen,
    change,
    text: () => current.text(),
    set: (value) => current.set(value),
    focus: () => current.focus(),
    go: (line, column) => current.go(line, column),
    mark: (marks) => current.mark(marks),
  };
}
