/** The proof beside the editor: asked for, followed as it goes, each finding a way into the file that it is about. */
import { announce, byId, h } from "../lib/dom.js";
import { Refused, sendForJson } from "../lib/http.js";
import { CHECKS, drawChecks } from "./checks.js";
import { say, showPane } from "./page.js";
import { survivor } from "./survivors.js";

const blank = () => ({ notes: [], results: new Map(), survivors: new Map(), package: null, cases: null, checks: null, mutation: null, mutants: null, read: null, recorded: null });

export class Proof extends EventTarget {
  /** Event `verdicts`: what is known of the submissions has changed. */
  constructor(page, files) {
    super();
    Object.assign(this, { page, files });
    this.verdicts = new Map(); // path -> {verdict, good}
    this.now = null;
    this.found = blank();
    this.changed = false;
  }

  get running() {
    return this.now != null && (this.now.state === "queued" || this.now.state === "running");
  }

  /** Saves what is open, then asks for a proof. */
  async start() {
    showPane("proof");
    this.#line("Saving …");
    if (!(await this.files.flush())) return this.#line("Not everything is saved yet: see the line at the top.");
    this.#line("Reading …");
    byId("prove").setAttribute("aria-disabled", "true");
    const { changed } = this;
    this.changed = false; // before it is asked for: the stream may tell of the new proof before the answer is here
    try {
      const { proof } = await sendForJson(this.page.urls.prove, {});
      this.#begin(proof.id);
    } catch (problem) {
      this.changed ||= changed;
      if (!(problem instanceof Refused)) throw problem;
      this.#line(problem.message);
    } finally {
      byId("prove").removeAttribute("aria-disabled");
    }
    return undefined;
  }

  async cancel() {
    await sendForJson(this.page.urls.cancel, {}).catch((problem) => this.#line(problem.message));
  }

  /** Something was typed: what is shown is about an earlier text. */
  stale() {
    if (this.changed || !this.now || this.running) return;
    this.changed = true;
    this.#bar();
  }

  #begin(id) {
    if (this.id === id) return;
    this.id = id;
    this.attempt = 0;
    this.found = blank();
    this.verdicts = new Map();
    byId("survivors").replaceChildren();
    this.#draw();
  }

  /** A message of the stream: where the proof stands, or something that it found. */
  heard(kind, data) {
    if (kind === "proof") {
      const before = this.now?.state;
      this.#begin(data.id);
      this.now = data;
      this.#state(before);
    } else if (data.proof === this.id || !this.id) {
      this.#begin(data.proof);
      if (data.attempt > this.attempt) {
        const { read } = this.found;
        this.attempt = data.attempt;
        this.found = { ...blank(), read };
        byId("survivors").replaceChildren();
      }
      this.#take(data);
      this.soon ??= requestAnimationFrame(() => ((this.soon = undefined), this.#draw()));
    }
  }

  #take(data) {
    const { found } = this;
    if (data.what === "note") found.notes.push(data);
    else if (data.what === "read") found.read = data;
    else if (data.what === "result") {
      found.results.set(data.name, data);
      const path = data.name === "starter.py" ? data.name : `submissions/${data.name}`;
      this.verdicts.set(path, { verdict: data.verdict, good: !data.problem });
      this.dispatchEvent(new CustomEvent("verdicts"));
    } else if (data.what === "survivor") {
      found.survivors.set(`${data.file} ${data.id}`, data);
      byId("survivors").append(survivor(data, this.files, this.page));
    } else if (data.what === "killer") {
      byId(`mutant-${data.file}-${data.id}`)?.killer(data.found);
    } else if (data.what in found) found[data.what] = data;
  }

  #state(before) {
    const { state, fault, before: ahead, summary, attempt } = this.now;
    byId("stop").hidden = !this.running;
    const words = {
      queued: fault || (ahead ? `Queued, ${ahead} before it` : "Queued"),
      running: attempt > 1 ? `Running, attempt ${attempt}` : "Running",
      done: summary.seconds ? `${this.now.holds ? "It holds" : "It does not hold"}, ${summary.seconds} s` : this.now.holds ? "It holds" : "It cannot be read yet",
      cancelled: "Stopped",
      failed: fault,
    };
    this.#line(words[state]);
    if (before && before !== state && !this.running) announce(`Proof: ${words[state]}`);
    this.#draw();
    this.#bar();
  }

  #line(words) {
    byId("proof-line").textContent = words ?? "";
  }

  #draw() {
    const { found, now } = this;
    byId("proof-empty").hidden = now != null || found.read != null;
    drawChecks(found, now);
    const errors = [...found.notes, ...(found.read?.notes ?? [])].filter((note) => note.severity !== "info");
    const wrong = [...found.results.values()].filter((result) => result.problem);
    const unique = new Map(errors.map((note) => [`${note.file} ${note.line} ${note.message}`, note]));
    byId("findings").replaceChildren(
      ...[...unique.values()].map((note) => finding(note.file, note.line, note.message, note.severity)),
      ...(found.recorded ? [recorded(found.recorded, this.files, this.page)] : []),
      ...wrong.map((result) => finding(result.name === "starter.py" ? result.name : `submissions/${result.name}`, null, result.problem, "error")),
    );
    if (now && !this.running) for (const one of byId("survivors").children) one.over();
    const rows = [...found.results.values()];
    byId("results").hidden = !rows.length;
    byId("result-rows").replaceChildren(...rows.map((row) => h("tr", {}, h("th", { scope: "row" }, place(row.name === "starter.py" ? row.name : `submissions/${row.name}`, null, row.name)), h("td", {}, row.declared), h("td", {}, h("span", { class: `verdict ${row.problem ? "bad" : "good"}`, "data-sign": row.problem ? "✕" : "✓" }, row.verdict)), h("td", { class: "num" }, row.time_s.toFixed(3)))));
  }

  #bar() {
    const { publish } = this.now ?? {};
    if (!publish) return;
    const reasons = this.changed && publish.above ? ["It was changed after it was proved. Prove it again."] : publish.reasons;
    const good = !reasons.length;
    const lines = [
      h("span", { class: `verdict ${good ? "good" : this.running ? "wait" : "bad"}`, "data-sign": good ? "✓" : this.running ? "…" : "✕" }, good ? "Above the bar" : "Below the bar"),
      ...reasons.map((reason) => h("p", { class: "small" }, reason)),
      good && publish.middle ? h("p", { class: "small" }, `${publish.middle} ${publish.middle === 1 ? "person finishes" : "people finish"} on the present version.`) : null,
    ];
    byId("bar").replaceChildren(...lines.filter(Boolean));
    byId("publish").textContent = `Publish version ${publish.number}`;
    byId("publish").setAttribute("aria-disabled", String(!good));
  }
}

/** What the starter's training gave, to be put where it is recorded. */
function recorded({ file, text }, files, page) {
  const write = async () => {
    try {
      if (!page.files.some((one) => one.path === file)) Object.assign(page, await sendForJson(page.urls.files, { json: { path: file, text } }));
      const held = await files.open(file);
      if (held.editor.text() !== text) held.editor.set(text);
    } catch (problem) {
      if (!(problem instanceof Refused)) throw problem;
      say(problem.message, "bad");
    }
  };
  return h("li", {}, h("p", {}, `The curves that the starter gives are known. `, h("button", { class: "button slim", type: "button", onclick: write }, `Record them in ${file}`)));
}

function finding(file, line, words, severity) {
  const tone = severity === "error" ? "bad" : "warn";
  return h("li", {}, h("span", { class: `verdict ${tone}`, "data-sign": tone === "bad" ? "✕" : "!" }, h("span", { class: "visually-hidden" }, severity)), h("p", {}, file ? place(file, line) : null, file ? " " : "", words));
}

/** A link that opens the editor there. */
export function place(file, line, words) {
  return h("a", { href: `?file=${encodeURIComponent(file)}`, "data-go": file, "data-line": line ?? 1 }, words ?? (line ? `${file}:${line}` : file));
}

export { CHECKS };
