"""The process behind the desk: works on authors' texts, away from the site's own processes.

It speaks frames on its standard streams: four bytes of length, then JSON.
"""

import json
import os
import resource
import struct
import sys
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from webapp.authoring.deskwork import banks, loops, packages
from webapp.catalog.domain.rendering import render_markdown

MEMORY = 1 << 30


def render(texts: list[str]) -> list[str]:
    """Each text as candidates see it."""
    return [render_markdown(text) for text in texts]


WORK: dict[str, Callable[..., Any]] = {
    "render": render,
    "inspect": packages.inspect,
    "candidate": packages.candidate,
    "collect": packages.collect,
    "bank": banks.inspect,
    "bank_entries": banks.entries,
    "bank_shown": banks.shown,
    "loop": loops.inspect,
    "loop_shown": loops.shown,
    "rubric": loops.inspect_rubric,
}


def frames(stream: BinaryIO) -> Iterator[dict[str, Any]]:
    """What is asked, until the other side goes."""
    while len(head := stream.read(4)) == 4:
        yield json.loads(stream.read(struct.unpack(">I", head)[0]))


def main() -> None:
    """Answer until the site closes the line."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is no answer
    for asked in frames(sys.stdin.buffer):
        try:
            said: dict[str, Any] = {"made": WORK[asked["work"]](**asked["about"])}
        except (Exception, RecursionError, MemoryError) as error:
            said = {"failed": f"{type(error).__name__}: {error}"[:300]}
        data = json.dumps(said).encode()
        answers.write(struct.pack(">I", len(data)) + data)
        answers.flush()


if __name__ == "__main__":
    main()
