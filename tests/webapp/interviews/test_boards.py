"""Boards: read alike by page and server, changed by drawing, and turned into a design that the simulator runs."""

import ast
import json

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.webapp.interviews.making import make_round, question
from tests.webapp.interviews.test_scripts import SOURCE, run
from tests.webapp.making import make_problem
from webapp.interviews.domain import rounds, sheets, simulating
from webapp.interviews.domain.boards import read
from webapp.interviews.domain.mapping import to_design
from webapp.practice.domain.refusals import Refused
from webapp.practice.models import Submission

BOARD = """client: Feed app
gateway: Gateway = 2.5 ms
retrieval: Context tower = 4 ms; k=180, history viewers
ann index: HNSW; ef 48
retrieval: Popular by region; k 120
retrieval: Graph walk; k 50
cache: Row cache; 2M items, ttl 300
feature store: Online features = 6 ms; hedge 9 ms
ranker: Deep ranker; 100 in, out=40, batch 8, replicas 8
ranker: Light ranker; in 400, out 100
re-ranker: MMR; weight 0.4, per creator 1
service: Explorer; share 8%, thompson
service: Fallback; after 75 ms
trainer: Nightly
monitor: Drift
Feed app -> Gateway: 40 k/s
Gateway -> Context tower
Context tower -> Light ranker
Light ranker -> Deep ranker
Gateway ~> Nightly
budget = 80 ms
what is this
"""


def test_a_board_becomes_the_design_that_it_says():
    made = to_design(read(BOARD))
    assert made.design == {
        "retrieval": [
            {"channel": "two_tower", "k": 180, "viewers": "history", "ef": 48},
            {"channel": "region_popular", "k": 120},
        ],
        "features": {"on_miss": "wait", "hedge_ms": 9, "cache_items": 2_000_000, "ttl_s": 300},
        "ranking": [
            {"model": "light", "in": 400, "out": 100},
            {"model": "deep", "in": 100, "out": 40, "batch": 8, "replicas": 8},
        ],
        "rerank": {"rule": "mmr", "weight": 0.4, "per_creator": 1},
        "explore": {"share": 0.08, "arm": "thompson"},
        "fallback": {"after_ms": 75, "serve": "region_popular"},
    }
    left = {one.partition(":")[0] for one in made.left}
    assert left == {"Feed app", "Gateway", "Graph walk", "Nightly", "Drift", "Latencies of the board"}
    assert made.assumed == []


def test_what_a_board_does_not_say_is_assumed_and_said():
    made = to_design(read("retrieval: Trending\nranker: Ranker\nre-ranker: Again"))
    assert made.design["retrieval"] == [{"channel": "trending_language", "k": 100}]
    assert made.design["ranking"] == [{"model": "deep", "in": 100, "out": 40}]
    assert made.assumed == [
        "Trending: k 100",
        "Ranker: deep (neither “light” nor “deep” was written)",
        "Ranker: in 100",
        "Ranker: out 40",
        "Again: weight 0.4 of diversity",
    ]


LINES = st.sampled_from(
    [*BOARD.splitlines(), "ranker: x; in 9999999999, 1.2.3 out", "cache: c; items 1e9", "a -> b", ""]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(LINES | st.text(max_size=30), max_size=12))
def test_whatever_stands_on_a_board_the_design_keeps_to_the_bounds(lines):
    made = to_design(read("\n".join(lines)))
    ast.parse(made.code)
    for row in made.design["retrieval"]:
        assert 1 <= row["k"] <= 1000
    for row in made.design["ranking"]:
        assert 20 <= row["out"] <= row["in"] <= 1000
    assert len(made.design["ranking"]) <= 2


def test_page_and_server_read_a_board_alike():
    texts = [
        BOARD,
        "client: A = 1.5 s; x\nA ~> B: late\nstore: B\nclient: a\nbudget = 20 us\n# c\nnothing: C",
    ]
    script = f"""
    import {{ read }} from "{SOURCE.as_posix()}/plan.js";
    console.log(JSON.stringify(given.map((text) => {{
      const board = read(text);
      return [[...board.components].map(([key, one]) => [key, one.type, one.name, one.ms, one.note]), board.arrows.map((one) => [one.from, one.to, one.late, one.label]), board.budget];
    }})));
    """
    boards = [read(text) for text in texts]
    assert run(script, texts) == [
        [
            [[key, one.type, one.name, one.ms, one.note] for key, one in board.components.items()],
            [[one.start, one.end, one.late, one.label] for one in board.arrows],
            board.budget,
        ]
        for board in boards
    ]


def test_drawing_changes_the_lines_that_it_is_about_and_no_other():
    script = f"""
    import * as edit from "{SOURCE.as_posix()}/plan_edit.js";
    let text = "# mine\\nclient: App\\nranker: Deep = 5 ms\\nApp -> Deep: 40 k/s\\nnonsense\\n";
    const steps = [
      (t) => edit.addComponent(t, {{ type: "cache", name: "Rows", ms: "1.5", note: "2M items" }}),
      (t) => edit.addComponent(t, {{ type: "cache", name: "rows", ms: "", note: "" }}),
      (t) => edit.addArrow(t, {{ from: "deep", to: "rows", late: true, label: "" }}),
      (t) => edit.changeComponent(t, "deep", {{ type: "ranker", name: "Deeper -> x", ms: "6", note: "" }}),
      (t) => edit.changeArrow(t, 4, {{ late: false, label: "50 k/s" }}),
      (t) => edit.setBudget(t, "80"),
      (t) => edit.removeComponent(t, "app"),
      (t) => edit.changeArrow(t, 5, null),
      (t) => edit.setBudget(t, ""),
    ];
    console.log(JSON.stringify(steps.map((step) => (text = step(text)))));
    """
    steps = run(script, None)
    assert (
        steps[0]
        == "# mine\nclient: App\nranker: Deep = 5 ms\nApp -> Deep: 40 k/s\nnonsense\ncache: Rows = 1.5 ms; 2M items\n"
    )
    assert steps[1] == steps[0]
    assert steps[2] == steps[0] + "Deep ~> Rows\n"
    assert steps[3].splitlines()[2:4] == ["ranker: Deeper x = 6 ms", "App -> Deeper x: 40 k/s"]
    assert steps[3].splitlines()[6] == "Deeper x ~> Rows"
    assert steps[4].splitlines()[3] == "App -> Deeper x: 50 k/s"
    assert steps[5] == steps[4] + "budget = 80 ms\n"
    assert (
        steps[6]
        == "# mine\nranker: Deeper x = 6 ms\nnonsense\ncache: Rows = 1.5 ms; 2M items\nDeeper x ~> Rows\nbudget = 80 ms\n"
    )
    assert (
        steps[7]
        == "# mine\nranker: Deeper x = 6 ms\nnonsense\ncache: Rows = 1.5 ms; 2M items\nbudget = 80 ms\n"
    )
    assert steps[8] == "# mine\nranker: Deeper x = 6 ms\nnonsense\ncache: Rows = 1.5 ms; 2M items\n"


@pytest.mark.django_db
class TestSimulating:
    """Sent from a round."""

    @pytest.fixture
    def design(self, alice):
        """A design round with a board."""
        round_ = rounds.start(make_round(alice, "design", questions=(question(),)).pk, timezone.now())
        sheets.save(round_.pk, "board", BOARD, 0, timezone.now())
        return round_

    def test_a_board_is_run_once_and_its_page_says_what_of_it(self, alice, design, as_user):
        make_problem(
            simulating.SIMULATOR[1],
            simulating.SIMULATOR[0],
            kind="design",
            entry={"type": "function", "name": "design"},
        )
        client = as_user(alice)
        assert client.post(f"/interviews/rounds/{design.pk}/simulate").status_code == 302
        made = Submission.objects.get()
        assert (made.mode, made.problem.slug) == ("run", simulating.SIMULATOR[1])
        design_of = {}
        exec(made.code, design_of)
        assert json.dumps(design_of["design"]({})) == json.dumps(to_design(read(BOARD)).design)
        page = client.get(f"/interviews/rounds/{design.pk}/simulated").content.decode()
        assert "being simulated" in page
        assert "Graph walk: no channel" in page
        rounds.hand_in(design.pk, timezone.now())
        assert (
            client.get(f"/interviews/rounds/{design.pk}/report.json")
            .json()["simulated"]["used"][0]
            .startswith("Context tower")
        )

    def test_a_board_that_cannot_run_is_refused_in_words(self, alice, design):
        with pytest.raises(Refused, match="has not loaded"):
            simulating.simulate(design.pk, timezone.now())
        make_problem(simulating.SIMULATOR[1], simulating.SIMULATOR[0], kind="design")
        sheets.save(design.pk, "board", "client: App", 1, timezone.now())
        with pytest.raises(Refused, match="two tower"):
            simulating.simulate(design.pk, timezone.now())
        assert not Submission.objects.exists()
