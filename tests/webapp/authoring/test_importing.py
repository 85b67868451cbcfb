"""What somebody has already, as drafts; hostile uploads; a Git repository."""

import io
import json
import os
import subprocess
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from graders.formats.archive import write_zip
from tests.graders.formats.test_kattis import LEGACY
from webapp.authoring.domain import remotes
from webapp.authoring.domain.archives import pack, unpack
from webapp.authoring.domain.files import texts_of
from webapp.authoring.models import Workspace

HUMAN_EVAL = {
    "task_id": "Tests/0",
    "prompt": 'def twice(x):\n    """Twice x.\n\n    >>> twice(2)\n    4\n    """\n',
    "entry_point": "twice",
    "canonical_solution": "    return x + x\n",
    "test": "def check(candidate):\n    assert candidate(2) == 4\n    assert candidate(-3) == -6\n    assert candidate(0) == 0\n",
}


def upload(client, format, name, data, **more):
    file = SimpleUploadedFile(name, data)
    return client.post(reverse("authoring:import"), {"format": format, "file": file, **more}, follow=True)


def test_a_package_that_was_downloaded_comes_back_as_it_was(draft, dana, as_user):
    client = as_user(dana)
    data = client.get(reverse("authoring:zip", args=[draft.pk])).content
    upload(client, "package", "sum-of-rows.zip", data)

    assert texts_of(Workspace.objects.exclude(pk=draft.pk).get()) == texts_of(draft)
    assert unpack(data)[0] == "tensors"


def test_modules_that_a_set_shares_travel_beside_the_package():
    texts = {"problem.toml": 'id = "one"\n', "../author/tools.py": "X = 1\n"}
    set_slug, files = unpack(pack("tensors", "one", texts))

    assert (set_slug, {name: data.decode() for name, data in files.items()}) == ("tensors", texts)


def test_a_collection_becomes_drafts_with_what_was_not_carried_over(dana, as_user):
    answer = upload(
        as_user(dana), "json", "tests.jsonl", (json.dumps(HUMAN_EVAL) + "\n").encode(), set="imported"
    )
    made = Workspace.objects.get()

    assert (made.set_slug, made.owner) == ("imported", dana)
    assert "x + x" in texts_of(made)["submissions/accepted/imported.py"]
    assert made.get_absolute_url() in answer.content.decode()


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("set/one/problem.toml", 'id = "one"\n')
        archive.writestr("set/one/data.txt", b"0" * (64 << 20))
    return out.getvalue()


def link() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo("set/one/problem.toml")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    return out.getvalue()


HOSTILE = {
    "bomb": (bomb(), "larger than"),
    "link": (link(), "is a link"),
    "traversal": (
        write_zip({"set/one/problem.toml": b'id = "one"\n', "set/one/../../x": b"x"}),
        "leads out|no plain",
    ),
    "10 000 files": (write_zip({f"set/one/{n}": b"" for n in range(10_000)}), "more than 2000 files"),
    "a huge file": (
        write_zip({"set/one/problem.toml": b'id = "one"\n', "set/one/a.txt": b"x" * (300 << 10)}),
        "at most 256 KiB",
    ),
    "no UTF-8": (
        write_zip({"set/one/problem.toml": b'id = "one"\n', "set/one/a.txt": b"\xff\xfe"}),
        "not UTF-8",
    ),
    "no zip": (b"PK\x03\x04 but no more", "no zip"),
    "two packages": (write_zip({"a/problem.toml": b"", "b/problem.toml": b""}), "2 files problem.toml"),
    "an id that is a path": (write_zip({"set/one/problem.toml": b'id = "../one"\n'}), "is no name"),
    "a nested manifest": (write_zip({"set/one/problem.toml": b"a = " + b"[" * 5000}), "cannot be read"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_archive_is_refused_in_words_and_leaves_nothing(dana, as_user, name):
    data, words = HOSTILE[name]
    text = upload(as_user(dana), "package", "x.zip", data).content.decode()

    assert Workspace.objects.count() == 0
    import re

    assert re.search(words, text), text[-1500:]


def test_a_kattis_package_keeps_as_many_inputs_as_a_draft_has_room_for(dana, as_user):
    files = dict(LEGACY)
    for number in range(12):
        files[f"data/secret/large/{number}.in"] = "1\n" * (100_000 + number)
        files[f"data/secret/large/{number}.ans"] = "1\n"
    files["data/secret/large/huge.in"] = "1\n" * 140_000
    files["data/secret/large/huge.ans"] = "1\n"
    data = write_zip({f"total/{name}": text.encode() for name, text in files.items() if text is not None})
    upload(as_user(dana), "kattis", "total.zip", data, set="contest")

    draft = Workspace.objects.get()
    kept = sorted(
        path for path in texts_of(draft) if path.startswith("data/secret/large/") and path.endswith(".in")
    )
    assert kept == [f"data/secret/large/{name}.in" for name in (*range(10), "a-b")]
    assert draft.not_carried[-1] == (
        "3 of 16 inputs, the largest ones: a draft takes 300 files, 256 KiB in one and 2 MiB together"
    )


def test_a_request_that_is_larger_than_an_upload_may_be_is_cut(dana, as_user, settings):
    settings.MAX_UPLOAD_BYTES = 2 << 20
    assert upload(as_user(dana), "package", "x.zip", os.urandom(3 << 20)).status_code == 413
    too_large = as_user(dana).post(reverse("authoring:new"), {"set": "x" * (2 << 20)})
    assert too_large.status_code == 413


@pytest.fixture
def repository(tmp_path, draft):
    """A Git repository with the draft's package, a hook, and a link."""
    root = tmp_path / "source"
    for path, text in texts_of(draft).items():
        file = root / "tensors" / "cloned" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text.replace('id = "sum-of-rows"', 'id = "cloned"'))
    (root / "tensors" / "cloned" / "passwd").symlink_to("/etc/passwd")
    run = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", "-C", str(root)]
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "x"]):
        subprocess.run([*run, *words], check=True, capture_output=True)
    hook = root / ".git" / "hooks" / "post-checkout"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n")
    hook.chmod(0o755)
    return root


def test_a_repository_becomes_drafts_and_none_of_it_runs(repository, dana, as_user, settings, tmp_path):
    settings.STUDIO_GIT = ["file"]
    as_user(dana).post(reverse("authoring:import"), {"format": "package", "remote": f"file://{repository}"})
    made = Workspace.objects.get(slug="cloned")

    assert "passwd" not in texts_of(made)
    assert "submissions/accepted" in " ".join(texts_of(made))
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc",
        "http://127.0.0.1/x",
        "git://host/x",
        "ext::sh -c id",
        "--upload-pack=id",
        "https://a:b@host/x",
        "/etc",
        "https://-oProxy/x",
    ],
)
def test_an_address_that_is_not_allowed_is_refused_before_git_sees_it(
    dana, as_user, settings, monkeypatch, address
):
    settings.STUDIO_GIT = ["https"]
    monkeypatch.setattr(remotes, "clone", lambda *_: pytest.fail("it was cloned"))
    answer = as_user(dana).post(
        reverse("authoring:import"), {"format": "package", "remote": address}, follow=True
    )

    assert 'class="note bad"' in answer.content.decode()
    assert Workspace.objects.count() == 0


def test_no_repository_is_cloned_unless_the_operator_says_so(dana, as_user):
    answer = as_user(dana).post(
        reverse("authoring:import"), {"format": "package", "remote": "https://example.org/x"}, follow=True
    )

    assert "none: whoever runs the site allows them with STUDIO_GIT" in answer.content.decode()
