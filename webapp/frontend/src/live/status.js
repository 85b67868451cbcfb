/** The one line that says whether what is written here has arrived: never more than is known. */
import { announce, byId, h } from "../lib/dom.js";

const SIGNED_OUT = 4401;
const ELSEWHERE = 4409;

/** What to say: {name, words, trouble}. */
export function stateOf(room) {
  const kept = room.kept ? "kept in this browser" : "kept by this page only: do not close it";
  if (room.tooLarge) return { name: "stuck", words: `More was changed at once than the room takes; it is ${kept}. Copy it and take it in in parts.`, trouble: true };
  if (room.line === "ended") return { name: "ended", words: `${room.detail.reason || "This room has ended the connection."}${room.saved ? "" : ` What is not sent yet is ${kept}.`}`, trouble: true };
  if (room.line === "offline") return { name: "offline", words: `Offline: what you write is ${kept}`, trouble: true };
  if (room.line === "reconnecting") return { name: "reconnecting", words: `${room.detail.code === 1013 ? "The site's database is away" : "Connection lost"}, trying again: what you write is ${kept}`, trouble: true };
  if (room.line !== "connected" || !room.you) return { name: "connecting", words: "Connecting …", trouble: false };
  if (room.late) return { name: "late", words: `What you wrote last came too late: it can be read only now, and yours is ${kept}. Copy what you need.`, trouble: true };
  if (room.closed) return { name: "closed", words: "This room is closed: it can be read only", trouble: false };
  if (!room.broker) return { name: "slow", words: `Slow: the site's message broker is away. ${room.saved ? "Everything is saved" : "Saving …"}; the other side sees it within seconds`, trouble: true };
  return room.saved ? { name: "saved", words: "Connected, everything saved", trouble: false } : { name: "saving", words: "Saving …", trouble: false };
}

/** Wires the line. */
export function wireStatus(room) {
  const line = byId("saved");
  let before = "";

  const draw = () => {
    const { name, words, trouble } = stateOf(room);
    if (line.dataset.state !== name || line.dataset.words !== words) {
      line.dataset.state = name;
      line.dataset.words = words;
      line.classList.toggle("trouble", trouble);
      line.replaceChildren(words, ...actions(room, name));
      byId("live").dataset.line = name;
    }
    if (trouble && before !== name) announce(words);
    else if (name === "saved" && TROUBLES.has(before)) announce("Connected again, everything saved.");
    if (name !== "saving" && name !== "connecting") before = name;
  };
  room.addEventListener("state", () => {
    clearTimeout(draw.timer);
    // "Saving" for the few milliseconds that it mostly takes would only flicker.
    if (stateOf(room).name === "saving") draw.timer = setTimeout(draw, 400);
    else draw();
  });
  draw();
}

const TROUBLES = new Set(["late", "stuck", "ended", "offline", "reconnecting", "slow"]);

function actions(room, name) {
  if (name !== "ended") return [];
  const { code } = room.detail;
  if (code === SIGNED_OUT) return [" ", h("a", { href: room.page.login }, "Log in")];
  const words = code === ELSEWHERE ? "Go on here" : "Try again";
  return [" ", h("button", { class: "button", type: "button", onclick: () => room.resume() }, words)];
}
