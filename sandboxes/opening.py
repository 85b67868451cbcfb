"""Chooses a backend and opens a pool of its cells. Fails closed: no backend, no pool."""

from .backend import Backend
from .bubblewrap_backend import BubblewrapBackend
from .docker_backend import DockerBackend
from .errors import Problem, SandboxUnavailable
from .pool import Pool
from .settings import Settings

BACKENDS: dict[str, type[Backend]] = {"docker": DockerBackend, "bubblewrap": BubblewrapBackend}
SIZES = {"python": 2, "torch": 1}


def choose(name: str | None, images: list[str], settings: Settings) -> Backend:
    """Return the backend called `name`, or for "auto" Docker if it has an engine and the images, else bubblewrap.

    Raises `SandboxUnavailable` with what each candidate lacks.
    """
    name = name or settings.backend
    if name != "auto" and name not in BACKENDS:
        raise ValueError(f"no backend {name!r}; there are auto, {', '.join(BACKENDS)}")
    problems: list[Problem] = []
    for candidate in BACKENDS if name == "auto" else [name]:
        backend = BACKENDS[candidate](settings)
        lacking = backend.problems(images)
        if not lacking:
            return backend
        problems += lacking
        backend.close()
    raise SandboxUnavailable(problems)


def open_pool(
    backend: str | None = None,
    sizes: dict[str, int] | None = None,
    sessions_per_cell: int | None = None,
    settings: Settings | None = None,
    others: bool = True,
) -> Pool:
    """Open a pool with a checked warm cell of each image; the `others` follow in the background, or when they are needed.

    What is not given comes from the environment. Raises `SandboxUnavailable` that names each missing layer.
    """
    settings = settings or Settings.from_environment()
    sizes = dict(SIZES if sizes is None else sizes)
    chosen = choose(backend, list(sizes), settings)
    chosen.remove_leftovers()
    pool = Pool(chosen, sizes, sessions_per_cell or settings.sessions_per_cell)
    try:
        pool.prewarm(others=others)
    except BaseException:
        pool.close()
        raise
    return pool
