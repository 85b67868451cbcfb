/** A room as the page sees it: its documents, who is there, where their carets are, and whether all of it is saved. */
import * as frames from "./frames.js";
import { Outbox, outboxOf } from "./outbox.js";
import { copyOf, Shared } from "./shared.js";
import { Socket } from "./socket.js";

const CARET_PAUSE = 60; // ms between two places of a caret
const LINE_PAUSE = 25; // ms between two chat lines that waited: a line takes so many and no more

/**
 * Events, whose details are in docs/live.md: `state`, `people`, `carets`, `documents`, `message`.
 * Other modules of a page (a board, a Run button) get the room by the event `live:ready` of the document.
 */
export class Room extends EventTarget {
  /** `page` as the server rendered it: {room, user, socket}. */
  constructor(page) {
    super();
    this.page = page;
    this.documents = new Map();
    this.people = [];
    this.carets = new Map(); // connection -> {document, where}
    this.you = null;
    this.line = "connecting";
    this.broker = true;
    this.kept = true;
    this.outbox = new Outbox(outboxOf(page.user, page.room), () => this.#tell("state"));
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    this.socket = new Socket(`${scheme}//${location.host}${page.socket}`, {
      state: (name, detail) => this.#line(name, detail),
      frame: (buffer) => this.#frame(frames.parse(buffer)),
      message: (message) => this.#message(message),
    });
  }

  /** The shared document of that name; made, and read from this browser's copy, when it is asked for first. */
  document(name) {
    if (!this.documents.has(name)) {
      const key = copyOf(this.page.user, this.page.room, name);
      const shared = new Shared(name, key, { send: (bytes) => this.socket.send(bytes), changed: () => this.#tell("state") });
      shared.opened = shared.open().then((kept) => ((this.kept &&= kept), shared));
      this.documents.set(name, shared);
    }
    return this.documents.get(name);
  }

  /** Reads what this browser has of these documents, then connects. */
  async open(names) {
    await Promise.all(names.map((name) => this.document(name).opened));
    this.socket.start();
    window.addEventListener("beforeunload", (event) => !this.kept && !this.saved && event.preventDefault());
  }

  /** Connects again after `ended`. */
  resume() {
    this.#line("connecting");
    this.socket.start();
  }

  get saved() {
    return !this.outbox.waiting.length && [...this.documents.values()].every((shared) => shared.saved || !shared.write);
  }

  /** Whether something was written here that the server will not take any more. */
  get late() {
    return [...this.documents.values()].some((shared) => shared.late) || Boolean(this.closed && this.outbox.waiting.length);
  }

  get tooLarge() {
    return [...this.documents.values()].some((shared) => shared.tooLarge);
  }

  /** Says a line in the chat; kept until the server has it. */
  say(text) {
    const line = this.outbox.add(text);
    this.socket.send({ type: "say", ...line });
  }

  /** Shows the others where the caret is: `where` is {anchor, head} as relative positions, or null. */
  caret(name, where) {
    this.mine = { name, where };
    this.caretTimer ??= setTimeout(() => ((this.caretTimer = undefined), this.#sendCaret()), CARET_PAUSE);
  }

  #sendCaret() {
    const shared = this.mine && this.documents.get(this.mine.name);
    if (shared?.place != null) this.socket.send({ type: "caret", document: shared.place, where: this.mine.where });
  }

  #line(name, detail = {}) {
    this.line = name;
    this.detail = detail;
    if (name !== "connected") {
      for (const shared of this.documents.values()) shared.end();
      this.people = [];
      this.carets.clear();
      this.#tell("people");
      this.#tell("carets");
    }
    this.#tell("state");
  }

  #frame(frame) {
    const all = [...this.documents.values()];
    for (const shared of all) if (shared.place === frame.place) shared.heard(frame);
    if (this.closed && all.every((shared) => shared.inStep && !shared.late)) all.forEach((shared) => shared.forget());
  }

  #message(message) {
    if (message.type === "hello") this.#hello(message);
    else if (message.type === "people") this.#people(message.people);
    else if (message.type === "caret") this.#caret(message);
    else if (message.type === "said") this.outbox.said(message.id);
    else if (message.type === "status") ((this.broker = message.broker), this.#tell("state"));
    else this.#tell("message", message);
  }

  async #hello({ you, documents, broker, closed }) {
    Object.assign(this, { you, broker, closed });
    const named = documents.map((document, place) => [this.document(document.name), { ...document, place }]);
    await Promise.all(named.map(([shared]) => shared.opened)); // at once, but for documents that are new
    for (const [shared, document] of named) shared.begin(document);
    const chat = documents.find((document) => document.kind === "chat");
    if (chat?.write) this.#sayWaiting(you);
    this.#tell("documents", { documents });
    this.#tell("state");
  }

  /** Says what was written while the line was gone, as long as this one holds. */
  async #sayWaiting(you) {
    for (const line of this.outbox.waiting) {
      if (this.you !== you || !this.socket.send({ type: "say", ...line })) return;
      await new Promise((resolve) => setTimeout(resolve, LINE_PAUSE));
    }
  }

  #people(people) {
    const before = this.people.length;
    this.people = people;
    const there = new Set(people.map((person) => person.connection));
    for (const connection of this.carets.keys()) if (!there.has(connection)) this.carets.delete(connection);
    if (people.length > before) this.#sendCaret(); // whoever has just come sees none yet
    this.#tell("people");
    this.#tell("carets");
  }

  #caret({ connection, document, where }) {
    const shared = [...this.documents.values()].find((one) => one.place === document);
    if (!shared || !where) this.carets.delete(connection);
    else this.carets.set(connection, { document: shared.name, where });
    this.#tell("carets");
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
