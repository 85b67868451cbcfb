"""A Git repository as a source: its newest commit alone, into a bounded folder, with everything in Git off that runs anything."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import structlog
from django.conf import settings

from graders.package.model import MUTANTS, SHARED, package_files
from webapp.accounts.models import User
from webapp.authoring.domain.archives import MANIFEST
from webapp.authoring.domain.bounds import MOST_FILES, check_path, decode_all
from webapp.authoring.domain.importing import FORMATS, Brought, from_folder
from webapp.authoring.domain.starting import create
from webapp.authoring.models import Workspace
from webapp.practice.domain.refusals import Refused

log = structlog.get_logger(__name__)
CLONE_S = 60.0
MOST_BYTES, MOST_ENTRIES, MOST_PACKAGES = 64 << 20, 20_000, 50
SCHEMES = ("https", "ssh", "file")
# No configuration of the machine, no prompt, no hook, no submodule, no transport but the one that was asked for.
_OPTIONS = (
    "-c", "core.hooksPath=/dev/null", "-c", "core.symlinks=false", "-c", "core.fsmonitor=false",
    "-c", "credential.helper=", "-c", "protocol.allow=never", "-c", "transfer.fsckObjects=true",
    "-c", "http.followRedirects=false",
    "-c", "core.sshCommand=ssh -oBatchMode=yes -oStrictHostKeyChecking=yes -oConnectTimeout=10",
)  # fmt: skip


def allowed() -> list[str]:
    """The schemes that whoever runs the site allows; none without Git."""
    wanted = [scheme for scheme in settings.STUDIO_GIT if scheme in SCHEMES]
    return wanted if shutil.which("git") else []


def allowed_words() -> str:
    """The same for a page; empty when there is none."""
    return ", ".join(f"{scheme}://" for scheme in allowed())


def from_remote(user: User, address: str, format: str, set_slug: str) -> list[Brought]:
    """Drafts of the packages, or of the collection, in a repository's newest commit."""
    if format not in FORMATS:
        raise Refused("import.format", "Choose what the repository holds.")
    scheme = check_address(address)
    with tempfile.TemporaryDirectory(prefix="clone-") as folder:
        target = Path(folder) / "repository"
        clone(address, scheme, target)
        _without_links(target)
        shutil.rmtree(target / ".git", ignore_errors=True)
        _check_tree(target)
        source = address.rsplit("@", 1)[-1][:200]
        if format == "package":
            return list(_packages(user, target, set_slug, source))
        return from_folder(user, format, target, set_slug, source)


def check_address(address: str) -> str:
    """The scheme of an address that may be cloned; Refused for any other."""
    parts = urlsplit(address)
    if parts.scheme not in allowed():
        words = allowed_words() or "none: whoever runs the site allows them with STUDIO_GIT"
        raise Refused("remote.scheme", f"Repositories are cloned from {words}.", 403)
    if address.startswith("-") or not address.isprintable() or " " in address or len(address) > 300:
        raise Refused("remote.address", "This is no address of a repository.")
    if parts.hostname and parts.hostname.startswith("-"):
        raise Refused("remote.address", "This is no address of a repository.")
    if parts.password is not None or (parts.scheme == "https" and parts.username):
        raise Refused(
            "remote.password",
            "An address with a password is kept nowhere: use ssh:// with a key of the site's.",
        )
    return parts.scheme


def clone(address: str, scheme: str, target: Path) -> None:
    """Depth 1, one branch, into `target`; Refused when it fails, takes too long or is too large."""
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "HOME": os.environ.get("HOME", "/nonexistent") if scheme == "ssh" else "/nonexistent",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": "/dev/null",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ASKPASS": "true",
        "GIT_LFS_SKIP_SMUDGE": "1",
        "GIT_ALLOW_PROTOCOL": scheme,
        "LC_ALL": "C",
    }
    words = ["git", *_OPTIONS, "-c", f"protocol.{scheme}.allow=always", "clone", "--quiet", "--depth", "1", "--single-branch",
             "--no-tags", "--no-recurse-submodules", "--template=", "--", address, str(target)]  # fmt: skip
    process = subprocess.Popen(
        words, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        start_new_session=True, cwd="/",
    )  # fmt: skip
    until = time.monotonic() + CLONE_S
    trouble = ""
    while process.poll() is None and not trouble:
        time.sleep(0.05)
        if time.monotonic() > until:
            trouble = f"Cloning took longer than {CLONE_S:g} s."
        elif _size(target) > MOST_BYTES:
            trouble = f"The repository is larger than {MOST_BYTES >> 20} MiB."
    if trouble:
        os.killpg(process.pid, signal.SIGKILL)
    _, said = process.communicate()
    if trouble or process.returncode:
        log.info("not cloned", trouble=trouble, said=said.decode(errors="replace")[-300:])
        raise Refused(
            "remote.clone",
            trouble or "Git could not clone it: there is no such repository, or it asks for a key.",
            422,
        )


def _without_links(target: Path) -> None:
    """Take out what Git keeps as a link or a submodule: here it is a small file that says where it would lead."""
    asked = ["git", *_OPTIONS, "-C", str(target), "ls-files", "-s", "-z"]
    listed = subprocess.run(
        asked, capture_output=True, check=False, timeout=20, env={"PATH": os.environ.get("PATH", "")}
    )
    for entry in listed.stdout.split(b"\0"):
        mode, _, name = entry.partition(b"\t")
        if mode.startswith((b"120000", b"160000")):
            file = target / os.fsdecode(name)
            if file.is_file() or file.is_symlink():
                file.unlink()


def _size(folder: Path) -> int:
    total = 0
    for root, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.lstat(os.path.join(root, name)).st_size
            except OSError:
                continue
            if total > MOST_BYTES:
                return total
    return total


def _check_tree(folder: Path) -> None:
    for count, file in enumerate(folder.rglob("*"), start=1):
        if count > MOST_ENTRIES:
            raise Refused(
                "remote.many", f"The repository has more than {MOST_ENTRIES} files and folders.", 413
            )
        if file.is_symlink():
            file.unlink()


def _packages(user: User, folder: Path, set_slug: str, source: str) -> Iterator[Brought]:
    manifests = sorted(folder.rglob(MANIFEST))
    if not manifests:
        raise Refused("remote.empty", f"There is no {MANIFEST} in the repository.")
    for manifest in manifests[:MOST_PACKAGES]:
        place = manifest.parent
        name = place.relative_to(folder).as_posix()
        above = place.parent.name if place.parent not in (folder, folder.parent) else ""
        try:
            yield Brought(name, _package(user, place, set_slug or above, source))
        except Refused as refused:
            yield Brought(name, refused=refused.text)
    if len(manifests) > MOST_PACKAGES:
        yield Brought("", refused=f"{len(manifests) - MOST_PACKAGES} more packages were not looked at.")


def _package(user: User, place: Path, set_slug: str, source: str) -> Workspace:
    if not set_slug:
        raise Refused("import.set", "Name the set that it shall be in.")
    found = {name: file for name, file in package_files(place) if file.stat().st_size <= 4 << 20}
    if len(found) > MOST_FILES:
        raise Refused("files.many", f"It has {len(found)} files; a workspace holds up to {MOST_FILES}.", 413)
    files = {name: file.read_bytes() for name, file in found.items()}
    if (place / MUTANTS).is_file():
        files[MUTANTS] = (place / MUTANTS).read_bytes()
    for file in sorted((place.parent / "author").glob("*.py"))[:50]:
        files[check_path(SHARED + file.name)] = file.read_bytes()
    return create(user, set_slug, place.name, decode_all(files), source=source)
