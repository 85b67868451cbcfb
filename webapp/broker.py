"""What the site asks the broker besides queues: which graders are alive, and wake-ups for event streams."""

import time
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import redis
import structlog
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

from graders import heartbeat
from graders.messages import Heartbeat

log = structlog.get_logger(__name__)

WAKE_UPS = "readyroom:submission:"
LINK: dict[str, Any] = {
    "socket_connect_timeout": 1,
    "socket_timeout": 3,
    "health_check_interval": 30,
    "retry": Retry(NoBackoff(), 1),  # once, for a pooled connection that the broker has closed
}
BrokerDown = (redis.RedisError, OSError)
CACHED_S = 1.0
PRIORITY_SEPARATOR = "\x06\x16"
_cache: tuple[float, list[Heartbeat] | None] = (-CACHED_S, None)


@lru_cache(maxsize=4)
def _client(url: str) -> redis.Redis:
    return redis.Redis.from_url(url, **LINK)


def client() -> redis.Redis:
    """A pooled client for code that may block."""
    return _client(settings.REDIS_URL)


def graders_alive() -> list[Heartbeat]:
    """What every living grader last said; raises one of `BrokerDown` when the broker cannot be asked."""
    return heartbeat.read(client())


def graders_recently() -> list[Heartbeat] | None:
    """The same, asked at most once a second by all event streams together; None when the broker is away."""
    global _cache
    if time.monotonic() - _cache[0] >= CACHED_S:
        try:
            _cache = (time.monotonic(), graders_alive())
        except BrokerDown:
            _cache = (time.monotonic(), None)
    return _cache[1]


def wake(submissions: Iterable[object]) -> None:
    """Tell event streams that rows of these submissions have changed; without a broker they poll."""
    try:
        with client().pipeline(transaction=False) as pipe:
            for submission in submissions:
                pipe.publish(f"{WAKE_UPS}{submission}", b"1")
            pipe.execute()
    except BrokerDown as error:
        log.warning("no wake-up sent", error=str(error))


def ping() -> float:
    """Seconds of a round trip; raises one of `BrokerDown`."""
    begun = time.monotonic()
    client().ping()
    return time.monotonic() - begun


def queue_length(queue: str, priority: int = 0) -> int:
    """Messages of one priority (0 goes first) that no worker has taken yet; raises one of `BrokerDown`."""
    # So kombu names the lists of one queue: the bare name for 0, the others with the priority behind a separator.
    return int(client().llen(f"{queue}{PRIORITY_SEPARATOR}{priority}" if priority else queue))
