/** The dialog with earlier texts of this browser: look at one, take it back into the editor. */
import { byId, h } from "../lib/dom.js";
import { earlier } from "./store.js";

/** Opens the dialog; `restore(text)` is called with the chosen one. */
export async function showEarlier(key, restore) {
  const rows = await earlier(key);
  const body = byId("earlier-body");
  if (!rows.length) {
    body.replaceChildren(h("div", { class: "empty" }, h("h3", {}, "Nothing was put aside yet"), h("p", {}, "A text lands here when you restore a submission, reset to the starter, or choose between two versions.")));
  } else {
    const shown = h("pre", { tabindex: "0", role: "region", "aria-label": "The chosen text" });
    let chosen = rows[0];
    const buttons = rows.map((row) => h("button", { type: "button", onclick: () => choose(row) }, h("span", {}, new Date(row.at).toLocaleString()), h("span", { class: "quiet small" }, ` ${row.why}`)));
    const choose = (row) => {
      chosen = row;
      shown.textContent = row.text;
      buttons.forEach((button, i) => (rows[i] === row ? button.setAttribute("aria-current", "true") : button.removeAttribute("aria-current")));
    };
    const take = h("button", { class: "button primary", type: "button", onclick: () => (byId("earlier").close(), restore(chosen.text)) }, "Take it into the editor");
    body.replaceChildren(h("div", { class: "earlier" }, h("ul", {}, ...buttons.map((button) => h("li", {}, button))), h("div", {}, shown, h("p", {}), take)));
    choose(rows[0]);
  }
  byId("earlier").showModal();
}
