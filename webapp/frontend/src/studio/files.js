/** The files that are open: each with an editor and a journal of its own, one of them on the page. */
import { byId, h } from "../lib/dom.js";
import { sendForJson } from "../lib/http.js";
import { createEditor } from "../editor/index.js";
import { Draft } from "../journal/draft.js";
import { languageOf } from "./languages.js";

export class Files extends EventTarget {
  /** Events: `opened`, `changed` and `moved`, whose details are the path, the text, and the line of the caret. */
  constructor(page) {
    super();
    this.page = page;
    this.opened = new Map(); // path -> {draft, editor, pane}
    this.loading = new Map(); // path -> the promise of the same
    this.current = "";
  }

  url(path) {
    return `${this.page.urls.file}?path=${encodeURIComponent(path)}`;
  }

  /** Puts a file into the editor, and the caret on a line if one is given. */
  async open(path, line, column) {
    if (!this.opened.has(path) && !this.loading.has(path)) {
      this.loading.set(path, this.#load(path).finally(() => this.loading.delete(path)));
    }
    const held = this.opened.get(path) ?? (await this.loading.get(path));
    if (this.current !== path) {
      this.current = path;
      byId("editor").replaceChildren(held.pane);
      this.#tabs();
      this.dispatchEvent(new CustomEvent("opened", { detail: { path, text: held.editor.text(), line: held.line } }));
    }
    if (line) held.editor.go(line, column ?? 1);
    return held;
  }

  async #load(path) {
    const pane = h("div", { class: "editor" });
    const answer = await sendForJson(this.url(path), { method: "GET" });
    let editor;
    const held = { line: 1, pane };
    const about = {
      user: this.page.user,
      problem: `studio/${this.page.workspace}/${path}`,
      signed_in: true,
      draft: answer,
      starter: "",
      elsewhere: "by another author",
      merges: true,
      urls: { draft: this.url(path), login: this.page.urls.login },
    };
    const draft = new Draft(about, (text) => editor?.set(text));
    const text = await draft.open();
    const onChange = (value) => {
      draft.edited(value);
      this.dispatchEvent(new CustomEvent("changed", { detail: { path, text: value, line: held.line } }));
    };
    const onCaret = (line) => {
      if (line === held.line) return;
      held.line = line;
      if (path === this.current) this.dispatchEvent(new CustomEvent("moved", { detail: { path, text: editor.text(), line } }));
    };
    editor = createEditor({ parent: pane, text, preferences: this.page.preferences, onChange, onSave: () => draft.flush(), onCaret, language: languageOf(path), label: path });
    Object.assign(held, { draft, editor });
    this.opened.set(path, held);
    return held;
  }

  get here() {
    return this.opened.get(this.current);
  }

  /** Everything that is open is on the server; resolves to whether it is. */
  async flush() {
    const all = await Promise.all([...this.opened.values()].map(({ draft }) => draft.flush()));
    return all.every(Boolean);
  }

  /** The server's state has come: texts of others are taken over, files that are gone are closed. */
  async follow(files) {
    const known = new Map(files.map((file) => [file.path, file]));
    for (const [path, { draft }] of this.opened) {
      const file = known.get(path);
      if (!file) this.close(path);
      else if (file.revision !== draft.record.base && !draft.record.dirty) {
        const answer = await sendForJson(this.url(path), { method: "GET" }).catch(() => null);
        if (answer) draft.follow({ text: answer.content, revision: answer.revision, at: answer.saved_at });
      }
    }
  }

  /** Takes a tab away; the file stays. */
  async close(path) {
    const held = this.opened.get(path);
    if (!held) return;
    await held.draft.flush().catch(() => false);
    this.opened.delete(path);
    if (this.current !== path) return this.#tabs();
    this.current = "";
    const next = [...this.opened.keys()].at(-1) ?? this.page.files[0]?.path;
    if (next) await this.open(next);
    else byId("editor").replaceChildren();
    return undefined;
  }

  #tabs() {
    const tabs = [...this.opened.keys()].map((path) =>
      h("button", { type: "button", title: path, "aria-current": path === this.current ? "true" : null, onclick: () => this.open(path).then((held) => held.editor.focus()) }, path.split("/").at(-1)),
    );
    byId("open-files").replaceChildren(...tabs);
  }
}
