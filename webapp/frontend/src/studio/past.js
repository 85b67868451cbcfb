/** The history of a file: who wrote what when, how the present text differs, and back to an earlier one. */
import { announce, byId } from "../lib/dom.js";
import { sendForJson, sendForText } from "../lib/http.js";

/** Opens the dialog for a path; `restored(answer)` is called once the server holds the earlier text. */
export async function showPast(page, path, restored) {
  const query = `?path=${encodeURIComponent(path)}`;
  byId("past-title").textContent = `History of ${path}`;
  byId("past-body").innerHTML = await sendForText(page.urls.history + query, { method: "GET" });
  const choose = async (button) => {
    for (const other of byId("past-body").querySelectorAll("[data-revision]")) other.removeAttribute("aria-current");
    button.setAttribute("aria-current", "true");
    byId("past-shown").innerHTML = await sendForText(`${page.urls.difference}${query}&revision=${button.dataset.revision}`, { method: "GET" });
    byId("past-shown").querySelector("[data-restore]")?.addEventListener("click", async () => {
      const revision = Number(button.dataset.revision);
      const answer = await sendForJson(page.urls.restore, { json: { path, revision } });
      byId("past").close();
      restored(answer);
      announce("The earlier text is back.");
    });
  };
  for (const button of byId("past-body").querySelectorAll("[data-revision]")) button.addEventListener("click", () => choose(button));
  const first = byId("past-body").querySelector("[data-revision]");
  if (first) await choose(first);
  byId("past").showModal();
}
