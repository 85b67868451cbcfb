"""How many verdicts there were and how long people waited for them, counted in the broker for every process together.

Counting rows would read the whole table at every look, and a counter in one recorder's memory is not the others'. A broker
that lost its data begins anew at zero, which whoever reads counters expects of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast
from uuid import UUID

import structlog
from django.db import transaction

from webapp.broker import BrokerDown, client
from webapp.practice.models import Submission

log = structlog.get_logger(__name__)
KEY = "readyroom:verdicts"
BOUNDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 1800.0)
"""Upper ends of the histogram's buckets, in seconds from handing in to the verdict."""


@dataclass
class Latency:
    """How many verdicts of one mode fell into each bucket (the last one has no end), and the seconds of all."""

    buckets: list[int] = field(default_factory=lambda: [0] * (len(BOUNDS) + 1))
    seconds: float = 0.0

    def cumulative(self) -> list[tuple[str, float]]:
        """Buckets as Prometheus has them: each with all that were quicker."""
        total, rows = 0, list[tuple[str, float]]()
        for bound, count in zip((*map(str, BOUNDS), "+Inf"), self.buckets, strict=True):
            total += count
            rows.append((bound, total))
        return rows


def count(submission: UUID, verdict: str) -> None:
    """Count a verdict that has become final, once its row is committed; without a broker it is left out."""
    transaction.on_commit(lambda: _count(submission, verdict), robust=True)


def _count(submission: UUID, verdict: str) -> None:
    row = Submission.objects.only("mode", "created_at", "finished_at").filter(pk=submission).first()
    if row is None or row.finished_at is None:
        return
    seconds = max(0.0, (row.finished_at - row.created_at).total_seconds())
    place = next((n for n, bound in enumerate(BOUNDS) if seconds <= bound), len(BOUNDS))
    try:
        with client().pipeline(transaction=True) as pipe:
            pipe.hincrby(KEY, f"verdict:{row.mode}:{verdict}", 1)
            pipe.hincrby(KEY, f"bucket:{row.mode}:{place}", 1)
            pipe.hincrbyfloat(KEY, f"seconds:{row.mode}:", seconds)
            pipe.execute()
    except BrokerDown as error:
        log.warning("verdict not counted", error=str(error))


def totals() -> tuple[dict[tuple[str, str], int], dict[str, Latency]]:
    """Verdicts by (mode, verdict), and latencies by mode; raises one of `BrokerDown`."""
    verdicts, latencies = dict[tuple[str, str], int](), dict[str, Latency]()
    for what, mode, last, value in _fields():
        if what == "verdict":
            verdicts[mode, last] = int(value)
            continue
        latency = latencies.setdefault(mode, Latency())
        if what == "bucket":
            latency.buckets[int(last)] = int(value)
        else:
            latency.seconds = float(value)
    return verdicts, latencies


def _fields() -> Iterator[tuple[str, str, str, str]]:
    found = cast(dict[bytes, bytes], client().hgetall(KEY))
    for name, value in sorted(found.items()):
        what, mode, last = name.decode().split(":")
        yield what, mode, last, value.decode()
