/** A submission on its way, in words and squares, until its result is there. */
import { announce, h } from "../lib/dom.js";

const SIGNS = { queued: "…", waiting: "!", starting: "…", running: "▸", lost: "!" };
const TITLES = { queued: "Queued", waiting: "Waiting for a grader", starting: "Starting", running: "Running", lost: "Connection lost" };
const TONE = { AC: "good", PA: "warn", IE: "wait", CANCELLED: "none" };
const RETRY = [1000, 2000, 5000, 10000];

/** Draws into `panel` what `events` tells; resolves to the data of `done`. `signal` stops it. */
export function watch({ events, mode }, panel, signal) {
  const view = new LiveView(panel, mode);
  return new Promise((resolve) => {
    let source;
    let failures = 0;
    const end = (value) => {
      source?.close();
      view.stop();
      resolve(value);
    };
    signal.addEventListener("abort", () => end(null));

    function connect() {
      if (signal.aborted) return;
      source = new EventSource(events);
      const on = (name, handle) => source.addEventListener(name, (event) => ((failures = 0), handle(JSON.parse(event.data), event.lastEventId)));
      on("state", (data, id) => view.state(data, id));
      on("case", (data, id) => view.case(data, id));
      on("progress", (data) => view.progress(data));
      on("done", (data) => end(data));
      source.onerror = () => {
        view.lost();
        if (source.readyState !== EventSource.CLOSED) return; // the browser reconnects by itself, with Last-Event-ID
        setTimeout(connect, RETRY[Math.min(failures++, RETRY.length - 1)]);
      };
    }
    connect();
  });
}

/** The server's sentence without the word that already stands before it. */
const withoutTitle = (text = "") => (text ?? "").replace(/^(Queued|Running|Starting|Simulating)[,.]?\s*/, "");

class LiveView {
  constructor(panel, mode) {
    this.mode = mode;
    this.attempt = "";
    this.cases = 0;
    this.seen = 0;
    this.status = h("span", { class: "verdict wait busy big", "data-sign": "…" }, "Sending");
    this.words = h("span", { class: "quiet" });
    this.clock = h("span", { class: "quiet num", "aria-hidden": "true" });
    this.squares = h("div", { class: "cases", "aria-hidden": "true" });
    this.bar = h("div", { class: "progress", hidden: true, role: "progressbar", "aria-label": "Simulated requests", "aria-valuemin": "0", "aria-valuemax": "100" });
    panel.replaceChildren(h("div", { class: "live", "data-live": "" }, h("div", { class: "steps" }, this.status, this.words, h("span", { class: "grow" }), this.clock), this.bar, this.squares));
    const started = Date.now();
    this.timer = setInterval(() => (this.clock.textContent = `${((Date.now() - started) / 1000).toFixed(0)} s`), 500);
  }

  stop() {
    clearInterval(this.timer);
  }

  state(data, id) {
    this.#attempt(id);
    if (data.cases) this.#expect(data.cases);
    this.last = data;
    const place = data.state === "queued" && data.position ? `number ${data.position} in the queue` : "";
    this.#say(data.state, withoutTitle(data.text) || place);
  }

  /** Squares of an attempt that was lost with its grader do not count for the next one. */
  #attempt(id) {
    const attempt = String(id ?? "").split(".")[0];
    if (!attempt || attempt === this.attempt) return;
    if (this.attempt) {
      this.squares.replaceChildren();
      this.seen = this.cases = 0;
    }
    this.attempt = attempt;
  }

  #expect(count) {
    this.cases = count;
    for (let number = this.squares.children.length + 1; number <= count; number++) this.#square(number);
  }

  #square(number) {
    while (this.squares.children.length < number) this.squares.append(h("span", { class: "case" }, String(this.squares.children.length + 1)));
    return this.squares.children[number - 1];
  }

  case(data, id) {
    this.#attempt(id);
    const square = this.#square(data.number);
    square.className = `case ${data.verdict ? (TONE[data.verdict] ?? "bad") : ""}`;
    if (!data.verdict) square.textContent = "–";
    this.seen = Math.max(this.seen, data.number);
    const next = this.squares.children[data.number];
    if (next && next.className === "case") next.classList.add("current");
    this.#say("running", this.cases ? `case ${Math.min(this.seen + 1, this.cases)} of ${this.cases}` : `case ${this.seen + 1}`);
  }

  progress({ done, total }) {
    const share = Math.round((100 * done) / Math.max(total, 1));
    this.bar.hidden = false;
    this.bar.setAttribute("aria-valuenow", String(share));
    if (!this.rect) {
      const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
      this.rect = svg.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "rect"));
      this.rect.setAttribute("height", "5");
      this.bar.append(svg);
    }
    this.rect.setAttribute("width", `${share}%`);
    this.#say("running", `${done.toLocaleString("en").replaceAll(",", "\u202f")} of ${total.toLocaleString("en").replaceAll(",", "\u202f")}`);
  }

  lost() {
    this.#say("lost", "it goes on without us; reconnecting …");
  }

  #say(state, words) {
    this.status.textContent = TITLES[state] ?? state;
    this.status.dataset.sign = SIGNS[state] ?? "…";
    this.status.dataset.state = state;
    this.status.classList.toggle("warn", state === "waiting" || state === "lost");
    this.status.classList.toggle("wait", state !== "waiting" && state !== "lost");
    this.words.textContent = words ?? "";
    announce(`${this.status.textContent}${words ? `, ${words}` : ""}`, 2500);
  }
}
