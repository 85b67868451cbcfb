"""Operators: which mistakes each makes of a line, and where none is made."""

from __future__ import annotations

import textwrap

import pytest

from graders.verify.mutants.generate import mutants


def made(source: str) -> dict[str, list[str]]:
    """Per operator the lines that its mutants have and the source has not."""
    source = textwrap.dedent(source).strip() + "\n"
    found: dict[str, list[str]] = {}
    for mutant in mutants("some.py", source):
        lines = mutant.difference.splitlines()[3:]
        new = " ".join(line[1:].strip() for line in lines if line.startswith("+"))
        found.setdefault(mutant.operator, []).append(new)
    return found


@pytest.mark.parametrize(
    ("operator", "source", "expected"),
    [
        ("compare", "y = a < b", ["y = a <= b", "y = a >= b"]),
        ("compare", "y = a >= b", ["y = a > b", "y = a < b"]),
        ("compare", "y = a == b", ["y = a != b"]),
        ("compare", "y = a not in b", ["y = a in b"]),
        ("compare", "y = a is b", ["y = a is not b"]),
        (
            "compare",
            "y = a < b == c",
            ["y = a <= b == c", "y = a >= b == c", "y = a < b != c", "y = a < b", "y = b == c"],
        ),
        ("condition", "if a < b:\n    f()", ["if True:", "if False:"]),
        ("condition", "if a:\n    f()", ["if True:", "if False:", "if not a:"]),
        ("condition", "while a:\n    f()", ["while False:", "while not a:"]),
        ("condition", "y = a if c else b", ["y = a", "y = b"]),
        ("condition", "y = [x for x in z if x if w]", ["y = [x for x in z if w]", "y = [x for x in z if x]"]),
        ("boolean", "y = a and b", ["y = a or b", "y = b", "y = a"]),
        ("boolean", "y = a or b or c", ["y = a and b and c", "y = b or c", "y = a or c", "y = a or b"]),
        ("boolean", "y = not a", ["y = a"]),
        ("arithmetic", "y = a + b", ["y = a - b"]),
        ("arithmetic", "y = a * b", ["y = a / b", "y = a + b"]),
        ("arithmetic", "y = a * (b // c)", ["y = a / (b // c)", "y = a + (b // c)", "y = a * (b / c)", "y = a * (b * c)"]),
        ("arithmetic", "y += a", ["y -= a", "y = a"]),
        ("arithmetic", "y = a + 'text'", None),
        ("operand", "y = a * b", ["y = a", "y = b"]),
        ("operand", "y = -a", ["y = a"]),
        ("operand", "y = a + 1", None),
        ("constant", "y = 5", ["y = 6", "y = 4", "y = 0"]),
        ("constant", "y = 0.5", ["y = 1.5", "y = -0.5", "y = 0.0"]),
        ("constant", "y = True", ["y = False"]),
        ("constant", "y = 'a'", ["y = ''"]),
        ("constant", "y = ''", ["y = '?'"]),
        ("constant", "y = float('inf')", ["y = -float('inf')"]),
        ("constant", "from math import inf\ny = inf", ["y = -inf"]),
        ("constant", "def f(a=1):\n    return a", ["def f(a=2):", "def f(a=0):"]),
        ("constant", "while 1:\n    f()", None),
        ("constant", "y = zip(a, b, strict=True)", None),
        ("constant", "y = f'{a + 1}'", ["y = f'{a + 2}'", "y = f'{a + 0}'"]),
        ("empty", "y = [1]", ["y = []"]),
        ("empty", "y = {'a': b, 'c': d}", ["y = {'c': d}", "y = {'a': b}"]),
        ("bounds", "y = range(n)", ["y = range(1, n)", "y = range(n + 1)", "y = range(n - 1)"]),
        (
            "bounds",
            "y = range(a, b)",
            ["y = range(a + 1, b)", "y = range(a - 1, b)", "y = range(a, b + 1)", "y = range(a, b - 1)", "y = range(b)"],
        ),
        ("bounds", "y = x[a:]", ["y = x[a + 1:]", "y = x[a - 1:]", "y = x[:]"]),
        ("bounds", "y = x[:]", ["y = x"]),
        ("bounds", "y = x[::2]", ["y = x[:]"]),
        ("argument", "y = sorted(a, key=k, reverse=True)", ["y = sorted(a, reverse=True)", "y = sorted(a, key=k)"]),
        ("argument", "y = sorted(a, reverse=False)", None),
        ("argument", "y = d.get(a, 0)", ["y = d.get(a)"]),
        ("argument", "y = d.get(a, None)", None),
        ("argument", "y = f(a, b, c)", ["y = f(b, a, c)", "y = f(a, c, b)"]),
        ("argument", "def f(a, b=0):\n    return a\ny = f(c, d)", ["y = f(c)", "y = f(d, c)"]),
        ("argument", "y = min(a, b)", None),
        ("argument", "y = bisect_left(a, b)", None),
        ("call", "y = abs(x)", ["y = x"]),
        ("call", "y = max(a, b)", ["y = a", "y = b"]),
        ("call", "import numpy as np\ny = np.log(x)", ["y = x"]),
        ("call", "y = x.copy()", ["y = x"]),
        ("call", "y = len(x)", None),
        ("call", "y = x.items()", None),
        ("container", "y.append(x)", ["y.insert(0, x)"]),
        ("container", "y = x.pop()", ["y = x.pop(0)"]),
        ("container", "x = deque()\ny = x.pop()", ["y = x.popleft()"]),
        ("container", "y = x.popleft()", ["y = x.pop()"]),
        ("container", "y = min(x)", ["y = max(x)"]),
        (
            "container",
            "from bisect import bisect_left\ny = bisect_left(a, x)",
            ["y = __import__('bisect').bisect_right(a, x)"],
        ),
        ("container", "from bisect import insort\ninsort(a, x)", None),
        ("container", "def add(x):\n    pass\ny.add(x)", None),
        (
            "order",
            "y = sorted(x, key=lambda r: (len(r), r))",
            [
                "y = sorted(x, key=lambda r: (len(r), r), reverse=True)",
                "y = sorted(x, key=lambda r: (r, len(r)))",
                "y = sorted(x, key=lambda r: (r,))",
                "y = sorted(x, key=lambda r: (-len(r), r))",
                "y = sorted(x, key=lambda r: (len(r),))",
            ],
        ),
        ("order", "y = (a, b)", ["y = (b, a)"]),
        ("order", "y = x in (a, b)", None),
        ("order", "y = x[a, b]", None),
        ("reduction", "y = x.mean(dim=-1)", ["y = x.sum(dim=-1)", "y = x.mean(dim=0)"]),
        ("reduction", "y = x.T", ["y = x"]),
        ("reduction", "import math\ny = math.log(x)", ["y = math.log1p(x)"]),
        ("statement", "f(x)", ["pass"]),
        ("statement", "print(x)", None),
        ("statement", "x[a] = b", ["pass"]),
        ("statement", "x = b", None),
        ("statement", "def f(x):\n    x = 1\n    return x", ["pass"]),
        ("statement", "del x[a]", ["pass"]),
        ("statement", "del x", None),
        ("statement", "if a:\n    raise E('no')", ["pass"]),
        ("loop", "for a in b:\n    if a:\n        break", ["continue", "pass"]),
        ("loop", "for a in b:\n    if a:\n        continue\n    f()", ["break", "pass"]),
        ("return", "def f():\n    return x", ["return None"]),
        ("return", "def f():\n    if a:\n        return\n    g()", ["pass"]),
        ("return", "def f():\n    g()\n    return", None),
    ],
)  # fmt: skip
def test_the_mistakes_of_an_operator(operator, source, expected):
    assert made(source).get(operator) == expected


@pytest.mark.parametrize(
    "source",
    [
        '"""A text about 1 + 1."""',
        "import os",
        "x: dict[str, int]",
        "Row = tuple[int, str]",
        "assert a < 1, 'too large'",
        "__all__ = ['f']",
        "if __name__ == '__main__':\n    f(1)",
        "def f(x: Literal[1]) -> Literal[2]:\n    pass",
        "@cache(1)\ndef f():\n    pass",
        "class A:\n    def __repr__(self):\n        return 'A' + str(1)",
        "T = TypeVar('T')",
    ],
)
def test_what_no_case_can_see_is_left_alone(source):
    assert made(source) == {}


def test_the_words_of_an_error_are_left_alone():
    assert made("def f(x):\n    if x:\n        raise ValueError('must be ' + str(1))") == {
        "condition": ["if True:", "if False:", "if not x:"],
        "statement": ["pass"],
    }


def test_a_function_that_only_raises_stands_for_others():
    assert made("def f(x):\n    raise NotImplementedError") == {}
