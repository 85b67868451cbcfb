"""The files of a workspace: read, saved under revision numbers, added, renamed, deleted, restored.

Every text that ever arrived is a row of the history. A text is saved upon the revision that it was written on; where
another author has saved meanwhile, both are merged, and where that cannot be, nothing is overwritten.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from webapp.accounts.models import User
from webapp.authoring.domain.auditing import note
from webapp.authoring.domain.bounds import check_content, check_names, check_path, check_together
from webapp.authoring.domain.merging import merge
from webapp.authoring.models import File, FileRevision, Workspace
from webapp.practice.domain.refusals import Refused

Kind = FileRevision.Kind


@dataclass(frozen=True)
class Saved:
    """What the server holds after a save. `side`: the revision under which a text that was merged is kept as it was sent."""

    revision: int
    text: str
    saved_at: datetime
    conflict: bool = False
    side: int | None = None


def texts_of(workspace: Workspace) -> dict[str, str]:
    """Every file as it is now, by path."""
    return dict(workspace.files.filter(deleted=False).values_list("path", "text"))


def fingerprint(workspace: Workspace, texts: Mapping[str, str]) -> str:
    """SHA-256 over names and texts: unlike the package's digest, over the marks of mutants too."""
    total = hashlib.sha256(str(workspace).encode())
    for path in sorted(texts):
        for part in (path.encode(), texts[path].encode()):
            total.update(len(part).to_bytes(8, "big") + part)
    return total.hexdigest()


def hash_of(text: str) -> str:
    """SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def find_file(workspace: Workspace, path: str, status: int = 404) -> File:
    """The file that is there; Refused if there is none."""
    file = workspace.files.filter(path=path, deleted=False).first()
    if file is None:
        raise Refused("file.gone", f"There is no file {path} in this package any more.", status)
    return file


def fill(workspace: Workspace, texts: Mapping[str, str], user: User, published: bool = False) -> None:
    """Put the first files into a new workspace; `published`: as they are in the version that it begins from."""
    check_together(texts)
    now = timezone.now()
    with transaction.atomic():
        for path, text in sorted(texts.items()):
            file = File.objects.create(
                workspace=workspace, path=path, text=text, bytes=len(text.encode()), updated_at=now, updated_by=user,
                base_hash=hash_of(text) if published else "",
            )  # fmt: skip
            FileRevision.objects.create(file=file, number=1, text=text, author=user, at=now)
        _touch(workspace, now)


def save(workspace: Workspace, user: User, path: str, text: str, base: int) -> Saved:
    """Save `text`, which was written upon revision `base` of the file."""
    content, now = check_content(path, text), timezone.now()
    with transaction.atomic():
        _lock(workspace)
        file = find_file(workspace, path, status=400)
        if file.text == content:
            return Saved(file.revision, file.text, file.updated_at)
        if file.revision == base:
            return _put(workspace, file, content, user, now)
        ancestor = file.history.filter(number=base).values_list("text", flat=True).first()
        both = None if ancestor is None else merge(ancestor, content, file.text)
        if both is None:
            _record(file, content, user, Kind.REFUSED, now)
            return Saved(file.revision, file.text, file.updated_at, conflict=True)
        side = _record(file, content, user, Kind.SENT, now)
        if both == file.text:
            return Saved(file.revision, both, file.updated_at, side=side)
        saved = _put(workspace, file, check_content(path, both), user, now, Kind.MERGED)
        return Saved(saved.revision, saved.text, saved.saved_at, side=side)


def add(workspace: Workspace, user: User, path: str, text: str = "") -> File:
    """A new file, or one that was deleted anew; Refused if it is there or does not fit."""
    path, content, now = check_path(path), check_content(path, text), timezone.now()
    with transaction.atomic():
        _lock(workspace)
        there = texts_of(workspace)
        if path in there:
            raise Refused("file.there", f"{path} is there already.", 409)
        check_together({**there, path: content})
        file, _ = File.objects.get_or_create(workspace=workspace, path=path, defaults={"revision": 0})
        file.deleted = False
        _put(workspace, file, content, user, now)
        note(user, "file.added", str(workspace), workspace, path=path)
    return file


def rename(workspace: Workspace, user: User, path: str, to: str) -> File:
    """Move a file, with its history; Refused if the name is taken."""
    to = check_path(to)
    with transaction.atomic():
        _lock(workspace)
        file, there = find_file(workspace, path), texts_of(workspace)
        if to in there:
            raise Refused("file.there", f"{to} is there already.", 409)
        check_names(dict.fromkeys((*(name for name in there if name != path), to), ""))
        # A deleted file of that name keeps its history under a name that nobody can give.
        old = workspace.files.filter(path=to, deleted=True).first()
        if old:
            old.path = f"{to}#{old.pk}"[-200:]
            old.save(update_fields=["path"])
        file.path, file.updated_at, file.updated_by = to, timezone.now(), user
        file.save(update_fields=["path", "updated_at", "updated_by"])
        _touch(workspace, file.updated_at)
        note(user, "file.renamed", str(workspace), workspace, path=path, to=to)
    return file


def delete(workspace: Workspace, user: User, path: str) -> None:
    """Take a file out; its history stays, and it can be restored."""
    now = timezone.now()
    with transaction.atomic():
        _lock(workspace)
        file = find_file(workspace, path)
        _put(workspace, file, "", user, now, Kind.DELETED)
        File.objects.filter(pk=file.pk).update(deleted=True)
        note(user, "file.deleted", str(workspace), workspace, path=path)


def restore(workspace: Workspace, user: User, path: str, number: int) -> Saved:
    """Make an earlier text the present one; what it replaces is in the history."""
    with transaction.atomic():
        _lock(workspace)
        file = workspace.files.filter(path=path).first()
        earlier = file.history.filter(number=number).first() if file else None
        if file is None or earlier is None:
            raise Refused("revision.unknown", f"{path} has no revision {number}.", 404)
        text = earlier.text
        if earlier.kind == Kind.DELETED:
            raise Refused("revision.deleted", "That is where it was deleted: choose the text before.")
        check_together({**texts_of(workspace), path: text})
        file.deleted = False
        saved = _put(workspace, file, text, user, timezone.now(), Kind.RESTORED)
        note(user, "file.restored", str(workspace), workspace, path=path, revision=number)
    return saved


def _put(
    workspace: Workspace, file: File, text: str, user: User, now: datetime, kind: Kind = Kind.SAVED
) -> Saved:
    size = len(text.encode())
    if size > file.bytes:
        check_together({**texts_of(workspace), file.path: text})
    file.text, file.bytes, file.updated_at, file.updated_by = text, size, now, user
    file.revision = _record(file, text, user, kind, now)
    file.save(update_fields=["text", "bytes", "revision", "updated_at", "updated_by", "deleted"])
    _touch(workspace, now)
    return Saved(file.revision, text, now)


def _record(file: File, text: str, user: User, kind: Kind, now: datetime) -> int:
    last = file.history.aggregate(last=Max("number"))["last"] or 0
    FileRevision.objects.create(file=file, number=last + 1, kind=kind, text=text, author=user, at=now)
    return int(last) + 1


def _lock(workspace: Workspace) -> None:
    """One change of a workspace at a time; Refused once it is put away."""
    row = Workspace.objects.select_for_update().only("closed_at").get(pk=workspace.pk)
    if row.closed_at:
        raise Refused("workspace.closed", "This draft is put away. Open it again to go on with it.")


def _touch(workspace: Workspace, now: datetime) -> None:
    Workspace.objects.filter(pk=workspace.pk).update(revision=F("revision") + 1, updated_at=now)
