/** The replay: scrubbed, played at 1 to 32 times, from event to event, from a remark to its moment. */
import { addCommands } from "../lib/commands.js";
import { announce, byId, h, pageData } from "../lib/dom.js";
import { sendForJson } from "../lib/http.js";
import { words } from "./clock.js";
import { Film } from "./film.js";
import { drawReel } from "./reel.js";
import { Sound } from "./sound.js";

const NAMES = { started: "started", warned: "warning", paused: "paused", resumed: "went on", "handed-in": "handed in", run: "run", submit: "submitted", verdict: "verdict", stage: "stage", probe: "follow-up", hint: "hint", note: "note", said: "said", shared: "shared", star: "story", away: "looked away", back: "back" };
const PARTS = { S: "situation", T: "task", A: "action", R: "result", end: "end of the story" };
const SHOWN = 9;

const said = (event) => ({
  warned: `${event.data.left} left`,
  verdict: `${event.data.verdict} ${event.data.total ? `${event.data.passed} of ${event.data.total}` : ""}`,
  run: event.data.own ? `on an own input: ${event.data.own.split("\n")[0]}` : "on the samples",
  stage: `stage ${event.data.number}${event.data.solved ? "" : ", the one before was not solved"}`,
  probe: event.data.ask,
  hint: `number ${event.data.number}`,
  note: event.data.text,
  said: `${event.data.name}: ${event.data.text}${event.data.late ? " (came after the end)" : ""}`,
  star: PARTS[event.data.part],
}[event.kind] ?? "");

class Player {
  constructor(film) {
    this.film = film;
    this.at = 0;
    this.speed = 4;
    this.marks = film.events.filter((event) => event.kind in NAMES);
    this.remarks = film.remarks.map((remark) => ({ at: film.moment(remark.event) ?? 0, text: remark.text })).sort((a, b) => a.at - b.at);
    this.sound = new Sound(film.recordings ?? []);
    this.head = drawReel(byId("reel"), film, this.remarks, (at) => this.seek(at));
    byId("seek").max = String(Math.ceil(film.whole / 100) * 100); // a multiple of its step: else End stops short
    byId("whole").textContent = words(film.whole);
  }

  seek(at) {
    this.at = Math.max(0, Math.min(this.film.whole, at));
    this.#draw();
  }

  play(on = !this.playing) {
    this.playing = on;
    if (on && this.at >= this.film.whole) this.at = 0;
    if (!on) this.sound.rest();
    byId("play").textContent = on ? "‖ Pause" : "▶ Play";
    if (!on) return;
    this.frame = performance.now();
    requestAnimationFrame((now) => this.#advance(now));
  }

  #advance(now) {
    if (!this.playing) return;
    this.at += (now - this.frame) * this.speed;
    this.frame = now;
    if (byId("skip").checked && !this.sound.at(this.at)) this.at = this.film.skip(this.at);
    if (this.at >= this.film.whole) {
      this.at = this.film.whole;
      this.play(false);
    }
    this.#draw();
    if (this.playing) this.sound.follow(this.at, this.speed);
    requestAnimationFrame((next) => this.#advance(next));
  }

  step(way) {
    const rows = way > 0 ? this.marks : [...this.marks].reverse();
    const next = rows.find((event) => (way > 0 ? event.at > this.at + 1 : event.at < this.at - 1));
    if (!next) return;
    this.seek(next.at);
    announce(`${words(next.at)}, ${NAMES[next.kind]} ${said(next)}`);
  }

  #draw() {
    const name = this.film.sheetAt(this.at);
    const sheet = this.film.sheets.find((one) => one.name === name);
    const { text, from, to, by } = this.film.textAt(name, this.at);
    byId("at").textContent = words(this.at);
    byId("seek").value = String(this.at);
    byId("seek").setAttribute("aria-valuetext", `${words(this.at)} of ${words(this.film.whole)}`);
    this.head(this.at);
    const title = `At ${words(this.at)}: ${sheet?.title ?? name}`;
    if (byId("shot-title").textContent !== title) byId("shot-title").textContent = title;
    const key = `${name}/${text.length}/${from}/${to}/${by}`;
    if (key !== this.shown) {
      this.shown = key;
      byId("shot").replaceChildren(text.slice(0, from), h("mark", { class: by === "interviewer" ? "theirs" : false }, text.slice(from, to)), text.slice(to));
      const place = byId("shot").querySelector("mark").offsetTop; // only within: the page stays where it is
      const pane = byId("shot");
      if (place < pane.scrollTop || place > pane.scrollTop + pane.clientHeight - 40) pane.scrollTop = place - pane.clientHeight / 2;
    }
    this.#log();
  }

  #log() {
    const after = this.marks.findIndex((event) => event.at > this.at);
    const here = (after < 0 ? this.marks.length : after) - 1;
    if (here === this.logged) return;
    this.logged = here;
    const first = Math.max(0, Math.min(here - 4, this.marks.length - SHOWN));
    byId("log").replaceChildren(...this.marks.slice(first, first + SHOWN).map((event, n) => h("li", first + n === here ? { "aria-current": "true" } : {}, h("button", { type: "button", class: "at", onclick: () => this.seek(event.at) }, words(event.at)), h("b", {}, NAMES[event.kind]), h("span", {}, said(event)))));
  }
}

function fromAddress(player) {
  const number = Number(/^#e(\d+)$/.exec(location.hash)?.[1]);
  const at = number ? player.film.moment(number) : undefined;
  if (at !== undefined) player.seek(at);
}

/** Loads the recording and starts the player at its beginning, or at the moment that the address names. */
export async function startReplay() {
  const player = new Player(new Film(await sendForJson(pageData().film, { method: "GET" })));
  byId("film-size").textContent = `${player.film.events.length} events`;
  byId("seek").addEventListener("input", () => player.seek(Number(byId("seek").value)));
  document.querySelector(".speeds").addEventListener("click", (event) => {
    const button = event.target.closest("[data-speed]");
    if (!button) return;
    player.speed = Number(button.dataset.speed);
    for (const other of document.querySelectorAll("[data-speed]")) other.setAttribute("aria-pressed", String(other === button));
  });
  addCommands("Replay", [
    { id: "play", title: "Play or pause", keys: ["p"], run: () => player.play() },
    { id: "next-event", title: "Next event", keys: ["n"], run: () => player.step(1) },
    { id: "previous-event", title: "Previous event", keys: ["b"], run: () => player.step(-1) },
  ]);
  player.seek(0);
  fromAddress(player);
  window.addEventListener("hashchange", () => fromAddress(player));
  byId("film").setAttribute("aria-busy", "false");
  document.body.dataset.ready = "1";
}
