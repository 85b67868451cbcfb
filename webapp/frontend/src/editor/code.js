/** The code editor: CodeMirror with Python, completion, search, line marks and, if wanted, Vim keys. */
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { bracketMatching, foldGutter, foldKeymap, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from "@codemirror/view";
import { tagHighlighter, tags } from "@lezer/highlight";
import { Vim, vim } from "@replit/codemirror-vim";

// Classes instead of generated styles: the colours live in css/tokens.css.
const colours = tagHighlighter([
  { tag: [tags.keyword, tags.operatorKeyword, tags.self, tags.bool, tags.null], class: "tok-keyword" },
  { tag: [tags.definition(tags.variableName), tags.function(tags.definition(tags.variableName)), tags.className], class: "tok-name" },
  { tag: [tags.string, tags.special(tags.string)], class: "tok-string" },
  { tag: tags.number, class: "tok-number" },
  { tag: tags.comment, class: "tok-comment" },
  { tag: tags.heading, class: "tok-heading" },
  { tag: tags.strong, class: "tok-strong" },
  { tag: tags.emphasis, class: "tok-emphasis" },
  { tag: [tags.monospace, tags.link, tags.url], class: "tok-string" },
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], class: "tok-name" },
]);

/**
 * Builds the editor in `parent`. `onChange(text)` is called on every edit, also on those made by script.
 * `shared` ({extensions, keys, undo, redo}) is for a text that others write too: it undoes one's own changes only.
 * `onCaret(line)` is told where the caret is. `language` is another than Python, as an extension, and `label` what a screen reader calls the text.
 */
export function codeEditor({ parent, text, vimKeys, onChange, onSave, onCaret, shared, language, label }) {
  const keys = new Compartment();
  Vim.defineEx("write", "w", onSave);
  if (shared) {
    Vim.defineAction("undo", shared.undo);
    Vim.defineAction("redo", shared.redo);
  }
  const view = new EditorView({
    parent,
    state: EditorState.create({ doc: text, extensions: extensions(keys.of(vimKeys ? vim() : []), onChange, { onCaret, shared, language, label }) }),
  });

  return {
    kind: "code",
    text: () => view.state.doc.toString(),
    focus: () => view.focus(),
    destroy: () => view.destroy(),
    setVim: (on) => view.dispatch({ effects: keys.reconfigure(on ? vim() : []) }),
    set: (value) => replace(view, value),
    go: (line, column = 1) => go(view, line, column),
    mark: (marks) => view.dispatch(setDiagnostics(view.state, marks.map((mark) => diagnostic(view.state, mark)))),
  };
}

function extensions(keys, onChange, { onCaret, shared, language = python(), label = "Your code" }) {
  return [
    keys, // Vim's keys come before all others
    EditorView.cspNonce.of(document.body.dataset.cspNonce ?? ""),
    lineNumbers(), highlightActiveLineGutter(), highlightActiveLine(), lintGutter(), foldGutter({ openText: "⌄", closedText: "›" }),
    shared ? shared.extensions : history(), drawSelection(), indentOnInput(), indentUnit.of("    "), EditorState.tabSize.of(4),
    bracketMatching(), closeBrackets(), highlightSelectionMatches(), search({ top: true }),
    autocompletion({ activateOnTypingDelay: 150 }), language, syntaxHighlighting(colours),
    keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...(shared ? shared.keys : historyKeymap), ...foldKeymap, ...completionKeymap, ...lintKeymap, indentWithTab]),
    EditorView.contentAttributes.of({ "aria-label": `${label}. Escape, then Tab leaves the editor.`, spellcheck: "false", autocapitalize: "off", tabindex: "0" }),
    EditorView.updateListener.of((update) => {
      if (onCaret && (update.docChanged || update.selectionSet)) onCaret(update.state.doc.lineAt(update.state.selection.main.head).number);
      if (update.docChanged) onChange(update.state.doc.toString());
    }),
  ];
}

/** One undoable change of only what differs, so that the cursor stays where it is. */
function replace(view, value) {
  const old = view.state.doc.toString();
  if (old === value) return;
  let start = 0;
  while (start < old.length && start < value.length && old[start] === value[start]) start++;
  let end = 0;
  while (end < old.length - start && end < value.length - start && old.at(-1 - end) === value.at(-1 - end)) end++;
  view.dispatch({ changes: { from: start, to: old.length - end, insert: value.slice(start, value.length - end) } });
}

function position(state, line, column) {
  const row = state.doc.line(Math.min(Math.max(line, 1), state.doc.lines));
  return { row, at: Math.min(row.from + Math.max(column - 1, 0), row.to) };
}

function go(view, line, column) {
  const { at } = position(view.state, line, column);
  view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "center" }) });
  view.focus();
}

function diagnostic(state, { line, column, text }) {
  const { row, at } = position(state, line, column ?? 1);
  const indent = row.text.length - row.text.trimStart().length;
  return { from: column ? at : row.from + indent, to: row.to, severity: "error", message: text };
}
