"""How long an author waits: for the preview after a keystroke, and for the proof of a problem with all its mutants.

Starts the site as `make run` does, on a free port with data of its own, and works in its studio in Chromium.
"""

import dataclasses
import sys
from contextlib import ExitStack

from playwright.sync_api import Page

from tests.benchmarks.authoring_gradebook import gradebook
from tests.benchmarks.authoring_similarity import similarity
from tests.benchmarks.harness import Figure, main, percentile
from tests.benchmarks.serving import serving, signed_in

SUBJECT = ("streaming-top-k", "most-watched-videos")
PREVIEW_MS, PROOF_S, FIRST_S = 150.0, 30.0, 2.0
WORDS = " A total of $s_i$ seconds is kept for each, and $k \\le 100$."

# Seconds from the request to the first finding of the verifier, and to the end of the proof.
PROVE = """
async () => {
  const page = JSON.parse(document.getElementById("page-data").textContent);
  const token = document.body.dataset.csrf, started = performance.now();
  const stream = new EventSource(page.urls.events);
  const known = [];
  let wanted = null, first = null, end, late;
  const over = new Promise((resolve, reject) => {
    end = resolve;
    late = setTimeout(() => reject(new Error("no end of the proof in ten minutes")), 600000);
  });
  const settle = () => {
    for (const {data, at} of wanted ? known : []) {
      if (data.proof === wanted && first === null && data.what !== "package") first = at - started;
      if (data.id === wanted && ["done", "failed"].includes(data.state)) {
        clearTimeout(late);
        stream.close();
        end({total: (at - started) / 1000, first: first / 1000, holds: data.holds, fault: data.fault});
      }
    }
  };
  for (const kind of ["found", "proof"]) {
    stream.addEventListener(kind, (event) => {
      known.push({data: JSON.parse(event.data), at: performance.now()});
      settle();
    });
  }
  const answer = await fetch(page.urls.prove, {method: "POST", headers: {"X-CSRFToken": token}});
  wanted = (await answer.json()).proof.id;
  settle();
  return await over;
}
"""


def measure(quick: bool) -> list[Figure]:
    """p95 of the preview, first findings and whole proof; similarity and gradebook, which have modules of their own."""
    with ExitStack() as stack:
        site = stack.enter_context(serving())
        email, password = site.instructor
        page = stack.enter_context(signed_in(dataclasses.replace(site, email=email, password=password)))
        page.goto(f"{site.url}/studio/?q={SUBJECT[1]}")
        page.get_by_role("button", name="Draft of").click()
        page.locator("body[data-ready]").wait_for()
        waits = preview(page, 30 if quick else 150)
        page.locator("#saved[data-state=saved]").wait_for()
        proof = page.evaluate(PROVE)
        if not proof["holds"]:
            raise SystemExit(f"the proof does not hold: {proof}")
    figures = [
        Figure("preview after a keystroke, p50", "ms", percentile(waits, 0.5)),
        Figure("preview after a keystroke, p95", "ms", percentile(waits, 0.95), PREVIEW_MS),
        Figure("first findings of a proof", "s", proof["first"], FIRST_S),
        Figure("proof of the streaming top-K opener with its mutants", "s", proof["total"], PROOF_S),
    ]
    return figures + similarity(quick) + gradebook(quick)


def preview(page: Page, keystrokes: int) -> list[float]:
    """Milliseconds from each keystroke to the preview that shows it, with a person's pauses in between."""
    page.locator("#editor .cm-content").focus()
    page.keyboard.press("Control+End")
    page.wait_for_timeout(500)
    page.evaluate("performance.clearMeasures()")
    for number in range(keystrokes):
        page.keyboard.type(WORDS[number % len(WORDS)])
        page.wait_for_timeout(60)
    page.wait_for_timeout(1000)
    measured: list[float] = page.evaluate(
        "performance.getEntriesByName('preview').map((one) => one.duration)"
    )
    return measured


if __name__ == "__main__":
    sys.exit(main("authoring", measure))
