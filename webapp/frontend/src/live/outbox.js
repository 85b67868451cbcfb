/** Chat lines that the server has not confirmed: kept over a reload, sent again under the same id, so that none doubles. */

/** The name under which this browser keeps the lines of somebody in a room. */
export const outboxOf = (user, room) => `readyroom:live:${user}:${room}`;

export class Outbox {
  constructor(key, changed = () => {}) {
    this.key = key;
    this.changed = changed;
    this.waiting = this.#stored() ?? [];
    this.kept = true; // whether lines that wait outlive this page
  }

  /** Keeps a new line; returns it as {id, text}. */
  add(text) {
    const line = { id: [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join(""), text };
    this.#keep((lines) => [...lines, line]);
    return line;
  }

  /** The server has it, or nobody will ever take it. */
  said(id) {
    this.#keep((lines) => lines.filter((line) => line.id !== id));
  }

  /** What is stored is changed, which another tab may have added to, and not what this page believes of it. */
  #keep(change) {
    const stored = this.#stored();
    this.waiting = change(this.kept && stored ? stored : this.waiting);
    try {
      if (this.waiting.length) localStorage.setItem(this.key, JSON.stringify(this.waiting));
      else localStorage.removeItem(this.key);
      this.kept = true;
    } catch {
      this.kept = false; // Storage is full or switched off: the page keeps them as long as it is open.
    }
    this.changed();
  }

  #stored() {
    try {
      const lines = JSON.parse(localStorage.getItem(this.key));
      return Array.isArray(lines) ? lines : [];
    } catch {
      return null;
    }
  }
}
