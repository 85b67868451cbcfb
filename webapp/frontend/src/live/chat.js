/** The chat: what was said, in the server's order and with its times, and below it what is not sent yet. */
import { announce, byId, h } from "../lib/dom.js";

export const LONGEST = 2000; // characters of a line

/** Wires the chat pane of a room. */
export function wireChat(room) {
  const list = byId("chat-lines");
  const form = byId("chat-form");
  if (!list) return;
  const said = room.document("chat").doc.getArray("content");
  let shown = -1;

  const draw = () => {
    const lines = said.toArray();
    const known = new Set(lines.map((line) => line.id));
    const waiting = room.outbox.waiting.filter((line) => !known.has(line.id));
    const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
    list.replaceChildren(...lines.map((line) => row(room, line)), ...waiting.map((line) => row(room, { ...line, by: room.page.user, waiting: true })));
    if (atEnd || waiting.length) list.scrollTop = list.scrollHeight;
    if (shown >= 0) for (const line of lines.slice(shown)) if (line.by !== room.page.user) announce(`${line.name}: ${line.text}`);
    shown = lines.length;
  };
  said.observe(draw);
  room.addEventListener("state", draw);
  draw();

  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    const field = form.elements.text;
    if (!field.value.trim()) return;
    room.say([...field.value.trim()].slice(0, LONGEST).join("").toWellFormed()); // never half a character
    field.value = "";
    draw();
  });
  room.addEventListener("documents", () => {
    const write = room.document("chat").write;
    if (form) form.hidden = !write;
  });
}

function row(room, { by, name, at, text, waiting }) {
  const mine = by === room.page.user;
  const when = at ? h("time", { datetime: new Date(at).toISOString() }, new Date(at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" })) : h("span", { class: "quiet" }, "waits");
  return h("li", { class: waiting ? "waiting" : false }, when, h("b", {}, mine ? "you" : name), h("span", {}, text));
}
