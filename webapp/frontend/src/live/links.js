/** Inviting the other person: a link is made, shown once, copied, withdrawn. */
import { byId, h } from "../lib/dom.js";
import { Refused } from "../lib/http.js";

/** Wires the dialog; `page.links` is where links are made. */
export function wireLinks(page) {
  const dialog = byId("invite");
  if (!dialog) return;
  document.querySelectorAll("[data-invite]").forEach((button) => button.addEventListener("click", () => dialog.showModal()));
  byId("invite-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const answer = await post(page.links, new FormData(event.target));
      byId("invite-result").replaceChildren(made(await answer.json()));
    } catch (problem) {
      if (!(problem instanceof Refused)) throw problem;
      byId("invite-result").replaceChildren(h("p", { class: "errors", role: "alert" }, problem.message));
    }
  });
  dialog.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-revoke]");
    if (!button) return;
    await post(button.dataset.revoke, new FormData()).catch(() => null);
    button.closest("[data-link]").replaceChildren(h("span", { class: "quiet" }, "Withdrawn."));
  });
}

/** Sends a form; rejects with Refused. */
export async function post(url, body) {
  let answer;
  try {
    answer = await fetch(url, { method: "POST", body, credentials: "same-origin", headers: { "X-CSRFToken": document.body.dataset.csrf, Accept: "application/json" } });
  } catch {
    throw new Refused(0, null);
  }
  if (!answer.ok) throw new Refused(answer.status, await answer.json().catch(() => null));
  return answer;
}

/** What is shown of a link that was made. */
export function made({ url, role, expires_at: until, revoke }) {
  return h(
    "div",
    { class: "secret", "data-link": true },
    h("p", {}, `For ${role === "interviewer" ? "an interviewer" : "a candidate"}, once, until ${new Date(until).toLocaleString()}. It is shown only now.`),
    h("output", { id: "invite-url" }, url),
    h("div", { class: "actions" }, h("button", { class: "button", type: "button", "data-copy": "invite-url" }, "Copy"), h("button", { class: "button plain", type: "button", "data-revoke": revoke }, "Withdraw")),
  );
}
