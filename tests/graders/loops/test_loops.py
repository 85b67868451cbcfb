"""Interview loops: what is refused with its line, what must hold of the pools, and what a draw promises."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graders.diagnostics import Diagnostics, Severity
from graders.loops import (
    Loops,
    apart,
    check_loop,
    check_loops,
    distance,
    draw,
    load_loops,
    shelf_on_disk,
)
from graders.package.manifest import LEVELS
from graders.questions import load_questions

PROBLEMS = Path(__file__).resolve().parents[3] / "problems"
LOOP = """format = 1
title = "One round"
summary = "A loop with one round only."
order = 1

[[rounds]]
id = "talk"
kind = "statistics"
title = "Talk"
says = "What the round is about."
minutes = 25
topics = { experimentation = 1.0 }
rubric = "talk"
[[rounds.parts]]
draw = "prompts"
count = 2
minutes = 25
pool = "talk"
"""
RUBRIC = """format = 1
[[rubrics]]
id = "talk"
[[rubrics.criteria]]
id = "words"
title = "Words"
weight = 100
reason = "communication"
levels = [
  { points = 0, says = "None of it at all.", anchor = "Nothing was said." },
  { points = 1, says = "A part of it, at least.", anchor = "Something was said." },
  { points = 2, says = "All of it, and clearly.", anchor = "Everything was said." },
]
"""
PROMPTS = """format = 1
[[pools]]
id = "talk"
[[pools.prompts]]
id = "one"
title = "One"
ask = "What would you say to one?"
[[pools.prompts]]
id = "two"
title = "Two"
ask = "What would you say to two?"
"""
PROBES = """format = 1
[[questions]]
question = "experimentation/conflicting-metrics-rule"
probes = [{ ask = "And what follows from that?" }]
"""


@pytest.fixture(scope="module")
def stock():
    """What the library on disk has to draw from."""
    return shelf_on_disk(PROBLEMS, load_questions(PROBLEMS / "questions", Diagnostics()))


@pytest.fixture(scope="module")
def shipped() -> Loops:
    """The loops that the site ships."""
    return load_loops(PROBLEMS / "loops", Diagnostics())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A whole set of small files."""
    root = tmp_path / "loops"
    (root / "parts").mkdir(parents=True)
    for name, text in (("one.toml", LOOP), ("parts/rubrics.toml", RUBRIC), ("parts/prompts.toml", PROMPTS)):
        (root / name).write_text(text)
    (root / "parts/probes.toml").write_text(PROBES)
    return root


def findings(folder: Path, stock) -> list[str]:
    diagnostics = Diagnostics()
    check_loops(load_loops(folder, diagnostics), stock, diagnostics)
    return [str(note) for note in diagnostics.notes if note.severity is Severity.ERROR]


def edit(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text()
    assert old in text
    (folder / name).write_text(text.replace(old, new))


def test_the_shipped_loops_have_nothing_to_complain_about(stock):
    assert findings(PROBLEMS / "loops", stock) == []


def test_the_loop_has_seven_rounds_at_all_levels_and_short_versions(shipped):
    full, short = shipped.loops
    assert [round_.kind for round_ in full.rounds] == [
        "screen", "assessment", "modelling", "statistics", "design", "coding", "behavioural",
    ]  # fmt: skip
    assert [round_.id for round_ in short.rounds] == [round_.id for round_ in full.rounds]
    assert {round_.minutes for round_ in short.rounds} == {25}
    assert full.levels == short.levels == LEVELS


def test_whole_small_files_are_fine(folder, stock):
    assert findings(folder, stock) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("one.toml", "minutes = 25\ntopics", "minutes = 30\ntopics", "one.toml:11: error: rounds.0: minutes: the round has 30, its parts have 25"),
        ("one.toml", 'pool = "talk"', 'pool = "talk"\nlevels = ["1-2"]', "one.toml:11: error: rounds.0: minutes: the round has 25, its parts have 0 at level 2-1"),
        ("one.toml", "experimentation = 1.0", "experimentation = 0.9", "one.toml:12: error: rounds.0: topics: weights sum to 0.9, not 1"),
        ("one.toml", 'rubric = "talk"', 'rubric = "walk"', "one.toml: error: talk: there is no rubric 'walk'"),
        ("one.toml", 'pool = "talk"', 'pool = "walk"', "one.toml: error: talk: there is no pool of prompts 'walk'"),
        ("one.toml", 'pool = "talk"', 'topics = ["feature-store"]', "one.toml:15: error: rounds.0.parts.0: draw: prompts need a source: pool, topics or sets"),
        ("one.toml", 'kind = "statistics"', 'kind = "coding"', "one.toml:8: error: rounds.0: parts: a round of kind coding draws no prompts"),
        ("parts/prompts.toml", 'id = "two"', 'id = "one"', "parts/prompts.toml: error: talk: one stands there twice"),
        ("parts/rubrics.toml", "weight = 100", "weight = 90", "parts/rubrics.toml:2: error: rubrics.0: criteria: weights sum to 90, not 100"),
        ("parts/rubrics.toml", "Something was said.", "Nothing was said.", "parts/rubrics.toml: error: talk: two anchors are the same"),
        ("parts/probes.toml", "conflicting-metrics-rule", "nobody-wrote-it", "parts/probes.toml: error: there is no written question experimentation/nobody-wrote-it"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_where_it_stands(folder, stock, file, old, new, said):
    edit(folder, file, old, new)
    found = findings(folder, stock)
    head, _, words = said.partition(" error: ")
    assert any(words in line and line.startswith(head.split(":")[0]) for line in found), found


def test_a_pool_that_is_too_small_is_named_with_the_level(folder, stock):
    edit(folder, "one.toml", "count = 2", "count = 3")
    assert (
        findings(folder, stock)[0] == "one.toml:6: error: talk: draws 3 prompts and there are 2 at level 1-2"
    )


def test_a_stray_file_is_not_silently_left_out(folder, stock):
    (folder / "parts" / "rubric.toml").write_text(RUBRIC)
    assert findings(folder, stock) == [
        "parts/rubric.toml: error: is neither <loop>.toml, nor <loop>/loop.toml, nor one of rubrics.toml, prompts.toml, probes.toml in parts/"
    ]


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(LEVELS), st.integers(0, 2**48))
def test_a_draw_is_whole_without_repeats_and_comes_again_with_its_seed(stock, shipped, level, seed):
    for round_ in (round_ for loop in shipped.loops for round_ in loop.rounds):
        draws = draw(round_, level, seed, stock, shipped)
        names = [name for drawn in draws for name in drawn.names]
        assert len(names) == len(set(names)) == sum(part.count for part in round_.parts_at(level))
        assert draws == draw(round_, level, seed, stock, shipped)


def test_what_was_seen_comes_after_what_was_not(stock, shipped):
    round_ = next(round_ for round_ in shipped.loops[0].rounds if round_.kind == "statistics")
    prompts = {prompt.id for prompt in shipped.pool("statistics").prompts}
    first = {name for drawn in draw(round_, "2-2", 1, stock, shipped) for name in drawn.names} & prompts
    again = {name for drawn in draw(round_, "2-2", 1, stock, shipped, seen=first) for name in drawn.names}
    assert len(first) == 2
    assert again & prompts == prompts - first


@pytest.mark.parametrize("loop", [0, 1])
def test_an_assessment_draws_at_the_level_asked(stock, shipped, loop):
    round_ = next(round_ for round_ in shipped.loops[loop].rounds if round_.kind == "assessment")
    stages = {name for chain in stock.chains for name in chain}
    for level in LEVELS:
        (part,) = round_.parts_at(level)
        for seed in range(8):
            problems = [one for drawn in draw(round_, level, seed, stock, shipped) for one in drawn.problems]
            assert [distance(level, one.level) for one in problems] == [0] * part.count
            assert not stages & {one.name for one in problems}
            assert sum(one.minutes for one in problems) <= round_.minutes * 1.5


@pytest.mark.parametrize("loop", [0, 1])
def test_an_assessment_at_the_top_draws_what_is_written_for_it(stock, shipped, loop):
    round_ = next(round_ for round_ in shipped.loops[loop].rounds if round_.kind == "assessment")
    drawn = {name for seed in range(8) for name in draw(round_, "3-2", seed, stock, shipped)[0].names}
    assert drawn == {"experimentation/rare-harm", "model-serving/steady-backfill"}


def test_a_chain_for_3_1_leads_to_what_is_written_for_it(stock, shipped):
    round_ = next(round_ for round_ in shipped.loops[0].rounds if round_.kind == "coding")
    (drawn,) = draw(round_, "3-1", 5, stock, shipped)
    assert distance("3-1", drawn.problems[-1].level) == 0


@pytest.mark.parametrize("loop", [0, 1])
def test_no_stage_of_an_onsite_round_at_the_top_is_off_level(stock, shipped, loop):
    round_ = next(round_ for round_ in shipped.loops[loop].rounds if round_.kind == "coding")
    (part,) = round_.parts_at("3-2")
    stages = ("board-that-expires", "leaders-to-come", "leader-as-it-ages")[: part.count]
    for seed in range(8):
        (drawn,) = draw(round_, "3-2", seed, stock, shipped)
        assert drawn.names == tuple(f"recency-ctr/{stage}" for stage in stages)
        assert [distance("3-2", stage.level) for stage in drawn.problems] == [0] * part.count


@pytest.mark.parametrize("level", ["1-2", "2-1", "2-2", "3-1", "3-2"])
def test_a_chain_is_asked_from_its_first_stage(stock, shipped, level):
    round_ = next(round_ for round_ in shipped.loops[0].rounds if round_.kind == "coding")
    (drawn,) = draw(round_, level, 3, stock, shipped)
    assert drawn.names in {chain[:3] for chain in stock.chains}


def test_a_loop_taken_apart_draws_what_it_drew_in_its_folder(shipped, stock, tmp_path):
    for loop in shipped.loops:
        home = tmp_path / "loops" / loop.id
        home.mkdir(parents=True)
        for name, text in apart(PROBLEMS / "loops", loop, shipped).items():
            (home / name).write_text(text)
    (tmp_path / "loops" / "parts").mkdir()
    for name in ("rubrics", "prompts", "probes"):  # what nothing shares, nothing uses
        (tmp_path / "loops" / "parts" / f"{name}.toml").write_text("format = 1\n")
    whole = load_loops(tmp_path / "loops", Diagnostics())
    assert [loop.id for loop in whole.loops] == [loop.id for loop in shipped.loops]
    for loop in shipped.loops:
        found = Diagnostics()
        check_loop(whole.own[loop.id], stock, found)
        assert found.errors == []
        for round_ in loop.rounds:
            assert draw(round_, "2-2", 7, stock, whole.of(loop.id)) == draw(round_, "2-2", 7, stock, shipped)
