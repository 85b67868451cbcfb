/** Who is in the room, by name, role and colour; who comes and goes is also said. */
import { announce, byId, h } from "../lib/dom.js";

const DOES = { candidate: "solving", interviewer: "interviewing", observer: "looking on" };

/** Wires the list of people. */
export function wirePeople(room) {
  const list = byId("people");
  let before = new Map();

  room.addEventListener("people", () => {
    const now = new Map(room.people.map((person) => [person.user, person]));
    list.replaceChildren(...[...now.values()].map((person) => face(person, person.user === room.page.user)));
    if (room.line === "connected") {
      for (const person of now.values()) if (before.size && !before.has(person.user)) announce(`${person.name} is here.`);
      for (const person of before.values()) if (!now.has(person.user)) announce(`${person.name} has left.`);
    }
    before = now.size ? now : before;
    byId("alone").hidden = now.size !== 1 || room.you?.role === "observer";
  });
}

function face({ name, role }, you) {
  return h(
    "li",
    { class: `person person-${role}` },
    h("span", { class: "face", "aria-hidden": "true" }, name.slice(0, 1)),
    h("span", {}, h("b", {}, name, you ? ", you" : ""), h("span", { class: "small quiet" }, DOES[role] ?? role)),
  );
}
