"""What a person reads while a command sets things up: short lines, a time per step, errors that say what to do."""

import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

_COLOURS = {"green": "32", "red": "31", "yellow": "33", "dim": "2", "bold": "1"}
_running: list[str] = []  # titles of the steps under way, which may be side by side


class Failure(Exception):
    """A step that cannot go on: what failed, who can fix it, and the command that does."""

    def __init__(self, what: str, *, who: str = "", command: str = "", log: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.who = who
        self.command = command
        self.log = log


def colour(text: str, name: str) -> str:
    """The text in a colour where the output is a terminal."""
    return f"\033[{_COLOURS[name]}m{text}\033[0m" if sys.stdout.isatty() else text


def say(text: str = "") -> None:
    """Print one line at once, also into a pipe."""
    print(text, flush=True)


def note(text: str) -> None:
    """Print something worth knowing that stops nothing."""
    say(f"  {colour('!', 'yellow')} {text}")


def done(title: str, seconds: float | None = None) -> None:
    """Print a finished step, with its time, or as up to date."""
    took = "up to date" if seconds is None else f"{seconds:.1f} s"
    say(f"  {colour('✓', 'green')} {title:<44} {colour(took, 'dim')}")


def report(failure: Failure) -> None:
    """Print a failure so that the reader knows whose turn it is and what to type."""
    say(f"  {colour('✗', 'red')} {colour(failure.what, 'bold')}")
    if failure.log:
        for line in failure.log.rstrip().splitlines()[-25:]:
            say(f"    {colour('│', 'dim')} {line}")
    if failure.who:
        say(f"    Who can fix it: {failure.who}")
    if failure.command:
        say(f"    Command:        {failure.command}")


@contextmanager
def timed(title: str) -> Iterator[None]:
    """Announce a step, and its time once it is through."""
    if not sys.stdout.isatty():
        say(f"  … {title}")
    _running.append(title)
    progress("")
    started = time.monotonic()
    try:
        yield
    finally:
        _running.remove(title)
        if sys.stdout.isatty():
            print("\r\033[K", end="", flush=True)
    done(title, time.monotonic() - started)
    progress("")


def progress(line: str) -> None:
    """Show, on a terminal, the latest line of a running step's output beside what is under way."""
    if _running and sys.stdout.isatty():
        columns = shutil.get_terminal_size().columns
        titles = " · ".join(_running)[: columns - 5]
        room = columns - len(titles) - 7
        print(f"\r\033[K  … {titles}  {colour(line.strip()[: max(room, 0)], 'dim')}", end="", flush=True)
