/** Tab lists: click, arrow keys, Home and End; one tab stop per list. */

/** Wires every tab list inside `root`. */
export function wireTabs(root = document) {
  for (const list of root.querySelectorAll('[role="tablist"]')) {
    list.addEventListener("click", (event) => {
      const tab = event.target.closest('[role="tab"]');
      if (!tab) return;
      event.preventDefault();
      selectTab(tab.id);
    });
    list.addEventListener("keydown", (event) => step(event, list));
    for (const tab of tabsOf(list)) tab.tabIndex = tab.getAttribute("aria-selected") === "true" ? 0 : -1;
  }
}

const tabsOf = (list) => [...list.querySelectorAll('[role="tab"]')];

function step(event, list) {
  const tabs = tabsOf(list);
  const at = tabs.indexOf(event.target.closest('[role="tab"]'));
  const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
  if (to === undefined || at < 0 || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  const next = tabs[(to + tabs.length) % tabs.length];
  selectTab(next.id);
  next.focus();
}

/** Selects a tab and shows its panel; `tabselected` is dispatched on the tab. */
export function selectTab(id) {
  const tab = document.getElementById(id);
  if (!tab) return;
  for (const other of tabsOf(tab.closest('[role="tablist"]'))) {
    const on = other === tab;
    other.setAttribute("aria-selected", String(on));
    other.tabIndex = on ? 0 : -1;
    const panel = document.getElementById(other.getAttribute("aria-controls"));
    if (panel?.matches(".case-panel")) panel.toggleAttribute("data-open", on);
    else if (panel) panel.hidden = !on;
  }
  tab.dispatchEvent(new CustomEvent("tabselected", { bubbles: true }));
}
