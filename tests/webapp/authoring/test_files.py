"""Files of a draft: saved upon revisions, merged, bounded; every text is kept."""

from datetime import timedelta

import pytest
from django.utils import timezone

from webapp.authoring.domain import files
from webapp.authoring.domain.bounds import MOST_BYTES, MOST_FILES, check_path, decode_all
from webapp.authoring.domain.history import fold, stretches
from webapp.authoring.models import AuditEntry, FileRevision, Workspace
from webapp.practice.domain.refusals import Refused

BASE = "one\ntwo\nthree\n"


@pytest.fixture
def notes(draft, dana):
    """A file of three lines, and the number of its revision."""
    files.add(draft, dana, "design.txt", BASE)
    return files.find_file(draft, "design.txt").revision


def kinds(draft, path="design.txt"):
    return list(
        FileRevision.objects.filter(file__workspace=draft, file__path=path)
        .order_by("number")
        .values_list("kind", flat=True)
    )


def test_save_upon_the_present_revision_replaces_the_text(draft, dana, notes):
    saved = files.save(draft, dana, "design.txt", "new\n", notes)

    assert (saved.text, saved.conflict, saved.side) == ("new\n", False, None)
    assert files.texts_of(draft)["design.txt"] == "new\n"
    assert files.save(draft, dana, "design.txt", "new\n", saved.revision).revision == saved.revision


def test_save_of_two_authors_in_different_lines_keeps_both(draft, dana, erin, notes):
    files.save(draft, dana, "design.txt", "ONE\ntwo\nthree\n", notes)
    saved = files.save(draft, erin, "design.txt", "one\ntwo\nTHREE\n", notes)

    assert saved.text == files.texts_of(draft)["design.txt"] == "ONE\ntwo\nTHREE\n"
    assert kinds(draft) == ["saved", "saved", "sent", "merged"]


def test_save_of_what_was_typed_on_after_a_merge_descends_from_what_was_sent(draft, dana, erin, notes):
    files.save(draft, dana, "design.txt", "ONE\ntwo\nthree\n", notes)
    sent = files.save(draft, erin, "design.txt", "one\ntwo\nTHREE\n", notes)
    saved = files.save(draft, erin, "design.txt", "one\ntwo\nTHREE\nfour\n", sent.side)

    assert saved.text == "ONE\ntwo\nTHREE\nfour\n"


def test_save_of_two_authors_in_one_line_overwrites_nothing_and_keeps_both(draft, dana, erin, notes):
    files.save(draft, dana, "design.txt", "dana\ntwo\nthree\n", notes)
    saved = files.save(draft, erin, "design.txt", "erin\ntwo\nthree\n", notes)

    assert saved.conflict
    assert saved.text == files.texts_of(draft)["design.txt"] == "dana\ntwo\nthree\n"
    kept = FileRevision.objects.get(file__path="design.txt", kind="refused")
    assert (kept.text, kept.author) == ("erin\ntwo\nthree\n", erin)


def test_delete_and_restore_bring_the_text_back(draft, dana, notes):
    files.delete(draft, dana, "design.txt")
    assert "design.txt" not in files.texts_of(draft)
    with pytest.raises(Refused, match="no file"):
        files.save(draft, dana, "design.txt", "x", notes)
    files.restore(draft, dana, "design.txt", notes)

    assert files.texts_of(draft)["design.txt"] == BASE
    actions = AuditEntry.objects.filter(workspace=draft).order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["workspace.created", "file.added", "file.deleted", "file.restored"]


def test_rename_takes_the_history_along_and_frees_the_name(draft, dana, notes):
    files.rename(draft, dana, "design.txt", "submissions/notes.txt")
    files.add(draft, dana, "design.txt", "another\n")
    files.delete(draft, dana, "design.txt")
    files.rename(draft, dana, "submissions/notes.txt", "design.txt")

    assert files.texts_of(draft)["design.txt"] == BASE
    assert kinds(draft) == ["saved"]


def test_history_shows_what_somebody_typed_on_and_on_as_one(draft, dana, erin, notes):
    last = notes
    for number in range(4):
        last = files.save(draft, dana, "design.txt", f"{BASE}{number}\n", last).revision
    files.save(draft, erin, "design.txt", "erin\n", last)

    assert [(one.revision.author.username, one.count) for one in stretches(draft, "design.txt")] == [
        ("erin", 1),
        ("dana", 4),
        ("dana", 1),
    ]


def test_fold_keeps_the_last_text_of_each_five_minutes_and_whatever_is_young(draft, dana, erin, notes):
    last = notes
    for number in range(6):
        last = files.save(draft, dana, "design.txt", f"{number}\n", last).revision
    files.save(draft, erin, "design.txt", "erin\n", notes)
    rows = FileRevision.objects.filter(file__path="design.txt")
    start = timezone.now().replace(minute=0, second=1) - timedelta(days=30)
    for minute, row in enumerate(rows.order_by("number")):
        FileRevision.objects.filter(pk=row.pk).update(at=start + timedelta(minutes=minute))
    assert fold(timezone.now() - timedelta(days=29)) == 0
    assert (fold(timezone.now()), fold(timezone.now())) == (4, 0)

    kept = list(rows.order_by("number").values_list("kind", "text"))
    assert kept == [("saved", BASE), ("saved", "3\n"), ("saved", "5\n"), ("refused", "erin\n")]


@pytest.mark.parametrize(
    "path",
    ["", "/etc/passwd", "../other/problem.toml", "a/../b.py", ".git/config", "a//b", "a\\b", "x" * 161, "a/b/c/d/e/f/g",
     "__pycache__/a.py", "a.pyc", "a\nb", "é.py", "../author/a/b.py", "-/.x", None, 7],
)  # fmt: skip
def test_add_refuses_a_name_that_no_package_has(draft, dana, path):
    with pytest.raises(Refused):
        files.add(draft, dana, path, "x")


def test_a_module_of_the_set_has_a_name_of_its_own():
    assert check_path("../author/tools.py") == "../author/tools.py"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("Problem.toml", "differ only"),
        ("statement.md", "there already"),
        ("statement.md/x", "would lie in"),
        ("SUBMISSIONS", "would lie|differ"),
    ],
)
def test_add_refuses_a_name_that_meets_another(draft, dana, path, words):
    with pytest.raises(Refused, match=words):
        files.add(draft, dana, path, "x")


@pytest.mark.parametrize(
    "text",
    ["a\0b", "\ud800", "x" * (MOST_BYTES + 1), None, 3],
    ids=["NUL", "surrogate", "large", "none", "number"],
)
def test_save_refuses_what_is_no_text_or_too_large(draft, dana, notes, text):
    with pytest.raises(Refused):
        files.save(draft, dana, "design.txt", text, notes)
    assert files.texts_of(draft)["design.txt"] == BASE


def test_many_files_and_large_ones_are_refused_together(draft, dana):
    for number in range(7):
        files.add(draft, dana, f"data/{number}.txt", "x" * MOST_BYTES)
    with pytest.raises(Refused, match="All files together"):
        files.add(draft, dana, "data/7.txt", "x" * MOST_BYTES)
    with pytest.raises(Refused, match=f"up to {MOST_FILES}"):
        decode_all({f"{number}.txt": b"x" for number in range(10_000)})
    with pytest.raises(Refused, match="not UTF-8 text"):
        decode_all({"a.txt": b"fine\n\xff"})


def test_a_draft_that_is_put_away_takes_no_change(draft, dana, notes):
    Workspace.objects.update(closed_at=draft.created_at)
    with pytest.raises(Refused, match="put away"):
        files.save(draft, dana, "design.txt", "x", notes)
