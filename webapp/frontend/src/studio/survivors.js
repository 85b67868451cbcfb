/** A mutant that no case notices: its difference, an input that tells it apart, and what to do about it. */
import { announce, h } from "../lib/dom.js";
import { Refused, sendForJson } from "../lib/http.js";
import { ask } from "./asking.js";
import { insertCase } from "./cases.js";
import { markEquivalent } from "./marks.js";
import { place } from "./proof.js";
import { say } from "./page.js";

/** The element of one survivor; `element.killer(found)` fills in what the search came to. */
export function survivor(data, files, page) {
  const file = `submissions/accepted/${data.file}`;
  const body = h("p", { class: "small quiet" }, "Looking for an input that tells it apart …");
  const open = place(file, data.line, `Open ${data.file}`);
  open.className = "button plain slim";
  const actions = h("div", { class: "actions" }, open, h("button", { class: "button plain slim", type: "button", onclick: () => equivalent(data, files, page) }, "Mark equivalent…"));
  const element = h("details", { class: "mutant", id: `mutant-${data.file}-${data.id}`, open: true },
    h("summary", {}, h("b", {}, data.operator.replaceAll("-", " ")), h("span", {}, `${data.file}:${data.line}`, data.function ? ", " : "", data.function ? h("code", {}, data.function) : "")),
    h("pre", { class: "diff", tabindex: "0", "aria-label": "Difference" }, ...lines(data.difference)),
    body,
    actions,
  );
  element.killer = (found) => {
    if (!found) {
      body.textContent = "No differing input was found: it may do the same as the original.";
      return;
    }
    body.replaceWith(h("dl", { class: "three" }, h("dt", {}, "differs on"), h("dd", {}, found.input), h("dt", {}, "accepted"), h("dd", {}, h("ins", {}, found.expected)), h("dt", {}, "mutant"), h("dd", {}, h("del", {}, found.actual))));
    if (found.source) actions.prepend(h("button", { class: "button slim", type: "button", onclick: () => kill(found, files) }, "Add a case that kills this"));
    else actions.prepend(h("span", { class: "small quiet" }, "Its values have no short form: take the generator’s input as a pattern."));
  };
  element.over = () => body.textContent.startsWith("Looking") && (body.textContent = "Others were searched for first: put those right, and prove it again.");
  return element;
}

function lines(difference) {
  return difference.split("\n").slice(3).map((line) => h(line.startsWith("+") ? "ins" : line.startsWith("-") ? "del" : "span", {}, line));
}

async function kill(found, files) {
  const held = await files.open("cases.py");
  const { text, line, note } = insertCase(held.editor.text(), found.source);
  held.editor.set(text);
  held.editor.go(line, 5);
  say(note);
  announce(note);
}

async function equivalent(data, files, page) {
  const reason = await ask({ title: "Mark as equivalent", label: "Why it is no mistake", help: "It does the same as the original, or as well. At least 15 characters; it stands in mutants.toml.", button: "Mark it", check: (words) => (words.length < 15 ? "Say a little more." : "") });
  if (!reason) return;
  try {
    if (!page.files.some((file) => file.path === "mutants.toml")) {
      Object.assign(page, await sendForJson(page.urls.files, { json: { path: "mutants.toml", text: "" } }));
    }
    const held = await files.open("mutants.toml");
    const text = markEquivalent(held.editor.text(), data.file, data.id, reason);
    held.editor.set(text);
    held.editor.go(text.split("\n").length - 1);
  } catch (problem) {
    if (!(problem instanceof Refused)) throw problem;
    say(problem.message, "bad");
  }
}
