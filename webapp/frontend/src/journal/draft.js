/**
 * The life of the text in the editor: every change goes to the journal, from there to the server, and to other tabs.
 * Which text is newer is decided by lineage: each text knows the server revision it descends from.
 */
import { offerMerge } from "./merge.js";
import { tell } from "./status.js";
import * as store from "./store.js";
import { Sync } from "./sync.js";

const WRITE_AFTER = 250; // ms from a keystroke to the journal
const LINEAGE = 30; // texts of ours that we recognise when the server sends one back

export class Draft {
  /** `page` as the server rendered it; `show(text)` puts a text into the editor without counting as an edit. */
  constructor(page, show) {
    this.page = page;
    this.show = show;
    this.key = `${page.user}|${page.problem}`;
    this.record = { text: "", base: 0, dirty: false, seq: 0, at: 0 };
    this.lineage = [];
    this.channel = new BroadcastChannel(`readyroom:${this.key}`);
    this.channel.onmessage = (event) => this.#heard(event.data);
    this.sync = page.signed_in && new Sync({
      url: page.urls.draft,
      current: () => this.record,
      saved: (answer) => this.#saved(answer),
      refused: (theirs, sent) => this.#refused(theirs, sent),
      state: (name, words) => this.#state(name, words),
    });
    for (const name of ["pagehide", "freeze"]) window.addEventListener(name, () => this.#leave());
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.#leave());
  }

  /** Decides which text to begin with, and returns it. */
  async open() {
    const { draft, starter, signed_in: signedIn } = this.page;
    const server = draft ? { text: draft.content, revision: draft.revision, at: draft.saved_at } : null;
    let mine = await store.read(this.key);
    if (signedIn) mine = await this.#adoptAnonymous(mine, server);

    if (mine && !server) {
      this.record = { ...mine, base: 0, dirty: signedIn && mine.text !== starter };
      if (this.record.dirty) this.sync.soon();
    } else if (mine?.dirty && server.text !== mine.text) {
      this.record = { ...mine };
      if (server.text === mine.sent) this.record.base = server.revision; // ours; only the answer was lost
      if (server.revision === this.record.base || this.page.merges) this.sync.soon(); // who merges is asked first
      else this.#conflict(server, this.page.elsewhere ?? "on another device");
    } else if (server) {
      this.#hold(server.text, server.revision, mine?.seq);
      store.write(this.key, { ...this.record });
    } else {
      this.record.text = starter;
    }
    this.inStep = this.record.text;
    this.#remember(this.record.text);
    if (!signedIn) tell(mine ? "journal" : "");
    else if (server && !this.record.dirty) tell("saved", { at: Date.parse(server.at) });
    return this.record.text;
  }

  /** What was typed before logging in becomes the account's, unless the account has something else already. */
  async #adoptAnonymous(mine, server) {
    const anonymous = await store.read(`|${this.page.problem}`);
    if (!anonymous || anonymous.text === this.page.starter) return mine;
    await store.forget(`|${this.page.problem}`);
    if (mine?.dirty || mine?.text === anonymous.text || server?.text === anonymous.text) {
      await store.putAside(this.key, anonymous.text, "typed before logging in");
      return mine;
    }
    return { ...anonymous, base: 0, dirty: true };
  }

  /** The person changed the text. */
  edited(text) {
    if (text === this.record.text) return;
    Object.assign(this.record, { text, dirty: true, seq: this.record.seq + 1, at: Date.now() });
    this.writing ??= setTimeout(() => this.#write(), WRITE_AFTER);
    if (this.sync) this.sync.soon();
  }

  async #write() {
    clearTimeout(this.writing);
    this.writing = undefined;
    if (this.record.text !== this.inStep) this.#broadcast();
    const kept = await store.write(this.key, { ...this.record });
    if (!kept) tell("unkept");
    else if (!this.sync) tell("journal");
  }

  /** Tells other tabs; `parent` is the last text that both had, so that they see whether theirs is an ancestor. */
  #broadcast() {
    this.channel.postMessage({ kind: "text", text: this.record.text, base: this.record.base, parent: this.inStep });
    this.inStep = this.record.text;
  }

  /** Journal and server, now; resolves to whether the server has it. */
  async flush() {
    if (this.writing) await this.#write();
    return this.sync ? this.sync.flush() : false;
  }

  /** Takes a text that the server already holds (a restored submission), putting the present one aside. */
  async take(text, revision, why) {
    await store.putAside(this.key, this.record.text, why);
    this.#hold(text, revision, this.record.seq);
    this.show(text);
    this.#write();
    tell("saved");
  }

  /** Keeps the present text among the earlier ones, before something replaces it. */
  putAside(why) {
    return store.putAside(this.key, this.record.text, why);
  }

  #hold(text, revision, seq = 0) {
    this.record = { text, base: revision, dirty: false, seq: seq + 1, at: Date.now() };
    this.#remember(text);
  }

  #remember(text) {
    this.lineage = [...this.lineage.filter((known) => known !== text), text].slice(-LINEAGE);
  }

  /** The server has `text`. Where it put another author's changes to it, `merged` is what it holds, and `side` the text as sent. */
  #saved({ text, revision, at, merged, side }) {
    this.#remember(text);
    if (merged !== undefined && merged !== text) return this.#merged({ text, revision, at, merged, side });
    this.record.base = revision;
    this.record.dirty = this.record.text !== text;
    store.write(this.key, { ...this.record });
    this.channel.postMessage({ kind: "saved", text, base: revision });
    tell("saved", { at: Math.min(Date.parse(at) || Date.now(), Date.now()) });
    if (this.record.dirty) this.sync.soon();
  }

  #merged({ text, revision, at, merged, side }) {
    if (this.record.text === text) {
      this.#hold(merged, revision, this.record.seq);
      this.inStep = merged;
      this.show(merged);
    } else {
      // Typed on meanwhile: what was sent is what both the merged text and this one come from.
      this.record.base = side ?? revision;
      this.sync.soon();
    }
    store.write(this.key, { ...this.record });
    tell("saved", { at: Math.min(Date.parse(at) || Date.now(), Date.now()) });
  }

  /** Another author has saved: `server` ({text, revision, at}) takes the place of a text that has nothing new in it. */
  follow(server) {
    if (this.record.dirty || this.writing || this.sync.inFlight || server.revision === this.record.base) return false;
    const same = server.text === this.record.text;
    this.#hold(server.text, server.revision, this.record.seq);
    this.inStep = server.text;
    if (!same) this.show(server.text);
    store.write(this.key, { ...this.record });
    return !same;
  }

  /** The server holds another revision. If it is one of ours, only the answer was lost; else a person decides. */
  #refused(theirs, sent) {
    if (theirs.text === this.record.text) this.#saved({ text: theirs.text, revision: theirs.revision, at: theirs.at });
    else if (theirs.text === sent || this.lineage.includes(theirs.text)) {
      this.record.base = theirs.revision;
      this.sync.soon();
    } else this.#conflict(theirs, this.page.elsewhere ?? "on another device");
  }

  #conflict(theirs, where) {
    this.sync.paused = true;
    tell("conflict");
    this.withdraw?.();
    this.withdraw = offerMerge({
      mine: () => this.record.text,
      theirs: theirs.text,
      when: theirs.at ? `at ${new Date(theirs.at).toLocaleTimeString()}` : "",
      where,
      choose: (side) => this.#choose(side, theirs),
    });
  }

  /** Either way the server gets mine on top of theirs, so that its history has both. */
  async #choose(side, theirs) {
    this.withdraw = undefined;
    const other = side === "mine" ? theirs.text : this.record.text;
    await store.putAside(this.key, other, "not taken when two versions met");
    this.record.base = theirs.revision;
    this.record.dirty = true;
    this.sync.paused = false;
    const arrived = await this.sync.flush();
    if (side === "theirs") {
      this.show(theirs.text);
      this.edited(theirs.text);
      if (arrived) await this.sync.flush();
    }
  }

  #state(name, words) {
    if (name === "saved") return;
    if (name === "saving") this.#sending();
    tell(name, { words: name === "rejected" ? words : "", link: name === "signed-out" ? this.page.urls.login : undefined });
  }

  /** Another tab of this browser: it typed, or its text reached the server. */
  #heard({ kind, text, base, parent }) {
    if (this.writing || this.sync?.paused) return; // typing here, or deciding
    if (kind === "text" && this.record.dirty && parent !== this.record.text) return; // not a descendant of ours
    this.#remember(text);
    if (kind === "saved" && text === this.record.text) {
      Object.assign(this.record, { base, dirty: false });
      if (this.sync) tell("saved");
    } else if (kind === "text" && text !== this.record.text) {
      this.#hold(text, base, this.record.seq);
      this.inStep = text;
      this.show(text);
    }
  }

  /** Its answer may get lost, and then the server's text must be known as one of ours. */
  #sending() {
    this.record.sent = this.record.text;
    this.#remember(this.record.text);
  }

  #leave() {
    if (this.sync && this.record.dirty) this.#sending();
    if (this.writing || this.record.dirty) this.#write();
    if (this.sync) this.sync.leave();
  }
}
