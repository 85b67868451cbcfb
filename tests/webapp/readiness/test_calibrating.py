"""The nightly calibration: what answers say of items replaces their authors' guesses, and estimates follow."""

import json
from io import StringIO
from unittest.mock import patch

import numpy as np
import pytest
from django.core.management import call_command

from graders.package.manifest import TOPICS
from tests.webapp.making import make_problem
from tests.webapp.readiness.making import NOON, later, make_item
from webapp.accounts.models import User
from webapp.readiness.ability import NumericFailure
from webapp.readiness.domain import calibrating
from webapp.readiness.domain.calibrating import calibrate
from webapp.readiness.domain.estimating import array, rebuild
from webapp.readiness.models import Calibration, Evidence, Population, Step

pytestmark = pytest.mark.django_db
TRUE = {"easy": -1.0, "middle": 0.0, "hard": 1.0, "twisted": 0.0}
"""Where the items really are; their authors put all of them at 0."""


@pytest.fixture
def crowd():
    """Sixty people who answer all items; of the twisted one the key is wrong."""
    versions = {name: make_item(name, "numeric") for name in TRUE}
    people = User.objects.bulk_create(User(username=f"p{n}", email=f"p{n}@example.org") for n in range(60))
    rng, rows = np.random.default_rng(5), []
    for user, ability in zip(people, rng.normal(0, 1.2, len(people)), strict=True):
        for number, (name, difficulty) in enumerate(TRUE.items(), start=1):
            slope = -1.4 if name == "twisted" else 1.4
            right = rng.random() < 1 / (1 + np.exp(-slope * (ability - difficulty)))
            rows.append(
                Evidence(
                    user=user, number=number, kind="quiz", source=name, item=versions[name], title=name,
                    level_from="2-2", level_to="2-2", topics={"coding": 1.0}, difficulty=0.0,
                    category=int(right), facts={"type": "numeric"}, at=NOON,
                )
            )  # fmt: skip
    Evidence.objects.bulk_create(rows)
    return people


def test_too_few_people_change_nothing(crowd):
    Evidence.objects.filter(user__in=crowd[9:]).delete()
    report = calibrate(later(days=1))

    assert (report.people, report.answers, report.calibrated) == (9, 36, 0)
    assert not Calibration.objects.exists()
    assert not Population.objects.exists()


def test_answers_move_items_from_where_their_authors_put_them(crowd):
    report = calibrate(later(days=1))

    found = {row.version.item.name.removeprefix("coding/"): row for row in Calibration.objects.all()}
    assert (report.people, report.answers, report.calibrated, report.rebuilt) == (60, 240, 4, 60)
    assert found["easy"].difficulty < -0.3 < found["middle"].difficulty < 0.3 < found["hard"].difficulty
    assert all(row.difficulty_sd < 0.5 and row.answers == 60 and row.drift is None for row in found.values())
    assert found["twisted"].discrimination < min(
        found[name].discrimination for name in ("easy", "middle", "hard")
    )
    assert report.misfits[0] == "coding/twisted"
    assert found["twisted"].misfit
    assert np.array(Population.objects.get().covariance).shape == (len(TOPICS), len(TOPICS))


def test_estimates_are_those_that_a_rebuild_gives(crowd):
    calibrate(later(days=1))
    cached = list(Step.objects.values_list("user", "number", "mean", "covariance"))
    assert len(cached) == 240

    for user in crowd[:5]:
        rebuild(user)
    assert list(Step.objects.values_list("user", "number", "mean", "covariance")) == cached


def test_who_answers_lately_shows_drift(crowd):
    early, late = crowd[:30], crowd[30:]
    Evidence.objects.filter(user__in=early).update(at=later(days=-100))
    Evidence.objects.filter(user__in=early, source="middle").update(category=0)
    Evidence.objects.filter(user__in=late, source="middle").update(category=1)
    report = calibrate(later(days=1))

    assert report.drifted == ["coding/middle"]
    found = {row.name: row for row in Calibration.objects.all()}
    assert found["coding/middle"].drift < -1.5
    assert not found["coding/easy"].drifted


def test_attempts_say_how_hard_a_problem_is_and_estimates_follow(crowd):
    """The same author's difficulty; one problem is solved at once by nearly all, the other late or never."""
    easy, hard = (make_problem(slug=slug, difficulty=0.0).current for slug in ("easy", "hard"))
    for user in crowd:
        attempts = [(easy, 1, user.pk % 10 > 0)] + [(hard, n, n == 3 and user.pk % 2) for n in (1, 2, 3)]
        for number, (version, attempt, solved) in enumerate(attempts, start=5):
            Evidence.objects.create(
                user=user, number=number, kind="code", source=f"submission:{number}", problem=version, title="",
                level_from=version.level_from, level_to=version.level_to, topics={"coding": 1.0}, difficulty=0.0,
                category=int(solved), facts={"attempt": attempt, "hints": 0}, at=NOON,
            )  # fmt: skip
    rebuild(crowd[1])
    before = array(Step.objects.get(user=crowd[1], number=5).moved)
    report = calibrate(later(days=1))

    assert (report.calibrated, report.problems) == (6, 2)
    found = {row.problem: row for row in Calibration.objects.filter(problem__isnull=False)}
    assert (found[easy].answers, found[hard].answers) == (60, 180)
    assert found[easy].difficulty < found[hard].difficulty - 1.5
    after = array(Step.objects.get(user=crowd[1], number=5).moved)
    assert 0 < after.max() < before.max(), "what nearly everybody solves says little"


def test_of_past_months_the_last_calibration_is_kept(crowd):
    for days in (1, 2, 3, 90):
        calibrate(later(days=days))

    assert [row.made_at for row in Calibration.objects.filter(version__item__name="coding/easy")] == [
        later(days=90),
        later(days=3),
    ]


def test_old_answers_are_forgotten(crowd):
    assert calibrate(later(days=366)).answers == 0


def test_figures_that_do_not_settle_change_nothing_and_are_logged(crowd, caplog):
    with patch.object(calibrating, "calibrated", side_effect=NumericFailure("still moves")):
        report = calibrate(later(days=1))

    assert report.calibrated == 0
    assert not Calibration.objects.exists()
    assert "items not calibrated" in caplog.text


def test_the_command_names_the_misfits(crowd):
    Evidence.objects.update(at=NOON.replace(year=2400))
    out = StringIO()
    call_command("calibrate_items", "--json", stdout=out)
    assert json.loads(out.getvalue())["calibrated"] == 4

    call_command("calibrate_items", stdout=out)
    assert "misfit    coding/twisted: look at its key or its cases, and its wording" in out.getvalue()
