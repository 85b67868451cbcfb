"""The .env file, read here as the site's settings read it: what the environment already says wins."""

import os

from tools.paths import ROOT


def load() -> None:
    """Add the lines NAME=value of .env to the environment, for the processes that have no django-environ."""
    file = ROOT / ".env"
    if not file.exists():
        return
    for line in file.read_text().splitlines():
        name, separator, value = line.strip().removeprefix("export ").partition("=")
        if separator and name.isidentifier():
            os.environ.setdefault(name, value.strip().strip("\"'"))
