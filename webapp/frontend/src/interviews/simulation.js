/** What the simulator says of the board: asked for while it runs. */
import { announce, byId } from "../lib/dom.js";
import { Refused, sendForText } from "../lib/http.js";
import { watchScrolling } from "../lib/scrolling.js";

const LOOK = 1500; // ms

/** Follows the simulation that the page shows, if one is under way. */
export function followSimulation(url) {
  const box = byId("simulated");
  if (!box || box.dataset.waits === undefined) return;
  setTimeout(async () => {
    await showSimulation(url);
    followSimulation(url);
  }, LOOK);
}

/** Takes what there is now. */
export async function showSimulation(url) {
  try {
    const anew = new DOMParser().parseFromString(await sendForText(url, { method: "GET" }), "text/html").getElementById("simulated");
    const old = byId("simulated");
    if (!anew || !old) return;
    old.replaceWith(document.adoptNode(anew));
    watchScrolling(anew);
    if (old.dataset.waits !== undefined && anew.dataset.waits === undefined) announce(anew.querySelector("p")?.textContent ?? "Simulated.");
  } catch (problem) {
    if (!(problem instanceof Refused)) throw problem; // the next look tells
  }
}
