"""Question banks in the studio: from a template to questions that people are asked, by the verifier that the library has."""

from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from webapp.accounts.models import User
from webapp.authoring.domain import files, proving, publishing
from webapp.authoring.domain.starting import from_bundle_template, from_published
from webapp.authoring.domain.streaming import look
from webapp.authoring.models import AuditEntry, Proof, Workspace
from webapp.catalog.models import Bundle
from webapp.interviews.domain.drawing import written_questions
from webapp.practice.domain.refusals import Refused
from webapp.readiness.domain.claiming import claims_of, say
from webapp.readiness.domain.loading import load_banks
from webapp.readiness.models import Asked, Check, Evidence, Item
from webapp.teaching.domain.quizzes import pool

QUIZ, RUBRIC = "quiz/1-2.toml", "written/spring-class-explain.toml"
READINESS = "readiness.toml"


@pytest.fixture
def bank(dana: User) -> Workspace:
    """A draft of a question bank from its template, Dana's."""
    return from_bundle_template(dana, "questions", "spring-class", "Spring class", "coding")


@pytest.fixture
def nothing(tmp_path: Path) -> Path:
    """A folder of questions without any."""
    (tmp_path / "questions").mkdir()
    return tmp_path / "questions"


def edit(bank: Workspace, user: User, path: str, old: str, new: str) -> None:
    file = bank.files.get(path=path)
    assert old in file.text
    files.save(bank, user, path, file.text.replace(old, new, 1), file.revision)


def published(bank: Workspace, user: User) -> Bundle:
    proof = proving.start(bank, user)
    assert (proof.state, proof.holds) == ("done", True), proof.events.get().data
    bank.refresh_from_db()
    return publishing.publish(bank, user, "").bundle


def test_a_template_becomes_questions_that_are_asked(dana, as_user, nothing):
    client = as_user(dana)
    made = client.post(
        reverse("authoring:new") + "?of=questions",
        {"slug": "spring-class", "title": 'The "spring" class', "topic": "coding"},
    )
    bank = Workspace.objects.get()
    assert made.url == bank.get_absolute_url()
    page = client.get(reverse("authoring:candidate", args=[bank.pk])).content.decode()
    assert page.count('class="quiz as-asked"') == 5
    asked = client.post(reverse("authoring:prove", args=[bank.pk])).json()["proof"]
    assert (asked["state"], asked["holds"]) == ("done", True)
    shown = client.post(reverse("authoring:publish", args=[bank.pk]), {"note": "The first"}, follow=True)

    assert "Published." in shown.content.decode()
    bundle = Bundle.objects.select_related("current").get()
    assert (str(bundle), bundle.keeper, bundle.current.title) == (
        "questions/spring-class",
        "studio",
        'The "spring" class',
    )
    assert Item.objects.filter(bank=bundle, retired=False).count() == len(pool(["coding"])) == 5
    assert "coding/spring-class-explain" in {question.name for question in written_questions()}
    actions = AuditEntry.objects.filter(problem="questions/spring-class").order_by("pk")
    assert list(actions.values_list("action", flat=True)) == ["workspace.created", "proof.asked", "published"]
    # The next start loads a folder that has none of it.
    loaded = load_banks(nothing)
    assert (loaded.retired, loaded.broken, len(pool(["coding"]))) == ([], [], 5)


LINES = """format = 1

[[items]]
id = "sums-of-a-stream"
place = 3
topic = "coding"
level = "1-2"
difficulty = -0.5
can = "Can you keep the *sum* of a stream without its numbers?"
yes = "You name what is kept, and what it costs to add one number."
proof = "coding/spring-class-explain"

[[items]]
id = "last-of-a-stream"
topic = "coding"
level = "1-2"
difficulty = -0.5
can = "Can you keep the last numbers of a stream?"
yes = "You name what is kept, and what it costs to add one number."
proof = "coding/spring-class-explain"
"""


def test_lines_of_the_readiness_check_are_written_published_and_asked(bank, dana, alice, as_user):
    files.add(bank, dana, READINESS, LINES)
    client = as_user(dana)
    body = {"text": LINES, "path": READINESS, "line": 12}
    shown = client.post(reverse("authoring:preview", args=[bank.pk]), body, "application/json").json()
    assert shown["what"] == "item 1 of 2"
    assert "Can you keep the sum of a stream" in shown["html"]
    assert "Proved by the written question coding/spring-class-explain." in shown["html"]
    page = client.get(reverse("authoring:candidate", args=[bank.pk])).content.decode()
    assert page.count("Proved by the written question") == 2
    bundle = published(bank, dana)

    asked = [(line.version.item.name, line.number) for line in claims_of(alice)]
    assert asked == [("readiness/sums-of-a-stream", 1), ("readiness/last-of-a-stream", 2)]
    say(alice, {claims_of(alice)[0]: True}, timezone.now())
    assert publishing.subject_of(bank).counts(bundle.current) == 0  # no answer to a question
    publishing.retire(bundle, dana, True)
    assert claims_of(alice) == []
    publishing.retire(bundle, dana, False)
    assert [line.said for line in claims_of(alice)] == [True, None]


WRONG_LINES = [
    ("coding/spring-class-explain", "coding/other", 4, "this bank has no written question coding/other"),
    ("Can you keep the *sum*", "You can keep the sum", 10, "String should match pattern"),
    ("last-of-a-stream", "sums-of-a-stream", 14, "the id is taken, in readiness.toml:4"),
]


@pytest.mark.parametrize(("old", "new", "line", "words"), WRONG_LINES, ids=[case[3] for case in WRONG_LINES])
def test_a_proof_says_what_is_wrong_with_lines_of_the_readiness_check(bank, dana, old, new, line, words):
    files.add(bank, dana, READINESS, LINES.replace(old, new, 1))
    proof = proving.start(bank, dana)

    notes = [
        (one["file"], one["line"]) for one in proof.events.get().data["notes"] if words in one["message"]
    ]
    assert (proof.holds, notes) == (False, [(READINESS, line)])


def test_a_line_of_the_readiness_check_keeps_its_name_for_its_bank(bank, dana, erin):
    files.add(bank, dana, READINESS, LINES)
    published(bank, dana)
    other = from_bundle_template(erin, "questions", "autumn-class", "", "coding")
    lines = LINES.replace("coding/spring-class-explain", "coding/autumn-class-explain")
    files.add(other, erin, READINESS, lines)
    notes = proving.start(other, erin).events.get().data["notes"]

    taken = [(one["file"], one["line"]) for one in notes if "in the bank spring-class" in one["message"]]
    assert taken == [(READINESS, 4), (READINESS, 14)]


WRONG = [
    (QUIZ, "value = 6", "value = 7", (QUIZ, 55), "value is 7, but the formula gives 6"),
    (QUIZ, "correct = true", 'why = "x"', (QUIZ, 17), "String should have at least 20 characters"),
    (QUIZ, "difficulty = -1.0", "dificulty = -1.0", (QUIZ, 7), "Extra inputs are not permitted"),
    (RUBRIC, "weight = 20", "weight = 30", (RUBRIC, 9), "weights sum to 110, not 100"),
    ("bank.toml", '"coding"', '"cooking"', ("bank.toml", 3), "Input should be"),
]


@pytest.mark.parametrize(("path", "old", "new", "place", "words"), WRONG, ids=[case[4] for case in WRONG])
def test_a_proof_says_by_file_and_line_what_is_wrong(bank, dana, as_user, path, old, new, place, words):
    edit(bank, dana, path, old, new)
    proof = proving.start(bank, dana)

    notes = proof.events.get().data["notes"]
    assert (proof.state, proof.holds) == ("done", False)
    assert any((note["file"], note["line"]) == place and words in note["message"] for note in notes), notes
    as_user(dana).post(reverse("authoring:publish", args=[bank.pk]), {"note": ""})
    assert not Bundle.objects.exists()


def test_what_another_bank_asks_is_not_asked_again_nor_its_name_taken(bank, dana, erin):
    published(bank, dana)
    other = from_bundle_template(erin, "questions", "autumn-class", "", "coding")
    edit(other, erin, QUIZ, '"autumn-class-choice"', '"spring-class-choice"')
    proof = proving.start(other, erin)

    words = [note["message"] for note in proof.events.get().data["notes"]]
    assert (
        "spring-class-choice: the id is taken, in the bank spring-class; answers refer to it for good"
        in words
    )
    assert any("asks nearly what coding/spring-class-several asks (100 %" in one for one in words)
    # A name stays its bank's, also once the item is gone.
    Item.objects.update(retired=True)
    assert not proving.start(other, erin).holds


def test_a_changed_or_removed_item_keeps_the_evidence_of_its_old_version(bank, dana, alice):
    bundle = published(bank, dana)
    first, second = (Item.objects.get(name=f"coding/spring-class-{end}") for end in ("choice", "short"))
    check = Check.objects.create(user=alice)
    asked = Asked.objects.create(
        check_run=check, number=1, version=first.current, opened_at=timezone.now(), state="open"
    )
    facts = {
        "user": alice, "kind": "quiz", "title": "x", "level_from": "1-2", "level_to": "1-2",
        "topics": {"coding": 1.0}, "difficulty": 0.0, "category": 1, "at": timezone.now(),
    }  # fmt: skip
    for number, item in enumerate((first, second), start=1):
        Evidence.objects.create(number=number, source=str(number), item=item.current, **facts)
    edit(bank, dana, QUIZ, "at most?", "at the most?")
    text = bank.files.get(path=QUIZ).text
    head, _, _ = text.rpartition("[[items]]")
    files.save(bank, dana, QUIZ, head, bank.files.get(path=QUIZ).revision)
    assert publishing.subject_of(bank).middle(bundle.current) == 1
    published(bank, dana)

    first.refresh_from_db()
    second.refresh_from_db()
    old = Evidence.objects.get(number=1).item
    assert (old.item, old == first.current, first.versions.count()) == (first, False, 2)
    assert "at most?" in old.content["prompt"]
    assert (second.retired, Evidence.objects.get(number=2).item) == (True, second.current)
    assert Asked.objects.get(pk=asked.pk).version == old  # whoever is asked it now answers what they see
    # Back to the first version, as it was.
    publishing.make_current(bundle, bundle.versions.order_by("pk").first(), dana)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.current, second.retired) == (old, False)


def test_retire_and_restore(bank, dana):
    bundle = published(bank, dana)
    publishing.retire(bundle, dana, True)
    assert (pool(["coding"]), "coding/spring-class-explain" in {q.name for q in written_questions()}) == (
        [],
        False,
    )
    publishing.retire(bundle, dana, False)
    assert len(pool(["coding"])) == 5
    assert "coding/spring-class-explain" in {question.name for question in written_questions()}


def test_a_bank_of_the_folder_is_drafted_by_all_and_published_by_operators(dana, olga, nothing, as_user):
    shelf = nothing / "coding"
    for path, text in files.texts_of(
        from_bundle_template(dana, "questions", "shelf", "Coding", "coding")
    ).items():
        (shelf / path).parent.mkdir(parents=True, exist_ok=True)
        (shelf / path).write_text(text)
    assert load_banks(nothing).broken == []
    bundle = Bundle.objects.get()
    assert (bundle.keeper, bundle.current.title) == ("folder", "Coding")
    as_user(dana).post(reverse("authoring:open", args=["questions", "coding"]))
    mine = Workspace.objects.get(slug="coding")
    assert publishing.standing(mine, proving.start(mine, dana)).reasons == [
        "Nothing differs from the version that is published."
    ]
    edit(mine, dana, QUIZ, "at most?", "at the most?")
    assert proving.start(mine, dana).holds
    with pytest.raises(Refused, match="whoever runs the site"):
        publishing.publish(mine, dana, "")
    theirs = from_published(olga, bundle)
    edit(theirs, olga, QUIZ, "at most?", "at the very most?")
    published(theirs, olga)
    (shelf / QUIZ).write_text((shelf / QUIZ).read_text().replace("at most?", "in all?"))
    loaded = load_banks(nothing)

    item = Item.objects.get(name="coding/shelf-choice")
    assert (loaded.kept, loaded.updated, loaded.broken) == (["coding"], [], [])
    assert "at the very most?" in item.current.content["prompt"]
    bundle.refresh_from_db()
    publishing.hand_back(bundle, olga)
    assert load_banks(nothing).updated == ["coding/shelf-choice"]


def test_a_preview_is_what_candidates_see(bank, dana, as_user):
    client, text = as_user(dana), files.texts_of(bank)[QUIZ]
    address = reverse("authoring:preview", args=[bank.pk])

    def seen(line: int, text: str = text, path: str = QUIZ) -> dict[str, str]:
        answer = client.post(address, {"text": text, "path": path, "line": line}, "application/json")
        return answer.json()

    assert seen(12)["what"] == "item 1 of 5"
    assert '<input type="radio" name="answer" value="1"' in seen(12)["html"]
    assert "<math" in seen(12)["html"]
    assert "data-ordering" in seen(45)["html"]
    broken = seen(45, text.replace("steps = [", "stepps = ["))["html"]
    assert 'data-line="48"' in broken
    assert "One request in a hundred" in seen(1, files.texts_of(bank)[RUBRIC], RUBRIC)["html"]


def test_a_downloaded_bank_comes_back_as_it_was(bank, dana, as_user):
    from tests.webapp.authoring.test_importing import upload

    client = as_user(dana)
    data = client.get(reverse("authoring:zip", args=[bank.pk])).content
    upload(client, "package", "spring-class.zip", data)

    assert files.texts_of(Workspace.objects.exclude(pk=bank.pk).get()) == files.texts_of(bank)


def test_a_proof_of_a_bank_needs_no_grader_and_is_told_to_the_page(bank, dana):
    proof = proving.start(bank, dana)
    now = look(dana.pk, bank.pk, set())

    assert Proof.objects.filter(queued_at__isnull=False).count() == 0
    assert now.proof["publish"]["above"]
    assert [data["rows"][1] for _, data in now.found] == [
        {"name": "Questions", "state": "good", "words": "5 quiz items, 1 written"}
    ]
    assert proof.summary["errors"] == 0
