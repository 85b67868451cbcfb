"""Figures for Prometheus, for those who hold the token or sit on this machine."""

import hmac
from collections.abc import Iterator

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from graders.messages import EVENTS_QUEUE, Queue
from webapp import broker
from webapp.practice.domain.regrading import LOWEST
from webapp.practice.domain.verdicts import totals
from webapp.practice.models import Submission

QUEUES = (*(queue.value for queue in Queue), EVENTS_QUEUE)
LOOPBACK = {"127.0.0.1", "::1"}


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Everything django-prometheus counts, plus submissions and graders."""
    if not allowed(request):
        raise PermissionDenied
    return HttpResponse(
        generate_latest(REGISTRY) + generate_latest(Practice()), content_type=CONTENT_TYPE_LATEST
    )


def allowed(request: HttpRequest) -> bool:
    """With METRICS_TOKEN only its bearer; without, only this machine and not through a proxy on it."""
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(given.encode(), settings.METRICS_TOKEN.encode())
    return request.META.get("REMOTE_ADDR") in LOOPBACK and "X-Forwarded-For" not in request.headers


class Practice(Collector):
    """What the rows and the broker say at the moment of asking."""

    def collect(self) -> Iterator[Metric]:
        """Submissions by mode, state and verdict; what waits and since when; graders, cells and verdicts."""
        rows = GaugeMetricFamily(
            "readyroom_submissions", "Submissions there are.", labels=["mode", "state", "verdict"]
        )
        for row in Submission.objects.values("mode", "state", "verdict").annotate(n=Count("id")).order_by():
            rows.add_metric([row["mode"], row["state"], row["verdict"]], row["n"])
        yield rows
        yield self._ages()
        try:
            yield from self._of_broker()
        except broker.BrokerDown:
            return

    def _ages(self) -> GaugeMetricFamily:
        """Seconds that the oldest of each mode has waited; 0 when none waits."""
        ages = GaugeMetricFamily(
            "readyroom_queue_age_seconds",
            "How long the oldest waits that no grader has begun.",
            labels=["queue"],
        )
        oldest = dict(
            Submission.objects.filter(state="queued")
            .values_list("mode")
            .annotate(Min("created_at"))
            .order_by()
        )
        for mode in Submission.Mode.values:
            waited = (timezone.now() - oldest[mode]).total_seconds() if mode in oldest else 0.0
            ages.add_metric([mode], max(0.0, waited))
        return ages

    def _of_broker(self) -> Iterator[Metric]:
        alive = broker.graders_alive()
        depths = GaugeMetricFamily(
            "readyroom_queue_depth", "Messages that no worker has taken.", labels=["queue", "priority"]
        )
        for queue in QUEUES:
            depths.add_metric([queue, "usual"], broker.queue_length(queue))
        depths.add_metric([Queue.GRADE.value, "lowest"], broker.queue_length(Queue.GRADE.value, LOWEST))
        yield depths
        graders = GaugeMetricFamily("readyroom_graders", "Graders connected.", labels=["ready"])
        for ready in (True, False):
            graders.add_metric([str(ready).lower()], sum(grader.ready is ready for grader in alive))
        yield graders
        cells = GaugeMetricFamily(
            "readyroom_cells",
            "Cells of graders that rest warm or are taken.",
            labels=["grader", "image", "state"],
        )
        for grader in alive:
            for image, there in grader.cells.items():
                cells.add_metric([grader.name, image, "warm"], there.warm)
                cells.add_metric([grader.name, image, "busy"], there.busy)
        yield cells
        yield from self._verdicts()

    def _verdicts(self) -> Iterator[Metric]:
        verdicts, latencies = totals()
        counted = CounterMetricFamily(
            "readyroom_verdicts",
            "Verdicts that became final; IE are faults of ours.",
            labels=["mode", "verdict"],
        )
        for (mode, verdict), number in verdicts.items():
            counted.add_metric([mode, verdict], number)
        yield counted
        seconds = HistogramMetricFamily(
            "readyroom_verdict_seconds", "Seconds from handing in to the verdict.", labels=["mode"]
        )
        for mode, latency in latencies.items():
            seconds.add_metric([mode], latency.cumulative(), latency.seconds)
        yield seconds
