/** The preview: what candidates will see, from the renderer that they get it from, a moment after a keystroke. */
import { byId } from "../lib/dom.js";
import { Refused, sendForJson } from "../lib/http.js";
import { watchScrolling } from "../lib/scrolling.js";
import { isProse } from "./languages.js";

const KEPT = "readyroom:studio:view";

export class Preview {
  constructor(page) {
    this.page = page;
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

  /** The text of a file has changed, or another file is open. */
  show(path, text) {
    byId("main").dataset.prose = isProse(path) ? "1" : "0";
    if (!isProse(path)) return;
    byId("preview-title").hidden = path !== "statement.md";
    this.wanted ??= { since: performance.now() };
    this.wanted.text = text;
    if (!this.busy) this.#next();
  }

  async #next() {
    this.busy = true;
    while (this.wanted) {
      const { text, since } = this.wanted;
      this.wanted = null;
      try {
        const { html } = await sendForJson(this.page.urls.preview, { json: { text } });
        byId("preview-body").innerHTML = html; // sanitised by the server, as every statement is
        watchScrolling(byId("preview"));
        this.#say(performance.now() - since);
      } catch (problem) {
        if (!(problem instanceof Refused)) throw problem;
        byId("preview-note").textContent = problem.status ? problem.message : "The site cannot be reached; the preview is older than the text.";
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
    }
    this.busy = false;
  }

  #say(late) {
    performance.measure("preview", { start: performance.now() - late, duration: late });
    byId("preview-note").textContent = `As candidates see it, ${Math.round(late)} ms behind`;
  }
}
