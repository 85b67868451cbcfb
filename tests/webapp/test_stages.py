"""Follow-ups of a chain: what is asked next, and the code that goes along."""

import shutil
from pathlib import Path

import pytest
from django.test import Client

from graders.store import Store
from tests.webapp.making import ENTRY, make_problem, make_report, make_submission
from webapp.catalog.domain.loading import load_problems
from webapp.catalog.models import Problem
from webapp.practice.domain.drafts import find_draft, save_draft

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "packages"
PAGE = "/problems/streaming-top-k/most-watched-in-window/"
OPENER = "class TopK:\n    '''Totals in a dict.'''\n"
STARTER = "class WindowTopK:\n    ...\n"

pytestmark = pytest.mark.django_db


@pytest.fixture
def window(problem):
    """The follow-up of the opener."""
    found = make_problem(
        "most-watched-in-window", order=2, entry={**ENTRY, "name": "WindowTopK"}, starter=STARTER
    )
    found.follows = problem
    found.save()
    return found


def accept(user, problem, code=OPENER, **more):
    submission = make_submission(user, problem, verdict="AC", code=code, **more)
    submission.report = make_report(submission, "AC")
    submission.save()
    return submission


def test_an_accepted_submission_names_the_next_stage(alice, problem, window, as_user):
    accepted = accept(alice, problem)
    refused = make_submission(alice, problem, verdict="WA")
    last = accept(alice, window, STARTER)
    shown = [as_user(alice).get(f"/submissions/{one.pk}/result") for one in (accepted, refused, last)]
    assert [page.context["next_stage"] for page in shown] == [window, None, None]
    assert [f'action="{PAGE}carry-on"' in page.text for page in shown] == [True, False, False]


def test_accepted_code_is_carried_with_the_new_starter_below_it(alice, problem, window, as_user):
    accept(alice, problem)
    save_draft(alice, window, "# an earlier try\n", 0)
    response = as_user(alice).post(f"{PAGE}carry-on")
    draft = find_draft(alice, window)
    assert (response.status_code, response["Location"]) == (302, PAGE)
    assert draft.content == f"{OPENER}\n\n{STARTER}"
    assert [one.content for one in draft.history.all()] == ["# an earlier try\n"]


def test_code_that_has_the_name_already_is_carried_alone(alice, problem, window, as_user):
    code = f"{OPENER}\nclass WindowTopK:\n    pass\n"
    accept(alice, problem, code)
    as_user(alice).post(f"{PAGE}carry-on")
    assert find_draft(alice, window).content == code


def test_nothing_is_carried_before_the_stage_before_is_solved(alice, bob, problem, window, as_user):
    accept(bob, problem)
    make_submission(alice, problem, verdict="PA")
    client = as_user(alice)
    answer = client.post(f"{PAGE}carry-on", follow=True)
    assert [str(message) for message in answer.context["messages"]] == [
        "There is no accepted code of the stage before to go on with."
    ]
    assert find_draft(alice, window) is None
    assert client.get(PAGE).context["can_carry"] is False


def test_a_first_stage_has_nothing_to_carry(alice, problem, window, as_user):
    accept(alice, problem)
    page = "/problems/streaming-top-k/most-watched-videos/"
    as_user(alice).post(f"{page}carry-on")
    assert find_draft(alice, problem) is None
    assert as_user(alice).get(page).context["can_carry"] is False


def test_carrying_needs_a_login(problem, window):
    answer = Client().post(f"{PAGE}carry-on")
    assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next={PAGE}carry-on")


def test_page_says_which_stage_it_is(alice, problem, window, as_user):
    aside = make_problem("reservoir", order=3)
    stages = [as_user(alice).get(one.get_absolute_url()).context["stage"] for one in (problem, window, aside)]
    assert [stage and (stage.number, stage.of, stage.before) for stage in stages] == [
        (1, 2, None),
        (2, 2, problem),
        None,
    ]


def test_chains_of_a_set_are_loaded_and_follow_its_file(tmp_path, settings):
    root, store = tmp_path / "problems", Store(settings.PACKAGE_STORE)
    shutil.copytree(GOLDEN / "golden", root / "golden")
    file = root / "golden" / "set.toml"
    plain = file.read_text()

    def follows() -> dict[str, str]:
        load_problems(root, store)
        return dict(Problem.objects.filter(follows__isnull=False).values_list("slug", "follows__slug"))

    file.write_text(plain + 'stages = [["add-up", "tiny-stack"]]\n')
    first = follows()
    file.write_text(plain + 'stages = [["tiny-stack", "add-up"]]\n')
    turned = follows()
    file.write_text(plain)
    assert (first, turned, follows()) == ({"tiny-stack": "add-up"}, {"add-up": "tiny-stack"}, {})
