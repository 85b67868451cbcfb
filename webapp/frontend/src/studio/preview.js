/** The preview: what candidates will see, from the renderer that they get it from, a moment after a keystroke. */
import { byId } from "../lib/dom.js";
import { Refused, sendForJson } from "../lib/http.js";
import { watchScrolling } from "../lib/scrolling.js";

const KEPT = "readyroom:studio:view";

export class Preview {
  constructor(page) {
    this.page = page;
    this.shown = page.shown.map((pattern) => new RegExp(pattern));
    this.wanted = null;
    this.busy = false;
    for (const choice of document.querySelectorAll("[name=view]")) {
      choice.checked = choice.value === (localStorage.getItem(KEPT) ?? "split");
      choice.addEventListener("change", () => this.#view(choice.value));
    }
    this.#view(localStorage.getItem(KEPT) ?? "split");
  }

  #view(name) {
    localStorage.setItem(KEPT, name);
    byId("main").dataset.view = name;
  }

  /** The text of a file has changed, or another file is open, or the caret is on another line. */
  show(path, text, line = 1) {
    const seen = this.shown.some((pattern) => pattern.test(path));
    byId("main").dataset.prose = seen ? "1" : "0";
    if (!seen) return;
    byId("preview-title").hidden = path !== "statement.md";
    this.wanted ??= { since: performance.now() };
    Object.assign(this.wanted, { text, path, line });
    if (!this.busy) this.#next();
  }

  async #next() {
    this.busy = true;
    while (this.wanted) {
      const { text, path, line, since } = this.wanted;
      this.wanted = null;
      try {
        const { html, what } = await sendForJson(this.page.urls.preview, { json: { text, path, line } });
        if (html !== this.html) {
          byId("preview-body").innerHTML = this.html = html; // sanitised by the server, as every statement is
          watchScrolling(byId("preview"));
        }
        this.#say(performance.now() - since, what);
      } catch (problem) {
        if (!(problem instanceof Refused)) throw problem;
        byId("preview-note").textContent = problem.status ? problem.message : "The site cannot be reached; the preview is older than the text.";
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
    }
    this.busy = false;
  }

  #say(late, what) {
    performance.measure("preview", { start: performance.now() - late, duration: late });
    byId("preview-note").textContent = `As candidates see it${what ? `, ${what}` : ""}, ${Math.round(late)} ms behind`;
  }
}
