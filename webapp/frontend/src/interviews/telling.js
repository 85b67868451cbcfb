/** What the browser tells of a round: batched, with how long ago it was by the monotonic clock, kept until it has arrived. */
import { Refused, sendForJson } from "../lib/http.js";

const EVERY = 3000;
const OLDEST = 9 * 60_000; // the server believes ten minutes

export class Teller {
  constructor(url) {
    this.url = url;
    this.waiting = [];
    setInterval(() => this.send(), EVERY);
    window.addEventListener("pagehide", () => this.send(true));
  }

  /** Notes an event of now. */
  tell(kind, more = {}) {
    this.waiting.push({ kind, ...more, at: performance.now() });
    if (this.waiting.length > 40) this.waiting.shift();
  }

  async send(keepalive = false) {
    const now = performance.now();
    const rows = this.waiting.filter((row) => now - row.at < OLDEST).slice(0, 50);
    if (!rows.length || (this.sending && !keepalive)) return;
    this.sending = true;
    const events = rows.map(({ at, ...row }) => ({ ...row, ago: Math.max(0, Math.round(now - at)) }));
    this.waiting = [];
    try {
      await sendForJson(this.url, { json: { events }, keepalive });
    } catch (problem) {
      if (!(problem instanceof Refused)) throw problem;
      if (!problem.status || problem.status >= 500) this.waiting = [...rows, ...this.waiting];
    } finally {
      this.sending = false;
    }
  }
}

/** Tells when the person looks elsewhere and comes back. */
export function watchFocus(teller) {
  document.addEventListener("visibilitychange", () => teller.tell(document.visibilityState === "hidden" ? "away" : "back"));
}
