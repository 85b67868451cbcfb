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
  const source = byId(button.dataset.copy);
  const text = (source.value ?? source.textContent).trim();
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  } catch {
    // Browsers give pages no clipboard over plain HTTP: what is selected can be copied by hand.
    getSelection().selectAllChildren(source);
    source.select?.();
    button.textContent = "Selected: copy it now";
  }
}
