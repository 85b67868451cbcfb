/** The left pane's other tabs: hints one at a time, the editorial, the submissions. */
import { announce, byId } from "../lib/dom.js";
import { Refused, sendForJson, sendForText } from "../lib/http.js";
import { watchScrolling } from "../lib/scrolling.js";
import { showPane } from "./panes.js";
import { selectTab } from "./tabs.js";

function fill(id, html) {
  // Our own server rendered this fragment; its texts are escaped or sanitised there.
  byId(id).replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
  watchScrolling(byId(id));
}

function failed(problem, page) {
  if (!(problem instanceof Refused)) throw problem;
  if (problem.status === 401) location.href = page.urls.login;
  else announce(problem.message);
}

/** Wires the tabs; `hooks.restored(draft)` gets a submission that was put back into the draft. */
export function wireAside(page, hooks) {
  let submissionsFresh = false;
  let editorialOpen = byId("panel-editorial").dataset.open === "1";

  async function loadSubmissions() {
    if (submissionsFresh || !page.signed_in) return;
    submissionsFresh = true;
    await sendForText(page.urls.submissions, { method: "GET" }).then((html) => fill("panel-submissions", html), () => (submissionsFresh = false));
    byId("submissions-count").textContent = document.querySelectorAll("[data-restore]").length;
  }

  async function loadEditorial() {
    if (editorialOpen) fill("panel-editorial", await sendForText(page.urls.editorial, { method: "GET" }));
    editorialOpen = false; // loaded
  }

  byId("tab-submissions").addEventListener("tabselected", loadSubmissions);
  byId("tab-editorial").addEventListener("tabselected", loadEditorial);
  byId("panel-submissions").addEventListener("change", () => compareState());
  byId("panel-submissions").addEventListener("submit", (event) => compare(event));
  if (!page.signed_in) byId("panel-submissions").innerHTML = '<div class="empty"><h2>Log in to keep submissions</h2><p>Then every one stays here: open it, compare it, restore it.</p></div>';
  wireRestore(hooks.restored, hooks.beforeRestore);

  return {
    /** Shows the next hint. */
    async hint() {
      selectTab("tab-hints");
      showPane("statement");
      try {
        fill("panel-hints", await sendForText(page.urls.hint));
      } catch (problem) {
        return failed(problem, page);
      }
      const { revealed, total } = byId("panel-hints").querySelector("[data-revealed]").dataset;
      byId("hints-count").textContent = `${revealed} of ${total}`;
      byId("panel-hints").querySelector("[data-latest]")?.focus();
    },
    /** Opens the editorial without having solved. */
    async giveUp() {
      try {
        fill("panel-editorial", await sendForText(page.urls.give_up));
      } catch (problem) {
        return failed(problem, page);
      }
      byId("panel-editorial").focus();
    },
    /** A submission was graded: the list is stale, and a solved problem opens its editorial. */
    graded(outcome) {
      submissionsFresh = false;
      if (outcome.verdict === "AC") editorialOpen = true;
      if (byId("tab-submissions").getAttribute("aria-selected") === "true") loadSubmissions();
      else byId("submissions-count").textContent = String(Number(byId("submissions-count").textContent) + 1);
    },
  };
}

function compareState() {
  const picked = document.querySelectorAll('[name="pick"]:checked');
  document.querySelector("[data-compare-button]").disabled = picked.length !== 2;
  document.querySelector("[data-compare-help]").textContent = picked.length < 2 ? "Choose two." : picked.length > 2 ? "Choose only two." : "";
}

function compare(event) {
  event.preventDefault();
  const [newer, older] = [...event.target.querySelectorAll('[name="pick"]:checked')].map((box) => box.value);
  if (older) location.href = `/submissions/compare/${older}/${newer}/`;
}

/** Buttons that put a submission back into the draft. */
export function wireRestore(restored, before = async () => {}) {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-restore]");
    if (!button) return;
    await before();
    try {
      restored(await sendForJson(button.dataset.restore), button);
    } catch (problem) {
      if (!(problem instanceof Refused)) throw problem;
      announce(problem.message);
    }
  });
}
