"""The readiness page, the self-check, and what a person may do with their data."""

import csv
import io
from datetime import timedelta
from itertools import pairwise

import pytest
from django.utils import timezone

from graders.package.manifest import TOPICS
from tests.webapp.making import CANARY, make_submission
from tests.webapp.readiness.making import make_item, observe
from webapp.readiness.domain import checking, observing
from webapp.readiness.domain.estimating import array, standing_of
from webapp.readiness.domain.overview import overview
from webapp.readiness.domain.owning import export, goal_of
from webapp.readiness.models import Check, Evidence, Goal, Item, ItemVersion, Step

pytestmark = pytest.mark.django_db


def ago(**delta):
    return timezone.now() - timedelta(**delta)


def page(client):
    response = client.get("/readiness/")
    assert response.status_code == 200
    return response


@pytest.fixture
def claims(db):
    """Two lines of the self-check."""
    for order, id in enumerate(("one", "two")):
        content = {"can": f"Can you do {id}?", "yes": f"You have done {id} before."}
        item = Item.objects.create(name=f"readiness/{id}", kind="claim", topic="coding", order=order)
        item.current = ItemVersion.objects.create(
            item=item, digest=f"sha256:{id}", type="claim", level="2-1", difficulty=0.0, seconds=30,
            topics={"coding": 1.0}, content=content, html={text: f"<p>{text}</p>" for text in content.values()},
        )  # fmt: skip
        item.save()


def test_nobody_sees_it_without_an_account(client):
    for address in ("", "goal", "export.json", "export.csv", "erase", "claims/", "check/"):
        assert client.get(f"/readiness/{address}").url.startswith("/accounts/login/")


def test_a_newcomer_is_shown_the_way_and_no_figure_of_their_own(alice, as_user):
    body = page(as_user(alice)).content.decode()

    assert "Nothing is known yet." in body
    assert "/readiness/claims/" in body
    assert "What moved this week" not in body
    assert "chance of passing the loop" not in body


def test_topics_are_ranked_by_the_chance_to_be_the_weakest(alice, as_user):
    for index in range(4):
        observe(alice, f"bad-{index}", 0, topics={"experimentation": 1.0}, at=ago(days=1))
        observe(alice, f"good-{index}", 1, topics={"coding": 1.0}, at=ago(days=1))
    seen = page(as_user(alice)).context["seen"]

    chances = [row.weakest for row in seen.topics]
    assert (seen.topics[0].topic, seen.topics[-1].topic) == ("experimentation", "coding")
    assert chances == sorted(chances, reverse=True)
    assert sum(chances) == pytest.approx(1)
    assert all(row.hour.low <= row.hour.value <= row.hour.high for row in seen.topics)
    assert seen.worth_most.hour.value == max(row.hour.value for row in seen.topics) > 0
    assert {row.topic: row.pieces for row in seen.topics} == {
        **dict.fromkeys(TOPICS, 0), "experimentation": 4, "coding": 4,
    }  # fmt: skip


def test_intervals_nest_and_narrow_with_evidence(alice):
    before = {row.topic: row for row in overview(alice, goal_of(alice), timezone.now()).topics}["coding"]
    for index in range(5):
        observe(alice, str(index), index % 2)
    row = {row.topic: row for row in overview(alice, goal_of(alice), timezone.now()).topics}["coding"]

    assert row.ninety[0] < row.fifty[0] < row.at < row.fifty[1] < row.ninety[1]
    assert row.ninety[1] - row.ninety[0] < before.ninety[1] - before.ninety[0]


def test_what_moved_lists_each_piece_of_the_week_with_its_weight(alice, as_user):
    observe(alice, "old", at=ago(days=9))
    observe(alice, "easy", difficulty=-2.0, at=ago(days=3))
    observe(alice, "hard", difficulty=2.0, at=ago(days=2))
    observe(alice, "missed", 0, topics={"behavioural": 1.0}, at=ago(days=1))
    response = page(as_user(alice))
    moved = response.context["seen"].moved

    assert {piece.evidence.source for piece in moved} == {"easy", "hard", "missed"}
    weights = {piece.evidence.source: piece.weight for piece in moved}
    assert weights["hard"] > weights["easy"] > 0 > weights["missed"]
    assert [abs(piece.weight) for piece in moved] == sorted((abs(p.weight) for p in moved), reverse=True)
    assert "3 new pieces of evidence" in response.content.decode()
    rows = {row.topic: row for row in response.context["seen"].topics}
    # The miss took a little from coding too, as topics go together.
    assert 0 < rows["coding"].moved < weights["easy"] + weights["hard"]


def test_a_higher_target_is_harder_to_pass(alice, as_user):
    observe(alice, "one")
    client = as_user(alice)
    chances = []
    for level in ("1-2", "2-2", "3-2"):
        client.post("/readiness/goal", {"level": level, "interview_on": "", "hours_per_week": "6"})
        seen = page(client).context["seen"]
        chances.append(seen.chance.value)
        assert len(seen.rounds) == 7
        assert all(r.chance.low <= r.chance.value <= r.chance.high for r in seen.rounds)
        assert seen.chance.value <= min(row.chance.value for row in seen.rounds)

    assert chances == sorted(chances, reverse=True)
    assert chances[0] > 2 * chances[2]


def test_the_trend_has_a_point_a_week(alice, as_user):
    for days in (30, 20, 10, 1):
        observe(alice, str(days), at=ago(days=days))
    trend = page(as_user(alice)).context["seen"].trend

    gaps = [(b.at - a.at) / timedelta(days=1) for a, b in pairwise(trend)]
    assert gaps == pytest.approx([2, 7, 7, 7, 7], abs=0.01)
    assert trend[-1].chance.value > trend[0].chance.value


def test_what_could_not_be_computed_is_said_so(alice, as_user):
    observe(alice, "odd", 4, categories=7, at=ago(days=1))

    assert "could not be computed and counts nothing" in page(as_user(alice)).content.decode()


def test_the_page_asks_the_database_no_more_for_more_evidence(alice, as_user, django_assert_max_num_queries):
    for index in range(12):
        observe(alice, str(index), at=ago(days=index), item=make_item(f"item-{index}"))
    client = as_user(alice)
    page(client)
    with django_assert_max_num_queries(40):
        page(client)


def test_the_self_check_logs_what_is_said_and_not_what_is_left_open(alice, as_user, claims):
    client = as_user(alice)
    first, second = ItemVersion.objects.order_by("pk")
    response = client.post("/readiness/claims/", {f"claim-{first.pk}": "yes", f"claim-{second.pk}": ""})

    assert response.url == "/readiness/check/"
    assert [(p.item, p.category, p.kind) for p in Evidence.objects.all()] == [(first, 1, "claim")]
    client.post("/readiness/claims/", {f"claim-{first.pk}": "yes"})
    assert Evidence.objects.count() == 1, "saying it again makes it no truer"
    assert [line.said for line in client.get("/readiness/claims/").context["lines"]] == [True, None]


def test_a_claim_says_less_than_an_answer(alice, bob, claims):
    observing.claim(alice, ItemVersion.objects.first(), True, timezone.now())
    observe(bob, "shown", levels=("2-1", "2-1"))
    claim, shown = (array(Step.objects.get(user=user).moved)[0] for user in (alice, bob))

    assert 0 < claim < 0.7 * shown


def test_a_claim_that_is_neither_yes_nor_no_counts_nothing(alice, as_user, claims):
    response = as_user(alice).post(
        "/readiness/claims/", {f"claim-{ItemVersion.objects.first().pk}": "perhaps"}
    )

    assert response.status_code == 400
    assert Evidence.objects.count() == 0


@pytest.mark.parametrize(
    "wrong", [{"level": "9-9"}, {"hours_per_week": "-1"}, {"hours_per_week": "200"}, {"interview_on": "soon"}]
)
def test_a_goal_that_makes_no_sense_is_refused(alice, as_user, wrong):
    form = {"level": "2-2", "interview_on": "2027-01-15", "hours_per_week": "6"}
    response = as_user(alice).post("/readiness/goal", form | wrong)

    assert response.status_code == 400
    assert not Goal.objects.exists()
    assert as_user(alice).post("/readiness/goal", form).status_code == 302
    assert str(Goal.objects.get().interview_on) == "2027-01-15"


def test_the_export_holds_everything_of_the_person_and_nothing_of_others(alice, bob, as_user):
    make_item("one")
    check = checking.start(alice, timezone.now())
    asked = checking.current(check, timezone.now())
    checking.answer(alice, check.pk, asked.number, "a", timezone.now())
    observe(alice, "=2+3", title="=2+3")
    observe(bob, "his")
    client = as_user(alice)
    data = client.get("/readiness/export.json").json()

    assert data == export(alice, timezone.now()) | {"made_at": data["made_at"], "estimate": data["estimate"]}
    assert [piece["source"] for piece in data["evidence"]] == [f"check:{check.pk}:1", "=2+3"]
    assert data["checks"][0]["asked"][0]["answer"] == "a"
    assert data["estimate"]["mean"] == pytest.approx(
        standing_of(alice, timezone.now()).estimate.mean.tolist()
    )
    assert CANARY not in client.get("/readiness/export.json").content.decode()

    def table(query):
        text = client.get(f"/readiness/export.csv{query}").content.decode()
        return list(csv.DictReader(io.StringIO(text)))

    rows = table("")
    assert [row["number"] for row in rows] == ["1", "2"]
    assert rows[1]["title"] == "'=2+3", "no spreadsheet computes it"
    assert float(rows[0]["moved_coding"]) == data["evidence"][0]["moved_coding"]
    assert [(row["check"], row["item"], row["answer"]) for row in table("?of=answers")] == [
        (str(check.pk), "coding/one", "a")
    ]
    assert [row["item"] for row in table("?of=reviews")] == ["coding/one"]
    assert client.get("/readiness/export.csv?of=passwords").status_code == 404


def test_erasing_takes_everything_of_the_person_and_nothing_else(alice, bob, as_user, problem):
    make_item("one")
    checking.current(checking.start(alice, timezone.now()), timezone.now())
    observe(alice, "one", at=ago(days=1))
    observe(bob, "one", at=ago(days=1))
    old = make_submission(alice, problem, verdict="AC", finished_at=ago(hours=1))
    client = as_user(alice)
    assert client.get("/readiness/erase").status_code == 200
    assert Evidence.objects.filter(user=alice).exists(), "asking takes nothing away"
    client.post("/readiness/erase")

    assert [piece.user for piece in Evidence.objects.all()] == [bob]
    assert not Check.objects.exists()
    assert (ItemVersion.objects.count(), Step.objects.count()) == (1, 1)
    assert "Nothing is known yet." in page(client).content.decode()
    assert observing.verdict(old) is None, "what was graded before does not come back"
    assert observing.verdict(make_submission(alice, problem, verdict="WA")) is None
