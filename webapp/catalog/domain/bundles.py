"""Question banks and loops as versions: the files of each under a digest, and which one counts."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from graders.formats.archive import read_zip, write_zip
from graders.package.tables import Unreadable, read_plain
from webapp.catalog.models import Bundle, BundleVersion, Keeper


def digest_of(texts: Mapping[str, str]) -> str:
    """A hash over names and texts."""
    total = hashlib.sha256()
    for path in sorted(texts):
        for part in (path.encode(), texts[path].encode()):
            total.update(len(part).to_bytes(8, "big") + part)
    return f"sha256:{total.hexdigest()}"


def texts_in(folder: Path) -> dict[str, str] | None:
    """The files of a folder by their paths in it; None where one of them is no plain text of sane size."""
    found: dict[str, str] = {}
    try:
        for file in sorted(path for path in folder.rglob("*") if not path.is_dir()):
            found[file.relative_to(folder).as_posix()] = read_plain(file)
    except (Unreadable, UnicodeDecodeError):
        return None
    return found


def texts_of(version: BundleVersion) -> dict[str, str]:
    """The files of a version."""
    prefix = f"{version.bundle}/"
    members = read_zip(bytes(version.archive))
    return {name.removeprefix(prefix): data.decode() for name, data in members.items()}


def put_version(
    kind: Bundle.Kind,
    slug: str,
    texts: Mapping[str, str],
    title: str,
    content: Mapping[str, Any],
    keeper: Keeper,
) -> BundleVersion:
    """Make these files the current version of the bundle: a new one, or that of the same digest."""
    digest = digest_of(texts)
    with transaction.atomic():
        bundle, _ = Bundle.objects.update_or_create(
            kind=kind, slug=slug, defaults={"keeper": keeper, "retired": False}
        )
        archive = write_zip({f"{bundle}/{path}": text.encode() for path, text in texts.items()})
        version, _ = BundleVersion.objects.get_or_create(
            bundle=bundle,
            digest=digest,
            defaults={"title": title[:160], "archive": archive, "content": dict(content)},
        )
        bundle.current = version
        bundle.save(update_fields=["current"])
    return version


def only_in_folder(kind: Bundle.Kind, slug: str) -> bool:
    """Whether the problems folder has one of this name that was not loaded yet."""
    folder = Path(settings.PROBLEMS_DIR) / kind
    there = (folder / slug).is_dir() or (folder / f"{slug}.toml").is_file()
    return there and not Bundle.objects.filter(kind=kind, slug=slug).exists()
