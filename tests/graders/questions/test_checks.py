"""The verifier finds what gives a key away, what is asked twice and what does not compute."""

import json

import pytest

from graders.__main__ import main
from graders.diagnostics import Diagnostics
from graders.questions import load_bank, load_questions
from graders.questions.arithmetic import evaluate
from graders.questions.checks import check_bank, check_library
from graders.questions.checks.bank import tail
from tests.graders.questions.banks import ALL, CHOICE, NUMERIC, SEVERAL, SHORT, write_bank

WRITTEN = """\
format = 1
title = "Two heaps"
level = ["1-2", "2-1"]
difficulty = 0.0
minutes = 10
starred = true
prompt = "Explain how two heaps give the median of a stream."
"""
CRITERION = """
[[criteria]]
id = "{id}"
title = "{id}"
weight = {weight}

[[criteria.levels]]
points = 0
says = "Nothing that would lead to it."
anchor = "I would sort everything each time ({id})."

[[criteria.levels]]
points = 1
says = "Half of what is needed is there."
anchor = "One heap of all numbers ({id})."

[[criteria.levels]]
points = 2
says = "All of what is needed is there."
anchor = "A max-heap below and a min-heap above ({id})."
"""


def checked(root, *items, level="1-2"):
    """The errors of a bank of these items."""
    bank = load_bank(write_bank(root, *items, level=level), diagnostics := Diagnostics())
    check_bank(bank, diagnostics)
    return [str(note) for note in diagnostics.errors]


def choices(keys, texts):
    """One choice per letter of `keys`, whose key stands there; `texts` holds (right, wrong, wrong)."""
    for number, key in enumerate(keys):
        right, *wrong = texts
        options = [
            f'[[items.options]]\ntext = "{text}"\nwhy = "What is said about {text} in {number}."\n'
            for text in wrong
        ]
        options.insert("abc".index(key), f'[[items.options]]\ntext = "{right}"\ncorrect = true\n')
        head = f'[[items]]\nid = "item-{number}"\ntype = "choice"\ndifficulty = 0.0\nprompt = "Question {number}?"\n'
        yield head + 'explanation = "This is the explanation."\n\n' + "\n".join(options)


def test_a_sound_bank_has_no_errors(tmp_path):
    assert checked(tmp_path, *ALL) == []


def test_a_number_that_the_formula_does_not_give_is_an_error(tmp_path):
    (error,) = checked(tmp_path, NUMERIC.replace("8 / 0.020", "8 / 0.025"))
    assert error == "quiz/1-2.toml:3: error: throughput: value is 400, but the formula gives 320"


def test_a_formula_that_is_no_arithmetic_is_an_error(tmp_path):
    (error,) = checked(tmp_path, NUMERIC.replace("8 / 0.020", "__import__('os').getpid()"))
    assert "is not arithmetic" in error


@pytest.mark.parametrize(
    "formula", ["x", "[1]", "'a' * 3", "1 if 2 else 3", "z(0.5).real", "sqrt(x=4)", "9 ** 9 ** 9", "1 / 0"]
)
def test_formulas_are_arithmetic_and_nothing_else(formula):
    with pytest.raises(ValueError, match=r"arithmetic|cannot be computed"):
        evaluate(formula)


def test_formulas_know_what_statistics_needs():
    assert evaluate("2 * (z(0.975) + z(0.8)) ** 2 / 0.1 ** 2") == pytest.approx(1569.78, abs=0.01)
    assert evaluate("comb(5, 2) + log2(8) - -ceil(1.2)") == 15


def test_a_key_much_longer_than_its_distractors_is_an_error(tmp_path):
    (error,) = checked(
        tmp_path, CHOICE.replace('"$O(1)$"', '"constant time, since the root is the smallest"')
    )
    assert error == "quiz/1-2.toml:3: error: heap-peek: the key is much longer than every distractor"


def test_a_key_much_shorter_than_its_distractors_is_an_error(tmp_path):
    texts = ("yes", "no, because the cache is cold", "no, because the queue is full")
    assert [error.split(": ")[-1] for error in checked(tmp_path, *choices("a", texts))] == [
        "the key is much shorter than every distractor"
    ]


def test_distractors_that_alone_speak_in_absolutes_are_an_error(tmp_path):
    texts = ("it often helps", "it never helps", "it always helps")
    (error,) = checked(tmp_path, *choices("a", texts))
    assert "speaks in absolutes" in error


def test_options_that_say_the_same_are_an_error(tmp_path):
    repeated = SEVERAL.replace("a `set` of ints", "A `list` of ints.")
    assert checked(tmp_path, repeated) == [
        "quiz/1-2.toml:3: error: hashable-values: options 3 and 4 are the same"
    ]


def test_keys_at_one_position_are_an_error(tmp_path):
    assert checked(tmp_path / "one", *choices("bbbbbbbb", ("one", "two", "six"))) == [
        "error: the key is option b in 8 of 8 choices"
    ]
    assert checked(tmp_path / "all", *choices("abcabcab", ("one", "two", "six"))) == []


@pytest.mark.parametrize(
    ("texts", "what"), [(("seven", "two", "six"), "longest"), (("six", "seven", "eight"), "shortest")]
)
def test_keys_that_their_length_gives_away_are_an_error(tmp_path, texts, what):
    assert checked(tmp_path, *choices("abcabcab", texts)) == [
        f"error: the key is the {what} option in 8 of 8 choices"
    ]


def test_tail_is_the_binomial_one():
    assert tail([0.25] * 4, 4) == pytest.approx(0.25**4)
    assert tail([0.5, 0.5, 0.5], 2) == pytest.approx(0.5)
    assert tail([0.3, 0.9], 0) == pytest.approx(1)


def test_a_question_asked_twice_is_an_error_across_banks(tmp_path):
    write_bank(tmp_path, CHOICE, topic="coding")
    again = CHOICE.replace("heap-peek", "again").replace("What does", "So what does")
    write_bank(tmp_path, again, SHORT, topic="model-serving", level="2-1")
    check_library(load_questions(tmp_path, Diagnostics()), diagnostics := Diagnostics())
    (error,) = diagnostics.errors
    assert (error.subject, error.file, error.line) == ("model-serving", "quiz/2-1.toml", 3)
    assert error.message.startswith("again: asks nearly what coding/heap-peek asks")


def write_question(root, criteria, answer=None):
    folder = root / "coding" / "written"
    folder.mkdir(parents=True)
    rubric = "".join(CRITERION.format(id=name, weight=weight) for name, weight in criteria.items())
    (folder / "two-heaps.toml").write_text(WRITTEN + rubric)
    if answer:
        (folder / "two-heaps.md").write_text(answer)
    bank = load_bank(root / "coding", diagnostics := Diagnostics())
    check_bank(bank, diagnostics)
    return bank, [str(note) for note in diagnostics.errors]


def test_a_written_question_is_scored_by_its_rubric(tmp_path):
    bank, errors = write_question(tmp_path, {"idea": 50, "cost": 30, "code": 20}, "A worked answer. " * 200)
    (question,) = bank.written
    assert errors == []
    assert question.score({"idea": 2, "cost": 2, "code": 2}) == 1
    assert question.score({"idea": 1, "cost": 0, "code": 2}) == pytest.approx(0.45)
    assert question.score({"idea": 0, "cost": 0, "code": 0}) == 0
    with pytest.raises(ValueError, match="every criterion"):
        question.score({"idea": 1})
    with pytest.raises(ValueError, match="the levels 0 to 2"):
        question.score({"idea": 3, "cost": 0, "code": 0})


def test_a_starred_question_without_its_answer_is_an_error(tmp_path):
    _, (error,) = write_question(tmp_path, {"idea": 50, "cost": 30, "code": 20})
    assert (
        error == "written/two-heaps.md: error: is starred and has no worked answer: it is written beside it"
    )


def test_a_rubric_whose_weights_do_not_add_up_is_refused(tmp_path):
    bank, errors = write_question(tmp_path, {"idea": 50, "cost": 30, "code": 21})
    assert bank.written == ()
    assert errors == ["written/two-heaps.toml:9: error: criteria: weights sum to 101, not 100"]


def test_verify_checks_questions_without_a_sandbox(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("SANDBOX", "docker")
    monkeypatch.setenv("DOCKER_HOST", "unix:///nowhere.sock")
    write_bank(tmp_path / "questions", *ALL)
    assert main(["verify", str(tmp_path / "questions")]) == 0
    assert "5 quiz items and 0 written questions in 1 banks" in capsys.readouterr().out
    assert main(["verify", str(tmp_path / "questions" / "coding"), "--json"]) == 0
    (bank,) = json.loads(capsys.readouterr().out)["questions"]
    assert bank["items"][0]["name"] == "coding/heap-peek"


@pytest.mark.parametrize("command", ["lint", "verify"])
def test_a_broken_item_fails_the_command_with_its_place(tmp_path, capsys, command):
    write_bank(tmp_path / "questions", NUMERIC.replace("8 / 0.020", "8 / 0.025"))
    assert main([command, str(tmp_path)]) == 1
    assert "questions/coding/quiz/1-2.toml:3: error: throughput: value is 400" in capsys.readouterr().out


def test_banks_are_no_packages(tmp_path, capsys):
    write_bank(tmp_path / "questions", *ALL)
    assert main(["lint", str(tmp_path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["packages"] == []
