"""Interviews under load: how late the clock is, that each is handed in once through kills, what a recording weighs and how it loads."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.harness import Figure, main, percentile
from tests.benchmarks.serving import BROWSERS, ROOT
from tests.faults.stage import Stage, stage

INTERVIEWS, QUICK_INTERVIEWS = 200, 40
KILLS, QUICK_KILLS = 50, 4
SPREAD_S, QUICK_SPREAD_S, LEAD_S = 60, 8, 10  # deadlines lie so far apart, the first so far ahead
MOST_BYTES, LOAD_S, SEEK_MS, LATE_S = 2_000_000, 1.0, 100.0, 1.0
PATIENCE_S = 300
SEEKS = """
async () => {
  const seek = document.getElementById("seek"), times = [];
  for (let n = 0; n < 60; n++) {
    const begun = performance.now();
    seek.value = String(Math.floor(Math.random() * Number(seek.max)));
    seek.dispatchEvent(new Event("input"));
    document.getElementById("shot").getBoundingClientRect();
    times.push(performance.now() - begun);
  }
  return times;
}
"""


def measure(quick: bool) -> list[Figure]:
    """The clock with all interviews running, the same through kills of worker and web, and an hour's recording."""
    with TemporaryDirectory(prefix="readyroom-interviews-") as name:
        folder = Path(name)
        for part in ("data", "logs"):
            (folder / part).mkdir()
        with stage(folder / "data", folder / "logs") as site:
            count, spread_s = (QUICK_INTERVIEWS, QUICK_SPREAD_S) if quick else (INTERVIEWS, SPREAD_S)
            figures = _clock(site, count, spread_s)
            figures += _kills(site, QUICK_KILLS if quick else KILLS, count, spread_s)
            return figures + _recording(site)


def _clock(site: Stage, count: int, spread_s: int) -> list[Figure]:
    """Deadlines spread over some seconds, everything as it is: how long after each the round was handed in."""
    _rows(site, "make", count, LEAD_S, spread_s)
    late = json.loads(_rows(site, "watch", PATIENCE_S))
    return [
        Figure("interviews running", "", float(count)),
        Figure("handed in after zero, p50", "s", percentile(late, 0.5)),
        Figure("handed in after zero, worst", "s", max(late), LATE_S),
    ]


def _kills(site: Stage, kills: int, count: int, spread_s: int) -> list[Figure]:
    """Worker, scheduler and web are killed while rounds end; each is handed in once all the same."""
    _rows(site, "make", count, LEAD_S, spread_s)
    chance, end = random.Random(time.time_ns()), time.monotonic() + LEAD_S + spread_s
    for _ in range(kills):
        time.sleep(max(0.0, (end - time.monotonic()) / kills) * chance.uniform(0.2, 1.2))
        site.parts[chance.choice(("worker", "worker", "web", "beat"))].restart()
    _rows(site, "watch", PATIENCE_S)
    found = json.loads(_rows(site, "count"))
    return [
        Figure("processes killed", "", float(kills)),
        Figure("never handed in", "", float(found["never"]), 0.0),
        Figure("handed in twice", "", float(found["twice"]), 0.0),
        Figure("graded twice", "", float(found["graded_twice"]), 0.0),
    ]


def _recording(site: Stage) -> list[Figure]:
    """An hour of typing at three changes in five seconds: its size, and the replay in Chromium."""
    from shutil import which

    from playwright.sync_api import sync_playwright

    made = json.loads(_rows(site, "record"))
    figures = [
        Figure("log of 60 minutes", "bytes", float(made["bytes"]), float(MOST_BYTES)),
        Figure("events of 60 minutes", "", float(made["events"])),
    ]
    path = next(found for name in BROWSERS if (found := which(name)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(base_url=site.site.url)
        page.context.add_cookies([{"name": "sessionid", "value": made["session"], "url": site.site.url}])
        page.goto("/interviews/")  # what every page of the site needs is there
        begun = time.monotonic()
        page.goto(made["replay"])
        page.locator("body[data-ready]").wait_for()
        loaded = time.monotonic() - begun
        seeks = page.evaluate(SEEKS)
        browser.close()
    return [
        *figures,
        Figure("replay loads", "s", loaded, LOAD_S),
        Figure("seek, p95", "ms", percentile(seeks, 0.95), SEEK_MS),
    ]


def _rows(site: Stage, command: str, *arguments: float) -> str:
    """Run a helper in the site's own environment; what it prints last."""
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            f"from tests.benchmarks.interview_rows import run; run(*{(command, *arguments)!r})",
        ],
        cwd=ROOT,
        env={**os.environ, **site.parts["worker"].service.env},
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    return done.stdout.splitlines()[-1] if done.stdout.strip() else ""


if __name__ == "__main__":
    sys.exit(main("interviews", measure))
