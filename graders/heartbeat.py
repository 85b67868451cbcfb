"""Heartbeats of graders: written by workers, read by whoever wants to know whether anyone would grade."""

from __future__ import annotations

from typing import Any, Protocol

from pydantic import ValidationError

from graders.messages import Heartbeat

PREFIX = "readyroom:grader:"
EVERY_S, TTL_S = 3.0, 10


class Broker(Protocol):
    """The commands used of a redis client."""

    def scan_iter(self, match: str, count: int = ...) -> Any:
        """Keys that match."""

    def mget(self, keys: list[Any]) -> Any:
        """Values of keys, None where gone."""

    def set(self, name: str, value: str, ex: int) -> Any:
        """Write with an expiry in seconds."""

    def delete(self, name: str) -> Any:
        """Remove a key."""


def key(host: str, pid: int) -> str:
    """The key a worker writes."""
    return f"{PREFIX}{host}:{pid}"


def write(broker: Broker, name: str, beat: Heartbeat) -> None:
    """Say that the worker of that key lives; it is forgotten after TTL_S seconds without another beat."""
    broker.set(name, beat.model_dump_json(), ex=TTL_S)


def withdraw(broker: Broker, name: str) -> None:
    """Say at once that the worker is gone."""
    broker.delete(name)


def read(broker: Broker) -> list[Heartbeat]:
    """The beats of every worker that lives, by name; what cannot be read is left out."""
    keys = sorted(broker.scan_iter(match=PREFIX + "*", count=200))
    beats = []
    for name, value in zip(keys, broker.mget(keys) if keys else [], strict=True):
        if value is None:
            continue
        try:
            beat = Heartbeat.model_validate_json(value)
        except ValidationError:
            continue
        text = name.decode() if isinstance(name, bytes) else name
        beats.append(beat.model_copy(update={"name": text.removeprefix(PREFIX)}))
    return beats
