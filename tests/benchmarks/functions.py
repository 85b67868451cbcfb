"""Functions of one list whose growth is known, and a package that asks each of them to be linear."""

from __future__ import annotations

from pathlib import Path

from tests.graders.packages import write_package

LINEAR = {
    "scan": "def weigh(x):\n    best = current = 0\n    for v in x:\n        current = max(0, current + v - 500)\n        best = max(best, current)\n    return len(x)\n",
    "count": "def weigh(x):\n    seen = {}\n    for v in x:\n        seen[v] = seen.get(v, 0) + 1\n    return sum(seen.values())\n",
    "comprehension": "def weigh(x):\n    return len([v * v + 1 for v in x if v >= 0])\n",
    "two_ends": "def weigh(x):\n    low, high, steps = 0, len(x) - 1, 0\n    while low <= high:\n        if x[low] < x[high]:\n            low += 1\n        else:\n            high -= 1\n        steps += 1\n    return steps\n",
}
LINEARITHMIC = {
    "merge": "def weigh(x):\n    return len(merged(x))\n\n\ndef merged(x):\n    if len(x) < 2:\n        return x[:]\n    half = len(x) // 2\n    left, right = merged(x[:half]), merged(x[half:])\n    out, i, j = [], 0, 0\n    while i < len(left) and j < len(right):\n        if left[i] <= right[j]:\n            out.append(left[i])\n            i += 1\n        else:\n            out.append(right[j])\n            j += 1\n    return out + left[i:] + right[j:]\n",
    "heap": "from heapq import heappop, heappush\n\n\ndef weigh(x):\n    heap = []\n    for place, v in enumerate(x):\n        heappush(heap, (v, place))\n    taken = 0\n    while heap:\n        heappop(heap)\n        taken += 1\n    return taken\n",
    "halving": "def weigh(x):\n    low, high = 0, len(x)\n    while low < high:\n        middle = (low + high + 1) // 2\n        total = 0\n        for v in x:\n            total += v >= 0\n        low, high = (middle, high) if total >= middle else (low, middle - 1)\n    return low\n",
}
QUADRATIC = {
    "pairs": "def weigh(x):\n    total = 0\n    for i in range(len(x)):\n        for j in range(i):\n            total += x[i] < x[j]\n    return len(x)\n",
    "list_as_set": "def weigh(x):\n    seen, count = [], 0\n    for place, v in enumerate(x):\n        if (v, place) not in seen:\n            seen.append((v, place))\n            count += 1\n    return count\n",
    "sums_anew": "def weigh(x):\n    return max(i for i in range(len(x) + 1) if sum(x[:i]) >= 0)\n",
}
SCALING = """\
format = 1

[[growth]]
call = "weigh"
claim = "n"
smallest = 32
largest = 2048
repeat = 4
group = "more"
when_slower = "fail"
margin = 0.08
"""
CASES = """\
from readyroom import Case


def cases(rng):
    yield Case(args=([2],))
    yield Case(args=([7, 3],), group="more")


def scaling(rng, size):
    return Case(args=([rng.randrange(1000) for _ in range(size)],))
"""
REFERENCE = "def weigh(x):\n    return len(x)\n"


def write_functions(root: Path) -> Path:
    """Write the package whose `weigh` returns the length of a list; return its folder."""
    manifest = write_package(root).joinpath("problem.toml")
    text = manifest.read_text().replace('"double', '"weigh').replace("x: int", "x: list[int]")
    changes = {
        "problem.toml": text.replace('id = "weigh"', 'id = "double"'),
        "statement.md": "The length of `x`.\n\n## Sample\n\n```sample\nweigh([2]) → 1\n```\n",
        "starter.py": "def weigh(x):\n    raise NotImplementedError\n",
        "cases.py": CASES,
        "scaling.toml": SCALING,
        "submissions/accepted/plain.py": REFERENCE,
        "submissions/wrong_answer/square.py": "# group: more\ndef weigh(x):\n    return 1\n",
    }
    return write_package(root, changes)
