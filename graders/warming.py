"""Prepare the cases of stored packages, so that the first submission of a day is as fast as the last."""

from __future__ import annotations

import logging
import threading

from graders.caseset import fixed_cases
from graders.faults import Fault
from graders.stock import Stock
from graders.store import NotStored, Store
from sandboxes import Pool

NEWEST = 128
log = logging.getLogger(__name__)


def warm(store: Store, pool: Pool, stock: Stock, stop: threading.Event) -> int:
    """Make or load the cases of the packages stored last, with fresh ones in stock; returns of how many packages."""
    count = 0
    for digest in store.newest(NEWEST):
        if stop.is_set():
            break
        try:
            package = store.get(digest)
            for case in fixed_cases(package, pool):
                case.packed_args, case.packed_calls  # noqa: B018 - made when first asked for, and then kept
            stock.refill(package, pool)
            count += 1
        except (Fault, NotStored) as error:
            log.warning("cases of %s: %s", digest, error)
    return count
