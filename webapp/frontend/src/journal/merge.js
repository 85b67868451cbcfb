/** Two versions of the same code: a calm line above the editor, and both side by side on request. */
import { announce, byId, h } from "../lib/dom.js";
import { onlyIn } from "./lines.js";

/** Offers the choice; `choose("mine" | "theirs")` is called once. Returns a function that withdraws the offer. */
export function offerMerge({ mine, theirs, when, where, choose }) {
  const decide = (side) => {
    withdraw();
    choose(side);
  };
  const buttons = () => [
    h("button", { class: "button", type: "button", onclick: () => decide("mine"), "data-merge": "mine" }, "Keep mine"),
    h("button", { class: "button", type: "button", onclick: () => decide("theirs"), "data-merge": "theirs" }, "Take the other"),
  ];
  const sentence = `This code was also changed ${where}${when ? `, ${when}` : ""}. Nothing is lost: the one you do not take stays under “Earlier texts”.`;
  const see = h("button", { class: "button", type: "button", onclick: () => open(), "data-merge": "both" }, "See both");
  const notice = h("div", { class: "note warn" }, h("span", { class: "sign", "aria-hidden": "true" }, "!"), h("p", { class: "grow" }, sentence), see, ...buttons());

  function open() {
    byId("merge-body").replaceChildren(h("p", {}, sentence), h("div", { class: "sides" }, ...sides(mine(), theirs)));
    byId("merge-actions").replaceChildren(h("button", { class: "button plain", type: "button", onclick: () => byId("merge").close() }, "Decide later"), ...buttons());
    byId("merge").showModal();
  }

  function withdraw() {
    notice.remove();
    byId("merge").close();
  }

  byId("notice").prepend(notice);
  announce(sentence);
  return withdraw;
}

function sides(mine, theirs) {
  const [onlyMine, onlyTheirs] = onlyIn(mine, theirs);
  return [side("Mine, in this editor", mine, onlyMine), side("The other", theirs, onlyTheirs)];
}

function side(title, text, only) {
  const lines = text.split("\n").map((line, i) => h("span", { class: only[i] ? "line only" : "line" }, only[i] ? h("span", { class: "visually-hidden" }, "only here: ") : null, line));
  return h("div", {}, h("h3", {}, title), h("pre", { tabindex: "0", role: "region", "aria-label": title }, ...lines));
}
