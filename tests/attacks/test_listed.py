"""The list of attacks in docs/security.md is the list of attacks that there are, and no attack got through."""

from tests.attacks.catalogue import CLASSES, attacks, hostile_code
from tests.attacks.results import PAGE, known, listed, must_get

ALL = [*attacks(), *hostile_code()]


def test_page_lists_the_attacks_that_there_are():
    assert list(listed()) == [attack.id for attack in ALL]


def test_page_says_what_each_attack_must_get():
    page = PAGE.read_text()
    assert [attack.id for attack in ALL if f"(`{attack.id}`) | {must_get(attack)} |" not in page] == []


def test_results_on_the_page_are_those_that_are_right():
    right = {attack.id: must_get(attack) for attack in ALL}
    wrong = {id: got for id, got in listed().items() for words in got if words not in (right[id], "not run")}
    assert wrong == {}


def test_every_class_has_several_attacks_and_none_may_be_accepted():
    counts = {kind: sum(attack.kind == kind for attack in attacks()) for kind in CLASSES}
    assert all(count >= 4 for count in counts.values()), counts
    assert [
        attack.id for attack in attacks() for verdict, _ in attack.verdicts.values() if verdict == "AC"
    ] == []


def test_rows_are_read_as_they_are_written():
    row = "| leaves early (`leaving_early/leaves`) | RE | RE | not run |"
    assert known(row) == {"leaving_early/leaves": ("RE", "not run")}
