"""manage.py load_questions: banks on disk become items whose versions stay."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from graders.questions.items import ITEM
from webapp.readiness.domain.loading import load_banks
from webapp.readiness.models import Item, ItemVersion

pytestmark = pytest.mark.django_db

BANK = """format = 1

[[items]]
id = "heap-root"
type = "choice"
difficulty = -1.0
prompt = "What does reading the *smallest* element of a heap of $n$ elements cost?"
explanation = "The smallest element is the root, so it is only looked at."
options = [
  { text = "one step", correct = true },
  { text = "$n$ steps", why = "That is a search without order; the root of a heap is known." },
  { text = "$n^2$ steps", why = "That would be to compare every element with every other one." },
]

[[items]]
id = "sort-bound"
type = "short"
difficulty = 0.5
topics = { coding = 0.7, system-design = 0.3 }
prompt = "What does a comparison sort cost at least in the worst case?"
explanation = "A tree of comparisons with n! leaves has that height at least."
accepted = ["n log n"]
mistakes = [{ text = "n", why = "Only sorts that look into the keys can do with that." }]
"""
CHECK = """format = 1

[[items]]
id = "top-k"
topic = "coding"
level = "1-2"
difficulty = -0.5
can = "Can you write a streaming top-K class in 25 minutes?"
yes = "It runs at the first or second try, ties included."
proof = "coding/streaming-top-k"
"""


@pytest.fixture
def banks(tmp_path: Path) -> Path:
    """One bank with two items, and a self-check with one line."""
    root = tmp_path / "questions"
    (root / "coding" / "quiz").mkdir(parents=True)
    (root / "coding" / "quiz" / "2-1.toml").write_text(BANK)
    (root / "coding" / "readiness.toml").write_text(CHECK)
    return root


def edit(root: Path, old: str, new: str, name: str = "coding/quiz/2-1.toml") -> None:
    path = root / name
    path.write_text(path.read_text().replace(old, new))


def test_first_load_makes_items_and_versions(banks):
    loaded = load_banks(banks)

    assert loaded.broken == []
    assert loaded.added == ["coding/heap-root", "coding/sort-bound", "readiness/top-k"]
    heap, sort, claim = (Item.objects.get(name=name).current for name in loaded.added)
    assert (heap.type, heap.level, heap.difficulty, heap.topics) == ("choice", "2-1", -1.0, {"coding": 1.0})
    assert sort.topics == {"coding": 0.7, "system-design": 0.3}
    assert ITEM.validate_python(heap.content).digest == heap.digest
    assert "<em>smallest</em>" in heap.html[heap.content["prompt"]]
    assert "<math" in heap.html["$n$ steps"]
    assert (claim.type, claim.level, claim.item.kind) == ("claim", "1-2", "claim")


def test_second_load_changes_nothing(banks):
    load_banks(banks)
    versions = list(ItemVersion.objects.values_list("pk", "created_at"))
    loaded = load_banks(banks)

    assert (loaded.added, loaded.updated, loaded.rendered) == ([], [], [])
    assert len(loaded.unchanged) == 3
    assert list(ItemVersion.objects.values_list("pk", "created_at")) == versions


def test_new_wording_makes_a_version_and_keeps_the_old(banks):
    load_banks(banks)
    old = Item.objects.get(name="coding/heap-root").current
    edit(banks, "difficulty = -1.0", "difficulty = -0.5")
    loaded = load_banks(banks)

    item = Item.objects.get(name="coding/heap-root")
    assert loaded.updated == ["coding/heap-root"]
    assert item.current.difficulty == -0.5
    assert [version.difficulty for version in item.versions.order_by("pk")] == [-1.0, -0.5]
    assert ItemVersion.objects.get(pk=old.pk).content == old.content


def test_going_back_to_an_earlier_wording_takes_its_version_again(banks):
    load_banks(banks)
    old = Item.objects.get(name="coding/heap-root").current
    edit(banks, "difficulty = -1.0", "difficulty = -0.5")
    load_banks(banks)
    edit(banks, "difficulty = -0.5", "difficulty = -1.0")
    loaded = load_banks(banks)

    assert loaded.rendered == ["coding/heap-root"]
    assert Item.objects.get(name="coding/heap-root").current == old


def test_a_removed_item_retires_and_comes_back(banks):
    load_banks(banks)
    whole = (banks / "coding/quiz/2-1.toml").read_text()
    first, *_ = whole.rpartition("[[items]]")
    (banks / "coding/quiz/2-1.toml").write_text(first)

    assert load_banks(banks).retired == ["coding/sort-bound"]
    assert Item.objects.get(name="coding/sort-bound").versions.count() == 1
    (banks / "coding/quiz/2-1.toml").write_text(whole)
    assert load_banks(banks).rendered == ["coding/sort-bound"]
    assert not Item.objects.get(name="coding/sort-bound").retired


def test_a_broken_item_keeps_its_last_version_and_costs_no_other(banks):
    load_banks(banks)
    edit(banks, 'type = "short"', 'type = "shorts"')
    edit(banks, "difficulty = -1.0", "difficulty = -0.5")
    loaded = load_banks(banks)

    assert loaded.updated == ["coding/heap-root"]
    assert [(note["file"], note["line"]) for note in loaded.broken] == [("quiz/2-1.toml", 15)]
    assert loaded.retired == []
    assert Item.objects.get(name="coding/sort-bound").current.type == "short"


def test_a_folder_that_is_not_there_retires_nothing(banks, tmp_path):
    load_banks(banks)
    loaded = load_banks(tmp_path / "nowhere")

    assert [note["message"] for note in loaded.broken] == ["there is no such folder"]
    assert Item.objects.filter(retired=False).count() == 3


def test_the_command_reports_as_json_and_fails_on_broken_items(banks):
    edit(banks, 'accepted = ["n log n"]', "accepted = []")
    out = StringIO()
    with pytest.raises(SystemExit, match="1"):
        call_command("load_questions", str(banks), "--json", stdout=out)

    report = json.loads(out.getvalue())
    assert report["added"] == ["coding/heap-root", "readiness/top-k"]
    assert "accepted" in report["broken"][0]["message"]
