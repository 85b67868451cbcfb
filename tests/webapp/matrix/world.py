"""One of everything, owned by Alice or Dana's cohort, and people in every relation to it."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.webapp.interviews.making import make_round
from tests.webapp.making import make_problem, make_report, make_submission
from tests.webapp.matrix.marked import of_marking
from tests.webapp.readiness.making import make_item
from webapp.accounts.domain import tokens
from webapp.accounts.models import User
from webapp.authoring.domain.starting import from_template
from webapp.authoring.models import Trial
from webapp.interviews.models import Story
from webapp.live.domain import invitations
from webapp.live.domain.rooms import open_room
from webapp.live.roles import Role as Seat
from webapp.lti.models import Course, Platform
from webapp.readiness.models import Check, Memory, Review
from webapp.teaching.domain import joining
from webapp.teaching.domain.cohorts import create, enrol
from webapp.teaching.domain.sitting import see
from webapp.teaching.models import Assignment, Cohort, Invited, Item, Role, Work

WHO = ("nobody", "owner", "mate", "outsider", "assistant", "instructor", "other", "operator")
"""Not logged in; Alice; Bob of her cohort; Charlie; an assistant, Dana, who leads it; who leads another; who runs the site."""


@dataclass
class World:
    """The people by who they are, and the arguments that addresses are made with."""

    people: dict[str, User | None]
    args: dict[str, Any] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)


def _person(name: str, **more: Any) -> User:
    user = User(username=name, email=f"{name}@example.org", **more)
    user.set_unusable_password()
    user.save()
    return user


def make_world() -> World:
    """Everything."""
    now = timezone.now()
    alice, bob, charlie, erin = (_person(name) for name in ("alice", "bob", "charlie", "erin"))
    dana, frank = (_person(name, instructor=True) for name in ("dana", "frank"))
    root = _person("root", is_staff=True, is_superuser=True)
    people = dict(zip(WHO, (None, alice, bob, charlie, erin, dana, frank, root), strict=True))
    world = World(people)
    for who, user in people.items():
        if user is not None:
            world.tokens[who] = tokens.issue(user, "script", 1)[1]
    problem = make_problem("open-one")
    assigned = make_problem("assigned-one", order=2)
    submission = make_submission(alice, problem, verdict="WA")
    submission.report = make_report(submission)
    submission.save()
    second = make_submission(alice, problem, verdict="AC")
    world.args |= {
        "set": problem.set.slug,
        "slug": problem.slug,
        "submission": submission.pk,
        "second": second.pk,
    }
    world.args |= _of_alice(alice, now)
    room = open_room("room:1", {alice: Seat.CANDIDATE, bob: Seat.INTERVIEWER}, title="Room")
    seat, seat_token = invitations.invite(room, alice, Seat.INTERVIEWER, now)
    world.args |= {"room": room.pk, "seat": seat.pk, "seat_token": seat_token}
    cohort = create(dana, "Ranking", "Spring", "UTC")
    create(frank, "Another", "Spring", "UTC")
    for user, role in ((alice, Role.CANDIDATE), (bob, Role.CANDIDATE), (erin, Role.ASSISTANT)):
        enrol(cohort, user, role, now)
    _of_cohort(world, cohort, assigned.current, now)
    draft = from_template(dana, "matrix", "a-draft", "function")
    trial = Trial.objects.create(
        workspace=draft, user=dana, mode="grade", number=1, code="x = 1", kind="function"
    )
    world.args |= {"workspace": draft.pk, "trial": trial.pk}
    world.args |= of_marking(cohort, {"owner": alice, "mate": bob, "marker": dana}, now)
    return world


def _of_alice(alice: User, now: Any) -> dict[str, Any]:
    planned = make_round(alice)
    done = make_round(alice, state="done", started_at=now, deadline=now, finished_at=now)
    for name in ("q1",):
        done.sheets.create(name=name, content="words")
    version = make_item("matrix-one")
    check = Check.objects.create(user=alice)
    memory = Memory.objects.create(
        user=alice,
        item=version.item,
        stability=1,
        difficulty=5,
        reviewed_at=now,
        due_at=now - timedelta(days=1),
    )
    review = Review.objects.create(
        memory=memory, source="x", grade=3, version=version, answer=None, score=0.0, at=now
    )
    story = Story.objects.create(user=alice, title="A launch")
    return {
        "round": planned.pk, "done": done.pk, "interview": planned.interview_id, "story": story.pk,
        "check": check.pk, "memory": memory.pk, "review": review.pk, "token": alice.api_tokens.get().pk,
    }  # fmt: skip


def _of_cohort(world: World, cohort: Cohort, version: Any, now: Any) -> World:
    alice, dana = world.people["owner"], world.people["instructor"]
    assert alice is not None
    assert dana is not None
    work = Assignment.objects.create(
        cohort=cohort,
        title="Week",
        opens_at=now - timedelta(days=1),
        due_at=now + timedelta(days=1),
        published_at=now,
    )
    Item.objects.create(assignment=work, number=1, kind="problem", title="Problem", version=version)
    quiz = Item.objects.create(
        assignment=work, number=2, kind="quiz", title="Quiz", draws={"topics": [], "count": 1}
    )
    draft = Assignment.objects.create(
        cohort=cohort, title="Draft", opens_at=now - timedelta(days=1), due_at=now + timedelta(days=1)
    )
    see(alice, work, now)
    asked = make_item("matrix-two")
    Work.objects.create(
        item=quiz, user=alice, number=1, at=now, due_at=work.due_at, feedback="all",
        quiz={"versions": [asked.pk], "answers": None},
    )  # fmt: skip
    link, link_token = joining.make_link(cohort, dana, Role.CANDIDATE, now, 3, None)
    invited = Invited.objects.create(cohort=cohort, email="x@example.org", made_by=dana)
    platform = Platform.objects.create(
        title="School", issuer="https://school.example", client_id="1", auth_url="https://school.example/a",
        token_url="https://school.example/t", keys_url="https://school.example/k",
    )  # fmt: skip
    course = Course.objects.create(
        deployment=platform.deployments.create(name="1"), context="c", cohort=cohort
    )
    world.args |= {
        "cohort": cohort.pk, "assignment": work.pk, "draft": draft.pk, "link": link.pk, "link_token": link_token,
        "invited": invited.pk, "course": course.pk, "alice": alice.pk,
    }  # fmt: skip
    return world
