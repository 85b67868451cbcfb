/** The page of a room: documents, panes, people, chat and the line that says what is saved. */
import { addCommands, addNote } from "../lib/commands.js";
import { announce, byId, pageData } from "../lib/dom.js";
import { wireChat } from "./chat.js";
import { wireLinks } from "./links.js";
import { wirePeople } from "./people.js";
import { Room } from "./room.js";
import { wireStatus } from "./status.js";
import { sharedCode, sharedNotes } from "./texts.js";

/** Starts everything; resolves to the room once its texts can be written, which needs no connection. */
export async function startRoom() {
  const page = pageData();
  const room = new Room(page);
  wireStatus(room);
  wirePeople(room);
  wireLinks(page);
  await room.open(page.documents.map((document) => document.name));
  for (const { name, write } of page.documents) room.document(name).write = write;
  wireChat(room);

  const full = () => announce("This text is as long as it can be.");
  const editors = new Map();
  const show = () => {
    for (const parent of document.querySelectorAll("[data-shared-code], [data-shared-notes]")) {
      const name = parent.dataset.sharedCode ?? parent.dataset.sharedNotes;
      const shared = room.document(name);
      if (editors.get(name)?.write === shared.write) continue;
      editors.get(name)?.editor.destroy();
      const common = { parent, room, shared, preferences: page.preferences, full };
      const editor = parent.dataset.sharedCode ? sharedCode(common) : sharedNotes({ ...common, label: parent.dataset.label, hint: parent.dataset.hint ?? "" });
      editors.set(name, { editor, write: shared.write });
    }
  };
  show();
  room.addEventListener("documents", show); // whether they can be written may have changed
  room.editors = editors;
  wirePanes(editors);
  document.body.dataset.ready = "1";
  document.dispatchEvent(new CustomEvent("live:ready", { detail: room }));
  return room;
}

/** On a narrow screen one pane at a time; F6 goes round. */
function wirePanes(editors) {
  const live = byId("live");
  const panes = () => [...live.querySelectorAll("[data-pane-name]")];
  const show = (name) => {
    live.dataset.pane = name;
    document.querySelectorAll("[data-show-pane]").forEach((button) => button.toggleAttribute("aria-current", button.dataset.showPane === name));
    document.querySelectorAll("[data-show-pane][aria-current]").forEach((button) => button.setAttribute("aria-current", "true"));
  };
  document.querySelectorAll("[data-show-pane]").forEach((button) => button.addEventListener("click", () => show(button.dataset.showPane)));
  const go = (step) => {
    const all = panes();
    const at = all.findIndex((pane) => pane.contains(document.activeElement));
    const next = all[(Math.max(at, step > 0 ? -1 : 0) + step + all.length) % all.length];
    show(next.dataset.paneName);
    const editor = editors.get(next.querySelector("[data-shared-code]")?.dataset.sharedCode ?? next.querySelector("[data-shared-notes]")?.dataset.sharedNotes);
    if (editor) editor.editor.focus();
    else next.querySelector("input, [tabindex]")?.focus();
  };
  addCommands("Room", [
    { id: "next-pane", title: "Next pane: code, notes, private notes, chat", keys: ["F6"], run: () => go(1) },
    { id: "previous-pane", title: "Previous pane", keys: ["Shift-F6"], run: () => go(-1) },
    { id: "chat", title: "Write in the chat", keys: ["Alt-c"], run: () => (show("chat"), byId("chat-form")?.elements.text.focus()) },
  ]);
  addNote("In the code editor Tab indents. Escape, then Tab leaves it, as does F6. Undo takes back your own changes only.");
}
