/** The plain editor: a text area that every screen reader knows, with the same interface as the code editor. */
import { h } from "../lib/dom.js";

/** Builds the text area in `parent`; Tab moves on, Enter keeps the indentation. */
export function plainEditor({ parent, text, onChange, onCaret, label = "Your code" }) {
  const where = h("span", {}, "Line 1");
  const error = h("span", {});
  const area = h("textarea", {
    id: "plain", "aria-label": label, spellcheck: "false", autocapitalize: "off", autocomplete: "off", wrap: "off",
    oninput: () => (caret(), onChange(area.value)),
    onkeydown: (event) => event.key === "Enter" && !event.ctrlKey && !event.metaKey && !event.isComposing && newline(event, area),
    onkeyup: () => tell(),
    onclick: () => tell(),
  });
  area.value = text;
  const caret = () => onCaret?.(area.value.slice(0, area.selectionStart).split("\n").length);
  const tell = () => ((where.textContent = placeOf(area)), caret());
  const status = h("div", { class: "plain-status" }, where, error);
  parent.append(area, status);

  return {
    kind: "plain",
    text: () => area.value,
    focus: () => area.focus(),
    destroy: () => (area.remove(), status.remove()),
    setVim: () => {},
    set: (value) => replace(area, value, onChange),
    go: (line, column = 1) => (go(area, line, column), tell()),
    mark: (marks) => (error.textContent = marks.map((mark) => `Line ${mark.line}: ${mark.text}`).join(" ")),
  };
}

function placeOf(area) {
  const before = area.value.slice(0, area.selectionStart).split("\n");
  return `Line ${before.length}, column ${before.at(-1).length + 1}`;
}

function newline(event, area) {
  const line = area.value.slice(0, area.selectionStart).split("\n").at(-1);
  const indent = line.match(/^[ \t]*/)[0] + (/:\s*(#.*)?$/.test(line) ? "    " : "");
  event.preventDefault();
  insert(area, `\n${indent}`);
}

/** The only way to change a text area so that the browser's own undo still works. */
function insert(area, value) {
  if (!document.execCommand("insertText", false, value)) {
    area.setRangeText(value, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input"));
  }
}

function replace(area, value, onChange) {
  if (area.value === value) return;
  const { selectionStart, selectionEnd, scrollTop } = area;
  if (document.activeElement === area) {
    area.select();
    insert(area, value);
  } else {
    area.value = value;
    onChange(value);
  }
  area.setSelectionRange(Math.min(selectionStart, value.length), Math.min(selectionEnd, value.length));
  area.scrollTop = scrollTop;
}

function go(area, line, column) {
  const lines = area.value.split("\n");
  const row = Math.min(Math.max(line, 1), lines.length) - 1;
  const start = lines.slice(0, row).reduce((sum, text) => sum + text.length + 1, 0) + Math.min(column - 1, lines[row].length);
  area.focus();
  area.setSelectionRange(start, start);
  area.scrollTop = Math.max(0, row - 5) * parseFloat(getComputedStyle(area).lineHeight);
}
