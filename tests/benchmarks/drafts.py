"""How soon what is typed is safe: from each keystroke until this browser's journal has it, and until the server has."""

import sys

from playwright.sync_api import Page

from tests.benchmarks.harness import Figure, main, percentile
from tests.benchmarks.serving import serving, signed_in

PROBLEM = "streaming-top-k/most-watched-videos"
JOURNAL_S, SERVER_S = 1.0, 5.0
WATCH = """
() => {
  const journal = () => Object.entries(localStorage).filter(([name]) => name.startsWith("readyroom:journal:"))
    .map(([, value]) => JSON.parse(value).text.length).at(-1) ?? 0;
  const text = document.querySelector(".cm-content").cmTile.view.state.doc.toString();
  const watch = window.watch = {typed: [], journal: [], server: []};
  const reached = (list, length) => { while (list.length < length - text.length) list.push(performance.now()); };
  document.addEventListener("keydown", event => { if (event.key.length === 1) watch.typed.push(performance.now()); }, true);
  setInterval(() => reached(watch.journal, journal()), 5);
  const plain = window.fetch;
  window.fetch = async (url, options) => {
    const answer = await plain(url, options);
    if (answer.ok && options?.method === "PUT") reached(watch.server, JSON.parse(options.body).content.length);
    return answer;
  };
}
"""


def measure(quick: bool) -> list[Figure]:
    """Seconds from keystroke to journal and to server: typed without a pause, and in words with pauses."""
    seconds = 10 if quick else 60
    with serving() as site, signed_in(site) as page:
        page.goto(f"{site.url}/problems/{PROBLEM}/")
        page.locator("body[data-ready]").wait_for()
        page.evaluate(WATCH)
        page.locator("#editor .cm-content").focus()
        page.keyboard.press("Control+End")
        page.wait_for_timeout(1500)
        for _ in range(seconds * 8):
            page.keyboard.press("x")
            page.wait_for_timeout(125)
        for _ in range(seconds // 5):
            page.wait_for_timeout(3000)
            page.keyboard.type("words ")
        return figures(page)


def figures(page: Page) -> list[Figure]:
    """Waits until everything has arrived; both delays over all keystrokes."""
    everything = (
        "() => watch.server.length >= watch.typed.length && watch.journal.length >= watch.typed.length"
    )
    page.wait_for_function(everything, timeout=30_000)
    watch = page.evaluate("() => watch")
    found = []
    for place, goal in (("journal", JOURNAL_S), ("server", SERVER_S)):
        pairs = zip(watch["typed"], watch[place], strict=False)
        delays = [(there - typed) / 1000 for typed, there in pairs]
        found.append(Figure(f"keystroke to {place}, p50", "s", percentile(delays, 0.5)))
        found.append(Figure(f"keystroke to {place}, worst of {len(delays)}", "s", max(delays), goal))
    return found


if __name__ == "__main__":
    sys.exit(main("drafts", measure))
