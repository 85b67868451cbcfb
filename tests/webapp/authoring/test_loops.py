"""Loops in the studio: from a template to rounds that are drawn, and from a loop of the folder to one that is kept."""

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from webapp.accounts.models import User
from webapp.authoring.domain import files, proving, publishing
from webapp.authoring.domain.starting import from_bundle_template, from_published
from webapp.authoring.models import Workspace
from webapp.catalog.models import Bundle
from webapp.interviews.domain.content import content_of
from webapp.interviews.domain.drawing import book, loops
from webapp.interviews.domain.loading import load_loop_versions
from webapp.practice.domain.refusals import Refused


@pytest.fixture
def loop(dana: User) -> Workspace:
    """A draft of a loop from its template, Dana's."""
    return from_bundle_template(dana, "loops", "summer-school", "Summer school")


def edit(draft: Workspace, user: User, path: str, old: str, new: str) -> None:
    file = draft.files.get(path=path)
    assert old in file.text
    files.save(draft, user, path, file.text.replace(old, new, 1), file.revision)


def published(draft: Workspace, user: User) -> Bundle:
    proof = proving.start(draft, user)
    assert (proof.state, proof.holds) == ("done", True), proof.events.get().data
    draft.refresh_from_db()
    return publishing.publish(draft, user, "").bundle


def test_a_template_becomes_a_loop_whose_rounds_are_drawn(dana, alice, as_user):
    client = as_user(dana)
    client.post(reverse("authoring:new") + "?of=loops", {"slug": "summer-school", "title": "Summer school"})
    draft = Workspace.objects.get()
    page = client.get(reverse("authoring:candidate", args=[draft.pk])).content.decode()
    assert "2 prompts from the pool talk" in page
    client.post(reverse("authoring:prove", args=[draft.pk]))
    client.post(reverse("authoring:publish", args=[draft.pk]), {"note": ""})

    assert "Summer school" in as_user(alice).get(reverse("interviews:index")).content.decode()
    as_user(alice).post(reverse("interviews:book", args=["summer-school"]), {"level": "2-1"})
    first, second = alice.interviews.get().rounds.all()
    assert (first.title, first.minutes, len(content_of(first).questions)) == ("First talk", 25, 2)
    assert content_of(second).rubric.id == "talk"
    assert [one.id for one in loops().loops] == ["full", "short", "summer-school"]


WRONG = [
    ("loop.toml", "minutes = 25 ", "minutes = 30 ", ("loop.toml", 7), "the round has 30, its parts have 25"),
    ("loop.toml", 'pool = "talk"', 'pool = "walk"', ("loop.toml", 7), "there is no pool of prompts 'walk'"),
    ("loop.toml", "count = 2", "count = 3", ("loop.toml", 7), "draws 3 prompts and there are 2"),
    ("rubrics.toml", "weight = 40", "weight = 30", ("rubrics.toml", 5), "weights sum to 90, not 100"),
    ("prompts.toml", '"two-metrics"', '"Two"', ("prompts.toml", 25), "String should match pattern"),
]


@pytest.mark.parametrize(("path", "old", "new", "place", "words"), WRONG, ids=[case[4] for case in WRONG])
def test_a_proof_says_by_file_and_line_what_is_wrong(loop, dana, path, old, new, place, words):
    edit(loop, dana, path, old, new)
    proof = proving.start(loop, dana)

    notes = proof.events.get().data["notes"]
    assert not proof.holds
    assert any((note["file"], note["line"]) == place and words in note["message"] for note in notes), notes
    with pytest.raises(Refused, match="put right"):
        publishing.publish(loop, dana, "")


def test_whoever_is_in_the_middle_of_a_loop_stays_on_it(loop, dana, alice):
    bundle = published(loop, dana)
    before = book(alice, "summer-school", "2-1", (), timezone.now())
    assert publishing.subject_of(loop).middle(bundle.current) == 1
    edit(loop, dana, "prompts.toml", "how large is it?", "how large has it become?")
    edit(loop, dana, "loop.toml", 'title = "First talk"', 'title = "A talk"')
    published(loop, dana)

    first = before.rounds.first()
    assert first.title == "First talk"
    assert "how large is it?" in " ".join(one.ask for one in content_of(first).questions)
    after = book(alice, "summer-school", "2-1", (), timezone.now()).rounds.first()
    assert after.title == "A talk"
    publishing.make_current(bundle, bundle.versions.order_by("pk").first(), dana)
    assert loops().find("summer-school").rounds[0].title == "First talk"
    # Retired, it is offered to nobody, and still drawn for whoever was promised it.
    publishing.retire(bundle, dana, True)
    assert loops().find("summer-school") is None
    assert book(alice, "summer-school", "2-1", ("first-talk",), timezone.now()).rounds.count() == 1


def test_a_loop_of_the_folder_is_drafted_with_the_parts_that_it_uses(dana, as_user):
    assert load_loop_versions(settings.PROBLEMS_DIR / "loops") == []
    as_user(dana).post(reverse("authoring:open", args=["loops", "full"]))
    mine = Workspace.objects.get()
    proof = proving.start(mine, dana)

    assert sorted(files.texts_of(mine)) == ["loop.toml", "probes.toml", "prompts.toml", "rubrics.toml"]
    # This site has loaded no problem: the proof says which rounds could not be drawn here, and finds nothing else.
    notes = [note for note in proof.events.get().data["notes"] if note["severity"] == "error"]
    assert {note["message"].split(":")[0] for note in notes} == {"online-coding", "onsite-coding"}
    with pytest.raises(Refused, match="whoever runs the site"):
        publishing.publish(mine, dana, "")


def test_a_loop_that_an_operator_published_is_kept(loop, dana, olga, tmp_path, settings):
    home = tmp_path / "loops" / "summer"
    home.mkdir(parents=True)
    for path, text in files.texts_of(loop).items():
        (home / path).write_text(text)
    settings.PROBLEMS_DIR = tmp_path
    load_loop_versions(tmp_path / "loops")
    theirs = from_published(olga, Bundle.objects.get())
    edit(theirs, olga, "loop.toml", 'title = "First talk"', 'title = "A talk"')
    bundle = published(theirs, olga)

    assert load_loop_versions(tmp_path / "loops") == ["summer"]
    assert loops().find("summer").rounds[0].title == "A talk"
    publishing.hand_back(bundle, olga)
    assert loops().find("summer").rounds[0].title == "First talk"


def test_a_preview_of_each_file_says_what_it_holds(loop, dana, as_user):
    client, texts = as_user(dana), files.texts_of(loop)

    def seen(path: str, text: str) -> str:
        address = reverse("authoring:preview", args=[loop.pk])
        return client.post(address, {"text": text, "path": path}, "application/json").json()["html"]

    assert "2 prompts from the pool talk" in seen("loop.toml", texts["loop.toml"])
    assert "The claim comes first" in seen("rubrics.toml", texts["rubrics.toml"])
    assert "unless: %, percent" in seen("prompts.toml", texts["prompts.toml"])
    assert 'data-line="3"' in seen("loop.toml", texts["loop.toml"].replace("title = ", "titel = ", 1))
