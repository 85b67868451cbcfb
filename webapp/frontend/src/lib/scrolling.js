/** What scrolls sideways can be reached by keyboard: such blocks in prose get a tab stop while they overflow. */
const watched = new WeakSet();
const observer = new ResizeObserver((entries) => entries.forEach((entry) => mark(entry.target)));

function mark(block) {
  if (block.scrollWidth > block.clientWidth + 1) block.setAttribute("tabindex", "0");
  else block.removeAttribute("tabindex");
}

/** Watches the code blocks, tables and formulas inside an element. */
export function watchScrolling(root = document) {
  for (const block of root.querySelectorAll(".prose pre, .prose .table, .figure")) {
    if (watched.has(block)) continue;
    watched.add(block);
    observer.observe(block);
  }
}
