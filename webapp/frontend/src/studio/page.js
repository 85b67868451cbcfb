/** The studio's page: files, editor, preview, history, proof, put together. */
import { addCommands, addNote } from "../lib/commands.js";
import { announce, byId, h, pageData } from "../lib/dom.js";
import { Refused, sendForJson } from "../lib/http.js";
import { ask } from "./asking.js";
import { Files } from "./files.js";
import { showPast } from "./past.js";
import { Preview } from "./preview.js";
import { Proof } from "./proof.js";
import { listen } from "./stream.js";
import { drawTree } from "./tree.js";

const HERE_EVERY = 15_000; // ms; a page that is silent for 40 s counts as gone

/** Starts everything; the page is ready once a file is in the editor. */
export async function startStudio() {
  const page = pageData();
  const files = new Files(page);
  const preview = new Preview(page);
  const proof = new Proof(page, files);
  const desk = { page, files, preview, proof };

  const draw = () => {
    const edited = page.files.filter((file) => file.edited).length;
    byId("edited").textContent = edited ? `${edited} ${edited === 1 ? "file differs" : "files differ"} from the published version` : "";
    drawTree(page, { current: files.current, verdicts: proof.verdicts, me: page.user_id, open: (path) => show(desk, path) });
  };
  proof.addEventListener("verdicts", draw);
  files.addEventListener("opened", ({ detail }) => {
    draw();
    preview.show(detail.path, detail.text, detail.line);
    here(page, detail.path);
    history.replaceState(null, "", `?file=${encodeURIComponent(detail.path)}`);
  });
  files.addEventListener("changed", ({ detail }) => {
    if (detail.path === files.current) preview.show(detail.path, detail.text, detail.line);
    proof.stale();
  });
  files.addEventListener("moved", ({ detail }) => page.follows && preview.show(detail.path, detail.text, detail.line));
  desk.took = (state) => {
    Object.assign(page, state);
    draw();
    return files.follow(page.files);
  };
  listen(page.urls.events, (kind, data) => {
    if (kind === "files") desk.took(data);
    else if (kind === "gone") say("This draft is not yours to write any more.", "bad");
    else proof.heard(kind, data);
  });
  setInterval(() => files.current && here(page, files.current), HERE_EVERY);

  register(desk);
  wirePanes();
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-go]");
    if (!link) return;
    event.preventDefault();
    show(desk, link.dataset.go, Number(link.dataset.line) || 1);
  });
  const wanted = new URLSearchParams(location.search).get("file");
  const opens = page.files.find((file) => file.path.startsWith(page.first))?.path;
  const first = [wanted, opens, page.files[0]?.path].find((path) => page.files.some((file) => file.path === path));
  if (first) await files.open(first);
  draw();
  document.body.dataset.ready = "1";
}

async function show({ files }, path, line) {
  showPane("write");
  try {
    const held = await files.open(path, line);
    held.editor.focus();
  } catch (problem) {
    trouble(problem);
  }
}

const here = (page, path) => sendForJson(page.urls.here, { json: { path } }).catch(() => null);

/** A line above the editor. */
export function say(text, tone = "") {
  const close = h("button", { class: "button plain", type: "button", onclick: () => note.remove() }, "Close");
  const note = h("div", { class: `note ${tone}`, role: "alert" }, h("span", { class: "sign", "aria-hidden": "true" }, tone ? "!" : "i"), h("p", { class: "grow" }, text), close);
  byId("notice").replaceChildren(...byId("notice").querySelectorAll(".warn"), note);
}

function trouble(problem) {
  if (!(problem instanceof Refused)) throw problem;
  say(problem.message, "bad");
}

async function change(desk, work) {
  try {
    await desk.took(await work());
    return true;
  } catch (problem) {
    trouble(problem);
    return false;
  }
}

async function newFile(desk) {
  const { page } = desk;
  const path = await ask({ title: "New file", label: "Name", help: `As in ${page.example}`, button: "Make it", options: page.known.filter((name) => !page.files.some((file) => file.path === name)), check: (name) => (page.files.some((file) => file.path === name) ? "It is there already." : name ? "" : "Give it a name.") });
  if (path && (await change(desk, () => sendForJson(page.urls.files, { json: { path } })))) show(desk, path);
}

async function renameFile(desk) {
  const { page, files } = desk;
  const path = files.current;
  const to = await ask({ title: `Rename ${path}`, label: "New name", value: path, button: "Rename" });
  if (!to || to === path) return;
  await files.here.draft.flush();
  if (await change(desk, () => sendForJson(files.url(path), { method: "PATCH", json: { to } }))) show(desk, to);
}

async function deleteFile(desk) {
  const { files } = desk;
  const path = files.current;
  const sure = await ask({ title: `Delete ${path}?`, label: "Type its name to delete it", help: "Its history stays: it can be brought back.", button: "Delete", check: (name) => (name === path ? "" : "That is another name.") });
  if (!sure) return;
  await files.here.draft.flush();
  await change(desk, () => sendForJson(files.url(path), { method: "DELETE" }));
  announce(`${path} is deleted.`);
}

async function past(desk) {
  const { page, files } = desk;
  const path = files.current;
  await files.here?.draft.flush();
  try {
    await showPast(page, path, async (answer) => {
      const held = await files.open(path);
      await held.draft.take(answer.content, answer.revision, "before going back to an earlier text");
    });
  } catch (problem) {
    trouble(problem);
  }
}

/** On a narrow screen one pane is seen at a time. */
export function showPane(name) {
  byId("main").dataset.pane = name;
  for (const button of document.querySelectorAll("[data-show-pane]")) {
    if (button.dataset.showPane === name) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
}

const PANES = ["files", "write", "proof"];

function wirePanes() {
  for (const button of document.querySelectorAll("[data-show-pane]")) button.addEventListener("click", () => showPane(button.dataset.showPane));
}

function nextPane({ files }, step) {
  const at = PANES.findIndex((name) => byId(name).contains(document.activeElement));
  const name = PANES[(Math.max(at, step > 0 ? -1 : 0) + step + PANES.length) % PANES.length];
  showPane(name);
  if (name === "write") files.here?.editor.focus();
  else if (name === "proof") byId("prove").focus();
  else (byId("tree").querySelector('[aria-current="true"]') ?? byId("tree").querySelector("a"))?.focus();
}

function register(desk) {
  const { files, proof } = desk;
  const writes = () => !desk.page.read_only;
  addCommands("Write", [
    { id: "save", title: "Save now (it saves itself anyway)", keys: ["Mod-s"], run: () => files.flush() },
    { id: "find-file", title: "Open a file by name", keys: ["Mod-p"], run: () => findFile(desk) },
    { id: "new-file", title: "New file", keys: ["Alt-n"], run: () => newFile(desk), when: writes },
    { id: "rename-file", title: "Rename this file", run: () => renameFile(desk), when: writes },
    { id: "delete-file", title: "Delete this file", run: () => deleteFile(desk), when: writes },
    { id: "history", title: "History of this file", keys: ["Alt-h"], run: () => past(desk) },
    { id: "close-file", title: "Close this file's tab", keys: ["Alt-w"], run: () => files.close(files.current) },
  ]);
  addCommands("Prove", [
    { id: "prove", title: "Prove it", keys: ["Mod-Enter"], run: () => proof.start() },
    { id: "cancel-proof", title: "Stop the proof", run: () => proof.cancel(), when: () => proof.running },
    { id: "publish", title: "Publish", keys: ["Mod-Shift-Enter"], run: () => (showPane("proof"), byId("publish-note")?.focus()) },
  ]);
  addCommands("Move", [
    { id: "next-pane", title: "Next pane: files, editor, proof", keys: ["F6"], run: () => nextPane(desk, 1) },
    { id: "previous-pane", title: "Previous pane", keys: ["Shift-F6"], run: () => nextPane(desk, -1) },
  ]);
  addNote("In the editor Tab indents. Escape, then Tab leaves it, as does F6. Ctrl F searches in it.");
}

async function findFile(desk) {
  const paths = desk.page.files.map((file) => file.path);
  const match = (name) => paths.find((path) => path === name) ?? paths.find((path) => path.includes(name));
  const name = await ask({ title: "Open a file", label: "Name, or a part of it", button: "Open", options: paths, check: (part) => (match(part) ? "" : "No file has that in its name.") });
  if (name) show(desk, match(name));
}
