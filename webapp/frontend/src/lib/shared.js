/** What every page has: theme switch, command list, search, copying. */
import { addCommands, showCommands } from "./commands.js";
import { byId } from "./dom.js";
import { watchScrolling } from "./scrolling.js";
import { setTheme, switchTheme } from "./theme.js";

/** Wires the parts of the base layout. */
export function startShared() {
  addCommands("Everywhere", [
    { id: "commands", title: "This list", keys: ["?", "Mod-Shift-p"], run: showCommands },
    { id: "search", title: "Search problems", keys: ["/"], run: search },
    { id: "theme", title: "Switch between light and dark", run: switchTheme },
  ]);
  document.addEventListener("click", copy);
  document.querySelector("[data-preferences]")?.addEventListener("submit", (event) => {
    setTheme(new FormData(event.target).get("theme"));
  });
  watchScrolling();
}

function search() {
  const field = byId("search");
  if (field) field.select(), field.focus();
  else location.href = `${document.body.dataset.home}#search`;
}

async function copy(event) {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(byId(button.dataset.copy).textContent.trim());
  button.textContent = "Copied";
}
