/** The texts of a room: each has a journal of its own, and forms that leave the page wait until all have arrived. */
import { byId } from "../lib/dom.js";
import { Draft } from "../journal/draft.js";

/** A journal for one sheet; `show(text)` puts a text from elsewhere into its field. */
export function journal(page, sheet, show) {
  const { content, revision, saved_at } = sheet;
  return new Draft(
    { user: page.user, problem: `${page.round}/${sheet.name}`, signed_in: true, starter: "", draft: { content, revision, saved_at }, urls: { draft: sheet.url, login: page.urls.login } },
    show,
  );
}

/** Opens a journal for every text area with data-sheet; resolves to a function that flushes all. */
export async function openSheets(page, onInput = () => {}) {
  const drafts = [];
  for (const sheet of page.sheets) {
    const area = byId(`text-${sheet.name}`);
    const draft = journal(page, sheet, (text) => {
      area.value = text;
      onInput(area);
    });
    area.value = await draft.open();
    area.addEventListener("input", () => {
      draft.edited(area.value);
      onInput(area);
    });
    onInput(area);
    drafts.push(draft);
  }
  return () => Promise.all(drafts.map((draft) => draft.flush()));
}

/** Forms with data-flush, and links to the other questions, wait for the journals; not for long. */
export function flushFirst(flush) {
  const wait = () => Promise.race([flush(), new Promise((resolve) => setTimeout(resolve, 3000))]);
  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("form[data-flush]");
    if (!form || form.dataset.flushed) return;
    event.preventDefault();
    form.dataset.flushed = "1";
    await wait();
    form.submit();
  });
}
