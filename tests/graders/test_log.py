"""Lines of graders name the submission that they are about, whoever writes them and in whichever thread."""

from __future__ import annotations

import json
import subprocess
import sys

SCRIPT = """
import logging, threading, uuid
from graders.events import Batcher
from graders.log import about, configure_logging
from graders.messages import Event, Kind

configure_logging("INFO", "json")
log = logging.getLogger("some.library")
submission = uuid.UUID(int=5)
seen = threading.Event()

def send(batch):
    log.info("sending")
    seen.set()

log.info("before")
with about(submission, attempt=2):
    log.warning("during %s", "work")
    Batcher(send, gather_s=0.001).emit(Event(submission=submission, attempt=2, number=1, kind=Kind.STARTING))
    seen.wait(10)
log.info("after")
"""


def test_every_line_about_a_submission_carries_its_id():
    ran = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    lines = [json.loads(line) for line in ran.stderr.splitlines()]
    id = "00000000-0000-0000-0000-000000000005"
    assert [(line["event"], line.get("submission"), line.get("attempt")) for line in lines] == [
        ("before", None, None),
        ("during work", id, 2),
        ("sending", id, 2),
        ("after", None, None),
    ]
