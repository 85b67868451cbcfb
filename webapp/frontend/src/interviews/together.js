/** A round for two: its clock, what is run and what that comes to for both, and the interviewer's steps. */
import { addCommands } from "../lib/commands.js";
import { announce, byId, h } from "../lib/dom.js";
import { Refused, sendForJson, sendForText } from "../lib/http.js";
import { post } from "../live/links.js";
import { difference } from "../live/texts.js";
import { showResult, wireLineLinks } from "../practice/result.js";
import { showBoard } from "./board.js";
import { showCalculation } from "./calculator.js";
import { RoundClock } from "./clock.js";
import { wireDrawing } from "./drawing.js";
import { sendDocument, sendLines } from "./late.js";
import { followSimulation, showSimulation } from "./simulation.js";
import { wireSpeaking } from "./speaking.js";
import { wireParts } from "./star.js";
import { Teller, watchFocus } from "./telling.js";

const SETTLE = 2500; // ms that what was typed may take to arrive before a step
const LOOK = 15_000; // ms between two looks for news that no bell has announced
const ANEW = new Set(["probe", "stage", "paused", "resumed"]); // after these the page is another

/** Resolves when the server has everything that was typed here, or after a while. */
const settled = (room) =>
  new Promise((resolve) => {
    const late = setTimeout(resolve, SETTLE);
    const look = () => room.saved && (clearTimeout(late), resolve());
    room.addEventListener("state", look);
    look();
  });

/**
 * The round is over: what this page alone has is sent now, as late. Where the browser keeps copies, the report sends them, which
 * is also there for a browser that was closed meanwhile.
 */
async function handOver(room) {
  const mine = room.kept ? [] : [...room.documents.values()].filter((shared) => shared.name !== "chat" && !shared.saved);
  const sent = mine.map(({ name, doc }) => sendDocument(`${room.page.urls.after}sheets/${name}/late`, doc));
  if (!room.outbox.kept) sent.push(sendLines(`${room.page.urls.after}said/late`, room.outbox));
  if (!sent.length) return;
  await Promise.race([Promise.allSettled(sent), new Promise((resolve) => setTimeout(resolve, SETTLE))]);
}

/** Starts everything around the room. */
export function startTogether(room) {
  const { page } = room;
  const teller = page.as === "candidate" ? new Teller(page.urls.events) : null;
  let clock = null;
  const arrived = () => (clock?.data.state === "done" ? handOver(room) : settled(room));
  clock = new RoundClock(page, () => Promise.all([arrived(), teller?.send()]));
  const news = new News(room);
  wireSpeaking(page);
  if (teller && page.clock.state === "open") {
    teller.tell("view", { sheet: page.part });
    watchFocus(teller);
    wireParts(teller, (sheet) => room.editors.get(sheet).editor, (editor) => [...editor.text()].length, page.story);
  }
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (form.dataset.act) {
      event.preventDefault();
      await act(form, page);
    } else if (form.dataset.settle !== undefined && !form.dataset.settled) {
      event.preventDefault();
      form.dataset.settled = "1";
      await settled(room);
      form.submit();
    }
  });
  document.addEventListener("change", (event) => event.target.form?.dataset.mark !== undefined && act(event.target.form, page));
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-attempt]");
    if (button) attempt(room, news, button.dataset.attempt);
  });
  wireLineLinks((line, column) => room.editors.values().next().value?.editor.go?.(line, column));
  wireBoard(room, news);
  drawAlong(room, "notes", (text) => showCalculation(text, byId("results"), byId("budget")), "results");
  addCommands("Round", [
    { id: "run", title: "Run on the samples or the own input", keys: ["Mod-Enter"], when: () => document.querySelector("[data-attempt=run]") != null, run: () => attempt(room, news, "run") },
    { id: "time-left", title: "Say the time that is left", keys: ["Alt-t"], run: () => clock.say() },
    { id: "note", title: "Note this moment", keys: ["Alt-n"], when: () => byId("note-text") != null, run: () => byId("note-text").focus() },
  ]);
}

/** The board is a text that both write, also by drawing: what a drawing changes is as small as can be. */
function wireBoard(room, news) {
  if (!byId("board-picture")) return;
  const shared = room.document("board");
  const drawn = wireDrawing(
    () => shared.text.toString(),
    (next) => {
      const [start, removed, inserted] = difference(shared.text.toString(), next);
      shared.doc.transact(() => {
        if (removed) shared.text.delete(start, removed);
        if (inserted) shared.text.insert(start, inserted);
      });
    },
  );
  drawAlong(room, "board", (text) => (showBoard(text, byId("board-picture"), byId("board-words")), drawn()), "board-picture");
  followSimulation(room.page.urls.simulated);
  document.querySelector("[data-simulate]")?.addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    await settled(room);
    try {
      await post(event.target.action, new FormData(event.target));
      await news.ask();
    } catch (problem) {
      if (!(problem instanceof Refused)) throw problem;
      byId("simulated").replaceChildren(h("p", { class: "errors", role: "alert" }, problem.message));
    }
  });
}

/** Draws what a shared text describes, now and whenever it changes. */
function drawAlong(room, name, draw, place) {
  if (!byId(place)) return;
  const { text } = room.document(name);
  const show = () => draw(text.toString());
  text.observe(show);
  show();
}

async function attempt(room, news, kind) {
  const { page } = room;
  say("wait", "Sending …");
  await settled(room);
  const input = kind === "run" ? byId("own-input")?.value.trim() : "";
  try {
    const made = await sendForJson(page.urls[kind], { json: input ? { input } : {} });
    if (made.notice) say("warn", made.notice);
    await news.ask();
  } catch (problem) {
    if (!(problem instanceof Refused)) throw problem;
    say("bad", problem.message);
  }
}

function say(tone, words) {
  const sign = { bad: "✕", warn: "!", wait: "…" }[tone];
  byId("panel-result")?.replaceChildren(h("div", { class: `note ${tone}`, role: tone === "wait" ? false : "alert" }, h("span", { class: "sign", "aria-hidden": "true" }, sign), h("p", { class: "grow" }, words)));
}

/** One of the interviewer's steps; what it changes on the page is read again. */
async function act(form, page) {
  try {
    await post(form.dataset.act, new FormData(form));
  } catch (problem) {
    if (!(problem instanceof Refused)) throw problem;
    form.querySelector(".errors")?.remove();
    form.append(h("p", { class: "errors", role: "alert" }, problem.message));
    return;
  }
  if (form.dataset.mark !== undefined) {
    announce("Marked.");
    await refresh(["marked-count"]);
  }
  if (form.dataset.refresh) {
    form.reset();
    await refresh(form.dataset.refresh.split(" "));
  }
}

/** Takes these elements from the page as the server makes it now. */
async function refresh(ids) {
  try {
    const anew = new DOMParser().parseFromString(await sendForText(location.href, { method: "GET" }), "text/html");
    for (const id of ids) {
      const [old, made] = [byId(id), anew.getElementById(id)];
      if (old && made) old.replaceWith(document.adoptNode(made));
    }
  } catch (problem) {
    if (!(problem instanceof Refused)) throw problem; // what was done is done; the next look shows it
  }
}

/** Looks for what has happened when a bell rings, when the line is back, and now and then. */
class News {
  constructor(room) {
    this.room = room;
    this.page = room.page;
    this.after = 0; // a page that was loaded anew shows the last result too
    this.seen = room.page.news_after;
    this.call = null;
    room.addEventListener("message", ({ detail }) => detail.type === "news" && this.ask());
    room.addEventListener("documents", () => this.ask());
    setInterval(() => this.ask(), LOOK);
    this.ask();
  }

  async ask() {
    if (this.asking) return void (this.again = true);
    this.asking = true;
    try {
      this.#take(await sendForJson(`${this.page.urls.news}?after=${this.after}`, { method: "GET" }));
    } catch (problem) {
      if (!(problem instanceof Refused)) throw problem;
    } finally {
      this.asking = false;
      if (this.again) {
        this.again = false;
        this.ask();
      }
    }
  }

  #take({ last, state, call, events }) {
    this.after = last;
    if (state === "done") return void handOver(this.room).then(() => location.assign(this.page.urls.after));
    const fresh = events.filter((event) => event.number > this.seen);
    this.seen = Math.max(this.seen, last);
    this.call ??= call;
    if (fresh.some((event) => ANEW.has(event.kind)) || state !== this.page.clock.state) {
      settled(this.room).then(() => location.reload());
      return;
    }
    if (this.call !== call) {
      this.call = call;
      refresh(["doors"]);
    }
    if (fresh.some((event) => event.kind === "hint")) {
      refresh(["given", "hints"]);
      if (this.page.as === "candidate") announce("The interviewer has given you a hint, below the problem.");
    }
    if (fresh.some((event) => event.kind === "note")) refresh(["notes-taken"]);
    if (fresh.some((event) => event.sheet === "board" && event.submission)) showSimulation(this.page.urls.simulated).then(() => followSimulation(this.page.urls.simulated));
    this.#results(events);
  }

  /** Shows the newest attempt, or what it has come to. */
  #results(events) {
    if (!byId("panel-result")) return;
    const last = events.findLast((event) => event.sheet === this.page.part && ["run", "submit", "verdict"].includes(event.kind));
    if (!last) return;
    if (last.kind !== "verdict") {
      const who = last.by === this.page.as ? "You" : last.by === "candidate" ? "The candidate" : "The interviewer";
      say("wait", `${who} ${last.kind === "run" ? `ran it${last.own ? ` on ${last.own.split("\n")[0]}` : ""}` : "handed it in"}; it is being graded.`);
    } else this.#show(last);
  }

  async #show({ submission, verdict, passed, total }) {
    try {
      showResult(await sendForText(this.page.urls.after + `attempts/${submission}`, { method: "GET" }));
      announce(`${verdict}. ${total ? `${passed} of ${total} cases.` : ""}`);
    } catch (problem) {
      if (!(problem instanceof Refused)) throw problem;
      say("warn", `${verdict}. The rest could not be loaded.`);
    }
  }
}
