"""The room as its candidate gets it, and as nobody else does."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from graders.messages import EventBatch
from tests.webapp.interviews.making import make_chain, make_round, question
from tests.webapp.making import CANARY, CODE, event, events_of_a_grade, make_problem, make_report
from webapp.accounts.domain import tokens
from webapp.interviews.domain import rounds
from webapp.interviews.domain.attempts import go_on
from webapp.interviews.domain.owning import export
from webapp.interviews.models import Round, Sheet, Story
from webapp.practice.domain.recording import record
from webapp.practice.models import Hold, Submission

pytestmark = pytest.mark.django_db
ANSWER = "A slice by session length shows it. " + "Heavy users come back less often than before. " * 5


def begin(user, kind="statistics", ago=0, **more):
    round_ = make_round(user, kind, **more)
    return rounds.start(round_.pk, timezone.now() - timedelta(minutes=ago))


def put(client, round_, name, text, base=0):
    return client.put(
        f"/interviews/rounds/{round_.pk}/sheets/{name}",
        json.dumps({"content": text, "base": base}),
        "application/json",
    )


def post(client, round_, path, **body):
    return client.post(f"/interviews/rounds/{round_.pk}/{path}", json.dumps(body), "application/json")


def assessment(user):
    problems = tuple(make_problem(f"oa-{n}", "online-assessment", n) for n in range(2))
    return begin(user, "assessment", tasks=problems), problems


def test_nobody_else_finds_the_round(alice, bob, charlie, as_user, client):
    round_ = begin(alice)
    for someone in (bob, charlie):
        other = as_user(someone)
        for path in ("", "clock", "report/", "report.json", "replay/", "replay.json", "erase"):
            assert other.get(f"/interviews/rounds/{round_.pk}/{path}").status_code == 404, path
        for path in (
            "start",
            "pause",
            "hand-in",
            "events",
            "probe/q1",
            "report/mark",
            "report/finish",
            "erase",
        ):
            assert other.post(f"/interviews/rounds/{round_.pk}/{path}").status_code == 404, path
        assert put(other, round_, "q1", "mine").status_code == 404
        assert other.get(round_.interview.get_absolute_url()).status_code == 404
    assert client.get(f"/interviews/rounds/{round_.pk}/").url.startswith("/accounts/login/")
    assert client.get(f"/interviews/rounds/{round_.pk}/clock").status_code == 401
    assert Round.objects.get(pk=round_.pk).state == "open"


def test_staff_see_the_report_and_not_the_room(alice, dana, as_user):
    round_ = begin(alice)
    assert as_user(dana).get(f"/interviews/rounds/{round_.pk}/").status_code == 404
    rounds.hand_in(round_.pk, timezone.now())
    assert as_user(dana).get(f"/interviews/rounds/{round_.pk}/report/").status_code == 200
    assert as_user(dana).post(f"/interviews/rounds/{round_.pk}/report/finish").status_code == 404


def test_a_round_is_started_written_in_and_handed_in(alice, as_user):
    client, round_ = as_user(alice), make_round(alice)
    home = f"/interviews/rounds/{round_.pk}/"
    assert b"Start the clock" in client.get(home).content
    assert client.post(home + "start").url == home
    assert b"Why is it down?" in client.get(home).content
    assert put(client, round_, "q1", "because").json()["revision"] == 1
    assert put(client, round_, "q1", "because of that", 1).json()["revision"] == 2
    assert client.post(home + "hand-in").url == home
    assert client.get(home).url == home + "report/"
    assert Sheet.objects.get(round=round_, name="q1").content == "because of that"


def test_another_tab_that_was_first_is_not_overwritten(alice, as_user):
    client, round_ = as_user(alice), begin(alice)
    put(client, round_, "q1", "first")
    answer = put(client, round_, "q1", "second")
    assert (answer.status_code, answer.json()["content"]) == (409, "first")


def test_the_clock_is_told_in_durations_and_hands_in_when_asked_at_zero(alice, as_user):
    client, round_ = as_user(alice), begin(alice, ago=10)
    told = client.get(f"/interviews/rounds/{round_.pk}/clock").json()
    assert told["state"] == "open"
    assert 49 * 60_000 < told["left_ms"] <= 50 * 60_000
    assert [one["name"] for one in told["warnings"]] == ["half", "5 min", "1 min"]
    Round.objects.filter(pk=round_.pk).update(deadline=timezone.now(), next_at=timezone.now(), warned=3)
    assert client.get(f"/interviews/rounds/{round_.pk}/clock").json()["state"] == "done"


def test_a_day_is_booked_for_what_is_left_with_breaks(alice, as_user):
    client, first = as_user(alice), begin(alice)
    common = {"kind": "screen", "title": "Later", "content": first.content, "interview": first.interview}
    for number, minutes in ((2, 30), (3, 60), (4, 25)):
        Round.objects.create(number=number, slug=f"r{number}", minutes=minutes, **common)
    day = (timezone.now() + timedelta(days=3)).replace(hour=9, minute=0, second=0, microsecond=0)

    def booked(**sent):
        client.post(f"{first.interview.get_absolute_url()}plan", sent)
        return list(Round.objects.order_by("number").values_list("booked_at", flat=True))

    times = [None, day, day + timedelta(minutes=40), day + timedelta(minutes=110)]
    assert booked(day=day.strftime("%Y-%m-%dT%H:%M"), break_minutes=10) == times
    for bad in ("2020-01-01T09:00", "nine o'clock", "2999-01-01T09:00"):
        assert booked(day=bad, break_minutes=10) == times
    assert "Later" in client.get("/interviews/").content.decode()
    assert booked() == [None] * 4


def test_a_text_after_the_end_is_kept_and_marked_late(alice, as_user):
    client, round_ = as_user(alice), begin(alice, ago=61)
    answer = put(client, round_, "q1", "too late")
    assert (answer.status_code, answer.json()["late"]) == (200, True)
    page = client.get(f"/interviews/rounds/{round_.pk}/report/").content.decode()
    assert "too late" in page
    assert "It is kept, and counts for nothing." in page


def test_a_pause_keeps_texts_and_runs_nothing(alice, as_user):
    client, (round_, _) = as_user(alice), assessment(alice)
    Round.objects.filter(pk=round_.pk).update(pause_times=1, pause_minutes=5)
    assert client.post(f"/interviews/rounds/{round_.pk}/pause").status_code == 302
    assert b"The clock stands still" in client.get(f"/interviews/rounds/{round_.pk}/").content
    assert post(client, round_, "sheets/code-1/run", code=CODE).json()["error"]["id"] == "round.paused"
    assert client.post(f"/interviews/rounds/{round_.pk}/resume").status_code == 302
    assert Round.objects.get(pk=round_.pk).state == "open"


def test_follow_ups_depend_on_the_answer(alice, as_user):
    client, round_ = as_user(alice), begin(alice)
    home = f"/interviews/rounds/{round_.pk}/"
    assert b"Answer first" in client.post(home + "probe/q1", follow=True).content
    put(client, round_, "q1", ANSWER)
    page = client.post(home + "probe/q1", follow=True).content.decode()
    assert "And what if not?" in page
    assert "Which slice" not in page
    assert "no follow-up left" in client.post(home + "probe/q1", follow=True).content.decode()
    put(client, round_, "q1-2", "Then it is something else.")
    assert Sheet.objects.get(round=round_, name="q1-2").content == "Then it is something else."


def test_an_answer_that_leaves_it_open_is_asked_the_first_follow_up(alice, as_user):
    client, round_ = as_user(alice), begin(alice)
    put(client, round_, "q1", ANSWER.replace("slice", "cut"))
    assert (
        "Which slice would show it?"
        in client.post(f"/interviews/rounds/{round_.pk}/probe/q1", follow=True).content.decode()
    )


@pytest.mark.parametrize(
    ("event_", "status"),
    [
        ({"kind": "star", "sheet": "q1", "part": "S", "ago": 1500}, 200),
        ({"kind": "away"}, 200),
        ({"kind": "star", "sheet": "q1", "part": "S", "ago": -1}, 400),  # of the future
        ({"kind": "star", "sheet": "q1", "part": "S", "ago": 599_000}, 400),  # before the round began
        ({"kind": "star", "sheet": "q1", "part": "S", "ago": 10**9}, 400),
        ({"kind": "star", "sheet": "q9", "part": "S"}, 400),
        ({"kind": "verdict", "sheet": "q1"}, 400),
        ({"kind": "star", "sheet": "q1", "part": "S", "at": "2026-03-02T12:00:00Z"}, 400),
        ("star", 400),
    ],
)
def test_events_are_believed_only_when_they_can_be_true(alice, as_user, event_, status):
    client, round_ = as_user(alice), begin(alice, ago=1)
    before = round_.events.count()
    answer = post(client, round_, "events", events=[event_])
    assert answer.status_code == status
    assert round_.events.count() - before == (status == 200)


def test_events_of_a_finished_round_are_refused(alice, as_user):
    client, round_ = as_user(alice), begin(alice)
    rounds.hand_in(round_.pk, timezone.now())
    assert post(client, round_, "events", events=[{"kind": "away"}]).json()["error"]["id"] == "round.over"


def every_answer(client, round_, problems):
    """All that a candidate's browser can ask for while the round runs."""
    home = f"/interviews/rounds/{round_.pk}/"
    pages = [
        "/interviews/",
        round_.interview.get_absolute_url(),
        home,
        home + "?q=code-2",
        home + "?q=q1",
        home + "clock",
    ]
    pages += [
        "/interviews/export.json",
        "/",
        "/readiness/",
        "/interviews/stories/",
        home + "report/",
        home + "report.json",
        home + "replay.json",
    ]
    for problem in problems:
        pages += [problem.get_absolute_url() + rest for rest in ("", "editorial", "submissions")]
    for submission in Submission.objects.filter(user=round_.interview.user):
        pages += [f"/submissions/{submission.pk}/", f"/submissions/{submission.pk}/result"]
    return {page: client.get(page).content.decode() for page in pages}


def test_rubrics_answers_and_probes_reach_no_page_before_the_end(alice, as_user):
    client, round_ = as_user(alice), begin(alice)
    put(client, round_, "q1", ANSWER)
    seen = every_answer(client, round_, ())
    seen["probe"] = (
        client.post(f"/interviews/rounds/{round_.pk}/probe/q1", follow=True)
        .content.decode()
        .replace(f"And what if not? {CANARY}", "")
    )
    seen["export"] = json.dumps(export(alice, timezone.now())).replace(f"And what if not? {CANARY}", "")
    assert [page for page, text in seen.items() if CANARY in text] == []
    rounds.hand_in(round_.pk, timezone.now())
    assert CANARY in client.get(f"/interviews/rounds/{round_.pk}/report/").content.decode()


def test_hidden_stages_reach_no_page_before_they_are_reached(alice, as_user):
    chain = make_chain("one", "two", "three")
    client, round_ = as_user(alice), begin(alice, "coding", tasks=chain)
    home = f"/interviews/rounds/{round_.pk}/"
    own = [
        home,
        home + "?q=code-2",
        home + "clock",
        "/interviews/",
        round_.interview.get_absolute_url(),
        "/interviews/export.json",
    ]
    assert [page for page in own if CANARY in client.get(page).content.decode()] == []
    assert put(client, round_, "code-2", "x").status_code == 404
    # An accepted submission's result does not name what comes next, which is the interviewer's to say.
    answer = post(client, round_, "sheets/code-1/submit", code=CODE).json()
    submission = Submission.objects.get(pk=answer["id"])
    record(
        EventBatch.model_validate(
            {"events": [event(submission, 1, "done", report=make_report(submission, "AC"))]}
        )
    )
    result = client.get(f"/submissions/{submission.pk}/result").content.decode()
    assert "Accepted" in result
    assert "changes the constraint" not in result
    client.post(home + "go-on/1")
    assert "Stage 2" in client.get(home).content.decode()


def test_the_code_carries_on_into_the_next_stage_once(alice, as_user):
    chain = make_chain("one", "two", "three")
    client, round_ = as_user(alice), begin(alice, "coding", tasks=chain)
    put(client, round_, "code-1", CODE)
    assert go_on(round_.pk, 1, timezone.now())
    assert not go_on(round_.pk, 1, timezone.now())
    assert Sheet.objects.get(round=round_, name="code-2").content == CODE
    assert list(round_.sheets.values_list("name", flat=True)) == ["code-1", "code-2"]
    assert [row.data for row in round_.events.filter(kind="stage")] == [{"number": 2, "solved": False}]


def test_no_verdict_of_an_assessment_exists_before_its_end(
    alice, as_user, django_capture_on_commit_callbacks
):
    client, (round_, problems) = as_user(alice), assessment(alice)
    put(client, round_, "code-1", CODE)
    assert post(client, round_, "sheets/code-1/run", code=CODE, input="TopK(2)").status_code == 202
    assert post(client, round_, "sheets/code-1/submit", code=CODE).json()["error"]["id"] == "problem.held"
    refused = client.post(
        problems[0].get_absolute_url() + "submit", json.dumps({"code": CODE}), "application/json"
    )
    assert (refused.status_code, refused.json()["error"]["id"]) == (409, "problem.held")
    for path in ("hints", "give-up"):
        assert client.post(problems[0].get_absolute_url() + path).status_code == 409
    assert client.get(problems[0].get_absolute_url() + "editorial").status_code == 403
    assert list(Submission.objects.values_list("mode", flat=True)) == ["run"]
    seen = every_answer(client, round_, problems)
    assert [page for page, text in seen.items() if "Words of" in text or CANARY in text] == []
    rounds.hand_in(round_.pk, timezone.now())
    graded = Submission.objects.get(mode="grade")
    with django_capture_on_commit_callbacks(execute=True):
        record(EventBatch.model_validate({"events": events_of_a_grade(graded, "AC")}))
    assert "Accepted" in client.get(f"/interviews/rounds/{round_.pk}/report/").content.decode()
    assert [row.data["verdict"] for row in round_.events.filter(kind="verdict")] == ["AC"]


def test_the_api_grades_nothing_of_a_running_assessment(alice, client):
    _, problems = assessment(alice)
    _, token = tokens.issue(alice, "test", None)
    answer = client.post(
        f"/api/v1/problems/{problems[0].set.slug}/{problems[0].slug}/submit", json.dumps({"code": CODE}),
        "application/json", headers={"Authorization": f"Bearer {token}"},
    )  # fmt: skip
    assert (answer.status_code, answer.json()["type"]) == (409, "problem.held")


def test_a_design_round_has_a_board_and_a_calculator_that_are_saved_as_texts(alice, as_user):
    client, round_ = as_user(alice), begin(alice, "design")
    board = "client: Feed app = 2 ms"
    assert put(client, round_, "board", board).status_code == 200
    page = client.get(f"/interviews/rounds/{round_.pk}/").content.decode()
    assert f'data-board spellcheck="false" wrap="off">{board}</textarea>' in page
    assert "data-calculator" in page
    assert f"/interviews/rounds/{round_.pk}/sheets/board" in page
    assert f"/interviews/rounds/{round_.pk}/sheets/notes" in page
    assert list(round_.events.filter(kind="text").values_list("sheet", "data__put")) == [("board", board)]


def test_stories_that_suit_the_prompt_stand_beside_it(alice, bob, as_user):
    Story.objects.create(user=alice, title="Cache outage", themes=["incident"], action="I rolled it back.")
    Story.objects.create(user=alice, title="Roadmap", themes=["prioritisation"])
    Story.objects.create(user=bob, title="Not hers", themes=["incident"])
    prompt = question(themes=("incident",), written=None)
    round_ = begin(alice, "behavioural", questions=(prompt,))
    page = as_user(alice).get(f"/interviews/rounds/{round_.pk}/").content.decode()
    assert 0 < page.index("Cache outage") < page.index("Roadmap")
    assert "Not hers" not in page


def test_a_round_that_is_removed_holds_nothing(alice, as_user):
    round_, _ = assessment(alice)
    assert Hold.objects.count() == 2
    as_user(alice).post(f"{round_.interview.get_absolute_url()}remove")
    assert (Hold.objects.count(), Round.objects.count()) == (0, 0)
