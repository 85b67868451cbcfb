"""The site's own secret key, made once and kept beside its data."""

import os
import secrets
import tempfile
from pathlib import Path


def secret_key(folder: Path) -> str:
    """The key in `folder`/secret_key, generated on first use; two processes starting at once agree on one."""
    path = folder / "secret_key"
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        folder.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(prefix=".secret_key.", dir=folder)  # readable by the owner alone
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(64))
    try:
        os.link(draft, path)  # atomic, and fails when another process was first
    except FileExistsError:
        pass
    finally:
        os.unlink(draft)
    return path.read_text().strip()
