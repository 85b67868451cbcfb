"""Steps of a set-up that are skipped while nothing they read has changed."""

import hashlib
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tools import console


@dataclass(frozen=True)
class Step:
    """One thing to set up: its action runs unless the stamp holds the digest of its inputs and the result is there."""

    title: str
    stamp: Path
    digest: Callable[[], str]
    action: Callable[[], None]
    present: Callable[[], bool] = lambda: True
    # A step that the site can serve without reports its failure, is tried again next time, and stops nothing.
    essential: bool = True

    def current(self) -> bool:
        """Whether there is nothing to do."""
        try:
            return self.present() and self.stamp.read_text() == self.digest()
        except FileNotFoundError:
            return False

    def perform(self) -> None:
        """Bring the step up to date and remember for which inputs."""
        if self.current():
            return
        self.stamp.unlink(missing_ok=True)
        try:
            with console.timed(self.title):
                self.action()
        except console.Failure as failure:
            if self.essential:
                raise
            console.report(failure)
            return
        self.stamp.parent.mkdir(parents=True, exist_ok=True)
        self.stamp.write_text(self.digest())


def perform(*lanes: Iterable[Step]) -> None:
    """Perform the steps of each lane in order, the lanes side by side.

    A lane stops at the first step that cannot be done; its Failure is raised when the others are through.
    """
    with ThreadPoolExecutor(max(1, len(lanes))) as threads:
        running = [threads.submit(_perform_in_order, lane) for lane in lanes]
    for lane in running:
        lane.result()


def _perform_in_order(lane: Iterable[Step]) -> None:
    for step in lane:
        step.perform()


def digest(paths: Iterable[Path], *words: str) -> str:
    """SHA-256 over the names and contents of files (folders: all files in them) and over words."""
    total = hashlib.sha256()
    for word in words:
        total.update(word.encode() + b"\0")
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and "__pycache__" not in file.parts:
                total.update(str(file).encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()
