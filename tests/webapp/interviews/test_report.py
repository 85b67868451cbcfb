"""Marks, what they rest on, what follows from them, and what they do to readiness: each once."""

import json
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.webapp.interviews.making import NOON, later, make_chain, make_round, question
from tests.webapp.making import CODE, make_problem, make_submission
from webapp.interviews.domain import rounds
from webapp.interviews.domain.attempts import go_on
from webapp.interviews.domain.evidence import finish
from webapp.interviews.domain.happening import tell
from webapp.interviews.domain.marking import mark
from webapp.interviews.domain.owning import erase, erase_recording, export
from webapp.interviews.domain.replay import film
from webapp.interviews.domain.report import build
from webapp.interviews.domain.sheets import save
from webapp.interviews.domain.splices import Splice
from webapp.interviews.models import Attempt, Event, Interview, Mark, Round, Story
from webapp.practice.domain.refusals import Refused
from webapp.practice.models import Submission
from webapp.readiness.models import Evidence, Step


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_splice_leads_from_any_text_to_any_other(old, new):
    change = Splice.between(old, new)
    assert change.apply(old) == new
    assert change.cut <= len(old)
    assert len(change.put) <= len(new)


@pytest.fixture
def answered(alice):
    """A round of one written question, answered in two steps and handed in."""
    round_ = make_round(alice)
    rounds.start(round_.pk, NOON)
    save(round_.pk, "q1", "First the slice.", 0, later(minutes=5))
    save(round_.pk, "q1", "First the slice. Then the metric by week.", 1, later(minutes=9))
    return rounds.hand_in(round_.pk, later(minutes=20))


def mark_all(round_, level=1):
    for name in ("cause", "check", "words"):
        mark(round_.pk, "q1", name, level, "", later(minutes=30))
    mark(round_.pk, "", "aloud", level, "", later(minutes=30))


@pytest.mark.django_db
class TestMarks:
    """What may be marked, and on what words."""

    def test_a_quote_leads_to_the_moment_when_it_was_written(self, answered):
        found = mark(
            answered.pk, "q1", "check", 2, "then   the metric".replace("then", "Then"), later(minutes=30)
        )
        assert Event.objects.get(round=answered, number=found.event).at == later(minutes=9)
        line = next(row for row in build(answered)["questions"][0]["criteria"] if row["criterion"] == "check")
        assert (line["quote"], line["at"], line["level"], line["next"]) == (
            "Then the metric",
            "09:00",
            2,
            None,
        )

    @pytest.mark.parametrize(
        ("args", "id"),
        [
            (("q1", "check", 3, ""), "mark.unknown"),
            (("q1", "nothing", 0, ""), "mark.unknown"),
            (("q9", "check", 0, ""), "mark.unknown"),
            (("q1", "check", 1, "words of somebody else"), "mark.quote"),
        ],
    )
    def test_what_cannot_be_is_refused(self, answered, args, id):
        with pytest.raises(Refused) as refused:
            mark(answered.pk, *args, later(minutes=30))
        assert refused.value.id == id
        assert not Mark.objects.exists()

    def test_nothing_is_marked_before_the_end_or_after_marking_is_done(self, alice, answered):
        running = make_round(alice)
        rounds.start(running.pk, NOON)
        with pytest.raises(Refused, match="when the round is over"):
            mark(running.pk, "q1", "check", 1, "", later(minutes=1))
        mark_all(answered)
        finish(answered.pk, later(minutes=31))
        with pytest.raises(Refused, match="done marking"):
            mark(answered.pk, "q1", "check", 2, "", later(minutes=32))

    def test_one_level_more_is_shown_with_its_anchor(self, answered):
        mark(answered.pk, "q1", "cause", 0, "", later(minutes=30))
        line = build(answered)["questions"][0]["criteria"][0]
        assert line["low"]
        assert line["next"] == {key: line["levels"][1][key] for key in ("says", "anchor")}


@pytest.mark.django_db
class TestReport:
    """What is made of the marks."""

    def test_reasons_and_score_come_from_marks_by_their_weight(self, answered):
        mark(answered.pk, "q1", "cause", 0, "", later(minutes=30))
        mark(answered.pk, "q1", "check", 2, "", later(minutes=30))
        mark(answered.pk, "", "aloud", 1, "", later(minutes=30))
        report = build(answered)
        assert report["score"] == round((25 * 0 + 15 * 1 + 50 * 0.5) / 90, 3)
        signs = {row["id"]: row["sign"] for row in report["reasons"]}
        assert signs == {
            "coding": "none", "memorised": "none", "experiments": "risk", "ownership": "none", "communication": "watch",
        }  # fmt: skip
        assert report["next"][0]["text"].startswith("Criterion cause")
        assert (report["marked"], report["criteria"]) == (3, 4)

    def test_verdicts_and_own_tests_are_computed_and_an_awaited_one_is_not_guessed(self, alice):
        problems = tuple(make_problem(f"oa-{n}", "online-assessment", n) for n in range(2))
        round_ = make_round(alice, "assessment", tasks=problems)
        rounds.start(round_.pk, NOON)
        for sheet, text in (("code-1", "[]"), ("code-1", "[1]"), ("code-2", "[]")):
            run = make_submission(
                alice, problems[int(sheet[-1]) - 1], mode="run", own_input=text, verdict="AC"
            )
            Attempt.objects.create(round=round_, sheet=sheet, submission=run, at=NOON)
        save(round_.pk, "code-1", CODE, 0, later(minutes=9))
        rounds.hand_in(round_.pk, later(minutes=10))
        lines = {line["criterion"]: line for line in build(round_)["whole"]}
        assert (lines["verdicts"]["level"], lines["own-tests"]["level"]) == (None, 1)
        Submission.objects.filter(mode="grade").update(
            state="done", verdict="AC", score=100, points=100, finished_at=NOON
        )
        report = build(round_)
        lines = {line["criterion"]: line for line in report["whole"]}
        assert (lines["verdicts"]["level"], lines["verdicts"]["because"]) == (
            1,
            "1 of 2 accepted, 50% of the points.",
        )
        assert [(task["verdict"], task["own_tests"]) for task in report["tasks"]] == [("AC", 2), ("", 1)]

    def test_stages_say_how_long_each_took_and_what_of_the_code_stayed(self, alice):
        round_ = make_round(alice, "coding", tasks=make_chain("one", "two"))
        rounds.start(round_.pk, NOON)
        save(round_.pk, "code-1", "class TopK:\n    a = 1\n    b = 2\n", 0, later(minutes=3))
        go_on(round_.pk, 1, later(minutes=12))
        save(round_.pk, "code-2", "class TopK:\n    a = 1\n    c = 3\n    d = 4\n", 1, later(minutes=20))
        rounds.hand_in(round_.pk, later(minutes=42))
        first, second = build(Round.objects.get(pk=round_.pk))["stages"]
        assert (first["took_s"], second["took_s"], second["over"]) == (12 * 60, 30 * 60, True)
        assert (second["added"], second["removed"], second["kept"]) == (2, 1, 2 / 3)

    def test_the_time_of_a_story_is_shared_by_its_parts(self, alice):
        round_ = make_round(
            alice, "behavioural", questions=(question(written=None),), pause_times=1, pause_minutes=5
        )
        rounds.start(round_.pk, NOON)
        for part, minute in (("S", 1), ("T", 4), ("A", 5), ("R", 9), ("end", 11)):
            if part == "A":
                rounds.pause(round_.pk, later(minutes=4, seconds=30))
                rounds.resume(round_.pk, later(minutes=5))
            tell(round_.pk, [{"kind": "star", "sheet": "q1", "part": part}], later(minutes=minute))
        rounds.hand_in(round_.pk, later(minutes=30))
        (story,) = build(Round.objects.get(pk=round_.pk))["stories"]
        assert story["whole"] == "09:30"
        assert [(row["part"], row["took"]) for row in story["parts"]] == [
            ("S", "03:00"), ("T", "00:30"), ("A", "04:00"), ("R", "02:00"),
        ]  # fmt: skip

    def test_the_report_is_the_same_document_on_the_page_and_as_json(self, alice, as_user, answered):
        mark_all(answered)
        client, home = as_user(alice), f"/interviews/rounds/{answered.pk}/"
        document = client.get(home + "report.json").json()
        assert document == json.loads(json.dumps(build(Round.objects.get(pk=answered.pk))))
        page = client.get(home + "report/").content.decode()
        assert "4 of 4 criteria marked" in page
        assert "Then the metric by week." in page


@pytest.mark.django_db
class TestReadiness:
    """What counts, and that it counts once."""

    def test_marks_count_once_when_marking_is_done(self, alice, answered):
        mark_all(answered, level=2)
        assert not Evidence.objects.exists()
        assert [piece.kind for piece in finish(answered.pk, later(minutes=40))] == ["rubric"]
        assert finish(answered.pk, later(minutes=41)) == []
        piece = Evidence.objects.get()
        assert (piece.user, piece.source, piece.category, piece.categories) == (
            alice, f"rubric:{answered.pk}:q1", 4, 5,
        )  # fmt: skip
        assert not Step.objects.get().failed
        moved = {row["topic"]: row["moved"] for row in build(Round.objects.get(pk=answered.pk))["effects"]}
        assert max(moved, key=moved.get) == "experimentation"
        assert moved["experimentation"] > 0.1

    def test_what_is_not_marked_keeps_marking_open(self, answered):
        mark(answered.pk, "q1", "cause", 1, "", later(minutes=30))
        with pytest.raises(Refused, match="3 criteria are not marked yet"):
            finish(answered.pk, later(minutes=31))
        assert not Evidence.objects.exists()

    def test_a_round_without_questions_of_its_own_rubric_counts_as_a_round(self, alice):
        round_ = make_round(alice, "screen", questions=(question(written=None),))
        rounds.start(round_.pk, NOON)
        rounds.hand_in(round_.pk, later(minutes=9))
        mark(round_.pk, "", "aloud", 2, "", later(minutes=10))
        (piece,) = finish(round_.pk, later(minutes=11))
        assert (piece.kind, piece.source, piece.category, piece.categories) == (
            "round",
            f"round:{round_.pk}",
            3,
            4,
        )
        assert not Step.objects.get().failed


@pytest.mark.django_db
class TestReplay:
    """The film, and who owns it."""

    def test_the_changes_of_a_film_add_up_to_the_text(self, answered):
        shown = film(answered)
        texts = {sheet["name"]: sheet["text"] for sheet in shown["sheets"]}
        for at, kind, sheet, data, *_ in shown["events"]:
            if kind == "text":
                texts[sheet] = Splice(**data).apply(texts[sheet])
                assert at in (5 * 60_000, 9 * 60_000)
        assert texts == {"q1": "First the slice. Then the metric by week."}
        assert shown["whole_ms"] == 20 * 60_000
        assert all(one[0] <= other[0] for one, other in pairwise(shown["events"]))

    def test_a_log_that_is_full_costs_nobody_their_text(self, alice):
        round_ = make_round(alice)
        rounds.start(round_.pk, NOON)
        revision = 0
        for n in range(40):
            text = ("ab"[n % 2] * 60_000) + str(n)
            revision = save(round_.pk, "q1", text, revision, NOON + timedelta(seconds=n)).revision
        rounds.bring_up(round_.pk, later(hours=2))
        row = Round.objects.get(pk=round_.pk)
        assert row.log_bytes <= 2_000_000
        assert row.sheets.get().content == text
        assert row.events.filter(kind="handed-in").count() == 1

    def test_a_deleted_recording_is_gone_and_marks_stay(self, alice, answered, as_user):
        mark(answered.pk, "q1", "check", 2, "the metric", later(minutes=30))
        assert as_user(alice).post(f"/interviews/rounds/{answered.pk}/erase").status_code == 302
        assert [event.kind for event in answered.events.all()] == ["erased"]
        assert [sheet.content for sheet in answered.sheets.all()] == [""]
        assert [(row.level, row.quote, row.event) for row in answered.marks.all()] == [(2, "", None)]
        assert (
            "by week" not in as_user(alice).get(f"/interviews/rounds/{answered.pk}/report/").content.decode()
        )

    def test_a_running_round_keeps_its_recording(self, alice):
        round_ = rounds.start(make_round(alice).pk, NOON)
        with pytest.raises(Refused, match="Hand it in first"):
            erase_recording(round_, later(minutes=1))

    def test_everything_is_exported_and_erased(self, alice, bob, answered):
        Story.objects.create(user=alice, title="Cache outage")
        theirs = make_round(bob)
        document = export(alice, NOON)
        assert [row["sheets"][0]["content"] for row in document["rounds"]] == [
            "First the slice. Then the metric by week."
        ]
        assert [row["title"] for row in document["stories"]] == ["Cache outage"]
        erase(alice)
        assert list(Interview.objects.all()) == [theirs.interview]
        assert not Story.objects.exists()
