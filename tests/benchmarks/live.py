"""Shared rooms: how soon a keystroke is in the other browser while fifty rooms are typed in, and whether any is lost.

The web process and the broker of `make run`, real sockets; one pair are real pages in Chromium, in which a keystroke
counts as arrived once the other page shows it.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from random import Random
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.benchmarks.harness import Figure, main, percentile
from tests.benchmarks.rooms import Served, served
from tests.benchmarks.serving import BROWSERS, ROOT

ROOMS = 50
GOAL_MS = 100.0
PACE_S = 0.25  # between keystrokes of each of the hundred people: about fifty words a minute, without a rest
SCHEDULES, STEPS = 1000, 150
WATCH = """
() => {
  const text = () => document.querySelector(".cm-content").textContent;
  const clock = () => performance.timeOrigin + performance.now();
  const watch = window.watch = {typed: [], seen: []};
  document.addEventListener("keydown", event => { if (event.key === OWN) watch.typed.push(clock()); }, true);
  const look = () => { const there = text().split(OTHER).length - 1; while (watch.seen.length < there) watch.seen.push(clock()); };
  new MutationObserver(look).observe(document.querySelector(".cm-content"), {subtree: true, childList: true, characterData: true});
}
"""


def measure(quick: bool, rooms: int) -> list[Figure]:
    """Delays in milliseconds, and characters lost or out of order."""
    seconds = 10.0 if quick else 60.0
    with served(rooms) as site, sync_playwright() as playwright:
        path = next(path for name in BROWSERS if (path := shutil.which(name)))
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        pages = [page_of(browser, site, which) for which in (0, 1)]
        typists = start_typists(site, seconds)
        shown = type_in_pages(pages, seconds)
        result = json.loads(typists.communicate(timeout=seconds + 120)[0].splitlines()[-1])
        texts = {
            page.evaluate("() => document.querySelector('.cm-content').cmTile.view.state.doc.toString()")
            for page in pages
        }
        browser.close()
    typed = sum(len(page_delays) for page_delays in shown)
    delays = [delay for page_delays in shown for delay in page_delays]
    lost = 0 if len(texts) == 1 and len(next(iter(texts))) == typed else typed
    return [
        Figure(f"keystroke to the other page in Chromium, p50 of {typed}", "ms", percentile(delays, 0.5)),
        Figure("keystroke to the other page in Chromium, p95", "ms", percentile(delays, 0.95), GOAL_MS),
        Figure(f"keystroke to the other socket, {rooms - 1} rooms, p50 of {result['typed']}", "ms", percentile(result["delays"], 0.5)),
        Figure(f"keystroke to the other socket, {rooms - 1} rooms, p95", "ms", percentile(result["delays"], 0.95), GOAL_MS),
        Figure("keystrokes a second over all rooms", "1/s", (result["typed"] + typed) / seconds),
        Figure("keystrokes that did not arrive", "", float(result["lost"] + lost), 0.0),
        *schedules(200 if quick else SCHEDULES),
    ]  # fmt: skip


def page_of(browser: Browser, site: Served, which: int) -> Page:
    """The first room, open for one of its people."""
    context = browser.new_context(base_url=site.url)
    context.add_cookies([{"name": "sessionid", "value": site.rooms[0]["sessions"][which], "url": site.url}])
    page = context.new_page()
    page.goto(f"/live/{site.rooms[0]['room']}/")
    page.locator("#saved[data-state=saved]").wait_for()
    own, other = ("xy", "yx")[which]
    page.evaluate(WATCH.replace("OWN", repr(own)).replace("OTHER", repr(other)))
    page.locator(".cm-content").first.focus()
    return page


def start_typists(site: Served, seconds: float) -> subprocess.Popen[str]:
    """The other rooms, in a process of its own; returns once all are connected."""
    order = {"url": site.url, "rooms": site.rooms[1:], "seconds": seconds, "pace_s": PACE_S}
    command = [sys.executable, "-c", "from tests.benchmarks.rooms import load; load()"]
    env = {**os.environ, "ROOMS_LOAD": json.dumps(order)}
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    if process.stdout.readline().strip() != "ready":
        raise SystemExit("the typists did not get into their rooms")
    return process


def type_in_pages(pages: list[Page], seconds: float) -> list[list[float]]:
    """Both type in turns: for each page, milliseconds from its keystrokes until the other shows them."""
    for _ in range(int(seconds / PACE_S)):
        for page, key in zip(pages, "xy", strict=True):
            page.keyboard.press(key)
            page.wait_for_timeout(PACE_S * 500)
    pages[0].wait_for_timeout(2000)
    watches: list[dict[str, Any]] = [page.evaluate("() => watch") for page in pages]
    pairs = ((watches[0]["typed"], watches[1]["seen"]), (watches[1]["typed"], watches[0]["seen"]))
    for typed, seen in pairs:
        if len(typed) != len(seen):
            raise SystemExit(f"{len(typed)} keystrokes were typed, and {len(seen)} have arrived")
    return [[there - here for here, there in zip(typed, seen, strict=True)] for typed, seen in pairs]


def schedules(count: int) -> list[Figure]:
    """Random evenings of breaking lines, through the server's code in this process."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "webapp.settings")
    import django

    django.setup()
    from tests.webapp.live.schedules import evening, wrongs

    wrong = typed = 0
    for seed in range(count):
        text, runs, deleted = evening(Random(seed), STEPS)
        typed += sum(map(len, runs))
        wrong += wrongs(text, runs, deleted)
    return [
        Figure(f"characters lost or out of order in {count} schedules ({typed} typed)", "", float(wrong), 0.0)
    ]


if __name__ == "__main__":
    more = argparse.ArgumentParser(add_help=False)
    more.add_argument("--rooms", type=int, default=ROOMS, help=f"rooms of two people (default {ROOMS})")
    sys.exit(main("live", measure, more=more))
