"""Prepare the cases of stored packages, so that the first submission of a day is as fast as the last."""

from __future__ import annotations

import logging
from collections.abc import Callable

from graders.caseset import fixed_cases
from graders.faults import Fault
from graders.package.model import DEVICE_IMAGE
from graders.stock import Stock
from graders.store import NotStored, Store
from sandboxes import Pool

NEWEST = 128
log = logging.getLogger(__name__)


def warm(
    store: Store, pool: Pool, stock: Stock, may_go_on: Callable[[], bool], only_device: bool = False
) -> int:
    """Make or load the cases of the packages stored last, with fresh ones in stock; returns of how many packages.

    `may_go_on` waits before each until there is time for it, or says that there is none. A pool with a device makes those of
    packages that ask for one in its size; `only_device`: and no others.
    """
    has_device = DEVICE_IMAGE in pool.describe()["images"]
    count = 0
    for digest in store.newest(NEWEST):
        if not may_go_on():
            break
        try:
            package = store.get(digest)
            if package.manifest.device and has_device:
                package = package.with_device()
            elif only_device:
                continue
            for case in fixed_cases(package, pool):
                case.packed_args, case.packed_calls  # noqa: B018 - made when first asked for, and then kept
            stock.fill(package, pool)
            count += 1
        except (Fault, NotStored) as error:
            log.warning("cases of %s: %s", digest, error)
    return count
