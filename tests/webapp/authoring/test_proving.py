"""Proofs as rows: asked for, told of, lost and found, called off; and what may be published of them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from graders import heartbeat
from graders.messages import STOP_KEY, EventBatch, Heartbeat
from graders.store import Store
from webapp.accounts.models import User
from webapp.authoring.domain import files, proving, publishing
from webapp.authoring.domain.recording import record
from webapp.authoring.domain.starting import from_published
from webapp.authoring.domain.streaming import look
from webapp.authoring.domain.subjects.problems import PROBLEMS
from webapp.authoring.models import AuditEntry, Proof, ProofEvent
from webapp.catalog.domain.loading import load_problems
from webapp.catalog.models import Problem
from webapp.practice.domain.drafts import save_draft
from webapp.practice.domain.refusals import Refused
from webapp.practice.models import Draft


@pytest.fixture
def grader(broker):
    """One that is ready, and its name on the broker."""
    beat = Heartbeat(queues=["run", "grade"], ready=True, slots=2)
    heartbeat.write(broker, heartbeat.key("host", 1), beat)
    return broker


def tell(proof, *kinds, attempt=None, **data):
    """What a grader would send, numbered from 1."""
    attempt = attempt or Proof.objects.get(pk=proof.pk).attempt
    events = [
        {"submission": str(proof.pk), "attempt": attempt, "number": number, "kind": kind, "data": data}
        for number, kind in enumerate(kinds, start=1)
    ]
    record(EventBatch.model_validate({"events": events}))


def prove(draft, user, holds=True, rate=1.0):
    """A proof of the draft as it is, with this end."""
    proof = proving.start(draft, user)
    tell(proof, "starting", "done", holds=holds, digest=proof.digest, rate=rate, seconds=1.5)
    proof.refresh_from_db()
    return proof


def test_start_says_at_once_what_cannot_be_read(draft, dana):
    files.save(draft, dana, "cases.py", "def cases(rng)\n", 1)
    proof = proving.start(draft, dana)

    assert (proof.state, proof.holds, bytes(proof.archive)) == ("done", False, b"")
    read = ProofEvent.objects.get(proof=proof).data
    assert [(note["file"], note["line"]) for note in read["notes"]] == [("cases.py", 1)]
    assert publishing.standing(draft, proof).reasons == [
        "The proof found what has to be put right: see the checks that failed."
    ]


def test_start_without_a_broker_waits_in_its_row(draft, dana, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        proof = proving.start(draft, dana)

    assert (proof.state, proof.queued_at) == ("queued", None)
    assert draft.title == "" != type(draft).objects.get().title


def test_start_again_calls_the_earlier_proof_off(draft, dana, grader):
    first = proving.start(draft, dana)
    second = proving.start(draft, dana)
    first.refresh_from_db()

    assert (first.state, second.state) == ("cancelled", "queued")
    assert grader.exists(f"{STOP_KEY}{first.pk}") == 1


def test_advance_leaves_half_of_the_graders_to_candidates(draft, dana, erin, grader):
    from webapp.authoring.domain.starting import from_template

    drafts = [draft, from_template(erin, "tensors", "other", "function")]
    proofs = [proving.start(one, one.owner) for one in drafts]

    assert proving.advance() == 1
    assert [Proof.objects.get(pk=proof.pk).queued_at is not None for proof in proofs] == [True, False]
    proving.cancel(proofs[0], dana)
    assert proving.advance() == 1


def test_events_are_recorded_once_and_move_the_proof_to_one_end(draft, dana):
    proof = proving.start(draft, dana)
    for _ in range(2):
        tell(proof, "starting", "progress", "progress", what="note")
    assert ProofEvent.objects.filter(proof=proof, attempt=1).count() == 2
    assert Proof.objects.get().state == "running"
    tell(proof, "starting", "progress", "progress", "done", holds=True, digest=proof.digest, rate=0.98)
    tell(proof, "starting", "progress", "progress", "done", "done", holds=False, digest=proof.digest)

    assert (Proof.objects.get().holds, Proof.objects.get().summary["rate"]) == (True, 0.98)


def test_a_proof_of_other_files_than_were_sent_holds_nothing(draft, dana):
    proof = proving.start(draft, dana)
    tell(proof, "done", holds=True, digest="sha256:" + "0" * 64, rate=1.0)

    assert Proof.objects.get().holds is False


def test_sweep_repeats_what_a_killed_grader_had_and_says_so(draft, dana, grader):
    proof = proving.start(draft, dana)
    proving.advance()
    tell(proof, "starting")
    Proof.objects.update(reported_at=timezone.now() - timedelta(seconds=30))
    proving.sweep()
    proof.refresh_from_db()

    assert (proof.state, proof.attempt, proof.queued_at is not None) == ("queued", 2, True)
    assert proof.fault == "The grader that worked on it has gone; it is proved again, attempt 2 of 3."
    tell(proof, "progress", attempt=1, what="note")  # from the one that was taken for dead
    assert Proof.objects.get().state == "queued"
    for _ in range(2):
        tell(proof, "starting")
        Proof.objects.update(reported_at=timezone.now() - timedelta(seconds=30))
        proving.sweep()
    assert (Proof.objects.get().state, Proof.objects.get().attempt) == ("failed", 3)


def test_sweep_leaves_alone_what_a_living_grader_works_on(draft, dana, grader):
    proof = proving.start(draft, dana)
    proving.advance()
    tell(proof, "starting")
    Proof.objects.update(reported_at=timezone.now() - timedelta(seconds=30))
    beat = Heartbeat(queues=["run", "grade"], ready=True, slots=2, busy=[proof.pk])
    heartbeat.write(grader, heartbeat.key("host", 1), beat)
    proving.sweep()

    assert Proof.objects.get().attempt == 1


def test_a_stream_tells_files_people_and_findings_once(draft, dana, erin):
    proof = proving.start(draft, dana)
    tell(proof, "starting", "progress", what="cases", fixed=3, fresh=0)
    first = look(dana.pk, draft.pk, set())
    again = look(dana.pk, draft.pk, {place for place, _ in first.found})

    assert [data["what"] for _, data in first.found] == ["read", "cases"]
    assert again.found == []
    assert (first.proof["state"], first.proof["publish"]["above"]) == ("running", False)
    assert look(erin.pk, draft.pk, set()).state is None


BELOW = [
    ("nothing", ["It is not proved yet."]),
    ("running", ["The proof is not finished."]),
    ("cancelled", ["The proof was stopped. Prove it again."]),
    ("errors", ["The proof found what has to be put right: see the checks that failed."]),
    (
        "survivors",
        ["Its cases kill 96.9 % of the mutants; 97 % are needed. Add cases that tell the survivors apart."],
    ),
    ("changed", ["It was changed after it was proved. Prove it again."]),
    ("marks", ["It was changed after it was proved. Prove it again."]),
]


@pytest.mark.parametrize(("how", "reasons"), BELOW, ids=[how for how, _ in BELOW])
def test_nothing_below_the_bar_is_published_and_why_is_said(draft, dana, as_user, how, reasons):
    if how in ("running", "cancelled"):
        proof = proving.start(draft, dana)
        if how == "cancelled":
            proving.cancel(proof, dana)
    elif how != "nothing":
        prove(
            draft,
            dana,
            holds=how in ("changed", "marks"),
            rate={"survivors": 0.969}.get(how, 1.0 if how != "errors" else None),
        )
    if how == "changed":
        files.add(draft, dana, "notes.txt", "new\n")
    if how == "marks":
        files.save(draft, dana, "hints.md", files.texts_of(draft)["hints.md"] + "\n", 1)
    answer = as_user(dana).post(reverse("authoring:publish", args=[draft.pk]), {"note": "x"}, follow=True)

    assert publishing.standing(draft, draft.proofs.first()).reasons == reasons
    assert reasons[0].replace("'", "&#x27;") in answer.content.decode()
    assert not Problem.objects.exists()


def test_publish_makes_a_version_that_graders_find_and_a_redeploy_keeps(
    draft, dana, as_user, settings, tmp_path
):
    proof = prove(draft, dana, rate=0.985)
    as_user(dana).post(reverse("authoring:publish", args=[draft.pk]), {"note": "The first"})
    problem = Problem.objects.select_related("current").get()

    assert (str(problem), problem.keeper, problem.current.digest) == (
        "tensors/sum-of-rows",
        "studio",
        proof.digest,
    )
    assert problem.current.kill_rate == 98.5
    assert Store(settings.PACKAGE_STORE).get(proof.digest).slug == "sum-of-rows"
    assert AuditEntry.objects.filter(action="published", problem="tensors/sum-of-rows", who=dana).count() == 1
    page = as_user(User.objects.create_user("carl", "carl@example.org")).get(problem.get_absolute_url())
    assert page.context["version"] == problem.current
    # A redeploy with an empty store, and a folder that has neither the set nor the problem.
    empty = Store(tmp_path / "another-store")
    (tmp_path / "no-problems").mkdir()
    loaded = load_problems(tmp_path / "no-problems", empty)
    assert (loaded.retired, proof.digest in empty) == ([], True)
    problem.refresh_from_db()
    assert not problem.retired


def test_a_folder_neither_overwrites_nor_retires_what_the_studio_published(draft, dana, settings, tmp_path):
    prove(draft, dana)
    version = publishing.publish(draft, dana, "")
    folder = tmp_path / "problems" / "tensors" / "sum-of-rows"
    for path, text in files.texts_of(draft).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text + ("\nMore.\n" if path == "editorial.md" else ""))
    (folder.parent / "set.toml").write_text(
        'format = 1\ntitle = "Tensors"\nsummary = "T"\norder = 1\ntrack = "interview"\n'
    )
    loaded = load_problems(tmp_path / "problems", Store(settings.PACKAGE_STORE))

    assert (loaded.kept, loaded.updated, Problem.objects.get().current) == (
        ["tensors/sum-of-rows"],
        [],
        version,
    )
    olga = User.objects.create_superuser("olga", "olga@example.org", "x")
    publishing.hand_back(Problem.objects.get(), olga)
    assert load_problems(tmp_path / "problems", Store(settings.PACKAGE_STORE)).updated == [
        "tensors/sum-of-rows"
    ]


def test_whoever_is_in_the_middle_finishes_on_the_version_they_began_on(draft, dana, alice, as_user):
    prove(draft, dana)
    first = publishing.publish(draft, dana, "")
    problem = Problem.objects.get()
    save_draft(alice, problem, "mine = 1\n", 0)
    files.save(draft, dana, "editorial.md", "Another idea.\n", 1)
    prove(draft, dana)
    draft.refresh_from_db()
    second = publishing.publish(draft, dana, "")
    client = as_user(alice)

    assert PROBLEMS.middle(first) == 1
    assert client.get(problem.get_absolute_url()).context["version"] == first
    client.post(
        reverse("practice:submit", args=["tensors", "sum-of-rows"]), {"code": "x = 1"}, "application/json"
    )
    assert alice.submissions.get().version == first
    client.post(reverse("practice:move", args=["tensors", "sum-of-rows"]))
    assert client.get(problem.get_absolute_url()).context["version"] == second
    assert Draft.objects.get().content == "mine = 1\n"


def test_a_problem_of_the_folder_is_the_operators_to_publish(draft, dana, olga, settings):
    prove(draft, dana)
    publishing.publish(draft, dana, "")
    Problem.objects.update(keeper="folder")
    mine = from_published(dana, Problem.objects.select_related("set", "current").get())
    files.save(mine, dana, "editorial.md", "Another idea.\n", 1)
    prove(mine, dana)
    with pytest.raises(Refused, match="whoever runs the site"):
        publishing.publish(mine, dana, "")

    theirs = from_published(olga, Problem.objects.select_related("set", "current").get())
    files.save(theirs, olga, "editorial.md", "Another idea.\n", 1)
    prove(theirs, olga)
    assert publishing.publish(theirs, olga, "").digest == theirs.proofs.first().digest


def test_another_instructor_does_not_publish_over_ones_problem(draft, dana, erin):
    prove(draft, dana)
    publishing.publish(draft, dana, "")
    theirs = from_published(erin, Problem.objects.select_related("set", "current").get())
    files.save(theirs, erin, "editorial.md", "Another idea.\n", 1)
    prove(theirs, erin)
    with pytest.raises(Refused, match="another instructor's"):
        publishing.publish(theirs, erin, "")
    with pytest.raises(Refused):
        publishing.retire(Problem.objects.get(), erin, True)


def test_a_second_instructor_approves_what_exactly_is_published(draft, dana, erin, settings):
    settings.STUDIO_REVIEW = True
    draft.collaborators.add(erin)
    prove(draft, dana)
    waits = "A second instructor has to approve it as it is now: ask a collaborator to review it."
    assert publishing.standing(draft, draft.proofs.first()).reasons == [waits]
    with pytest.raises(Refused, match="cannot approve"):
        publishing.review(draft, dana, "approved", "")
    publishing.review(draft, erin, "approved", "")
    assert publishing.standing(draft, draft.proofs.first()).above
    publishing.review(draft, erin, "changes", "The limit is too tight.")
    assert publishing.standing(draft, draft.proofs.first()).reasons == [waits]
    publishing.review(draft, erin, "approved", "")
    files.save(draft, dana, "editorial.md", "Another idea.\n", 1)
    prove(draft, dana)
    assert publishing.standing(draft, draft.proofs.first()).reasons == [waits]


def test_retire_and_restore_keep_everything_that_refers_to_it(draft, dana, as_user):
    prove(draft, dana)
    publishing.publish(draft, dana, "")
    client, problem = as_user(dana), Problem.objects.get()
    keep = reverse("authoring:keep", args=["tensors", "sum-of-rows"])
    client.post(keep, {"do": "retire"})
    assert Problem.objects.get().retired
    client.post(keep, {"do": "restore"})

    assert not Problem.objects.get().retired
    assert client.get(problem.get_absolute_url()).status_code == 200
    actions = AuditEntry.objects.filter(workspace=None).order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["retired", "restored"]
