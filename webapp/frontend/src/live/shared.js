/** One shared document: its CRDT, its copy in this browser, and how much of it the server has not confirmed. */
import { IndexeddbPersistence, clearDocument } from "y-indexeddb";
import * as Y from "yjs";
import * as frames from "./frames.js";

const PAUSE = 25; // ms between two frames of the same document
const OPENING = 3000; // ms that the browser's own storage may take

/** The name under which this browser keeps a document. */
export const copyOf = (user, room, name) => `readyroom-live:${user}:${room}:${name}`;

export class Shared {
  /** `send(bytes)` gives a frame to the line and says whether it took it; `changed()` is called when `saved` may differ. */
  constructor(name, key, { send, changed }) {
    Object.assign(this, { name, key, send, changed });
    this.doc = new Y.Doc();
    this.place = null; // in what the server said; null while it has not
    this.write = false;
    this.inStep = false; // whether the server has said how far it is, on this line
    this.queue = [];
    this.count = 0;
    this.confirmed = 0;
    this.unsent = false; // changes that were never handed to this line
    this.late = false; // changes that the server will not take any more
    this.doc.on("update", (update, origin) => this.#updated(update, origin));
  }

  /** Reads the copy in this browser; resolves to whether there can be one. */
  async open() {
    this.copy = new IndexeddbPersistence(this.key, this.doc);
    const late = new Promise((resolve) => setTimeout(resolve, OPENING, false));
    const opened = this.copy._db.then(() => this.copy.whenSynced).then(() => true, () => false);
    this.kept = await Promise.race([opened, late]);
    return this.kept;
  }

  /** Whether the server has everything that was written here. */
  get saved() {
    return this.inStep && !this.unsent && this.confirmed === this.count;
  }

  get text() {
    return this.doc.getText("content");
  }

  /** The server knows this document under `place` on the line that has just opened. */
  begin({ place, write }) {
    Object.assign(this, { place, write, inStep: false, queue: [] });
    this.send(frames.have(place, Y.encodeStateVector(this.doc)));
  }

  /** The line is gone: what was not confirmed is in the document, and will be in the next difference. */
  end() {
    this.place = null;
    this.inStep = false;
    this.queue = [];
    this.unsent ||= this.confirmed !== this.count;
    this.confirmed = this.count;
  }

  /** A frame of the server about this document. */
  heard({ kind, body, count }) {
    if (kind === frames.UPDATE) Y.applyUpdate(this.doc, body, "server");
    else if (kind === frames.STORED) this.confirmed = Math.max(this.confirmed, count);
    else this.#level(body);
    this.changed();
  }

  /** The server has said how far it is: it gets what it lacks. */
  #level(state) {
    this.inStep = true;
    this.queue = [];
    this.unsent = false;
    const there = Y.decodeStateVector(state);
    this.late = !this.write && [...Y.decodeStateVector(Y.encodeStateVector(this.doc))].some(([client, clock]) => clock > (there.get(client) ?? 0));
    const missing = Y.encodeStateAsUpdate(this.doc, state);
    if (this.write && missing.length > 2) this.#hand(missing);
  }

  #updated(update, origin) {
    if (origin === "server" || origin === this.copy) return;
    if (!this.inStep) this.unsent = true;
    else {
      this.queue.push(update);
      this.timer ??= setTimeout(() => this.#flush(), Math.max(0, (this.last ?? 0) + PAUSE - performance.now()));
    }
    this.changed();
  }

  #flush() {
    this.timer = undefined;
    if (!this.queue.length) return;
    const update = this.queue.length === 1 ? this.queue[0] : Y.mergeUpdates(this.queue);
    this.queue = [];
    this.#hand(update);
  }

  #hand(update) {
    this.last = performance.now();
    this.tooLarge = update.length + 6 > frames.LARGEST;
    if (this.tooLarge || !this.send(frames.update(this.place, this.count + 1, update))) this.unsent = true;
    else this.count++;
  }

  /** Removes the copy in this browser, once the server has all of it and nothing more can come. */
  async forget() {
    if (this.forgotten) return;
    this.forgotten = true;
    await this.copy?.destroy();
    await clearDocument(this.key);
  }
}
