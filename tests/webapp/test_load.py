"""manage.py gradeload: submissions at a rate, and what became of them."""

import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from graders.store import Store
from tests.graders.packages import write_package
from webapp.accounts.models import User
from webapp.catalog.domain.loading import load_problems
from webapp.catalog.models import Problem
from webapp.practice.domain import load
from webapp.practice.domain.refusals import Refused
from webapp.practice.models import Submission

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = ["gradeload", "--rate", "100", "--seconds", "0.03"]


@pytest.fixture
def doubling(tmp_path, settings):
    """A problem that is loaded and stored."""
    write_package(tmp_path / "library")
    load_problems(tmp_path / "library", Store(settings.PACKAGE_STORE))
    return Problem.objects.get(slug="double")


def test_load_hands_in_the_reference_at_its_rate_and_queues_it(doubling, broker, settings):
    package = Store(settings.PACKAGE_STORE).get(doubling.current.digest)
    ids = list(load.produce(doubling, package, 100, 3))

    rows = Submission.objects.filter(pk__in=ids).order_by("created_at")
    assert {row.code for row in rows} == {"def double(x):\n    return x + x\n"}
    assert rows[2].created_at - rows[0].created_at >= timedelta(seconds=0.019)
    assert broker.llen("grade") == 3
    assert User.objects.get(username="gradeload").is_active is False


def test_outcome_tells_what_is_lost_wrong_and_how_long_it_took(doubling, broker, settings):
    package = Store(settings.PACKAGE_STORE).get(doubling.current.digest)
    ids = list(load.produce(doubling, package, 1000, 4))
    for place, (id, verdict) in enumerate(zip(ids, ["AC", "AC", "IE"], strict=False)):
        row = Submission.objects.get(pk=id)
        Submission.objects.filter(pk=id).update(
            state="done", verdict=verdict, finished_at=row.created_at + timedelta(seconds=place + 1)
        )

    found = load.outcome(ids)
    assert found.sound is False
    assert found.as_dict() == {
        "sent": 4,
        "finished": 3,
        "lost": 1,
        "verdicts": {"AC": 2, "IE": 1},
        "p50_s": 2.0,
        "p95_s": 3.0,
        "p99_s": 3.0,
        "max_s": 3.0,
    }


def test_command_fails_without_graders_and_leaves_nothing_behind(doubling, broker, capsys):
    with pytest.raises(SystemExit) as left:
        call_command(*WORDS, "--wait", "0", "--json")

    assert left.value.code == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["problem"], told["sent"], told["lost"], told["p50_s"]) == ("tests/double", 3, 3, None)
    assert Submission.objects.count() == 0
    assert not User.objects.filter(username="gradeload").exists()


def test_command_keeps_what_it_was_asked_to_keep(doubling, broker):
    with pytest.raises(SystemExit):
        call_command(*WORDS, "--wait", "0", "--keep")

    assert Submission.objects.filter(created_at__lte=timezone.now()).count() == 3
    assert load.remove() == 3


@pytest.mark.parametrize(("rate", "seconds"), [(0.1, 1), (0, 10), (1e6, 10)])
def test_load_of_none_or_far_too_many_is_refused(rate, seconds):
    with pytest.raises(Refused, match="1 to 100000 are sent"):
        load.due(rate, seconds)


def test_problem_that_is_not_there_is_named(broker):
    with pytest.raises(CommandError, match="There is no problem a/b"):
        call_command(*WORDS, "--problem", "a/b")
