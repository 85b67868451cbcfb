/** Inviting an interviewer, and waiting for the candidate to start. */
import { byId, h, pageData } from "../lib/dom.js";
import { Refused, sendForJson } from "../lib/http.js";
import { made, post } from "../live/links.js";

const LOOK = 4000; // ms

/** Wires the dialog. What was typed is sent before the round becomes one for two; afterwards the page is another. */
export function wireInviting(page, flush = async () => {}) {
  const dialog = byId("invite");
  if (!dialog) return;
  let shared = false;
  document.querySelectorAll("[data-invite]").forEach((button) => button.addEventListener("click", () => dialog.showModal()));
  byId("invite-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const result = byId("invite-result");
    try {
      await flush();
      const link = await (await post(page.links, new FormData())).json();
      shared = true;
      event.target.hidden = true;
      result.replaceChildren(made(link), h("div", { class: "actions" }, h("button", { class: "button primary", type: "button", onclick: () => location.reload() }, "Go on")));
    } catch (problem) {
      if (!(problem instanceof Refused)) throw problem;
      result.replaceChildren(h("p", { class: "errors", role: "alert" }, problem.message));
    }
  });
  dialog.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-revoke]");
    if (!button) return;
    await post(button.dataset.revoke, new FormData()).catch(() => null);
    button.closest("[data-link]").replaceChildren(h("span", { class: "quiet" }, "Withdrawn."));
  });
  dialog.addEventListener("close", () => shared && location.reload());
}

/** The page before a round: whoever waits, for the start or for the interviewer, looks whether that has come. */
export function startBefore() {
  const page = pageData();
  wireInviting(page);
  document.body.dataset.ready = "1";
  if (!page.waits) return;
  setInterval(async () => {
    if (byId("invite")?.open || document.activeElement?.id === "call-url") return; // a link is being copied, or written
    try {
      const { state, seated } = await sendForJson(page.urls.clock, { method: "GET" });
      if (state !== "planned" || seated !== page.seated) location.reload();
    } catch (problem) {
      if (!(problem instanceof Refused)) throw problem; // the next look will tell
    }
  }, LOOK);
}
