"""What is tried side by side stands still for what is tried alone."""

from __future__ import annotations

import threading

from graders.verify.lanes import Lanes

PATIENCE_S = 30


def test_alone_begins_when_all_that_runs_has_ended_and_nothing_begins_meanwhile():
    log, begun, may_end = list[str](), threading.Event(), threading.Event()

    def long() -> None:
        begun.set()
        assert may_end.wait(PATIENCE_S)
        log.append("long")

    def alone() -> None:
        with lanes.alone():
            lanes.submit(log.append, "later")
            log.append("alone")

    with Lanes(2) as lanes:
        running = lanes.submit(long)
        assert begun.wait(PATIENCE_S)
        waiting = threading.Thread(target=alone)
        waiting.start()
        may_end.set()
        waiting.join(PATIENCE_S)
        running.result(PATIENCE_S)
    assert log == ["long", "alone", "later"]


def test_what_fails_leaves_the_lanes_free():
    with Lanes(1) as lanes:
        failed = lanes.submit(int, "x")
        assert isinstance(failed.exception(PATIENCE_S), ValueError)
        with lanes.alone():
            pass
        assert lanes.submit(int, "7").result(PATIENCE_S) == 7


def test_two_are_never_alone_together():
    inside, most = 0, 0

    def alone() -> None:
        nonlocal inside, most
        with lanes.alone():
            inside += 1
            most = max(most, inside)
            inside -= 1

    with Lanes(2) as lanes:
        threads = [threading.Thread(target=alone) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(PATIENCE_S)
        assert lanes.submit(int, "1").result(PATIENCE_S) == 1
    assert (inside, most) == (0, 1)
