"""How long a person waits: from the POST of a submission to its verdict in the browser's event stream, warm.

Starts the site as `make run` does, on a free port with data of its own, and submits from a page in Chromium.
"""

import json
import sys
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page

from tests.benchmarks.harness import Figure, main, percentile
from tests.benchmarks.serving import Site, serving, signed_in
from tests.benchmarks.subjects import Subject, prepare

GOAL_MS = 60.0
VERDICT_S = 60.0


SUBJECTS = (
    Subject("function, 20 cases", "recency-ctr/top-k-recency-weighted-ctr", cut=(17, 3), goal_ms=GOAL_MS),
    Subject("torch", "pytorch-debugging/broadcast-watch-time", goal_ms=GOAL_MS),
    Subject("torch, an examiner that trains", "pytorch-debugging/nan-loss-ranker"),
    Subject("function, 32 cases", "streaming-top-k/most-watched-videos"),
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
    with TemporaryDirectory() as folder, ExitStack() as stack:
        prepare(SUBJECTS, Path(folder))
        site = stack.enter_context(serving(Path(folder)))
        page = stack.enter_context(signed_in(site))
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
        figures.append(Figure(f"{name}, p50", "ms", percentile(values, 0.5), subject.goal_ms))
        figures.append(Figure(f"{name}, p95", "ms", percentile(values, 0.95)))
        figures.append(
            Figure(
                f"{subject.title}: the candidate's own run, p50", "ms", percentile(own[subject.title], 0.5)
            )
        )
    figures.append(Figure("POST answered, p50", "ms", percentile(posts, 0.5)))
    return figures


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
