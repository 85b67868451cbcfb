"""Warm cells per image: taken for one session, given back, replaced when used up, spoilt or lost."""

import atexit
import logging
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Any

from .backend import Backend
from .cell import Cell
from .errors import CellLost, Problem, SandboxUnavailable
from .model import Limits
from .session import Session, check_files

log = logging.getLogger(__name__)

_HEADROOM = 512 << 20  # bytes of a cell's memory that its runs cannot have
_TRIES = 3
_USUAL = 24  # runs, where nobody says how many
_MANY = 48  # runs, beyond which the sessions of a cell do not differ


class Pool:
    """Hands out sessions; safe for many threads. A context manager that closes every cell.

    `sizes` says how many cells of an image are kept warm; when all are busy, further ones are started on demand,
    so that nobody who holds one session waits for another. Cells are started by the pool's own threads, since a
    jail dies with the thread that made it.
    """

    def __init__(self, backend: Backend, sizes: dict[str, int], sessions_per_cell: int) -> None:
        self._backend = backend
        self._sizes = dict(sizes)
        self._sessions_per_cell = sessions_per_cell
        self._lock = threading.Lock()
        self._idle: dict[str, list[Cell]] = {image: [] for image in sizes}
        self._busy: set[Cell] = set()
        self._cells: set[Cell] = set()  # all that have not been destroyed
        self._starting: dict[str, int] = dict.fromkeys(sizes, 0)
        self._started = 0
        self._lost = 0
        self._problems: list[Problem] = []
        self._closed = False
        self._builders = ThreadPoolExecutor(2, thread_name_prefix="sandbox-cells")
        atexit.register(self.close)

    @property
    def backend(self) -> str:
        """The backend's name, "docker" or "bubblewrap"."""
        return self._backend.name

    def prewarm(self, wait: bool = True, others: bool = True) -> None:
        """Start the first cell of each image, and have the others started in the background, or when they are needed.

        With `wait`, raises `SandboxUnavailable` that names each missing layer if a first cell misses one.
        """
        firsts = [self._build(image) for image, size in self._sizes.items() if size > 0]
        if wait:
            for first in firsts:
                try:
                    first.result()
                except CellLost as error:
                    fix = "python -m sandboxes doctor"
                    raise SandboxUnavailable([Problem(f"{self.backend} cell", str(error), fix)]) from error
        if others:
            self._replenish()

    def session(
        self,
        image: str,
        files: dict[str, bytes],
        limits: Limits | None = None,
        single_use: bool = False,
        runs: int | None = None,
    ) -> Session:
        """Return a session with `files` in a warm cell of `image`; with `single_use`, in one that served nobody else.

        Who says how many `runs` there will be has processes for them ready, and none left over.

        Raises `SandboxUnavailable` if no cell can be had, `CellLost` if several in a row fail at once, and
        ValueError for files or limits that no cell takes.
        """
        limits = limits or Limits()
        check_files(files)
        if limits.memory_bytes > self._backend.settings.cell_memory_bytes - _HEADROOM:
            raise ValueError(
                f"a cell has no {limits.memory_bytes >> 20} MiB to give; see SANDBOX_CELL_MEMORY_MIB"
            )
        for remaining in reversed(range(_TRIES)):
            cell = self._take(image, single_use, runs)
            try:
                return Session(cell, files, limits, self._discard if single_use else self._give_back, runs)
            except CellLost:
                self._discard(cell)
                if not remaining:
                    raise
            except BaseException:
                self._discard(cell)
                raise
        raise AssertionError("unreachable")

    def describe(self) -> dict[str, Any]:
        """Return the state of the pool, for heartbeats and the doctor."""
        with self._lock:
            images = {
                image: {
                    "size": size,
                    "idle": len(self._idle[image]),
                    "busy": sum(cell.image == image for cell in self._busy),
                    "starting": self._starting[image],
                }
                for image, size in self._sizes.items()
            }
            counts = {"cells_started": self._started, "cells_lost": self._lost}
            problems = [problem.__dict__ for problem in self._problems]
        facts = {**self._backend.describe(), "images": images, **counts, "problems": problems}
        return {**facts, "device": dict(self._backend.device)} if self._backend.device else facts

    def close(self) -> None:
        """Destroy every cell; sessions that are open end with `CellLost`. Safe to call twice."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            cells = list(self._cells)
            self._idle = {image: [] for image in self._idle}
        atexit.unregister(self.close)
        for cell in cells:
            self._destroy(cell)
        self._builders.shutdown(wait=True, cancel_futures=True)
        self._backend.close()

    def __enter__(self) -> "Pool":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _take(self, image: str, unused: bool, runs: int | None) -> Cell:
        if image not in self._sizes:
            raise ValueError(f"the pool has no image {image!r}; it has {', '.join(self._sizes)}")
        while True:
            with self._lock:
                if self._closed:
                    raise CellLost("the pool is closed")
                cell = self._pop(image, unused, runs)
            if cell is not None:
                return cell
            self._build(image).result()

    def _pop(self, image: str, unused: bool, runs: int | None) -> Cell | None:
        """Take an idle cell: made ready for so many runs and few more, and of those the one that has rested longest.

        With `unused`, only one that has served nobody.
        """
        fit = [cell for cell in self._idle[image] if not (unused and cell.sessions)]
        if not fit:
            return None
        needed = _many(runs)
        cell = min(
            fit, key=lambda cell: (_many(cell.ready_for) < needed, abs(_many(cell.ready_for) - needed))
        )
        self._idle[image].remove(cell)
        self._busy.add(cell)
        return cell

    def _give_back(self, cell: Cell) -> None:
        used_up = cell.sessions >= self._sessions_per_cell or cell.lost or cell.spoilt
        with self._lock:
            keep = (
                not used_up and not self._closed and len(self._idle[cell.image]) < 2 * self._sizes[cell.image]
            )
            if keep:
                self._busy.discard(cell)
                self._idle[cell.image].append(cell)
        if not keep:
            self._discard(cell)

    def _discard(self, cell: Cell) -> None:
        with self._lock:
            self._busy.discard(cell)
            self._lost += cell.lost
        try:
            self._builders.submit(self._destroy, cell)
        except RuntimeError:  # the pool is being closed
            self._destroy(cell)
        else:
            self._replenish()

    def _destroy(self, cell: Cell) -> None:
        cell.close()
        with self._lock:
            self._cells.discard(cell)

    def _replenish(self) -> None:
        """Start cells until as many as wanted are there or on their way."""
        with self._lock:
            missing = [
                image
                for image, size in self._sizes.items()
                for _ in range(size - self._starting[image] - self._count(image))
            ]
        for image in missing:
            self._build(image).add_done_callback(_report)

    def _count(self, image: str) -> int:
        return len(self._idle[image]) + sum(cell.image == image for cell in self._busy)

    def _build(self, image: str) -> "Future[None]":
        with self._lock:
            self._starting[image] += 1
        try:
            return self._builders.submit(self._start, image)
        except RuntimeError:
            raise CellLost("the pool is closed") from None

    def _start(self, image: str) -> None:
        """Start a cell and put it among the idle ones. Runs in one of the pool's own threads."""
        began = time.monotonic()
        try:
            cell = self._backend.start(image)
        except SandboxUnavailable as error:
            with self._lock:
                self._problems = error.problems
            raise
        finally:
            with self._lock:
                self._starting[image] -= 1
        log.debug("started a %s cell in %.2f s", image, time.monotonic() - began)
        with self._lock:
            self._started += 1
            self._problems = []
            closed = self._closed
            if not closed:
                self._cells.add(cell)
                self._idle[image].append(cell)
        if closed:
            cell.close()


def _many(runs: int | None) -> int:
    return _USUAL if runs is None else min(runs, _MANY)


def _report(future: "Future[None]") -> None:
    if not future.cancelled() and (error := future.exception()) is not None:
        log.warning("a cell could not be started in the background: %s", error)
