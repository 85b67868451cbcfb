/** The others' carets and selections in a CodeMirror editor, with their names; colours are classes, by role. */
import { StateEffect } from "@codemirror/state";
import { Decoration, ViewPlugin, WidgetType } from "@codemirror/view";
import * as Y from "yjs";
import { h } from "../lib/dom.js";

const moved = StateEffect.define();

class Caret extends WidgetType {
  constructor(name, role, low) {
    super();
    Object.assign(this, { name, role, low });
  }

  eq(other) {
    return other.name === this.name && other.role === this.role && other.low === this.low;
  }

  toDOM() {
    return h("span", { class: `live-caret person-${this.role}${this.low ? " low" : ""}`, "aria-hidden": "true" }, "\u2060", h("span", { class: "live-caret-name" }, this.name));
  }

  ignoreEvent() {
    return true;
  }
}

/** The extension for the text `shared` of `room`: shows others' carets and sends the own one. */
export function carets(room, shared) {
  return ViewPlugin.fromClass(
    class {
      constructor(view) {
        this.view = view;
        this.decorations = draw(view, room, shared);
        this.heard = () => queueMicrotask(() => !this.gone && view.dispatch({ effects: moved.of(null) }));
        room.addEventListener("carets", this.heard);
      }

      update(update) {
        if (update.docChanged || update.transactions.some((one) => one.effects.some((effect) => effect.is(moved)))) this.decorations = draw(update.view, room, shared);
        if (update.selectionSet || update.focusChanged || (update.docChanged && update.view.hasFocus)) this.#send();
      }

      #send() {
        if (!this.view.hasFocus) return;
        const { anchor, head } = this.view.state.selection.main;
        const at = (index) => Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(shared.text, index));
        room.caret(shared.name, { anchor: at(anchor), head: at(head) });
      }

      destroy() {
        this.gone = true;
        room.removeEventListener("carets", this.heard);
      }
    },
    { decorations: (plugin) => plugin.decorations },
  );
}

function draw(view, room, shared) {
  const found = [];
  for (const [connection, { document, where }] of room.carets) {
    const person = room.people.find((one) => one.connection === connection);
    if (document !== shared.name || !person || connection === room.you?.connection) continue;
    const [anchor, head] = [where.anchor, where.head].map((place) => index(shared, place, view.state.doc.length));
    if (anchor == null || head == null) continue;
    if (anchor !== head) found.push(Decoration.mark({ class: `live-selection person-${person.role}` }).range(Math.min(anchor, head), Math.max(anchor, head)));
    found.push(Decoration.widget({ widget: new Caret(person.name, person.role, view.state.doc.lineAt(head).number === 1), side: head > anchor ? -1 : 1 }).range(head));
  }
  return Decoration.set(found, true);
}

/** Where a relative position is now; null when it is of no place in this text. */
function index(shared, place, length) {
  try {
    const at = Y.createAbsolutePositionFromRelativePosition(Y.createRelativePositionFromJSON(place), shared.doc);
    return at?.type === shared.text ? Math.min(at.index, length) : null;
  } catch {
    return null; // another browser's nonsense is not drawn
  }
}
