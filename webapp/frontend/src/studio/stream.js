/** What happens in the workspace while its page is open: others' saves, who is where, what a proof finds. */

/** Listens until the page is left; `heard(kind, data)` gets every message. */
export function listen(url, heard) {
  const source = new EventSource(url);
  for (const kind of ["files", "proof", "found", "gone"]) {
    source.addEventListener(kind, (event) => heard(kind, JSON.parse(event.data)));
  }
  window.addEventListener("pagehide", () => source.close());
  return source;
}
