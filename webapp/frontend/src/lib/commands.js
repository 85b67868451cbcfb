/** Every command of a page in one register: keys, buttons with data-command and the list under `?` all read it. */
import { byId, h, takesText } from "./dom.js";

const register = new Map();
const mac = /Mac|iP(hone|ad)/.test(navigator.platform);

/**
 * Adds commands. `keys` as in "Mod-Shift-Enter", "Alt-h", "F6", "?"; keys without Mod, Alt or F are ignored while
 * text is being typed, all but Escape. `when` tells whether the command applies now.
 */
export function addCommands(group, commands) {
  for (const command of commands) register.set(command.id, { group, keys: [], ...command });
}

/** Runs a command by its id, if there is one and it applies. */
export function runCommand(id) {
  const command = register.get(id);
  if (!command || command.when?.() === false) return false;
  command.run();
  return true;
}

function matches(event, key) {
  const parts = key.split("-");
  const name = parts.pop();
  const wants = { mod: parts.includes("Mod"), shift: parts.includes("Shift"), alt: parts.includes("Alt") };
  if (wants.mod !== (mac ? event.metaKey || event.ctrlKey : event.ctrlKey) || wants.alt !== event.altKey) return false;
  // A printed sign such as `?` says by itself whether Shift was needed.
  if (name.length === 1 && !wants.mod && !wants.alt) return event.key === name || (/[a-z]/.test(name) && event.key.toLowerCase() === name && !event.shiftKey);
  if (wants.shift !== event.shiftKey) return false;
  return name.length === 1 ? event.code === `Key${name.toUpperCase()}` || event.key.toLowerCase() === name : event.key === name;
}

const bare = (key) => !/^(Mod|Alt)-|^(Shift-)?F\d|^Escape$/.test(key);

document.addEventListener(
  "keydown",
  (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const open = document.querySelector("dialog[open]");
    for (const command of register.values()) {
      const key = command.keys.find((candidate) => matches(event, candidate));
      if (!key || (bare(key) && takesText(event.target)) || (open && !command.inDialogs)) continue;
      if (command.when?.() === false) continue;
      event.preventDefault();
      event.stopPropagation();
      command.run(event);
      return;
    }
  },
  true,
);

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-command]");
  if (button && runCommand(button.dataset.command)) event.preventDefault();
});

function shown(key) {
  const names = { Mod: mac ? "⌘" : "Ctrl", Alt: mac ? "⌥" : "Alt", Shift: "⇧", Enter: "⏎", ArrowUp: "↑", ArrowDown: "↓", Escape: "Esc" };
  return key.split("-").map((part) => names[part] ?? (part.length === 1 ? part.toUpperCase() : part));
}

function list() {
  const groups = new Map();
  for (const command of register.values()) {
    if (command.hidden || command.when?.() === false) continue;
    groups.set(command.group, [...(groups.get(command.group) ?? []), command]);
  }
  return [...groups].flatMap(([group, commands]) => [
    h("h3", {}, group),
    h("div", { class: "keys" }, ...commands.map((command) => row(command))),
  ]);
}

function row(command) {
  const keys = (command.shownKeys ?? command.keys.slice(0, 2)).map((key) => h("span", {}, ...shown(key).flatMap((part) => [h("kbd", {}, part), " "])));
  const choose = () => {
    byId("commands").close();
    command.run();
  };
  return h("button", { type: "button", onclick: choose }, h("span", {}, command.title), h("span", { class: "shortcut" }, ...keys));
}

/** Opens the list of everything that can be done here and how. */
export function showCommands() {
  byId("commands-list").replaceChildren(...list(), ...notes.map((text) => h("p", { class: "quiet small" }, text)));
  byId("commands").showModal();
}

const notes = [];

/** A sentence under the list, for keys that belong to a widget and not to the page. */
export function addNote(text) {
  notes.push(text);
}
