"""Threads that try things side by side, for several packages at once, and stand still for what must be tried alone."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Lanes(ThreadPoolExecutor):
    """What is submitted first is begun first, whichever package it is of."""

    def __init__(self, number: int) -> None:
        super().__init__(number, thread_name_prefix="verify")
        self._changed, self._running, self._held = threading.Condition(), 0, False

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Have `fn` called when its turn comes and nothing runs alone."""
        return super().submit(self._beside, fn, *args, **kwargs)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """While this lasts nothing begins; it begins when all that runs has ended."""
        with self._changed:
            self._changed.wait_for(lambda: not self._held)
            self._held = True
            self._changed.wait_for(lambda: self._running == 0)
        try:
            yield
        finally:
            with self._changed:
                self._held = False
                self._changed.notify_all()

    def _beside(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        with self._changed:
            self._changed.wait_for(lambda: not self._held)
            self._running += 1
        try:
            return fn(*args, **kwargs)
        finally:
            with self._changed:
                self._running -= 1
                self._changed.notify_all()
