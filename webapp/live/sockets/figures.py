"""Figures of rooms for Prometheus, of this process; served with all others at /metrics."""

from prometheus_client import Counter, Gauge, Histogram

CONNECTIONS = Gauge("readyroom_room_connections", "Sockets that are open to rooms.")
STORED = Counter("readyroom_room_changes", "Changes to shared documents that were stored.")
CLOSED = Counter("readyroom_room_closes", "Sockets that the site closed.", ["reason"])
ROUND = Histogram(
    "readyroom_room_round_seconds",
    "Seconds that a round of storing took.",
    buckets=(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 5.0),
)
