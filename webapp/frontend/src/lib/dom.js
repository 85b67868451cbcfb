/** Small helpers around the document. */

/** An element with attributes and children; text children are never parsed as markup. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child != null && child !== false));
  return element;
}

export const byId = (id) => document.getElementById(id);

/** JSON that the server put into the page, or null. */
export function pageData(id = "page-data") {
  const node = byId(id);
  return node ? JSON.parse(node.textContent) : null;
}

/** Whether an event's target takes text, so that single keys belong to it. */
export function takesText(target) {
  return target.closest?.("input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable=true]") != null;
}

const speech = { last: 0, timer: 0 };

/** Says a text to screen readers, at most once in `every` milliseconds; the newest text wins. */
export function announce(text, every = 0) {
  const region = byId("announce");
  if (!region) return;
  clearTimeout(speech.timer);
  const wait = Math.max(0, speech.last + every - Date.now());
  speech.timer = setTimeout(() => {
    speech.last = Date.now();
    region.textContent = text;
  }, wait);
}
