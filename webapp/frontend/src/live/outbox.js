/** Chat lines that the server has not confirmed: kept over a reload, sent again under the same id, so that none doubles. */
export class Outbox {
  constructor(key, changed) {
    this.key = key;
    this.changed = changed;
    try {
      this.waiting = JSON.parse(localStorage.getItem(key)) ?? [];
    } catch {
      this.waiting = [];
    }
  }

  /** Keeps a new line; returns it as {id, text}. */
  add(text) {
    const line = { id: [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join(""), text };
    this.waiting.push(line);
    this.#keep();
    return line;
  }

  /** The server has it. */
  said(id) {
    this.waiting = this.waiting.filter((line) => line.id !== id);
    this.#keep();
  }

  #keep() {
    try {
      if (this.waiting.length) localStorage.setItem(this.key, JSON.stringify(this.waiting));
      else localStorage.removeItem(this.key);
    } catch {
      // Storage is switched off: the page keeps them as long as it is open.
    }
    this.changed();
  }
}
