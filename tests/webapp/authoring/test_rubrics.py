"""Rubrics for handed-in code in the studio: from a template to what markers see, and from the folder to one that is kept."""

from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from tests.webapp.authoring.test_importing import upload
from webapp.accounts.models import User
from webapp.authoring.domain import files, proving, publishing
from webapp.authoring.domain.starting import from_bundle_template, from_published
from webapp.authoring.models import Workspace
from webapp.catalog.models import Bundle
from webapp.interviews.domain.loading import load_rubric_versions
from webapp.marking.domain.rubrics import code_rubric, offered
from webapp.practice.domain.refusals import Refused

RUBRIC = "rubric.toml"
FOLDER = settings.PROBLEMS_DIR / "rubrics"


@pytest.fixture
def rubric(dana: User) -> Workspace:
    """A draft of a rubric from its template, Dana's."""
    return from_bundle_template(dana, "rubrics", "spring-code", "Spring code")


def edit(draft: Workspace, user: User, old: str, new: str) -> None:
    file = draft.files.get(path=RUBRIC)
    assert old in file.text
    files.save(draft, user, RUBRIC, file.text.replace(old, new, 1), file.revision)


def published(draft: Workspace, user: User) -> Bundle:
    proof = proving.start(draft, user)
    assert (proof.state, proof.holds) == ("done", True), proof.events.get().data
    draft.refresh_from_db()
    return publishing.publish(draft, user, "").bundle


def test_a_template_becomes_a_rubric_that_code_can_be_marked_by(dana, as_user):
    client = as_user(dana)
    client.post(reverse("authoring:new") + "?of=rubrics", {"slug": "spring-code", "title": "Spring code"})
    draft = Workspace.objects.get()
    page = client.get(reverse("authoring:candidate", args=[draft.pk])).content.decode()
    assert "One pass, with a total that is carried along." in page
    assert offered() == [("handed-in", "Handed-in code")]
    published(draft, dana)

    assert offered() == [("handed-in", "Handed-in code"), ("spring-code", "Spring code")]
    assert [(one.id, one.weight) for one in code_rubric("spring-code").criteria] == [
        ("approach", 60),
        ("readable", 40),
    ]


WRONG = [
    ("weight = 40", "weight = 30", 5, "weights sum to 90, not 100"),
    ("points = 0, says", "points = 1, says", 11, "points start at 0 and rise"),
    ('reason = "coding"', 'computed = "stages"\nreason = "coding"', 5, "approach is computed"),
    ("A clear name here and there, and one long loop.", "One function of eighty lines over a and b2.", 16, "readable: an anchor of it stands there twice"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "words"), WRONG, ids=[case[3] for case in WRONG])
def test_a_proof_says_by_file_and_line_what_is_wrong(rubric, dana, old, new, line, words):
    edit(rubric, dana, old, new)
    proof = proving.start(rubric, dana)

    notes = [
        (one["file"], one["line"]) for one in proof.events.get().data["notes"] if words in one["message"]
    ]
    assert (proof.holds, notes) == (False, [(RUBRIC, line)])
    with pytest.raises(Refused, match="put right"):
        publishing.publish(rubric, dana, "")


def test_another_file_in_a_rubric_is_named(rubric, dana):
    files.add(rubric, dana, "notes.md", "Nothing.")
    notes = proving.start(rubric, dana).events.get().data["notes"]
    assert [(one["file"], one["message"]) for one in notes] == [
        ("notes.md", "is none of a rubric's files; there is rubric.toml alone")
    ]


def test_the_rubric_of_the_folder_is_drafted_by_all_published_by_operators_and_kept(dana, olga):
    assert load_rubric_versions(FOLDER) == []
    bundle = Bundle.objects.get(kind="rubrics")
    mine = from_published(dana, bundle)
    edit(mine, dana, "Reads without its author", "Reads well")
    assert proving.start(mine, dana).holds
    with pytest.raises(Refused, match="whoever runs the site"):
        publishing.publish(mine, dana, "")
    theirs = from_published(olga, bundle)
    edit(theirs, olga, "Reads without its author", "Reads well")
    published(theirs, olga)

    assert load_rubric_versions(FOLDER) == ["handed-in"]
    assert code_rubric().criteria[1].title == "Reads well"


def test_a_preview_shows_levels_and_anchors(rubric, dana, as_user):
    text = files.texts_of(rubric)[RUBRIC]
    address = reverse("authoring:preview", args=[rubric.pk])

    def seen(text: str) -> str:
        body = {"text": text, "path": RUBRIC, "line": 1}
        return as_user(dana).post(address, body, "application/json").json()["html"]

    assert "Reads without its author" in seen(text)
    assert 'data-line="5"' in seen(text.replace("weight = 40", "weight = 30"))


def test_a_downloaded_rubric_comes_back_and_reads_in_a_folder(rubric, dana, as_user, tmp_path: Path):
    client = as_user(dana)
    data = client.get(reverse("authoring:zip", args=[rubric.pk])).content
    upload(client, "package", "spring-code.zip", data)
    assert files.texts_of(Workspace.objects.exclude(pk=rubric.pk).get()) == files.texts_of(rubric)

    (tmp_path / "rubrics" / "spring-code").mkdir(parents=True)
    (tmp_path / "rubrics" / "spring-code" / RUBRIC).write_text(files.texts_of(rubric)[RUBRIC])
    assert load_rubric_versions(tmp_path / "rubrics") == []
    assert (Bundle.objects.get().slug, Bundle.objects.get().current.title) == ("spring-code", "Spring code")
