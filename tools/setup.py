"""What each command has to have in place before it starts."""

import shutil
from collections.abc import Iterator

from tools import console, database, environments, frontend, system
from tools.console import Failure
from tools.steps import Step


def for_site(*, dev: bool = False) -> Iterator[Step]:
    """Environments, bundle and database: what `make run` serves from."""
    yield from for_packages(dev=dev)
    yield from database.steps()


def for_packages(*, dev: bool) -> Iterator[Step]:
    """Environments and bundle."""
    environments.require_python()
    yield environments.site_environment(dev=dev)
    yield frontend.packages()
    yield frontend.bundle()
    yield environments.sandbox_environment()


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
