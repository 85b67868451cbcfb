"""The package store: content decides the name, and names decide nothing else."""

from __future__ import annotations

import pytest

from graders.diagnostics import Diagnostics
from graders.package import load_package
from graders.store import NotStored, Store
from tests.graders.packages import FILES, PROBLEM, write_package


def test_what_is_put_comes_back_whole(tmp_path):
    path, store = write_package(tmp_path / "problems"), Store(tmp_path / "store")
    digest = store.put(path)
    package = store.get(digest)
    assert package.digest == digest == load_package(path, Diagnostics()).digest
    assert (package.set_slug, package.slug) == ("tests", "double")
    assert package.files == {name: text.encode() for name, text in FILES.items()}
    assert digest in store
    assert store.put(path) == digest
    assert store.newest(5) == [digest]


def test_a_stored_version_outlives_a_change_of_its_source(tmp_path):
    path, store = write_package(tmp_path / "problems"), Store(tmp_path / "store")
    first = store.put(path)
    (path / "editorial.md").write_text("Shorter.\n")
    second = store.put(path)
    assert first != second
    assert store.get(first).editorial == FILES["editorial.md"]
    assert store.get(second).editorial == "Shorter.\n"


def test_a_stored_version_holds_the_modules_it_shares_as_they_were(tmp_path):
    manifest = PROBLEM.replace('reference = "plain.py"', 'reference = "plain.py"\nshared = ["world.py"]')
    path = write_package(tmp_path / "p", {"problem.toml": manifest, "../author/world.py": "SIZE = 1\n"})
    store = Store(tmp_path / "store")
    digest = store.put(path)
    (path.parent / "author" / "world.py").write_text("SIZE = 2\n")
    assert store.put(path) != digest
    assert store.get(digest).author_files()["world.py"] == b"SIZE = 1\n"
    (stored,) = (tmp_path / "store" / "sha256" / digest.removeprefix("sha256:")).rglob("world.py")
    stored.write_text("SIZE = 3\n")
    with pytest.raises(NotStored, match="has the digest"):
        Store(tmp_path / "store").get(digest)


@pytest.mark.parametrize(
    "digest",
    [
        "",
        "sha256:",
        "../../etc",
        "sha256:../../../../etc/passwd",
        "sha256:" + "A" * 64,
        "md5:" + "0" * 64,
        "sha256:" + "0" * 64 + "/..",
    ],
)
def test_a_name_that_is_no_digest_reaches_no_file(tmp_path, digest):
    with pytest.raises(NotStored):
        Store(tmp_path).get(digest)


def test_an_unknown_digest_and_a_tampered_package_are_refused(tmp_path):
    store = Store(tmp_path / "store")
    with pytest.raises(NotStored, match="is not in the store"):
        store.get("sha256:" + "0" * 64)
    digest = store.put(write_package(tmp_path / "problems"))
    (stored,) = (tmp_path / "store").rglob("cases.py")
    stored.write_text(stored.read_text() + "\n# changed\n")
    with pytest.raises(NotStored, match="has the digest"):
        store.get(digest)


def test_a_broken_package_is_not_stored(tmp_path):
    store = Store(tmp_path / "store")
    with pytest.raises(ValueError, match=r"hints\.md: error: is missing"):
        store.put(write_package(tmp_path / "problems", {"hints.md": None}))
    assert store.newest(5) == []
