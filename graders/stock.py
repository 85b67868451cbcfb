"""Fresh cases drawn ahead, each set for one submission, so that nobody waits for the author's cell."""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

from graders.cases import TestCase
from graders.caseset import case_set, fresh_cases
from graders.cells import Author
from graders.faults import Fault
from graders.growth.drawing import Scaled, draw_scaled
from graders.package.model import Package
from sandboxes import Pool

SEED_BITS = 62
REST_S = 0.3
"""After a grade, before drawing for the next: somebody waits for a verdict just now."""
PACKAGES = 128
"""So many packages have a set in stock; beyond, those that were asked for longest ago lose theirs."""
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Drawn:
    """Fresh cases, perhaps with inputs of growing size, and the secret seed that they were drawn from."""

    seed: int
    cases: list[TestCase]
    scaled: list[Scaled] | None = None  # inputs of growing size, where they were drawn too


class Supply(Protocol):
    """Where fresh cases come from that need not be drawn now."""

    def take(self, package: Package) -> Drawn | None:
        """A set for one submission, or None."""


def draw(package: Package, pool: Pool, seed: int, whole: bool = False) -> Drawn:
    """Draw a set in a session of its own; what the author's code does wrong is an AuthorFault.

    `whole`: with inputs of growing size, which only a submission that passes everything needs.
    """
    after = len(case_set(package, pool).fixed)
    with Author(pool, package) as author:
        cases = fresh_cases(package, author, seed, after)
        return Drawn(seed, cases, draw_scaled(package, author, seed) if whole else None)


class Stock:
    """One set per package, used once. Safe for many threads; draws on a thread of its own."""

    def __init__(self) -> None:
        self._sets: OrderedDict[str, Drawn] = OrderedDict()
        self._lock = threading.Lock()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="fresh-cases")

    def take(self, package: Package) -> Drawn | None:
        """The set in stock, which nobody else will get, or None."""
        with self._lock:
            return self._sets.pop(package.case_key, None)

    def refill(self, package: Package, pool: Pool, rest_s: float) -> None:
        """Have a set drawn after a rest, unless there is one or the package draws none."""
        try:
            self._thread.submit(self._fill_later, package, pool, rest_s)
        except RuntimeError:  # closed: there will be no next submission
            return

    def close(self) -> None:
        """Draw no more."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _fill_later(self, package: Package, pool: Pool, rest_s: float) -> None:
        time.sleep(rest_s)
        self.fill(package, pool)

    def fill(self, package: Package, pool: Pool) -> None:
        """Draw a set now, unless there is one or the package draws none."""
        try:
            with self._lock:
                if package.case_key in self._sets:
                    return
            if case_set(package, pool).fresh == 0 and not package.growths:
                return
            drawn = draw(package, pool, secrets.randbits(SEED_BITS), whole=True)
        except Fault as fault:  # whoever submits next will be told
            log.info("no fresh cases ahead for %s: %s", package.slug, fault)
            return
        with self._lock:
            self._sets[package.case_key] = drawn
            while len(self._sets) > PACKAGES:
                self._sets.popitem(last=False)
