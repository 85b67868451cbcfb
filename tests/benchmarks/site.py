"""How long a person waits: from the POST of a submission to its verdict in the browser's event stream, warm.

Starts the site as `make run` does, on a free port with data of its own, and submits from a page in Chromium.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.benchmarks.harness import Figure, main, percentile

ROOT = Path(__file__).resolve().parent.parent.parent
GOAL_MS = 60.0
START_S = 600.0
VERDICT_S = 60.0
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True)
class Subject:
    """An accepted submission to send again and again."""

    title: str
    problem: str


SUBJECTS = (
    Subject("function", "recency-ctr/top-k-recency-weighted-ctr"),
    Subject("torch", "pytorch-debugging/nan-loss-ranker"),
)

# Milliseconds from the POST to the `done` event, on the browser's clock, and what the site then says of the run.
SUBMIT = """
async ([url, code, token, limit]) => {
  const started = performance.now();
  const answer = await fetch(url, {method: "POST", body: JSON.stringify({code}),
    headers: {"Content-Type": "application/json", "X-CSRFToken": token}});
  const posted = performance.now();
  const body = await answer.json();
  if (!answer.ok) throw new Error(answer.status + " " + JSON.stringify(body));
  return await new Promise((resolve, reject) => {
    const stream = new EventSource(body.events), seconds = {};
    stream.addEventListener("case", event => {
      const row = JSON.parse(event.data);
      seconds[row.number] = row.time_s;
    });
    const late = setTimeout(() => { stream.close(); reject(new Error("no verdict in time")); }, limit);
    stream.addEventListener("done", event => {
      const ended = performance.now();
      clearTimeout(late); stream.close();
      resolve({total: ended - started, post: posted - started, id: body.id, seconds,
        done: JSON.parse(event.data)});
    });
  });
}
"""


def measure(quick: bool) -> list[Figure]:
    """p50 and p95 of the wait beyond the candidate's own run time, per subject, interleaved."""
    repeats = 5 if quick else 40
    waits: dict[str, list[float]] = {subject.title: [] for subject in SUBJECTS}
    posts: list[float] = []
    own: dict[str, list[float]] = {subject.title: [] for subject in SUBJECTS}
    with serving() as site, signed_in(site) as page:
        for subject in SUBJECTS:  # warm: cells, cases, the browser's connection
            for _ in range(3):
                submit(page, site, subject)
        for _ in range(repeats):
            for subject in SUBJECTS:
                total_ms, post_ms, own_ms = submit(page, site, subject)
                waits[subject.title].append(total_ms - own_ms)
                own[subject.title].append(own_ms)
                posts.append(post_ms)
    figures = []
    for subject in SUBJECTS:
        values = waits[subject.title]
        name = f"{subject.title}: POST to verdict beyond the candidate's run"
        figures.append(Figure(f"{name}, p50", "ms", percentile(values, 0.5), GOAL_MS))
        figures.append(Figure(f"{name}, p95", "ms", percentile(values, 0.95)))
        figures.append(
            Figure(
                f"{subject.title}: the candidate's own run, p50", "ms", percentile(own[subject.title], 0.5)
            )
        )
    figures.append(Figure("POST answered, p50", "ms", percentile(posts, 0.5)))
    return figures


def submit(page: Page, site: "Site", subject: Subject) -> tuple[float, float, float]:
    """One submission: milliseconds until the verdict, until the POST was answered, and of the candidate's own."""
    url = f"{site.url}/problems/{subject.problem}/submit"
    token = next(c["value"] for c in page.context.cookies() if c["name"] == "csrftoken")
    result = page.evaluate(SUBMIT, [url, reference(subject), token, VERDICT_S * 1000])
    if result["done"]["verdict"] != "AC":
        raise SystemExit(f"{subject.problem} was not accepted: {json.dumps(result['done'])}")
    own = sum(result["seconds"].values()) * 1000
    return result["total"], result["post"], own


def reference(subject: Subject) -> str:
    """The package's first accepted submission by name."""
    folder = ROOT / "problems" / subject.problem / "submissions" / "accepted"
    return sorted(folder.glob("*.py"))[0].read_text()


@dataclass(frozen=True)
class Site:
    """A running site and a login to it."""

    url: str
    email: str
    password: str


@contextmanager
def serving() -> Iterator[Site]:
    """The site on a free port with a data folder of its own, started by the same command as `make run`."""
    with tempfile.TemporaryDirectory(prefix="readyroom-bench-") as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        env = {**os.environ, "READYROOM_DATA": folder, "PORT": str(port)}
        env |= {"RATE_SUBMIT": "100000/m", "RATE_RUN": "100000/m"}
        log = Path(folder) / "site.log"
        with log.open("w") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "tools", "run"], cwd=ROOT, env=env, stdout=output, stderr=output
            )
        try:
            site = _wait(process, log, f"http://127.0.0.1:{port}", Path(folder))
            yield site
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(30)


def _wait(process: subprocess.Popen[bytes], log: Path, url: str, data: Path) -> Site:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline and process.poll() is None:
        if "Serving at" in log.read_text():
            command = [sys.executable, "manage.py", "create_demo", "--json"]
            env = {**os.environ, "READYROOM_DATA": str(data)}
            login = json.loads(
                subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True).stdout
            )
            return Site(url, login["email"], login["password"])
        time.sleep(0.2)
    raise SystemExit(f"the site did not come up:\n{log.read_text()[-3000:]}")


@contextmanager
def signed_in(site: Site) -> Iterator[Page]:
    """A page of a signed-in person."""
    browser_path = next(path for name in BROWSERS if (path := shutil.which(name)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_path, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        page.goto(f"{site.url}/accounts/login/")
        page.fill("input[name=login]", site.email)
        page.fill("input[name=password]", site.password)
        page.press("input[name=password]", "Enter")
        page.wait_for_url(f"{site.url}/")
        yield page
        browser.close()


if __name__ == "__main__":
    sys.exit(main("site", measure))
