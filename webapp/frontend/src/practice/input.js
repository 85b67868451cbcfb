/** The candidate's own input: filled with a sample, remembered per problem, used by Run when ticked. */
import { byId } from "../lib/dom.js";

/** Wires the tab; returns {value()} with the input or null for the samples, and {error(text, line)}. */
export function ownInput(page) {
  const key = `readyroom:input:${page.user}|${page.problem}`;
  const area = byId("own-input");
  const use = byId("use-own");
  const pick = byId("pick-sample");
  area.value = localStorage.getItem(key) ?? page.samples[0] ?? "";

  area.addEventListener("input", () => {
    use.checked = true;
    localStorage.setItem(key, area.value);
    error("");
  });
  pick?.addEventListener("change", () => {
    if (pick.value === "") return;
    area.value = page.samples[Number(pick.value)];
    pick.value = "";
    area.dispatchEvent(new Event("input"));
    area.focus();
  });

  function error(text, line) {
    byId("own-error").replaceChildren(...(text ? [Object.assign(document.createElement("span"), { textContent: text })] : []));
    if (text) area.setAttribute("aria-invalid", "true");
    else area.removeAttribute("aria-invalid");
    if (!line) return;
    const lines = area.value.split("\n");
    const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    area.focus();
    area.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
  }

  return { value: () => (use.checked && area.value.trim() ? area.value : null), error };
}
