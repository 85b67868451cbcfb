"""From a pile to released marks: without names, twice where asked, resolved, and looked at again."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.webapp.insight.making import handed_in, person
from tests.webapp.marking.conftest import all_levels, fields, script_of
from webapp.interviews.models import Mark
from webapp.marking.domain import access, marks, piles, regrades
from webapp.marking.domain.rubrics import lines_of, share_of
from webapp.marking.models import Marking, Regrade, Script
from webapp.practice.domain.refusals import Refused
from webapp.readiness.models import Evidence, Step
from webapp.teaching.domain.cohorts import enrol
from webapp.teaching.models import Item, Role, Work

pytestmark = pytest.mark.django_db
NOW = timezone.now


def mark(script, user, level, note="", finish=True):
    """Mark a script, whoever is dealt what."""
    marking, _ = Marking.objects.get_or_create(script=script, marker=user, kind="mark")
    return marks.save(marking, all_levels(script, level), note, finish=finish, now=NOW())


def fresh(script):
    return Script.objects.get(pk=script.pk)


def test_everybody_has_one_script_by_the_attempt_that_counts(course, alice):
    works = Work.objects.filter(item=course.code, user=alice)
    works.update(counts=False)
    best = handed_in(course.code, alice, "best = 1\n")
    works.update(counts=False)
    handed_in(course.code, alice, "later = 1\n")
    works.update(counts=False)
    works.filter(submission=best).update(counts=True)
    pile = piles.open_pile(course.code, course.erin, 1, NOW())
    assert {(one.work.user.username, one.work.submission.code[:8]) for one in pile.scripts.all()} == {
        ("alice", "best = 1"), ("bob", "# bob wr"),
    }  # fmt: skip
    assert sorted(pile.scripts.values_list("number", flat=True)) == [1, 2]


def test_opening_again_takes_in_who_came_since(course):
    piles.open_pile(course.code, course.erin, 2, NOW())
    late = person("frank")
    enrol(course.cohort, late, Role.CANDIDATE, NOW())
    handed_in(course.code, late, "late = 1\n")
    pile = piles.open_pile(course.code, course.gina, 1, NOW())
    assert (pile.markers, sorted(pile.scripts.values_list("number", flat=True))) == (2, [1, 2, 3])
    assert script_of(pile, late).number == 3


def test_a_quiz_is_not_marked_by_people(course):
    quiz = Item.objects.create(assignment=course.code.assignment, number=3, kind="quiz", title="Quiz")
    with pytest.raises(Refused, match="A quiz is marked by itself"):
        piles.open_pile(quiz, course.erin, 1, NOW())


def test_each_script_is_dealt_to_as_many_markers_as_wanted(course, dana):
    pile = piles.open_pile(course.code, course.erin, 2, NOW())
    seen = {}
    for user in (course.erin, course.gina, course.asha):
        seen[user.username] = []
        while script := piles.deal(pile, user, NOW()):
            seen[user.username].append(script.number)
            mark(script, user, 1)
    assert {name: sorted(numbers) for name, numbers in seen.items()} == {
        "erin": [1, 2],
        "gina": [1, 2],
        "asha": [],
    }


def test_what_was_begun_is_dealt_again(course):
    pile = piles.open_pile(course.code, course.erin, 1, NOW())
    first = piles.deal(pile, course.erin, NOW())
    mark(first, course.erin, 2, finish=False)
    assert piles.deal(pile, course.erin, NOW()) == first
    assert piles.deal(pile, course.gina, NOW()) != first


def test_nobody_marks_their_own(course, alice):
    pile = piles.open_pile(course.code, course.erin, 1, NOW())
    own = script_of(pile, alice)
    alice.memberships.filter(cohort=course.cohort).update(role=Role.ASSISTANT)
    assert piles.deal(pile, alice, NOW()) != own
    assert own not in [row.script for row in piles.rows_of(pile, alice)]


def test_finished_marks_are_complete_and_stay(course, alice):
    script = script_of(piles.open_pile(course.code, course.erin, 1, NOW()), alice)
    marking = Marking.objects.create(script=script, marker=course.erin)
    some = dict(list(all_levels(script, 1).items())[:2])
    marks.save(marking, some, "so far", finish=False, now=NOW())
    with pytest.raises(Refused, match="2 criteria are not marked yet"):
        marks.save(marking, {}, "", finish=True, now=NOW())
    marks.save(marking, all_levels(script, 2), "", finish=True, now=NOW())
    with pytest.raises(Refused, match="These marks are finished"):
        marks.save(marking, all_levels(script, 0), "", finish=False, now=NOW())
    marking.refresh_from_db()
    assert set(marking.levels.values()) == {2}


@pytest.mark.parametrize(
    ("key", "level"), [("/edges", "3"), ("/edges", "-1"), ("/edges", "²"), ("/nothing", "1")]
)
def test_levels_that_do_not_exist_are_refused(course, alice, key, level):
    script = script_of(piles.open_pile(course.code, course.erin, 1, NOW()), alice)
    marking = Marking.objects.create(script=script, marker=course.erin)
    with pytest.raises(Refused, match="nothing of that name to mark at that level"):
        marks.save(marking, {key: level}, "", finish=False, now=NOW())


def test_two_markers_agree_or_somebody_resolves(course, alice, bob):
    pile = piles.open_pile(course.code, course.erin, 2, NOW())
    agreed, apart = fresh(script_of(pile, alice)), fresh(script_of(pile, bob))
    for user in (course.erin, course.gina):
        mark(agreed, user, 2)
    mark(apart, course.erin, 2)
    assert marks.final_levels(fresh(apart)) is None
    assert marks.differing(fresh(apart))[0] == []  # nobody sees the first before the second is done
    levels = all_levels(apart, 2) | {"/edges": "0"}
    marking = Marking.objects.create(script=apart, marker=course.gina)
    marks.save(marking, levels, "", finish=True, now=NOW())

    assert marks.final_levels(fresh(agreed)) == {line.key: 2 for line in lines_of(agreed)}
    (row,) = marks.differing(fresh(apart))[0]
    assert (row[0].key, row[1], row[2]) == ("/edges", 2, 0)
    with pytest.raises(Refused, match="Decide every criterion"):
        marks.resolve(fresh(apart), course.asha, {}, "", NOW())
    marks.resolve(fresh(apart), course.asha, {"/edges": "1"}, "", NOW())
    assert marks.final_levels(fresh(apart)) == {line.key: 2 for line in lines_of(apart)} | {"/edges": 1}
    with pytest.raises(Refused, match="There is nothing to resolve"):
        marks.resolve(fresh(apart), course.erin, {"/edges": "2"}, "", NOW())
    weighted, plain = piles.agreement_of(pile)
    assert (weighted.ratings, weighted.same, plain.kappa) == (8, 0.875, 0.0)


def test_marks_are_released_at_once_and_only_when_all_are_final(course, alice, bob):
    pile = piles.open_pile(course.code, course.erin, 1, NOW())
    mark(script_of(pile, alice), course.erin, 2)
    with pytest.raises(Refused, match="1 script is not marked to the end"):
        piles.release(pile, course.erin, NOW())
    mark(script_of(pile, bob), course.erin, 1)
    piles.release(pile, course.erin, NOW())
    pile.refresh_from_db()
    assert pile.released_by == course.erin
    with pytest.raises(Refused, match="released already"):
        piles.release(pile, course.erin, NOW())


def test_released_marks_of_a_round_count(course, alice, bob):
    pile = piles.open_pile(course.rounds, course.erin, 1, NOW())
    for user, level in ((alice, 2), (bob, 0)):
        mark(script_of(pile, user), course.erin, level)
    assert Evidence.objects.count() == 0
    piles.release(pile, course.erin, NOW())
    own = script_of(pile, alice).round
    assert {(one.question, one.criterion, one.level) for one in own.marks.filter(by=Mark.By.INTERVIEWER)} == {
        ("q1", "cause", 2), ("q1", "check", 2), ("q1", "words", 2), ("", "aloud", 2),
    }  # fmt: skip
    assert list(Work.objects.filter(item=course.rounds).order_by("user").values_list("score", "counts")) == [
        (1.0, True), (0.0, True),
    ]  # fmt: skip
    found = Evidence.objects.get(user=alice)
    assert (found.source, found.category, found.categories, found.facts["by"]) == (
        f"rubric:{own.pk}:q1",
        4,
        5,
        "marker",
    )
    assert Evidence.objects.get(user=bob).category == 0


def test_a_markers_marks_take_the_place_of_ones_own(course, alice, bob):
    own = script_of(piles.open_pile(course.rounds, course.erin, 1, NOW()), alice)
    Evidence.objects.create(
        user=alice, number=1, kind="rubric", source=f"rubric:{own.round_id}:q1", title="experimentation/why-down",
        level_from="2-1", level_to="3-1", topics={"experimentation": 1.0}, difficulty=0.3, category=4, categories=5,
        facts={"by": "self", "share": 1.0}, at=NOW(),
    )  # fmt: skip
    for user in (alice, bob):
        mark(script_of(own.pile, user), course.erin, 0)
    piles.release(own.pile, course.erin, NOW())
    found = Evidence.objects.get(user=alice)
    assert (found.number, found.category, found.facts["by"]) == (1, 0, "marker")
    assert Step.objects.get(user=alice).number == 1


def test_code_gives_no_second_evidence(course, alice, bob):
    pile = piles.open_pile(course.code, course.erin, 1, NOW())
    for user in (alice, bob):
        mark(script_of(pile, user), course.erin, 1)
    before = list(Work.objects.filter(item=course.code).values_list("pk", "score"))
    piles.release(pile, course.erin, NOW())
    assert not Evidence.objects.exists()
    assert list(Work.objects.filter(item=course.code).values_list("pk", "score")) == before


@pytest.fixture
def released(course, alice, bob):
    """Alice's released script of the round: nothing of all."""
    pile = piles.open_pile(course.rounds, course.erin, 1, NOW())
    for user in (alice, bob):
        mark(script_of(pile, user), course.erin, 0, note=f"Note of {user.username}.")
    piles.release(pile, course.erin, NOW())
    return fresh(script_of(pile, alice))


def test_a_request_that_changes_marks_changes_what_follows(course, released, alice):
    asked = regrades.ask(released, "Look at criterion one.", NOW())
    asked.script = fresh(released)
    done = regrades.answer(asked, course.gina, all_levels(released, 2), "You are right.", NOW())
    assert (done.state, set(done.before.values()), set(done.after.values())) == ("changed", {0}, {2})
    assert set(marks.final_levels(fresh(released)).values()) == {2}
    assert Work.objects.get(pk=released.work_id).score == 1.0
    assert Evidence.objects.get(user=alice).category == 4
    assert set(Marking.objects.get(script=released, kind="mark").levels.values()) == {0}  # as it was written


def test_the_list_says_how_far_each_item_is(course, released, as_user, django_assert_num_queries):
    piles.open_pile(course.code, course.erin, 2, NOW())
    regrades.ask(released, "Look again.", NOW())
    items = access.items_marked_by(course.gina)
    with django_assert_num_queries(4):
        rows = piles.standings(items, course.gina)
    assert [(row.item, row.handed_in, row.scripts, row.final, row.left, row.asked) for row in rows] == [
        (course.code, 2, 2, 0, 2, 0), (course.rounds, 2, 2, 2, 0, 1),
    ]  # fmt: skip
    page = as_user(course.gina).get(reverse("marking:index"), {"cohort": course.cohort.pk})
    assert "1 asked to look again" in page.content.decode()


def test_a_request_may_leave_marks_as_they_are(course, released, alice):
    asked = regrades.ask(released, "Look again.", NOW())
    done = regrades.answer(asked, course.gina, all_levels(released, 0), "They stand.", NOW())
    assert (done.state, done.answer) == ("kept", "They stand.")
    assert Evidence.objects.get(user=alice).category == 0
    with pytest.raises(Refused, match="answered meanwhile"):
        regrades.answer(asked, course.erin, all_levels(released, 2), "Changed.", NOW())


def test_one_request_is_open_and_three_are_the_last(course, released):
    for n in range(regrades.MOST):
        asked = regrades.ask(fresh(released), f"Reason {n}.", NOW())
        with pytest.raises(Refused, match=r"You have asked already|looked at 3 times"):
            regrades.ask(fresh(released), "And again.", NOW())
        regrades.answer(asked, course.gina, all_levels(released, 0), "No.", NOW())
    with pytest.raises(Refused, match="looked at 3 times already"):
        regrades.ask(fresh(released), "And again.", NOW())
    assert Regrade.objects.count() == regrades.MOST


def test_nothing_is_asked_before_the_release_or_without_a_reason(course, alice, released):
    early = script_of(piles.open_pile(course.code, course.erin, 1, NOW()), alice)
    with pytest.raises(Refused, match="not released yet"):
        regrades.ask(early, "Please.", NOW())
    with pytest.raises(Refused, match="The reason is empty"):
        regrades.ask(released, "  ", NOW())


def test_comments_stand_at_lines_that_exist(course, alice):
    script = script_of(piles.open_pile(course.code, course.erin, 1, NOW()), alice)
    said = marks.comment(script, course.erin, "", "3", " Why one? ", NOW())
    assert (said.line, said.text) == (3, "Why one?")
    for sheet, line in (("", "4"), ("", "0"), ("", "x"), ("q1", "1")):
        with pytest.raises(Refused, match="There is no such line"):
            marks.comment(script, course.erin, sheet, line, "x", NOW())
    marks.remove(script, course.gina, said.pk)  # another's stays
    assert script.comments.count() == 1
    marks.remove(script, course.erin, said.pk)
    assert script.comments.count() == 0


def test_a_share_is_of_points_by_weight(course, alice):
    script = script_of(piles.open_pile(course.rounds, course.erin, 1, NOW()), alice)
    lines = lines_of(script)
    assert round(sum(line.weight for line in lines), 9) == 100
    assert share_of(lines, {line.key: line.top for line in lines}) == pytest.approx(1)
    assert share_of(lines, {line.key: line.top if line.question else 0 for line in lines}) == pytest.approx(
        0.5
    )


def test_a_marker_works_by_forms_without_a_name_anywhere(course, alice, bob, as_user):
    client = as_user(course.erin)
    pile_page = reverse("marking:pile", args=[course.code.pk])
    client.post(f"{pile_page}open", {"markers": "1"})
    for _ in range(2):
        page = client.post(f"{pile_page}next", follow=True)
        script = page.context["script"]
        for text in (page.content.decode(), client.get(pile_page).content.decode()):
            rest = text.replace("# alice wrote this", "").replace("# bob wrote this", "")
            assert ("alice" in rest, "bob" in rest) == (False, False)
        last = client.post(
            reverse("marking:mark", args=[script.pk]),
            fields(script, 1, action="finish", note="Well."),
            follow=True,
        )
    assert "Script" in last.content.decode()
    done = client.post(f"{pile_page}release", follow=True).content.decode()
    assert "The marks are released" in done
    mine = script_of(course.code.pile, alice)
    text = as_user(alice).get(reverse("marking:result", args=[mine.pk])).content.decode()
    assert ("Well." in text, re.search(r"\berin\b", text)) == (True, None)


def test_markers_see_each_others_marks_and_comments_only_afterwards(course, alice, as_user):
    pile = piles.open_pile(course.code, course.erin, 2, NOW())
    script = script_of(pile, alice)
    mark(script, course.erin, 2, note="Erin's note")
    marks.comment(script, course.erin, "", "1", "Erin's comment", NOW())
    Marking.objects.create(script=script, marker=course.gina)
    page = reverse("marking:script", args=[script.pk])
    text = as_user(course.gina).get(page).content.decode()
    assert ("note" in text and "Erin" in text, "checked" in text) == (False, False)
    mark(script, course.gina, 1)
    text = as_user(course.gina).get(f"{page}resolve").content.decode()
    assert ("first marker" in text, "second marker" in text, "Erin&#x27;s comment" in text) == (
        True,
        True,
        True,
    )


def test_a_candidate_asks_and_is_answered_by_forms(course, released, alice, as_user):
    page = reverse("marking:result", args=[released.pk])
    candidate, marker = as_user(alice), as_user(course.gina)
    text = candidate.post(f"{page}ask", {"reason": "The slice is in line 2."}, follow=True).content.decode()
    assert "Asked. The answer appears here." in text
    asked = Regrade.objects.get()
    seen = marker.get(reverse("marking:script", args=[released.pk])).content.decode()
    assert ("The slice is in line 2." in seen, "alice" in seen) == (True, False)
    incomplete = marker.post(reverse("marking:answer", args=[asked.pk]), {"answer": "So it is."}, follow=True)
    assert "Give every criterion a level" in incomplete.content.decode()
    marker.post(reverse("marking:answer", args=[asked.pk]), fields(released, 1, answer="So it is."))
    text = candidate.get(page).content.decode()
    assert ("The marks were changed" in text, "So it is." in text, "Note of alice." in text) == (
        True,
        True,
        False,
    )


def test_nothing_that_was_chosen_or_typed_is_lost(course, alice, as_user):
    """Not by a comment in between, not by confirming too early, not by confirming with a comment half sent."""
    script = script_of(piles.open_pile(course.code, course.erin, 1, NOW()), alice)
    Marking.objects.create(script=script, marker=course.erin)
    client, page = as_user(course.erin), reverse("marking:script", args=[script.pk])
    some = {"level:/approach": "2", "note": "So far."}
    client.post(f"{page}comment", some | {"sheet": "", "line": "2", "text": "A name would help."})
    refused = client.post(
        f"{page}mark", {"level:/edges": "1", "note": "Later.", "action": "finish"}, follow=True
    ).content.decode()
    assert "2 criteria are not marked yet" in refused
    marking = Marking.objects.get()
    assert (marking.levels, marking.note) == ({"/approach": 2, "/edges": 1}, "Later.")
    rest = fields(script, 2, action="finish", sheet="", line="3", text="Why one?")
    client.post(f"{page}mark", rest)
    assert list(script.comments.values_list("line", "text")) == [(2, "A name would help."), (3, "Why one?")]
    assert script.markings.get().finished_at is not None


def test_a_comment_on_no_line_keeps_the_marks_open(course, alice, as_user):
    script = script_of(piles.open_pile(course.code, course.erin, 1, NOW()), alice)
    Marking.objects.create(script=script, marker=course.erin)
    page = reverse("marking:script", args=[script.pk])
    sent = fields(script, 2, action="finish", sheet="", line="", text="Of which line?")
    text = as_user(course.erin).post(f"{page}mark", sent, follow=True).content.decode()
    assert "There is no such line to comment on" in text
    assert Marking.objects.get().finished_at is None
