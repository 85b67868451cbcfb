/** The page of one submission: follows it until it is done, then wires its result. */
import { byId, pageData } from "../lib/dom.js";
import { sendForText } from "../lib/http.js";
import { wireRestore } from "./aside.js";
import { watch } from "./live.js";
import { showResult, wireLineLinks } from "./result.js";
import { wireTabs } from "./tabs.js";

/** Starts the page. */
export async function startSubmission() {
  const page = pageData();
  wireTabs();
  wireLineLinks((line) => (location.hash = `#L${line}`));
  wireRestore((_answer, button) => (location.href = button.dataset.then));
  if (!page?.active) return;
  const done = await watch(page.active, byId("panel-result"), new AbortController().signal);
  if (done) showResult(await sendForText(done.result, { method: "GET" }));
}
