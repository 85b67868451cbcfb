"""Banks load item by item: what is broken is named with its line, and costs nothing else."""

import pytest

from graders.diagnostics import Diagnostics
from graders.questions import load_bank, load_questions
from tests.graders.questions.banks import (
    ALL,
    CHOICE,
    NUMERIC,
    ORDERING,
    SEVERAL,
    SHORT,
    read_bank,
    write_bank,
)


def test_a_bank_loads_items_of_every_type_in_order(tmp_path):
    bank, notes = read_bank(tmp_path, *ALL)
    assert notes == []
    assert [(item.name, item.type, item.level) for item in bank.items] == [
        ("coding/heap-peek", "choice", "1-2"),
        ("coding/hashable-values", "several", "1-2"),
        ("coding/training-step", "ordering", "1-2"),
        ("coding/throughput", "numeric", "1-2"),
        ("coding/sort-cost", "short", "1-2"),
    ]


@pytest.mark.parametrize(
    ("item", "old", "new", "note"),
    [
        (
            CHOICE,
            "correct = true",
            "correct = false",
            "quiz/1-2.toml:14: error: heap-peek: options.1: why: a wrong",
        ),
        (CHOICE, "difficulty = -1.0", "difficulty = 9", "quiz/1-2.toml:6: error: heap-peek: difficulty: "),
        (
            CHOICE,
            "difficulty = -1.0",
            "hardness = -1.0",
            "quiz/1-2.toml:3: error: heap-peek: difficulty: Field",
        ),
        (
            CHOICE,
            "difficulty = -1.0",
            'level = "3-2"',
            "quiz/1-2.toml:6: error: heap-peek: level: the place of",
        ),
        (
            CHOICE,
            'why = "That is the search',
            'wyh = "That is the search',
            "quiz/1-2.toml:20: error: heap-peek: ",
        ),
        (CHOICE, '"choice"', '"quiz"', "quiz/1-2.toml:3: error: heap-peek: Input tag 'quiz'"),
        (
            SEVERAL,
            "correct = true",
            "correct = false",
            "quiz/1-2.toml:10: error: hashable-values: options: at least",
        ),
        (
            ORDERING,
            "after = 4",
            "after = 9",
            "quiz/1-2.toml:11: error: training-step: slips: 3 comes before 9",
        ),
        (
            NUMERIC,
            "value = 50",
            "value = 401",
            "quiz/1-2.toml:14: error: throughput: mistakes: 401 lies within",
        ),
        (
            SHORT,
            'text = "O(n)"',
            'text = "O(N log  n)"',
            "quiz/1-2.toml:11: error: sort-cost: mistakes: 'O(N log",
        ),
    ],
)
def test_a_broken_item_is_refused_with_its_line_and_the_others_load(tmp_path, item, old, new, note):
    assert old in item
    others = [other for other in ALL if other is not item]
    bank, notes = read_bank(tmp_path, item.replace(old, new), *others)
    assert len(bank.items) == len(ALL) - 1
    assert notes[0].startswith(note), notes
    assert all(": options: Tuple" not in more for more in notes)  # what follows from the first is not told


def test_an_item_that_is_not_toml_costs_no_other(tmp_path):
    bank, (note,) = read_bank(tmp_path, CHOICE.replace('id = "heap', "id = heap"), SHORT)
    assert [item.id for item in bank.items] == ["sort-cost"]
    assert note.startswith("quiz/1-2.toml:4: error: an item is not TOML")


def test_a_string_left_open_costs_no_other(tmp_path):
    broken = SHORT.replace('explanation = "There', "explanation = '''There")
    bank, notes = read_bank(tmp_path, CHOICE, broken, NUMERIC)
    assert [item.id for item in bank.items] == ["heap-peek", "throughput"]
    assert len(notes) == 1


def test_a_header_within_a_string_is_text(tmp_path):
    quoting = SHORT.replace(
        'prompt = "What', "prompt = '''\n[[other]]\nid = \"no field\"\n'''\nexplanation_of = \"What"
    )
    _, notes = read_bank(tmp_path, quoting)
    assert notes[0].startswith("quiz/1-2.toml:11: error: sort-cost: explanation_of: ")


def test_of_two_items_with_one_id_the_first_stays(tmp_path):
    bank, notes = read_bank(tmp_path, CHOICE, SHORT.replace("sort-cost", "heap-peek"))
    assert [item.type for item in bank.items] == ["choice"]
    assert notes == ["quiz/1-2.toml:22: error: heap-peek: the id is taken, in quiz/1-2.toml:3"]


def test_a_file_of_another_format_is_refused(tmp_path):
    load_bank(write_bank(tmp_path, CHOICE, head="format = 2\n"), diagnostics := Diagnostics())
    assert [str(note) for note in diagnostics.notes] == [
        "quiz/1-2.toml:1: error: starts with `format = 1` and nothing else before the first [[items]]"
    ]


def test_a_misspelt_file_is_not_silently_left_out(tmp_path):
    write_bank(tmp_path, CHOICE, level="2-3")
    load_bank(tmp_path / "coding", diagnostics := Diagnostics())
    assert [note.file for note in diagnostics.errors] == ["quiz/2-3.toml"]


def test_a_folder_that_is_no_topic_is_refused_and_the_others_load(tmp_path):
    write_bank(tmp_path, CHOICE, topic="cooking")
    write_bank(tmp_path, SHORT, topic="coding")
    library = load_questions(tmp_path, diagnostics := Diagnostics())
    assert [bank.topic for bank in library.banks] == ["coding"]
    assert [note.subject for note in diagnostics.errors] == ["cooking"]


def test_a_bank_with_a_name_of_its_own_adds_to_its_topic_and_shares_its_names(tmp_path):
    write_bank(tmp_path, CHOICE, topic="coding")
    write_bank(tmp_path, CHOICE, SHORT, topic="spring-class")
    about = tmp_path / "spring-class" / "bank.toml"
    about.write_text('format = 1\ntopic = "coding"\ntitle = "Spring class"\n')
    library = load_questions(tmp_path, diagnostics := Diagnostics())

    assert [(bank.name, bank.topic, bank.title, len(bank.items)) for bank in library.banks] == [
        ("coding", "coding", "", 1),
        ("spring-class", "coding", "Spring class", 1),
    ]
    assert [str(note) for note in diagnostics.errors] == [
        "spring-class/quiz/1-2.toml:3: error: heap-peek: the id is taken, in coding"
    ]
    (tmp_path / "coding" / "bank.toml").write_text(about.read_text().replace('"coding"', '"behavioural"'))
    assert load_bank(tmp_path / "coding", diagnostics := Diagnostics()) is None
    assert [str(note) for note in diagnostics.errors] == [
        "bank.toml:1: error: topic: a folder of this name is about coding"
    ]


def test_a_digest_changes_with_the_wording_and_with_nothing_else(tmp_path):
    (one,), _ = read_bank(tmp_path / "a", CHOICE)[0].items, None
    (same,) = read_bank(tmp_path / "b", CHOICE, SHORT)[0].items[:1]
    (other,) = read_bank(tmp_path / "c", CHOICE.replace("reading the", "reading a"))[0].items
    assert one.digest == same.digest
    assert one.digest != other.digest


def test_what_is_no_plain_file_of_sane_size_is_refused_and_the_others_load(tmp_path):
    write_bank(tmp_path, SHORT, level="2-1")
    write_bank(tmp_path, CHOICE + "#" * (256 << 10))
    (tmp_path / "coding" / "quiz" / "3-1.toml").symlink_to("2-1.toml")
    bank = load_bank(tmp_path / "coding", diagnostics := Diagnostics())
    assert [item.id for item in bank.items] == ["sort-cost"]
    assert [str(note) for note in diagnostics.errors] == [
        "quiz/1-2.toml: error: is larger than 256 KiB",
        "quiz/3-1.toml: error: is no plain file",
    ]


def test_an_item_nested_too_deeply_costs_no_other(tmp_path):
    bank, (note,) = read_bank(tmp_path, CHOICE.replace('type = "choice"', "type = " + "[" * 3000), SHORT)
    assert [item.id for item in bank.items] == ["sort-cost"]
    assert note.startswith("quiz/1-2.toml:")
