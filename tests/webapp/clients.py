"""What all clients of a test process share."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from webapp.middleware import StaticFiles


@contextmanager
def static_files_looked_up_once() -> Iterator[None]:
    """Every client makes the site's middleware anew, which would look through all static files before its first request."""
    found: dict[str, Any] = {}
    look = StaticFiles.add_files_from_finders

    def once(middleware: StaticFiles) -> None:
        if not found:
            look(middleware)
            found.update(middleware.files)
        middleware.files.update(found)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(StaticFiles, "add_files_from_finders", once)
        yield
