/** "Saved 2 s ago": the one line that says where the text is. */
import { announce, byId, h } from "../lib/dom.js";

const WORDS = {
  saving: "Saving …",
  offline: "Offline: kept in this browser",
  busy: "Site busy: kept in this browser",
  "signed-out": "Logged out: kept in this browser",
  journal: "Kept in this browser",
  conflict: "Two versions: choose one",
  unkept: "This browser keeps nothing: copy your code",
};
const TROUBLE = new Set(["offline", "busy", "signed-out", "conflict", "rejected", "unkept"]);

let state = { name: "", at: 0, words: "" };

function ago(at) {
  const seconds = Math.round((Date.now() - at) / 1000);
  if (seconds < 2) return "just now";
  if (seconds < 60) return `${seconds} s ago`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min ago` : `${Math.round(minutes / 60)} h ago`;
}

function draw() {
  const line = byId("saved");
  if (!line) return;
  const words = state.name === "saved" ? `Saved ${ago(state.at)}` : state.words || WORDS[state.name] || "";
  if (line.textContent !== words) line.replaceChildren(words);
  if (state.link) line.append(" ", h("a", { href: state.link }, "Log in"));
  line.dataset.state = state.name;
  line.classList.toggle("trouble", TROUBLE.has(state.name));
}

/** Changes the line; only news is spoken, not the ticking seconds. */
export function tell(name, { words = "", at = Date.now(), link } = {}) {
  const before = state.name;
  state = { name, at, words, link };
  draw();
  if (TROUBLE.has(name) && before !== name) announce(words || WORDS[name]);
  if (name === "saved" && TROUBLE.has(before)) announce("Saved again.");
}

setInterval(() => state.name === "saved" && draw(), 1000);
