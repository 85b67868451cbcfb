/** Run and Submit: send the code, watch it being graded, show the result. */
import { announce, byId, h } from "../lib/dom.js";
import { Refused, sendForJson, sendForText } from "../lib/http.js";
import { watch } from "./live.js";
import { showPane } from "./panes.js";
import { showResult } from "./result.js";
import { selectTab } from "./tabs.js";

const INTENT = "readyroom:intent";
/** ms after the result: a busy grader draws late, one that was killed never does; for a smaller input it rests, and searches for at most a second. */
const LATER = { curves: [700, 2500, 6000, 15_000], smaller: [2500] };

export class Grading {
  /** `hooks`: text() of the editor, input() or null, flush(), inputError(text), finished(outcome, article). */
  constructor(page, hooks) {
    this.page = page;
    this.hooks = hooks;
  }

  run() {
    return this.#send("run", this.hooks.input());
  }

  submit() {
    return this.#send("submit", null);
  }

  async #send(kind, input) {
    this.hooks.inputError("");
    if (!this.page.signed_in) return this.#login(kind);
    const code = this.hooks.text();
    const trouble = this.#check(code);
    selectTab("tab-result");
    showPane("results");
    if (trouble) return this.#say("bad", trouble);
    this.hooks.flush(); // saving is not submitting, and does not hold it up
    const json = input === null ? { code } : { code, input };
    this.stop?.abort();
    this.stop = new AbortController();
    const { signal } = this.stop;
    this.#busy(true);
    byId("panel-result").replaceChildren(h("div", { class: "live" }, h("span", { class: "verdict wait busy big", "data-sign": "…" }, "Sending")));
    try {
      const taken = await sendForJson(this.page.urls[kind], { json, signal });
      if (taken.kept) return this.#kept(taken.kept);
      await this.watch(taken, signal);
    } catch (problem) {
      if (!(problem instanceof Refused)) throw problem;
      if (!signal.aborted) this.#refused(problem, kind, input);
    } finally {
      if (!signal.aborted) this.#busy(false);
    }
  }

  /** Follows a submission that is under way and shows its result. */
  async watch(submission, signal = (this.stop = new AbortController()).signal) {
    const done = await watch(submission, byId("panel-result"), signal);
    if (!done || signal.aborted) return;
    const article = await this.show(done.result);
    announce(`${done.title}. ${done.total ? `${done.passed} of ${done.total} cases.` : ""}`);
    this.hooks.finished({ ...done, mode: submission.mode }, article);
    const missing = new Set(article?.dataset.soon?.split(" "));
    for (const what of missing) for (const wait of LATER[what]) setTimeout(() => missing.has(what) && this.#addLater(article, done.result, missing), wait);
  }

  /** Curves are drawn and a smaller failing input is found after the verdict, if at all: looks, and puts them where they belong. */
  async #addLater(article, url, missing) {
    if (!article.isConnected) return;
    try {
      const again = new DOMParser().parseFromString(await sendForText(url, { method: "GET" }), "text/html");
      const found = article.querySelector(".smaller") ? null : again.querySelector(".smaller");
      if (found) {
        article.querySelector(`[data-case="${found.dataset.ofCase}"]`)?.append(found);
        missing.delete("smaller");
      }
      const [drawn, shown] = [again, article].map((one) => one.querySelector("[data-curves]"));
      if (!drawn || !shown || drawn.innerHTML === shown.innerHTML) return;
      shown.replaceWith(drawn);
      missing.delete("curves");
    } catch (problem) {
      if (!(problem instanceof Refused)) throw problem; // the result is there; this was an extra
    }
  }

  /** Loads a rendered result; tries again while the site cannot be reached. */
  async show(url, tries = 4) {
    try {
      return showResult(await sendForText(url, { method: "GET" }));
    } catch (problem) {
      if (!(problem instanceof Refused) || problem.status || !tries) {
        this.#say("warn", "The result is there but could not be loaded.", h("button", { class: "button", type: "button", onclick: () => this.show(url) }, "Load it again"));
        return null;
      }
      await new Promise((resolve) => setTimeout(resolve, 1500));
      return this.show(url, tries - 1);
    }
  }

  #check(code) {
    const size = new Blob([code]).size;
    if (!code.trim()) return "There is no code to run yet.";
    if (size > this.page.limits.code_bytes) return `The code has ${Math.ceil(size / 1024)} KiB; up to ${this.page.limits.code_bytes / 1024} KiB are taken. It is kept here.`;
    if (code.includes("\0")) return "The code contains a NUL character, which Python does not read. It is kept here.";
    return "";
  }

  #busy(on) {
    for (const id of ["run", "submit"]) byId(id)?.setAttribute("aria-disabled", String(on));
  }

  #refused(problem, kind, input) {
    const again = h("button", { class: "button", type: "button", onclick: () => this.#send(kind, input) }, "Try again");
    if (problem.status === 401) return this.#login(kind);
    if (problem.status === 429) return this.#wait(problem.error.wait_s ?? 10, again);
    if (problem.status === 0) return this.#say("warn", "The site cannot be reached. Nothing was submitted; your code is kept in this browser.", again);
    if (problem.status >= 500) return this.#say("warn", "The site could not take it. Nothing was submitted; your code is kept.", again);
    if (problem.error.field === "input") {
      selectTab("tab-input");
      this.hooks.inputError(problem.error.line ? `Line ${problem.error.line}: ${problem.message}` : problem.message, problem.error.line);
      this.#say("none", "Not run: your own input could not be read.");
      return undefined;
    }
    if (problem.error.places) return this.#unreadable(problem);
    return this.#say("bad", `${problem.message} Nothing was stored, and your code is kept here.`);
  }

  /** A draft of the studio that does not load: its places at fault, each a way to its file. */
  #unreadable({ message, error }) {
    const place = ({ file, line }) => h("a", { href: `${this.page.urls.files}?file=${encodeURIComponent(file)}` }, line ? `${file}:${line}` : file);
    const rows = error.places.map((one) => h("li", {}, ...(one.file ? [place(one), ": "] : []), one.message));
    this.#say("bad", h("div", { class: "grow" }, h("p", {}, message), h("ul", {}, ...rows)));
    announce(message);
  }

  /** Too fast: counts down and then offers the button again. */
  #wait(seconds, again) {
    const words = h("p", { class: "grow" });
    again.disabled = true;
    const until = Date.now() + seconds * 1000;
    const tick = () => {
      const left = Math.ceil((until - Date.now()) / 1000);
      words.textContent = left > 0 ? `A little slower, please: again in ${left} s. Your code is kept.` : "You can go on now.";
      again.disabled = left > 0;
      if (left <= 0) clearInterval(timer);
    };
    const timer = setInterval(tick, 500);
    this.#say("warn", words, again);
    tick();
    announce(`Too many requests. Again in ${Math.ceil(seconds)} seconds.`);
  }

  #say(tone, words, ...more) {
    const sign = { bad: "✕", warn: "!", none: "i" }[tone];
    byId("panel-result").replaceChildren(h("div", { class: `note ${tone}`, role: "alert" }, h("span", { class: "sign", "aria-hidden": "true" }, sign), words instanceof Node ? words : h("p", { class: "grow" }, words), ...more));
  }

  /** The code is in the journal; after the log-in the page says what was about to happen. */
  async #login(kind) {
    await this.hooks.flush();
    sessionStorage.setItem(INTENT, JSON.stringify({ kind, problem: this.page.problem }));
    location.href = this.page.urls.login;
  }

  /** An assignment that tells nothing until it is over took the code in; there is no verdict to wait for. */
  #kept(words) {
    this.#say("none", words);
    announce(words);
  }

  /** After a log-in: "your code is here, press Submit". Returns the kind that was wanted, or null. */
  intent() {
    const stored = JSON.parse(sessionStorage.getItem(INTENT) ?? "null");
    if (!this.page.signed_in || stored?.problem !== this.page.problem) return null;
    sessionStorage.removeItem(INTENT);
    return stored.kind;
  }
}
