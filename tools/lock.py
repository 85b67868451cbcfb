"""`make lock`: pin every dependency with the hashes of its files, without addresses."""

from tools import console, environments, shell, steps
from tools.paths import REQUIREMENTS, ROOT, VENV

_OPTIONS = [
    "--quiet",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-emit-options",
    "--no-header",
    "--strip-extras",
    "--allow-unsafe",
    "--resolver=backtracking",
]
_SITE = ("-c", "requirements/site.lock")
# In this order: the later ones agree with the versions that the site has.
_LOCKS = {
    "site.lock": ("pyproject.toml",),
    "dev.lock": ("--extra", "dev", *_SITE, "pyproject.toml"),
    "sandbox.lock": (*_SITE, "requirements/sandbox.in"),
    "sandbox-older.lock": ("requirements/sandbox-older.in",),
    "node.lock": ("requirements/node.in",),
}


def lock(*, upgrade: bool) -> int:
    """Write the lock files again: what the ranges newly ask for, or the newest of everything."""
    steps.perform([environments.site_environment(dev=True)])
    words = ["--upgrade"] if upgrade else []
    # The local wheels of this machine must not decide which files others may install.
    public = {"PIP_CONFIG_FILE": "/dev/null", "PIP_FIND_LINKS": "", "PIP_EXTRA_INDEX_URL": ""}
    for name, inputs in _LOCKS.items():
        with console.timed(name):
            shell.run(
                [VENV / "bin" / "pip-compile", *_OPTIONS, *words, "-o", REQUIREMENTS / name, *inputs],
                what=f"Resolving {name} failed",
                who="you: the ranges in pyproject.toml or requirements/*.in contradict each other, see above",
                cwd=ROOT,
                env=public,
            )
    return 0
