"""Figures for Prometheus, for those who hold the token or sit on this machine."""

import hmac
from collections.abc import Iterator

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from webapp import broker
from webapp.practice.models import Submission

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

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Submissions by mode, state and verdict; graders by readiness."""
        rows = GaugeMetricFamily(
            "readyroom_submissions", "Submissions there are.", labels=["mode", "state", "verdict"]
        )
        for row in Submission.objects.values("mode", "state", "verdict").annotate(n=Count("id")).order_by():
            rows.add_metric([row["mode"], row["state"], row["verdict"]], row["n"])
        yield rows
        graders = GaugeMetricFamily("readyroom_graders", "Graders connected.", labels=["ready"])
        try:
            alive = broker.graders_alive()
        except broker.BrokerDown:
            return
        for ready in (True, False):
            graders.add_metric([str(ready).lower()], sum(grader.ready is ready for grader in alive))
        yield graders
