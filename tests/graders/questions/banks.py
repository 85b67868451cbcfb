"""A small bank of one item of each type, and ways to write and load banks."""

from pathlib import Path

from graders.diagnostics import Diagnostics
from graders.questions import Bank, load_bank

CHOICE = """\
[[items]]
id = "heap-peek"
type = "choice"
difficulty = -1.0
prompt = "What does reading the smallest element of a binary min-heap of $n$ elements cost?"
explanation = "The smallest element is the root, so it is only looked at."

[[items.options]]
text = "$O(\\\\log n)$"
why = "That is what taking it out costs, because the heap has to be repaired."

[[items.options]]
text = "$O(1)$"
correct = true

[[items.options]]
text = "$O(n)$"
why = "That is the search in an array without order; the root of a heap is known."
"""
SEVERAL = """\
[[items]]
id = "hashable-values"
type = "several"
difficulty = -0.5
prompt = "Which of these can be keys of a Python `dict`?"
explanation = "A key must be hashable, which the built-in containers that can change are not."

[[items.options]]
text = "a `tuple` of ints"
correct = true
why = "A tuple is hashable when its elements are."

[[items.options]]
text = "a `frozenset`"
correct = true
why = "A frozenset cannot change, so it has a hash."

[[items.options]]
text = "a `list` of ints"
why = "A list can change, so it has no hash whatever its elements are."

[[items.options]]
text = "a `set` of ints"
why = "A set can change; its frozen sister is hashable."
"""
ORDERING = """\
[[items]]
id = "training-step"
type = "ordering"
difficulty = 0.0
prompt = "Order the parts of one training step."
explanation = "Gradients are cleared, computed, cut and only then applied."
steps = ["clear the gradients", "forward and backward pass", "clip the gradient norm", "optimiser step"]

[[items.slips]]
before = 3
after = 4
why = "Clipping after the step leaves the step as large as it was."
"""
NUMERIC = """\
[[items]]
id = "throughput"
type = "numeric"
difficulty = 0.0
prompt = "A server takes 20 ms for a batch of 8. How many requests does it serve each second?"
explanation = "It runs 50 batches each second, of 8 requests each."
value = 400
formula = "8 / 0.020"
unit = "requests/s"
units = { "/s" = 1.0, "requests/min" = 0.016666666666666666 }

[[items.mistakes]]
value = 50
why = "Those are the batches; each of them serves eight requests."
"""
SHORT = """\
[[items]]
id = "sort-cost"
type = "short"
difficulty = -1.0
prompt = "What does a comparison sort of $n$ elements cost at least in the worst case?"
explanation = "There are $n!$ orders, and a comparison halves them at best."
accepted = ["O(n log n)", "n log n"]

[[items.mistakes]]
text = "O(n)"
why = "Counting and radix sort reach that because they do not only compare."
"""
ALL = [CHOICE, SEVERAL, ORDERING, NUMERIC, SHORT]


def write_bank(
    root: Path, *items: str, topic: str = "coding", level: str = "1-2", head: str = "format = 1\n"
) -> Path:
    """A bank with one quiz file; its folder."""
    file = root / topic / "quiz" / f"{level}.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join([head, *items]))
    return root / topic


def read_bank(root: Path, *items: str) -> tuple[Bank, list[str]]:
    """What a bank of these items loads as, and the notes about it."""
    bank = load_bank(write_bank(root, *items), diagnostics := Diagnostics())
    assert bank is not None
    return bank, [str(note) for note in diagnostics.notes]
