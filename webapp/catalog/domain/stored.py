"""Packages that lie in no folder: kept in the database, and put into the package store wherever that lacks them."""

import tempfile
from pathlib import Path

import structlog

from graders.formats.archive import read_zip
from graders.formats.writing import write
from graders.store import Store
from webapp.catalog.models import StoredPackage

log = structlog.get_logger(__name__)


def keep(digest: str, archive: bytes) -> None:
    """Keep a package under its digest; the archive holds `set/problem/…`, perhaps beside `set/author/…`."""
    StoredPackage.objects.get_or_create(digest=digest, defaults={"archive": archive})


def restore_stored(store: Store) -> list[str]:
    """Put what is kept into the store where it lacks it, as after a redeploy with an empty one; their digests."""
    restored = []
    for digest in StoredPackage.objects.values_list("digest", flat=True):
        if digest in store:
            continue
        archive = bytes(StoredPackage.objects.values_list("archive", flat=True).get(digest=digest))
        if put(store, digest, archive):
            restored.append(digest)
    return restored


def put(store: Store, digest: str, archive: bytes) -> bool:
    """Whether the store has the package now, under exactly this digest."""
    with tempfile.TemporaryDirectory() as folder:
        write(read_zip(archive), Path(folder))
        (manifest,) = Path(folder).glob("*/*/problem.toml")
        try:
            made = store.put(manifest.parent)
        except ValueError as error:  # it was published by an older engine
            log.error("a stored package is refused", digest=digest, error=str(error))
            return False
    if made != digest:
        log.error("a stored package has another digest", digest=digest, made=made)
    return made == digest
