"""The supervisor: stops everything, leaves nothing, restarts what crashes, says what it does."""

import os
import re
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.tools.conftest import Running

Supervise = Callable[..., Running]

# Starts a grandchild, as servers with worker processes do, and names it.
FAMILY = "sleep 300 & echo grandchild $!; wait"
# Ignores every polite request, and so does its child.
STUBBORN = "trap '' TERM INT HUP; echo stubborn; while :; do sleep 1; done"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_signal_ends_every_process(supervise: Supervise, number: signal.Signals) -> None:
    running = supervise(web=FAMILY, worker=FAMILY)
    running.wait_for("grandchild")
    running.wait_for("grandchild")

    running.interrupt(number)

    assert running.ends() == 0
    assert running.left() == []


def test_sigkill_of_supervisor_leaves_nothing(supervise: Supervise) -> None:
    running = supervise(web=FAMILY, worker=FAMILY)
    running.wait_for("grandchild")
    running.wait_for("grandchild")
    assert len(running.left()) >= 5

    running.interrupt(signal.SIGKILL)

    assert running.nothing_left_within(4.0), running.left()


def test_sigkill_of_supervisor_ends_processes_that_ignore_requests(supervise: Supervise) -> None:
    running = supervise(web=STUBBORN)
    running.wait_for("stubborn")

    running.interrupt(signal.SIGKILL)

    assert running.nothing_left_within(9.0), running.left()


def test_second_interrupt_does_not_wait_for_stubborn_process(supervise: Supervise) -> None:
    running = supervise(web=STUBBORN)
    running.wait_for("stubborn")

    # Two different ones: the kernel merges equal signals that have not been delivered yet.
    running.interrupt(signal.SIGINT)
    running.interrupt(signal.SIGTERM)

    assert running.ends(timeout_s=5.0) == 0
    assert running.left() == []


def test_crashed_process_is_started_again(supervise: Supervise, tmp_path: Path) -> None:
    marker = tmp_path / "crashed-once"
    running = supervise(
        web=f"if [ -e {marker} ]; then echo second life; sleep 300; fi; touch {marker}; exit 7"
    )

    said = running.wait_for("starting it again")

    assert said.strip() == "! web ended with exit code 7; starting it again in 0.5 s"
    assert running.wait_for("second life").endswith("web │ second life")


def test_killed_process_is_named_with_its_signal(supervise: Supervise) -> None:
    running = supervise(web="echo pid $$; sleep 300")
    found = re.search(r"pid (\d+)", running.wait_for("pid"))
    assert found is not None

    os.kill(int(found.group(1)), signal.SIGKILL)

    assert "web was killed by SIGKILL; starting it again in 0.5 s" in running.wait_for("killed")


def test_crash_ends_the_grandchildren_of_that_process(supervise: Supervise) -> None:
    running = supervise(web="sleep 299 & exit 3")

    running.wait_for("web ended with exit code 3")

    assert [command for command in running.left() if command.startswith("sleep 299")] == []


def test_backoff_grows_with_each_crash(supervise: Supervise) -> None:
    running = supervise(web="exit 1")

    pauses = [re.findall(r"in ([\d.]+) s", running.wait_for("starting it again")) for _ in range(3)]

    assert pauses == [["0.5"], ["1"], ["2"]]


def test_foundation_stops_after_what_stands_on_it(supervise: Supervise) -> None:
    last_words = "trap 'echo gone; exit 0' TERM; echo up; while :; do sleep 0.05; done"
    slow_words = "trap 'sleep 0.5; echo gone; exit 0' TERM; echo up; while :; do sleep 0.05; done"
    running = supervise(foundation=last_words, web=slow_words)
    running.wait_for("up")
    running.wait_for("up")

    running.interrupt(signal.SIGTERM)

    assert running.wait_for("gone").split() == ["web", "│", "gone"]
    assert running.wait_for("gone").split() == ["foundation", "│", "gone"]


def test_last_line_without_newline_is_printed(supervise: Supervise) -> None:
    running = supervise(web="printf 'no newline'; exit 0")

    assert running.wait_for("no newline").split("│")[1] == " no newline"
