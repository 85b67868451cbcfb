"""What code is marked by: a rubric that is chosen when marking begins, and stays as it was then."""

import pytest
from django.urls import reverse

from tests.webapp.marking.conftest import all_levels, script_of
from webapp.authoring.domain import files, proving, publishing
from webapp.authoring.domain.starting import from_bundle_template
from webapp.catalog.models import Bundle
from webapp.marking.domain.rubrics import code_rubric, lines_of
from webapp.marking.models import Pile

RUBRIC = "rubric.toml"


@pytest.fixture
def rubric(course):
    """Erin's rubric, published, and its draft."""
    draft = from_bundle_template(course.erin, "rubrics", "spring-code", "Spring code")
    assert proving.start(draft, course.erin).holds
    return publishing.publish(draft, course.erin, "").bundle, draft


def test_code_is_marked_to_the_end_by_the_rubric_that_was_chosen(course, rubric, alice, as_user):
    bundle, draft = rubric
    client, page = as_user(course.erin), reverse("marking:pile", args=[course.code.pk])
    assert '<option value="spring-code">Spring code</option>' in client.get(page).content.decode()
    client.post(reverse("marking:open", args=[course.code.pk]), {"markers": "1", "rubric": "spring-code"})
    pile = Pile.objects.get()
    script = script_of(pile, alice)
    assert (list(all_levels(script, 0)), "“Spring code”" in client.get(page).content.decode()) == (
        ["/approach", "/readable"],
        True,
    )
    subject = publishing.subject_of(draft)
    assert (subject.middle(bundle.current), subject.counts(bundle.current)) == (1, 1)

    file = draft.files.get(path=RUBRIC)
    changed = file.text.replace("Reads without its author", "Reads well").replace('"readable"', '"plain"')
    files.save(draft, course.erin, RUBRIC, changed, file.revision)
    draft.refresh_from_db()
    assert proving.start(draft, course.erin).holds
    publishing.publish(draft, course.erin, "")
    assert [line.key for line in lines_of(script_of(Pile.objects.get(), alice))] == ["/approach", "/readable"]
    assert [one.id for one in code_rubric("spring-code").criteria] == ["approach", "plain"]


def test_code_without_a_choice_is_marked_by_the_usual_rubric(course, alice, as_user):
    client = as_user(course.erin)
    page = client.get(reverse("marking:pile", args=[course.code.pk])).content.decode()
    assert 'name="rubric"' not in page
    client.post(reverse("marking:open", args=[course.code.pk]), {"markers": "1"})

    assert Pile.objects.get().rubric["id"] == "handed-in"
    assert list(all_levels(script_of(Pile.objects.get(), alice), 0)) == [
        "/approach",
        "/readable",
        "/edges",
        "/cost",
    ]


@pytest.mark.parametrize("name", ["gone", "spring-code"])
def test_a_rubric_that_is_not_offered_opens_nothing(course, rubric, as_user, name):
    publishing.retire(rubric[0], course.erin, True)
    client, address = as_user(course.erin), reverse("marking:open", args=[course.code.pk])
    shown = client.post(address, {"markers": "1", "rubric": name}, follow=True).content.decode()

    assert "There is no such rubric any more. Choose another one." in shown
    assert not Pile.objects.exists()


def test_a_retired_rubric_is_offered_no_more_and_marks_what_was_begun(course, rubric, alice, as_user):
    bundle, _ = rubric
    client = as_user(course.erin)
    client.post(reverse("marking:open", args=[course.code.pk]), {"markers": "1", "rubric": "spring-code"})
    publishing.retire(bundle, course.erin, True)

    assert Bundle.objects.get(slug="spring-code").retired
    assert list(all_levels(script_of(Pile.objects.get(), alice), 0)) == ["/approach", "/readable"]


def test_rounds_have_no_rubric_for_code(course, as_user):
    as_user(course.erin).post(reverse("marking:open", args=[course.rounds.pk]), {"markers": "1"})
    assert Pile.objects.get(item=course.rounds).rubric == {}
