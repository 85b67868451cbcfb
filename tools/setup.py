"""What each command has to have in place before it starts."""

import shutil
from collections.abc import Iterable, Iterator
from itertools import chain

from tools import console, database, environments, frontend, system
from tools.console import Failure
from tools.steps import Step


def for_site(*, dev: bool = False) -> list[Iterable[Step]]:
    """Lanes of steps: environments, bundle and database, what `make run` serves from."""
    packages, sandbox = for_packages(dev=dev)
    # A proof in the studio wants it and says so where it is missing; nobody else does.
    older = environments.older_environment(essential=False)
    return [chain(packages, database.steps()), sandbox, [older]]


def for_packages(*, dev: bool) -> tuple[Iterable[Step], Iterable[Step]]:
    """Two lanes of steps: the site's environment with the bundle, and the environment of sandboxes."""
    environments.require_python()
    return _site_packages(dev), [environments.sandbox_environment()]


def _site_packages(dev: bool) -> Iterator[Step]:
    yield environments.site_environment(dev=dev)
    yield frontend.packages()
    yield frontend.bundle()


def bubblewrap() -> None:
    """Install bubblewrap if it is missing; without it and without Docker the site serves but does not grade."""
    if shutil.which("bwrap"):
        return
    try:
        system.install(["bubblewrap"], "Running submissions in a sandbox")
    except Failure as failure:
        console.report(failure)
        console.note(
            "The site will serve, and will grade once bubblewrap or a Docker engine with the images is there."
        )
