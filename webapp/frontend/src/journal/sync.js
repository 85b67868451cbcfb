/** Brings the text to the server: within five seconds of a keystroke, again and again while it does not arrive. */
import { Refused, sendForJson } from "../lib/http.js";

const IDLE = 1200; // ms after the last keystroke
const LATEST = 4000; // ms after the first one that is not sent
const BACKOFF = [1000, 2000, 4000, 8000, 15000, 30000];
const KEEPALIVE_LIMIT = 60_000; // browsers allow 64 KiB to outlive a page

/**
 * `current()` gives {text, base}; `saved({text, revision, at, merged, side})`, `refused(theirs, sentText)` and `state(name, error)` report.
 * States: "saving", "saved", "offline" (no answer), "busy" (the server could not), "signed-out", "rejected" (never will).
 */
export class Sync {
  constructor({ url, current, saved, refused, state }) {
    Object.assign(this, { url, current, saved, refused, state });
    this.failures = 0;
    this.paused = false;
    this.inFlight = null;
    window.addEventListener("online", () => this.flush());
  }

  /** There is something new to send. */
  soon() {
    if (this.paused || this.failures) return;
    this.since ??= Date.now();
    const wait = Math.max(0, Math.min(IDLE, this.since + LATEST - Date.now()));
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), wait);
  }

  /** Sends now; resolves to whether everything is on the server. */
  async flush() {
    clearTimeout(this.timer);
    if (this.paused) return false;
    if (this.inFlight) {
      await this.inFlight;
      if (this.failures || this.paused) return false;
    }
    const { text, base, dirty } = this.current();
    if (!dirty) return true;
    this.inFlight = this.#send(text, base).finally(() => (this.inFlight = null));
    return this.inFlight;
  }

  async #send(text, base) {
    this.since = undefined;
    this.state("saving");
    try {
      const answer = await sendForJson(this.url, { method: "PUT", json: { content: text, base } });
      this.failures = 0;
      this.state("saved");
      this.#arrived(text, answer);
      return true;
    } catch (problem) {
      if (!(problem instanceof Refused)) throw problem;
      this.#failed(problem, text);
      return false;
    }
  }

  /** `content` is there where the server holds another text than was sent: one that it merged with somebody else's change. */
  #arrived(text, { revision, saved_at: at, content: merged, side }) {
    this.saved({ text, revision, at, merged, side });
  }

  #failed(problem, text) {
    if (problem.status === 409) {
      this.failures = 0;
      this.refused({ text: problem.body.content, revision: problem.body.revision, at: problem.body.saved_at }, text);
    } else if (problem.status === 401 || problem.status === 403) {
      this.state("signed-out");
      this.#again(30000);
    } else if (problem.status === 400 || problem.status === 413) {
      this.state("rejected", problem.message);
    } else {
      this.state(problem.status ? "busy" : "offline");
      this.#again(BACKOFF[Math.min(this.failures, BACKOFF.length - 1)]);
    }
  }

  #again(wait) {
    this.failures++;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), wait);
  }

  /** The page may be going: one request that outlives it. Its answer is not waited for. */
  leave() {
    const { text, base, dirty } = this.current();
    if (!dirty || this.paused || new Blob([text]).size > KEEPALIVE_LIMIT) return;
    sendForJson(this.url, { method: "PUT", json: { content: text, base }, keepalive: true }).then(
      (answer) => this.#arrived(text, answer),
      (problem) => problem instanceof Refused && problem.status === 409 && this.#failed(problem, text),
    );
  }
}
