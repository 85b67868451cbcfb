"""Whether the site lives, and whether each thing it needs does."""

import time
from typing import Any

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from graders.messages import Queue
from webapp import broker


@never_cache
@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """200 as long as the process answers."""
    return JsonResponse({"status": "live"})


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """200 when the site can take in work: "ready", or "degraded" while nobody grades; else 503 "unready"."""
    parts = {"database": database(), "broker": queue(), "graders": graders()}
    if not (parts["database"]["ok"] and parts["broker"]["ok"]):
        status = "unready"
    else:
        status = "ready" if parts["graders"]["ok"] else "degraded"
    return JsonResponse({"status": status, "parts": parts}, status=503 if status == "unready" else 200)


def database() -> dict[str, Any]:
    """One round trip."""
    begun = time.monotonic()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return {"ok": False, "reason": "The database does not answer."}
    return {"ok": True, "ms": milliseconds(time.monotonic() - begun), "vendor": connection.vendor}


def queue() -> dict[str, Any]:
    """One round trip."""
    try:
        return {"ok": True, "ms": milliseconds(broker.ping())}
    except broker.BrokerDown:
        return {"ok": False, "reason": "The broker cannot be reached."}


def graders() -> dict[str, Any]:
    """How many graders are connected and ready, and what those that are not ready lack."""
    try:
        alive = broker.graders_alive()
    except broker.BrokerDown:
        return {"ok": False, "reason": "Unknown: the broker cannot be reached."}
    ready = [grader for grader in alive if grader.ready]
    reasons = sorted({grader.reason for grader in alive if not grader.ready and grader.reason})
    grading = any(Queue.GRADE.value in grader.queues for grader in ready)
    if not alive:
        reasons = ["No grader is connected."]
    elif ready and not grading:
        reasons.append("Only GPU runners or graders of runs are connected; submissions wait.")
    return {
        "ok": grading,
        "connected": len(alive),
        "ready": len(ready),
        "slots": sum(grader.slots for grader in ready),
        "backends": sorted({grader.backend for grader in ready if grader.backend}),
        "reasons": reasons,
    }


def milliseconds(seconds: float) -> float:
    """With two decimals."""
    return round(seconds * 1000, 2)
