"""Trials of a draft: taken in, sent behind candidates' work, heard of, found when lost, kept for who made them, counted nowhere."""

import base64
import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from graders import heartbeat
from graders.messages import EventBatch, Heartbeat, TrialJob
from tests.webapp.making import case_row
from webapp.authoring.domain import files
from webapp.authoring.domain.archives import unpack
from webapp.authoring.domain.starting import from_bundle_template
from webapp.authoring.domain.trials import delivering, showing, taking
from webapp.authoring.domain.trials.recording import record
from webapp.authoring.domain.trials.sketching import save_sketch
from webapp.authoring.models import Sketch, Trial, TrialEvent
from webapp.practice.domain.refusals import Refused
from webapp.practice.models import Draft, Submission
from webapp.readiness.models import Evidence

CODE = "def trending(tags):\n    return None\n"
BROKEN = "cases.py yields nothing"


@pytest.fixture
def grader(broker):
    """One that is ready."""
    beat = Heartbeat(queues=["run", "grade"], ready=True, slots=2)
    heartbeat.write(broker, heartbeat.key("host", 1), beat)
    return broker


@pytest.fixture
def trial(draft, dana):
    """A submission to the draft, not queued."""
    return taking.take(draft, dana, "grade", CODE)


def address(name, draft, *more):
    return reverse(f"authoring:{name}", args=[draft.pk, *more])


def report_of(trial, verdict="WA", **more):
    rows = [case_row(1), case_row(2, verdict), case_row(3, verdict, hidden=True)]
    return {
        "format": 1,
        "package": {"set": "tensors", "problem": "sum-of-rows", "digest": trial.digest},
        "submission": str(trial.pk), "attempt": trial.attempt, "mode": trial.mode, "verdict": verdict,
        "score": 40.0, "points": 100.0, "passed": 1, "total": 3, "time_s": 0.04, "memory_bytes": 1 << 20,
        "cases": rows,
        "engine": {"version": "1", "started": "2026-01-01T00:00:00Z", "finished": "2026-01-01T00:00:01Z", "seed": 5},
        **more,
    }  # fmt: skip


def tell(trial, *kinds, attempt=1, begin=1, **data):
    """What a grader would send."""
    events = [
        {"submission": str(trial.pk), "attempt": attempt, "number": number, "kind": kind, "data": data}
        for number, kind in enumerate(kinds, start=begin)
    ]
    record(EventBatch.model_validate({"events": events}))


def finish(trial, **more):
    """A whole grade."""
    tell(trial, "starting", cases=3)
    tell(trial, "case", "case", begin=2, number=1, group="more", verdict="AC")
    tell(trial, "done", begin=4, report=report_of(trial, **more))
    trial.refresh_from_db()
    return trial


def test_take_sends_the_draft_whole_and_behind_what_candidates_wait_for(
    draft, dana, grader, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        trial = taking.take(draft, dana, "grade", CODE)
    message = json.loads(grader.lpop(f"grade{chr(6)}{chr(22)}3"))
    job = TrialJob.model_validate(json.loads(base64.b64decode(message["body"]))[0][0])

    assert message["headers"]["task"] == "graders.try_draft"
    assert (job.submission, job.mode, job.package, job.files) == (
        trial.pk, "grade", trial.digest, {"solution.py": CODE},
    )  # fmt: skip
    set_slug, sent = unpack(base64.b64decode(job.archive))
    assert (set_slug, {path: data.decode() for path, data in sent.items()}) == (
        "tensors", files.texts_of(draft),
    )  # fmt: skip
    assert (trial.number, trial.queue, trial.queued_at is not None) == (1, "grade", True)


def test_a_draft_that_does_not_load_is_said_by_file_and_line_and_nothing_is_kept(draft, dana, as_user):
    files.save(draft, dana, "cases.py", "def cases(rng)\n", 1)
    answer = as_user(dana).post(address("try_run", draft), {"code": CODE}, "application/json")
    error = answer.json()["error"]

    assert (answer.status_code, error["id"]) == (422, "draft.unreadable")
    assert [(one["file"], one["line"]) for one in error["places"]] == [("cases.py", 1)]
    assert not Trial.objects.exists()


def test_code_and_own_input_are_bounded_as_in_practice(draft, dana, as_user, settings):
    client = as_user(dana)
    refused = {
        code[:5]: client.post(address("try_submit", draft), {"code": code}, "application/json").status_code
        for code in ("", "a\0b", "x" * (settings.MAX_CODE_BYTES + 1))
    }
    bad = client.post(
        address("try_run", draft), {"code": CODE, "input": "trending("}, "application/json"
    ).json()["error"]

    assert refused == {"": 400, "a\0b": 400, "xxxxx": 413}
    assert (bad["id"], bad["field"], bad["line"]) == ("input.bad", "input", 1)
    assert not Trial.objects.exists()


def test_rates_are_those_of_practice_and_counted_by_themselves(draft, dana, settings):
    settings.RATE_RUN, settings.RATE_SUBMIT = "2/m", "1/m"
    for mode in ("run", "run", "grade"):
        taking.take(draft, dana, mode, CODE)
    for mode in ("run", "grade"):
        with pytest.raises(Refused) as refused:
            taking.take(draft, dana, mode, CODE)
        assert (refused.value.id, refused.value.status) == ("rate.exceeded", 429)
    assert Trial.objects.count() == 3


def test_only_so_many_are_kept_and_none_goes_that_counts_for_a_rate(draft, dana, monkeypatch):
    monkeypatch.setattr(taking, "KEPT", 2)
    old = [finish(taking.take(draft, dana, "run", CODE)).pk for _ in range(3)]
    young = taking.take(draft, dana, "run", CODE)
    assert Trial.objects.count() == 4
    Trial.objects.filter(pk__in=old).update(created_at=timezone.now() - timedelta(hours=1))
    last = taking.take(draft, dana, "run", CODE)

    assert set(Trial.objects.values_list("pk", flat=True)) == {young.pk, last.pk}


def test_events_are_recorded_once_and_end_in_one_verdict(trial):
    for _ in range(2):
        finish(trial)
    tell(trial, "done", begin=9, report=report_of(trial, "AC"))
    trial.refresh_from_db()

    assert (trial.state, trial.verdict, trial.score, trial.passed, trial.total) == ("done", "WA", 40.0, 1, 3)
    assert TrialEvent.objects.filter(trial=trial, kind="case").count() == 2
    assert bytes(trial.archive) == b""


def test_a_trial_leaves_no_trace_where_submissions_are_counted(trial, dana):
    finish(trial, verdict="AC")

    assert [model.objects.count() for model in (Submission, Draft, Evidence)] == [0, 0, 0]


def test_a_report_on_another_package_is_no_verdict(trial):
    other = report_of(trial, package={"set": "a", "problem": "b", "digest": "sha256:" + "0" * 64})
    tell(trial, "starting", "done", report=other)
    trial.refresh_from_db()

    assert (trial.state, trial.verdict, trial.attempt) == ("queued", "", 2)


def test_a_smaller_failing_input_joins_the_report(trial):
    finish(trial)
    found = {"number": 2, "message": "It fails.", "input": {"text": "trending(['a'])", "truncated": False}}
    tell(trial, "smaller", begin=900_000, smaller=found)

    assert showing.report_for_author(Trial.objects.get())["smaller"]["input"]["text"] == "trending(['a'])"


def test_a_fault_is_tried_again_and_ends_as_ours_after_three(trial):
    for attempt, retry in ((1, True), (2, True), (3, False)):
        tell(trial, "starting", attempt=attempt)
        tell(trial, "fault", attempt=attempt, begin=1_000_000, id="ie.grader", retry=retry, detail="secret")
    trial.refresh_from_db()

    assert (trial.state, trial.verdict, trial.attempt) == ("done", "IE", 3)
    assert trial.fault.startswith("The grader failed 3 times")
    assert not any("secret" in json.dumps(event.data) for event in TrialEvent.objects.all())


def test_sweep_finds_what_was_never_sent_and_what_a_dead_grader_had(trial, grader):
    Trial.objects.update(created_at=timezone.now() - timedelta(seconds=5))
    delivering.sweep()
    trial.refresh_from_db()
    assert (trial.queued_at is not None, trial.attempt) == (True, 1)
    tell(trial, "starting")
    Trial.objects.update(reported_at=timezone.now() - timedelta(seconds=30))
    heartbeat.write(
        grader,
        heartbeat.key("host", 1),
        Heartbeat(queues=["run", "grade"], ready=True, busy=[trial.pk]),
    )
    delivering.sweep()
    assert Trial.objects.get().attempt == 1
    heartbeat.write(grader, heartbeat.key("host", 1), Heartbeat(queues=["run", "grade"], ready=True, busy=[]))
    delivering.sweep()
    assert (Trial.objects.get().state, Trial.objects.get().attempt) == ("queued", 2)


def test_look_tells_states_and_cases_once_and_the_verdict_last(trial, grader):
    Trial.objects.update(queued_at=timezone.now())
    waiting = showing.look(trial.pk, (0, 0))
    assert (waiting.state.text, waiting.summary) == ("Queued, next in line", None)
    tell(trial, "starting", cases=3)
    tell(trial, "case", begin=2, number=1, group="more", verdict="AC")
    running = showing.look(trial.pk, (0, 0))
    assert (running.state.text, len(running.events)) == ("Running case 2 of 3", 1)
    assert showing.look(trial.pk, (1, 2)).events == []
    tell(trial, "done", begin=3, report=report_of(trial))
    summary = showing.look(trial.pk, (0, 0)).summary
    assert (summary["verdict"], summary["result"]) == (
        "WA", address("trial_result", trial.workspace, trial.pk),
    )  # fmt: skip


def test_the_result_is_a_candidates_and_says_why_a_draft_is_broken(trial, draft, dana, as_user):
    finish(trial)
    client, place = as_user(dana), address("trial_result", draft, trial.pk)
    shown = client.get(place).content.decode()
    assert "Wrong answer" in shown
    assert "canary" not in shown
    Trial.objects.update(
        verdict="IE", report=report_of(trial, "IE", message={"id": "ie.package", "text": BROKEN})
    )
    shown = client.get(place).content.decode()
    assert "The draft’s own code failed." in shown
    assert BROKEN in shown
    assert "our fault" not in shown


def test_the_page_is_the_practice_page_and_leads_nowhere_into_practice(trial, draft, dana, as_user):
    finish(trial)
    page = as_user(dana).get(address("candidate", draft))
    text = page.content.decode()

    assert page.context["page"]["urls"] == {
        "run": address("try_run", draft), "submit": address("try_submit", draft), "draft": address("sketch", draft),
        "submissions": address("trials", draft), "files": draft.get_absolute_url(),
        "login": page.context["page"]["urls"]["login"],
    }  # fmt: skip
    assert page.context["page"]["starter"] == files.texts_of(draft)["starter.py"]
    assert f'data-load="{address("trial_result", draft, trial.pk)}"' in text
    assert "/problems/tensors" not in text
    assert "/submissions/" not in text


def test_a_draft_that_cannot_be_read_shows_why_in_place_of_the_page(draft, dana, as_user):
    files.save(draft, dana, "cases.py", "def cases(rng)\n", 1)
    text = as_user(dana).get(address("candidate", draft)).content.decode()

    assert "It cannot be read yet" in text
    assert "?file=cases.py" in text


def test_whoever_enters_a_draft_tries_it_and_sees_ones_own_trials_alone(trial, draft, erin, alice, as_user):
    finish(trial)
    of_one = ("trial_result", "trial_events")
    for user, status in ((erin, 404), (alice, 403)):
        client = as_user(user)
        assert {client.get(address(name, draft, trial.pk)).status_code for name in of_one} == {status}
        assert (
            client.post(address("try_run", draft), {"code": CODE}, "application/json").status_code == status
        )
        assert client.get(address("trials", draft)).status_code == status
    draft.collaborators.add(erin)
    client = as_user(erin)
    assert client.post(address("try_run", draft), {"code": CODE}, "application/json").status_code == 202
    assert {client.get(address(name, draft, trial.pk)).status_code for name in of_one} == {404}
    assert client.post(address("trial_restore", draft, trial.pk)).status_code == 404
    assert "Nothing submitted yet" in client.get(address("trials", draft)).content.decode()


def test_a_trial_of_another_draft_is_not_there(trial, draft, dana, as_user):
    assert as_user(dana).get(address("trial_result", draft, uuid4())).status_code == 404


def test_the_editors_text_is_kept_and_another_device_overwrites_nothing(draft, dana, as_user):
    client, place = as_user(dana), address("sketch", draft)
    first = client.put(place, {"content": "a = 1", "base": 0}, "application/json")
    second = client.put(place, {"content": "a = 2", "base": 1}, "application/json")
    late = client.put(place, {"content": "b = 1", "base": 1}, "application/json")

    assert (first.json()["revision"], second.json()["revision"]) == (1, 2)
    assert (late.status_code, late.json()["content"]) == (409, "a = 2")
    assert client.get(address("candidate", draft)).context["page"]["draft"]["content"] == "a = 2"


def test_restore_puts_a_trials_code_into_the_editor(trial, draft, dana, as_user):
    finish(trial)
    save_sketch(draft, dana, "later = 1", 0)
    listed = as_user(dana).get(address("trials", draft)).content.decode()
    answer = as_user(dana).post(address("trial_restore", draft, trial.pk))

    assert f'data-restore="{address("trial_restore", draft, trial.pk)}"' in listed
    assert (answer.json()["content"], answer.json()["revision"]) == (CODE, 2)
    assert Sketch.objects.get().content == CODE


def test_neither_a_draft_put_away_nor_a_bank_is_tried(draft, dana, as_user):
    client = as_user(dana)
    bank = from_bundle_template(dana, "questions", "mine", "Mine", "coding")
    assert client.post(address("try_run", bank), {"code": CODE}, "application/json").status_code == 404
    client.post(address("close", draft))
    answer = client.post(address("try_run", draft), {"code": CODE}, "application/json")
    assert (answer.status_code, answer.json()["error"]["id"]) == (409, "workspace.closed")
