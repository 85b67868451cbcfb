/**
 * The round's clock in the browser: drawn here, decided by the server. It counts on the page's monotonic clock, which nobody can
 * set, and asks the server again now and then, after sleep, and whenever the page comes back.
 */
import { announce, byId } from "../lib/dom.js";
import { Refused, sendForJson } from "../lib/http.js";

const RESYNC = 20_000;
const TICK = 250;
const FLUSH_BEFORE = 3000; // ms before zero: what was typed last is sent ahead of the end
const AT_ZERO = 500; // asks so often whether the server has handed in
const DRIFT = 1500; // ms that wall clock and monotonic clock may part before the page takes it for sleep or a set clock
const SPOKEN = { half: "Half of the time is left.", "5 min": "Five minutes left.", "1 min": "One minute left." };

/** 12:34, or 1:02:03. */
export function words(ms) {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  const two = (n) => String(n).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return hours ? `${hours}:${rest}` : rest;
}

function spoken(ms) {
  const minutes = Math.floor(Math.max(0, ms) / 60_000);
  const seconds = Math.floor((Math.max(0, ms) % 60_000) / 1000);
  return `${minutes} minute${minutes === 1 ? "" : "s"} ${seconds} seconds left`;
}

export class RoundClock {
  /** `page` as rendered; `flush()` sends everything that was typed. */
  constructor(page, flush) {
    this.page = page;
    this.flush = flush;
    this.#take(page.clock);
    this.#drawTicks();
    this.resync();
    setInterval(() => this.#tick(), TICK);
    setInterval(() => this.resync(), RESYNC);
    for (const name of ["online", "focus", "pageshow"]) window.addEventListener(name, () => this.resync());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.resync());
  }

  /** Milliseconds of working time that are left. */
  left() {
    return this.data.state === "open" ? this.data.left_ms - (performance.now() - this.anchor) : this.data.left_ms;
  }

  /** Says the time that is left. */
  say() {
    announce(spoken(this.left()));
  }

  async resync() {
    if (this.asking) return;
    this.asking = true;
    const begun = performance.now();
    try {
      const data = await sendForJson(this.page.urls.clock, { method: "GET" });
      // The answer is as old as half of the way.
      this.#take(data, (begun + performance.now()) / 2);
    } catch (problem) {
      if (!(problem instanceof Refused)) throw problem;
      byId("left").dataset.state = "alone"; // goes on by itself until the server answers
    } finally {
      this.asking = false;
    }
  }

  #take(data, at = performance.now()) {
    const before = this.data?.state;
    this.data = data;
    this.anchor = at;
    this.parted = Date.now() - performance.now();
    byId("left").dataset.state = data.state;
    if (data.state === "done") return this.#over();
    if (before && before !== data.state) return location.reload(); // paused, or gone on, elsewhere
    this.told ??= new Set((data.warnings ?? []).filter((one) => this.left() <= one.left_ms).map((one) => one.name));
    this.#draw();
  }

  #tick() {
    if (Math.abs(Date.now() - performance.now() - this.parted) > DRIFT) {
      this.parted = Date.now() - performance.now();
      this.resync();
    }
    this.#draw();
    if (this.data.state === "paused") return this.#pausing();
    const left = this.left();
    for (const one of this.data.warnings ?? []) {
      if (left <= one.left_ms && !this.told.has(one.name)) {
        this.told.add(one.name);
        announce(SPOKEN[one.name] ?? `${one.name} left.`);
      }
    }
    if (left <= FLUSH_BEFORE && !this.flushed) {
      this.flushed = true;
      this.flush();
    }
    if (left <= 0 && performance.now() - (this.zero ?? 0) > AT_ZERO) {
      this.zero = performance.now();
      this.resync();
    }
  }

  #pausing() {
    const left = (this.data.pause_left_ms ?? 0) - (performance.now() - this.anchor);
    const place = byId("pause-left");
    if (place) place.textContent = words(left);
    if (left <= 0) this.resync();
  }

  #draw() {
    const left = this.left();
    const text = words(left);
    const shown = byId("left");
    if (shown.textContent !== text) shown.textContent = text;
    shown.classList.toggle("soon", left <= 5 * 60_000);
    const minute = spoken(Math.ceil(left / 60_000) * 60_000).replace(" 0 seconds", "");
    if (byId("clock-words").textContent !== minute) byId("clock-words").textContent = minute;
    const x = 280 * Math.min(1, Math.max(0, 1 - left / this.data.whole_ms));
    byId("track").querySelector(".run").setAttribute("width", String(x));
    byId("track").querySelector(".now").setAttribute("cx", String(Math.max(5.5, Math.min(274.5, x))));
  }

  #drawTicks() {
    const group = byId("track").querySelector(".ticks");
    for (const one of this.data.warnings ?? []) {
      const x = 280 * (1 - one.left_ms / this.data.whole_ms);
      const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
      line.setAttribute("d", `M${x} 5v12`);
      const label = document.createElementNS("http://www.w3.org/2000/svg", "text");
      label.setAttribute("x", String(x));
      label.setAttribute("y", "29");
      label.setAttribute("text-anchor", one.name === "1 min" ? "start" : "end");
      label.textContent = one.name;
      group.append(line, label);
    }
  }

  async #over() {
    if (this.ending) return;
    this.ending = true;
    announce("Time is up. What was there is handed in.");
    await Promise.race([this.flush(), new Promise((resolve) => setTimeout(resolve, 2000))]); // what is late is kept, marked late
    location.assign(this.page.urls.after);
  }
}
