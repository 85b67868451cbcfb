/** A rendered result: its parts into their tabs, line marks into the editor. */
import { byId } from "../lib/dom.js";
import { watchScrolling } from "../lib/scrolling.js";
import { selectTab, wireTabs } from "./tabs.js";

/** Puts the fragment's parts into the panels that the page has; what has no panel stays with the result. */
export function showResult(html) {
  const fragment = new DOMParser().parseFromString(html, "text/html").body;
  const article = fragment.querySelector(".result");
  if (!article) return;
  for (const name of ["output", "request"]) {
    const part = article.querySelector(`[data-part="${name}"]`);
    const panel = byId(`panel-${name}`);
    if (part && panel) panel.replaceChildren(wrapped(part));
  }
  byId("panel-result").replaceChildren(article);
  wireTabs(article);
  watchScrolling(article);
  return article;
}

function wrapped(part) {
  const result = document.createElement("div");
  result.className = "result";
  result.append(part);
  return result;
}

/** Marks the error lines of the result in the editor. */
export function markLines(editor) {
  const opened = byId("panel-result").querySelectorAll(".part > [data-mark-line], [data-open] [data-mark-line]");
  editor.mark([...opened].map((node) => ({
    line: Number(node.dataset.markLine),
    column: node.dataset.markColumn ? Number(node.dataset.markColumn) : undefined,
    text: node.dataset.markText,
  })));
}

/** Buttons that lead to a line: into the editor, or to the listing where there is no editor. */
export function wireLineLinks(go) {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-go-line]");
    if (button) go(Number(button.dataset.goLine), Number(button.dataset.goColumn ?? 1));
  });
}

/** The previous or next case, from anywhere on the page. */
export function stepCase(step) {
  const tabs = [...document.querySelectorAll('[data-cases] [role="tab"]')];
  const at = tabs.findIndex((tab) => tab.getAttribute("aria-selected") === "true");
  const next = tabs[(at + step + tabs.length) % tabs.length];
  if (next) selectTab(next.id);
}
