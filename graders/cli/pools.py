"""A pool for a command, or words about what is missing."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from graders.package import Package
from graders.package.model import DEVICE_IMAGE
from sandboxes import Pool, SandboxUnavailable, open_pool


class NoSandbox(Exception):
    """Nothing can be run; what to install has been printed."""


@contextmanager
def pool_for(
    packages: Iterable[Package], threads: int = 1, device: bool = False, lazily: bool = False
) -> Iterator[Pool]:
    """A pool with the images of these packages; each thread may hold the candidate's and the author's cell.

    `device`: and with cells that have one. `lazily`: cells beyond the first are started when they are needed.
    """
    images = {package.manifest.image for package in packages} | ({DEVICE_IMAGE} if device else set())
    sizes = {image: 1 if image == DEVICE_IMAGE else 2 * threads for image in sorted(images)}
    try:
        pool = open_pool(sizes=sizes, others=not lazily)
    except SandboxUnavailable as error:
        print("There is no sandbox to run code in:", file=sys.stderr)
        for problem in error.problems:
            print(f"  {problem.layer}: {problem.why}\n    {problem.fix}", file=sys.stderr)
        raise NoSandbox from error
    try:
        yield pool
    finally:
        pool.close()
