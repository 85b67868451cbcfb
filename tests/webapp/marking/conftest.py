"""A cohort whose candidates handed in code and sat a round: Alice and Bob; Erin and Gina mark, Asha assists."""

from dataclasses import dataclass

import pytest

from tests.webapp.insight.making import handed_in, person, taught
from tests.webapp.interviews.making import NOON, make_round
from tests.webapp.teaching.making import make_work
from webapp.accounts.models import User
from webapp.interviews.models import Round, Sheet
from webapp.marking.domain.rubrics import lines_of
from webapp.marking.models import Pile, Script
from webapp.teaching.domain.cohorts import enrol
from webapp.teaching.models import Cohort, Item, Role


@dataclass
class Course:
    """Everything there is."""

    cohort: Cohort
    code: Item
    rounds: Item
    erin: User
    gina: User
    asha: User


@pytest.fixture
def course(problem, alice, bob) -> Course:
    erin, gina, asha = person("erin", instructor=True), person("gina", instructor=True), person("asha")
    cohort, item = taught(problem, erin, alice, bob, assistant=asha)
    enrol(cohort, gina, Role.INSTRUCTOR, cohort.created_at)
    for user in (alice, bob):
        handed_in(item, user, f"# {user.username} wrote this\ndef f():\n    return 1\n")
    rounds = Item.objects.create(
        assignment=item.assignment, number=2, kind="rounds", title="Statistics round", draws={"loop": "full"}
    )
    for user in (alice, bob):
        make_work(rounds, user, None, interview=done_round(user).interview)
    return Course(cohort, item, rounds, erin, gina, asha)


def done_round(user: User) -> Round:
    """A round that is over, with an answer."""
    made = make_round(
        user, state="done", started_at=NOON, deadline=NOON, finished_at=NOON, finished_by="candidate"
    )
    Sheet.objects.create(round=made, name="q1", content="Because of a\nslice of new people.")
    return made


def all_levels(script: Script, level: int) -> dict[str, str]:
    """The same level for every criterion, as a form sends it."""
    return {line.key: str(min(level, line.top)) for line in lines_of(script)}


def fields(script: Script, level: int, **more: str) -> dict[str, str]:
    """The form's fields."""
    return {f"level:{key}": value for key, value in all_levels(script, level).items()} | more


def script_of(pile: Pile, user: User) -> Script:
    """Somebody's script, as only a test may look it up."""
    return pile.scripts.get(work__user=user)
