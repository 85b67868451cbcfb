"""How long a person waits: from the POST of a submission to its verdict in the browser's event stream, warm.

Starts the site as `make run` does, on a free port with data of its own, and submits from a page in Chromium.

A person reads a verdict before the next submission, and meanwhile the site does what nobody waits for: fresh cases
for the next one, cells made ready, books written. The figures with a goal are such a person's. Those that follow are
of a script that submits again at once, and pays for the rest of the submission before.
"""

import json
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page

from tests.benchmarks.harness import Figure, main, percentile
from tests.benchmarks.serving import Site, serving, signed_in
from tests.benchmarks.subjects import Subject, prepare

GOAL_MS = 60.0
VERDICT_S = 60.0
SETTLE_S = 1.0
"""From a verdict to the next submission of somebody who reads it, at the least."""

SUBJECTS = (
    Subject("function, 20 cases", "recency-ctr/top-k-recency-weighted-ctr", cut=(17, 3), goal_ms=GOAL_MS),
    Subject("torch", "pytorch-debugging/broadcast-watch-time", goal_ms=GOAL_MS),
    Subject("torch, an examiner that trains", "pytorch-debugging/nan-loss-ranker"),
    Subject("function, 33 cases", "streaming-top-k/most-watched-videos"),
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


@dataclass
class Waits:
    """Milliseconds of every submission of one subject."""

    beyond: list[float] = field(default_factory=list)  # the wait less the candidate's own run
    own: list[float] = field(default_factory=list)
    posts: list[float] = field(default_factory=list)  # until the POST was answered


def measure(quick: bool) -> list[Figure]:
    """p50 and p95 of the wait beyond the candidate's own run time, per subject, interleaved, at both paces."""
    repeats = 5 if quick else 40
    with TemporaryDirectory() as folder, ExitStack() as stack:
        prepare(SUBJECTS, Path(folder))
        site = stack.enter_context(serving(Path(folder)))
        page = stack.enter_context(signed_in(site))
        rounds(page, site, 3, SETTLE_S)  # warm: cells, cases, the browser's connection
        read = rounds(page, site, repeats, SETTLE_S)
        at_once = rounds(page, site, repeats, 0.0)
    figures = []
    for subject in SUBJECTS:
        waits = read[subject.title]
        name = f"{subject.title}: POST to verdict beyond the candidate's run"
        figures.append(Figure(f"{name}, p50", "ms", percentile(waits.beyond, 0.5), subject.goal_ms))
        figures.append(Figure(f"{name}, p95", "ms", percentile(waits.beyond, 0.95)))
        figures.append(
            Figure(f"{subject.title}: the candidate's own run, p50", "ms", percentile(waits.own, 0.5))
        )
    posts = [wait for waits in read.values() for wait in waits.posts]
    figures.append(Figure("POST answered, p50", "ms", percentile(posts, 0.5)))
    for subject in SUBJECTS:
        name = f"{subject.title}: the same at once after another verdict, p50"
        figures.append(Figure(name, "ms", percentile(at_once[subject.title].beyond, 0.5)))
    return figures


def rounds(page: Page, site: Site, repeats: int, pause_s: float) -> dict[str, Waits]:
    """Submit each subject in turn, so many times, each `pause_s` after the verdict before it."""
    waits = {subject.title: Waits() for subject in SUBJECTS}
    for _ in range(repeats):
        for subject in SUBJECTS:
            time.sleep(pause_s)
            total_ms, post_ms, own_ms = submit(page, site, subject)
            of = waits[subject.title]
            of.beyond.append(total_ms - own_ms)
            of.own.append(own_ms)
            of.posts.append(post_ms)
    return waits


def submit(page: Page, site: Site, subject: Subject) -> tuple[float, float, float]:
    """One submission: milliseconds until the verdict, until the POST was answered, and of the candidate's own."""
    url = f"{site.url}/problems/{subject.problem}/submit"
    token = next(c["value"] for c in page.context.cookies() if c["name"] == "csrftoken")
    result = page.evaluate(SUBMIT, [url, subject.reference, token, VERDICT_S * 1000])
    if result["done"]["verdict"] != "AC":
        raise SystemExit(f"{subject.problem} was not accepted: {json.dumps(result['done'])}")
    own = sum(result["seconds"].values()) * 1000
    return result["total"], result["post"], own


if __name__ == "__main__":
    sys.exit(main("site", measure))
